package revision_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/revision"
)

func day(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at
}

func month(text string) period.Period {
	return period.Of(period.KindMonth, period.DayOf(day(text+"-01")))
}

// version is "organisation month known-from value"; "-" is no value.
func version(text string) maturity.Observation {
	f := strings.Fields(text)
	o := maturity.Observation{Source: "published", Period: month(f[1]), KnownFrom: day(f[2]), State: maturity.Reported}
	fmt.Sscan(f[0], &o.Organisation)
	if _, err := fmt.Sscan(f[3], &o.Value); err != nil {
		o.State, o.Value = maturity.NotAvailable, math.NaN()
	}
	return o
}

func TestWhatMovedAtWhichAge(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		decimals int
		versions []string
		unmoved  []maturity.FirstKnown
		want     string // "age figures moved median p90", ages apart; then the age from which they settle
	}{
		"one figure, restated two months after its month": {0, []string{"1 2024-01 2024-02-10 100", "1 2024-01 2024-04-10 110"}, nil, "0 1 1 10 10; 1 1 1 10 10; settles -1"},
		"known only later":                    {0, []string{"1 2024-01 2024-03-10 100", "1 2024-01 2024-04-10 110"}, nil, "0 0 0 0 0; 1 1 1 10 10; settles -1"},
		"less than the rounding is no change": {0, []string{"1 2024-01 2024-02-10 100.0", "1 2024-01 2024-04-10 100.4"}, nil, "none"},
		"with a decimal it is":                {1, []string{"1 2024-01 2024-02-10 100.0", "1 2024-01 2024-04-10 100.4"}, nil, "0 1 1 0.4 0.4; 1 1 1 0.4 0.4; settles -1"},
		"there and back: it moved, and is what it was": {0, []string{"1 2024-01 2024-02-10 100", "1 2024-01 2024-03-10 90", "1 2024-01 2024-04-10 100"}, nil,
			"0 1 0 0 0; 1 1 1 10 10; settles -1"},
		"what is not known any more is not counted": {0, []string{"1 2024-01 2024-02-10 100", "1 2024-01 2024-04-10 -"}, nil, "none"},
		"twice in one month: the later one":         {0, []string{"1 2024-01 2024-02-10 100", "1 2024-01 2024-02-20 105", "1 2024-01 2024-03-20 110"}, nil, "0 1 1 5 5; settles -1"},
		"nine others that never moved settle it from the second month on": {0, []string{"1 2024-01 2024-02-10 100", "1 2024-01 2024-03-10 110", "2 2024-01 2024-02-10 7", "2 2024-01 2024-05-10 7"},
			[]maturity.FirstKnown{{Source: "published", Period: month("2024-01"), Day: period.DayOf(day("2024-02-10")), Count: 9}},
			"0 11 1 10 10; 1 11 0 0 0; 2 11 0 0 0; settles 1"},
		"another source that says nothing new tells nothing": {0, []string{"1 2024-01 2024-02-10 100", "1 2024-01 2024-03-10 110"},
			[]maturity.FirstKnown{{Source: "return", Period: month("2024-01"), Day: period.DayOf(day("2024-02-10")), Count: 9}}, "0 1 1 10 10; settles -1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := revision.New(c.decimals)
			for _, v := range c.versions {
				h.AddVersion(version(v))
			}
			for _, f := range c.unmoved {
				h.AddUnmoved(f)
			}
			r, ok := h.Record()
			var got []string
			for _, a := range r.Ages {
				got = append(got, fmt.Sprint(a.Age, " ", a.Figures, " ", a.Moved, " ", a.Median, " ", a.P90))
			}
			text := strings.Join(append(got, fmt.Sprint("settles ", r.Settles)), "; ")
			if !ok {
				text = "none"
			}
			if text != c.want {
				t.Errorf("%s\nwant %s", text, c.want)
			}
		})
	}
}

func TestSettling(t *testing.T) {
	t.Parallel()
	r := maturity.RevisionRecord{Revised: 1, Settles: 2, Ages: []maturity.RevisionAge{{Age: 0}, {Age: 1}, {Age: 2}, {Age: 3}}}
	today := period.DayOf(day("2024-06-15"))
	for text, want := range map[string]bool{"2024-06": true, "2024-05": true, "2024-04": true, "2024-03": false, "2023-01": false} {
		if got := r.Settling(month(text), today); got != want {
			t.Errorf("%s in June: settling %t", text, got)
		}
	}
	if (maturity.RevisionRecord{}).Settling(month("2024-06"), today) {
		t.Error("without a record nothing is known to move")
	}
	if r.Settles = -1; r.Settling(month("2024-01"), today) || !r.Settling(month("2024-02"), today) {
		t.Error("where nothing settled, what is younger than the ages seen is still settling")
	}
}
