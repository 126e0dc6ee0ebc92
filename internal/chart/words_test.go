package chart

import (
	"math"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Sentences add up: the difference is that of the numbers shown, not of the hidden decimals.
func TestChanges(t *testing.T) {
	for _, c := range []struct {
		from, to float64
		want     string
	}{
		{41, 44, "up 3 points from 41% to 44%"},
		{40.6, 44.4, "up 3 points from 41% to 44%"},
		{44, 43, "down 1 point from 44% to 43%"},
		{44.4, 43.6, "unchanged at 44%"},
	} {
		if got := change(c.from, c.to, eps()); got != c.want {
			t.Errorf("%v to %v: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

// What is said for each status, and what is kept silent.
func TestTrajectoryWords(t *testing.T) {
	with := func(change func(*TrajectoryInput)) TrajectoryInput {
		in := usual()
		in.Trajectory.Observed, in.Illustrative = reported(quarter(2017, 7), 41, 42, 43, 43, 44), false
		change(&in)
		return in
	}
	for _, c := range []struct {
		name            string
		in              TrajectoryInput
		title, contains string
		silent          string // must not be in title or reading
	}{
		{"on track", with(func(in *TrajectoryInput) {
			in.Trajectory.Status, in.Trajectory.Probability = maturity.StatusOnTrack, 0.84
		}),
			"Gloucestershire is on track: forecast 68% by March 2020, target at least 85%", "the chance of meeting the target of at least 85% is about 84%", ""},
		{"at risk", with(func(in *TrajectoryInput) {
			in.Trajectory.Status, in.Trajectory.Probability = maturity.StatusAtRisk, 0.6
		}),
			"Gloucestershire may miss the target: forecast 68% by March 2020, target at least 85%", "about 60%", ""},
		{"chance unknown", with(func(in *TrajectoryInput) { in.Trajectory.Probability = math.NaN() }),
			"Gloucestershire is not on track: forecast 68% by March 2020, target at least 85%", "the target is at least 85% by March 2020.", "chance"},
		{"past due", with(func(in *TrajectoryInput) {
			in.Trajectory.Status, in.Trajectory.Projected, in.Trajectory.AtDue = maturity.StatusPastDue, nil, nil
		}), "Gloucestershire missed the target of at least 85% by March 2020: 44% in July to September 2018", "up 3 points from 41% a year earlier", "forecast"},
		{"too little data", with(func(in *TrajectoryInput) {
			in.Trajectory.Status, in.Trajectory.Observed = maturity.StatusTooLittle, reported(quarter(2018, 7), 44)
		}), "Gloucestershire: 44% in July to September 2018; too little data to forecast against the target of at least 85% by March 2020", "there is too little data for a forecast", "up "},
		{"target without a date", with(func(in *TrajectoryInput) {
			in.Target.Due, in.Trajectory.Status, in.Trajectory.AtDue = nil, maturity.StatusNoTarget, nil
		}),
			"Gloucestershire: 44% in July to September 2018, up 3 points from 41% a year earlier", "the target is at least 85%.", "by March"},
		{"another period's average is not compared", with(func(in *TrajectoryInput) { in.National = []Point{{quarter(2018, 4), 61}} }),
			"Gloucestershire is not on track: forecast 68% by March 2020, target at least 85%", "44% in July to September 2018", "national"},
		{"a changed definition is not compared across", with(func(in *TrajectoryInput) { in.Measure.Changes = []maturity.Change{{Date: "2018-01-10", Break: true}} }),
			"Gloucestershire is not on track: forecast 68% by March 2020, target at least 85%", "not comparable with a year earlier because the definition changed", "up 3"},
		{"an incomplete last period is left out", with(func(in *TrajectoryInput) { in.Trajectory.Observed[4].Provisional = true }),
			"Gloucestershire is not on track: forecast 68% by March 2020, target at least 85%", "July to September 2018 is not complete yet and is left out", "44%"},
		{"only an incomplete period", with(func(in *TrajectoryInput) {
			in.Trajectory.Observed = reported(quarter(2018, 7), 44)
			in.Trajectory.Observed[0].Provisional = true
		}), "Gloucestershire: 44% so far in July to September 2018, which is not complete", "nothing can be said of a direction yet", "up "},
		{"a date in the words of its source", with(func(in *TrajectoryInput) { in.Target.Due.AsGiven = "by end of 2020" }),
			"Gloucestershire is not on track: forecast 68% by end of 2020, target at least 85%", "the forecast by end of 2020 is 68%", "by by"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := Trajectory(c.in)
			if err != nil {
				t.Fatal(err)
			}
			if f.Title != c.title {
				t.Errorf("headline %q\n    want %q", f.Title, c.title)
			}
			if !strings.Contains(f.Reading, c.contains) {
				t.Errorf("reading %q does not say %q", f.Reading, c.contains)
			}
			if c.silent != "" && strings.Contains(f.Title+f.Reading, c.silent) {
				t.Errorf("%q should not be said: %q %q", c.silent, f.Title, f.Reading)
			}
			if strings.Count(f.Reading, ". ") > 0 {
				t.Errorf("more than one sentence: %q", f.Reading)
			}
		})
	}
}

func TestRankedWords(t *testing.T) {
	lower := rankedUsual()
	lower.Measure.Polarity = maturity.LowerIsBetter
	joint := rankedUsual()
	joint.Items[2].Value = 51
	two := rankedUsual()
	two.Items = two.Items[2:4]
	none := rankedUsual()
	none.Focus = 0
	self := rankedUsual()
	self.Measure.SelfAssessed = true
	for _, c := range []struct {
		name, title string
		in          RankedInput
	}{
		{"of how many", "Gloucestershire CCG: 51%, below the national average (62%), 5th highest of 8 organisations", rankedUsual()},
		{"lower is better", "Gloucestershire CCG: 51%, below the national average (62%), 4th lowest of 8 organisations", lower},
		{"joint", "Gloucestershire CCG: 51%, below the national average (62%), joint 4th highest of 8 organisations", joint},
		{"two are no ranking", "Gloucestershire CCG: 51%, below the national average (62%)", two},
		{"self-assessment is no ranking", "Gloucestershire CCG: 51%, below the national average (62%)", self},
		{"nobody in focus", "2 of 8 organisations are above, 2 similar to and 4 below the national average (62%)", none},
	} {
		f, err := Ranked(c.in)
		if err != nil || f.Title != c.title {
			t.Errorf("%s: %q, %v; want %q", c.name, f.Title, err, c.title)
		}
	}
}

func TestWhatCannotBeDrawnIsAnError(t *testing.T) {
	in := usual()
	in.Trajectory.Projected[1].High95 = math.Inf(1)
	if _, err := Trajectory(in); err == nil {
		t.Error("an infinite band was drawn")
	}
	ranked := rankedUsual()
	ranked.Items[0].Value = math.NaN()
	if _, err := Ranked(ranked); err == nil {
		t.Error("a value that is no number was drawn")
	}
}

func TestAxesUnderPeriods(t *testing.T) {
	for _, c := range []struct {
		name  string
		kind  period.Kind
		from  period.Day
		count int
		width float64
		want  string
	}{
		{"quarters", period.KindQuarter, period.Date(2018, 1, 1), 4, 50, "Q4\n2017/18|Q1\n2018/19|Q2|Q3"},
		{"narrow quarters name years only", period.KindQuarter, period.Date(2018, 4, 1), 6, 15, "Q1\n2018/19||||Q1\n2019/20|"},
		{"months", period.KindMonth, period.Date(2018, 11, 1), 4, 60, "Nov\n2018|Dec|Jan\n2019|Feb"},
		{"years", period.KindFinancialYear, period.Date(2015, 4, 1), 3, 90, "2015/16|2016/17|2017/18"},
	} {
		got := strings.Join(timeScale{period.Of(c.kind, c.from), c.count}.labels(c.width), "|")
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestScales(t *testing.T) {
	percent, score, count := eps(), scoreCase().Measure, maturity.Measure{Unit: maturity.UnitCount}
	for _, c := range []struct {
		name   string
		values []float64
		m      maturity.Measure
		want   valueScale
	}{
		{"percentages run to 100", []float64{31, 62}, percent, valueScale{0, 100, 20}},
		{"small ones do not", []float64{1, 3}, percent, valueScale{0, 3, 1}},
		{"above 100 there is room", []float64{31, 112}, percent, valueScale{0, 125, 25}},
		{"scores show their whole scale", []float64{60, 70}, score, valueScale{0, 100, 20}},
		{"counts start at zero", []float64{8200, 7400}, count, valueScale{0, 10000, 2000}},
		{"below zero", []float64{-3, 4}, count, valueScale{-4, 4, 2}},
		{"all zero", []float64{0, 0}, count, valueScale{0, 1, 0.2}},
		{"next to nothing", []float64{5e-324}, count, valueScale{0, 1, 0.2}},
	} {
		if got := scaleFor(c.values, c.m); math.Abs(got.low-c.want.low)+math.Abs(got.high-c.want.high)+math.Abs(got.step-c.want.step) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Pictures and tables speak of one target in the same words.
func TestDatesOfTargets(t *testing.T) {
	end := period.Date(2017, 3, 31)
	for _, c := range []struct {
		due  maturity.LooseDate
		want string
	}{
		{maturity.LooseDate{AsGiven: "By end 16/17", Precision: maturity.PrecisionFinancialYearEnd, Latest: end}, "by the end of 2016 to 2017"},
		{maturity.LooseDate{AsGiven: "By Sep 17", Precision: maturity.PrecisionMonth, Latest: period.Date(2017, 9, 30)}, "by September 2017"},
		{maturity.LooseDate{AsGiven: "by 2020", Precision: maturity.PrecisionCalendarYear, Latest: period.Date(2020, 12, 31)}, "by 2020"},
		{maturity.LooseDate{AsGiven: "no later than spring", Latest: end}, "no later than spring"},
		{maturity.LooseDate{Latest: end}, "by 31 March 2017"},
	} {
		if got := byWhen(dueWords(maturity.Target{Due: &c.due})); got != c.want {
			t.Errorf("%+v is %q, want %q", c.due, got, c.want)
		}
	}
}
