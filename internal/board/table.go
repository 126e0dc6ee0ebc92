package board

import (
	"slices"

	"waymark/internal/maturity"
)

// ValueTable is measures by organisations, each cell the latest value with its period.
type ValueTable struct {
	Organisations []maturity.Organisation
	Rows          []ValueRow
}

// ValueRow is one measure.
type ValueRow struct {
	Measure maturity.Measure
	Cells   []ValueCell
}

// ValueCell is one organisation's latest value.
type ValueCell struct {
	Organisation maturity.Organisation
	Value        string
	Period       string // code, for the link to where it came from
	PeriodWords  string
	Status       maturity.Status
}

// Tall reports whether the table reads better with an organisation in each row.
func (t *ValueTable) Tall() bool {
	return len(t.Organisations) > 6 && len(t.Organisations) > len(t.Rows)
}

// table sets the panel's measures against the subject and its members; organisations without any value are left out,
// and so are those beyond the panel's limit, which it counts.
func (b *Builder) table(p maturity.Panel, q Query, d *data) (out *ValueTable, more int) {
	out = &ValueTable{}
	measures := b.panelMeasures(p)
	for _, o := range append([]maturity.Organisation{q.Subject}, d.members...) {
		if len(p.Kinds) > 0 && o.ID != q.Subject.ID && !slices.Contains(p.Kinds, o.Kind) {
			continue
		}
		if slices.ContainsFunc(measures, func(m string) bool { return len(d.trajectories[seriesKey{o.ID, m}]) > 0 }) {
			out.Organisations = append(out.Organisations, o)
		}
	}
	if p.Limit > 0 && len(out.Organisations) > p.Limit+1 && !q.All {
		more = len(out.Organisations) - p.Limit - 1
		out.Organisations = out.Organisations[:p.Limit+1]
	}
	for _, id := range measures {
		m, _ := b.catalogue.Measure(id)
		row, any := ValueRow{Measure: m}, false
		for _, o := range out.Organisations {
			cell := ValueCell{Organisation: o, Value: "not submitted"}
			if t, ok := d.trajectory(o.ID, id, ""); ok && t.Latest != nil {
				cell.Value, cell.Period, cell.PeriodWords, cell.Status = PointWords(m, *t.Latest), t.Latest.Period.Code(), t.Latest.Period.Short(), t.Status
				any = true
			}
			row.Cells = append(row.Cells, cell)
		}
		if any {
			out.Rows = append(out.Rows, row)
		}
	}
	return out, more
}
