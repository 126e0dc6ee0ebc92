package roadmap

import (
	"reflect"
	"sync"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// A plan that is kept answers as one that works everything out anew, whatever was asked before and by however many.
func TestWhatAPlanRemembersIsWhatItWouldWorkOut(t *testing.T) {
	plan := supplierPlan(t)
	plan.Initiatives[0].Organisations = []string{"RGH"}
	plan.Initiatives[1].Status = maturity.InitiativeActive
	kept := *plan
	kept.views = &views{}
	days := []period.Day{period.Date(2018, 1, 1), period.Date(2018, 4, 1), period.Date(2019, 1, 1), period.Date(2018, 1, 1)}
	queries := []TimelineQuery{{}, {By: "status"}, {Status: string(maturity.InitiativeActive)}, {Organisation: "RGH"}, {From: period.Date(2018, 4, 1), To: period.Date(2019, 3, 31)}, {By: "status"}, {}}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for _, day := range days {
				if got, want := kept.Milestones(day), plan.Milestones(day); len(got) == 0 || !reflect.DeepEqual(got, want) {
					t.Errorf("milestones on %s: %+v, want %+v", day, got, want)
				}
				if got, want := kept.ByYearOn(day), plan.ByYearOn(day); !reflect.DeepEqual(got, want) {
					t.Errorf("years on %s: %+v, want %+v", day, got, want)
				}
				for _, q := range queries {
					q.Today = day
					if got, want := kept.Timeline(q), plan.Timeline(q); !reflect.DeepEqual(got, want) {
						t.Errorf("%+v: %+v, want %+v", q, got, want)
					}
				}
			}
		})
	}
	wait.Wait()
	if n := len(kept.views.milestones.all); n != mostViews || len(kept.views.milestones.keys) != n {
		t.Errorf("%d days are kept", n)
	}
	worked := 0
	var r remembered[int, int]
	for _, key := range []int{1, 1, 2, 1, 3, 1} {
		if got := r.of(key, func() int { worked++; return -key }); got != -key {
			t.Errorf("%d for %d", got, key)
		}
	}
	if worked != 4 {
		t.Errorf("worked out %d times, want 4", worked)
	}
}
