package board

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/spc"
)

// misses are the verdicts of those that miss their target.
var misses = map[maturity.Status]bool{maturity.StatusUnlikely: true, maturity.StatusPastDue: true}

// gettingWorse says in a sentence why a series counts as getting worse: its trend, or else the latest figure on its
// control chart. "" where neither says so.
func gettingWorse(m maturity.Measure, t maturity.Trajectory) string {
	if t.Trend != nil && t.Trend.Verdict == maturity.TrendWorse {
		return t.Trend.Sentence(m)
	}
	if c := t.Control; c != nil && c.Status == maturity.ControlCharted {
		switch v := spc.VariationNamed(c.Variation); v {
		case spc.ConcernHigh, spc.ConcernLow:
			words := "Getting worse: more than the usual variation around " + m.Format(c.Mean)
			if t.Latest != nil {
				words = "Getting worse: " + figureWords(m, *t.Latest) + ", " + m.FormatPoints(t.Latest.Value-c.Mean) + " from the usual " + m.Format(c.Mean)
			}
			return words + "."
		}
	}
	return ""
}

// redAndFalling are the series that miss their target and get worse, one a series: the subject's first, then the least
// likely. Of several targets the one that is missed the most surely counts.
func (b *Builder) redAndFalling(q Query, who []maturity.Organisation, trajectories []maturity.Trajectory) (rows []OrganisationRow) {
	place := map[seriesKey]int{}
	for _, t := range trajectories {
		m, known := b.catalogue.Measure(t.Measure)
		target, stated := b.target(t.Target)
		o, there := organisationIn(who, t.Organisation)
		worse := gettingWorse(m, t)
		if !known || !stated || !there || worse == "" || !misses[t.Status] {
			continue
		}
		row := b.organisationRow(m, target, o, t)
		row.Measure, row.Target, row.Worse = m, target, worse
		key := seriesKey{t.Organisation, t.Measure}
		if i, twice := place[key]; twice {
			if surer(row, rows[i]) {
				rows[i] = row
			}
			continue
		}
		place[key] = len(rows)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(x, y OrganisationRow) int {
		own := func(r OrganisationRow) int {
			if r.Organisation.ID == q.Subject.ID {
				return 0
			}
			return 1
		}
		return cmp.Or(own(x)-own(y), severity[x.Status]-severity[y.Status], chanceFirst(x, y), strings.Compare(x.Organisation.ShortName, y.Organisation.ShortName))
	})
	return rows
}

func surer(x, y OrganisationRow) bool {
	return cmp.Or(severity[x.Status]-severity[y.Status], chanceFirst(x, y)) < 0
}

// chanceFirst puts the smaller chance first; self-assessed scores are no ranking.
func chanceFirst(x, y OrganisationRow) int {
	if x.Measure.SelfAssessed || y.Measure.SelfAssessed || math.IsNaN(x.Trajectory.Probability) || math.IsNaN(y.Trajectory.Probability) {
		return 0
	}
	return cmp.Compare(x.Trajectory.Probability, y.Trajectory.Probability)
}
