package rule

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// fewestCompared is how many organisations must be comparable before a share of them says anything.
const fewestCompared = 5

// Jumps says how many organisations jump in one period of a measure. So many at once is rather a changed definition, a
// new system or a wrong file than that many changes at once.
type Jumps struct {
	Measure  string
	Period   period.Period
	Compared int                       // organisations with a figure in the period that can be held against what was before
	Jumped   []maturity.OrganisationID // in order
	Up       int                       // of those, how many went up
}

// Hold reports whether publication is held: at least 5 organisations can be compared, and more than the share of them
// jump. A share of 0 never holds.
func (j Jumps) Hold(share float64) bool { return TooMany(len(j.Jumped), j.Compared, share) }

// TooMany reports whether so many organisations of those compared jump that a changed definition is likelier.
func TooMany(jumped, compared int, share float64) bool {
	return share > 0 && compared >= fewestCompared && float64(jumped) > share*float64(compared)
}

// Words explains why publication is held.
func (j Jumps) Words(m maturity.Measure, share float64) string {
	way := "some up and some down"
	switch j.Up {
	case len(j.Jumped):
		way = "all up"
	case 0:
		way = "all down"
	}
	return fmt.Sprintf("%d of %d organisations jump on %s in %s, %s; more than %s at once is rather a changed definition or a wrong file.",
		len(j.Jumped), j.Compared, maturity.LowerFirst(m.Title), j.Period.Short(), way, maturity.Number(100*share, 0)+"%")
}

// CountJumps looks at all figures of a period from one source. An organisation jumps when its figure is an outlier of its
// own history; with too short a history, when it changes by more than the measure's max_jump. One that can be judged by
// neither is not counted at all.
func CountJumps(f *Facts, measure, source string, p period.Period, breaks Breaks) Jumps {
	j := Jumps{Measure: measure, Period: p}
	m, _ := f.catalogue.Measure(measure)
	for _, key := range f.order {
		if key.measure != measure {
			continue
		}
		days := f.breaksOf(m, key, breaks)
		for _, run := range f.runs(key) {
			i := slices.IndexFunc(run, func(o maturity.Observation) bool { return o.Period == p && o.Source == source })
			if i < 1 {
				continue
			}
			if jumped, compared := jumps(m, unbroken(run[:i], p, days), run[i]); compared {
				j.Compared++
				if jumped != 0 {
					j.Jumped = append(j.Jumped, key.organisation)
				}
				if jumped > 0 {
					j.Up++
				}
			}
		}
	}
	return j
}

// jumps is +1 for a jump up, -1 for one down, 0 for none.
func jumps(m maturity.Measure, history []Point, o maturity.Observation) (way int, compared bool) {
	if len(history) == 0 {
		return 0, false
	}
	last := history[len(history)-1]
	found, ok := JudgeOutlier(m, history, Point{o.Period, o.Value}, o.Denominator)
	switch change := o.Value - last.Value; {
	case ok && !found.Found():
		return 0, true
	case ok, last.Period.Next() == o.Period && m.MaxJump > 0 && math.Abs(change) > m.MaxJump:
		if change < 0 {
			return -1, true
		}
		return 1, true
	default:
		return 0, last.Period.Next() == o.Period && m.MaxJump > 0
	}
}
