package board

import (
	"context"
	"fmt"

	"waymark/internal/chart"
	"waymark/internal/maturity"
)

// panel fills one panel by its kind.
func (b *Builder) panel(ctx context.Context, p maturity.Panel, q Query, d *data) (PanelView, error) {
	v := PanelView{Panel: p, Text: p.Text}
	if list := b.panelMeasures(p); len(list) > 0 {
		v.Measure, _ = b.catalogue.Measure(list[0])
	}
	if target, ok := b.target(p.Target); ok {
		v.Target = target
		v.Measure, _ = b.catalogue.Measure(target.Measure)
	}
	switch p.Kind {
	case maturity.PanelHeadline:
		b.headline(&v, q, d)
	case maturity.PanelTrajectory:
		return v, b.trajectories(&v, q, d)
	case maturity.PanelTargets:
		b.targets(&v, q, d)
	case maturity.PanelOrganisations:
		b.organisations(&v, q, d)
	case maturity.PanelRanked:
		return v, b.ranked(&v, q, d)
	case maturity.PanelTable:
		v.Table = b.table(p, q, d)
		if len(v.Table.Rows) == 0 {
			v.Empty = nothingYet(q)
		}
	case maturity.PanelMatrix:
		matrix, err := b.matrix(ctx, p, q, d.members)
		if err != nil {
			return v, err
		}
		v.Matrix = matrix
		if len(matrix.Organisations) == 0 {
			v.Matrix, v.Empty = nil, "No organisation had returned this assessment by then."
		}
	}
	return v, nil
}

func nothingYet(q Query) string {
	return "There are no figures for " + q.Subject.Name + " as known on " + q.Today.Long() + "."
}

// headline speaks of one target, or, without one, of all targets of the panel's measures.
func (b *Builder) headline(v *PanelView, q Query, d *data) {
	if v.Panel.Target == "" {
		b.targets(v, q, d)
		verdict := countVerdict(v.Targets)
		v.Verdict = &verdict
		return
	}
	var whole *maturity.Trajectory
	if t, ok := d.trajectory(q.Subject.ID, v.Measure.ID, v.Target.ID); ok {
		whole = &t
	}
	members := d.ofMembers(v.Measure.ID, v.Target.ID, v.Panel.Kinds)
	verdict := verdict(v.Measure, v.Target, whole, members)
	verdict.Freshness = freshness(whole, members)
	v.Verdict = &verdict
}

// countVerdict is the sentence for a board about many targets.
func countVerdict(rows []TargetRow) Verdict {
	dated, met, onCourse, miss, unknown := 0, 0, 0, 0, 0
	for _, r := range rows {
		switch r.Status {
		case maturity.StatusMet:
			met++
		case maturity.StatusOnCourse:
			onCourse++
		case maturity.StatusAtRisk, maturity.StatusOffCourse, maturity.StatusPastDue:
			miss++
		default:
			unknown++
			continue
		}
		dated++
	}
	if dated == 0 {
		return Verdict{Sentence: "We cannot say yet whether the targets will be met", Status: maturity.StatusTooLittle,
			Figures: fmt.Sprintf("%s too few returns, or no date.", has(unknown))}
	}
	v := Verdict{Sentence: fmt.Sprintf("We are on course%s: %s met or on course", commonYear(rows), allOf(dated)), Status: maturity.StatusOnCourse}
	if miss > 0 {
		v.Sentence = fmt.Sprintf("We are not on course%s: %d of %s at risk, off course or past due", commonYear(rows), miss, maturity.Count(dated, "target is", "targets are"))
		v.Status = maturity.StatusOffCourse
	}
	v.Figures = fmt.Sprintf("%d met, %d on course, %d at risk, off course or past due.", met, onCourse, miss)
	if unknown > 0 {
		v.Figures += " " + has(unknown) + " too few returns or no date."
	}
	return v
}

// commonYear is " for 2020" where all dated targets fall due in the same year.
func commonYear(rows []TargetRow) string {
	year := 0
	for _, r := range rows {
		if r.Target.Due == nil {
			continue
		}
		y := r.Target.Due.Latest.Time().Year()
		if year != 0 && y != year {
			return ""
		}
		year = y
	}
	if year == 0 {
		return ""
	}
	return fmt.Sprintf(" for %d", year)
}

func allOf(n int) string {
	if n == 1 {
		return "the target is"
	}
	return fmt.Sprintf("all %d targets are", n)
}

func has(n int) string {
	if n == 1 {
		return "1 target has"
	}
	return fmt.Sprintf("%d targets have", n)
}

// freshness says how many returns the verdict rests on: the organisations whose latest value is for the newest period
// any of them returned.
func freshness(whole *maturity.Trajectory, members []maturity.Trajectory) string {
	var newest *maturity.PathPoint
	all := members
	if len(all) == 0 && whole != nil {
		all = []maturity.Trajectory{*whole}
	}
	for i := range all {
		if p := all[i].Latest; p != nil && (newest == nil || p.Period.End() > newest.Period.End()) {
			newest = p
		}
	}
	if newest == nil {
		return "No return has come in yet."
	}
	in := 0
	for _, t := range all {
		if t.Latest != nil && t.Latest.Period == newest.Period {
			in++
		}
	}
	line := fmt.Sprintf("Based on %d of %s for %s.", in, maturity.Count(len(all), "return", "returns"), newest.Period.Label())
	switch missing := len(all) - in; {
	case missing == 1:
		line += " 1 return is missing."
	case missing > 1:
		line += fmt.Sprintf(" %d returns are missing.", missing)
	}
	return line
}

// targets lists the subject's targets on the panel's measures.
func (b *Builder) targets(v *PanelView, q Query, d *data) {
	for _, id := range b.panelMeasures(v.Panel) {
		for _, t := range d.trajectories[seriesKey{q.Subject.ID, id}] {
			if row, ok := b.targetRow(t); ok {
				v.Targets = append(v.Targets, row)
			}
		}
	}
	v.Counts = CountStatuses(v.Targets)
	if len(v.Targets) == 0 {
		v.Empty = nothingYet(q)
	}
}

// organisations lists the members against the panel's target, the worst first, at most Limit of them.
func (b *Builder) organisations(v *PanelView, q Query, d *data) {
	rows := b.worstFirst(v.Measure, v.Target, q, d.ofMembers(v.Measure.ID, v.Target.ID, v.Panel.Kinds))
	if limit := v.Panel.Limit; limit > 0 && len(rows) > limit && !q.All {
		v.More = len(rows) - limit
		rows = rows[:limit]
	}
	v.Organisations = rows
	if len(rows) == 0 {
		v.Empty = "No organisation of " + q.Subject.Name + " had returned this measure by " + q.Today.Long() + "."
	}
}

// trajectories draws one chart per measure for the subject.
func (b *Builder) trajectories(v *PanelView, q Query, d *data) error {
	for _, id := range b.panelMeasures(v.Panel) {
		t, ok := d.trajectory(q.Subject.ID, id, v.Panel.Target)
		if !ok {
			continue
		}
		figure, err := b.trajectoryFigure(q.Subject, t, d.benchmarks[id], q)
		if err != nil {
			return err
		}
		v.Figures = append(v.Figures, figure)
	}
	if len(v.Figures) == 0 {
		v.Empty = nothingYet(q)
	}
	return nil
}

// ranked compares the members on the panel's first measure.
func (b *Builder) ranked(v *PanelView, q Query, d *data) error {
	figure, err := b.rankedFigure(v.Measure, q, d.ofMembers(v.Measure.ID, "", v.Panel.Kinds), d.benchmarks[v.Measure.ID], 0)
	if err != nil {
		return err
	}
	if len(figure.Table.Rows) == 0 {
		v.Empty = "No organisation of " + q.Subject.Name + " had returned this measure by " + q.Today.Long() + "."
		return nil
	}
	v.Figures = []chart.Figure{figure}
	return nil
}
