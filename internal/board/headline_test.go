package board

import (
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

func rowsOf(due maturity.LooseDate, list ...maturity.Status) (out []TargetRow) {
	for i, s := range list {
		target := maturity.Target{ID: "t", Due: &due}
		if s == maturity.StatusNoTarget {
			target.Due = nil
		}
		out = append(out, TargetRow{Target: target, Measure: maturity.Measure{ID: string(rune('a' + i))}, Status: s})
	}
	return out
}

// The first line of a board about many targets names how the missed ones stand, and counts only those that can be judged.
func TestTheVerdictOverManyTargets(t *testing.T) {
	const met, on, risk, off, past, little, none = maturity.StatusMet, maturity.StatusOnTrack, maturity.StatusAtRisk, maturity.StatusUnlikely,
		maturity.StatusPastDue, maturity.StatusTooLittle, maturity.StatusNoTarget
	for _, c := range []struct {
		rows           []maturity.Status
		want, figures  string
		status         maturity.Status
		differentYears bool
	}{
		{rows: []maturity.Status{off, off, off}, want: "We are not on track for 2020: all 3 targets are unlikely to be met", status: off},
		{rows: []maturity.Status{off}, want: "We are not on track for 2020: the target is unlikely to be met", status: off},
		{rows: []maturity.Status{met, past, on}, want: "We are not on track for 2020: 1 of 3 targets is past due", status: off},
		{rows: []maturity.Status{risk, off, past, met}, want: "We are not on track for 2020: 3 of 4 targets are at risk, unlikely to be met or past due", status: off},
		{rows: []maturity.Status{met, on}, want: "We are on track for 2020: all 2 targets are met or on track", status: on},
		{rows: []maturity.Status{met, little, little, none}, want: "We are on track for 2020: the target is met or on track",
			figures: "2 targets have too few returns to judge, 1 has no date.", status: on},
		{rows: []maturity.Status{risk, risk, on}, want: "We are at risk of missing the targets for 2020: 2 of 3 targets are at risk", status: risk},
		{rows: []maturity.Status{little, none}, want: "We cannot say yet whether the targets will be met: there are too few figures", figures: "1 target has too few returns to judge, 1 has no date.", status: little},
		{rows: []maturity.Status{none, none}, want: "We cannot say yet whether the targets will be met", figures: "2 targets have no date.", status: little},
		{rows: []maturity.Status{off, met}, differentYears: true, want: "We are not on track: 1 of 2 targets is unlikely to be met", status: off},
	} {
		rows := rowsOf(*by2020.Due, c.rows...)
		if c.differentYears {
			rows[0].Target.Due = &maturity.LooseDate{Precision: maturity.PrecisionCalendarYear, Latest: period.Date(2018, 12, 31)}
		}
		got := countVerdict(maturity.Organisation{}, rows)
		if got.Sentence != c.want || got.Figures != c.figures || got.Status != c.status {
			t.Errorf("%v:\n got %s | %s | %s\nwant %s | %s | %s", c.rows, got.Sentence, got.Figures, got.Status, c.want, c.figures, c.status)
		}
	}
}

// Below the sentence over many targets stand the figures of the one that is the least likely; a self-assessed score never.
func TestTheLeastLikelyTargetIsNamed(t *testing.T) {
	rows := rowsOf(*by2020.Due, maturity.StatusAtRisk, maturity.StatusUnlikely, maturity.StatusUnlikely, maturity.StatusOnTrack)
	for i, chance := range []float64{0.6, 0.19, 0.01, 0.9} {
		rows[i].Title, rows[i].Measure, rows[i].Target = "Discharge summaries within 24 hours", percent, by2020
		rows[i].Trajectory.Status, rows[i].Trajectory.Probability, rows[i].Trajectory.AtDue = rows[i].Status, chance, &maturity.BandPoint{Median: 77, Low80: 61, High80: 93}
	}
	rows[2].Measure.SelfAssessed = true
	got := countVerdict(maturity.Organisation{Name: "England", Kind: maturity.KindNation}, rows)
	if want := "England is not on track for 2020: 3 of 4 targets are at risk or unlikely to be met"; got.Sentence != want {
		t.Errorf("got %s", got.Sentence)
	}
	want := "Least likely: discharge summaries within 24 hours. Forecast 77% by March 2020 (likely range 61% to 93%). Target 85%. Chance of meeting it: about 1 in 5."
	if got.Figures != want {
		t.Errorf("got  %s\nwant %s", got.Figures, want)
	}
}

func TestFreshnessOverManyTargets(t *testing.T) {
	rows := rowsOf(*by2020.Due, maturity.StatusOnTrack, maturity.StatusOnTrack, maturity.StatusMet)
	if got, want := newest(rows), "No return has come in yet."; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	for i, p := range []period.Period{q2, q2.Add(-1), q2} {
		rows[i].Trajectory.Latest = &maturity.PathPoint{Period: p, HasValue: true}
	}
	rows[0].Trajectory.RollUp = &maturity.RollUpNote{Reporting: 2, Expected: 3}
	rows[1].Trajectory.RollUp = &maturity.RollUpNote{Reporting: 4, Expected: 5}
	want := "Newest figures: July to September 2018 (Q2 2018 to 2019), for 2 of 3 targets; the others are older. Based on 6 of 8 returns expected. 2 returns are missing."
	if got := newest(rows); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	rows[2].Measure.ID = rows[0].Measure.ID // two targets of one measure rest on the same returns
	rows[2].Trajectory.RollUp = rows[0].Trajectory.RollUp
	if got := newest(rows); got != want {
		t.Errorf("counted twice: %s", got)
	}
	// The verdicts rest on April to June, because returns for July to September are missing: each period is named.
	for i := range rows {
		rows[i].Trajectory.Latest.Period = q2.Add(-1)
	}
	rows[0].Trajectory.RollUp.Period, rows[1].Trajectory.RollUp.Period = q2, q2.Add(-1)
	want = "Newest figures: April to June 2018 (Q1 2018 to 2019). For July to September 2018 (Q2 2018 to 2019), 2 of 3 returns expected are in. 1 return is missing."
	if got := newest(rows); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// A board without a target states the newest value and how it moved.
func TestTheVerdictOfABoardWithoutATarget(t *testing.T) {
	m := maturity.Measure{ID: "p", Title: "Practices receiving online consultations", Unit: maturity.UnitPercent, Decimals: 1, UnitWords: "% of open practices", Polarity: maturity.HigherIsBetter}
	february := period.Of(period.KindMonth, period.Date(2026, 2, 1))
	observed := []maturity.PathPoint{{Period: february.Add(-12), Value: 96.4, HasValue: true}, {Period: february, Value: 97.6, HasValue: true}}
	one := maturity.Trajectory{Observed: observed, Latest: &observed[1]}
	got := valueVerdict(m, maturity.Organisation{Name: "England"}, one)
	if want := "Practices receiving online consultations: 97.6% in February 2026, up 1.2 points from 96.4% a year earlier"; got.Sentence != want {
		t.Errorf("got %s\nwant %s", got.Sentence, want)
	}
	if want := "% of open practices. Higher is better. No target is set."; got.Figures != want || got.Freshness != "" {
		t.Errorf("got %s | %s\nwant %s", got.Figures, got.Freshness, want)
	}
	one.RollUp = &maturity.RollUpNote{Reporting: 70, Expected: 71}
	if got := valueVerdict(m, maturity.Organisation{}, one); got.Freshness != "Based on 70 of 71 returns expected. 1 return is missing." {
		t.Errorf("freshness: %s", got.Freshness)
	}
	one.Observed, one.Latest = observed[:1], &observed[0]
	if got, want := valueVerdict(m, maturity.Organisation{}, one).Sentence, "Practices receiving online consultations: 96.4% in February 2025"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// What a row of the table of targets says beside its numbers.
func TestTheWordsOfATargetRow(t *testing.T) {
	aim := maturity.Measure{Title: "Repeat prescriptions sent electronically", Section: "9d"}
	area := maturity.Measure{Title: "Paper-free: Decision Support", Section: "decision"}
	for _, c := range []struct {
		m           maturity.Measure
		target      maturity.Target
		title, note string
	}{
		{aim, maturity.Target{Title: "At least 80% by 2017", Stated: true}, "9d Repeat prescriptions sent electronically", "At least 80% by 2017"},
		{aim, maturity.Target{Title: "100% of cases, implied by the wording"}, "9d Repeat prescriptions sent electronically", "100% of cases, implied by the wording"},
		{aim, maturity.Target{Title: "Every patient"}, "9d Repeat prescriptions sent electronically", "Every patient, implied by the wording"},
		{area, maturity.Target{Title: "Paper-free by 2020: Decision Support"}, "Paper-free: Decision Support", "Implied by the wording"},
		{area, maturity.Target{Title: area.Title, Stated: true}, "Paper-free: Decision Support", ""},
	} {
		if title, note := rowTitle(c.m), rowNote(c.m, c.target); title != c.title || note != c.note {
			t.Errorf("got %q, %q; want %q, %q", title, note, c.title, c.note)
		}
	}
}
