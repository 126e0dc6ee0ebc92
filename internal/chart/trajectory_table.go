package chart

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// table is the numbers of the picture, a row for every period that has any. Columns without a number are left out; a
// cell without one says why.
func (t told) table() Table {
	tr, m := t.in.Trajectory, t.in.Measure
	observed := map[period.Period]maturity.PathPoint{}
	national, plan, required := map[period.Period]float64{}, map[period.Period]float64{}, map[period.Period]float64{}
	projected := map[period.Period]maturity.BandPoint{}
	var periods []period.Period
	for _, o := range tr.Observed {
		observed[o.Period], periods = o, append(periods, o.Period)
	}
	for _, n := range t.in.National {
		national[n.Period], periods = n.Value, append(periods, n.Period)
	}
	for _, r := range tr.Plan {
		plan[r.Period], periods = r.Value, append(periods, r.Period)
	}
	for _, r := range tr.Required {
		required[r.Period], periods = r.Value, append(periods, r.Period)
	}
	for _, b := range tr.Projected {
		projected[b.Period], periods = b, append(periods, b.Period)
	}
	slices.SortFunc(periods, period.Compare)
	periods = slices.Compact(periods)

	table := Table{Caption: plain(m.Title) + ": " + t.name + targetCaption(t.in.Target, m), Columns: []Column{{"Period", false}, {"Reported", true}}}
	add := func(have int, head string) bool {
		if have > 0 {
			table.Columns = append(table.Columns, Column{head, true})
		}
		return have > 0
	}
	hasNational, hasPlan := add(len(national), t.nationalTitle()), add(len(plan), "Plan")
	hasRequired, hasForecast := add(len(required), "Required"), add(len(projected), "Forecast")
	if hasForecast {
		table.Columns = append(table.Columns, Column{"80% range", true})
	}
	for _, p := range periods {
		cells := []string{p.Label(), t.reportedCell(observed, p)}
		for _, c := range []struct {
			shown  bool
			values map[period.Period]float64
			absent string
		}{{hasNational, national, "not published"}, {hasPlan, plan, "no plan"}, {hasRequired, required, "not required"}} {
			if c.shown {
				cells = append(cells, valueOr(c.values, p, m, c.absent))
			}
		}
		if hasForecast {
			cells = append(cells, forecastCells(projected, p, m)...)
		}
		table.Rows = append(table.Rows, Row{Cells: cells})
	}
	return table
}

// reportedCell is a value with what qualifies it, or the reason why there is none.
func (t told) reportedCell(observed map[period.Period]maturity.PathPoint, p period.Period) string {
	o, ok := observed[p]
	switch {
	case !ok && t.lastReturn() != nil && period.Compare(p, t.lastReturn().Period) > 0:
		return "not due"
	case !ok:
		return "not submitted"
	case o.State == maturity.BelowBound || o.State == maturity.AboveBound:
		return o.State.Words() + " " + t.in.Measure.Format(o.Value)
	case !o.HasValue:
		return o.State.Words()
	}
	text := t.in.Measure.Format(o.Value)
	if o.Provisional || o.Flags&maturity.Provisional != 0 {
		text += " (not complete)"
	}
	if o.Flags&maturity.Estimated != 0 {
		text += " (estimate)"
	}
	return text
}

// lastReturn is the latest period of which anything is known.
func (t told) lastReturn() *maturity.PathPoint {
	if n := len(t.in.Trajectory.Observed); n > 0 {
		return &t.in.Trajectory.Observed[n-1]
	}
	return nil
}

func valueOr(values map[period.Period]float64, p period.Period, m maturity.Measure, absent string) string {
	if v, ok := values[p]; ok {
		return m.Format(v)
	}
	return absent
}

func forecastCells(projected map[period.Period]maturity.BandPoint, p period.Period, m maturity.Measure) []string {
	b, ok := projected[p]
	if !ok {
		return []string{"not forecast", "not forecast"}
	}
	return []string{m.FormatEstimate(b.Median), m.FormatEstimate(b.Low80) + " to " + m.FormatEstimate(b.High80)}
}
