package page

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

type initiativePage struct {
	Plan       *roadmap.Plan
	Initiative *maturity.Initiative
	Headline   string
	Today      period.Day
	May        bool // the visitor may edit it
	MayReport  bool
	Owners     []initiativeOwner
	Facts      []Fact
	State      initiativeState
	Milestones []initiativeMilestone
	Phases     []initiativePhase
	Gates      []maturity.StageGate
	Waves      []maturity.Wave
	Links      []initiativeLinks
	Deployed   []initiativeDeployment
	Measures   []initiativeMeasure
	Gaps       []maturity.RoadmapGap
	Risks      []maturity.RoadmapRisk
	Benefits   []maturity.RoadmapBenefit
	Funding    []maturity.RoadmapFunding
	Warnings   []string
	History    Table
	Address    string
	Edit       string
	Slip       template.HTML // targets that depend on it, and what a month's slip does
	Outcome    []outcomeRow  // what its deployments did
	Source     string
	Drag       []dragItem // dates that whoever may edit can drag
}

// initiativeOwner is an owner as the source names it, with the organisation where that is known.
type initiativeOwner struct {
	Named   string
	Known   maturity.Organisation
	Address string
}

// initiativeState is the newest report, and all before it.
type initiativeState struct {
	Newest  *initiativeReport
	Reports []initiativeReport // the newest first
}

type initiativeReport struct {
	maturity.PlanUpdate
	Colour maturity.PlanColour
	Words  string // what the colour means in this roadmap
}

type initiativeMilestone struct {
	roadmap.DatedMilestone
	Dated string // as it is understood
	Given string // as the source writes it, where that differs
	Where []string
	Move  string // address of the page that moves it
}

type initiativePhase struct {
	maturity.Phase
	When string
}

// initiative shows one initiative of a roadmap.
func (p *Pages) initiative(c echo.Context) error {
	plan, at, i, err := p.initiativeOf(c)
	if err != nil {
		return err
	}
	shell := p.roadmapShell(c, plan, i.Title)
	today := p.roadmapToday(at)
	page := initiativePage{Plan: plan, Initiative: i, Today: today, Headline: initiativeHeadline(plan, i, today), Address: initiativeAddress(plan.ID, i.ID), May: p.mayEditRoadmap(c, plan), MayReport: p.mayReport(c, plan, i.ID)}
	page.Edit = page.Address + "/edit"
	page.fill(p, shell)
	ctx := c.Request().Context()
	if page.Measures, err = p.initiativeMeasures(ctx, plan, i, at, shell); err != nil {
		return err
	}
	if page.History, err = p.initiativeHistory(ctx, plan, i.ID, at); err != nil {
		return err
	}
	if page.Slip, page.Outcome, err = p.initiativeParts(c, plan, i, at, shell); err != nil {
		return err
	}
	if page.illustrative() {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "roadmap_initiative", shell, page)
}

// initiativeOf reads the roadmap and the initiative of the address.
func (p *Pages) initiativeOf(c echo.Context) (*roadmap.Plan, asAt, *maturity.Initiative, error) {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return nil, at, nil, err
	}
	i := plan.Initiative(c.Param("initiative"))
	if i == nil {
		return nil, at, nil, maturity.Errorf(maturity.NotFound, "The roadmap %s has no such initiative%s.", plan.Title, knownThen(at))
	}
	return plan, at, i, nil
}

// knownThen says as known when, where it is not now.
func knownThen(at asAt) string {
	if at.Time.IsZero() {
		return ""
	}
	return " as known on " + at.Words
}

func initiativeAddress(roadmap, initiative string) string {
	return roadmapAddress(roadmap) + "/initiatives/" + url.PathEscape(initiative)
}

// initiativeHeadline says how an initiative stands and what comes next.
func initiativeHeadline(plan *roadmap.Plan, i *maturity.Initiative, today period.Day) string {
	all, late, done, undated := 0, 0, 0, 0
	var next *maturity.Milestone
	for k := range i.Milestones {
		m := &i.Milestones[k]
		if m.State == maturity.MilestoneDropped {
			continue
		}
		all++
		switch {
		case m.State == maturity.MilestoneDone:
			done++
		case m.Date == nil || m.Date.Latest == 0:
			undated++
		case m.Late(today):
			late++
		case next == nil || m.Date.Latest < next.Date.Latest:
			next = m
		}
	}
	state := maturity.LowerFirst(cmp.Or(string(i.Status), "no status stated"))
	if reported, _ := plan.State(i.ID); reported != "" {
		state = maturity.LowerFirst(reported.Words())
	}
	milestones := countWords(all, "milestone", "milestones")
	switch {
	case late > 0:
		return i.Title + ": late – " + wholeNumber(late) + " of " + milestones + " " + hasHave(late) + " passed " + itsTheir(late) + " date"
	case next != nil:
		return i.Title + ": " + state + " – next is “" + next.Title + "”, due " + dueWords(*next.Date)
	case all == 0:
		return i.Title + ": " + state + " – no milestone is written down"
	case done == all:
		return i.Title + ": " + state + " – " + allReached(all)
	}
	return i.Title + ": " + state + " – no date is set for " + wholeNumber(undated) + " of " + milestones
}

func hasHave(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

func itsTheir(n int) string {
	if n == 1 {
		return "its"
	}
	return "their"
}

func allReached(n int) string {
	if n == 1 {
		return "its milestone is reached"
	}
	return "all " + wholeNumber(n) + " milestones are reached"
}

// dueWords continues "due": "by the end of 2016 to 2017", "March 2020".
func dueWords(d maturity.LooseDate) string {
	if d.Precision == maturity.PrecisionFinancialYearEnd {
		return "by " + d.Words()
	}
	return d.Words()
}

// fill takes over what the plan says.
func (page *initiativePage) fill(p *Pages, shell Shell) {
	plan, i := page.Plan, page.Initiative
	for _, named := range i.Organisations {
		o := initiativeOwner{Named: named}
		if known, ok := plan.Bodies[named]; ok {
			o.Known, o.Address = known, shell.Link("/organisations/"+url.PathEscape(known.Code))
		}
		page.Owners = append(page.Owners, o)
	}
	page.State = initiativeReports(plan, i.ID)
	for _, m := range plan.Milestones(page.Today) {
		if m.Initiative.ID == i.ID {
			shown := initiativeMilestone{DatedMilestone: m, Dated: "no date given", Where: m.Organisations}
			if m.Date != nil {
				shown.Dated, shown.Given = m.Date.Words(), asWritten(m.Date)
			}
			if page.May && m.State.Open() {
				shown.Move = itemMoveAddress(plan.ID, m.ID)
			}
			page.Milestones = append(page.Milestones, shown)
		}
	}
	for _, phase := range i.Phases {
		page.Phases = append(page.Phases, initiativePhase{phase, spanWords(phase.Start, phase.End)})
	}
	page.Gates, page.Waves = i.Gates, i.Waves
	page.Links = initiativeLinksOf(plan, i, shell)
	page.Deployed = p.initiativeDeployments(plan, i, shell)
	page.Facts = initiativeFacts(p, plan, i)
	page.registers()
	for _, w := range plan.Warnings {
		if _, _, of, ok := plan.Find(w.Item); ok && of == i.ID {
			page.Warnings = append(page.Warnings, w.Words)
		}
	}
	page.Source = sourceWords(plan, i.Place)
	if page.May {
		page.Drag = draggable(plan, i)
	}
}

// asWritten is a date as its source writes it, where its words say it otherwise.
func asWritten(d *maturity.LooseDate) string {
	if d == nil || d.AsGiven == "" || maturity.FoldName(d.AsGiven) == maturity.FoldName(d.Words()) {
		return ""
	}
	return d.AsGiven
}

// spanWords is "March 2017 to the end of 2018 to 2019", or what of it is known.
func spanWords(start, end *maturity.LooseDate) string {
	switch {
	case start == nil && end == nil:
		return "no date given"
	case end == nil:
		return "from " + start.Words()
	case start == nil:
		return "until " + end.Words()
	case start.Words() == end.Words():
		return start.Words()
	}
	return start.Words() + " to " + end.Words()
}

func sourceWords(plan *roadmap.Plan, place string) string {
	switch {
	case plan.Document == "" && place == "":
		return ""
	case place == "":
		return plan.Document
	}
	return cmp.Or(plan.Document, plan.Title) + ", " + place
}

// registers collects what the roadmap's registers say of the initiative.
func (page *initiativePage) registers() {
	id, plan := page.Initiative.ID, page.Plan
	for _, g := range plan.Gaps {
		if slices.Contains(g.Initiatives, id) {
			page.Gaps = append(page.Gaps, g)
		}
	}
	for _, r := range plan.Risks {
		if slices.Contains(r.Initiatives, id) {
			page.Risks = append(page.Risks, r)
		}
	}
	for _, b := range plan.Benefits {
		if slices.Contains(b.Initiatives, id) {
			page.Benefits = append(page.Benefits, b)
		}
	}
	for _, f := range plan.Funding {
		if slices.Contains(f.Initiatives, id) {
			page.Funding = append(page.Funding, f)
		}
	}
}

// illustrative reports whether anything on the page was invented.
func (page *initiativePage) illustrative() bool {
	if page.State.Newest != nil && page.State.Newest.Illustrative {
		return true
	}
	return slices.ContainsFunc(page.Deployed, func(d initiativeDeployment) bool { return d.Invented })
}
