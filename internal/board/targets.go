package board

import (
	"math"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// TargetRow is one target with where the subject stands against it.
type TargetRow struct {
	Target     maturity.Target
	Measure    maturity.Measure
	Trajectory maturity.Trajectory
	Title      string // the measure's, with the number of its aim: "9d Repeat prescriptions sent electronically"
	Note       string // the target's own words, and whether it is only implied
	Latest     string // "83%"
	LatestFor  string // period, short
	Wanted     string // "at least 80%"
	Due        string // "the end of 2016 to 2017", "no date given"
	Forecast   string // "77% (61% to 93%)", or why there is none
	Status     maturity.Status
	Reason     string // short, because it stands in a table: what its other columns say is left out
}

// StatusCount is how many targets have a status.
type StatusCount struct {
	Status maturity.Status
	Number int
}

// CountStatuses counts in the order pages print statuses; statuses nobody has are left out.
func CountStatuses(rows []TargetRow) []StatusCount {
	found := map[maturity.Status]int{}
	for _, r := range rows {
		found[r.Status]++
	}
	return inOrder(found)
}

func inOrder(found map[maturity.Status]int) []StatusCount {
	var out []StatusCount
	for _, s := range maturity.Statuses() {
		if found[s] > 0 {
			out = append(out, StatusCount{s, found[s]})
		}
	}
	return out
}

// targetRow puts a trajectory into words. It needs a trajectory with a target.
func (b *Builder) targetRow(t maturity.Trajectory, today period.Day) (TargetRow, bool) {
	m, known := b.catalogue.Measure(t.Measure)
	target, stated := b.target(t.Target)
	if !known || !stated {
		return TargetRow{}, false
	}
	row := TargetRow{Target: target, Measure: m, Trajectory: t, Title: rowTitle(m), Note: rowNote(m, target), Status: t.Status, Reason: rowReason(m, target, t, today),
		Wanted: wanted(m, target), Due: "no date given", Forecast: "no forecast"}
	row.Latest, row.LatestFor = latestWords(m, t)
	if target.Due != nil {
		row.Due = target.Due.Words()
	}
	if t.AtDue != nil {
		row.Forecast = m.FormatEstimate(t.AtDue.Median) + " (" + m.FormatEstimate(t.AtDue.Low80) + " to " + m.FormatEstimate(t.AtDue.High80) + ")"
	}
	return row, true
}

// latestWords is the latest value, or what the newest period says instead of one, and its period; a body that never sent
// anything has none.
func latestWords(m maturity.Measure, t maturity.Trajectory) (words, when string) {
	switch n := len(t.Observed); {
	case t.Latest != nil:
		return PointWords(m, *t.Latest), t.Latest.Period.Short()
	case n > 0:
		return PointWords(m, t.Observed[n-1]), t.Observed[n-1].Period.Short()
	}
	return "not submitted", ""
}

// rowTitle puts the number of an aim ("9d") before the measure's title; other sections are named by the title itself.
func rowTitle(m maturity.Measure) string {
	if m.Section != "" && m.Section[0] >= '0' && m.Section[0] <= '9' {
		return m.Section + " " + m.Title
	}
	return m.Title
}

// rowNote is the target in its own words, unless they only repeat the measure's title.
func rowNote(m maturity.Measure, target maturity.Target) string {
	note := target.Title
	_, of, named := strings.Cut(m.Title, ": ")
	if note == m.Title || named && strings.HasSuffix(note, ": "+of) {
		note = ""
	}
	if target.Stated || strings.Contains(strings.ToLower(note), "implied") {
		return note
	}
	if note == "" {
		return "Implied by the wording"
	}
	return note + ", implied by the wording"
}

// rowReason says beside the status what no column says: the chance and the pace, or when a target without a date is
// reached at the present pace. Other statuses keep their whole reason.
func rowReason(m maturity.Measure, target maturity.Target, t maturity.Trajectory, today period.Day) string {
	switch {
	case t.AtDue != nil && !math.IsNaN(t.Probability) && t.Status != maturity.StatusMet && t.Status != maturity.StatusPastDue:
		return "Chance " + maturity.Chance(t.Probability) + "; " + pace(m, t)
	case target.Due == nil && t.Status == maturity.StatusNoTarget && t.Arrival != nil && t.Arrival.End() >= today:
		return "At the present pace reached in " + t.Arrival.Short()
	case target.Due == nil && t.Status == maturity.StatusNoTarget && t.NotBefore != nil && t.NotBefore.End() >= today:
		return "At the present pace not reached before " + t.NotBefore.Short()
	}
	return t.Reason
}

func wanted(m maturity.Measure, t maturity.Target) string {
	switch t.Operator {
	case maturity.AtMost:
		return "at most " + m.Format(t.Value)
	case maturity.Equal:
		return m.Format(t.Value)
	}
	return "at least " + m.Format(t.Value)
}

func (b *Builder) target(id string) (maturity.Target, bool) {
	i := slices.IndexFunc(b.catalogue.Targets, func(t maturity.Target) bool { return t.ID == id })
	if i < 0 {
		return maturity.Target{}, false
	}
	return b.catalogue.Targets[i], true
}

// PointWords writes a point's value, or its state where it has none: no cell is ever empty.
func PointWords(m maturity.Measure, p maturity.PathPoint) string {
	switch {
	case p.State == maturity.BelowBound || p.State == maturity.AboveBound:
		return p.State.Words() + " " + m.Format(p.Value)
	case p.HasValue && p.Flags&maturity.Estimated != 0:
		return m.Format(p.Value) + " (estimated)"
	case p.HasValue:
		return m.Format(p.Value)
	}
	return p.State.Words()
}

// ObservationWords writes an observation's value, or its state where it has none.
func ObservationWords(m maturity.Measure, o maturity.Observation) string {
	value := o.Value
	if math.IsNaN(value) {
		value = 0
	}
	return PointWords(m, maturity.PathPoint{State: o.State, Value: value, HasValue: o.HasValue(), Flags: o.Flags})
}
