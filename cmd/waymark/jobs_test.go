package main

import (
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/config"
	"waymark/internal/definition"
	"waymark/internal/store/storetest"
)

// The daily run begins in the same minute as the look for stale series. Whichever comes second waits for its turn: a
// daily run that gave up would leave passed dates unnoticed until the next day.
func TestTheDailyRunWaitsForItsTurn(t *testing.T) {
	db := storetest.New(t)
	catalogue, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SyncCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	s := &session{catalogue: catalogue, db: &database{DB: db}, log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		config: config.Config{Location: time.UTC, RecomputeAt: "15 4 * * *"}}
	unlock, ok, err := db.TryLock(t.Context(), lockRecompute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	runner, err := s.jobs("test")
	if err != nil {
		t.Fatal(err)
	}
	runner.Start()
	defer runner.Stop(t.Context())
	runner.Nudge(jobRecompute)
	time.Sleep(300 * time.Millisecond)
	unlock()
	for range 200 {
		runs, err := db.LastRuns(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runs {
			if r.Job != jobRecompute || r.FinishedAt == nil {
				continue
			}
			if !strings.Contains(string(r.Counts), `"measures"`) || r.Outcome != "done" || r.FinishedAt.Sub(r.StartedAt) < 200*time.Millisecond {
				t.Errorf("the daily run came to %s %s", r.Outcome, r.Counts)
			}
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("the daily run never ended")
}
