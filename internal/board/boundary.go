package board

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// boundaryMarks point out where the members of a footprint changed inside a series that is computed from them, at the
// first day of the period from which others count, with a sentence each. The series goes on: its value is that of whoever
// belonged. A series of its own figures has none.
func boundaryMarks(d Directory, o maturity.Organisation, m maturity.Measure, t maturity.Trajectory) (marks []chart.Mark, notes []string) {
	if d == nil || o.Kind != maturity.KindFootprint || t.RollUp == nil {
		return nil, nil
	}
	var before *maturity.PathPoint
	for i, p := range t.Observed {
		if !p.HasValue {
			continue
		}
		if before != nil && !before.Period.IsZero() {
			if joined, left := counted(m, d, o.ID, before.Period.Start, p.Period.Start); len(joined)+len(left) > 0 {
				marks = append(marks, chart.Mark{Day: p.Period.Start, Words: movedShort(len(joined), len(left))})
				notes = append(notes, boundaryNote(joined, left, *before, p))
			}
		}
		before = &t.Observed[i]
	}
	return marks, notes
}

// counted are those who joined and left between two days and whose values make the measure's value of the whole.
func counted(m maturity.Measure, d Directory, of maturity.OrganisationID, earlier, later period.Day) (joined, left []maturity.Organisation) {
	kinds := m.RollUpFrom
	if len(kinds) == 0 {
		kinds = m.Kinds
	}
	other := func(o maturity.Organisation) bool { return len(kinds) > 0 && !slices.Contains(kinds, o.Kind) }
	joined, left = Moved(d, of, earlier, later)
	return slices.DeleteFunc(joined, other), slices.DeleteFunc(left, other)
}

// movedShort is "2 joined, 1 left".
func movedShort(joined, left int) string {
	var parts []string
	if joined > 0 {
		parts = append(parts, fmt.Sprintf("%d joined", joined))
	}
	if left > 0 {
		parts = append(parts, fmt.Sprintf("%d left", left))
	}
	return strings.Join(parts, ", ")
}

func boundaryNote(joined, left []maturity.Organisation, before, after maturity.PathPoint) string {
	var parts []string
	if len(joined) > 0 {
		parts = append(parts, "joined: "+firstNames(joined))
	}
	if len(left) > 0 {
		parts = append(parts, "left: "+firstNames(left))
	}
	return fmt.Sprintf("Other members from %s than in %s (%s).", after.Period.Short(), before.Period.Short(), strings.Join(parts, "; "))
}

// firstNames are at most three short names, and how many more there are.
func firstNames(list []maturity.Organisation) string {
	names := make([]string, len(list))
	for i, o := range list {
		names[i] = o.ShortName
	}
	return andMore(names, 3)
}
