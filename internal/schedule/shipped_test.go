package schedule_test

import (
	"io/fs"
	"slices"
	"testing"

	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/internal/schedule"
	"waymark/seeds"
)

// The real roadmaps are scheduled as they are: what nobody dated gets no date, and the one circle among what is to be
// considered together is told and orders nothing.
func TestTheRealRoadmapsAreScheduledAsTheyAre(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(seeds.Files, "roadmaps/*.yaml")
	if err != nil || len(files) != 4 {
		t.Fatalf("%d roadmaps: %v", len(files), err)
	}
	var circles []schedule.Cycle
	for _, file := range files {
		text, err := fs.ReadFile(seeds.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := definition.ReadRoadmap(file, text)
		if err != nil {
			t.Fatalf("%s is refused: %v", file, err)
		}
		n := schedule.Of(&r)
		circles = append(circles, n.Cycles...)
		undated := undatedIn(&r)
		for _, each := range n.Nodes {
			if each.ID == "" || !undated[each.ID] {
				continue
			}
			if each.Given() {
				t.Errorf("%s: nobody dated %s, which has %+v", file, each.ID, each.Dates)
			}
			// An end follows only from parts, or from what is waited for: never from nothing.
			if each.Days == 0 && each.EndKnown && each.PartsEnd == 0 && each.ExpectedEnd != 0 && !waits(n, each.ID) {
				t.Errorf("%s: %s is said to end on %s, and nothing says so", file, each.ID, each.ExpectedEnd)
			}
		}
		if len(undated) == 0 {
			t.Errorf("%s: nothing is undated, so this shows nothing", file)
		}
	}
	if len(circles) != 1 || circles[0].Kind != maturity.LinkConsider || len(circles[0].IDs) != 7 {
		t.Errorf("circles: %v", circles)
	}
}

// undatedIn are the ids of what the roadmap gives no day at all, nor counts one from a start.
func undatedIn(r *maturity.Roadmap) map[string]bool {
	out := map[string]bool{}
	note := func(id string, dates ...*maturity.LooseDate) {
		if !slices.ContainsFunc(dates, func(d *maturity.LooseDate) bool { return d != nil && !d.Undated() }) {
			out[id] = true
		}
	}
	for _, i := range r.Initiatives {
		note(i.ID, i.Start, i.End)
		for _, p := range i.Phases {
			note(p.ID, p.Start, p.End)
		}
		for _, w := range i.Waves {
			note(w.ID, w.Start, w.End)
		}
		for _, g := range i.Gates {
			note(g.ID, g.Date)
		}
		for _, m := range i.Milestones {
			if m.Done == nil && m.WithinMonths == 0 {
				note(m.ID, m.Date)
			}
		}
	}
	for _, d := range r.Deployments {
		if d.Live == nil {
			note(d.ID, d.GoLive)
		}
	}
	return out
}

// waits reports whether a prerequisite leads to an item.
func waits(n *schedule.Network, id string) bool {
	return slices.ContainsFunc(n.Links, func(l schedule.Link) bool { return l.To == n.Index[id] })
}
