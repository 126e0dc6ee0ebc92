package board

import (
	"fmt"
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/spc"
)

// ControlView is what a page says of a series' control chart: the verdicts in words and as icons, and the picture.
type ControlView struct {
	Icons     []spc.Icon // variation, and assurance where there is one
	Sentences []string   // what the chart tells, or why there is none
	Drawing   *Drawing   // nil where there is none
}

// control reads the stored control chart of a trajectory; nil where nothing is stored.
func (b *Builder) control(o maturity.Organisation, t maturity.Trajectory, q Query) *ControlView {
	c := t.Control
	if c == nil {
		return nil
	}
	v := &ControlView{}
	switch c.Status {
	case maturity.ControlTooFew:
		v.Sentences = []string{fmt.Sprintf("There are too few figures to tell the usual variation from a change: %s so far, and a control chart needs %d of one kind of period.",
			maturity.Count(c.Count, "complete figure", "complete figures"), spc.LeastShown)}
		return v
	case maturity.ControlTooLittleVariation:
		v.Sentences = []string{spc.TooLittleVariation.Sentence()}
		return v
	}
	in := b.controlInput(o, t, q)
	if len(in.Points) == 0 {
		return nil
	}
	drawing := controlDrawing(in)
	v.Icons, v.Sentences, v.Drawing = controlIcons(c), in.Sentences, &drawing
	return v
}

func controlDrawing(in chart.ControlInput) Drawing {
	return Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Control(in) }}
}

func (b *Builder) controlInput(o maturity.Organisation, t maturity.Trajectory, q Query) chart.ControlInput {
	m, _ := b.catalogue.Measure(t.Measure)
	c := t.Control
	in := chart.ControlInput{Organisation: o, Measure: m, Mean: c.Mean, Lower: c.Lower, Upper: c.Upper, Breaks: t.Breaks, AsAt: q.Today.Long(),
		SourceWords: b.sourceWords(pointSources(t)), Illustrative: b.illustrative(t)}
	if target, ok := b.target(t.Target); ok {
		in.Target = &target
	}
	latest := spc.NoRule
	for i, p := range t.Observed {
		number, charted := c.Rule(i)
		if !charted {
			continue
		}
		latest = spc.RuleOf(number)
		in.Points = append(in.Points, chart.ControlPoint{Period: p.Period, Value: p.Value, Cause: causeOf(latest, m), Words: latest.Sentence()})
	}
	in.Sentences = controlSentences(c, latest)
	return in
}

// causeOf is what a rule means for the measure.
func causeOf(rule spc.Rule, m maturity.Measure) chart.Cause {
	direction := map[maturity.Polarity]spc.Direction{maturity.HigherIsBetter: spc.Increase, maturity.LowerIsBetter: spc.Decrease}[m.Polarity]
	switch rule.Cause(direction) {
	case spc.ImprovementHigh, spc.ImprovementLow:
		return chart.Better
	case spc.ConcernHigh, spc.ConcernLow:
		return chart.Worse
	case spc.NeutralHigh, spc.NeutralLow:
		return chart.Special
	}
	return chart.Usual
}

// controlSentences are the verdicts, how far the limits can be trusted, and what was left out.
func controlSentences(c *maturity.Control, latest spc.Rule) []string {
	out := []string{spc.VariationNamed(c.Variation).Sentence(latest), spc.AssuranceNamed(c.Assurance).Sentence()}
	if c.Trial {
		out = append(out, spc.TrialSentence(c.Count))
	}
	out = append(out, spc.DroppedSentence(c.Absent))
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// controlIcons are the verdicts' icons; nil where there is no chart.
func controlIcons(c *maturity.Control) []spc.Icon {
	if c == nil {
		return nil
	}
	var out []spc.Icon
	if icon, has := spc.VariationNamed(c.Variation).Icon(); has {
		out = append(out, icon)
	}
	if icon, has := spc.AssuranceNamed(c.Assurance).Icon(); has {
		out = append(out, icon)
	}
	return out
}
