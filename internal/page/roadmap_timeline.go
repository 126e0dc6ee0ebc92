package page

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// roadmapTimelineRoutes are the pages that show a roadmap against time.
func (p *Pages) roadmapTimelineRoutes() []httpkit.Route {
	if p.Roadmaps == nil {
		return nil
	}
	get := func(path string, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: httpkit.SignedIn}, Handle: handle}
	}
	return []httpkit.Route{
		get(roadmapPath, p.roadmapTimeline),
		get(roadmapPath+"/deployments", p.roadmapDeployments),
		get(roadmapPath+"/waves", p.roadmapWaves),
		get(roadmapPath+"/pictures/:picture", p.roadmapPicture),
	}
}

// mostListed bounds a list beside the picture; the rest is a link away.
const mostListed = 25

type timelinePage struct {
	roadmap.Timeline
	Address     string
	Sentence    string
	Lead        string
	Picture     template.HTML
	Shown       string // "Rows 41 to 80 of 96"
	Table       Table
	Pager       Pager
	Late        Table
	LateAll     string // address of all of them; "" where all are shown
	LateMore    int
	Undated     Table
	UndatedAll  string
	UndatedMore int
	ByYear      roadmap.YearTable
	Matrices    []roadmap.Matrix
	Query       timelineChoice
	Wrong       string // what is wrong with the day to compare with
	Drag        bool   // bars and milestones lead to the pages that move them
	Provenance  Provenance
}

// timelineChoice is what a visitor chose.
type timelineChoice struct {
	By, Status, Organisation string
	From, To                 string // first and last financial year by the year in which it begins; "" for all
	Compare                  string // day
	Page                     int
	Show                     string // late or undated: that list whole
}

func (t timelineChoice) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"by": t.By, "status": t.Status, "organisation": t.Organisation, "from": t.From, "to": t.To, "compare": t.Compare, "show": t.Show} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if t.Page > 1 {
		v.Set("page", strconv.Itoa(t.Page))
	}
	return v
}

// with is the address of the page with this choice.
func (t timelineChoice) with(shell Shell, address string) string {
	if query := t.values().Encode(); query != "" {
		address += "?" + query
	}
	return shell.Link(address)
}

// timelineQuery reads what is asked for. A day to compare with that cannot be used is no fault of the page: it says so.
func (p *Pages) timelineQuery(c echo.Context, plan *roadmap.Plan, at asAt) (q roadmap.TimelineQuery, choice timelineChoice, wrong string, err error) {
	choice = timelineChoice{By: c.QueryParam("by"), Status: c.QueryParam("status"), Organisation: c.QueryParam("organisation"), From: c.QueryParam("from"), To: c.QueryParam("to"), Compare: c.QueryParam("compare"), Show: c.QueryParam("show")}
	choice.Page, _ = strconv.Atoi(c.QueryParam("page"))
	choice.Page = min(max(1, choice.Page), 1_000_000)
	q = roadmap.TimelineQuery{By: choice.By, Status: choice.Status, Organisation: choice.Organisation, Page: choice.Page, Today: p.roadmapToday(at), AsAt: p.roadmapAsAtWords(at)}
	if q.From, q.To, err = yearsAsked(choice.From, choice.To); err != nil || choice.Compare == "" {
		return q, choice, "", err
	}
	day, parseErr := time.ParseInLocation(time.DateOnly, choice.Compare, p.Location)
	if parseErr != nil {
		return q, choice, "The day to compare with cannot be read. Write it as year-month-day, for example 2018-06-12.", nil
	}
	q.Then, err = p.Roadmaps.Desk.Get(c.Request().Context(), plan.ID, p.endOf(period.DayOf(day)))
	switch {
	case maturity.CodeOf(err) == maturity.NotFound:
		return q, choice, "Nothing of this roadmap was known on " + day.Format("2 January 2006") + ".", nil
	case err != nil:
		return q, choice, "", err
	}
	q.ThenWords = "as known on " + day.Format("2 January 2006")
	return q, choice, "", nil
}

// yearsAsked are the days of the financial years chosen; 0 for all.
func yearsAsked(from, to string) (first, last period.Day, err error) {
	if from == "" && to == "" {
		return 0, 0, nil
	}
	year := func(text string, otherwise int) (int, error) {
		if text == "" {
			return otherwise, nil
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1990 || n > 2100 {
			return 0, maturity.Errorf(maturity.Invalid, "%q is not the year in which a financial year begins, such as 2018.", text)
		}
		return n, nil
	}
	begin, err := year(from, 0)
	if err != nil {
		return 0, 0, err
	}
	end, err := year(to, begin)
	if err != nil {
		return 0, 0, err
	}
	if begin == 0 {
		begin = end - 5
	}
	if from != "" && to == "" {
		end = begin + 5
	}
	if end < begin {
		return 0, 0, maturity.Errorf(maturity.Invalid, "The years chosen end before they begin.")
	}
	return period.Date(begin, 4, 1), period.Date(end+1, 3, 31), nil
}

// roadmapAsAtWords is the moment a page of a roadmap shows.
func (p *Pages) roadmapAsAtWords(at asAt) string {
	return p.roadmapToday(at).Long() // the day alone: a picture that named the minute would be drawn anew every minute
}

// roadmapProvenance says as known when a page is, and from which document.
func (p *Pages) roadmapProvenance(c echo.Context, plan *roadmap.Plan, at asAt, title string) Provenance {
	out := Provenance{Title: title, AsAt: p.roadmapAsAtWords(at), Day: p.roadmapToday(at).String(), Address: c.Request().URL.EscapedPath()}
	if plan.Document != "" {
		out.Sources = []maturity.Source{{Title: plan.Document}}
	}
	for _, name := range []string{"by", "compare", "from", "organisation", "status", "to"} {
		if v := c.QueryParam(name); v != "" {
			out.Keep = append(out.Keep, Field{name, v})
		}
	}
	for _, words := range []string{plan.StatusNote, plan.DateNote} {
		if words != "" {
			out.Caveats = append(out.Caveats, words)
		}
	}
	return out
}

// roadmapTimeline shows a roadmap against time, what is late, and what has no date.
func (p *Pages) roadmapTimeline(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	q, choice, wrong, err := p.timelineQuery(c, plan, at)
	if err != nil {
		return err
	}
	milestones := plan.Milestones(q.Today)
	page := timelinePage{Timeline: plan.Timeline(q), Address: roadmapAddress(plan.ID), Sentence: roadmap.MilestoneSentence(milestones), Query: choice, Wrong: wrong}
	choice.By = page.Chosen
	page.Query = choice
	shell := p.roadmapShell(c, plan, page.Sentence)
	page.Lead = timelineLead(plan, page.Timeline)
	d := ganttDrawing(page.Timeline.Picture)
	if page.Picture, err = p.planPicture(c, shell, d, page.Address+"/pictures/timeline?"+choice.values().Encode()); err != nil {
		return err
	}
	if page.Drag, err = p.maySpot(c, plan); err != nil {
		return err
	}
	if page.Drag {
		if page.Picture, err = spotsOf(plan, page.Timeline).onPicture(p.renderer, page.Picture); err != nil {
			return err
		}
	}
	page.fillRows(plan, shell)
	page.fillLists(plan, shell, q, milestones)
	page.ByYear, page.Matrices = plan.ByYearOn(q.Today), plan.Matrices()
	page.Provenance = p.roadmapProvenance(c, plan, at, plan.Title)
	if page.Timeline.Picture.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "roadmap", shell, page)
}

// timelineLead says in a sentence what of the roadmap the page shows.
func timelineLead(plan *roadmap.Plan, t roadmap.Timeline) string {
	words := countWords(t.Initiatives, "initiative", "initiatives")
	if all := len(plan.Initiatives); t.Initiatives < all {
		words = fmt.Sprintf("%s of %s", wholeNumber(t.Initiatives), countWords(all, "initiative", "initiatives"))
	}
	switch without := t.Initiatives - t.Dated; {
	case t.Initiatives == 0:
		words += "."
	case t.Dated == 0:
		words += ", none with a date."
	case without == 0:
		words += ", all with a date."
	default:
		words += fmt.Sprintf(": %s with a date, %s without.", wholeNumber(t.Dated), wholeNumber(without))
	}
	if t.Outside > 0 {
		words += " " + upperFirst(countWords(t.Outside, "more lies outside of the years chosen.", "more lie outside of the years chosen."))
	}
	return words
}

// ganttDrawing is a timeline that is described when it is drawn.
func ganttDrawing(in chart.GanttInput) board.Drawing {
	return board.Drawing{Key: planKey(chart.KindGantt, in), Describe: func() (chart.Figure, error) { return withoutTable(chart.Gantt(in)) }}
}

// withoutTable leaves the table to the page, which sets it with links below the picture.
func withoutTable(f chart.Figure, err error) (chart.Figure, error) {
	if f.HasPicture() {
		f.Table.Rows = nil
	}
	return f, err
}

// fillRows sets the rows of the picture as a table with links.
func (page *timelinePage) fillRows(plan *roadmap.Plan, shell Shell) {
	t := &page.Table
	t.Caption, t.Heard = "Initiatives by "+page.chosenWords()+", with their dates", true
	t.Empty = "No initiative fits this choice."
	compared := page.Timeline.Picture.Then != ""
	t.Columns = []Column{{Words: "Initiative"}, {Words: upperFirst(page.chosenWords())}, {Words: "Owner"}, {Words: "Status"}, {Words: "Reported"}, {Words: "Start"}, {Words: "End"}, {Words: "Milestones", Wide: true}}
	if compared {
		t.Columns = append(t.Columns, Column{Words: upperFirst(page.Timeline.Picture.Then)})
	}
	for _, r := range page.Rows {
		row := []Cell{{Words: r.Row.Label, Address: shell.Link(initiativePath(plan.ID, r.Initiative.ID))}, {Words: cmp.Or(r.Row.Group, "none")}, named(r.Owners), timelineStatus(r), reported(r), dateCell(r.Row.Start), dateCell(r.Row.End), milestonesCell(r.Row.Milestones)}
		if compared {
			row = append(row, thenCell(r.Row))
		}
		t.Rows = append(t.Rows, row)
	}
	if page.All > len(page.Rows) {
		page.Shown = fmt.Sprintf("Rows %s to %s of %s", wholeNumber(page.First+1), wholeNumber(page.First+len(page.Rows)), wholeNumber(page.All))
		now := page.First/roadmap.TimelineRows + 1
		other := page.Query
		if now > 1 {
			other.Page = now - 1
			page.Pager.Previous, page.Pager.PreviousWords = other.with(shell, page.Address), "rows "+timelineRows(now-1, page.All)
		}
		if page.First+len(page.Rows) < page.All {
			other.Page = now + 1
			page.Pager.Next, page.Pager.NextWords = other.with(shell, page.Address), "rows "+timelineRows(now+1, page.All)
		}
	}
}

func timelineRows(page, all int) string {
	return fmt.Sprintf("%s to %s", wholeNumber((page-1)*roadmap.TimelineRows+1), wholeNumber(min(all, page*roadmap.TimelineRows)))
}

func (page *timelinePage) chosenWords() string {
	for _, c := range page.By {
		if c.Chosen {
			return c.Words
		}
	}
	return "heading"
}

// initiativePath is the page of an initiative.
func initiativePath(plan, initiative string) string {
	return roadmapAddress(plan) + "/initiatives/" + url.PathEscape(initiative)
}

func named(names []string) Cell {
	if len(names) == 0 {
		return Cell{Words: "not stated", Missing: true}
	}
	return Cell{Words: strings.Join(names, ", ")}
}

func timelineStatus(r roadmap.TimelineRow) Cell {
	c := Cell{Words: r.Row.Status.Words(), Missing: r.Row.Status == ""}
	if !r.Part && r.Initiative.StatusBasis == maturity.ByReading {
		c.Note = "inferred"
	}
	return c
}

func reported(r roadmap.TimelineRow) Cell {
	switch {
	case r.Part:
		return Cell{Words: "with the whole", Missing: true}
	case r.State == "":
		return Cell{Words: "no report", Missing: true}
	}
	return Cell{Words: r.State.Words()}
}

func dateCell(d *maturity.LooseDate) Cell {
	words := chart.DateWords(d)
	return Cell{Words: words, Missing: words == "no date"}
}

func milestonesCell(list []chart.GanttMilestone) Cell {
	if len(list) == 0 {
		return Cell{Words: "none", Missing: true}
	}
	var parts []string
	for _, m := range list {
		parts = append(parts, fmt.Sprintf("%s: %s, %s", m.Title, chart.DateWords(m.Date), m.StateWords()))
	}
	return Cell{Words: strings.Join(parts, "; ")}
}

func thenCell(r chart.GanttRow) Cell {
	if !r.Compared {
		return Cell{Words: "not in it", Missing: true}
	}
	return Cell{Words: chart.DateWords(r.ThenStart) + " to " + chart.DateWords(r.ThenEnd)}
}
