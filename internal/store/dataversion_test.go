package store_test

import (
	"math"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

func version(t *testing.T, db *store.DB) maturity.DataVersion {
	t.Helper()
	v, err := db.DataVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Every write of results gives a version of its own, knows the latest time anything is believed from, and a write that
// changes nothing leaves both.
func TestEveryWriteOfResultsIsANewVersion(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	catalogue := &maturity.Catalogue{Measures: []maturity.Measure{{ID: "eps"}}, Sources: []maturity.Source{{ID: "returns", Rank: 1}, {ID: "published", Rank: 2}}}
	catalogue.Index()
	ctx := t.Context()
	if err := db.SyncCatalogue(ctx, catalogue); err != nil {
		t.Fatal(err)
	}
	first, second := time.Date(2018, 8, 1, 9, 0, 0, 0, time.UTC), time.Date(2018, 11, 1, 9, 0, 0, 0, time.UTC)
	month := period.Of(period.KindMonth, period.Date(2018, 7, 1))
	trajectory := func(at time.Time, status maturity.Status) func() error {
		return func() error {
			_, err := db.WriteTrajectories(ctx, at, "eps", []maturity.Trajectory{{Organisation: 1, Measure: "eps", Status: status, Probability: math.NaN(), RequiredPer: math.NaN(), AchievedPer: math.NaN()}})
			return err
		}
	}
	benchmarks := func(at time.Time, values ...maturity.BenchmarkValue) func() error {
		return func() error { _, err := db.WriteBenchmarks(ctx, at, "eps", values, nil); return err }
	}
	average := maturity.BenchmarkValue{Benchmark: "mean", Period: month, Value: 50, Peers: 3}
	last := version(t, db)
	if last.Latest.After(first) {
		t.Fatalf("an empty database believes something from %v", last.Latest)
	}
	for _, step := range []struct {
		name    string
		write   func() error
		changes bool
		latest  time.Time
	}{
		{"a trajectory", trajectory(first, maturity.StatusMet), true, first},
		{"the same again", trajectory(second, maturity.StatusMet), false, first},
		{"another status", trajectory(second, maturity.StatusAtRisk), true, second},
		{"an average", benchmarks(first, average), true, second},
		{"no average any more", benchmarks(second), true, second},
		{"nothing where nothing is", benchmarks(second), false, second},
		{"a footprint's value", func() error {
			_, err := db.WriteRollUps(ctx, first, "eps", []maturity.RollUpValue{{Organisation: 1, Measure: "eps", Period: month, Method: maturity.RollUpMean, Value: 1, Numerator: math.NaN(), Denominator: math.NaN()}})
			return err
		}, true, second},
		{"the same definitions", func() error { return db.SyncCatalogue(ctx, catalogue) }, false, second},
		{"another source preferred", func() error {
			catalogue.Sources[0].Rank = 3
			return db.SyncCatalogue(ctx, catalogue)
		}, true, second},
	} {
		if err := step.write(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		now := version(t, db)
		if changed := now.Version != last.Version; changed != step.changes || !now.Latest.Equal(step.latest) {
			t.Errorf("%s: a new version: %v, want %v; latest %v, want %v", step.name, changed, step.changes, now.Latest, step.latest)
		}
		last = now
	}
}
