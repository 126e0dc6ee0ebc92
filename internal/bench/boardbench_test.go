package bench

import (
	"testing"
	"time"

	"waymark/internal/store/storetest"
)

// The page is served, signed in, complete, and its statements can be run again alone.
func TestBoardBench(t *testing.T) {
	t.Parallel()
	_, dsn := storetest.NewWithDSN(t)
	r, err := Board(t.Context(), BoardOptions{DSN: dsn, Bodies: 32, Measures: 13, Footprints: 2, Clients: 2, Duration: 100 * time.Millisecond, Out: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", r)
	if r.Observations != 32*13*boardMonths || r.Statements < 5 || r.Page.Requests < 2 || r.Bare.Requests < 2 || r.Page.P99 < r.Page.Half || r.Bytes < 20_000 {
		t.Errorf("%+v", r)
	}
}
