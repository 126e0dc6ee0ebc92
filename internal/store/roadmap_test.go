package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/store"
)

// roadmapStep writes one change: "a=1" puts the content 1 at a, "-a" takes it away.
func roadmapStep(t *testing.T, db *store.DB, version int64, at time.Time, steps ...string) (maturity.RoadmapChange, error) {
	t.Helper()
	now, err := db.RoadmapItems(t.Context(), "plan", at)
	if err != nil {
		t.Fatal(err)
	}
	var items []maturity.ItemChange
	for _, step := range steps {
		key, content, put := strings.Cut(strings.TrimPrefix(step, "-"), "=")
		c := maturity.ItemChange{Kind: maturity.ItemInitiative, Key: key}
		if i := slices.IndexFunc(now, func(i maturity.RoadmapItem) bool { return i.Key == key }); i >= 0 {
			c.Before = &now[i]
		}
		if put {
			c.After = &maturity.RoadmapItem{Kind: c.Kind, Key: key, Position: int(key[0]), Content: []byte(content)}
		}
		items = append(items, c)
	}
	return db.ChangeRoadmap(t.Context(), maturity.RoadmapChange{Roadmap: "plan", At: at, By: "analyst", Way: maturity.ChangeByForm, Reason: "why"}, version, 1, items,
		maturity.AuditEntry{At: at, Account: "analyst", Action: "roadmap.changed"})
}

func knownAt(t *testing.T, db *store.DB, at time.Time) string {
	t.Helper()
	items, err := db.RoadmapItems(t.Context(), "plan", at)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, i := range items {
		out = append(out, i.Key+"="+string(i.Content))
	}
	return strings.Join(out, " ")
}

func TestARoadmapIsReadAsItWasKnownAtAnyTime(t *testing.T) {
	t.Parallel()
	db := meetingHouse(t)
	day := func(n int) time.Time { return time.Date(2018, 1, n, 12, 0, 0, 0, time.UTC) }
	before, err := db.DataVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first, err := roadmapStep(t, db, 0, day(1), "a=1", "b=2")
	if err != nil || first.Added != 2 || first.Changed != 0 || first.Removed != 0 {
		t.Fatal(first, err)
	}
	if after, err := db.DataVersion(t.Context()); err != nil || after.Version == before.Version {
		t.Error("boards that are kept do not learn of the change", err)
	}
	second, err := roadmapStep(t, db, first.ID, day(5), "a=3", "-b", "c=4")
	if err != nil || second.Added != 1 || second.Changed != 1 || second.Removed != 1 {
		t.Fatal(second, err)
	}
	third, err := roadmapStep(t, db, second.ID, day(9), "b=5")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at      time.Time
		items   string
		version int64
	}{
		{day(1).Add(-time.Microsecond), "", 0}, {day(1), "a=1 b=2", first.ID}, {day(5).Add(-time.Microsecond), "a=1 b=2", first.ID},
		{day(5), "a=3 c=4", second.ID}, {day(9), "a=3 b=5 c=4", third.ID}, {day(30), "a=3 b=5 c=4", third.ID},
	} {
		if got := knownAt(t, db, c.at); got != c.items {
			t.Errorf("as at %v: %q, not %q", c.at, got, c.items)
		}
		heads, err := db.Roadmaps(t.Context(), c.at)
		version, err2 := db.RoadmapVersion(t.Context(), "plan", c.at)
		if err = errors.Join(err, err2); err != nil || version.ID != c.version || len(heads) != min(1, int(c.version)) {
			t.Errorf("as at %v: version %d, not %d; heads %v; %v", c.at, version.ID, c.version, heads, err)
		}
		for _, h := range heads {
			if h.Version != c.version || !h.First.Equal(day(1)) || h.Footprint != 1 || !h.At.Equal(version.At) {
				t.Errorf("as at %v: head %+v", c.at, h)
			}
		}
	}
	change, items, err := db.RoadmapChange(t.Context(), second.ID)
	var words []string
	for _, c := range items {
		side := func(i *maturity.RoadmapItem) string {
			if i == nil {
				return "-"
			}
			return string(i.Content)
		}
		words = append(words, c.Key+" "+side(c.Before)+" "+side(c.After))
	}
	if got := strings.Join(words, ", "); err != nil || got != "a 1 3, b 2 -, c - 4" || change.Reason != "why" || change.By != "analyst" {
		t.Errorf("change: %q %+v %v", got, change, err)
	}
	list, err := db.RoadmapChanges(t.Context(), "plan", 2)
	if err != nil || len(list) != 2 || list[0].ID != third.ID || list[1].ID != second.ID {
		t.Errorf("changes: %+v %v", list, err)
	}
	var audited int
	if err := db.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM audit WHERE subject = 'roadmap plan'`).Scan(&audited); err != nil || audited != 3 {
		t.Errorf("%d audit rows %v", audited, err)
	}
}

func TestAChangeOfARoadmapIsRefusedWholeWhereItDoesNotFit(t *testing.T) {
	t.Parallel()
	db := meetingHouse(t)
	at := time.Date(2018, 1, 1, 12, 0, 0, 0, time.UTC)
	first, err := roadmapStep(t, db, 0, at, "a=1")
	if err != nil {
		t.Fatal(err)
	}
	for name, step := range map[string]func() error{
		"an older version": func() error {
			_, err := roadmapStep(t, db, first.ID-1, at.Add(time.Hour), "a=2")
			return err
		},
		"made anew":     func() error { _, err := roadmapStep(t, db, 0, at.Add(time.Hour), "a=2"); return err },
		"the same time": func() error { _, err := roadmapStep(t, db, first.ID, at, "a=2"); return err },
		"an earlier time": func() error {
			_, err := roadmapStep(t, db, first.ID, at.Add(-time.Hour), "b=2")
			return err
		},
		"another footprint": func() error {
			_, err := db.ChangeRoadmap(t.Context(), maturity.RoadmapChange{Roadmap: "plan", At: at.Add(time.Hour), By: "x", Way: maturity.ChangeByForm}, first.ID, 2, nil, maturity.AuditEntry{At: at})
			return err
		},
	} {
		if err := step(); maturity.CodeOf(err) != maturity.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := db.ChangeRoadmap(t.Context(), maturity.RoadmapChange{Roadmap: "other", At: at}, 7, 1, nil, maturity.AuditEntry{At: at}); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("a version of no roadmap: %v", err)
	}
	if got := knownAt(t, db, at.Add(48*time.Hour)); got != "a=1" {
		t.Errorf("something of it was kept: %s", got)
	}
	var changes, audited int
	if err := db.SQL().QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM roadmap_change), (SELECT count(*) FROM audit WHERE subject LIKE 'roadmap %')`).Scan(&changes, &audited); err != nil || changes != 1 || audited != 1 {
		t.Errorf("%d changes and %d audit rows, %v", changes, audited, err)
	}
}

func TestOfManyWhoSaveOverTheSameVersionOneDoes(t *testing.T) {
	t.Parallel()
	db := meetingHouse(t)
	at := time.Date(2018, 1, 1, 12, 0, 0, 0, time.UTC)
	first, err := roadmapStep(t, db, 0, at, "a=0")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wait.Add(1)
		go func() {
			defer wait.Done()
			_, results[i] = roadmapStep(t, db, first.ID, at.Add(time.Duration(i+1)*time.Hour), fmt.Sprintf("a=%d", i+1))
		}()
	}
	wait.Wait()
	saved := 0
	for _, err := range results {
		if err == nil {
			saved++
		} else if maturity.CodeOf(err) != maturity.Conflict {
			t.Error(err)
		}
	}
	if saved != 1 {
		t.Errorf("%d were saved", saved)
	}
}
