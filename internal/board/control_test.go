package board

import (
	"strings"
	"testing"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// controlled is a measure, a target and the trajectory of twelve quarters with a stored control chart.
func controlled(c *maturity.Control) (*Builder, maturity.Trajectory) {
	m := maturity.Measure{ID: "eps", Title: "Prescriptions", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, High: 100}
	target := maturity.Target{ID: "t", Measure: "eps", Operator: maturity.AtLeast, Value: 80}
	t := maturity.Trajectory{Organisation: 1, Measure: "eps", Target: "t", Control: c}
	at := period.Of(period.KindQuarter, period.Date(2015, 5, 1))
	for i := range 12 {
		t.Observed = append(t.Observed, maturity.PathPoint{Period: at.Add(i), State: maturity.Reported, HasValue: true, Value: float64(50 + i%3)})
	}
	catalogue := &maturity.Catalogue{Measures: []maturity.Measure{m}, Targets: []maturity.Target{target}}
	catalogue.Index()
	return New(catalogue, nil), t
}

func TestControlSaysWhatIsStored(t *testing.T) {
	for _, c := range []struct {
		name    string
		control *maturity.Control
		says    []string
		icons   string // letters
		drawn   bool
	}{
		{"nothing stored", nil, nil, "", false},
		{"too few", &maturity.Control{Status: maturity.ControlTooFew, Count: 5}, []string{"too few figures", "5 complete figures so far", "needs 12"}, "", false},
		{"flat", &maturity.Control{Status: maturity.ControlTooLittleVariation, Count: 20}, []string{"too little variation for limits"}, "", false},
		{"an improvement on trial limits", &maturity.Control{Status: maturity.ControlCharted, Count: 12, Absent: 2, Trial: true, Mean: 51, Lower: 48, Upper: 51.5,
			Variation: "improvement_high", Assurance: "fail", Rules: "000000000001"},
			[]string{"a sign of an improvement", "it is above the upper limit", "missed every time", "trial limits", "2 periods have no figure"}, "HF", true},
		{"usual variation without a target", &maturity.Control{Status: maturity.ControlCharted, Count: 12, Mean: 51, Lower: 40, Upper: 60, Variation: "common_cause", Rules: "000000000000"},
			[]string{"within the usual variation"}, "", true},
	} {
		b, trajectory := controlled(c.control)
		v := b.control(maturity.Organisation{ID: 1, Name: "A trust"}, trajectory, Query{Today: period.Date(2018, 11, 15)})
		if v == nil {
			if c.says != nil {
				t.Errorf("%s: nothing is said", c.name)
			}
			continue
		}
		text, letters := strings.Join(v.Sentences, " "), ""
		for _, s := range c.says {
			if !strings.Contains(text, s) {
				t.Errorf("%s: %q does not say %q", c.name, text, s)
			}
		}
		for _, icon := range v.Icons {
			letters += icon.Letter
		}
		if letters != c.icons || (v.Drawing != nil) != c.drawn {
			t.Errorf("%s: icons %q, drawn %v", c.name, letters, v.Drawing != nil)
		}
		if v.Drawing == nil {
			continue
		}
		f, err := v.Drawing.Describe()
		if err != nil || v.Drawing.Key == "" || f.Kind != chart.KindControl || len(f.Table.Rows) != 12 || !strings.Contains(f.Reading, v.Sentences[0]) {
			t.Errorf("%s: %v, key %q, %q", c.name, err, v.Drawing.Key, f.Reading)
		}
	}
}

// What a rule means depends on which way is better; the shape in the picture follows.
func TestControlShapeFollowsPolarity(t *testing.T) {
	for polarity, want := range map[maturity.Polarity]chart.Cause{maturity.HigherIsBetter: chart.Better, maturity.LowerIsBetter: chart.Worse, maturity.NeitherBetter: chart.Special} {
		if got := causeOf(1, maturity.Measure{Polarity: polarity}); got != want {
			t.Errorf("above the limit where %s is better: %v, want %v", polarity, got, want)
		}
		if got := causeOf(0, maturity.Measure{Polarity: polarity}); got != chart.Usual {
			t.Errorf("no rule where %s is better: %v", polarity, got)
		}
	}
}
