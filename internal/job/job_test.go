package job

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"
)

// memory is a Store for one process: the real one is tested in store.
type memory struct {
	sync.Mutex
	held map[string]bool
	ends []Outcome
	last Counts
}

func (m *memory) TryLock(_ context.Context, name string) (func(), bool, error) {
	m.Lock()
	defer m.Unlock()
	if m.held[name] {
		return nil, false, nil
	}
	m.held[name] = true
	return func() { m.Lock(); defer m.Unlock(); delete(m.held, name) }, true, nil
}

func (m *memory) BeginRun(context.Context, string, string, time.Time) (int64, error) { return 1, nil }

func (m *memory) EndRun(_ context.Context, _ int64, _ time.Time, o string, c map[string]int64, _ string) error {
	m.Lock()
	defer m.Unlock()
	m.ends, m.last = append(m.ends, Outcome(o)), c
	return nil
}

func (m *memory) outcomes() []Outcome {
	m.Lock()
	defer m.Unlock()
	return append([]Outcome(nil), m.ends...)
}

func start(t *testing.T, m *memory, jobs ...Job) *Runner {
	t.Helper()
	r := New(m, slog.New(slog.NewTextHandler(io.Discard, nil)), "test", time.UTC, time.Now)
	for _, j := range jobs {
		if err := r.Add(j); err != nil {
			t.Fatal(err)
		}
	}
	r.Start()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := r.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return r
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for range 500 {
		if condition() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("never: " + what)
}

func TestNudgesDuringARunCauseOneMoreRun(t *testing.T) {
	m := &memory{held: map[string]bool{}}
	gate, entered := make(chan struct{}), make(chan struct{}, 10)
	r := start(t, m, Job{Name: "slow", Run: func(context.Context) (Counts, error) {
		entered <- struct{}{}
		<-gate
		return Counts{"series": 3}, nil
	}})
	r.Nudge("slow")
	<-entered
	for range 5 {
		r.Nudge("slow")
	}
	close(gate)
	eventually(t, "two runs", func() bool { return len(m.outcomes()) == 2 })
	time.Sleep(50 * time.Millisecond)
	if got := m.outcomes(); len(got) != 2 || m.last["series"] != 3 {
		t.Errorf("%v %v, want exactly two runs", got, m.last)
	}
}

func TestAPanicAndAnErrorAreOutcomesAndTheScheduleGoesOn(t *testing.T) {
	m := &memory{held: map[string]bool{}}
	turn := 0
	r := start(t, m, Job{Name: "odd", Run: func(context.Context) (Counts, error) {
		turn++
		switch turn {
		case 1:
			panic("boom")
		case 2:
			return nil, errors.New("no disk")
		}
		return nil, nil
	}})
	for n := 1; n <= 3; n++ {
		r.Nudge("odd")
		eventually(t, "the run", func() bool { return len(m.outcomes()) == n })
	}
	if got := m.outcomes(); got[0] != Panicked || got[1] != Failed || got[2] != Done {
		t.Errorf("%v", got)
	}
}

func TestAJobHeldByAnotherReplicaIsNotRun(t *testing.T) {
	m := &memory{held: map[string]bool{"shared": true}}
	ran := make(chan struct{}, 1)
	r := start(t, m, Job{Name: "shared", Run: func(context.Context) (Counts, error) { ran <- struct{}{}; return nil, nil }})
	r.Nudge("shared")
	select {
	case <-ran:
		t.Error("it ran although another replica holds the lock")
	case <-time.After(100 * time.Millisecond):
	}
}

func TestStopTellsARunningJobToStopAtASafePoint(t *testing.T) {
	m := &memory{held: map[string]bool{}}
	entered := make(chan struct{})
	r := New(m, slog.New(slog.NewTextHandler(io.Discard, nil)), "test", time.UTC, time.Now)
	if err := r.Add(Job{Name: "long", Run: func(ctx context.Context) (Counts, error) {
		close(entered)
		<-ctx.Done()
		return Counts{"batches": 2}, nil
	}}); err != nil {
		t.Fatal(err)
	}
	r.Start()
	r.Nudge("long")
	<-entered
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := r.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if got := m.outcomes(); len(got) != 1 || got[0] != Done || m.last["batches"] != 2 {
		t.Errorf("%v %v", got, m.last)
	}
}

func TestAWrongScheduleIsRefused(t *testing.T) {
	r := New(&memory{}, slog.Default(), "test", time.UTC, time.Now)
	if err := r.Add(Job{Name: "a", Schedule: "every tuesday"}); err == nil {
		t.Error("accepted")
	}
	if err := r.Add(Job{Name: "b", Schedule: "15 4 * * *"}); err != nil {
		t.Error(err)
	}
	if err := r.Add(Job{Name: "b"}); err == nil {
		t.Error("a second job of the same name was accepted")
	}
}
