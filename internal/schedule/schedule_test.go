package schedule_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/schedule"
)

func month(y int, m time.Month) *maturity.LooseDate {
	p := period.Of(period.KindMonth, period.Date(y, m, 1))
	return &maturity.LooseDate{Precision: maturity.PrecisionMonth, Earliest: p.Start, Latest: p.End()}
}

func day(y int, m time.Month, d int) *maturity.LooseDate {
	at := period.Date(y, m, d)
	return &maturity.LooseDate{Precision: maturity.PrecisionDay, Earliest: at, Latest: at}
}

func needs(to string) maturity.RoadmapLink {
	return maturity.RoadmapLink{To: to, Kind: maturity.LinkPrerequisite}
}

func node(t *testing.T, n *schedule.Network, id string) schedule.Node {
	t.Helper()
	at, ok := n.Index[id]
	if !ok {
		t.Fatalf("no node %q", id)
	}
	return n.Nodes[at]
}

// telephony waits for the network, which has a phase and a supplier; the portal waits for telephony but nobody dated it.
func example() *maturity.Roadmap {
	return &maturity.Roadmap{
		Initiatives: []maturity.Initiative{
			{ID: "network", Title: "Network speeds", Start: day(2018, 1, 10), Phases: []maturity.Phase{
				{ID: "lines", Title: "Lines", Start: day(2018, 1, 10), End: day(2018, 3, 31)}, {ID: "switches", Title: "Switches", Start: day(2018, 4, 1), End: day(2018, 5, 31)}}},
			{ID: "telephony", Title: "Telephony", Start: day(2018, 6, 20), End: day(2018, 9, 30), Links: []maturity.RoadmapLink{needs("network")}},
			{ID: "portal", Title: "Portal", Days: 30, Links: []maturity.RoadmapLink{{To: "telephony", Kind: maturity.LinkPrerequisite, Lag: 10}}},
			{ID: "training", Title: "Training"},
			{ID: "helpdesk", Title: "Helpdesk", Links: []maturity.RoadmapLink{needs("training")}},
		},
		Deployments: []maturity.Deployment{{ID: "portal-rgh", Initiative: "portal", Organisation: "RGH"}},
	}
}

// An initiative without an end is finished with its last part; what waits for something dated follows from it; what waits
// for something undated is not known.
func TestWhatFollows(t *testing.T) {
	n := schedule.Of(example())
	network, telephony, portal, helpdesk := node(t, n, "network"), node(t, n, "telephony"), node(t, n, "portal"), node(t, n, "helpdesk")
	if got := network.ExpectedEnd.String(); got != "2018-05-31" || !network.EndKnown || network.End != 0 {
		t.Errorf("the network is finished on %s (known: %v, planned: %v)", got, network.EndKnown, network.End)
	}
	if network.Slack != 20 || !network.SlackKnown {
		t.Errorf("the network can slip %d days (known: %v), want 20", network.Slack, network.SlackKnown)
	}
	if portal.EarliestStart.String() != "2018-10-10" || portal.ExpectedEnd.String() != "2018-11-09" || !portal.StartKnown {
		t.Errorf("the portal follows from %s to %s", portal.EarliestStart, portal.ExpectedEnd)
	}
	if helpdesk.StartKnown || helpdesk.EarliestStart != 0 || !slices.Equal(helpdesk.Undated, []string{"training"}) {
		t.Errorf("the helpdesk waits for something undated, but is said to begin on %s", helpdesk.EarliestStart)
	}
	if n.Last.String() != "2018-11-09" || !portal.Critical || !telephony.Critical || network.Critical {
		t.Errorf("last day %s; critical: portal %v, telephony %v, network %v", n.Last, portal.Critical, telephony.Critical, network.Critical)
	}
	if got := strings.Join(n.Chain, " "); got != "network switches network telephony portal" {
		t.Errorf("chain: %s", got)
	}
}

func TestViolations(t *testing.T) {
	build := func(first, then *maturity.LooseDate) schedule.Node {
		return node(t, schedule.Of(&maturity.Roadmap{Initiatives: []maturity.Initiative{
			{ID: "a", End: first}, {ID: "b", Start: then, Links: []maturity.RoadmapLink{needs("a")}}}}), "b")
	}
	for _, c := range []struct {
		name        string
		first, then *maturity.LooseDate
		want        string
	}{
		{"the start is over before the other can be finished", month(2018, 6), month(2018, 5), "must 1"},
		{"both some day of the same month: it may hold", month(2018, 6), month(2018, 6), "may 29"},
		{"the other's last day is the first of the start", month(2018, 5), day(2018, 5, 31), "none"},
		{"one day too early, if the other takes all its month", month(2018, 5), day(2018, 5, 30), "may 1"},
		{"nobody dated the other", nil, month(2018, 5), "none"},
		{"nobody dated the start", month(2018, 5), nil, "none"},
	} {
		got := "none"
		if n := build(c.first, c.then); len(n.Violated) > 0 {
			got = map[bool]string{true: "must ", false: "may "}[n.Must()] + n.Violated[0].String()
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A milestone that is done stays on its day whatever its initiative waits for, and one that was dropped holds up nothing.
func TestDoneAndDropped(t *testing.T) {
	n := schedule.Of(&maturity.Roadmap{Initiatives: []maturity.Initiative{
		{ID: "a", End: month(2019, 1), Milestones: []maturity.Milestone{{ID: "gone", Date: month(2020, 1), State: maturity.MilestoneDropped}}},
		{ID: "b", Milestones: []maturity.Milestone{{ID: "m", Date: month(2018, 1), State: maturity.MilestoneDone}, {ID: "next"}}, Links: []maturity.RoadmapLink{needs("a"), needs("old")}},
		{ID: "old", Status: maturity.InitiativeComplete},
	}})
	if m := node(t, n, "m"); m.ExpectedEnd.String() != "2018-01-31" || len(m.Violated) > 0 {
		t.Errorf("the milestone that is done moved to %s: %v", m.ExpectedEnd, m.Violated)
	}
	if b := node(t, n, "b"); b.ExpectedStart.String() != "2019-01-31" || !b.StartKnown || len(b.Undated) > 0 {
		t.Errorf("b begins on %s, known: %v, undated: %v", b.ExpectedStart, b.StartKnown, b.Undated)
	}
	if n.Last.String() != "2019-01-31" {
		t.Errorf("last day %s", n.Last)
	}
}

// What is counted from a start keeps the calendar's months.
func TestCountedMonths(t *testing.T) {
	n := schedule.Of(&maturity.Roadmap{Initiatives: []maturity.Initiative{{ID: "a", Start: day(2017, 2, 28), Milestones: []maturity.Milestone{{ID: "m", WithinMonths: 24, From: "a"}}}}})
	if m := node(t, n, "m"); m.ExpectedEnd.String() != "2019-02-28" || !m.EndKnown || m.EarliestEnd.String() != "2017-02-28" {
		t.Errorf("within 24 months: %s to %s, known: %v", m.EarliestEnd, m.ExpectedEnd, m.EndKnown)
	}
}

func TestCycles(t *testing.T) {
	consider := func(to string) maturity.RoadmapLink {
		return maturity.RoadmapLink{To: to, Kind: maturity.LinkConsider}
	}
	n := schedule.Of(&maturity.Roadmap{Initiatives: []maturity.Initiative{
		{ID: "c", End: month(2018, 3), Links: []maturity.RoadmapLink{needs("a"), consider("d")}},
		{ID: "a", End: month(2018, 1), Links: []maturity.RoadmapLink{needs("b")}},
		{ID: "b", End: month(2018, 2), Links: []maturity.RoadmapLink{needs("c"), needs("before")}},
		{ID: "d", Links: []maturity.RoadmapLink{consider("c"), needs("d"), needs("a")}},
		{ID: "before", End: month(2018, 12)},
	}})
	want := []schedule.Cycle{{Kind: maturity.LinkPrerequisite, IDs: []string{"a", "b", "c"}}, {Kind: maturity.LinkPrerequisite, IDs: []string{"d"}}, {Kind: maturity.LinkConsider, IDs: []string{"c", "d"}}}
	if !slices.EqualFunc(n.Cycles, want, func(x, y schedule.Cycle) bool { return x.Kind == y.Kind && slices.Equal(x.IDs, y.IDs) }) {
		t.Errorf("cycles %v", n.Cycles)
	}
	if a, b := node(t, n, "a"), node(t, n, "b"); a.ExpectedEnd.String() != "2018-01-31" || len(a.Violated) > 0 || !b.Must() {
		t.Errorf("links of the cycle order something, or the link from outside does not: a %s %v, b %v", a.ExpectedEnd, a.Violated, b.Violated)
	}
}

func TestAffected(t *testing.T) {
	n := schedule.Of(example())
	var got []string
	for _, e := range n.Affected(n.Shift("switches", 30)...) {
		line := e.ID + " " + e.FromEnd.String() + " -> " + e.ToEnd.String()
		if e.Through != "" {
			line += " by " + e.Through
		}
		if e.Own {
			line += ", its own dates"
		}
		got = append(got, line)
	}
	want := []string{
		"switches 2018-05-31 -> 2018-06-30",
		"network 2018-05-31 -> 2018-06-30 by switches",
		"telephony 2018-09-30 -> 2018-10-10 by network, its own dates",
		"portal 2018-11-09 -> 2018-11-19 by telephony",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if all := n.Affected(n.Shift("switches", 20)...); len(all) != 2 {
		t.Errorf("a slip within the slack moves others: %v", all)
	}
	if len(n.Shift("helpdesk", 1)) != 0 {
		t.Error("an undated item cannot be moved by days")
	}
	moved := 0
	for _, e := range n.Affected(n.Shift("network", 5)...) {
		if e.Moved {
			moved++
		}
	}
	if moved != 3 {
		t.Errorf("the network is moved with its two phases, not %d items", moved)
	}
}

func TestBefore(t *testing.T) {
	n := schedule.Of(example())
	var got []string
	for _, need := range n.Before("portal-rgh") {
		got = append(got, need.ID+" through "+need.Through)
	}
	if want := []string{"telephony through portal", "network through telephony"}; !slices.Equal(got, want) {
		t.Errorf("before the go-live: %q, want %q", got, want)
	}
}
