package bench

import (
	"testing"
	"time"

	"waymark/internal/store/storetest"
)

// The pages are served, signed in, complete, and their statements can be run again alone.
func TestBoardBench(t *testing.T) {
	t.Parallel()
	_, dsn := storetest.NewWithDSN(t)
	r, err := Board(t.Context(), BoardOptions{DSN: dsn, Bodies: 32, Measures: 13, Footprints: 2, Clients: 2, Duration: 100 * time.Millisecond, Out: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	for name, l := range map[string]Load{"served": r.Page, "reread": r.Reread, "anew": r.Anew, "bare": r.Bare} {
		if l.Requests < 2 || l.P99 < l.Half {
			t.Errorf("%s: %+v", name, l)
		}
	}
	if r.Observations != 32*13*boardMonths || r.Statements < 5 || r.Bytes < 20_000 || r.Pages != 2*choices {
		t.Errorf("%+v", r)
	}
}

// The mix is what the report says it is, over all footprints.
func TestMixOfPages(t *testing.T) {
	seen := map[visit]int{}
	for n := range 800 * 10 {
		seen[mixed(n, 80)]++
	}
	of := map[int]int{}
	for v, n := range seen {
		of[v.choice] += n
	}
	if len(seen) != 80*choices || of[choiceNow] != 5600 || of[choiceMeeting] != 1600 || of[choiceAll] != 800 {
		t.Errorf("%d different pages; as known now, at the meeting, all rows: %v", len(seen), of)
	}
}
