package meeting

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// Candidate is a measure that a pack may give a page of its own.
type Candidate struct {
	Place     string // "target:" and the target's id
	Title     string
	Status    maturity.Status
	Reason    string // why the rule suggests it, in words; "" where it does not
	Suggested bool
	Chosen    bool
	row       board.TargetRow
}

// mostSuggested bounds what the rule suggests: a board reads no more.
const mostSuggested = 6

// Candidates lists the targets of the view, and says which need the board's attention: those that are past due, those that
// are unlikely to be met and get worse, and those whose verdict changed since the last meeting. The worst come first; of
// those the first six are suggested.
func Candidates(v board.View, changes board.Changes) []Candidate {
	changed := map[string]board.Change{}
	for _, c := range changes.Rows {
		if c.Kind == board.ChangeStatus && c.Organisation.ID == v.Subject.ID {
			changed[c.Target] = c
		}
	}
	var out []Candidate
	seen := map[string]bool{}
	for _, p := range v.Panels {
		for _, row := range p.Targets {
			if row.Trajectory.Organisation != v.Subject.ID || seen[row.Target.ID] {
				continue
			}
			seen[row.Target.ID] = true
			c := Candidate{Place: targetPlace(row.Target.ID), Title: row.Title, Status: row.Status, row: row}
			var why []string
			switch {
			case row.Status == maturity.StatusPastDue:
				why = append(why, "past due")
			case row.Status == maturity.StatusUnlikely && falling(row):
				why = append(why, "unlikely to be met and getting worse")
			}
			if s, is := changed[row.Target.ID]; is {
				why = append(why, "was "+maturity.LowerFirst(s.Then)+" at the last meeting")
			}
			c.Reason = strings.Join(why, "; ")
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(x, y Candidate) int {
		return cmp.Or(cmp.Compare(boolRank(x.Reason != ""), boolRank(y.Reason != "")), cmp.Compare(severity[x.Status], severity[y.Status]), cmp.Compare(chance(x), chance(y)), cmp.Compare(x.Title, y.Title))
	})
	for i := range out {
		out[i].Suggested = out[i].Reason != "" && i < mostSuggested
	}
	return out
}

func boolRank(yes bool) int {
	if yes {
		return 0
	}
	return 1
}

func chance(c Candidate) float64 {
	if math.IsNaN(c.row.Trajectory.Probability) {
		return 1
	}
	return c.row.Trajectory.Probability
}

var severity = map[maturity.Status]int{maturity.StatusPastDue: 0, maturity.StatusUnlikely: 1, maturity.StatusAtRisk: 2, maturity.StatusTooLittle: 3,
	maturity.StatusOnTrack: 4, maturity.StatusMet: 5, maturity.StatusNoTarget: 6}

// falling reports whether a figure moves away from its target: by the verdict on its trend, or, where there is none, by the
// points achieved a quarter.
func falling(row board.TargetRow) bool {
	if t := row.Trajectory.Trend; t != nil && t.Verdict != maturity.TrendUnknown {
		return t.Verdict == maturity.TrendWorse
	}
	achieved := row.Trajectory.AchievedPer
	if math.IsNaN(achieved) {
		return false
	}
	if row.Target.Operator == maturity.AtMost {
		return achieved > 0
	}
	return achieved < 0
}

func targetPlace(id string) string { return "target:" + id }

// withExceptions adds to a board a panel for each chosen target, so that the same reading fills it.
func withExceptions(b maturity.Board, places []string, target func(string) (maturity.Target, bool)) maturity.Board {
	b.Panels = slices.Clone(b.Panels)
	for _, place := range places {
		id, ok := strings.CutPrefix(place, "target:")
		if !ok {
			continue
		}
		if t, known := target(id); known {
			b.Panels = append(b.Panels, maturity.Panel{ID: exceptionPanel + slug(id), Kind: maturity.PanelTrajectory, Measures: []string{t.Measure}, Target: t.ID})
		}
	}
	return b
}

const exceptionPanel = "exception-"

// slug is an id made of letters, digits and hyphens.
func slug(text string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, text), "-")
}
