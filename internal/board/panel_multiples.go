package board

import (
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
)

// multiplesShown is how many small trajectories stand beside each other unless the panel says otherwise.
const multiplesShown = 12

// multiplesPanel draws, for each measure of the panel, one small trajectory for the subject and each of its members.
func (b *Builder) multiplesPanel(v *PanelView, q Query, d *data) {
	limit := v.Panel.Limit
	if limit == 0 {
		limit = multiplesShown
	}
	for _, id := range b.panelMeasures(v.Panel) {
		m, _ := b.catalogue.Measure(id)
		in := chart.MultiplesInput{Measure: m, AsAt: q.Today.Long()}
		sources := map[string]bool{}
		more := 0
		for _, o := range append([]maturity.Organisation{q.Subject}, d.members...) {
			t, ok := d.trajectory(o.ID, id, v.Panel.Target)
			if !ok || o.ID != q.Subject.ID && len(v.Panel.Kinds) > 0 && !slices.Contains(v.Panel.Kinds, o.Kind) {
				continue
			}
			if len(in.Cells) >= limit && !q.All {
				more++
				continue
			}
			if target, ok := b.target(t.Target); ok && in.Target == nil {
				in.Target = &target
			}
			for source := range pointSources(t) {
				sources[source] = true
			}
			in.Illustrative = in.Illustrative || b.illustrative(t)
			in.Cells = append(in.Cells, chart.MultipleCell{Label: o.ShortName, Trajectory: t})
		}
		if len(in.Cells) == 0 {
			continue
		}
		v.More = max(v.More, more)
		in.SourceWords = b.sourceWords(sources)
		v.Drawings = append(v.Drawings, Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Multiples(in) }})
	}
	if len(v.Drawings) == 0 {
		v.Empty = nothingYet(q)
	}
}
