package benchmark

import (
	"testing"

	"waymark/internal/maturity"
)

// Scores that organisations give themselves are compared with an average and never ranked: no centiles of the peers, no
// centile of anybody among them, whoever the peers are. The same figures as measured have both.
func TestSelfAssessedScoresHaveNoRankAmongAnyPeers(t *testing.T) {
	var bodies []practice
	codes := []string{}
	for i := range 15 {
		code := string(rune('A' + i))
		bodies, codes = append(bodies, practice{code, 100, float64(40 + i), float64(50 + i)}), append(codes, code)
	}
	benchmarks := []maturity.Benchmark{
		{ID: "kind", Method: maturity.BenchmarkMean, Minimum: 3}, {ID: "list", Method: maturity.BenchmarkMean, Peers: codes, Minimum: 3},
		{ID: "near", Method: maturity.BenchmarkMean, Nearest: 12, Minimum: 3}, {ID: "kinds", Method: maturity.BenchmarkMedian, Kinds: []string{"practice"}, Minimum: 3},
	}
	for _, selfAssessed := range []bool{true, false} {
		m := percent(0)
		m.SelfAssessed = selfAssessed
		p, _ := panelOf(m, bodies)
		values := p.Values(benchmarks)
		placed, ranked := 0, 0
		for _, v := range values {
			if len(v.Centiles) > 0 {
				ranked++
			}
		}
		for _, r := range p.Positions(benchmarks, values, nil) {
			if r.Position != maturity.PositionUnknown {
				placed++
			}
			if r.Centile == r.Centile {
				ranked++
			}
		}
		if placed != 15*len(benchmarks) || (ranked > 0) == selfAssessed {
			t.Errorf("self-assessed %v: %d placed, %d ranks", selfAssessed, placed, ranked)
		}
	}
}
