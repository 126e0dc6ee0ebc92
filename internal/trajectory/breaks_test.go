package trajectory

import (
	"strings"
	"testing"

	"waymark/internal/maturity"
)

// A forecast rests on what came after the last break, and says so.
func TestAForecastStartsAfterTheLastBreak(t *testing.T) {
	const figures = "Q2016-04 20, Q2016-07 21, Q2016-10 20, Q2017-01 22, Q2017-04 53, Q2017-07 57, Q2017-10 58, Q2018-01 63"
	marked := maturity.Break{Day: date("2017-04-01"), Kind: maturity.BreakMarked, Reason: "Returns of two sites were missing before.", By: "analyst"}
	merged := maturity.Break{Day: date("2017-04-01"), Kind: maturity.BreakMerger, Reason: "L84001"}
	for _, c := range []struct {
		name   string
		breaks []maturity.Break
		fitted int // complete figures the forecast rests on
		said   string
	}{
		{"none", nil, 8, ""},
		{"a mark", []maturity.Break{marked}, 4, "Earlier figures do not count, because a break is marked on 1 April 2017 (Returns of two sites were missing before): the forecast starts there."},
		{"a merger", []maturity.Break{merged}, 4, "because another organisation became part of this one on 1 April 2017 (L84001): the forecast starts there."},
		{"the last of several, in any order", []maturity.Break{{Day: date("2017-10-01"), Kind: maturity.BreakMarked, Reason: "Late data"}, marked}, 2, "because a break is marked on 1 October 2017 (Late data)."},
		{"one that lies ahead", []maturity.Break{{Day: date("2019-04-01"), Kind: maturity.BreakMerger, Reason: "L84001"}}, 8, ""},
		{"one before the first figure", []maturity.Break{{Day: date("2016-04-01"), Kind: maturity.BreakMerger, Reason: "L84001"}}, 8, ""},
	} {
		in := Input{Measure: eps(), Observed: path(t, figures), Today: date("2018-05-15"), Breaks: c.breaks}
		complete, _ := Complete(in)
		if len(complete) != c.fitted {
			t.Errorf("%s: %d figures are fitted, want %d", c.name, len(complete), c.fitted)
		}
		for _, aim := range []*Aim{nil, by("2019-03-31", maturity.AtLeast, 70), by("", maturity.AtLeast, 70)} {
			got := one(in, aim)
			if c.said == "" && (strings.Contains(got.Reason, "Earlier figures") || len(got.Breaks) > 0) || !strings.Contains(got.Reason, c.said) {
				t.Errorf("%s: %s", c.name, got.Reason)
			}
			if c.said != "" && got.Baseline.Period.Start < got.Breaks[len(got.Breaks)-1].Day {
				t.Errorf("%s: progress is counted from %s", c.name, got.Baseline.Period)
			}
			if (c.fitted < LeastPoints) != (got.Projected == nil) {
				t.Errorf("%s: %d steps are projected from %d figures", c.name, len(got.Projected), c.fitted)
			}
		}
		if len(c.breaks) > 0 && c.said != "" {
			plain := in
			plain.Breaks = nil
			if Hash(in, nil) == Hash(plain, nil) {
				t.Errorf("%s: the break does not change the hash", c.name)
			}
		}
	}
}
