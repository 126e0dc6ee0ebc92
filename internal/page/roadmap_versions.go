package page

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// changesListed is how many changes of a roadmap the page lists.
const changesListed = 50

// slipsDrawn bounds the picture of moved dates: the table has them all.
const slipsDrawn = 40

type versionsPage struct {
	Heading     string
	Sentence    string
	Address     string
	From, To    versionChoice
	Moments     []versionChoice // changes and meetings that can be chosen
	Wrong       string
	Picture     template.HTML
	Sections    []differenceSection
	CSV         string
	Changes     []changeRow
	More        bool
	Comparison  roadmap.Comparison
	Provenance  Provenance
	Unavailable bool // nothing was known at the earlier time
}

// versionChoice is a moment at which a roadmap can be looked at.
type versionChoice struct {
	Value, Words string
	At           time.Time
	Meeting      string // which body met
}

// Label is the moment in a list to choose from.
func (v versionChoice) Label() string {
	if v.Meeting != "" {
		return v.Words + ", meeting of the " + v.Meeting
	}
	return v.Words
}

// differenceSection is the differences of one kind.
type differenceSection struct {
	ID    string
	Title string
	Table Table
}

// changeRow is one change of a roadmap.
type changeRow struct {
	maturity.RoadmapChange
	When, Who, WayWords, Counts string
	Shows                       string // address of what it changed
	Undo                        string // address of the form that takes it back; "" where the visitor may not
	Undone                      int64  // the change that took it back
}

var wayWords = map[maturity.ChangeWay]string{maturity.ChangeByFile: "a file was loaded", maturity.ChangeByForm: "edited in a form", maturity.ChangeByMove: "a date was moved", maturity.ChangeByUpdate: "an owner's report",
	maturity.ChangeByUndoing: "a change was taken back", maturity.ChangeByScenario: "a scenario was applied"}

// versions lists the changes of a roadmap and compares two of its times.
func (p *Pages) versions(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	page, err := p.compareVersions(c, plan, at)
	if err != nil {
		return err
	}
	shell := p.roadmapShell(c, plan, page.Heading)
	page.fill(plan, shell)
	if drawing, any := p.slipDrawing(plan, at, &page); any {
		if page.invented(plan) {
			shell = shell.withIllustrative()
		}
		if page.Picture, err = p.planPicture(c, shell, drawing, roadmapAddress(plan.ID)+"/pictures/slips?"+withoutTime(c).Encode()); err != nil {
			return err
		}
	}
	if err := p.listChanges(c, plan, shell, at, &page); err != nil {
		return err
	}
	query := url.Values{"from": {page.From.Value}, "to": {page.To.Value}}
	page.CSV = shell.Link(page.Address + "/differences.csv?" + query.Encode())
	page.Provenance = p.roadmapProvenance(c, plan, at, plan.Title)
	return p.show(c, http.StatusOK, "roadmap_versions", shell, page)
}

// slipDrawing draws the dates that moved; false where none did.
func (p *Pages) slipDrawing(plan *roadmap.Plan, at asAt, page *versionsPage) (board.Drawing, bool) {
	in := chart.SlipInput{Then: page.From.Words, Now: page.To.Words, Rows: slipRows(page.Comparison), Today: p.roadmapToday(at), AsAt: p.roadmapAsAtWords(at), SourceWords: plan.Document, Illustrative: page.invented(plan)}
	return board.Drawing{Key: planKey(chart.KindSlip, in), Describe: func() (chart.Figure, error) { return withoutTable(chart.Slip(in)) }}, len(in.Rows) > 0
}

// compareVersions reads which times are asked for, and compares them.
func (p *Pages) compareVersions(c echo.Context, plan *roadmap.Plan, at asAt) (page versionsPage, err error) {
	page.Address = roadmapAddress(plan.ID) + "/versions"
	if page.Moments, err = p.moments(c, plan, at); err != nil {
		return page, err
	}
	from, to := orText(c.QueryParam("from_day"), c.QueryParam("from")), orText(c.QueryParam("to_day"), c.QueryParam("to"))
	page.To = versionChoice{Value: "", Words: p.roadmapAsAtWords(at), At: at.Time}
	later := plan
	if to != "" {
		if page.To, err = p.momentOf(to, page.Moments); err == nil {
			later, err = p.Roadmaps.Desk.Get(c.Request().Context(), plan.ID, page.To.At)
		}
		if err = page.wrongOr(err); err != nil || page.Wrong != "" {
			page.Heading = "Versions of the roadmap"
			return page, err
		}
	}
	if page.From, err = p.momentOf(orText(from, earlierMoment(page.Moments, later)), page.Moments); err != nil {
		page.Heading = "Versions of the roadmap"
		return page, page.wrongOr(err)
	}
	earlier, err := p.Roadmaps.Desk.Get(c.Request().Context(), plan.ID, page.From.At)
	if maturity.CodeOf(err) == maturity.NotFound {
		page.Heading, page.Unavailable = "Nothing of this roadmap was known on "+page.From.Words, true
		return page, nil
	}
	if err != nil {
		return page, err
	}
	page.Comparison = roadmap.Compare(earlier, later)
	page.Sentence = page.Comparison.Sentence(page.From.Words)
	page.Heading = strings.TrimSuffix(page.Sentence, ".")
	return page, nil
}

// wrongOr keeps what a visitor chose wrongly as a sentence of the page.
func (page *versionsPage) wrongOr(err error) error {
	if code := maturity.CodeOf(err); err != nil && (code == maturity.Invalid || code == maturity.NotFound) {
		page.Wrong = maturity.SentenceOf(err)
		return nil
	}
	return err
}

func orText(first, second string) string {
	if first = strings.TrimSpace(first); first != "" {
		return first
	}
	return strings.TrimSpace(second)
}

// earlierMoment is what a page compares with unless another time is chosen: the last meeting before the later state was
// made, or else the change before it, or else that which made the roadmap.
func earlierMoment(moments []versionChoice, later *roadmap.Plan) string {
	change := ""
	for _, m := range moments { // the newest first
		switch {
		case !m.At.Before(later.At):
		case strings.HasPrefix(m.Value, "meeting-"):
			return m.Value
		case change == "":
			change = m.Value
		}
	}
	if change != "" {
		return change
	}
	return later.At.UTC().Format(time.RFC3339Nano)
}

// moments are the changes and the meetings held that can be chosen, the newest first.
func (p *Pages) moments(c echo.Context, plan *roadmap.Plan, at asAt) (out []versionChoice, err error) {
	changes, err := p.changesUntil(c, plan, at)
	if err != nil {
		return nil, err
	}
	for _, change := range changes {
		out = append(out, versionChoice{"change-" + strconv.FormatInt(change.ID, 10), momentWords(change.At.In(p.Location)), change.At, ""})
	}
	if p.Meetings != nil {
		list, err := p.Meetings.Store.Meetings(c.Request().Context(), []maturity.OrganisationID{plan.Footprint.ID}, 0, meetingsOnPage)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			if end := p.endOf(m.Day); !m.Cancelled && m.Day <= p.roadmapToday(at) && !end.Before(plan.First) {
				out = append(out, versionChoice{"meeting-" + strconv.FormatInt(m.ID, 10), m.Day.Long(), end, m.Body})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b versionChoice) int { return b.At.Compare(a.At) })
	return out, nil
}

// changesUntil lists the changes known at the time of the page, the newest first.
func (p *Pages) changesUntil(c echo.Context, plan *roadmap.Plan, at asAt) ([]maturity.RoadmapChange, error) {
	all, err := p.Roadmaps.Desk.Changes(c.Request().Context(), plan.ID, 500)
	if err == nil && !at.Time.IsZero() {
		all = slices.DeleteFunc(all, func(change maturity.RoadmapChange) bool { return change.At.After(at.Time) })
	}
	return all, err
}

// momentOf reads a time as a visitor gives it: a change, the moment before one, a meeting, a day or an exact time.
func (p *Pages) momentOf(text string, moments []versionChoice) (versionChoice, error) {
	before, isBefore := strings.CutPrefix(text, "before-")
	for _, m := range moments {
		if m.Value == text {
			return m, nil
		}
		if isBefore && m.Value == before {
			return versionChoice{text, "the change of " + m.Words, m.At.Add(-time.Microsecond), ""}, nil
		}
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, p.Location); err == nil {
		return versionChoice{text, day.Format("2 January 2006"), p.endOf(period.DayOf(day)), ""}, nil
	}
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return versionChoice{text, momentWords(at.In(p.Location)), at, ""}, nil
	}
	return versionChoice{}, maturity.Errorf(maturity.Invalid, "“%s” is no day, change or meeting to compare with. Write a day as year-month-day, for example 2018-06-12.", cutText(text))
}

func cutText(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

// slipRows are the dates that moved, under the kinds of what they are of, and under each the longest slip first.
func slipRows(c roadmap.Comparison) (out []chart.SlipRow) {
	for _, d := range c.Of(roadmap.DifferenceDate) {
		if len(out) == slipsDrawn {
			break
		}
		label := d.Title
		if d.Field != "date" && d.Field != "go-live" {
			label += ", " + d.Field
		}
		out = append(out, chart.SlipRow{Label: label, Group: upperFirst(d.What), Then: d.ThenDate, Now: d.NowDate, Days: d.Days, Note: d.Finer()})
	}
	seen := map[string]int{}
	for _, r := range out {
		if _, known := seen[r.Group]; !known {
			seen[r.Group] = len(seen)
		}
	}
	slices.SortStableFunc(out, func(a, b chart.SlipRow) int { return cmp.Compare(seen[a.Group], seen[b.Group]) })
	return out
}

// invented reports whether a date that moved was invented for a demonstration.
func (page *versionsPage) invented(plan *roadmap.Plan) bool {
	return slices.ContainsFunc(page.Comparison.Of(roadmap.DifferenceDate), func(d roadmap.Difference) bool { return plan.Invented(d.ID) })
}

// fill sets a table for each kind of difference.
func (page *versionsPage) fill(plan *roadmap.Plan, shell Shell) {
	for _, kind := range roadmap.DifferenceKinds() {
		list := page.Comparison.Of(kind)
		if len(list) == 0 {
			continue
		}
		table := Table{Caption: kind.Words() + ": " + countWords(len(list), "difference", "differences"), Heard: true}
		switch kind {
		case roadmap.DifferenceDate:
			table.Columns = []Column{{Words: "Item"}, {Words: "Date"}, {Words: "Then"}, {Words: "Now"}, {Words: "Days later", Number: true}, {Words: "Precision"}}
		case roadmap.DifferenceAdded, roadmap.DifferenceRemoved:
			table.Columns = []Column{{Words: "Item"}, {Words: "Kind"}, {Words: "Date"}}
		default:
			table.Columns = []Column{{Words: "Item"}, {Words: "What"}, {Words: "Then"}, {Words: "Now"}}
		}
		for _, d := range list {
			item := Cell{Words: d.Title, Note: d.What}
			if plan.Initiative(d.Initiative) != nil {
				item.Address = shell.Link(initiativePath(plan.ID, d.Initiative))
			}
			table.Rows = append(table.Rows, differenceRow(kind, item, d))
		}
		page.Sections = append(page.Sections, differenceSection{ID: "kind-" + string(kind), Title: kind.Words(), Table: table})
	}
}

func differenceRow(kind roadmap.DifferenceKind, item Cell, d roadmap.Difference) []Cell {
	then, now := saidThen(d.Then), saidThen(d.Now)
	switch kind {
	case roadmap.DifferenceDate:
		days := Cell{Words: "cannot be told", Missing: true}
		if d.DaysKnown {
			days = Cell{Words: spareDays(d.Days)}
		}
		return []Cell{item, {Words: upperFirst(d.Field)}, then, now, days, {Words: orText(d.Finer(), "as before")}}
	case roadmap.DifferenceAdded, roadmap.DifferenceRemoved:
		item.Note = ""
		return []Cell{item, {Words: d.What}, saidThen(orText(d.Now, d.Then))}
	}
	return []Cell{item, {Words: upperFirst(d.Field)}, then, now}
}

func saidThen(words string) Cell {
	if words == "" || words == "no date" {
		return Cell{Words: orText(words, "nothing"), Missing: true}
	}
	return Cell{Words: words}
}

// listChanges lists the newest changes with who made them: a name only for those who may change the roadmap themselves.
func (p *Pages) listChanges(c echo.Context, plan *roadmap.Plan, shell Shell, at asAt, page *versionsPage) error {
	changes, err := p.changesUntil(c, plan, at)
	if err != nil {
		return err
	}
	may := p.mayEditRoadmap(c, plan)
	undone := map[int64]int64{}
	for _, change := range changes {
		if change.Undoes != 0 {
			undone[change.Undoes] = change.ID
		}
	}
	for i, change := range changes[:min(len(changes), changesListed)] {
		row := changeRow{RoadmapChange: change, When: momentWords(change.At.In(p.Location)), WayWords: wayWords[change.Way], Undone: undone[change.ID]}
		row.Counts = strings.Join(slices.DeleteFunc([]string{some(change.Added, "added"), some(change.Changed, "changed"), some(change.Removed, "removed")}, func(s string) bool { return s == "" }), ", ")
		row.Who = changeMaker(change.By, may)
		id := strconv.FormatInt(change.ID, 10)
		row.Shows = shell.Link(page.Address + "?from=before-change-" + id + "&to=change-" + id)
		if first := i == len(changes)-1; may && !first && row.Undone == 0 && at.Time.IsZero() {
			row.Undo = page.Address + "/" + id + "/undo"
		}
		page.Changes = append(page.Changes, row)
	}
	page.More = len(changes) > changesListed
	return nil
}

// changeMaker is who made a change: others than editors learn only in which capacity.
func changeMaker(by string, may bool) string {
	words := whoWords(by, "")
	switch {
	case words != by:
		return words
	case may:
		return by
	}
	return "an editor of this roadmap"
}

func some(n int, words string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s %s", wholeNumber(n), words)
}
