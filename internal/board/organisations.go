package board

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// OrganisationRow is one organisation in the list of where it is not going well.
type OrganisationRow struct {
	Organisation maturity.Organisation
	Trajectory   maturity.Trajectory
	Latest       string
	LatestFor    string
	Gap          string // to the required path: "4 points behind", "on the path", "not known"
	Pace         string // "needs 2.5 points a quarter, achieved 1"
	Trend        string // "Getting worse", or why it cannot be told
	Milestone    string // the latest milestone of its roadmap, or that none is late or known
	MilestoneAt  string // address of that milestone, without a host; ""
	Forecast     string
	Status       maturity.Status
	Illustrative bool
	Chance       string
	// Of what misses its target and gets worse: the measure and the target, and the sentence that says so.
	Measure maturity.Measure
	Target  maturity.Target
	Worse   string
}

// severity orders from the worst: what is missed, then what will be, then what is uncertain or not known.
var severity = map[maturity.Status]int{maturity.StatusPastDue: 0, maturity.StatusUnlikely: 1, maturity.StatusAtRisk: 2,
	maturity.StatusTooLittle: 3, maturity.StatusOnTrack: 4, maturity.StatusMet: 5, maturity.StatusNoTarget: 6}

// worstFirst sorts trajectories by status, then chance, then name of the organisation. Self-assessed scores are listed by
// name only: they are not a ranking. Organisations that are not known are left out.
func worstFirst(m maturity.Measure, q Query, trajectories []maturity.Trajectory) []maturity.Trajectory {
	names := map[maturity.OrganisationID]string{}
	for _, t := range trajectories {
		if o, known := q.Directory.ByID(t.Organisation); known {
			names[t.Organisation] = o.ShortName
		}
	}
	trajectories = slices.DeleteFunc(trajectories, func(t maturity.Trajectory) bool { _, known := names[t.Organisation]; return !known })
	slices.SortStableFunc(trajectories, func(x, y maturity.Trajectory) int {
		if x.Status != y.Status {
			return severity[x.Status] - severity[y.Status]
		}
		if !m.SelfAssessed && !math.IsNaN(x.Probability) && !math.IsNaN(y.Probability) && x.Probability != y.Probability {
			return cmp.Compare(x.Probability, y.Probability)
		}
		return strings.Compare(names[x.Organisation], names[y.Organisation])
	})
	return trajectories
}

// organisationRows reads the whole paths of the trajectories, which only those that are shown need, and puts them into
// words.
func (b *Builder) organisationRows(ctx context.Context, m maturity.Measure, target maturity.Target, q Query, shown []maturity.Trajectory) ([]OrganisationRow, error) {
	if len(shown) == 0 {
		return nil, nil
	}
	ids := make([]maturity.OrganisationID, len(shown))
	for i, t := range shown {
		ids[i] = t.Organisation
	}
	whole, err := b.reader.Trajectories(ctx, ids, []string{m.ID}, q.AsAt)
	if err != nil {
		return nil, err
	}
	rows := make([]OrganisationRow, len(shown))
	for i, t := range shown {
		for _, w := range whole {
			if w.Organisation == t.Organisation && w.Target == t.Target {
				t = w
			}
		}
		o, _ := q.Directory.ByID(t.Organisation)
		rows[i] = b.organisationRow(m, target, o, t)
	}
	return rows, nil
}

func (b *Builder) organisationRow(m maturity.Measure, target maturity.Target, o maturity.Organisation, t maturity.Trajectory) OrganisationRow {
	row := OrganisationRow{Organisation: o, Trajectory: t, Status: t.Status, Gap: "not known", Pace: pace(m, t),
		Forecast: "no forecast", Chance: maturity.Chance(t.Probability), Illustrative: b.illustrative(t)}
	row.Latest, row.LatestFor = latestWords(m, t)
	row.Trend = maturity.TrendUnknown.Words()
	if t.Trend != nil {
		row.Trend = t.Trend.Verdict.Words()
	}
	if gap, ok := gapToRequired(target, t); ok {
		row.Gap = gapWords(m, gap)
	}
	if t.AtDue != nil {
		row.Forecast = fmt.Sprintf("%s (%s to %s)", m.FormatEstimate(t.AtDue.Median), m.FormatEstimate(t.AtDue.Low80), m.FormatEstimate(t.AtDue.High80))
	}
	return row
}

// gapToRequired is how far the latest value lies on the good side of the required path: negative is behind.
func gapToRequired(target maturity.Target, t maturity.Trajectory) (float64, bool) {
	path := t.Plan
	if len(path) == 0 {
		path = t.Required
	}
	if t.Latest == nil || !t.Latest.HasValue {
		return 0, false
	}
	for _, p := range path {
		if p.Period == t.Latest.Period {
			if target.Operator == maturity.AtMost {
				return p.Value - t.Latest.Value, true
			}
			return t.Latest.Value - p.Value, true
		}
	}
	return 0, false
}

func gapWords(m maturity.Measure, gap float64) string {
	switch points := m.FormatPoints(gap); {
	case strings.HasPrefix(points, "0 ") || points == "0" || points == "0.0 points":
		return "on the path"
	case gap < 0:
		return points + " behind"
	default:
		return points + " ahead"
	}
}

// pace sets what is needed beside what was achieved.
func pace(m maturity.Measure, t maturity.Trajectory) string {
	switch {
	case math.IsNaN(t.RequiredPer) && math.IsNaN(t.AchievedPer):
		return "not known"
	case math.IsNaN(t.RequiredPer):
		return "achieved " + signed(m, t.AchievedPer) + " a quarter"
	case math.IsNaN(t.AchievedPer):
		return "needs " + signed(m, t.RequiredPer) + " a quarter"
	}
	return "needs " + signed(m, t.RequiredPer) + " a quarter, achieved " + signed(m, t.AchievedPer)
}

// signed is a rate with its sign where it is negative, one decimal: rates are small.
func signed(m maturity.Measure, rate float64) string {
	text := maturity.Number(rate, 1)
	if m.Unit == maturity.UnitCount {
		return text
	}
	if text == "1" || text == "1.0" {
		return "1 point"
	}
	return strings.TrimSuffix(text, ".0") + " points"
}

// illustrative reports whether any observed point of the trajectory was invented for the demonstration.
func (b *Builder) illustrative(t maturity.Trajectory) bool {
	return slices.ContainsFunc(t.Observed, func(p maturity.PathPoint) bool {
		s, ok := b.catalogue.Source(p.Source)
		return p.Illustrative || ok && s.Illustrative
	})
}
