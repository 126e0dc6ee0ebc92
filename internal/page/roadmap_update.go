package page

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

type updatesPage struct {
	Plan      *roadmap.Plan
	Headline  string
	Month     period.Period
	Previous  string // addresses of the months beside
	Next      string
	Due       []updateRow // not reported for the month yet, the longest overdue first
	Reported  []updateRow
	Others    []updateRow // which the visitor may only read
	Closed    int         // done or stopped: nothing is due of them
	Meanings  []planMeaning
	Faults    []FieldFault
	MayReport bool
	Saved     *updateRow // what was reported just now
	Address   string
}

// planMeaning is what a colour of plans means in this roadmap.
type planMeaning struct {
	Colour maturity.PlanColour
	States []string
	Words  string
	Place  string
}

// updateRow is one initiative with what was reported of it.
type updateRow struct {
	Initiative *maturity.Initiative
	Address    string
	At         string            // id of the row, for addresses and labels
	Now        *initiativeReport // of this month
	Last       *initiativeReport // of the month before, or the newest before that
	Overdue    string            // "last reported for August 2018, 2 months missing"
	Missing    int
	Owners     string
	Note       string // as typed, after a fault
	Progress   string
	Next       string // what is due next or late
}

// planUpdates shows what is due this month, with a button for each answer.
func (p *Pages) planUpdates(c echo.Context) error {
	page, err := p.updatesPage(c)
	if err != nil {
		return err
	}
	return p.showUpdates(c, http.StatusOK, page)
}

func (p *Pages) showUpdates(c echo.Context, status int, page updatesPage) error {
	shell := p.roadmapShell(c, page.Plan, "Reports for "+page.Month.Label())
	shell.Fault = len(page.Faults) > 0
	if slices.ContainsFunc(page.Plan.Updates, func(u maturity.PlanUpdate) bool { return u.Illustrative }) {
		shell = shell.withIllustrative()
	}
	return p.show(c, status, "roadmap_updates", shell, page)
}

// updatesPage reads the month of the address: that of the page's day where none is given.
func (p *Pages) updatesPage(c echo.Context) (page updatesPage, err error) {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return page, err
	}
	today := p.roadmapToday(at)
	month := period.Of(period.KindMonth, today)
	if code := strings.TrimSpace(c.QueryParam("month")); code != "" {
		if month, err = readMonth(code); err != nil {
			return page, maturity.Errorf(maturity.Invalid, "The month cannot be read. Write it as year-month, for example 2018-10.")
		}
	}
	return p.updatesOf(c, plan, month, today)
}

// readMonth reads a month as addresses have it: 2018-10.
func readMonth(code string) (period.Period, error) {
	return period.FromCode("M" + strings.TrimPrefix(code, "M"))
}

func monthCode(month period.Period) string { return strings.TrimPrefix(month.Code(), "M") }

func (p *Pages) updatesOf(c echo.Context, plan *roadmap.Plan, month period.Period, today period.Day) (page updatesPage, err error) {
	page = updatesPage{Plan: plan, Month: month, Meanings: meaningsOf(plan), Address: roadmapAddress(plan.ID) + "/updates"}
	shell := p.roadmapShell(c, plan, "")
	page.Previous = shell.Link(page.Address + "?month=" + monthCode(month.Add(-1)))
	if next := month.Next(); next.Start <= today {
		page.Next = shell.Link(page.Address + "?month=" + monthCode(next))
	}
	may, err := p.reporting(c, plan)
	if err != nil {
		return page, err
	}
	for k := range plan.Initiatives {
		i := &plan.Initiatives[k]
		row := updateRowOf(plan, i, month, today)
		row.Address = shell.Link(initiativeAddress(plan.ID, i.ID))
		mine := may(i)
		page.MayReport = page.MayReport || mine
		switch {
		case row.Now == nil && !reportable(plan, i, month):
			page.Closed++
		case row.Now != nil && mine:
			page.Reported = append(page.Reported, row)
		case mine:
			page.Due = append(page.Due, row)
		case row.Now != nil || row.Last != nil:
			page.Others = append(page.Others, row)
		}
		if c.QueryParam("reported") == i.ID && row.Now != nil {
			page.Saved = &row
		}
	}
	slices.SortStableFunc(page.Due, func(a, b updateRow) int {
		return cmp.Or(cmp.Compare(b.Missing, a.Missing), -compareBool(a.Last != nil, b.Last != nil))
	})
	page.Headline = updatesHeadline(page)
	return page, nil
}

// reporting tells for which initiatives the visitor may report: their rights are asked for once.
func (p *Pages) reporting(c echo.Context, plan *roadmap.Plan) (func(*maturity.Initiative) bool, error) {
	if !signedIn(c).MaySend() {
		return func(*maturity.Initiative) bool { return false }, nil
	}
	scope, err := p.Roadmaps.Desk.Rights.Reach(c.Request().Context(), signedIn(c), maturity.ReportPlan, maturity.Collection{})
	return func(i *maturity.Initiative) bool {
		return scope.May(plan.Footprint.ID) || slices.ContainsFunc(plan.Owners(i), func(o maturity.Organisation) bool { return scope.May(o.ID) })
	}, err
}

// reportable reports whether a report is due of an initiative for a month: not where it is complete, and not after it was
// reported as done or stopped.
func reportable(plan *roadmap.Plan, i *maturity.Initiative, month period.Period) bool {
	if i.Status == maturity.InitiativeComplete {
		return false
	}
	for _, u := range plan.UpdatesOf(i.ID) {
		if u.Month.Start < month.Start {
			return u.State != maturity.PlanDone && u.State != maturity.PlanStopped
		}
	}
	return true
}

func updateRowOf(plan *roadmap.Plan, i *maturity.Initiative, month period.Period, today period.Day) updateRow {
	row := updateRow{Initiative: i, At: i.ID, Owners: ownersWords(plan, i)}
	for _, r := range initiativeReports(plan, i.ID).Reports {
		switch {
		case r.Month == month:
			row.Now = &r
		case r.Month.Start < month.Start && row.Last == nil:
			row.Last = &r
		}
	}
	if row.Last != nil && row.Now == nil {
		if row.Missing = period.StepsBetween(row.Last.Month, month) - 1; row.Missing > 0 {
			row.Overdue = "Last reported for " + row.Last.Month.Label() + "; " + countWords(row.Missing, "month is", "months are") + " missing"
		}
	}
	row.Next = initiativeNext(i, today)
	return row
}

func ownersWords(plan *roadmap.Plan, i *maturity.Initiative) string {
	var names []string
	for _, named := range i.Organisations {
		if o, ok := plan.Bodies[named]; ok && o.ShortName != "" {
			named = o.ShortName
		}
		names = append(names, named)
	}
	return strings.Join(names, ", ")
}

// initiativeNext says what of an initiative is late, or due next.
func initiativeNext(i *maturity.Initiative, today period.Day) string {
	var next *maturity.Milestone
	late := 0
	for k := range i.Milestones {
		m := &i.Milestones[k]
		switch {
		case m.Late(today):
			late++
		case m.State.Open() && m.Date != nil && m.Date.Latest != 0 && (next == nil || m.Date.Latest < next.Date.Latest):
			next = m
		}
	}
	var parts []string
	if late > 0 {
		parts = append(parts, countWords(late, "milestone is", "milestones are")+" late")
	}
	if next != nil {
		parts = append(parts, "next: “"+next.Title+"”, "+next.Date.Words())
	}
	return upperFirst(strings.Join(parts, "; "))
}

func updatesHeadline(page updatesPage) string {
	month := page.Month.Label()
	due, done := len(page.Due), len(page.Reported)
	switch {
	case !page.MayReport:
		reported := 0
		for _, r := range page.Others {
			if r.Now != nil {
				reported++
			}
		}
		return "Reports for " + month + ": " + wholeNumber(reported) + " of " + countWords(len(page.Plan.Initiatives)-page.Closed, "initiative", "initiatives")
	case due == 0 && done == 0:
		return "Nothing is due for " + month
	case due == 0 && done == 1:
		return "The report for " + month + " is in"
	case due == 0:
		return "All " + countWords(done, "report", "reports") + " for " + month + " are in"
	}
	return countWords(due, "report is", "reports are") + " due for " + month + map[bool]string{true: "; " + wholeNumber(done) + " " + isAre(done) + " in"}[done > 0]
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// meaningsOf are the colours of plans in the roadmap's own words.
func meaningsOf(plan *roadmap.Plan) (out []planMeaning) {
	for _, colour := range []maturity.PlanColour{maturity.PlanGreen, maturity.PlanAmber, maturity.PlanRed} {
		m := planMeaning{Colour: colour}
		for _, s := range maturity.PlanStates() {
			if c, words := plan.Colour(s); c == colour {
				m.States, m.Words = append(m.States, s.Words()), words
			}
		}
		for _, said := range plan.Meanings {
			if said.Colour == colour {
				m.Words, m.Place = said.Words, said.Place
			}
		}
		if len(m.States) > 0 || m.Words != "" {
			out = append(out, m)
		}
	}
	return out
}

// reportPlan takes one report.
func (p *Pages) reportPlan(c echo.Context) error {
	plan, err := p.roadmapNow(c)
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	if form == nil {
		if err := c.Request().ParseForm(); err != nil {
			return maturity.Wrap(err, maturity.Invalid, "The form cannot be read.")
		}
		form = c.Request().PostForm
	}
	today := period.DayOf(p.Now().In(p.Location))
	u, faults := updateOfForm(form, today)
	if len(faults) == 0 {
		if _, err = p.Roadmaps.Desk.Report(c.Request().Context(), plannerOf(c), plan.ID, u); err == nil {
			return c.Redirect(http.StatusSeeOther, updatesBack(plan, u))
		}
		if maturity.CodeOf(err) != maturity.Invalid {
			return err
		}
		faults = []FieldFault{{"note-" + u.Initiative, maturity.SentenceOf(err)}}
	}
	month := u.Month
	if month.IsZero() {
		month = period.Of(period.KindMonth, today)
	}
	page, err := p.updatesOf(c, plan, month, today)
	if err != nil {
		return err
	}
	for _, rows := range [][]updateRow{page.Due, page.Reported} {
		for k := range rows {
			if rows[k].Initiative.ID == u.Initiative {
				rows[k].Note, rows[k].Progress = field(form, "note"), field(form, "progress")
			}
		}
	}
	page.Faults = faults
	return p.showUpdates(c, http.StatusUnprocessableEntity, page)
}

func updatesBack(plan *roadmap.Plan, u maturity.PlanUpdate) string {
	q := url.Values{"month": {monthCode(u.Month)}, "reported": {u.Initiative}}
	if plan.Footprint.ShownAsAt != nil {
		q.Set("as_at", "now")
	}
	return roadmapAddress(plan.ID) + "/updates?" + q.Encode() + "#reported"
}

// updateOfForm reads one report. A month that has not begun cannot be reported.
func updateOfForm(form url.Values, today period.Day) (u maturity.PlanUpdate, faults []FieldFault) {
	u = maturity.PlanUpdate{Initiative: field(form, "initiative"), State: maturity.PlanState(field(form, "state")), Note: field(form, "note")}
	at := u.Initiative
	if !slices.Contains(maturity.PlanStates(), u.State) {
		faults = append(faults, FieldFault{"state-" + at, "Choose how the initiative stands"})
	}
	month, err := readMonth(field(form, "month"))
	switch {
	case err != nil:
		faults = append(faults, FieldFault{"", "The month of the report cannot be read"})
	case month.Start > today:
		faults = append(faults, FieldFault{"", "The month " + month.Label() + " has not begun yet"})
	default:
		u.Month = month
	}
	if text := strings.TrimSuffix(field(form, "progress"), "%"); text != "" {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 0 || n > 100 {
			faults = append(faults, FieldFault{"progress-" + at, "Progress must be a whole number from 0 to 100, or empty"})
		} else {
			u.Progress = &n
		}
	}
	if len(u.Note) > 2_000 {
		faults = append(faults, FieldFault{"note-" + at, "The note is too long: write at most 2,000 characters"})
	}
	return u, faults
}
