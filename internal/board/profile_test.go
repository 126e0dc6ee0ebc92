package board

import (
	"math"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var march2020 = &maturity.LooseDate{AsGiven: "March 2020", Latest: period.Date(2020, time.March, 31)}

// goal is an open target of a measure with the present figure, the path's level for it, and the quarter of arrival, as
// so many quarters after the summer of 2018; 0: not within the projection.
func goal(title string, value, level float64, arrival int) TargetRow {
	m := maturity.Measure{ID: title, Title: title, Unit: maturity.UnitPercent, High: 100, Polarity: maturity.HigherIsBetter}
	t := figure(2, title, value, level)
	t.Status, t.Probability = maturity.StatusUnlikely, 0.1
	if arrival > 0 {
		at := summer.Add(arrival)
		t.Arrival = &at
	} else {
		horizon := summer.Add(20)
		t.NotBefore = &horizon
	}
	return TargetRow{Title: title, Measure: m, Trajectory: t, Status: t.Status, Target: maturity.Target{ID: title, Measure: title, Operator: maturity.AtLeast, Value: 100, Stated: true, Due: march2020}}
}

func done(title string, status maturity.Status) TargetRow {
	r := goal(title, 100, math.NaN(), 1)
	r.Status, r.Trajectory.Status = status, status
	return r
}

// The page of an organisation leads with its gap to the plan and with the arrival at the present pace.
func TestProfileSentence(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []TargetRow
		want string
	}{
		{"no target", nil, ""},
		{"behind one, and late", []TargetRow{goal("Records", 40, 52, 12), goal("Orders", 60, 55, 2)},
			"Severn is behind its plan for 1 of 2 targets, furthest in Records (12 points behind). At the present pace it reaches 1 of 2 targets that are still open in time, 1 later, in Q2 2021/22."},
		{"behind both, one out of sight", []TargetRow{goal("Records", 40, 52, 12), goal("Orders", 30, 55, 0)},
			"Severn is behind its plan for 2 of 2 targets, furthest in Orders (25 points behind). At the present pace it reaches none of 2 targets that are still open in time: 1 later, in Q2 2021/22 and 1 not before Q2 2023/24."},
		{"nothing in sight", []TargetRow{goal("Records", 60, 52, 0), goal("Orders", 60, 55, 0)},
			"Severn is on or ahead of its plan for all 2 targets. At the present pace it reaches none of its 2 open targets before Q2 2023/24."},
		{"ahead and in time", []TargetRow{goal("Records", 60, 52, 2), goal("Orders", 60, 55, 3)},
			"Severn is on or ahead of its plan for all 2 targets. At the present pace it reaches all 2 open targets in time."},
		{"one target", []TargetRow{goal("Records", 60, 52, 2)}, "Severn is on or ahead of its plan for its target. At the present pace it reaches its open target in time."},
		{"all is met", []TargetRow{done("Records", maturity.StatusMet)}, ""},
		{"no path, but a projection", []TargetRow{goal("Records", 60, math.NaN(), 12), done("Orders", maturity.StatusPastDue)},
			"At the present pace it reaches its one open target late, in Q2 2021/22."},
	} {
		if got := profileSentence("Severn", c.rows); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Nobody is named as better in scores that each organisation gave itself, nor where neither direction is better.
func TestWhoIsAskedAfter(t *testing.T) {
	plain, assessed, neither := goal("Records", 40, 50, 0), goal("Leadership", 40, 50, 0), goal("Visits", 40, 50, 0)
	assessed.Measure.SelfAssessed, neither.Measure.Polarity = true, maturity.NeitherBetter
	if got := askable([]TargetRow{plain, plain, assessed, neither, done("Orders", maturity.StatusMet)}); len(got) != 1 || got[0].ID != "Records" {
		t.Errorf("%+v", got)
	}
}

// Of those who do better the nearest three are named, with what changed there in a year; others of the kind are counted.
func TestThoseNearestAbove(t *testing.T) {
	m := goal("eps", 0, 0, 0).Measure
	with := func(id maturity.OrganisationID, now, yearAgo float64) maturity.Trajectory {
		r := figure(id, "eps", now, math.NaN())
		r.Observed = append([]maturity.PathPoint{{Period: summer.Add(-4), State: maturity.Reported, Value: yearAgo, HasValue: true}}, r.Observed...)
		return r
	}
	older := with(7, 90, 80)
	older.Latest.Period = summer.Add(-1)
	var place town
	d := &data{trajectories: map[seriesKey][]maturity.Trajectory{}}
	for i, name := range []string{"Own", "Avon", "Usk", "Wye", "Dee", "Old", "Low", "Council"} {
		o := maturity.Organisation{ID: maturity.OrganisationID(i + 2), ShortName: name, Kind: "acute"}
		if name == "Council" {
			o.Kind = "local_authority"
		}
		place.members, d.peers = append(place.members, o), append(d.peers, o)
	}
	d.add([]maturity.Trajectory{with(2, 41, 40), with(3, 60, 50), with(4, 44, 32), with(5, 70, 70), with(6, 95, 99), older, with(8, 10, 10), with(9, 50, 50)})
	rows := betterRows(place.members[0], []maturity.Measure{m}, d, Query{Directory: place})
	if len(rows) != 1 || rows[0].Own != "41%, up 1 point since Q2 2017/18, from 40%" || rows[0].Better != 4 || rows[0].Of != 5 {
		t.Fatalf("%+v", rows)
	}
	var got []string
	for _, p := range rows[0].Peers {
		got = append(got, p.Organisation.ShortName+" "+p.Value+" "+p.Change)
	}
	if want := "Usk 44% up 12 points since Q2 2017/18, from 32%; Avon 60% up 10 points since Q2 2017/18, from 50%; Wye 70% no change since Q2 2017/18, from 70%"; strings.Join(got, "; ") != want {
		t.Errorf("%q", got)
	}
}
