package board

import (
	"context"

	"waymark/internal/maturity"
)

// PanelView is one filled panel; the field of its kind is set, or Empty says why there is nothing to show. One file per
// kind fills it (panel_<kind>.go), and one partial per kind writes it.
type PanelView struct {
	Panel         maturity.Panel
	Measure       maturity.Measure
	Target        maturity.Target
	Verdict       *Verdict
	Drawings      []Drawing // pictures: trajectory, control, ranked, dots, then-and-now, multiples
	Controls      []ControlPanelRow
	Since         Since // what then-and-now compares with
	Targets       []TargetRow
	Counts        []StatusCount
	Organisations []OrganisationRow
	More          int // rows not shown
	Matrix        *Matrix
	Table         *ValueTable
	Changes       *Changes
	Falling       []OrganisationRow // what misses its target and gets worse
	Decisions     []maturity.Decision
	Assurance     *AssuranceMatrix
	Milestones    []MilestoneRow
	Text          string
	Empty         string
}

// panel fills one panel by its kind.
func (b *Builder) panel(ctx context.Context, p maturity.Panel, q Query, d *data) (v PanelView, err error) {
	v = PanelView{Panel: p, Text: p.Text}
	if list := b.panelMeasures(p); len(list) > 0 {
		v.Measure, _ = b.catalogue.Measure(list[0])
	}
	if target, ok := b.panelTarget(p); ok {
		v.Target = target
		v.Measure, _ = b.catalogue.Measure(target.Measure)
	}
	switch p.Kind {
	case maturity.PanelHeadline:
		b.headline(&v, q, d)
	case maturity.PanelTrajectory:
		err = b.trajectories(ctx, &v, q, d)
	case maturity.PanelTargets:
		b.targets(&v, q, d)
	case maturity.PanelOrganisations:
		err = b.organisations(ctx, &v, q, d)
	case maturity.PanelRanked:
		b.ranked(&v, q, d)
	case maturity.PanelTable:
		b.tablePanel(&v, q, d)
	case maturity.PanelMatrix:
		err = b.matrixPanel(ctx, &v, q, d)
	case maturity.PanelChanges:
		err = b.changesPanel(ctx, &v, q)
	case maturity.PanelFalling:
		err = b.fallingPanel(ctx, &v, q, d)
	case maturity.PanelAssurance:
		b.assurancePanel(&v, q, d)
	case maturity.PanelDecisions:
		err = b.decisionsPanel(ctx, &v, q)
	case maturity.PanelMilestones:
		err = b.milestonesPanel(ctx, &v, q, d)
	case maturity.PanelControl:
		b.controlPanel(&v, q, d)
	case maturity.PanelDots:
		err = b.dotsPanel(ctx, &v, q, d)
	case maturity.PanelThenNow:
		err = b.thenNowPanel(ctx, &v, q, d)
	case maturity.PanelMultiples:
		b.multiplesPanel(&v, q, d)
	}
	return v, err
}

// panelTarget is the target a panel names. Where it sets organisations against one and names none, as it cannot where the
// visitor chooses the measure, it is the first stated target of the measure, or else the first.
func (b *Builder) panelTarget(p maturity.Panel) (maturity.Target, bool) {
	if p.Target != "" || p.Kind != maturity.PanelOrganisations || len(p.Measures) == 0 {
		return b.target(p.Target)
	}
	var found *maturity.Target
	for i, t := range b.catalogue.Targets {
		if t.Measure == p.Measures[0] && (found == nil || t.Stated && !found.Stated) {
			found = &b.catalogue.Targets[i]
		}
	}
	if found == nil {
		return maturity.Target{}, false
	}
	return *found, true
}

func nothingYet(q Query) string {
	return "There are no figures for " + q.Subject.Name + " as known on " + q.Today.Long() + "."
}
