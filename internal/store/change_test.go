package store_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"waymark/internal/maturity"
)

// What was known on 1 March and on 1 June: a corrected figure, a figure that is suppressed now, one that was and is not
// the same, new ones, and a plan, which is no figure.
func TestFiguresKnownAtTwoTimes(t *testing.T) {
	t.Parallel()
	db, _ := held(t,
		"P1 free 2019-01-01 return 2019-02-01 40 100 -", "P1 free 2019-01-01 return 2019-05-01 50 100 -",
		"P1 free 2018-12-01 return 2019-02-01 20 100 -", "P1 free 2018-12-01 return 2019-05-01 25 100 -",
		"P2 free 2019-01-01 return 2019-02-01 60 100 -", "P2 free 2019-01-01 return 2019-05-01 60 100 -", // sent again, the same
		"P2 free 2019-02-01 return 2019-05-01 61 100 -", "P3 free 2019-02-01 return 2019-05-01 62 100 -", "P3 free 2019-02-01 feed 2019-02-01 63 100 -",
		"P3 share 2019-01-01 return 2019-02-01 30 100 -", "P3 share 2019-01-01 return 2019-05-01 3 100 -", // too small to show
		"P1 free 2019-01-01 plan 2019-02-01 10 100 -", "P1 free 2019-01-01 plan 2019-05-01 11 100 -",
		"P2 free 2019-03-01 return 2019-07-01 64 100 -") // nobody knew it by June
	day := func(m time.Month) time.Time { return time.Date(2019, m, 1, 0, 0, 0, 0, time.UTC) }
	bodies := []maturity.OrganisationID{1, 2, 3}
	words := func(list []maturity.Restated) (out []string) {
		for _, r := range list {
			out = append(out, fmt.Sprintf("%d %s %s %s: %s %v, %s %v, %d", r.Organisation, r.Measure, r.Period.Code(), r.Source, r.ThenState.Words(), r.Then, r.NowState.Words(), r.Now, r.Periods))
		}
		return out
	}
	restated := func(from, to time.Month) []string {
		t.Helper()
		list, err := db.RestatedFigures(t.Context(), bodies, day(from), day(to))
		if err != nil {
			t.Fatal(err)
		}
		return words(list)
	}
	want := []string{"1 free M2019-01 return: reported 40, reported 50, 2", fmt.Sprintf("3 share M2019-01 return: reported %v, suppressed %v, 1", math.NaN(), math.NaN())}
	if got := restated(3, 6); !slices.Equal(got, want) {
		t.Errorf("restated %q\nwant %q", got, want)
	}
	back := []string{"1 free M2019-01 return: reported 50, reported 40, 2", fmt.Sprintf("3 share M2019-01 return: suppressed %v, reported %v, 1", math.NaN(), math.NaN())}
	if got := restated(6, 3); !slices.Equal(got, back) {
		t.Errorf("the other way round %q\nwant %q", got, back)
	}
	if got := restated(6, 6); len(got) > 0 {
		t.Errorf("compared with itself: %q", got)
	}

	arrived := func(from, to time.Month) (out []string) {
		t.Helper()
		list, err := db.ArrivedReturns(t.Context(), bodies, day(from), day(to))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range list {
			out = append(out, fmt.Sprintf("%s %s: %d, %d; %d", a.Period.Code(), a.Source, a.Then, a.Now, a.Figures))
		}
		return out
	}
	if got, want := arrived(3, 6), []string{"M2019-02 return: 0, 2; 2"}; !slices.Equal(got, want) {
		t.Errorf("arrived %q, want %q", got, want)
	}
	if got, want := arrived(1, 6), []string{"M2019-02 return: 0, 2; 2", "M2019-02 feed: 0, 1; 1", "M2019-01 return: 0, 3; 3", "M2018-12 return: 0, 1; 1"}; !slices.Equal(got, want) {
		t.Errorf("arrived since January %q, want %q", got, want)
	}
	if got := arrived(6, 6); len(got) > 0 {
		t.Errorf("compared with itself: %q", got)
	}
}
