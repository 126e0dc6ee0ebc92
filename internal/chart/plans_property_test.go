package chart

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// anyDate is a loose date of any kind, also one without days, or with one side only.
var anyDate = rapid.Custom(func(t *rapid.T) *maturity.LooseDate {
	day := func(name string) period.Day {
		return period.Day(rapid.IntRange(int(period.Date(2010, 1, 1)), int(period.Date(2026, 1, 1))).Draw(t, name))
	}
	d := &maturity.LooseDate{AsGiven: "as the source says", Precision: rapid.SampledFrom([]maturity.Precision{maturity.PrecisionDay, maturity.PrecisionMonth, maturity.PrecisionFinancialYear, maturity.PrecisionFromMonth, maturity.PrecisionNone}).Draw(t, "precision")}
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return nil
	case 1: // no day
	case 2:
		d.Earliest = day("earliest")
	case 3:
		d.Latest = day("latest")
	default:
		d.Earliest = day("from")
		d.Latest = d.Earliest + period.Day(rapid.IntRange(0, 800).Draw(t, "loose"))
	}
	return d
})

// Whatever dates a plan has, each row stands in the table, the picture is there, and it writes no number that the table
// does not hold; a bar never reaches beyond the plot.
func TestAnyPlanCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := GanttInput{Today: period.Date(2018, 11, 15), SourceWords: "the roadmap", AsAt: "15 November 2018"}
		slip := SlipInput{Then: "12 June 2018", Now: "15 November 2018", Today: in.Today}
		deployed := DeploymentsInput{Today: in.Today}
		for i := range rapid.IntRange(0, 50).Draw(t, "rows") {
			label := "Item " + string(rune('A'+i%26))
			status := rapid.SampledFrom(maturity.InitiativeStatuses()).Draw(t, "status")
			r := GanttRow{ID: fmt.Sprint(i), Label: label, Group: rapid.SampledFrom([]string{"", "One", "Two"}).Draw(t, "group"), Status: status, Start: anyDate.Draw(t, "start"), End: anyDate.Draw(t, "end")}
			for range rapid.IntRange(0, 3).Draw(t, "milestones") {
				m := maturity.Milestone{Date: anyDate.Draw(t, "date"), State: rapid.SampledFrom([]maturity.MilestoneState{"", maturity.MilestoneDone, maturity.MilestoneDropped}).Draw(t, "state")}
				r.Milestones = append(r.Milestones, GanttMilestone{ID: "go-live", Title: "Go-live", Date: m.Date, State: m.State, Late: m.Late(in.Today)})
			}
			in.Rows = append(in.Rows, r)
			in.Links = append(in.Links, GanttLink{From: fmt.Sprint(rapid.IntRange(0, 60).Draw(t, "from")), To: fmt.Sprint(i), Violated: rapid.Bool().Draw(t, "wrong")})
			slip.Rows = append(slip.Rows, SlipRow{Label: label, Then: r.Start, Now: r.End, Days: i - 3})
			deployed.Rows = append(deployed.Rows, DeploymentRow{Label: label, Marks: []DeploymentMark{{Title: "System", Status: status, When: r.Start}, {Title: "System", Status: status, When: r.End}}})
		}
		gantt, err := Gantt(in)
		if err != nil || len(gantt.Table.Rows) != len(in.Rows) || gantt.HasPicture() != (len(in.Rows) > 0) {
			t.Fatalf("%d rows of %d, picture %v, %v", len(gantt.Table.Rows), len(in.Rows), gantt.HasPicture(), err)
		}
		spots := in.Spots()
		for _, spot := range spots.All {
			row := in.Rows[spot.Row]
			if spot.X0 < 0 || spot.X1 > float64(gantt.Width) || spot.X1 <= spot.X0 || spot.Top() < 0 || spot.Top()+spot.High() > float64(gantt.Height) || spots.Height != gantt.Height || spots.Day <= 0 {
				t.Fatalf("the spot %+v lies beyond a picture of %d by %d", spot, gantt.Width, gantt.Height)
			}
			if spot.Milestone != (spot.ID == "go-live") || spot.Milestone && !row.Milestones[spot.Among].State.Open() || !spot.Milestone && spot.ID != row.ID {
				t.Fatalf("the spot %+v is not that of row %+v", spot, row)
			}
		}
		slipped, err := Slip(slip)
		if err != nil || len(slipped.Table.Rows) != len(in.Rows) {
			t.Fatalf("%d rows of %d, %v", len(slipped.Table.Rows), len(in.Rows), err)
		}
		marks, err := Deployments(deployed)
		if err != nil || len(marks.Table.Rows) != 2*len(in.Rows) {
			t.Fatalf("%d lines for %d go-lives, %v", len(marks.Table.Rows), 2*len(in.Rows), err)
		}
		for _, wide := range []Figure{gantt, slipped, marks} {
			for _, on := range []func() (Figure, error){wide.Narrow, wide.Slide, func() (Figure, error) { return wide, nil }} {
				f, err := on()
				if err != nil {
					t.Fatal(err)
				}
				if !f.HasPicture() {
					continue
				}
				if missing := missingFrom(fmt.Sprint(wordsOf(f.Table), " ", len(f.Table.Rows), " ", allowed(f)), labelled(t, f)); len(missing) > 0 && !cutRows(f) {
					t.Fatalf("%s writes what its table does not hold: %v", f.Kind, missing)
				}
			}
		}
	})
}

// cutRows reports whether the picture leaves rows to the table, and says how many.
func cutRows(f Figure) bool { return len(f.Table.Rows) > 10 }

// A bar is full only over days that are certain: never outside of what both dates leave no doubt about.
func TestBarsAreFullOnlyWhereDatesAreCertain(t *testing.T) {
	for _, c := range []struct {
		name       string
		start, end *maturity.LooseDate
		full       bool
	}{
		{"two months with years between", inMonth(2016, 4), inMonth(2018, 4), true},
		{"one loose year", inYear(2017), inYear(2017), false},
		{"years side by side", inYear(2017), inYear(2018), false},
		{"start only", inMonth(2016, 4), nil, false},
		{"end only", nil, inMonth(2016, 4), false},
	} {
		g := &gantt{lay: &timeRows{pen: newPen(), from: period.Date(2016, 4, 1), to: period.Date(2020, 3, 31), frame: frame{left: 100, right: 900, bottom: 100}}}
		g.bar(GanttRow{Status: maturity.InitiativeComplete, Start: c.start, End: c.end}, 50)
		s := g.lay.pen.lines["bar-complete"]
		if (s != nil) != c.full {
			t.Errorf("%s: a full bar %v, want %v", c.name, s != nil, c.full)
		}
		if s != nil && (s.points[0].x < g.lay.x(c.start.Latest) || s.points[1].x > g.lay.x(c.end.Earliest+1)) {
			t.Errorf("%s: full from %v to %v", c.name, s.points[0].x, s.points[1].x)
		}
	}
}

// A number that a wave does not tell is never made up: the rest follows only from a total and all others.
func TestTheRestOfAWaveIsNotInvented(t *testing.T) {
	in := wavesUsual()
	if n, known := in.sites(in.Waves[2]); !known || n != 40 {
		t.Errorf("the rest of 72 after 12 and 20 is %d, %v", n, known)
	}
	in.Waves[1].Sites = nil
	if n, known := in.sites(in.Waves[2]); known {
		t.Errorf("the rest is %d, where another wave has no number", n)
	}
	if len(in.stairs()) != 1 {
		t.Errorf("%d waves are drawn, one has a number", len(in.stairs()))
	}
}

// Beside a list of what waits for what, no line can be taken for another: those that lie on each other come from one box or
// lead to one. What finds no place is counted.
func TestLinksBesideAListAreTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := GraphInput{}
		n := rapid.IntRange(2, 40).Draw(t, "items")
		for i := range n {
			in.Nodes = append(in.Nodes, GraphNode{ID: fmt.Sprint(i), Label: "Item"})
		}
		for range rapid.IntRange(1, 80).Draw(t, "links") {
			in.Links = append(in.Links, GraphLink{From: fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, "from")), To: fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, "to"))})
		}
		l := newLayered(newGraph(in), n)
		most := rapid.IntRange(1, 20).Draw(t, "tracks")
		track, used := l.tracks(most)
		if used > most {
			t.Fatalf("%d tracks of %d", used, most)
		}
		row, at := map[int]int{}, 0
		for _, layer := range l.layers {
			for _, node := range layer {
				row[node] = at
				at++
			}
		}
		for a := range track {
			for b := range track {
				from, to := l.ends(a)
				otherFrom, otherTo := l.ends(b)
				if a == b || track[a] != track[b] || from == otherFrom || to == otherTo {
					continue
				}
				if min(row[from], row[to]) <= max(row[otherFrom], row[otherTo]) && min(row[otherFrom], row[otherTo]) <= max(row[from], row[to]) {
					t.Fatalf("the links %d to %d and %d to %d lie on one track", from, to, otherFrom, otherTo)
				}
			}
		}
		if most >= 20 && len(l.links) <= 20 && len(track) != len(l.links) {
			t.Fatalf("%d of %d links have a track", len(track), len(l.links))
		}
	})
}
