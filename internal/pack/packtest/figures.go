package packtest

import (
	"math"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

const asAt, invented = "14 March 2019", "quarterly returns of the footprint's organisations"

func percent(id, title, unit string) maturity.Measure {
	return maturity.Measure{ID: id, Title: title, Unit: maturity.UnitPercent, UnitWords: unit, Polarity: maturity.HigherIsBetter, High: 100, Frequency: period.KindQuarter, Tolerance: 2}
}

func by2020(value float64) *maturity.Target {
	return &maturity.Target{ID: "by-2020", Operator: maturity.AtLeast, Value: value, Due: &maturity.LooseDate{AsGiven: "March 2020", Latest: period.Date(2020, 3, 31)}}
}

func named(id int, name string) maturity.Organisation {
	return maturity.Organisation{ID: maturity.OrganisationID(id), Code: "X" + words(id), Name: name, ShortName: name}
}

func quarter(year, month int) period.Period {
	return period.Of(period.KindQuarter, period.Date(year, 1, 1)).Add((month - 1) / 3)
}

// figures are the pictures of the paper: a path, two control charts, bars, and one with nothing to draw.
func figures() ([]chart.Figure, error) {
	var out []chart.Figure
	for _, build := range []func() (chart.Figure, error){
		func() (chart.Figure, error) {
			return path(percent("eps", "Prescriptions sent electronically", "% of prescriptions"), 85, 31, 33, 36, 41, 42, 44, 47, 49, 51, 50)
		},
		func() (chart.Figure, error) {
			return control(percent("beds", "Wards with an electronic bed state", "% of wards"), 90, 61)
		},
		func() (chart.Figure, error) {
			return control(percent("summaries", "Discharge summaries sent within a day", "% of discharges"), 95, 78)
		},
		ranked,
		func() (chart.Figure, error) {
			return path(maturity.Measure{ID: "fax", Title: "Fax machines in use", Unit: maturity.UnitCount, UnitWords: "machines", Polarity: maturity.LowerIsBetter}, 0)
		},
	} {
		f, err := build()
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// numbered is one of many pictures, each with figures of its own.
func numbered(i int) (chart.Figure, error) {
	m := percent("measure-"+words(i+1), "Measure "+words(i+1), "% of patients")
	if i%2 == 0 {
		return control(m, 90, 50+float64(i%30))
	}
	start := 20 + float64(i%40)
	return path(m, 85, start, start+3, start+4, start+8, start+9, start+11, start+15, start+14, start+17, start+18)
}

// path is a figure of values from the end of 2016 on, with its plan and its projection.
func path(m maturity.Measure, target float64, values ...float64) (chart.Figure, error) {
	start, goal := quarter(2016, 7), by2020(target)
	if m.Polarity == maturity.LowerIsBetter {
		goal.Operator = maturity.AtMost
	}
	tr := maturity.Trajectory{Status: maturity.StatusUnlikely, Probability: 0.21}
	for i, v := range values {
		tr.Observed = append(tr.Observed, maturity.PathPoint{Period: start.Add(i), State: maturity.Reported, Value: v, HasValue: true, Reporting: 8, Expected: 9, Illustrative: true})
	}
	if n := len(values); n > 0 {
		last := values[n-1]
		for i := range 16 {
			tr.Required = append(tr.Required, maturity.RequiredPoint{Period: start.Add(i), Value: values[0] + (target-values[0])*float64(i)/15})
		}
		for i := range 5 {
			m, w := last+5*float64(i+1), 3*math.Sqrt(float64(i+1))
			clamp := func(v float64) float64 { return max(0, min(100, v)) }
			tr.Projected = append(tr.Projected, maturity.BandPoint{Period: start.Add(n + i), Median: clamp(m), Low50: clamp(m - w), High50: clamp(m + w),
				Low80: clamp(m - 1.9*w), High80: clamp(m + 1.9*w), Low95: clamp(m - 2.9*w), High95: clamp(m + 2.9*w)})
		}
		tr.AtDue = &tr.Projected[4]
	}
	return chart.Trajectory(chart.TrajectoryInput{Organisation: named(1, "Gloucestershire"), Measure: m, Target: goal, Trajectory: tr,
		Today: period.Date(2019, 3, 14), AsAt: asAt, SourceWords: invented, Illustrative: true})
}

// control is a figure of fifteen months around a mean, the last two far from it.
func control(m maturity.Measure, target, mean float64) (chart.Figure, error) {
	in := chart.ControlInput{Organisation: named(1, "Gloucestershire"), Measure: m, Target: by2020(target), Mean: mean, Lower: mean - 9, Upper: mean + 9,
		Sentences: []string{"The latest figure is a sign of a change for the worse, more than the usual variation: it is below the lower limit."}, AsAt: asAt, SourceWords: invented, Illustrative: true}
	first := period.Of(period.KindMonth, period.Date(2017, 12, 1))
	for i := range 15 {
		p := chart.ControlPoint{Period: first.Add(i), Value: math.Round(mean + 4*math.Sin(1.7*float64(i)))}
		if i > 12 {
			p.Value, p.Cause = mean-float64(i), chart.Worse
		}
		in.Points = append(in.Points, p)
	}
	return chart.Control(in)
}

func ranked() (chart.Figure, error) {
	in := chart.RankedInput{Measure: percent("oc", "Practices that offer online consultations", "% of practices"), Period: quarter(2018, 10), Focus: 3, Reference: 71,
		Population: "localities", AsAt: asAt, SourceWords: invented, Illustrative: true}
	for i, name := range []string{"Cheltenham", "Forest of Dean", "Gloucester City", "North Cotswold", "South Cotswold", "Stroud and Berkeley Vale", "Tewkesbury"} {
		in.Items = append(in.Items, chart.RankedItem{Organisation: named(i+1, name), Value: 94 - 6*float64(i), HasValue: true})
	}
	return chart.Ranked(in)
}
