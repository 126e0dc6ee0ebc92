package ingest

import (
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// emit gives an observation to the sink, or to the combiner.
func (r *reader) emit(p *plan, u *unit, m *measure, who *organisation, when *periodAnswer, f figure) error {
	at := when.Period
	if when.written {
		at = meant(when, m.Frequency)
	}
	r.aboutPeriod(p, u, m, at, when, f)
	o := maturity.Observation{Organisation: who.ID, Measure: m.ID, Period: at, Source: p.layout.Source, State: f.state, Flags: f.flags,
		Value: f.value, Numerator: f.numerator, Denominator: f.denominator,
		Cell: maturity.Cell{Sheet: p.name, Row: f.row, Column: f.column}, Seen: f.seen, Entry: f.entry}
	if u.once {
		return r.once(p, u, o, who)
	}
	if p.combine != nil {
		return p.combine.add(o, m)
	}
	m.seen = true
	return r.give(o)
}

func (r *reader) give(o maturity.Observation) error {
	r.written++
	if o.Period != r.lastPeriod {
		r.periods[o.Period] = true
		r.lastPeriod = o.Period
	}
	if err := r.sink(o); err != nil {
		return sinkError{err}
	}
	return nil
}

// aboutPeriod tells what is unusual about a period, without holding anything back.
func (r *reader) aboutPeriod(p *plan, u *unit, m *measure, at period.Period, when *periodAnswer, f figure) {
	if p.layout.Template && r.collected == nil && m.Frequency != period.KindNone && at.Kind != m.Frequency {
		g, fresh := r.issues.find(PeriodUnexpected, p.found.heading(p.whenAt), m.ID)
		if fresh {
			g.Message = "The measure is reported by " + kindWords(m.Frequency) + ", not for another kind of period. (" + m.Title + ")"
		}
		example(g, maturity.IssueExample{Cell: r.place(p, f.row, p.whenAt), Seen: at.Short()})
	}
	if when.end > r.in.Today && !r.plannedValues {
		g, _ := r.issues.find(PeriodUnfinished, "", at.Code())
		example(g, maturity.IssueExample{Cell: r.place(p, f.row, f.column), Seen: at.Short()})
	}
	if p.whenAt > 0 && !r.in.PeriodHint.IsZero() && at != r.in.PeriodHint {
		g, _ := r.issues.find(PeriodNotChosen, p.found.heading(p.whenAt), "")
		example(g, maturity.IssueExample{Cell: r.place(p, f.row, p.whenAt), Seen: at.Short()})
	}
}

func kindWords(k period.Kind) string { return strings.ReplaceAll(k.String(), "_", " ") }

// onceKey tells apart the values of a rule that speaks for one organisation on many rows.
type onceKey struct {
	organisation maturity.OrganisationID
	measure      string
	period       period.Period
}

// once gives a value that many rows repeat only the first time; another value is a conflict.
func (r *reader) once(p *plan, u *unit, o maturity.Observation, who *organisation) error {
	if r.repeated == nil {
		r.repeated = map[onceKey]maturity.Observation{}
	}
	key := onceKey{o.Organisation, o.Measure, o.Period}
	first, known := r.repeated[key]
	if !known {
		r.repeated[key] = o
		r.names.id(o.Measure).seen = true
		return r.give(o)
	}
	if first.State != o.State || first.Value != o.Value && (first.Value == first.Value || o.Value == o.Value) {
		g, _ := r.issues.find(ConflictingRows, u.header, o.Measure)
		example(g, maturity.IssueExample{Cell: o.Cell, Other: &first.Cell, Seen: plainNumber(o.Value) + " and " + plainNumber(first.Value), Organisation: who.Code})
		r.hold(who)
		r.lost[who.ID]++
	}
	return nil
}
