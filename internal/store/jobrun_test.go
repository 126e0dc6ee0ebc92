package store_test

import (
	"context"
	"testing"
	"time"

	"waymark/internal/store/storetest"
)

func TestAJobsLockIsHeldByOneUntilItIsFreed(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	unlock, ok, err := db.TryLock(ctx, "recompute")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, again, err := db.TryLock(ctx, "recompute"); err != nil || again {
		t.Errorf("a second holder: %v %v", again, err)
	}
	other, ok, err := db.TryLock(ctx, "housekeeping")
	if err != nil || !ok {
		t.Errorf("another job's lock is not free: %v %v", ok, err)
	} else {
		other()
	}
	unlock()
	unlock, ok, err = db.TryLock(ctx, "recompute")
	if err != nil || !ok {
		t.Fatalf("not free after unlock: %v %v", ok, err)
	}
	unlock()
}

func TestARunThatDiedIsLostInTheHistory(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	at := time.Date(2018, 11, 15, 4, 15, 0, 0, time.UTC)
	if _, err := db.BeginRun(ctx, "recompute", "a", at); err != nil {
		t.Fatal(err)
	}
	second, err := db.BeginRun(ctx, "recompute", "b", at.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.EndRun(ctx, second, at.Add(2*time.Hour), "done", map[string]int64{"series": 7}, ""); err != nil {
		t.Fatal(err)
	}
	runs, err := db.JobRuns(ctx, "recompute", 10)
	if err != nil || len(runs) != 2 || runs[0].Outcome != "done" || string(runs[0].Counts) != `{"series": 7}` || runs[1].Outcome != "lost" || runs[1].Node != "a" {
		t.Errorf("%+v %v", runs, err)
	}
	last, err := db.LastRuns(ctx)
	if err != nil || len(last) != 1 || last[0].ID != second {
		t.Errorf("%+v %v", last, err)
	}
	// Old runs go, but never the newest of a job.
	if removed, err := db.TidyJobRuns(ctx, at.Add(48*time.Hour)); err != nil || removed != 1 {
		t.Errorf("%d removed, %v", removed, err)
	}
	if runs, err = db.JobRuns(ctx, "recompute", 10); err != nil || len(runs) != 1 || runs[0].ID != second {
		t.Errorf("%+v %v", runs, err)
	}
}
