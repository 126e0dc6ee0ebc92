package board

import (
	"fmt"
	"math"
	"strings"

	"waymark/internal/maturity"
)

// Verdict is the answer of the first screen: one sentence, the figures behind it, and how complete they are.
type Verdict struct {
	Sentence  string          // h1
	Figures   string          // forecast, likely range, target, chance
	Freshness string          // how many returns it rests on
	Status    maturity.Status // of the footprint as a whole
}

// tally counts organisations by what is expected of them.
type tally struct{ met, onTrack, atRisk, missing, pastDue, unknown int }

func count(trajectories []maturity.Trajectory) (t tally) {
	for _, one := range trajectories {
		switch one.Status {
		case maturity.StatusMet:
			t.met++
		case maturity.StatusOnTrack:
			t.onTrack++
		case maturity.StatusAtRisk:
			t.atRisk++
		case maturity.StatusUnlikely:
			t.missing++
		case maturity.StatusPastDue:
			t.pastDue++
		default:
			t.unknown++
		}
	}
	return t
}

func (t tally) judged() int { return t.met + t.onTrack + t.atRisk + t.missing + t.pastDue }

// verdict builds the sentences. The rules are those of docs/statistics.md, "Verdict sentences": the status is the
// subject's own where it has a value, and otherwise the worst that holds for at least one organisation; the sentence
// gives the number of organisations it rests on, and speaks of none where the data cannot.
func verdict(subject maturity.Organisation, m maturity.Measure, target maturity.Target, whole *maturity.Trajectory, members []maturity.Trajectory) Verdict {
	t := count(members)
	v := Verdict{Status: overall(whole, t)}
	v.Sentence = opening(subject, v.Status, "the target", forYear(target)) + t.tail(v.Status, m, target, whole)
	v.Figures = figures(m, target, whole)
	if t.unknown > 0 && t.judged() > 0 {
		v.Figures = strings.TrimSpace(fmt.Sprintf("%s %s too few figures to be judged.", v.Figures, maturity.Count(t.unknown, "organisation has", "organisations have")))
	}
	return v
}

// opening is who stands where: "We are not on track for 2020". A nation is named; everybody else reads of themselves.
func opening(subject maturity.Organisation, s maturity.Status, what, when string) string {
	we := voice{"We are", "We have", "We"}
	if subject.Kind == maturity.KindNation {
		we = voice{subject.Name + " is", subject.Name + " has", subject.Name}
	}
	switch s {
	case maturity.StatusMet:
		return we.have + " met " + what + when
	case maturity.StatusOnTrack:
		return we.are + " on track" + orTarget(what, when)
	case maturity.StatusAtRisk:
		return we.are + " at risk of missing " + what + when
	case maturity.StatusUnlikely:
		return we.are + " not on track" + orTarget(what, when)
	case maturity.StatusPastDue:
		return we.name + " did not meet " + what + when
	}
	return "We cannot say yet whether " + whether(we) + " will meet " + what + when
}

// voice is who a sentence speaks of.
type voice struct{ are, have, name string }

func whether(v voice) string {
	if v.name == "We" {
		return "we"
	}
	return v.name
}

// orTarget is " for 2020", or " for the target" where it has no date. Several targets of several years need neither.
func orTarget(what, when string) string {
	if when == "" && what == "the target" {
		return " for " + what
	}
	return when
}

// tail says of how many organisations that holds; of a subject without any, by how much the forecast misses.
func (t tally) tail(s maturity.Status, m maturity.Measure, target maturity.Target, whole *maturity.Trajectory) string {
	all, miss := t.judged(), t.missing+t.pastDue
	switch {
	case s == maturity.StatusTooLittle:
		return ": " + t.silence(whole)
	case all == 0:
		return shortfall(m, target, whole)
	case miss > 0 && miss == t.pastDue:
		return ": " + some(miss, all) + " missed it"
	case miss > 0:
		return ": " + some(miss, all) + " " + isAre(miss) + " forecast to miss the target"
	case t.atRisk > 0:
		return ": " + some(t.atRisk, all) + " " + isAre(t.atRisk) + " at risk, none is forecast to miss it"
	case t.onTrack == 0:
		return ": " + some(t.met, all) + " " + haveHas(t.met) + " met it"
	case t.met == 0:
		return ": " + some(t.onTrack, all) + " " + isAre(t.onTrack) + " on track"
	}
	return fmt.Sprintf(": %s %s met it, %d %s on track", some(t.met, all), haveHas(t.met), t.onTrack, isAre(t.onTrack))
}

// silence is why nothing can be said.
func (t tally) silence(whole *maturity.Trajectory) string {
	if whole != nil && len(whole.Observed) > 0 && whole.Observed[len(whole.Observed)-1].State == maturity.Suppressed {
		return "the newest figure is suppressed"
	}
	if t.unknown > 1 {
		return fmt.Sprintf("there are too few figures of all %d organisations", t.unknown)
	}
	return "there are too few figures"
}

// some is "5 of 9 organisations", "all 9 organisations" or "the one organisation".
func some(n, of int) string {
	switch {
	case of == 1:
		return "the one organisation"
	case n == of:
		return fmt.Sprintf("all %d organisations", n)
	}
	return fmt.Sprintf("%d of %s", n, organisations(of))
}

// shortfall is ": the forecast is 8 points short of the target"; "" where there is no forecast or it does not miss.
func shortfall(m maturity.Measure, target maturity.Target, whole *maturity.Trajectory) string {
	if whole == nil || whole.AtDue == nil || target.Operator.Met(whole.AtDue.Median, target.Value) {
		return ""
	}
	by := m.FormatPoints(target.Value - whole.AtDue.Median)
	if target.Operator == maturity.AtMost {
		return ": the forecast is " + by + " above the target"
	}
	return ": the forecast is " + by + " short of the target"
}

func organisations(n int) string { return maturity.Count(n, "organisation", "organisations") }

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func haveHas(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// overall is the footprint's own status, or the worst of its organisations where it has no value of its own.
func overall(whole *maturity.Trajectory, t tally) maturity.Status {
	if whole != nil && whole.Status != maturity.StatusTooLittle && whole.Status != maturity.StatusNoTarget {
		return whole.Status
	}
	switch {
	case t.judged() == 0:
		return maturity.StatusTooLittle
	case t.pastDue > 0:
		return maturity.StatusPastDue
	case t.missing > 0:
		return maturity.StatusUnlikely
	case t.atRisk > 0:
		return maturity.StatusAtRisk
	case t.onTrack > 0:
		return maturity.StatusOnTrack
	}
	return maturity.StatusMet
}

// forYear is " for 2020": the year by which the target is due, or both of a financial year. "" without a date.
func forYear(t maturity.Target) string {
	switch {
	case t.Due == nil:
		return ""
	case t.Due.Precision == maturity.PrecisionFinancialYear || t.Due.Precision == maturity.PrecisionFinancialYearEnd:
		return " for " + t.Due.Words()
	}
	return fmt.Sprintf(" for %d", t.Due.Latest.Time().Year())
}

// figures is the second line: forecast, likely range (80 %), target and chance; empty where nothing can be said.
func figures(m maturity.Measure, target maturity.Target, whole *maturity.Trajectory) string {
	if whole == nil {
		return ""
	}
	goal := fmt.Sprintf("Target %s%s.", bound(target.Operator), m.Format(target.Value))
	switch {
	case whole.Status == maturity.StatusMet || whole.Status == maturity.StatusPastDue:
		if whole.Latest == nil {
			return goal
		}
		return fmt.Sprintf("Now %s (%s). %s", m.Format(whole.Latest.Value), whole.Latest.Period.Short(), goal)
	case whole.AtDue == nil:
		return whole.Reason
	}
	line := fmt.Sprintf("Forecast %s%s (likely range %s to %s). %s", m.FormatEstimate(whole.AtDue.Median), byWords(target),
		m.FormatEstimate(whole.AtDue.Low80), m.FormatEstimate(whole.AtDue.High80), goal)
	if !math.IsNaN(whole.Probability) {
		line += " Chance of meeting it: " + maturity.Chance(whole.Probability) + "."
	}
	return line
}

func byWords(t maturity.Target) string {
	if t.Due == nil {
		return ""
	}
	return " by " + t.Due.Words()
}

// bound is the operator in words, left out for the usual "at least".
func bound(o maturity.Operator) string {
	if o == maturity.AtMost {
		return "at most "
	}
	return ""
}
