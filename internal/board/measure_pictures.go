package board

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
)

// The bounds of the pictures that compare organisations: more names cannot be told apart, fewer make no box.
const (
	mostLines  = 19
	fewestBox  = 20
	mostBoxes  = 8
	mostSmall  = 12
	fewestLine = 2
)

// MeasurePictures are the pictures of a measure's page besides the trajectory; nil where there is nothing to draw.
type MeasurePictures struct {
	Run       *Drawing // where there are too few figures for a control chart
	Peers     *Drawing // thin named lines, of up to 19 organisations
	Boxes     *Drawing // of 20 organisations or more
	Multiples *Drawing // one small trajectory for each member
	SmallMore int      // members that have none of them
}

// paceSentenceOf sets the points a quarter that it takes beside those that were achieved; "" where neither is known.
func paceSentenceOf(m maturity.Measure, target maturity.Target, t maturity.Trajectory) string {
	achieved := "over the last year it changed by " + signed(m, t.AchievedPer) + " a quarter"
	switch {
	case t.Target == "" || t.Status == maturity.StatusMet || t.Status == maturity.StatusPastDue || math.IsNaN(t.RequiredPer):
		if math.IsNaN(t.AchievedPer) {
			return ""
		}
		return upperWord(achieved) + "."
	case math.IsNaN(t.AchievedPer):
		return fmt.Sprintf("It takes %s a quarter to reach %s%s; how fast it changes is not known yet.", signed(m, t.RequiredPer), wanted(m, target), byWords(target))
	}
	return fmt.Sprintf("It takes %s a quarter to reach %s%s; %s.", signed(m, t.RequiredPer), wanted(m, target), byWords(target), achieved)
}

func upperWord(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// variationWords are the verdict on variation for the head of the page: what the chart says, or why there is none.
func variationWords(v *ControlView) string {
	if v == nil || len(v.Sentences) == 0 {
		return ""
	}
	return v.Sentences[0]
}

// measurePictures draws the subject's run chart, and the organisations that are compared.
func (b *Builder) measurePictures(v *MeasureView, own []maturity.Trajectory, compared []maturity.Trajectory, focus maturity.OrganisationID, benchmarks []maturity.BenchmarkValue) (out MeasurePictures) {
	if len(own) > 0 {
		main := own[mainTarget(v.Targets)]
		if main.Control != nil && main.Control.Status != maturity.ControlCharted && main.Control.Count > 1 {
			out.Run = b.runDrawing(v.Subject, main, v.Query)
		}
	}
	compared = b.oneEach(compared)
	out.Peers = b.peersDrawing(v, compared, focus)
	out.Boxes = b.boxesDrawing(v, compared, benchmarks)
	if focus == 0 {
		out.Multiples, out.SmallMore = b.smallDrawing(v, compared)
	}
	return out
}

// oneEach keeps of each organisation the trajectory of the leading target, in the order of names.
func (b *Builder) oneEach(list []maturity.Trajectory) (out []maturity.Trajectory) {
	of := map[maturity.OrganisationID][]maturity.Trajectory{}
	for _, t := range list {
		if len(of[t.Organisation]) == 0 {
			out = append(out, t)
		}
		of[t.Organisation] = append(of[t.Organisation], t)
	}
	for i, t := range out {
		out[i] = b.mainTrajectory(of[t.Organisation])
	}
	return out
}

// peersDrawing draws the paths of a few organisations as thin lines with their names.
func (b *Builder) peersDrawing(v *MeasureView, compared []maturity.Trajectory, focus maturity.OrganisationID) *Drawing {
	in := chart.PeersInput{Measure: v.Measure, Focus: focus, AsAt: v.Today.Long()}
	sources, paths := map[string]bool{}, 0
	for _, t := range compared {
		o, known := v.Directory.ByID(t.Organisation)
		line := chart.PeerLine{Organisation: o}
		for _, p := range t.Observed {
			if p.HasValue && !p.Provisional {
				line.Points = append(line.Points, chart.Point{Period: p.Period, Value: p.Value})
				sources[p.Source] = true
			}
		}
		if !known || len(line.Points) == 0 {
			continue
		}
		if len(line.Points) > 1 {
			paths++
		}
		in.Lines, in.Illustrative = append(in.Lines, line), in.Illustrative || b.illustrative(t)
		if target, ok := b.target(t.Target); ok && in.Target == nil {
			in.Target = &target
		}
	}
	if len(in.Lines) < fewestLine || len(in.Lines) > mostLines || paths == 0 {
		return nil
	}
	in.SourceWords = b.sourceWords(sources)
	return &Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Peers(in) }}
}

// boxesDrawing draws the stored centiles of a big group over the last periods, with the subject's own values.
func (b *Builder) boxesDrawing(v *MeasureView, compared []maturity.Trajectory, benchmarks []maturity.BenchmarkValue) *Drawing {
	if len(compared) < fewestBox {
		return nil
	}
	population := ""
	if o, known := v.Directory.ByID(compared[0].Organisation); known {
		population = o.Kind
	}
	in := chart.BoxesInput{Measure: v.Measure, Centiles: true, AsAt: v.Today.Long(), SourceWords: computedWords}
	sources := map[string]bool{}
	for _, t := range compared {
		for source := range pointSources(t) {
			sources[source] = true
		}
		in.Illustrative = in.Illustrative || b.illustrative(t)
	}
	in.SourceWords = b.sourceWords(sources)
	for _, value := range benchmarks {
		if value.Population != population || len(value.Centiles) != 5 || value.Peers < fewestBox {
			continue
		}
		c := value.Centiles
		box := chart.Box{Label: value.Period.Short(), Low: c[0], Q1: c[1], Median: c[2], Q3: c[3], High: c[4], Own: math.NaN(), Count: value.Peers}
		for _, p := range v.Observed {
			if p.Period == value.Period && p.HasValue {
				box.Own = p.Value
			}
		}
		in.Boxes = append(in.Boxes, box)
	}
	if len(in.Boxes) == 0 {
		return nil
	}
	in.Boxes = in.Boxes[max(0, len(in.Boxes)-mostBoxes):] // benchmarks come in the order of their periods
	if len(v.Targets) > 0 {
		in.Target = &v.Targets[mainTarget(v.Targets)].Target
	}
	return &Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Boxes(in) }}
}

// smallDrawing draws one small trajectory for each member; more counts those that do not fit.
func (b *Builder) smallDrawing(v *MeasureView, compared []maturity.Trajectory) (d *Drawing, more int) {
	in := chart.MultiplesInput{Measure: v.Measure, AsAt: v.Today.Long()}
	sources := map[string]bool{}
	for _, t := range compared {
		o, known := v.Directory.ByID(t.Organisation)
		figures := 0
		for _, p := range t.Observed {
			if p.HasValue {
				figures++
			}
		}
		if !known || figures < 2 {
			continue
		}
		if len(in.Cells) == mostSmall && !v.All {
			more++
			continue
		}
		if target, ok := b.target(t.Target); ok && in.Target == nil {
			in.Target = &target
		}
		for source := range pointSources(t) {
			sources[source] = true
		}
		in.Illustrative = in.Illustrative || b.illustrative(t)
		in.Cells = append(in.Cells, chart.MultipleCell{Label: o.ShortName, Trajectory: t})
	}
	if len(in.Cells) < fewestLine {
		return nil, 0
	}
	slices.SortStableFunc(in.Cells, func(x, y chart.MultipleCell) int { return strings.Compare(x.Label, y.Label) })
	in.SourceWords = b.sourceWords(sources)
	return &Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Multiples(in) }}, more
}
