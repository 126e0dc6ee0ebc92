package board

import (
	"math"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var (
	percent = maturity.Measure{ID: "discharge-24h", Title: "Discharge summaries within 24 hours", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter}
	by2020  = maturity.Target{ID: "t", Measure: "discharge-24h", Operator: maturity.AtLeast, Value: 85,
		Due: &maturity.LooseDate{AsGiven: "March 2020", Precision: maturity.PrecisionMonth, Earliest: period.Date(2020, 3, 1), Latest: period.Date(2020, 3, 31)}}
	q2 = period.Of(period.KindQuarter, period.Date(2018, 7, 1))
)

func statuses(list ...maturity.Status) (out []maturity.Trajectory) {
	for i, s := range list {
		out = append(out, maturity.Trajectory{Organisation: maturity.OrganisationID(i + 1), Measure: percent.ID, Target: "t", Status: s, Probability: math.NaN(),
			RequiredPer: math.NaN(), AchievedPer: math.NaN()})
	}
	return out
}

// The first line of the first page, word for word: size, direction, out of how many; and it refuses where data cannot.
func TestTheVerdictIsAFixedSentence(t *testing.T) {
	const met, on, risk, off, past, little = maturity.StatusMet, maturity.StatusOnTrack, maturity.StatusAtRisk, maturity.StatusUnlikely, maturity.StatusPastDue, maturity.StatusTooLittle
	for _, c := range []struct {
		whole   maturity.Status
		members []maturity.Status
		want    string
	}{
		{off, []maturity.Status{off, off, off, on, met}, "We are not on track for the target for March 2020: 3 of 5 organisations are forecast to miss it"},
		{on, []maturity.Status{off, on, met}, "We are on track for the target for March 2020: 1 of 3 organisations is forecast to miss it"},
		{risk, []maturity.Status{risk, on}, "It is not certain that we will meet the target for March 2020: 1 of 2 organisations is at risk"},
		{on, []maturity.Status{on, on, met}, "We are on track for the target for March 2020: 1 of 3 organisations has met it, 2 are on track"},
		{past, []maturity.Status{past, past, met}, "We did not meet the target for March 2020: 2 of 3 organisations missed it"},
		// Organisations nobody can judge yet are not counted.
		{off, []maturity.Status{off, little, little}, "We are not on track for the target for March 2020: 1 of 1 organisation is forecast to miss it"},
		// The footprint has no value of its own: the worst of its organisations speaks.
		{little, []maturity.Status{on, risk}, "It is not certain that we will meet the target for March 2020: 1 of 2 organisations is at risk"},
		{little, []maturity.Status{little, little}, "We cannot say yet whether we will meet the target for March 2020"},
		{met, nil, "We have met the target for March 2020"},
	} {
		whole := statuses(c.whole)[0]
		if got := verdict(percent, by2020, &whole, statuses(c.members...)).Sentence; got != c.want {
			t.Errorf("%v of %v:\n got %s\nwant %s", c.whole, c.members, got, c.want)
		}
	}
}

func TestTheFiguresCarryForecastRangeTargetAndChance(t *testing.T) {
	whole := maturity.Trajectory{Status: maturity.StatusUnlikely, Probability: 0.19, AtDue: &maturity.BandPoint{Median: 77, Low80: 61, High80: 93}}
	if got, want := figures(percent, by2020, &whole), "Forecast 77% by March 2020 (likely range 61% to 93%). Target 85%. Chance of meeting it: about 1 in 5."; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	met := maturity.Trajectory{Status: maturity.StatusMet, Latest: &maturity.PathPoint{Period: q2, Value: 87, HasValue: true}}
	if got, want := figures(percent, by2020, &met), "Now 87% (Q2 2018/19). Target 85%."; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got := figures(percent, by2020, nil); got != "" {
		t.Errorf("%q, want nothing", got)
	}
}

func TestFreshnessCountsTheReturnsOfTheNewestPeriod(t *testing.T) {
	members := statuses(maturity.StatusOnTrack, maturity.StatusOnTrack, maturity.StatusOnTrack)
	members[0].Latest = &maturity.PathPoint{Period: q2, HasValue: true}
	members[1].Latest = &maturity.PathPoint{Period: q2, HasValue: true}
	members[2].Latest = &maturity.PathPoint{Period: q2.Add(-1), HasValue: true}
	if got, want := freshness(nil, members), "Based on 2 of 3 returns for July to September 2018 (Q2 2018 to 2019). 1 return is missing."; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got, want := freshness(nil, statuses(maturity.StatusTooLittle)), "No return has come in yet."; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestDatesAreWrittenNoFinerThanTheirSource(t *testing.T) {
	for want, d := range map[string]maturity.LooseDate{
		"March 2020":              *by2020.Due,
		"the end of 2016 to 2017": {Precision: maturity.PrecisionFinancialYearEnd, Latest: period.Date(2017, 3, 31)},
		"2016 to 2017":            {Precision: maturity.PrecisionFinancialYear, Latest: period.Date(2017, 3, 31)},
		"2020":                    {Precision: maturity.PrecisionCalendarYear, Latest: period.Date(2020, 12, 31)},
		"25 May 2018":             {Precision: maturity.PrecisionDay, Latest: period.Date(2018, 5, 25)},
	} {
		if got := d.Words(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTheGapToTheRequiredPathIsOnTheGoodSideOfTheOperator(t *testing.T) {
	path := []maturity.RequiredPoint{{Period: q2, Value: 70}}
	latest := &maturity.PathPoint{Period: q2, Value: 66, HasValue: true}
	if gap, ok := gapToRequired(by2020, maturity.Trajectory{Required: path, Latest: latest}); !ok || gapWords(percent, gap) != "4 points behind" {
		t.Errorf("%v %v", gap, ok)
	}
	atMost := by2020
	atMost.Operator = maturity.AtMost
	if gap, ok := gapToRequired(atMost, maturity.Trajectory{Required: path, Latest: latest}); !ok || gapWords(percent, gap) != "4 points ahead" {
		t.Errorf("%v %v", gap, ok)
	}
	// The path an organisation committed to comes before the straight line.
	plan := []maturity.RequiredPoint{{Period: q2, Value: 66}}
	if gap, ok := gapToRequired(by2020, maturity.Trajectory{Plan: plan, Required: path, Latest: latest}); !ok || gapWords(percent, gap) != "on the path" {
		t.Errorf("%v %v", gap, ok)
	}
	if _, ok := gapToRequired(by2020, maturity.Trajectory{Required: path}); ok {
		t.Error("a gap without a value")
	}
}

func TestFindingsNameWhoIsWhereAndLeaveOutOtherInstruments(t *testing.T) {
	cell := func(p maturity.Position, indicative bool) MatrixCell {
		return MatrixCell{Position: p, Indicative: indicative}
	}
	m := &Matrix{Organisations: []maturity.Organisation{{ShortName: "A"}, {ShortName: "B"}, {ShortName: "C"}}, Groups: []MatrixGroup{{Rows: []MatrixRow{
		{Section: maturity.Section{Title: "Leadership"}, Cells: []MatrixCell{cell(maturity.PositionAbove, false), cell(maturity.PositionAbove, false), cell(maturity.PositionBelow, true)}},
		{Section: maturity.Section{Title: "Standards"}, Cells: []MatrixCell{cell(maturity.PositionBelow, false), cell(maturity.PositionBelow, false), cell(maturity.PositionAbove, true)}},
	}}}}
	want := []string{"All are above the national average in Leadership.", "All are below the national average in Standards.",
		"A is below the national average in 1 of 2 sections.", "B is below the national average in 1 of 2 sections."}
	got := findings(m)
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %s\nwant %s", got[i], want[i])
		}
	}
}
