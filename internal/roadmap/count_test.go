package roadmap

import (
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

func TestCountTargets(t *testing.T) {
	february := &maturity.LooseDate{Precision: maturity.PrecisionMonth, Earliest: period.Date(2017, time.February, 1), Latest: period.Date(2017, time.February, 28)}
	r := &maturity.Roadmap{Initiatives: []maturity.Initiative{
		{ID: "record", Milestones: []maturity.Milestone{{ID: "go-live", Date: february}}},
		{ID: "views", Milestones: []maturity.Milestone{
			{ID: "thirteen", CountTo: 13, WithinMonths: 24, From: "go-live"},
			{ID: "no-start", CountTo: 5, WithinMonths: 12},
			{ID: "no-end", CountTo: 5, From: "go-live"},
			{ID: "no-count", WithinMonths: 12, From: "go-live"},
		}},
	}}
	list := CountTargets(r)
	if len(list) != 3 {
		t.Fatalf("%+v", list)
	}
	if due := list[0]; due.Initiative != "views" || due.DueFrom.String() != "2019-02-01" || due.DueTo.String() != "2019-02-28" {
		t.Errorf("24 months after February 2017: %v to %v", due.DueFrom, due.DueTo)
	}
	if list[1].DueTo != nil || list[1].Start != nil || list[2].DueTo != nil {
		t.Errorf("a day was made up: %+v", list[1:])
	}
}

func TestMonthsAfterStaysInTheMonth(t *testing.T) {
	for _, c := range []struct {
		from   period.Day
		months int
		want   string
	}{
		{period.Date(2017, time.January, 31), 1, "2017-02-28"}, {period.Date(2016, time.January, 31), 1, "2016-02-29"},
		{period.Date(2017, time.December, 15), 14, "2019-02-15"}, {period.Date(2017, time.August, 31), 6, "2018-02-28"},
	} {
		if got := monthsAfter(c.from, c.months); got.String() != c.want {
			t.Errorf("%s and %d months: %s, want %s", c.from, c.months, got, c.want)
		}
	}
}
