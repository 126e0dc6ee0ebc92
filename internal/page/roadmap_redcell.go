package page

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// plannedView leads from figures to the plans that are to move them. A nil one leads nowhere.
type plannedView struct {
	plans []seenRoadmap // that concern the organisation
	carry []*roadmap.Carriers
	of    maturity.Organisation
	edit  string // id of the roadmap in which the visitor may open an initiative; "" for none
	shell Shell
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
	v := &plannedView{of: o, shell: shell}
	for _, plan := range plans {
		if !plan.concerns(o, footprints) {
			continue
		}
		v.plans, v.carry = append(v.plans, plan), append(v.carry, plan.Carriers())
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

// Count is how many initiatives are to do something about a measure here.
func (v *plannedView) Count(measure string) (n int) {
	for k, plan := range v.plans {
		for _, one := range v.carry[k].Of(measure) {
			if reaches(plan.Plan, one.Initiative, v.of) {
				n++
			}
		}
	}
	return n
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
	Measure    bool   // it names the measure itself
	Why        string // else what of it is about the measure
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
	for _, one := range plan.Carriers().Of(measure) {
		i := one.Initiative
		if o != nil && !reaches(plan.Plan, i, *o) {
			continue
		}
		row := carryingRow{Initiative: i, Measure: one.Measure, Why: p.carryingWhy(plan.Plan, one), Roadmap: plan.Title, Address: shell.Link(initiativeAddress(plan.ID, i.ID)), State: initiativeReports(plan.Plan, i.ID).Newest, Next: initiativeNext(i, plan.Today)}
		for _, d := range p.initiativeDeployments(plan.Plan, i, shell) {
			if o == nil || d.Organisation.ID == o.ID {
				row.Here = append(row.Here, d)
			}
		}
		out = append(out, row)
	}
	return out
}

// carryingWhy says how an initiative that does not name the measure is about it.
func (p *Pages) carryingWhy(plan *roadmap.Plan, one roadmap.Carrying) string {
	var parts []string
	if one.Capability != "" {
		parts = append(parts, "is to bring "+strings.Join(p.capabilityTitles([]string{one.Capability}), ""))
	}
	for _, id := range one.Gaps {
		if title, _, _, ok := plan.Find(id); ok {
			parts = append(parts, "closes the gap “"+title+"”")
		}
	}
	return strings.Join(parts, "; ")
}

func carryingHeadline(page carryingPage) string {
	where := ""
	if page.Organisation != nil {
		where = " for " + page.Organisation.Name
	}
	n, around, late := 0, 0, 0
	for _, r := range page.Rows {
		if r.Measure {
			n++
		} else {
			around++
		}
		if r.State != nil && r.State.State == maturity.PlanLate {
			late++
		}
	}
	words := "No initiative carries “" + page.Measure.Title + "”" + where
	if n > 0 {
		words = countWords(n, "initiative carries", "initiatives carry") + " “" + page.Measure.Title + "”" + where
	}
	if around > 0 {
		words += "; " + countWords(around, "other is", "others are") + " about the capability it shows"
	}
	if late > 0 {
		words += "; " + wholeNumber(late) + " " + isAre(late) + " reported late"
	}
	return words
}

// prefill carries a figure, its target and the organisation into a new initiative.
func (p *Pages) prefill(c echo.Context, plan *roadmap.Plan, d *initiativeDraft) {
	if m, ok := p.Catalogue.Measure(c.QueryParam("measure")); ok {
		d.Measures = []string{m.ID}
		if m.Framework != "" && m.Section != "" {
			d.Capabilities = []string{m.Framework + "/" + m.Section}
		}
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
