package rule

import (
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// fewestPeers is how many others a median of peers needs to speak.
const fewestPeers = 5

// amount is what an operand came to, and the measure it is written with.
type amount struct {
	value   float64
	measure maturity.Measure
	part    maturity.Part
	source  string
}

// subject is the value a rule judges, and the other source it is held against where the rule asks for one.
type subject struct {
	maturity.Observation
	other string
}

// resolve finds what an operand is for a subject; ok is false where it is missing.
func (f *Facts) resolve(o maturity.Operand, s subject) (out amount, ok bool) {
	switch {
	case o.Number != nil:
		m, _ := f.catalogue.Measure(s.Measure)
		out, ok = amount{value: *o.Number, measure: m}, true
	case o.Target:
		out, ok = f.target(o, s)
	case len(o.Sum) > 0:
		out, ok = f.sum(o, s)
	case o.Organisation == maturity.PeersMedian:
		out, ok = f.peersMedian(f.measureOf(o, s), s)
	default:
		out, ok = f.figure(o, s)
	}
	if o.Times != 0 {
		out.value *= o.Times
	}
	return out, ok && !math.IsNaN(out.value) && !math.IsInf(out.value, 0)
}

func (f *Facts) measureOf(o maturity.Operand, s subject) string {
	switch {
	case o.Measure != "":
		return o.Measure
	case o.Counterpart:
		return f.partners[s.Measure]
	}
	return s.Measure
}

func (f *Facts) sum(o maturity.Operand, s subject) (out amount, ok bool) {
	for i, part := range o.Sum {
		one, ok := f.resolve(part, s)
		if !ok {
			return out, false
		}
		if i == 0 {
			out = amount{measure: one.measure, part: one.part}
		}
		out.value += one.value
	}
	return out, true
}

// target is the value of the stated target of the organisation that ends first; the judged measure's where none is named.
func (f *Facts) target(o maturity.Operand, s subject) (out amount, ok bool) {
	body := f.bodies[s.Organisation]
	m, _ := f.catalogue.Measure(f.measureOf(o, s))
	var first *maturity.Target
	for _, t := range f.catalogue.TargetsOf(m.ID) {
		if !t.Stated || t.Due == nil || t.Due.Latest <= s.Period.End() || !f.concerns(t, body, s.Period) {
			continue
		}
		if first == nil || t.Due.Latest < first.Due.Latest {
			first = &t
		}
	}
	if first == nil {
		return out, false
	}
	return amount{value: first.Value, measure: m}, true
}

// concerns reports whether a target is one of the organisation's own.
func (f *Facts) concerns(t maturity.Target, body Body, p period.Period) bool {
	switch {
	case len(t.Kinds) > 0 && !slices.Contains(t.Kinds, body.Kind):
		return false
	case t.Organisation != "":
		return t.Organisation == body.Code
	case t.Footprint != "":
		return t.Footprint == body.Code || t.Footprint == f.bodies[f.footprint(body.ID, p)].Code
	}
	return true
}

func (f *Facts) peersMedian(measure string, s subject) (out amount, ok bool) {
	all := f.peers[group{measure, f.bodies[s.Organisation].Kind, s.Period}]
	own := slices.IndexFunc(f.in(series{s.Organisation, measure}, s.Period), maturity.Observation.HasValue)
	if own >= 0 {
		v := f.in(series{s.Organisation, measure}, s.Period)[own].Value
		if i, found := slices.BinarySearch(all, v); found {
			all = slices.Delete(slices.Clone(all), i, i+1)
		}
	}
	if len(all) < fewestPeers {
		return out, false
	}
	m, _ := f.catalogue.Measure(measure)
	return amount{value: median(all), measure: m}, true
}

// figure finds a stored figure.
func (f *Facts) figure(o maturity.Operand, s subject) (out amount, ok bool) {
	key := series{s.Organisation, f.measureOf(o, s)}
	switch o.Organisation {
	case maturity.ItsFootprint:
		key.organisation = f.footprint(s.Organisation, s.Period)
	case maturity.TheNation:
		key.organisation = f.nation
	}
	if key.organisation == 0 || key.measure == "" || o.Organisation != maturity.OwnOrganisation && key.organisation == s.Organisation {
		return out, false // nobody is held against itself as nation or footprint
	}
	var found []maturity.Observation
	own := key == series{s.Organisation, s.Measure}
	for _, each := range f.ofPeriod(key, o.Period, s.Period) {
		if f.speaks(o, s, each, own) {
			found = append(found, each)
		}
	}
	m, _ := f.catalogue.Measure(key.measure)
	out = amount{measure: m, part: o.Part}
	if len(found) == 0 {
		return out, false
	}
	out.value, out.source = choose(o, s, found)
	return out, true
}

// ofPeriod gives the figures of a series that lie where the choice says, seen from p.
func (f *Facts) ofPeriod(key series, choice maturity.PeriodChoice, p period.Period) []maturity.Observation {
	switch choice {
	case maturity.PreviousPeriod:
		if p.Kind == period.KindDay {
			return nil // days have no neighbours that are due
		}
		return f.in(key, p.Add(-1))
	case maturity.YearBefore:
		return f.in(key, yearBefore(p))
	case maturity.HighestBefore, maturity.LowestBefore:
		return slices.Collect(func(yield func(maturity.Observation) bool) {
			for _, each := range f.figures[key] {
				if each.Period.Kind == p.Kind && each.Period.Start < p.Start && !yield(each) {
					return
				}
			}
		})
	case maturity.NewestToThen:
		var newest []maturity.Observation
		for _, each := range f.figures[key] {
			if each.Period.End() <= p.End() && (newest == nil || each.Period.End() >= newest[0].Period.End()) {
				if newest != nil && each.Period.End() > newest[0].Period.End() {
					newest = nil
				}
				newest = append(newest, each)
			}
		}
		return newest
	}
	return f.in(key, p)
}

func yearBefore(p period.Period) period.Period {
	switch p.Kind {
	case period.KindMonth:
		return p.Add(-12)
	case period.KindQuarter:
		return p.Add(-4)
	case period.KindDay:
		return period.Of(period.KindDay, period.DayOf(p.Start.Time().AddDate(-1, 0, 0)))
	}
	return p.Add(-1)
}

// speaks reports whether a figure may be the operand: it has what is asked for, and comes from a source that is.
func (f *Facts) speaks(o maturity.Operand, s subject, each maturity.Observation, own bool) bool {
	if math.IsNaN(partOf(o.Part, each)) {
		return false
	}
	from := f.kindOf(each.Source)
	if named := o.Source != maturity.SameSource && o.Source != maturity.PreferredSource && o.Source != maturity.OtherSources; !named && from.Illustrative != f.kindOf(s.Source).Illustrative {
		return false // an invented figure says nothing about a real one
	}
	switch o.Source {
	case maturity.OtherSources:
		return each.Source == s.other
	case maturity.SameSource:
		// Another period of the same series is comparable within its source only.
		return each.Source == s.Source || !own && from.Kind != maturity.SourcePlan
	case maturity.PreferredSource:
		return from.Kind != maturity.SourcePlan
	}
	return each.Source == string(o.Source)
}

// choose takes one of several figures: the highest or lowest where that is asked for, else that of the judged value's
// source, else the preferred.
func choose(o maturity.Operand, s subject, found []maturity.Observation) (float64, string) {
	best := found[0]
	for _, each := range found[1:] {
		a, b := partOf(o.Part, each), partOf(o.Part, best)
		if o.Period == maturity.HighestBefore && a > b || o.Period == maturity.LowestBefore && a < b {
			best = each
		}
	}
	if i := slices.IndexFunc(found, func(each maturity.Observation) bool { return each.Source == s.Source }); i >= 0 &&
		o.Source == maturity.SameSource && o.Period != maturity.HighestBefore && o.Period != maturity.LowestBefore {
		best = found[i]
	}
	return partOf(o.Part, best), best.Source
}

// partOf is a part of a figure; NaN where it has none.
func partOf(part maturity.Part, o maturity.Observation) float64 {
	switch part {
	case maturity.PartNumerator:
		return o.Numerator
	case maturity.PartDenominator:
		return o.Denominator
	}
	switch {
	case !o.HasValue():
		return math.NaN()
	case part == maturity.PartInferred:
		return flagged(o.Flags & maturity.Inferred)
	case part == maturity.PartEstimated:
		return flagged(o.Flags & maturity.Estimated)
	}
	return o.Value
}

func flagged(f maturity.Flag) float64 {
	if f != 0 {
		return 1
	}
	return 0
}
