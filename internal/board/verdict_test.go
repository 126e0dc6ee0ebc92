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
	const met, on, risk, off, past, little, none = maturity.StatusMet, maturity.StatusOnTrack, maturity.StatusAtRisk, maturity.StatusUnlikely, maturity.StatusPastDue, maturity.StatusTooLittle, maturity.StatusNoTarget
	england := maturity.Organisation{Name: "England", Kind: maturity.KindNation}
	few := func(n int, s maturity.Status) (out []maturity.Status) {
		for range n {
			out = append(out, s)
		}
		return out
	}
	forecast := func(median float64) *maturity.BandPoint {
		return &maturity.BandPoint{Median: median, Low80: median - 9, High80: median + 9}
	}
	for _, c := range []struct {
		point   string
		subject maturity.Organisation
		whole   maturity.Status
		atDue   *maturity.BandPoint
		members []maturity.Status
		change  func(*maturity.Target)
		want    string
	}{
		{point: "some of many", whole: off, members: append(few(5, off), few(4, on)...), want: "We are not on track for 2020: 5 of 9 organisations are forecast to miss the target"},
		{point: "one of many", whole: on, members: []maturity.Status{off, on, met}, want: "We are on track for 2020: 1 of 3 organisations is forecast to miss the target"},
		{point: "all of many", whole: off, members: few(9, off), want: "We are not on track for 2020: all 9 organisations are forecast to miss the target"},
		{point: "one organisation only", whole: off, members: few(1, off), want: "We are not on track for 2020: the one organisation is forecast to miss the target"},
		{point: "nobody is judged yet: not counted", whole: off, members: []maturity.Status{off, on, little, little}, want: "We are not on track for 2020: 1 of 2 organisations is forecast to miss the target"},
		{point: "at risk", whole: risk, members: []maturity.Status{risk, on}, want: "We are at risk of missing the target for 2020: 1 of 2 organisations is at risk, none is forecast to miss it"},
		{point: "some met it", whole: on, members: []maturity.Status{on, on, met}, want: "We are on track for 2020: 1 of 3 organisations has met it, 2 are on track"},
		{point: "all on track", whole: on, members: few(3, on), want: "We are on track for 2020: all 3 organisations are on track"},
		{point: "all met it", whole: met, members: few(3, met), want: "We have met the target for 2020: all 3 organisations have met it"},
		{point: "past due", whole: past, members: []maturity.Status{past, past, met}, want: "We did not meet the target for 2020: 2 of 3 organisations missed it"},
		{point: "no value of its own: the worst of its organisations speaks", whole: little, members: []maturity.Status{on, off}, want: "We are not on track for 2020: 1 of 2 organisations is forecast to miss the target"},
		{point: "too few figures", whole: little, members: few(2, little), want: "We cannot say yet whether we will meet the target for 2020: there are too few figures of all 2 organisations"},
		{point: "too few figures of one", whole: little, want: "We cannot say yet whether we will meet the target for 2020: there are too few figures"},
		{point: "a target that nobody follows", whole: none, members: few(2, none), want: "We cannot say yet whether we will meet the target for 2020: there are too few figures of all 2 organisations"},
		{point: "an organisation of its own", whole: off, atDue: forecast(77), want: "We are not on track for 2020: the forecast is 8 points short of the target"},
		{point: "one point", whole: risk, atDue: forecast(84), want: "We are at risk of missing the target for 2020: the forecast is 1 point short of the target"},
		{point: "at most", whole: off, atDue: forecast(90), change: func(t *maturity.Target) { t.Operator = maturity.AtMost }, want: "We are not on track for 2020: the forecast is 5 points above the target"},
		{point: "a forecast that does not miss needs no tail", whole: risk, atDue: forecast(86), want: "We are at risk of missing the target for 2020"},
		{point: "an organisation that has met it", whole: met, want: "We have met the target for 2020"},
		{point: "no date", whole: off, members: []maturity.Status{off, on}, change: func(t *maturity.Target) { t.Due = nil }, want: "We are not on track for the target: 1 of 2 organisations is forecast to miss the target"},
		{point: "a financial year keeps both years", whole: on, members: few(2, on), change: func(t *maturity.Target) {
			t.Due = &maturity.LooseDate{Precision: maturity.PrecisionFinancialYear, Latest: period.Date(2021, 3, 31)}
		}, want: "We are on track for 2020 to 2021: all 2 organisations are on track"},
		{point: "the nation is named", subject: england, whole: off, members: []maturity.Status{off, on, on}, want: "England is not on track for 2020: 1 of 3 organisations is forecast to miss the target"},
		{point: "the nation cannot be judged", subject: england, whole: little, want: "We cannot say yet whether England will meet the target for 2020: there are too few figures"},
	} {
		whole, target := statuses(c.whole)[0], by2020
		whole.AtDue = c.atDue
		if c.change != nil {
			c.change(&target)
		}
		if got := verdict(c.subject, percent, target, &whole, statuses(c.members...)).Sentence; got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.point, got, c.want)
		}
	}
}

func TestTheVerdictSaysWhyItIsSilent(t *testing.T) {
	whole := statuses(maturity.StatusTooLittle)[0]
	whole.Observed = []maturity.PathPoint{{Period: q2, State: maturity.Suppressed}}
	if got, want := verdict(maturity.Organisation{}, percent, by2020, &whole, nil).Sentence, "We cannot say yet whether we will meet the target for 2020: the newest figure is suppressed"; got != want {
		t.Errorf("got %s", got)
	}
	// Those who cannot be judged are counted below.
	members := statuses(maturity.StatusUnlikely, maturity.StatusTooLittle, maturity.StatusTooLittle)
	if got, want := verdict(maturity.Organisation{}, percent, by2020, nil, members).Figures, "2 organisations have too few figures to be judged."; got != want {
		t.Errorf("got %q", got)
	}
}

// A verdict that rests on invented figures alone says so; one reported figure is enough to be silent about it.
func TestAVerdictOfInventedFiguresSaysSo(t *testing.T) {
	c := &maturity.Catalogue{Sources: []maturity.Source{{ID: "return"}, {ID: "invented", Illustrative: true}}}
	c.Index()
	b := New(c, nil)
	invented, rolled, reported := maturity.Trajectory{Latest: &maturity.PathPoint{Source: "invented"}}, maturity.Trajectory{Latest: &maturity.PathPoint{Illustrative: true}}, maturity.Trajectory{Latest: &maturity.PathPoint{Source: "return"}}
	for want, behind := range map[string][]maturity.Trajectory{
		"Target 85%. All figures behind this are illustrative: nobody reported them.": {invented, rolled, {}},
		"Target 85%.": {invented, rolled, reported},
	} {
		if got := b.owningUp(Verdict{Figures: "Target 85%."}, behind).Figures; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := b.owningUp(Verdict{}, []maturity.Trajectory{{}}).Figures; got != "" {
		t.Errorf("%q without any figure", got)
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
