package chart

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// controlUsual is twenty quiet months and an improvement at the end, below its target.
func controlUsual() ControlInput {
	in := ControlInput{Organisation: org("Gloucestershire"), Measure: eps(), Mean: 52.1, Lower: 41.3, Upper: 62.9, AsAt: "15 November 2018",
		Target: &maturity.Target{Operator: maturity.AtLeast, Value: 80}, SourceWords: "monthly returns", Illustrative: true,
		Sentences: []string{"The latest figure is a sign of an improvement, more than the usual variation: it is above the upper limit.", "If nothing changes the target will be missed every time: the whole usual variation is on the wrong side of it."}}
	from := period.Of(period.KindMonth, period.Date(2017, 1, 1))
	for i, v := range []float64{50, 54, 49, 55, 52, 47, 51, 56, 50, 53, 48, 52, 55, 51, 49, 54, 50, 52, 40, 53, 66} {
		p := ControlPoint{Period: from.Add(i), Value: v, Words: "Within the usual variation."}
		switch {
		case v > in.Upper:
			p.Cause, p.Words = Better, "Above the upper limit of the usual variation."
		case v < in.Lower:
			p.Cause, p.Words = Worse, "Below the lower limit of the usual variation."
		}
		in.Points = append(in.Points, p)
	}
	return in
}

func controlCases() map[string]ControlInput {
	quiet := controlUsual()
	quiet.Points, quiet.Target = quiet.Points[:18], nil

	neither := controlUsual()
	neither.Measure, neither.Target = monthlyCase().Measure, nil
	for i := range neither.Points {
		if neither.Points[i].Cause != Usual {
			neither.Points[i].Cause = Special
		}
	}

	gap := controlUsual()
	gap.Points = append(gap.Points[:5:5], gap.Points[9:]...)

	ends := controlUsual()
	ends.Lower, ends.Upper, ends.Mean, ends.Target = -4, 103, 52, nil
	for i := range ends.Points {
		ends.Points[i].Cause = Usual
	}

	nasty := controlUsual()
	nasty.Organisation, nasty.SourceWords, nasty.Measure.Title, nasty.Sentences = org(hostile), hostile, hostile, []string{hostile + "."}

	long := controlUsual()
	long.Organisation = org(strings.Repeat("Gloucestershire and the Forest of Dean Partnership ", 5) + "NHS Foundation Trust")
	rtl, one, many := controlUsual(), controlUsual(), controlUsual()
	rtl.Organisation = org(hebrew)
	one.Points, one.Sentences = one.Points[:1], nil
	many.Points = nil
	for i := range 200 {
		many.Points = append(many.Points, ControlPoint{Period: period.Of(period.KindMonth, period.Date(2002, 1, 1)).Add(i), Value: 52 + 9*math.Sin(float64(i)), Words: "Within the usual variation."})
	}
	marked := controlUsual()
	marked.Marks = []Mark{{period.Date(2018, 5, 1), "Go-live of the shared record"}}
	marked.Breaks = []maturity.Break{{Day: period.Date(2017, 7, 1), Kind: maturity.BreakMarked, Reason: "another supplier"}}
	return map[string]ControlInput{"right-to-left": rtl, "one-point": one, "200-months": many, "marks-and-break": marked, "usual": controlUsual(), "quiet": quiet, "neither-better": neither, "gap": gap, "limits-beyond-the-scale": ends, "hostile": nasty, "long-name": long}
}

func TestControlGolden(t *testing.T) {
	for name, in := range controlCases() {
		t.Run(name, func(t *testing.T) {
			figure, err := Control(in)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "control-"+name, figure)
			small, err := figure.Narrow()
			if err != nil {
				t.Fatal(err)
			}
			checkFigure(t, small)
			if small.Width >= figure.Width || small.Title != figure.Title || bytes.Equal(small.Option, figure.Option) {
				t.Errorf("the narrow figure says %q at %d pixels", small.Title, small.Width)
			}
			if name == "usual" || name == "hostile" {
				golden(t, "control-"+name+"-narrow", small)
			}
		})
	}
}

// What a figure is a sign of is told by its shape, in the words below the picture, and in the table.
func TestControlMarksSpecialCausesByShape(t *testing.T) {
	f, err := Control(controlUsual())
	if err != nil {
		t.Fatal(err)
	}
	var option struct {
		Series []struct {
			ID, Symbol string
			Data       []struct{ Value [2]*float64 }
		}
	}
	if err := json.Unmarshal(f.Option, &option); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	count := map[string]int{}
	for _, s := range option.Series {
		got[s.ID], count[s.ID] = s.Symbol, len(s.Data)
	}
	for id, want := range map[string]string{"usual": "circle", "better": "diamond", "worse": "rect", "upper": "none", "lower": "none", "mean": "none", "target": "none"} {
		if got[id] != want {
			t.Errorf("%s is drawn as %q, want %q", id, got[id], want)
		}
	}
	if count["usual"] != 19 || count["better"] != 1 || count["worse"] != 1 {
		t.Errorf("figures by cause: %v", count)
	}
	if f.key != "Circles: usual variation. Diamonds: improvement. Squares: change for the worse." {
		t.Errorf("the shapes are explained as %q", f.key)
	}
	if rows := f.Table.Rows; len(rows) != 21 || rows[18].Cells[5] != "Below the lower limit of the usual variation." {
		t.Errorf("%q", rows[18].Cells)
	}
}

func TestControlRefusesWhatCannotBeDrawn(t *testing.T) {
	for name, change := range map[string]func(*ControlInput){
		"no figure":         func(in *ControlInput) { in.Points = nil },
		"an infinite limit": func(in *ControlInput) { in.Upper = math.Inf(1) },
		"no mean":           func(in *ControlInput) { in.Mean = math.NaN() },
		"a huge value":      func(in *ControlInput) { in.Points[0].Value = 1e16 },
		"a huge target":     func(in *ControlInput) { in.Target.Value = -1e16 },
	} {
		in := controlUsual()
		change(&in)
		if _, err := Control(in); err == nil {
			t.Errorf("%s was drawn", name)
		}
	}
}

// Whatever figures and limits come together, both drawings are JSON and the axis holds everything.
func TestAnyControlChartCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Float64Range(-1e6, 1e6)
		in := controlUsual()
		in.Points = nil
		at := period.Of(rapid.SampledFrom([]period.Kind{period.KindDay, period.KindMonth, period.KindQuarter, period.KindFinancialYear}).Draw(t, "kind"), period.Date(1990, 5, 1))
		for range rapid.IntRange(1, 200).Draw(t, "points") {
			at = at.Add(rapid.IntRange(1, 3).Draw(t, "step"))
			in.Points = append(in.Points, ControlPoint{Period: at, Value: value.Draw(t, "value"), Cause: Cause(rapid.IntRange(0, 3).Draw(t, "cause"))})
		}
		in.Lower = value.Draw(t, "lower")
		in.Upper = in.Lower + rapid.Float64Range(0, 10).Draw(t, "range")
		in.Mean = (in.Lower + in.Upper) / 2
		f, err := Control(in)
		if err != nil {
			t.Fatal(err)
		}
		small, err := f.Narrow()
		if err != nil || !json.Valid(f.Option) || !json.Valid(small.Option) || len(f.Table.Rows) != len(in.Points) {
			t.Fatalf("%v", err)
		}
		s := controlScale(in)
		for _, p := range in.Points {
			if p.Value < s.low || p.Value > s.high {
				t.Fatalf("%v is outside the axis from %v to %v", p.Value, s.low, s.high)
			}
		}
		if in.canBeBelow(in.Lower) && s.low > in.Lower || in.canBeAbove(in.Upper) && s.high < in.Upper || len(s.ticks()) > 12 || s.low >= s.high {
			t.Fatalf("limits %v to %v on an axis %+v", in.Lower, in.Upper, s)
		}
	})
}

// Limits are not cut, but nobody is told that a share may fall below 0.
func TestControlWordsOfLimits(t *testing.T) {
	percent, count := eps(), monthlyCase().Measure
	exceeding := eps()
	exceeding.MayExceed = true
	count.Low, count.High = 0, math.NaN()
	for _, c := range []struct {
		measure      maturity.Measure
		lower, upper float64
		want         string
	}{
		{percent, 40, 60, "lies between 40% and 60%"}, {percent, -5, 60, "lies below 60%"}, {percent, 40, 101, "lies above 40%"},
		{percent, -1, 101, "covers all values that are possible"}, {exceeding, 40, 101, "lies between 40% and 101%"}, {count, -67, 12507, "lies below 12,507"},
	} {
		if got := (ControlInput{Measure: c.measure, Lower: c.lower, Upper: c.upper}).between(); got != c.want {
			t.Errorf("%v to %v %s: %q, want %q", c.lower, c.upper, c.measure.ID, got, c.want)
		}
	}
}
