package page

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// plannedView leads from figures to the plans that are to move them. A nil one leads nowhere.
type plannedView struct {
	plans []seenRoadmap // that concern the organisation
	of    maturity.Organisation
	edit  string // id of the roadmap in which the visitor may open an initiative; "" for none
	shell Shell
	count map[string]int
}

// planned reads the roadmaps that concern an organisation: those of footprints it belongs to, or which name it.
func (p *Pages) planned(c echo.Context, o maturity.Organisation, footprints []maturity.Organisation, shell Shell) (*plannedView, error) {
	if p.Roadmaps == nil {
		return nil, nil
	}
	plans, _, err := p.roadmapPlans(c)
	if err != nil {
		return nil, err
	}
	v := &plannedView{of: o, shell: shell, count: map[string]int{}}
	for _, plan := range plans {
		if !plan.concerns(o, footprints) {
			continue
		}
		v.plans = append(v.plans, plan)
		for k := range plan.Initiatives {
			i := &plan.Initiatives[k]
			if !reaches(plan.Plan, i, o) {
				continue
			}
			for _, measure := range plan.MeasuresOf(i) {
				v.count[measure]++
			}
		}
	}
	if !signedIn(c).MayDecide() {
		return v, nil
	}
	for _, plan := range v.plans {
		if v.edit == "" && p.mayEditRoadmap(c, plan.Plan) {
			v.edit = plan.ID
		}
	}
	return v, nil
}

// concerns reports whether the roadmap is of the organisation, of a footprint it belongs to, or names it.
func (s seenRoadmap) concerns(o maturity.Organisation, footprints []maturity.Organisation) bool {
	if s.Footprint.ID == o.ID || slices.ContainsFunc(footprints, func(f maturity.Organisation) bool { return f.ID == s.Footprint.ID }) {
		return true
	}
	for _, named := range s.Bodies {
		if named.ID == o.ID {
			return true
		}
	}
	return false
}

// reaches reports whether an initiative is to do something at an organisation: it owns it, it is deployed there, or it is
// for all of a footprint. The footprint itself is reached by all.
func reaches(plan *roadmap.Plan, i *maturity.Initiative, o maturity.Organisation) bool {
	if i.WholeSystem || plan.Footprint.ID == o.ID || len(i.Organisations) == 0 {
		return true
	}
	if slices.ContainsFunc(plan.Owners(i), func(owner maturity.Organisation) bool { return owner.ID == o.ID }) {
		return true
	}
	return slices.ContainsFunc(plan.DeploymentsOf(i.ID), func(d *maturity.Deployment) bool { return plan.Bodies[d.Organisation].ID == o.ID })
}

// Count is how many initiatives carry a measure here.
func (v *plannedView) Count(measure string) int {
	if v == nil {
		return 0
	}
	return v.count[measure]
}

// Carrying is where they are listed; "" where there are none, or no roadmap.
func (v *plannedView) Carrying(measure, target string) string {
	if v.Count(measure) == 0 {
		return ""
	}
	return v.shell.Link(carryingAddress(measure, target, v.of.Code))
}

// Open is where an initiative can be opened for a target that is missed or may be; "" where the visitor may not, or need not.
func (v *plannedView) Open(measure, target string, status maturity.Status) string {
	if v == nil || v.edit == "" || !isRed(status) {
		return ""
	}
	return roadmapAddress(v.edit) + "/initiatives/new?" + aboutFigure(measure, target, v.of.Code).Encode()
}

// isRed reports whether a target asks for something: it was missed, will likely be, or may be.
func isRed(s maturity.Status) bool {
	return s == maturity.StatusUnlikely || s == maturity.StatusAtRisk || s == maturity.StatusPastDue
}

func aboutFigure(measure, target, organisation string) url.Values {
	q := url.Values{"measure": {measure}}
	if target != "" {
		q.Set("target", target)
	}
	if organisation != "" {
		q.Set("organisation", organisation)
	}
	return q
}

// carryingAddress is the page of the initiatives that carry a measure.
func carryingAddress(measure, target, organisation string) string {
	return "/initiatives?" + aboutFigure(measure, target, organisation).Encode()
}

// plannedLinks lead from one target to its initiatives.
type plannedLinks struct {
	Carrying, Open, About string
	Count                 int
}

func newPlannedLinks(v *plannedView, measure, target string, status maturity.Status) plannedLinks {
	return plannedLinks{Carrying: v.Carrying(measure, target), Open: v.Open(measure, target, status), Count: v.Count(measure), About: target}
}

type carryingPage struct {
	Headline     string
	Measure      maturity.Measure
	Target       *maturity.Target
	Organisation *maturity.Organisation
	Figure       string // address of the measure's page
	Rows         []carryingRow
	Open         []Link // a roadmap each in which the visitor may open one
}

type carryingRow struct {
	Initiative *maturity.Initiative
	Roadmap    string
	Address    string
	State      *initiativeReport
	Next       string
	Here       []initiativeDeployment // deployments at the organisation
}

// invented reports whether anything in the row was.
func (r carryingRow) invented() bool {
	return r.State != nil && r.State.Illustrative || slices.ContainsFunc(r.Here, func(d initiativeDeployment) bool { return d.Invented })
}

// carrying lists the initiatives that carry a measure, in the roadmaps that concern an organisation.
func (p *Pages) carrying(c echo.Context) error {
	m, ok := p.Catalogue.Measure(c.QueryParam("measure"))
	if !ok {
		return maturity.Errorf(maturity.NotFound, "There is no measure %s.", c.QueryParam("measure"))
	}
	plans, at, err := p.roadmapPlans(c)
	if err != nil {
		return err
	}
	page := carryingPage{Measure: m}
	if t, ok := p.Catalogue.Target(c.QueryParam("target")); ok && t.Measure == m.ID {
		page.Target = &t
	}
	var footprints []maturity.Organisation
	if code := c.QueryParam("organisation"); code != "" {
		place, err := p.place(c, code)
		if err != nil {
			return err
		}
		at = place.at
		page.Organisation = &place.Subject
		footprints = place.Directory.FootprintsOf(place.Subject.ID, place.MembersDay())
	}
	shell := p.shell(c, "Initiatives that carry "+m.Title).under("/roadmap").asKnownAt(at)
	code := ""
	if page.Organisation != nil {
		code = page.Organisation.Code
		page.Figure = shell.Link(measureAddress(m.ID, code))
	} else {
		page.Figure = shell.Link("/measures/" + url.PathEscape(m.ID))
	}
	for _, plan := range plans {
		if page.Organisation != nil && !plan.concerns(*page.Organisation, footprints) {
			continue
		}
		page.Rows = append(page.Rows, p.carryingRows(plan, m.ID, page.Organisation, shell)...)
		if signedIn(c).MayDecide() && p.mayEditRoadmap(c, plan.Plan) {
			target := ""
			if page.Target != nil {
				target = page.Target.ID
			}
			page.Open = append(page.Open, Link{Words: plan.Title, Address: roadmapAddress(plan.ID) + "/initiatives/new?" + aboutFigure(m.ID, target, code).Encode()})
		}
	}
	page.Headline = carryingHeadline(page)
	if slices.ContainsFunc(page.Rows, carryingRow.invented) {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "roadmap_carrying", shell, page)
}

func (p *Pages) carryingRows(plan seenRoadmap, measure string, o *maturity.Organisation, shell Shell) (out []carryingRow) {
	for k := range plan.Initiatives {
		i := &plan.Initiatives[k]
		if !slices.Contains(plan.MeasuresOf(i), measure) || o != nil && !reaches(plan.Plan, i, *o) {
			continue
		}
		row := carryingRow{Initiative: i, Roadmap: plan.Title, Address: shell.Link(initiativeAddress(plan.ID, i.ID)), State: initiativeReports(plan.Plan, i.ID).Newest, Next: initiativeNext(i, plan.Today)}
		for _, d := range p.initiativeDeployments(plan.Plan, i, shell) {
			if o == nil || d.Organisation.ID == o.ID {
				row.Here = append(row.Here, d)
			}
		}
		out = append(out, row)
	}
	return out
}

func carryingHeadline(page carryingPage) string {
	where := ""
	if page.Organisation != nil {
		where = " for " + page.Organisation.Name
	}
	n, late := len(page.Rows), 0
	for _, r := range page.Rows {
		if r.State != nil && r.State.State == maturity.PlanLate {
			late++
		}
	}
	if n == 0 {
		return "No initiative carries “" + page.Measure.Title + "”" + where
	}
	words := countWords(n, "initiative carries", "initiatives carry") + " “" + page.Measure.Title + "”" + where
	if late > 0 {
		words += "; " + wholeNumber(late) + " " + isAre(late) + " reported late"
	}
	return words
}

// prefill carries a figure, its target and the organisation into a new initiative.
func (p *Pages) prefill(c echo.Context, plan *roadmap.Plan, d *initiativeDraft) {
	if m, ok := p.Catalogue.Measure(c.QueryParam("measure")); ok {
		d.Measures = []string{m.ID}
		if t, ok := p.Catalogue.Target(c.QueryParam("target")); ok && t.Measure == m.ID {
			d.Drivers = []maturity.Driver{{Kind: "target", Words: m.Title + ": " + targetTitle(t), Date: t.Due}}
		}
	}
	code := c.QueryParam("organisation")
	if code == "" || code == plan.Footprint.Code {
		return
	}
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return // the form can be filled in without
	}
	if o, ok := directory.ByCode(code); ok {
		named := namedIn(plan, o)
		d.Organisations = []string{named}
		d.Deployments = []maturity.Deployment{{Organisation: named}}
	}
}

// namedIn is what the roadmap calls an organisation; its code where it does not name it.
func namedIn(plan *roadmap.Plan, o maturity.Organisation) string {
	var names []string
	for named, known := range plan.Bodies {
		if known.ID == o.ID {
			names = append(names, named)
		}
	}
	if len(names) == 0 {
		return o.Code
	}
	slices.Sort(names)
	return names[0]
}
