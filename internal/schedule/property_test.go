package schedule_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/schedule"
)

// looseDate draws a date of some precision, or none.
func looseDate(t *rapid.T, name string) *maturity.LooseDate {
	if rapid.IntRange(0, 2).Draw(t, name+" undated") == 0 {
		return nil
	}
	from := period.Date(2018, time.January, 1) + period.Day(rapid.IntRange(0, 900).Draw(t, name))
	width := rapid.SampledFrom([]int{0, 0, 30, 89, 364}).Draw(t, name+" width")
	d := &maturity.LooseDate{Precision: maturity.PrecisionRange, Earliest: from, Latest: from + period.Day(width)}
	if rapid.IntRange(0, 9).Draw(t, name+" open") == 0 {
		d.Latest = 0
	}
	return d
}

// plans draws a roadmap with parts, registers, and links in any direction, so also in circles.
func plans(t *rapid.T) *maturity.Roadmap {
	r := &maturity.Roadmap{Registers: []maturity.RoadmapRegister{{ID: "enablers", Entries: []maturity.RegisterEntry{{ID: "e0"}, {ID: "e1", Date: looseDate(t, "entry")}}}}}
	ids := []string{"e0", "e1"}
	count := rapid.IntRange(1, 7).Draw(t, "initiatives")
	for i := range count {
		in := maturity.Initiative{ID: fmt.Sprintf("i%d", i), Title: "initiative"}
		if rapid.Bool().Draw(t, "own dates") {
			in.Start = looseDate(t, "start")
			if in.End = looseDate(t, "end"); in.Start != nil && in.End != nil && in.End.Earliest < max(in.Start.Earliest, in.Start.Latest) {
				in.Start, in.End = in.End, nil
			}
		}
		if rapid.Bool().Draw(t, "stated days") {
			in.Days = rapid.IntRange(1, 200).Draw(t, "days")
		}
		if rapid.IntRange(0, 7).Draw(t, "done") == 0 {
			in.Status = maturity.InitiativeComplete
		}
		ids = append(ids, in.ID)
		for j := range rapid.IntRange(0, 2).Draw(t, "phases") {
			in.Phases = append(in.Phases, maturity.Phase{ID: fmt.Sprintf("i%dp%d", i, j), Start: looseDate(t, "phase")})
			ids = append(ids, in.Phases[j].ID)
		}
		for j := range rapid.IntRange(0, 2).Draw(t, "milestones") {
			state := rapid.SampledFrom([]maturity.MilestoneState{"", maturity.MilestonePlanned, maturity.MilestoneDone, maturity.MilestoneDropped}).Draw(t, "state")
			in.Milestones = append(in.Milestones, maturity.Milestone{ID: fmt.Sprintf("i%dm%d", i, j), Date: looseDate(t, "milestone"), State: state})
			ids = append(ids, in.Milestones[j].ID)
		}
		r.Initiatives = append(r.Initiatives, in)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "deployments") {
		id := fmt.Sprintf("d%d", i)
		r.Deployments = append(r.Deployments, maturity.Deployment{ID: id, Initiative: fmt.Sprintf("i%d", rapid.IntRange(0, count-1).Draw(t, "of")), GoLive: looseDate(t, "go-live")})
		ids = append(ids, id)
	}
	for range rapid.IntRange(0, 12).Draw(t, "links") {
		at := rapid.IntRange(0, count-1).Draw(t, "link at")
		in := &r.Initiatives[at]
		l := maturity.RoadmapLink{To: rapid.SampledFrom(ids).Draw(t, "link to"), Kind: rapid.SampledFrom([]maturity.LinkKind{maturity.LinkPrerequisite, maturity.LinkPrerequisite, maturity.LinkPrerequisite, maturity.LinkPartOf, maturity.LinkConsider}).Draw(t, "kind")}
		if len(in.Phases) > 0 && rapid.Bool().Draw(t, "of a phase") {
			l.From = in.Phases[0].ID
		}
		l.Lag = rapid.SampledFrom([]int{0, 0, 14}).Draw(t, "lag")
		in.Links = append(in.Links, l)
	}
	return r
}

// Nothing is expected, or possible, before what it waits for is finished; done items keep their days; cycles come to an end.
func TestNeverEarlierThanAPrerequisite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := schedule.Of(plans(t))
		for _, l := range n.Links {
			from, to := n.Nodes[l.From], n.Nodes[l.To]
			if l.Ignored {
				if !to.Done && !to.Dropped && !from.Done && !from.Dropped && !(from.InCycle && to.InCycle) {
					t.Fatalf("%s needs %s, and the link orders nothing although neither is done or in a cycle", to.ID, from.ID)
				}
				continue
			}
			if from.ExpectedEnd != 0 && to.ExpectedStart < from.ExpectedEnd+period.Day(l.Lag) {
				t.Fatalf("%s is expected on %s, before %s is finished on %s", to.ID, to.ExpectedStart, from.ID, from.ExpectedEnd)
			}
			if from.EarliestEnd != 0 && to.EarliestStart < from.EarliestEnd+period.Day(l.Lag) {
				t.Fatalf("%s can begin on %s, before %s can be finished on %s", to.ID, to.EarliestStart, from.ID, from.EarliestEnd)
			}
			if !from.EndKnown && to.StartKnown && to.Start == 0 && to.StartBy == 0 && to.End == 0 {
				t.Fatalf("%s waits for %s, which is not known, and is said to be known", to.ID, from.ID)
			}
		}
		for _, node := range n.Nodes {
			if node.Done && node.Given() && (node.ExpectedEnd != max(node.End, node.EndFrom) || len(node.Violated) > 0) {
				t.Fatalf("%s is done on %s and moved to %s", node.ID, node.End, node.ExpectedEnd)
			}
			if node.ExpectedEnd != 0 && node.ExpectedEnd < node.ExpectedStart && !node.Done {
				t.Fatalf("%s ends on %s before it begins on %s", node.ID, node.ExpectedEnd, node.ExpectedStart)
			}
			if node.ExpectedEnd > n.Last {
				t.Fatalf("%s ends on %s, after the last day %s", node.ID, node.ExpectedEnd, n.Last)
			}
			if node.EarliestStart > node.ExpectedStart || node.EarliestEnd > node.ExpectedEnd {
				t.Fatalf("%s can begin on %s at the earliest and is expected on %s", node.ID, node.EarliestStart, node.ExpectedStart)
			}
		}
	})
}

// moved is the network with an item and its parts k days after they are expected.
func moved(n *schedule.Network, id string, k int) *schedule.Network {
	moves := n.Shift(id, 0)
	for i, m := range moves {
		at := n.Nodes[n.Index[m.Item]]
		start, end := at.ExpectedStart+period.Day(k), at.ExpectedEnd+period.Day(k)
		if at.ExpectedStart == 0 {
			start = 0
		}
		moves[i].Dates = schedule.Dates{Start: start, StartBy: start, EndFrom: end, End: end}
		if m.Start == 0 && m.StartBy == 0 {
			moves[i].Start, moves[i].StartBy = 0, 0
		}
		if m.EndFrom == 0 && m.End == 0 {
			moves[i].EndFrom, moves[i].End = 0, 0
		}
	}
	return n.With(moves...)
}

// Slipping by its slack moves nothing dated that depends on an item, and a day more does; the same for the last day.
func TestSlackIsConsistent(t *testing.T) {
	tried := 0
	defer func() {
		if tried < 30 {
			t.Errorf("only %d plans had an item to move", tried)
		}
	}()
	rapid.Check(t, func(t *rapid.T) {
		r := plans(t)
		n := schedule.Of(r)
		var movable []int
		for at, item := range n.Nodes {
			if item.Given() && !item.Done && item.EndKnown && item.Start != 0 && item.ExpectedStart != 0 {
				movable = append(movable, at)
			}
		}
		if len(movable) == 0 {
			return // a plan without a date; tried counts the others
		}
		tried++
		at := rapid.SampledFrom(movable).Draw(t, "item")
		item := n.Nodes[at]
		family := map[string]bool{}
		for _, m := range n.Shift(item.ID, 0) {
			family[m.Item] = true
		}
		others := func(to *schedule.Network) string {
			for i, a := range n.Nodes {
				b := to.Nodes[i]
				if !a.Given() || family[a.ID] || a.Done {
					continue
				}
				if (a.Start != 0 || a.StartBy != 0) && a.ExpectedStart != b.ExpectedStart || (a.End != 0 || a.EndFrom != 0) && a.ExpectedEnd != b.ExpectedEnd {
					return a.ID
				}
			}
			return ""
		}
		if item.SlackKnown {
			if item.Slack < 0 {
				t.Fatalf("slack of %s is %d", item.ID, item.Slack)
			}
			if other := others(moved(n, item.ID, item.Slack)); other != "" {
				t.Fatalf("%s has a slack of %d days, and slipping by it moves %s", item.ID, item.Slack, other)
			}
			if len(family) == 1 && !hasParts(n, at) && others(moved(n, item.ID, item.Slack+1)) == "" {
				t.Fatalf("%s has a slack of %d days, and a day more moves nothing", item.ID, item.Slack)
			}
		}
		if last := moved(n, item.ID, item.ToLast).Last; last != n.Last {
			t.Fatalf("%s can slip %d days, and doing so moves the last day from %s to %s", item.ID, item.ToLast, n.Last, last)
		}
		if last := moved(n, item.ID, item.ToLast+1).Last; last <= n.Last && !hasParts(n, at) {
			t.Fatalf("%s can slip %d days, and a day more leaves the last day at %s", item.ID, item.ToLast, last)
		}
	})
}

func hasParts(n *schedule.Network, at int) bool { return len(n.Parts(n.Nodes[at].ID)) > 0 }

// byID is what follows for each item, whatever the order of the roadmap.
func byID(n *schedule.Network) []schedule.Node {
	nodes := slices.Clone(n.Nodes)
	slices.SortFunc(nodes, func(a, b schedule.Node) int { return cmp.Compare(a.ID, b.ID) })
	return nodes
}

func TestOrderOfItemsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := plans(t)
		n := schedule.Of(r)
		other := *r
		other.Initiatives = rapid.Permutation(r.Initiatives).Draw(t, "initiatives in another order")
		for i := range other.Initiatives {
			in := &other.Initiatives[i]
			in.Links = rapid.Permutation(in.Links).Draw(t, "links in another order")
			in.Milestones = rapid.Permutation(in.Milestones).Draw(t, "milestones in another order")
		}
		other.Deployments = rapid.Permutation(r.Deployments).Draw(t, "deployments in another order")
		m := schedule.Of(&other)
		if a, b := byID(n), byID(m); !reflect.DeepEqual(a, b) {
			for i := range a {
				if !reflect.DeepEqual(a[i], b[i]) {
					t.Fatalf("another order gives\n%+v\nnot\n%+v", b[i], a[i])
				}
			}
		}
		if !reflect.DeepEqual(n.Cycles, m.Cycles) || n.Last != m.Last || !slices.Equal(n.Chain, m.Chain) {
			t.Fatalf("another order gives the cycles %v, last day %s, chain %v; not %v, %s, %v", m.Cycles, m.Last, m.Chain, n.Cycles, n.Last, n.Chain)
		}
	})
}

func TestShiftingEverythingShiftsWhatFollows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := schedule.Of(plans(t))
		days := rapid.IntRange(-500, 500).Draw(t, "days")
		var moves []schedule.Move
		for _, node := range n.Nodes {
			moves = append(moves, schedule.Move{Item: node.ID, Dates: node.Dates.Later(days)})
		}
		m := n.With(moves...)
		later := func(d period.Day) period.Day {
			if d == 0 {
				return 0
			}
			return d + period.Day(days)
		}
		for i, a := range n.Nodes {
			b := m.Nodes[i]
			if later(a.ExpectedStart) != b.ExpectedStart || later(a.ExpectedEnd) != b.ExpectedEnd || later(a.EarliestStart) != b.EarliestStart || later(a.LatestEnd) != b.LatestEnd ||
				a.Slack != b.Slack || a.Critical != b.Critical || len(a.Violated) != len(b.Violated) || a.EndKnown != b.EndKnown {
				t.Fatalf("%d days later\n%+v\nbecomes\n%+v", days, a, b)
			}
		}
		if n.Given() && later(n.Last) != m.Last {
			t.Fatalf("last day %s becomes %s", n.Last, m.Last)
		}
	})
}
