package board

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/spc"
)

// OrganisationView is the page of one organisation: every measure it has a value for, against its target and its
// benchmark.
type OrganisationView struct {
	Query
	ProfileView
	Sentence     string
	Counts       []StatusCount
	Groups       []MeasureGroup
	Measures     int
	Illustrative bool
	Sources      []maturity.Source
	Caveats      []string
	Period       string
	Empty        string
}

// MeasureGroup is a framework's measures, or those of none.
type MeasureGroup struct {
	Title string
	Rows  []MeasureRow
}

// MeasureRow is one measure of the organisation.
type MeasureRow struct {
	Measure    maturity.Measure
	Latest     string
	Period     string // code
	PeriodName string
	Source     string        // id of the source of the latest value
	Points     []chart.Point // observed values in time order, for the sparkline
	Against    string        // "above the national average (48%)", "similar to ...", or why it is not compared
	Targets    []TargetRow
	Control    []spc.Icon // verdicts of its control chart against the main target; none where there is no chart
	Trend      *TrendView // over the last figures; nil where the measure is no proportion
	Interval   string     // 95 % interval of the value compared; "" without one
	Change     string     // "up 3 points since Q1 2018/19", "no change", or ""
}

// Organisation builds the page of one organisation.
func (b *Builder) Organisation(ctx context.Context, q Query) (OrganisationView, error) {
	measures := make([]string, len(b.catalogue.Measures))
	for i, m := range b.catalogue.Measures {
		measures[i] = m.ID
	}
	ids := []maturity.OrganisationID{q.Subject.ID}
	trajectories, err := b.reader.Trajectories(ctx, ids, measures, q.AsAt)
	if err != nil {
		return OrganisationView{}, err
	}
	positions, err := b.reader.Positions(ctx, ids, measures, q.AsAt)
	if err != nil {
		return OrganisationView{}, err
	}
	v := OrganisationView{Query: q}
	all, d := b.fillOrganisation(&v, trajectories, positions)
	return v, b.profile(ctx, &v, q, all, d)
}

func (b *Builder) fillOrganisation(v *OrganisationView, trajectories []maturity.Trajectory, positions []maturity.BenchmarkResult) ([]TargetRow, *data) {
	byMeasure := map[string][]maturity.Trajectory{}
	for _, t := range trajectories {
		byMeasure[t.Measure] = append(byMeasure[t.Measure], t)
	}
	compared := map[string][]maturity.BenchmarkResult{}
	for _, p := range positions {
		compared[p.Measure] = append(compared[p.Measure], p)
	}
	d := &data{trajectories: map[seriesKey][]maturity.Trajectory{}}
	var all []TargetRow
	for _, m := range b.catalogue.Measures {
		list := byMeasure[m.ID]
		if len(list) == 0 {
			continue
		}
		d.trajectories[seriesKey{v.Subject.ID, m.ID}] = list
		var place maturity.BenchmarkResult
		if all := b.inDeclaredOrder(m, compared[m.ID]); len(all) > 0 {
			place = all[0]
		}
		row := b.measureRow(m, list, place, v.Today)
		if row.Period == "" && len(row.Targets) == 0 {
			continue // nothing was ever said of it
		}
		all = append(all, row.Targets...)
		v.Measures++
		b.intoGroup(v, m, row)
		if p := list[0].Latest; p != nil && (d.latest == nil || period.Compare(p.Period, *d.latest) > 0) {
			d.latest = &p.Period
		}
	}
	slices.SortStableFunc(v.Groups, func(x, y MeasureGroup) int { return y.weight() - x.weight() })
	v.Counts = CountStatuses(all)
	v.Sentence = organisationSentence(v, all)
	page := View{}
	b.describe(&page, d)
	v.Illustrative, v.Sources, v.Caveats, v.Period = page.Illustrative, page.Sources, page.Caveats, page.Period
	if v.Measures == 0 {
		v.Empty = nothingYet(v.Query)
	}
	return all, d
}

// HasTargets, HasPaths and HasChanges say whether any row has something to show in that column.
func (g MeasureGroup) HasTargets() bool {
	return slices.ContainsFunc(g.Rows, func(r MeasureRow) bool { return len(r.Targets) > 0 })
}

// HasPaths: see HasTargets.
func (g MeasureGroup) HasPaths() bool {
	return slices.ContainsFunc(g.Rows, func(r MeasureRow) bool { return len(r.Points) > 1 })
}

// HasChanges: see HasTargets.
func (g MeasureGroup) HasChanges() bool {
	return slices.ContainsFunc(g.Rows, func(r MeasureRow) bool { return r.Change != "" })
}

// weight puts groups with targets before those with a path, and single figures last.
func (g MeasureGroup) weight() int {
	switch {
	case g.HasTargets():
		return 2
	case g.HasPaths():
		return 1
	}
	return 0
}

func (b *Builder) intoGroup(v *OrganisationView, m maturity.Measure, row MeasureRow) {
	title := "Measures counted in practices and trusts"
	if f, ok := b.catalogue.Framework(m.Framework); ok {
		title = f.Title
	}
	i := slices.IndexFunc(v.Groups, func(g MeasureGroup) bool { return g.Title == title })
	if i < 0 {
		v.Groups = append(v.Groups, MeasureGroup{Title: title})
		i = len(v.Groups) - 1
	}
	v.Groups[i].Rows = append(v.Groups[i].Rows, row)
}

func (b *Builder) measureRow(m maturity.Measure, list []maturity.Trajectory, place maturity.BenchmarkResult, today period.Day) MeasureRow {
	t := list[0]
	row := MeasureRow{Measure: m, Against: against(b, m, place), Interval: intervalWords(m, place), Trend: trendView(m, t.Trend)}
	if t.Trend != nil && t.Trend.Verdict == maturity.TrendUnknown {
		row.Trend = nil // the measure's page says why
	}
	row.Latest, row.PeriodName = latestWords(m, t)
	if t.Latest != nil {
		row.Period, row.Source = t.Latest.Period.Code(), t.Latest.Source
	}
	var before, last *maturity.PathPoint
	for i, p := range t.Observed {
		if p.HasValue && !p.Provisional {
			row.Points = append(row.Points, chart.Point{Period: p.Period, Value: p.Value})
			before, last = last, &t.Observed[i]
		}
	}
	if before != nil {
		row.Change = changeWords(m, *before, *last)
	}
	for _, one := range list {
		if target, ok := b.targetRow(one, today); ok {
			row.Targets = append(row.Targets, target)
		}
	}
	row.Control = controlIcons(list[mainTarget(row.Targets)].Control)
	return row
}

func changeWords(m maturity.Measure, before, last maturity.PathPoint) string {
	difference := last.Value - before.Value
	since := " since " + before.Period.Short()
	switch points := m.FormatPoints(difference); {
	case points == m.FormatPoints(0):
		return "no change" + since
	case difference > 0:
		return "up " + points + since
	default:
		return "down " + points + since
	}
}

// against says where the organisation stands against its benchmark, with the benchmark's value.
func against(b *Builder, m maturity.Measure, p maturity.BenchmarkResult) string {
	if p.Benchmark == "" {
		return "not compared"
	}
	title := "benchmark"
	for _, benchmark := range b.catalogue.Benchmarks {
		if benchmark.ID == p.Benchmark {
			title = benchmark.Title
		}
	}
	if p.Position == maturity.PositionUnknown || math.IsNaN(p.Reference) {
		if p.Reason == "" {
			return "not compared"
		}
		return maturity.LowerFirst(strings.TrimSuffix(p.Reason, "."))
	}
	words := map[maturity.Position]string{maturity.PositionAbove: "above", maturity.PositionSimilar: "similar to", maturity.PositionBelow: "below"}
	text := fmt.Sprintf("%s the %s (%s)", words[p.Position], maturity.LowerFirst(title), m.Format(p.Reference))
	if p.Indicative {
		text += ", indicative only"
	}
	return text
}

// organisationSentence is the page's first sentence, by fixed rules.
func organisationSentence(v *OrganisationView, rows []TargetRow) string {
	if len(rows) == 0 {
		return fmt.Sprintf("%s has figures for %s and no target set for them.", v.Subject.Name, maturity.Count(v.Measures, "measure", "measures"))
	}
	good, judged := 0, 0
	for _, r := range rows {
		switch r.Status {
		case maturity.StatusMet, maturity.StatusOnTrack:
			good++
			judged++
		case maturity.StatusAtRisk, maturity.StatusUnlikely, maturity.StatusPastDue:
			judged++
		}
	}
	if judged == 0 {
		return fmt.Sprintf("It cannot be said yet whether %s will meet its %s: too few returns.", v.Subject.Name, maturity.Count(len(rows), "target", "targets"))
	}
	return fmt.Sprintf("%s has met, or is on track for, %d of %s.", v.Subject.Name, good, maturity.Count(judged, "target", "targets"))
}
