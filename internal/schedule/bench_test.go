package schedule_test

import (
	"fmt"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/schedule"
)

// large is a roadmap of n initiatives and three links each, in chains and across.
func large(n int) *maturity.Roadmap {
	r := &maturity.Roadmap{Initiatives: make([]maturity.Initiative, n)}
	for i := range r.Initiatives {
		in := &r.Initiatives[i]
		in.ID = fmt.Sprintf("initiative-%d", i)
		start := period.Date(2018, 1, 1) + period.Day(i%2000)
		in.Start = &maturity.LooseDate{Precision: maturity.PrecisionDay, Earliest: start, Latest: start}
		end := start + period.Day(20+i%40)
		in.End = &maturity.LooseDate{Precision: maturity.PrecisionDay, Earliest: end, Latest: end}
		for j := 1; j <= 3 && i > 0; j++ {
			in.Links = append(in.Links, maturity.RoadmapLink{To: fmt.Sprintf("initiative-%d", (i*7919+j*104729)%i), Kind: maturity.LinkPrerequisite})
		}
	}
	return r
}

func BenchmarkOf(b *testing.B) {
	r := large(10_000)
	b.ReportAllocs()
	for b.Loop() {
		schedule.Of(r)
	}
}

func BenchmarkAffected(b *testing.B) {
	n := schedule.Of(large(10_000))
	moves := n.Shift("initiative-1", 90)
	b.ReportAllocs()
	for b.Loop() {
		n.Affected(moves...)
	}
}
