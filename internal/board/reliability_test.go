package board

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"waymark/internal/maturity"
)

func TestReliabilityBesideAForecast(t *testing.T) {
	forecast := []maturity.Trajectory{{Projected: []maturity.BandPoint{{}}}}
	if v := reliabilityOf(nil, nil); v != nil {
		t.Errorf("nothing is forecast: %+v", v)
	}
	want := &ReliabilityView{Verdict: "There is no record yet: no figure has come for a period that was forecast."}
	if diff := cmp.Diff(want, reliabilityOf(nil, forecast)); diff != "" {
		t.Error(diff)
	}
	bins := make([]maturity.ReliabilityBin, 10)
	bins[7] = maturity.ReliabilityBin{Statements: 1041, Stated: 0.72, Came: 520}
	few := maturity.ReliabilityRecord{Figures: 6, Share50: 0.5, Share80: 1, Share95: 1, Illustrative: true, Verdict: maturity.VerdictTooFew}
	off := maturity.ReliabilityRecord{Figures: 1200, Share50: 0.31, Share80: 0.6, Share95: 0.85, UsualLow: 0.7, UsualHigh: 0.9, Statements: 1041, Brier: 0.207, Bins: bins, Verdict: maturity.VerdictTooSure}
	want = &ReliabilityView{
		Verdict: "Forecasts of this measure have been too sure of themselves: take the likely range as wider, and chances as nearer to even.",
		Counts:  "The likely range held 60% of 1,200 figures, each forecast afterwards from what was known at the time; it should hold 80%, and chance alone explains 70% to 90%. Of 1,041 statements of about 72%, 520 came true.",
		Off:     true, Illustrative: true, Brier: "0.21",
		Rows: []ReliabilityRow{{"Shown on these pages before", "6", "50%", "100%", "100%"}, {"Made afterwards for past days", "1,200", "31%", "60%", "85%"}},
		Bins: []ReliabilityBin{{"70% to 80%", "72%", "1,041", "520 (50%)"}}, Points: []maturity.ReliabilityBin{bins[7]},
	}
	if diff := cmp.Diff(want, reliabilityOf([]maturity.Reliability{{Stated: few, BackTest: off}}, nil)); diff != "" {
		t.Error(diff)
	}
}
