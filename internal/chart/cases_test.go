package chart

import (
	"fmt"
	"math"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The examples that the golden files hold. Figures are invented.

const hostile = `O'Brien & "Sons" <b>Trust</b></script><script>alert(1)</script> __f__(alert(1))__f__ {a}|{b|x} {{c}} {value}`

func eps() maturity.Measure {
	return maturity.Measure{
		ID: "eps", Title: "Prescriptions sent electronically", Unit: maturity.UnitPercent, UnitWords: "% of prescriptions",
		Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Frequency: period.KindQuarter, Tolerance: 2,
	}
}

func org(name string) maturity.Organisation {
	return maturity.Organisation{ID: 1, Code: "X1", Name: name, ShortName: name}
}

func quarter(year, month int) period.Period {
	return period.Of(period.KindQuarter, period.Date(year, 1, 1)).Add((month - 1) / 3)
}

// reported is a path from a quarter on; NaN is a quarter in which nothing was sent.
func reported(from period.Period, values ...float64) []maturity.PathPoint {
	var out []maturity.PathPoint
	for i, v := range values {
		p := maturity.PathPoint{Period: from.Add(i), State: maturity.Reported, Value: v, HasValue: true}
		if math.IsNaN(v) {
			p.State, p.Value, p.HasValue = maturity.NotAvailable, 0, false
		}
		out = append(out, p)
	}
	return out
}

func straight(from period.Period, steps int, start, end float64) []maturity.RequiredPoint {
	var out []maturity.RequiredPoint
	for i := 0; i <= steps; i++ {
		out = append(out, maturity.RequiredPoint{Period: from.Add(i), Value: start + (end-start)*float64(i)/float64(steps)})
	}
	return out
}

func fan(from period.Period, medians ...float64) []maturity.BandPoint {
	var out []maturity.BandPoint
	for i, m := range medians {
		w := 3.2 * math.Sqrt(float64(i+1))
		clamp := func(v float64) float64 { return math.Max(0, math.Min(100, v)) }
		out = append(out, maturity.BandPoint{Period: from.Add(i), Median: m, Low50: clamp(m - w), High50: clamp(m + w), Low80: clamp(m - 1.9*w),
			High80: clamp(m + 1.9*w), Low95: clamp(m - 2.9*w), High95: clamp(m + 2.9*w)})
	}
	return out
}

// usual is a footprint that will probably miss its target, with everything a picture can show.
func usual() TrajectoryInput {
	start := quarter(2016, 4)
	tr := maturity.Trajectory{
		Status: maturity.StatusUnlikely, Probability: 0.21,
		Observed: reported(start, 31, 33, 36, math.NaN(), 41, 42, 44, 47, 49, 51, 50),
		Plan:     straight(quarter(2017, 4), 11, 40, 84),
		Required: straight(start, 15, 31, 85),
	}
	tr.Observed[10].Provisional = true
	tr.Projected = fan(quarter(2018, 10), 53, 56, 60, 63, 66, 68)
	tr.AtDue = &tr.Projected[5]
	tr.Observed[9].Reporting, tr.Observed[9].Expected = 8, 9
	in := TrajectoryInput{
		Organisation: org("Gloucestershire"), Measure: eps(), Trajectory: tr,
		Target: &maturity.Target{ID: "t", Operator: maturity.AtLeast, Value: 85, Due: &maturity.LooseDate{AsGiven: "March 2020", Latest: period.Date(2020, 3, 31)}},
		Today:  period.Date(2018, 11, 15), AsAt: "15 November 2018", SourceWords: "quarterly returns of the footprint's organisations", Illustrative: true,
	}
	for i, v := range []float64{45, 47, 50, 52, 55, 57, 58, 60, 61, 62} {
		in.National = append(in.National, Point{start.Add(i), v})
	}
	return in
}

func trajectoryCases() map[string]TrajectoryInput {
	empty := usual()
	empty.Trajectory = maturity.Trajectory{Status: maturity.StatusTooLittle, Probability: math.NaN(), Observed: reported(quarter(2018, 4), math.NaN())}

	one := usual()
	one.Trajectory = maturity.Trajectory{Status: maturity.StatusTooLittle, Probability: math.NaN(), Observed: reported(quarter(2018, 7), 44)}
	one.National = nil

	met := usual()
	met.Target.Value = 45
	met.Trajectory = maturity.Trajectory{Status: maturity.StatusMet, Probability: 1, Observed: reported(quarter(2016, 4), 31, 33, 36, 39, 41, 42, 44, 47, 49, 51)}

	long := usual()
	long.Organisation = org(strings.Repeat("Gloucestershire and the Forest of Dean Partnership ", 5) + "NHS Foundation Trust")

	rtl := usual()
	rtl.Organisation = org("בית החולים שערי צדק")

	nasty := usual()
	nasty.Organisation, nasty.SourceWords, nasty.Measure.Title, nasty.NationalTitle = org(hostile), hostile, hostile, "{b} "+hostile
	nasty.Target.Due.AsGiven = "{a} {value}"

	broken := usual()
	broken.Trajectory.Breaks = []maturity.Break{{Day: period.Date(2017, 1, 1), Kind: maturity.BreakMerger, Reason: "L84001"}}
	broken.Measure.Changes = []maturity.Change{{Date: "2017-10-01", Text: "counts repeat dispensing", Break: true}}

	june := period.Date(2018, 6, 12)
	meeting := usual()
	meeting.Meeting, meeting.Marks = &june, []Mark{{period.Date(2017, 11, 20), "Go-live of the shared record"}, {period.Date(2031, 1, 1), "Outside of the picture"}}

	monthly := monthlyCase()
	return map[string]TrajectoryInput{"meeting-and-marks": meeting, "usual": usual(), "empty": empty, "one-point": one, "met": met, "long-name": long, "right-to-left": rtl,
		"hostile": nasty, "changed-definition": broken, "monthly-no-target": monthly, "score": scoreCase(), "count-lower-is-better": countCase()}
}

func monthlyCase() TrajectoryInput {
	m := maturity.Measure{ID: "oc", Title: "Online consultations", UnitWords: "submissions per 1,000 patients", Unit: maturity.UnitCount, Decimals: 1, Polarity: maturity.NeitherBetter}
	in := TrajectoryInput{Organisation: org("NHS Gloucestershire ICB - 11M"), Measure: m, Trajectory: maturity.Trajectory{Status: maturity.StatusNoTarget, Probability: math.NaN()}, AsAt: "1 March 2026", SourceWords: "NHS England, online consultation submissions"}
	for i := range 21 {
		p := period.Of(period.KindMonth, period.Date(2024, 4, 1)).Add(i)
		in.Trajectory.Observed = append(in.Trajectory.Observed, maturity.PathPoint{Period: p, State: maturity.Reported, HasValue: true, Value: 62.25 + 1.5*float64(i) + 6*math.Sin(float64(i))})
		in.National = append(in.National, Point{p, 71.5 + 1.1*float64(i)})
	}
	return in
}

func scoreCase() TrajectoryInput {
	m := maturity.Measure{ID: "dma.leadership", Title: "Leadership", UnitWords: "score from 0 to 100", Unit: maturity.UnitScore, Low: 0, High: 100, Polarity: maturity.HigherIsBetter, SelfAssessed: true}
	return TrajectoryInput{Organisation: org("Gloucestershire Hospitals"), Measure: m, SourceWords: "Digital Maturity Assessment",
		Trajectory: maturity.Trajectory{Status: maturity.StatusNoTarget, Probability: math.NaN(), Observed: []maturity.PathPoint{
			{Period: period.Of(period.KindFinancialYear, period.Date(2015, 5, 1)), State: maturity.Reported, Value: 65, HasValue: true},
			{Period: period.Of(period.KindFinancialYear, period.Date(2017, 5, 1)), State: maturity.Reported, Value: 71, HasValue: true}}},
		National: []Point{{period.Of(period.KindFinancialYear, period.Date(2015, 5, 1)), 74}}}
}

func countCase() TrajectoryInput {
	in := usual()
	in.Measure = maturity.Measure{ID: "fax", Title: "Fax machines in use", UnitWords: "machines", Unit: maturity.UnitCount, Polarity: maturity.LowerIsBetter}
	in.National, in.Trajectory.Plan, in.Illustrative = nil, nil, false
	in.Target.Operator, in.Target.Value = maturity.AtMost, 0
	in.Trajectory = maturity.Trajectory{Status: maturity.StatusOnTrack, Probability: 0.97, Observed: reported(quarter(2017, 4), 8200, 7400, 6100, 5500, 4100, 2600), Required: straight(quarter(2017, 4), 11, 8200, 0)}
	in.Trajectory.Projected = fan(quarter(2018, 10), 60, 40, 30, 20, 10, 0)
	for i := range in.Trajectory.Projected {
		b := &in.Trajectory.Projected[i]
		*b = maturity.BandPoint{Period: b.Period, Median: 2100 / float64(i+1), Low50: 1800 / float64(i+1), High50: 2400 / float64(i+1), Low80: 1500 / float64(i+1), High80: 2800 / float64(i+1), Low95: 1200 / float64(i+1), High95: 3300 / float64(i+1)}
	}
	in.Trajectory.AtDue = &in.Trajectory.Projected[5]
	return in
}

// ranked is nine organisations, of which one has sent nothing.
func rankedUsual() RankedInput {
	in := RankedInput{Measure: eps(), Period: quarter(2018, 7), Focus: 4, Reference: 62, AsAt: "15 November 2018", SourceWords: "quarterly returns", Illustrative: true,
		Target: &maturity.Target{Operator: maturity.AtLeast, Value: 85}}
	values := []float64{88, 71, 63, 51, 61.4, 47, 44, 12}
	names := []string{"Gloucestershire Hospitals", "2gether", "Gloucestershire Care Services", "Gloucestershire CCG", "South Western Ambulance Service", "County Council", "Winfield Hospital", "Practice A"}
	for i, v := range values {
		in.Items = append(in.Items, RankedItem{Organisation: maturity.Organisation{ID: maturity.OrganisationID(i + 1), Code: fmt.Sprint("R", i), Name: names[i]}, State: maturity.Reported, Value: v, HasValue: true})
	}
	in.Items = append(in.Items, RankedItem{Organisation: maturity.Organisation{ID: 9, Code: "R9", Name: "Care home group"}, State: maturity.Suppressed})
	return in
}

func rankedCases() map[string]RankedInput {
	empty := rankedUsual()
	empty.Items = empty.Items[8:]

	one := rankedUsual()
	one.Items, one.Target = one.Items[3:4], nil

	plainest := rankedUsual()
	plainest.Focus, plainest.Reference, plainest.Target = 0, math.NaN(), nil

	long := rankedUsual()
	for i := range long.Items {
		long.Items[i].Organisation.Name = strings.Repeat(long.Items[i].Organisation.Name+" and Partners ", 4) + "NHS Foundation Trust"
	}

	rtl := rankedUsual()
	rtl.Items[0].Organisation.Name, rtl.Items[3].Organisation.Name = "מרכז רפואי (תל אביב)", "بيت لحم Hospital 2"

	nasty := rankedUsual()
	nasty.ReferenceTitle, nasty.Population, nasty.SourceWords = hostile, "{a} & <i>bodies</i>", hostile
	for i, name := range []string{hostile, "{b}", "{a|b}", "</text></svg><script>alert(1)</script>", "__f__(function(){alert(1)})__f__", "line\nbreak\x00\x1b[0m", "  ", `"`} {
		nasty.Items[i].Organisation.Name = name
	}

	scores := rankedUsual()
	scores.Measure, scores.Reference, scores.Target, scores.Indicative = scoreCase().Measure, 74, nil, true

	panel := RankedInput{Measure: monthlyCase().Measure, Period: period.Of(period.KindMonth, period.Date(2025, 12, 1)), Focus: 37, Reference: 93.5, Population: "sub-ICB areas", SourceWords: "NHS England", AsAt: "1 March 2026"}
	for i := range 106 {
		panel.Items = append(panel.Items, RankedItem{Organisation: maturity.Organisation{ID: maturity.OrganisationID(i + 1), Code: fmt.Sprintf("Q%03d", i), Name: fmt.Sprintf("NHS Area %03d Integrated Care Board", i+1)}, State: maturity.Reported, HasValue: true, Value: 60 + 40*math.Sin(float64(i*7)) + float64(i%13)})
	}
	many := rankedUsual()
	many.Items, many.Focus, many.Measure.Polarity = nil, 190, maturity.LowerIsBetter
	for i := range 260 {
		many.Items = append(many.Items, RankedItem{Organisation: maturity.Organisation{ID: maturity.OrganisationID(i + 1), Code: fmt.Sprintf("P%03d", i+1), Name: fmt.Sprintf("Practice %03d", i+1)}, State: maturity.Reported, HasValue: true, Value: math.Mod(float64(i)*37.7, 100)})
	}
	forty := rankedUsual()
	forty.Items, forty.Focus = many.Items[:40], 7
	return map[string]RankedInput{"usual": rankedUsual(), "empty": empty, "one": one, "no-focus": plainest, "long-name": long, "right-to-left": rtl, "hostile": nasty,
		"self-assessed": scores, "106-areas": panel, "260-practices": many, "40-bars": forty}
}
