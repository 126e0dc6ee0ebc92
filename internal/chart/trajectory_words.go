package chart

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// told says in words what a trajectory shows. Every sentence follows a fixed rule and says nothing that the data
// cannot carry: no change across a changed definition, no forecast from too little data, no chance that is unknown.
type told struct {
	in          TrajectoryInput
	name        string
	latest      *maturity.PathPoint // last complete period with a value
	provisional *maturity.PathPoint // later period with a value that is still incomplete
}

func newTold(in TrajectoryInput) told {
	t := told{in: in, name: nameOf(in.Organisation)}
	for i := range in.Trajectory.Observed {
		switch o := &in.Trajectory.Observed[i]; {
		case !o.HasValue:
		case o.Provisional:
			t.provisional = o
		default:
			t.latest, t.provisional = o, nil
		}
	}
	return t
}

// headline is the message: where the organisation stands against its target, or how its value moved.
func (t told) headline() string {
	if t.in.Title != "" {
		return plain(t.in.Title)
	}
	m, target := t.in.Measure, t.in.Target
	if t.latest == nil {
		if t.provisional != nil {
			return fmt.Sprintf("%s: %s so far in %s, which is not complete", t.name, m.Format(t.provisional.Value), span(t.provisional.Period))
		}
		return t.name + ": no value has been reported"
	}
	now := fmt.Sprintf("%s in %s", m.Format(t.latest.Value), span(t.latest.Period))
	if target == nil {
		return t.moved()
	}
	wanted := TargetWords(*target, m)
	switch t.in.Trajectory.Status {
	case maturity.StatusMet:
		return fmt.Sprintf("%s has met the target of %s: %s", t.name, wanted, now)
	case maturity.StatusOnTrack:
		return t.forecastHeadline("%s is on track", wanted)
	case maturity.StatusAtRisk:
		return t.forecastHeadline("%s may miss the target", wanted)
	case maturity.StatusUnlikely:
		return t.forecastHeadline("%s is not on track", wanted)
	case maturity.StatusPastDue:
		return fmt.Sprintf("%s missed the target of %s%s: %s", t.name, wanted, t.due(), now)
	case maturity.StatusTooLittle:
		return fmt.Sprintf("%s: %s; too little data to forecast against the target of %s%s", t.name, now, wanted, t.due())
	}
	return t.moved()
}

func (t told) forecastHeadline(verdict, wanted string) string {
	verdict = fmt.Sprintf(verdict, t.name)
	at := t.in.Trajectory.AtDue
	if at == nil {
		return fmt.Sprintf("%s for the target of %s%s", verdict, wanted, t.due())
	}
	return fmt.Sprintf("%s: forecast %s%s, target %s", verdict, t.in.Measure.FormatEstimate(at.Median), t.due(), wanted)
}

// due is " by March 2020", or nothing where the target has no date.
func (t told) due() string {
	if due := dueWords(*t.in.Target); due != "" {
		return " " + byWhen(due)
	}
	return ""
}

// moved is the headline where there is no verdict.
func (t told) moved() string { return t.name + ": " + t.now() }

// Now says the latest complete value and how it moved, for a sentence: "97% in February 2026, up 15.4 points from 81.6%
// a year earlier". "" without a complete value.
func Now(in TrajectoryInput) string {
	t := newTold(in)
	if t.latest == nil {
		return ""
	}
	return t.now()
}

func (t told) now() string {
	text := fmt.Sprintf("%s in %s", t.in.Measure.Format(t.latest.Value), span(t.latest.Period))
	if c := t.change(); c != "" {
		return text + ", " + c
	}
	return text
}

// change says how the latest complete value moved: against a year earlier, else against the first value. It refuses
// across a break and for yes-or-no measures, where a difference has no size.
func (t told) change() string {
	m := t.in.Measure
	if t.latest == nil || m.Unit == maturity.UnitYesNo {
		return ""
	}
	then, when := t.yearEarlier(), "a year earlier"
	if then == nil {
		then = t.first()
		if then == nil || then.Period == t.latest.Period {
			return ""
		}
		when = "in " + span(then.Period)
	}
	if b, broken := breakBetween(breaksOf(m, t.in.Trajectory), then.Period, t.latest.Period); broken {
		return "not comparable with " + when + " because " + b.Short()
	}
	delta := rounded(t.latest.Value, m) - rounded(then.Value, m)
	switch {
	case delta > 0:
		return fmt.Sprintf("up %s from %s %s", m.FormatPoints(delta), m.Format(then.Value), when)
	case delta < 0:
		return fmt.Sprintf("down %s from %s %s", m.FormatPoints(delta), m.Format(then.Value), when)
	}
	return "the same as " + when
}

func (t told) first() *maturity.PathPoint {
	for i := range t.in.Trajectory.Observed {
		if o := &t.in.Trajectory.Observed[i]; o.HasValue && !o.Provisional {
			return o
		}
	}
	return nil
}

func (t told) yearEarlier() *maturity.PathPoint {
	steps, known := map[period.Kind]int{period.KindMonth: 12, period.KindQuarter: 4, period.KindFinancialYear: 1, period.KindCalendarYear: 1}[t.latest.Period.Kind]
	if !known {
		return nil
	}
	want := t.latest.Period.Add(-steps)
	for i := range t.in.Trajectory.Observed {
		if o := &t.in.Trajectory.Observed[i]; o.HasValue && !o.Provisional && o.Period == want {
			return o
		}
	}
	return nil
}

// subtitle is measure, unit, place, span of time and direction.
func (t told) subtitle() string {
	m := t.in.Measure
	text := plain(m.Title)
	if m.UnitWords != "" {
		text += ", " + plain(m.UnitWords)
	}
	text += ". " + isolate(plain(t.in.Organisation.Name))
	if first, last := t.first(), t.latest; first != nil {
		if first.Period == last.Period {
			text += ", " + span(first.Period)
		} else {
			text += ", " + first.Period.Short() + " to " + last.Period.Short()
		}
	}
	return text + ". " + m.Polarity.Words() + "."
}

// reading is the sentence beside the picture for somebody who does not see it.
func (t told) reading() string {
	m := t.in.Measure
	if t.latest == nil && t.provisional == nil {
		return sentence(t.name+" has not reported a value for "+plain(m.Title), t.missing(), t.towards())
	}
	if t.latest == nil {
		return sentence(fmt.Sprintf("%s so far in %s, which is not complete, so nothing can be said of a direction yet", m.Format(t.provisional.Value), span(t.provisional.Period)), t.compared(t.provisional))
	}
	now := fmt.Sprintf("%s in %s", m.Format(t.latest.Value), span(t.latest.Period))
	if t.latest.Expected > 0 {
		now += fmt.Sprintf(", from %d of %s", t.latest.Reporting, counted(t.latest.Expected, "organisation", "organisations"))
	}
	if c := t.change(); c != "" {
		now += ", " + c
	}
	return sentence(now, t.incomplete(), t.compared(t.latest), t.towards())
}

func (t told) missing() string {
	if n := len(t.in.Trajectory.Observed); n > 0 {
		last := t.in.Trajectory.Observed[n-1]
		return fmt.Sprintf("%s is %s", span(last.Period), last.State.Words())
	}
	return ""
}

func (t told) incomplete() string {
	if t.provisional == nil {
		return ""
	}
	return fmt.Sprintf("%s is not complete yet and is left out", span(t.provisional.Period))
}

// compared sets the value beside the national average of the same period, and beside no other.
func (t told) compared(o *maturity.PathPoint) string {
	i := slices.IndexFunc(t.in.National, func(n Point) bool { return n.Period == o.Period })
	if i < 0 {
		return ""
	}
	return fmt.Sprintf("the %s was %s", maturity.LowerFirst(t.nationalTitle()), t.in.Measure.Format(t.in.National[i].Value))
}

func (t told) nationalTitle() string {
	if t.in.NationalTitle != "" {
		return plain(t.in.NationalTitle)
	}
	return "National average"
}

// towards is the sentence's end: forecast, range and chance, or why there is none.
func (t told) towards() string {
	tr, m := t.in.Trajectory, t.in.Measure
	if t.in.Target == nil {
		return ""
	}
	wanted := "the target is " + TargetWords(*t.in.Target, m) + t.due()
	if tr.Status == maturity.StatusMet || tr.Status == maturity.StatusPastDue {
		return wanted + ", which " + map[maturity.Status]string{maturity.StatusMet: "is met", maturity.StatusPastDue: "has passed without being met"}[tr.Status]
	}
	if tr.AtDue == nil || tr.Status == maturity.StatusTooLittle {
		if tr.Status == maturity.StatusTooLittle {
			return wanted + ", and there is too little data for a forecast"
		}
		return wanted
	}
	text := fmt.Sprintf("the forecast%s is %s (80%% range %s to %s)", forWhen(dueWords(*t.in.Target)), m.FormatEstimate(tr.AtDue.Median), m.FormatEstimate(tr.AtDue.Low80), m.FormatEstimate(tr.AtDue.High80))
	if !math.IsNaN(tr.Probability) {
		return text + ", and the chance of meeting the target of " + TargetWords(*t.in.Target, m) + " is " + maturity.Chance(tr.Probability)
	}
	return text + "; " + wanted
}

func forWhen(due string) string {
	if due == "" {
		return ""
	}
	if when := byWhen(due); len(when) == len(due) { // the source's own words already tell when
		return " " + when
	}
	return " for " + due
}

// notes must stay with the picture: invented figures, self-assessment.
func (t told) notes() []string {
	var out []string
	if t.in.Illustrative {
		out = append(out, "Illustrative figures, invented for demonstration.")
	}
	if c := t.in.Measure.Caveat(); c != "" {
		out = append(out, c)
	}
	for _, n := range t.in.Notes {
		out = append(out, plain(n))
	}
	return out
}

// key says what the shades mean, where there are any.
func (t told) key() string {
	if len(t.in.Trajectory.Projected) == 0 {
		return ""
	}
	return "Shaded: the ranges that hold the value with 50%, 80% and 95% probability."
}
