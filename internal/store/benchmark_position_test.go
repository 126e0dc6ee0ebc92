package store_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/store/storetest"
)

// A position comes back with everything it says; one that says the same is not written again, and one whose interval
// differs is.
func TestPositionsComeBack(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	c := &maturity.Catalogue{Measures: []maturity.Measure{{ID: "eps"}}}
	c.Index()
	ctx := t.Context()
	if err := db.SyncCatalogue(ctx, c); err != nil {
		t.Fatal(err)
	}
	yes := true
	at := time.Date(2018, 11, 15, 9, 0, 0, 0, time.UTC)
	want := []maturity.BenchmarkResult{
		{Organisation: 1, Measure: "eps", Benchmark: "national", Period: period.Of(period.KindQuarter, period.Date(2018, 7, 1)), KnownFrom: at, Value: 80, Reference: 76,
			Position: maturity.PositionAbove, ByTolerance: maturity.PositionAbove, ByInterval: maturity.PositionAbove, Low: 78.8, High: 81.1, Better: &yes, Centile: 40, Peers: 3, PeerCodes: []string{"RTE", `a "b", c`, "RVN"}},
		{Organisation: 2, Measure: "eps", Benchmark: "national", Period: period.Of(period.KindQuarter, period.Date(2018, 7, 1)), KnownFrom: at, Value: 80, Reference: math.NaN(),
			Position: maturity.PositionUnknown, ByTolerance: maturity.PositionUnknown, Low: math.NaN(), High: math.NaN(), Centile: math.NaN(), Reason: "None is published."},
	}
	write := func(at time.Time) maturity.WriteCounts {
		counts, err := db.WriteBenchmarks(ctx, at, "eps", nil, want)
		if err != nil {
			t.Fatal(err)
		}
		return counts
	}
	write(at)
	got, err := db.Positions(ctx, []maturity.OrganisationID{1, 2}, nil, at)
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i].KnownFrom = got[i].KnownFrom.UTC()
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
	if again := write(at.Add(time.Hour)); again.Written != 0 || again.Unchanged != 2 {
		t.Errorf("the same again: %+v", again)
	}
	want[0].Low = 78.9
	if changed := write(at.Add(2 * time.Hour)); changed.Written != 1 {
		t.Errorf("another interval: %+v", changed)
	}
}
