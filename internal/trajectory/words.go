package trajectory

import (
	"fmt"
	"math"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// words writes the reason of a verdict: plain sentences that carry the sizes.
type words struct {
	s   *series
	t   *maturity.Trajectory
	aim *Aim
}

func (s *series) words(t *maturity.Trajectory, aim *Aim) words { return words{s, t, aim} }

func (w words) noTarget() string {
	if w.t.Latest == nil {
		return sentences("There is no target for this measure", w.lastState())
	}
	return sentences("There is no target for this measure", "The latest figure is "+w.point(*w.t.Latest), w.outlook(), w.startedAnew())
}

// outlook is the end of the projection in a sentence, or why there is none.
func (w words) outlook() string {
	if n := len(w.t.Projected); n > 0 {
		if w.s.isOutrun() {
			return tooOld
		}
		return fmt.Sprintf("The forecast for %s is %s", month(w.t.Projected[n-1].Period), w.band(w.t.Projected[n-1]))
	}
	return w.whyNoForecast()
}

func (w words) noFigure() string {
	if w.datePassed() {
		return sentences("The date, "+w.due()+", has passed and there is no figure to judge by", "The target is "+w.target(), w.lastState())
	}
	return sentences("There is no figure yet", w.lastState(), "The target is "+w.targetAndDate())
}

// lastState says what was given instead of a figure.
func (w words) lastState() string {
	path := w.s.path
	if len(path) == 0 {
		return ""
	}
	p := path[len(path)-1]
	switch p.State {
	case maturity.BelowBound, maturity.AboveBound:
		return fmt.Sprintf("The source gives only a bound for %s, which is no figure", p.Period.Label())
	}
	return fmt.Sprintf("For %s the source says: %s", p.Period.Label(), p.State.Words())
}

func (w words) met() string {
	latest, base := *w.t.Latest, w.t.Baseline
	if base != nil && meets(w.aim, base.Value) {
		if base.Period == latest.Period {
			return sentences("Met already at the baseline: "+w.point(latest)+"; the target is "+w.targetAndDate(), "This is not progress")
		}
		return sentences("Met already at the baseline: "+w.point(*base)+"; the target is "+w.targetAndDate(), "The latest figure is "+w.point(latest), w.mayNotHold())
	}
	first := firstMet(w.s.path, base, w.aim)
	if first == nil {
		first = &latest
	}
	if w.aim.Due != nil && first.Period.Start > w.aim.Due.Latest {
		return sentences("Met late: "+w.point(latest)+"; the target, "+w.target()+", was due by "+w.due(), "It was first reached in "+first.Period.Label())
	}
	reached := ""
	if first.Period != latest.Period {
		reached = "It was first reached in " + first.Period.Label()
	}
	return sentences("Met: "+w.point(latest)+"; the target is "+w.targetAndDate(), reached, w.mayNotHold())
}

func (w words) mayNotHold() string {
	if w.t.AtDue == nil || w.t.Probability >= AtRiskFrom || w.datePassed() {
		return ""
	}
	return fmt.Sprintf("It may not hold: the forecast for %s is %s", w.due(), w.band(*w.t.AtDue))
}

func (w words) noDate() string {
	return sentences("The target, "+w.target()+", has no date", "The latest figure is "+w.point(*w.t.Latest), w.arrival(), w.startedAnew())
}

// arrival says when the target is reached as things go, unless the figures are a thing of the past.
func (w words) arrival() string {
	switch {
	case len(w.t.Projected) == 0:
		return w.whyNoForecast()
	case w.t.Chances == nil:
		return tooOld
	}
	return w.t.Chances.Words()
}

func (w words) pastDue() string {
	latest := *w.t.Latest
	then := atDue(w.s.path, w.s.dueIn(w.aim.Due))
	head := "The date, " + w.due() + ", has passed"
	switch {
	case then == nil:
		return sentences(head+": the target is "+w.target()+" and the latest figure is "+w.point(latest), w.arrival())
	case meets(w.aim, then.Value):
		return sentences(head+": the target, "+w.target()+", was met by then with "+w.point(*then)+", but the latest figure is "+w.point(latest), w.arrival())
	case then.Period == latest.Period:
		return sentences(head+": "+w.point(latest)+" is the latest figure; the target is "+w.target(), w.metBetween(), w.arrival())
	}
	return sentences(head+": "+w.point(*then)+" against a target of "+w.target(), w.metBetween(), "The latest figure is "+w.point(latest), w.arrival())
}

// metBetween tells of a target that was reached for a time and lost again.
func (w words) metBetween() string {
	if first := firstMet(w.s.path, nil, w.aim); first != nil {
		return "It was at the target in " + first.Period.Label() + " and has been lost since"
	}
	return ""
}

func (w words) tooLittle() string {
	return sentences(w.whyNoForecast(), w.startedAnew(), "The latest figure is "+w.point(*w.t.Latest)+"; the target is "+w.targetAndDate())
}

func (w words) whyNoForecast() string {
	n := len(w.s.fitted)
	switch {
	case w.s.Measure.Unit == maturity.UnitYesNo:
		return "A yes or no has no forecast"
	case n == 0:
		return fmt.Sprintf("There is no complete figure; a forecast needs at least %d", LeastPoints)
	case n == 1:
		return fmt.Sprintf("There is 1 complete figure; a forecast needs at least %d", LeastPoints)
	case n < LeastPoints:
		return fmt.Sprintf("There are %s complete figures; a forecast needs at least %d", maturity.Number(float64(n), 0), LeastPoints)
	case w.aim != nil && w.aim.Due != nil && w.s.stepsTo(w.s.dueIn(w.aim.Due)) > yearsAtMost*perYear(w.s.kind):
		return fmt.Sprintf("The date lies more than %d years after the latest figure: further than a forecast reaches", yearsAtMost)
	}
	return "These figures allow no forecast"
}

func (w words) forecast() string {
	fallen := ""
	if base := w.t.Baseline; base != nil && meets(w.aim, base.Value) {
		fallen = "It was met at the baseline, " + w.point(*base) + ", and has been lost since"
	}
	return sentences(
		fmt.Sprintf("Forecast %s by %s (likely range %s to %s); the target is %s", w.unlike(w.t.AtDue.Median), w.due(), w.rounded(w.t.AtDue.Low80), w.rounded(w.t.AtDue.High80), w.target()),
		"Chance of meeting it: "+maturity.Chance(w.t.Probability), fallen, w.pace(), w.startedAnew(), w.old())
}

// pace sets the change needed a quarter against the change achieved.
func (w words) pace() string {
	need, got := w.t.RequiredPer, w.t.AchievedPer
	if need != need || got != got {
		return ""
	}
	text := fmt.Sprintf("Needed from now: %s a quarter; achieved over the last four quarters: %s a quarter", w.change(need), w.change(got))
	if multiple := w.t.PaceWords(); multiple != "" {
		return text + ": " + multiple
	}
	return text + w.slowing()
}

// slowing explains a pace that would do beside a chance that is not good: the forecast does not count on it.
func (w words) slowing() string {
	need, got := w.t.RequiredPer, w.t.AchievedPer
	expected := (w.t.AtDue.Median - w.t.Latest.Value) / quartersBetween(w.t.Latest.Period, w.t.AtDue.Period)
	if math.Abs(got) < math.Abs(need) || got*need <= 0 || w.t.Probability >= OnTrackFrom || math.Abs(expected) >= math.Abs(got) {
		return ""
	}
	if expected*need <= 0 {
		return "; the forecast does not expect this to last"
	}
	return fmt.Sprintf("; the forecast expects this to slow to %s a quarter", w.change(Round(expected)))
}

// old warns that the latest figure is more than a year back.
func (w words) old() string {
	if !w.s.isOld() {
		return ""
	}
	return "The latest complete figure is more than a year old: " + w.t.Latest.Period.Label()
}

func (s *series) isOld() bool {
	return s.latest >= 0 && s.Today-s.path[s.latest].Period.End() > 366
}

const tooOld = "The latest figure is more than two years old: too old to say where it leads"

// isOutrun reports whether the latest complete figure is so old that the two years a forecast reaches at least are over.
func (s *series) isOutrun() bool {
	return s.latest >= 0 && s.Today-s.path[s.latest].Period.End() > 2*366
}

func (w words) datePassed() bool { return w.aim.Due != nil && w.s.Today > w.aim.Due.Latest }

// due is the month of the date itself; the period of the series that holds it may end later.
func (w words) due() string { return w.aim.Due.Latest.Time().Format("January 2006") }

func (w words) target() string { return w.s.Measure.Format(w.aim.Value) }

func (w words) targetAndDate() string {
	if w.aim.Due == nil {
		return w.target()
	}
	return w.target() + " by " + w.due()
}

// point is a figure with its period: "57% (July to September 2018)".
func (w words) point(p maturity.PathPoint) string {
	return w.figure(p.Value) + " (" + plain(p.Period) + ")"
}

// figure is a value as the measure is shown, with one decimal more where it would look like the target without
// reaching it.
func (w words) figure(v float64) string {
	text := w.s.Measure.Format(v)
	if w.aim != nil && text == w.target() && !meets(w.aim, v) {
		return w.exactly(v)
	}
	return text
}

func (w words) exactly(v float64) string {
	m := w.s.Measure
	m.Decimals++
	return m.Format(v)
}

func (w words) band(b maturity.BandPoint) string {
	return fmt.Sprintf("%s (likely range %s to %s)", w.rounded(b.Median), w.rounded(b.Low80), w.rounded(b.High80))
}

// rounded is a projected value: whole, because a projection is never sure of more, unless the whole scale is short.
func (w words) rounded(v float64) string {
	m := w.s.Measure
	m.Decimals = 0
	if m.High-m.Low <= 10 {
		m.Decimals = 1
	}
	return m.Format(v)
}

// unlike is rounded, with one decimal where the whole number would look like the target without reaching it.
func (w words) unlike(v float64) string {
	if text := w.rounded(v); text != w.target() || meets(w.aim, v) {
		return text
	}
	return w.exactly(v)
}

// change is a difference in the measure's unit with its sign: "1.5 points", "−12".
func (w words) change(v float64) string {
	m := w.s.Measure
	m.Decimals = 1
	if v == math.Trunc(v) {
		m.Decimals = 0
	}
	if text := m.FormatPoints(v); v >= 0 {
		return text
	} else {
		return "−" + text
	}
}

// month is the last month of a period: "March 2020".
func month(p period.Period) string { return p.End().Time().Format("January 2006") }

// plain is the label without its bracket: "July to September 2018".
func plain(p period.Period) string {
	label, _, _ := strings.Cut(p.Label(), " (")
	return label
}

func sentences(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p)
		b.WriteByte('.')
	}
	return b.String()
}
