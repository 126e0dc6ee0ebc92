package bench

import (
	"os"
	"testing"

	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// TestRecompute runs the whole measurement over few series: everything is written once, then nothing, then one. With
// WAYMARK_BENCH_DATABASE_URL, an empty database, it measures the full size.
func TestRecompute(t *testing.T) {
	o := RecomputeOptions{Measures: 2, Bodies: 60}
	if dsn := os.Getenv("WAYMARK_BENCH_DATABASE_URL"); dsn != "" {
		db, err := store.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		o = RecomputeOptions{DB: db, Out: os.Stderr}
	} else {
		o.DB = storetest.New(t)
	}
	r, err := Recompute(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", r)
}
