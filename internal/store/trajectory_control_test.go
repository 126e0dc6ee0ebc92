package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"waymark/internal/maturity"
)

func TestControlComesBack(t *testing.T) {
	for name, want := range map[string]*maturity.Control{
		"none":                  nil,
		"too few":               {Status: maturity.ControlTooFew, Count: 5},
		"too little variation":  {Status: maturity.ControlTooLittleVariation, Count: 20, Absent: 3},
		"charted":               {Status: maturity.ControlCharted, Count: 12, Absent: 1, Trial: true, Mean: 50.5, Lower: -1.25, Upper: 1e6, Variation: "concern_low", Assurance: "fail", Rules: ".0123"},
		"without an assurance ": {Status: maturity.ControlCharted, Count: 13, Variation: "common_cause", Rules: "0000000000000"},
	} {
		got, err := readControl(writeControl(want))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	for _, text := range []string{"charted", "too_few,1", "too_few,x,1", "charted,12,0,0,a,1,2,v,a,000", "charted,12,0,0,1,1,2,v,a"} {
		if c, err := readControl(text); err == nil {
			t.Errorf("%q was read as %+v", text, c)
		}
	}
}
