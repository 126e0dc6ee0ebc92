package export

import (
	"time"

	"waymark/internal/maturity"
)

// Observation is one measure, organisation and period as believed for a time, from one source.
type Observation struct {
	Subject
	Period      string     `json:"period" doc:"Code of the period the value speaks for: D2018-07-01, M2018-07, Q2018-07 (the quarter that starts in July), FY2018 (April 2018 to March 2019) or CY2018" example:"Q2018-07"`
	PeriodLabel string     `json:"period_label" example:"July to September 2018 (Q2 2018 to 2019)"`
	PeriodStart string     `json:"period_start" format:"date"`
	PeriodEnd   string     `json:"period_end" format:"date"`
	State       string     `json:"state" doc:"What is known. Only reported and nil_return can have a value" enum:"reported,nil_return,not_applicable,not_available,suppressed,lost_in_source,below_bound,above_bound"`
	Value       *float64   `json:"value" doc:"Null unless the state has a value. Missing is never 0"`
	Bound       *float64   `json:"bound" doc:"The bound in state below_bound (less than this) or above_bound (more than this); it is no value to average or chart"`
	Numerator   *float64   `json:"numerator"`
	Denominator *float64   `json:"denominator"`
	Flags       []string   `json:"flags" nullable:"false" doc:"Any of estimated, inferred, provisional"`
	Source      string     `json:"source" doc:"Id of the source that says it"`
	SourceKind  string     `json:"source_kind" enum:"return,published,estimate,plan" doc:"plan: the path an organisation committed to, not an observed value"`
	KnownFrom   time.Time  `json:"known_from" doc:"Since when this was believed"`
	KnownTo     *time.Time `json:"known_to" doc:"Until when; null: still believed"`
	Submission  int64      `json:"submission" doc:"Number of the submission it came with"`
	Sheet       string     `json:"sheet"`
	Cell        string     `json:"cell" doc:"Place in the submitted file" example:"C14"`
	Comment     string     `json:"comment" doc:"Words on the value: why a finding was accepted, or what the sender said of it"`
	WhereFrom   string     `json:"where_from" doc:"Page that traces the value to its file and says what it replaced"`
	Provenance
}

// Observation makes the row of an observation.
func (n Namer) Observation(o maturity.Observation) Observation {
	organisation, subject := n.subject(o.Organisation, o.Measure)
	source, _ := n.Catalogue.Source(o.Source)
	row := Observation{Subject: subject, Period: o.Period.Code(), PeriodLabel: o.Period.Label(), PeriodStart: o.Period.Start.String(), PeriodEnd: o.Period.End().String(),
		State: o.State.String(), Numerator: number(o.Numerator), Denominator: number(o.Denominator), Flags: flagWords(o.Flags), Source: o.Source, SourceKind: string(source.Kind),
		KnownFrom: o.KnownFrom.UTC(), KnownTo: instant(o.KnownTo), Submission: o.Submission, Sheet: o.Cell.Sheet, Cell: o.Cell.A1(), Comment: o.Comment,
		WhereFrom: n.whereFrom(organisation.Code, o.Measure, o.Period), Provenance: n.provenance(o.Source)}
	switch {
	case o.HasValue():
		row.Value = number(o.Value)
	case o.State == maturity.BelowBound || o.State == maturity.AboveBound:
		row.Bound = number(o.Value)
	}
	return row
}
