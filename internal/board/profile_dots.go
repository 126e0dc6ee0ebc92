package board

import (
	"context"
	"fmt"
	"math"
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
)

// ProfileView is what an organisation's page shows besides the table of its measures: the gap to its plan in a sentence,
// a dot plot for each set of domains, and what those nearest above it did.
type ProfileView struct {
	Lead       string // "" where no target has a path
	Plots      []ProfilePlot
	Better     []BetterRow
	BetterNote string // why nobody is named, where that needs saying
}

// ProfilePlot is the dot plot of one framework's measures, or of those of none.
type ProfilePlot struct {
	Title string
	Dots  Drawing
	Radar *Drawing // nil where the rows share no scale
	Note  string   // why there is no range of peers
	Plain bool     // nothing stands beside the own values
}

// The rows of a dot plot: fewer are a table's business, more cannot be read.
const fewestDots, mostDots = 2, 16

// profile fills the view from the organisation's own results. It makes two reads, whatever there is.
func (b *Builder) profile(ctx context.Context, v *OrganisationView, q Query, all []TargetRow, own *data) error {
	v.Lead = profileSentence(v.Subject.Name, all)
	var measures []string
	for _, g := range v.Groups {
		for _, r := range g.Rows {
			measures = append(measures, r.Measure.ID)
		}
	}
	if len(measures) == 0 {
		return nil
	}
	benchmarks, err := b.reader.LatestBenchmarks(ctx, measures, q.AsAt)
	if err != nil {
		return err
	}
	for _, g := range v.Groups {
		if plot, ok := b.profilePlot(g, q, own, benchmarks); ok {
			v.Plots = append(v.Plots, plot)
		}
	}
	ask := askable(all)
	if len(ask) == 0 || q.Subject.Kind == maturity.KindFootprint || q.Subject.Kind == maturity.KindNation {
		return nil
	}
	ids := make([]string, len(ask))
	for i, m := range ask {
		ids[i] = m.ID
	}
	peers := q.Directory.OfKind(q.Subject.Kind, q.MembersDay())
	peers = peers[:min(mostRows, len(peers))]
	others, err := b.reader.Trajectories(ctx, idsOf(peers), ids, q.AsAt)
	if err != nil {
		return err
	}
	d := &data{peers: peers, trajectories: map[seriesKey][]maturity.Trajectory{}}
	d.add(others)
	if v.Better = betterRows(v.Subject, ask, d, q); len(v.Better) == 0 {
		v.BetterNote = "Nobody is named as doing better: no other organisation of its kind has a figure for the same period."
	}
	return nil
}

// profilePlot is the dot plot of a group; ok is false where it has too few measures with a value.
func (b *Builder) profilePlot(g MeasureGroup, q Query, own *data, benchmarks []maturity.BenchmarkValue) (plot ProfilePlot, ok bool) {
	in := chart.DotsInput{Subtitle: g.Title + ", " + q.Subject.ShortName, AsAt: q.Today.Long()}
	if k, known := b.catalogue.Kind(q.Subject.Kind); known {
		in.PeerWords = k.Plural
	}
	sources, ranges, assessed := map[string]bool{}, 0, false
	for _, r := range g.Rows {
		t := b.mainTrajectory(own.trajectories[seriesKey{q.Subject.ID, r.Measure.ID}])
		if t.Latest == nil || len(in.Rows) == mostDots {
			continue
		}
		row := b.profileRow(r.Measure, t, q, benchmarks)
		if !math.IsNaN(row.PeerLow) {
			ranges++
		}
		assessed = assessed || r.Measure.SelfAssessed
		in.Rows = append(in.Rows, row)
		sources[t.Latest.Source], in.Illustrative = true, in.Illustrative || t.Latest.Illustrative
	}
	valued := slices.ContainsFunc(in.Rows, func(r chart.DotRow) bool { return !math.IsNaN(r.Value) })
	if len(in.Rows) < fewestDots || !valued {
		return plot, false
	}
	in.SourceWords, in.Illustrative = b.sourceWords(sources), in.Illustrative || b.anyIllustrative(sources)
	in.Title = plotTitle(in, q.Subject.ShortName)
	plot = ProfilePlot{Title: g.Title, Plain: in.Title != "" && !slices.ContainsFunc(in.Rows, required), Dots: Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Dots(in) }}}
	if radar, err := chart.Radar(in); err == nil && radar.HasPicture() {
		plot.Radar = &Drawing{radarKey(in), func() (chart.Figure, error) { return radar, nil }}
	}
	switch {
	case assessed:
		plot.Note = "No range of peers is drawn: self-assessed scores are each organisation's own judgement and are not a ranking."
	case ranges == 0:
		plot.Note = "No range of peers is drawn: too few organisations of its kind have a figure for the same period."
	}
	return plot, true
}

func required(r chart.DotRow) bool { return !math.IsNaN(r.Required) && !math.IsNaN(r.Value) }

// plotTitle says how many fall short of the required level; where there are peers the picture speaks for itself.
func plotTitle(in chart.DotsInput, name string) string {
	valued, short, judged := 0, 0, 0
	for _, r := range in.Rows {
		if !math.IsNaN(r.PeerLow) || !math.IsNaN(r.Median) {
			return ""
		}
		if !math.IsNaN(r.Value) {
			valued++
		}
		if required(r) {
			judged++
			if (r.Value < r.Required) == (r.Measure.Polarity != maturity.LowerIsBetter) && r.Measure.Format(r.Value) != r.Measure.Format(r.Required) {
				short++
			}
		}
	}
	if judged == 0 {
		return name + ": " + maturity.Count(valued, "figure", "figures")
	}
	return fmt.Sprintf("%s: %d of %s %s short of the level required by now", name, short, maturity.Count(judged, "figure", "figures"), fallsFall(short))
}

func fallsFall(n int) string {
	if n == 1 {
		return "falls"
	}
	return "fall"
}

// radarKey tells a radar from the dot plot of the same rows.
func radarKey(in chart.DotsInput) string {
	if key := keyOf(in); key != "" {
		return "radar" + key
	}
	return ""
}

// profileRow is one measure with the stored centiles of its peers in the same period: 5 to 95, and their median.
func (b *Builder) profileRow(m maturity.Measure, t maturity.Trajectory, q Query, benchmarks []maturity.BenchmarkValue) chart.DotRow {
	nan := math.NaN()
	row := chart.DotRow{Label: rowTitle(m), Measure: m, State: t.Latest.State, Value: nan, PeerLow: nan, PeerHigh: nan, Median: nan, Target: nan, Required: nan, Period: t.Latest.Period}
	if t.Latest.HasValue {
		row.Value = t.Latest.Value
	}
	if target, ok := b.target(t.Target); ok {
		row.Target = target.Value
	}
	if level, ok := levelAt(t, t.Latest.Period); ok {
		row.Required = level
	}
	for _, v := range benchmarks {
		if v.Measure == m.ID && v.Period == t.Latest.Period && v.Population == q.Subject.Kind && len(v.Centiles) == 5 && math.IsNaN(row.PeerLow) {
			row.PeerLow, row.Median, row.PeerHigh, row.Peers = v.Centiles[0], v.Centiles[2], v.Centiles[4], v.Peers
		}
	}
	return row
}
