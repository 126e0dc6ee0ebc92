package page

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// pooledRow is what the deployments of an initiative did to a measure together.
type pooledRow struct {
	Outcome        maturity.InitiativeOutcome
	Measure        maturity.Measure
	What, Address  string
	Gain, Interval string
	Range          string
	Use            string // address of the check before the range is used; "" where there is nothing to use it for
	Open           int    // deployments that are still to come
}

func (p *Pages) pooledRow(shell Shell, plan *roadmap.Plan, o maturity.InitiativeOutcome, may bool) pooledRow {
	r := pooledRow{Outcome: o, What: o.Initiative}
	r.Measure, _ = p.Catalogue.Measure(o.Measure)
	if i := plan.Initiative(o.Initiative); i != nil {
		r.What, r.Address = i.Title, shell.Link(initiativeAddress(plan.ID, i.ID))
	}
	if !o.OK {
		return r
	}
	r.Gain, r.Interval = signed(r.Measure, o.Gain), signed(r.Measure, o.Low)+" to "+signed(r.Measure, o.High)
	r.Range = signed(r.Measure, o.RangeLow) + " to " + signed(r.Measure, o.RangeHigh)
	r.Open = len(rangeChanges(&plan.Roadmap, o, r.Measure))
	if may && r.Open > 0 {
		r.Use = outcomesAddress(plan.ID) + "/range?" + url.Values{"initiative": {o.Initiative}, "measure": {o.Measure}}.Encode()
	}
	return r
}

// rangeChange is one deployment's expectation before and after the measured range is used for it.
type rangeChange struct {
	place        int // in the roadmap's deployments
	Deployment   maturity.Deployment
	Organisation string
	Old, New     maturity.Effect
	OldWords     string
	NewWords     string
}

// rangeChanges are the deployments that are still to come and are to move the measure.
func rangeChanges(r *maturity.Roadmap, o maturity.InitiativeOutcome, m maturity.Measure) (out []rangeChange) {
	measured := func(e maturity.Effect) maturity.Effect {
		scale := math.Pow(10, float64(max(1, m.Decimals)))
		round := func(v float64) float64 { return math.Round(v*scale) / scale }
		e.Measure, e.Gain, e.Low, e.High = o.Measure, round(o.Gain), round(o.RangeLow), round(o.RangeHigh)
		e.Basis, e.Illustrative = fmt.Sprintf("measured at %d deployments", o.Count), o.Illustrative
		return e
	}
	for i, d := range r.Deployments {
		if d.Initiative != o.Initiative || d.Live != nil || d.Status == maturity.InitiativeComplete {
			continue
		}
		c := rangeChange{place: i, Deployment: d, Organisation: d.Organisation}
		at := slices.IndexFunc(d.Effects, func(e maturity.Effect) bool { return e.Measure == o.Measure })
		if at >= 0 {
			c.Old = d.Effects[at]
		} else if len(d.Effects) > 0 || !slices.ContainsFunc(r.Initiatives, func(i maturity.Initiative) bool {
			return i.ID == o.Initiative && slices.Contains(i.Measures, o.Measure)
		}) {
			continue
		}
		if c.New = measured(c.Old); c.New == c.Old {
			continue
		}
		c.OldWords, c.NewWords = effectRange(c.Old, m), effectRange(c.New, m)
		out = append(out, c)
	}
	return out
}

func effectRange(e maturity.Effect, m maturity.Measure) string {
	switch {
	case e.Measure == "":
		return "nothing"
	case !e.Known():
		return signed(m, e.Gain) + ", no range"
	}
	return signed(m, e.Gain) + " (" + signed(m, e.Low) + " to " + signed(m, e.High) + ")"
}

type outcomeRangePage struct {
	Plan    *roadmap.Plan
	Heading string
	Pooled  pooledRow
	Changes []rangeChange
	Action  string
	Back    string
}

// outcomeRange is what the address, or the form, asks to use, as known now.
func (p *Pages) outcomeRange(c echo.Context, initiative, measure string) (page outcomeRangePage, err error) {
	if page.Plan, err = p.roadmapNow(c); err != nil {
		return page, err
	}
	if err := p.mustEditRoadmap(c, page.Plan); err != nil {
		return page, err
	}
	list, err := p.Roadmaps.Outcomes.InitiativeOutcomes(c.Request().Context(), page.Plan.ID, asAt{}.Time)
	if err != nil {
		return page, err
	}
	at := slices.IndexFunc(list, func(o maturity.InitiativeOutcome) bool {
		return o.Initiative == initiative && o.Measure == measure && o.OK
	})
	if at < 0 {
		return page, maturity.Errorf(maturity.NotFound, "There is no measured range for this initiative and measure.")
	}
	m, _ := p.Catalogue.Measure(measure)
	page.Changes = rangeChanges(&page.Plan.Roadmap, list[at], m)
	for i := range page.Changes {
		if body, ok := page.Plan.Bodies[page.Changes[i].Deployment.Organisation]; ok {
			page.Changes[i].Organisation = body.Name
		}
	}
	page.Pooled = p.pooledRow(p.shell(c, ""), page.Plan, list[at], true)
	page.Action, page.Back = outcomesAddress(page.Plan.ID)+"/range", outcomesAddress(page.Plan.ID)
	page.Heading = fmt.Sprintf("Use the measured range for %s?", countWords(len(page.Changes), "deployment", "deployments"))
	if len(page.Changes) == 0 {
		page.Heading = "No deployment is still to come that could use this range"
	}
	return page, nil
}

// outcomeRangeForm shows what would change before it is done.
func (p *Pages) outcomeRangeForm(c echo.Context) error {
	page, err := p.outcomeRange(c, c.QueryParam("initiative"), c.QueryParam("measure"))
	if err != nil {
		return err
	}
	shell := p.roadmapShell(c, page.Plan, page.Heading, Link{Words: "Did it work", Address: page.Back})
	return p.show(c, http.StatusOK, "roadmap_outcome_range", shell, page)
}

// useOutcomeRange makes the measured range that of the deployments still to come.
func (p *Pages) useOutcomeRange(c echo.Context) error {
	initiative, measure := posted(c, "initiative"), posted(c, "measure")
	page, err := p.outcomeRange(c, initiative, measure)
	if err != nil {
		return err
	}
	o, m := page.Pooled.Outcome, page.Pooled.Measure
	_, err = p.Roadmaps.Desk.Save(c.Request().Context(), plannerOf(c), page.Plan.ID, postedNumber(c, "version"), maturity.ChangeByForm,
		fmt.Sprintf("The gain of %s on %s as measured at %d deployments", page.Pooled.What, m.Title, o.Count), func(r *maturity.Roadmap) error {
			for _, change := range rangeChanges(r, o, m) {
				d := &r.Deployments[change.place]
				if at := slices.IndexFunc(d.Effects, func(e maturity.Effect) bool { return e.Measure == o.Measure }); at >= 0 {
					d.Effects[at] = change.New
				} else {
					d.Effects = append(d.Effects, change.New)
				}
			}
			return nil
		})
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, nowWhere(page.Plan, page.Back))
}
