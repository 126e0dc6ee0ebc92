package export

import (
	"math"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Trajectory is where an organisation stands with a measure against a target, as computed at a time. The paths are in
// JSON only.
type Trajectory struct {
	Subject
	Target             string     `json:"target" doc:"Id of the target; empty when there is none"`
	TargetTitle        string     `json:"target_title"`
	TargetOperator     string     `json:"target_operator" doc:">=, <= or =; empty without a target"`
	TargetValue        *float64   `json:"target_value"`
	TargetDue          *string    `json:"target_due" format:"date" doc:"The day by which it counts as past due; null: no date was given"`
	TargetDueAsGiven   string     `json:"target_due_as_given" doc:"The date in the words of its source, never more exact than that"`
	TargetStated       bool       `json:"target_stated" doc:"False: implied by the wording of the source, or no target"`
	Status             string     `json:"status" enum:"met,on_track,at_risk,unlikely,past_due,too_little,no_target"`
	StatusWords        string     `json:"status_words"`
	Reason             string     `json:"reason" doc:"Why the status is what it is, in a sentence"`
	Probability        *float64   `json:"probability" doc:"Chance of meeting the target by its date, 0 to 1; null when it cannot be said"`
	BaselinePeriod     *string    `json:"baseline_period"`
	BaselineValue      *float64   `json:"baseline_value"`
	LatestPeriod       *string    `json:"latest_period"`
	LatestState        *string    `json:"latest_state"`
	LatestValue        *float64   `json:"latest_value"`
	ForecastPeriod     *string    `json:"forecast_period" doc:"The period that holds the due date"`
	ForecastMedian     *float64   `json:"forecast_median" doc:"Projection for that period"`
	ForecastLow80      *float64   `json:"forecast_low80" doc:"Likely range: 80 in 100"`
	ForecastHigh80     *float64   `json:"forecast_high80"`
	Arrival            *string    `json:"arrival" doc:"Period in which the median projection first meets the target; null when not within the horizon"`
	NotBefore          *string    `json:"not_before" doc:"Last period of the horizon when there is no arrival in it"`
	ArrivalEarly       *string    `json:"arrival_early" doc:"First period by whose end the target is reached for the first time with a chance of at least 0.1; null when not within the projection"`
	ArrivalMiddle      *string    `json:"arrival_middle" doc:"The same with a chance of at least 0.5: the median date of arrival"`
	ArrivalLate        *string    `json:"arrival_late" doc:"The same with a chance of at least 0.9"`
	ArrivalUntil       *string    `json:"arrival_until" doc:"Last period of the projection; null when there is none, no target, or it is met now"`
	ArrivalNever       *float64   `json:"arrival_never" doc:"Chance that the target is not reached by the end of arrival_until, 0 to 1"`
	ArrivalWords       string     `json:"arrival_words" doc:"The date of arrival in a sentence; empty when there is none"`
	RequiredPerQuarter *float64   `json:"required_per_quarter" doc:"Points per quarter needed from the latest value to the target by its date"`
	AchievedPerQuarter *float64   `json:"achieved_per_quarter" doc:"Points per quarter over the last four quarters"`
	PaceMultiple       *float64   `json:"pace_multiple" doc:"Required over achieved: 2.4 means 2.4 times the pace of the last year; null when the last year stood still or went the other way"`
	Trend              string     `json:"trend" enum:",better,worse,up,down,no_change,cannot_tell" doc:"Chi-squared test for trend over the last five figures, at 99.8 %; up and down where neither direction is better; empty where the measure is no proportion"`
	TrendChiSquared    *float64   `json:"trend_chi_squared" doc:"Its statistic, negative where the figures fall; significant beyond 9.5495"`
	TrendWords         string     `json:"trend_words"`
	RollUpMethod       string     `json:"roll_up_method" enum:",ratio,sum,mean,none" doc:"How a footprint's value was made; empty for an organisation's own"`
	RollUpPeriod       *string    `json:"roll_up_period" doc:"Period of the footprint's newest value, to which reporting, expected and missing belong. It may be later than latest_period: a value from which returns are missing is not complete"`
	Reporting          *int       `json:"reporting" doc:"Organisations in the footprint's value of roll_up_period"`
	Expected           *int       `json:"expected" doc:"Organisations expected in it"`
	Missing            []string   `json:"missing" nullable:"false" doc:"Codes of organisations missing from it, at most 100"`
	KnownFrom          time.Time  `json:"known_from" doc:"As-at time it was computed for"`
	KnownTo            *time.Time `json:"known_to"`
	WhereFrom          *string    `json:"where_from" doc:"Page that traces the latest value; null for a footprint's computed value"`
	Provenance

	Observed  []PathPoint `json:"observed,omitempty" csv:"-" nullable:"false"`
	Plan      []PlanPoint `json:"plan,omitempty" csv:"-" nullable:"false" doc:"The path the organisation committed to"`
	Required  []PlanPoint `json:"required,omitempty" csv:"-" nullable:"false" doc:"Straight path from baseline to target"`
	Projected []BandPoint `json:"projected,omitempty" csv:"-" nullable:"false"`
	Breaks    []Break     `json:"breaks,omitempty" csv:"-" nullable:"false" doc:"Days from which the series started anew; projected rests on the figures after the last one"`
}

// PathPoint is one period of an observed path.
type PathPoint struct {
	Period       string   `json:"period"`
	State        string   `json:"state" enum:"reported,nil_return,not_applicable,not_available,suppressed,lost_in_source,below_bound,above_bound"`
	Value        *float64 `json:"value" doc:"Null unless the state has a value"`
	Flags        []string `json:"flags" nullable:"false"`
	Source       string   `json:"source"`
	Provisional  bool     `json:"provisional" doc:"The period is not complete yet; left out of the projection"`
	Illustrative bool     `json:"illustrative"`
	Reporting    int      `json:"reporting,omitempty" doc:"Organisations in a footprint's value"`
	Expected     int      `json:"expected,omitempty"`
}

// Break is a day from which figures are not comparable with those before it.
type Break struct {
	Date   string `json:"date" format:"date"`
	Kind   string `json:"kind" enum:"definition,merger,marked"`
	Reason string `json:"reason"`
	By     string `json:"by" doc:"Who marked it; empty for the other kinds"`
}

// PlanPoint is a period with its planned or required value.
type PlanPoint struct {
	Period string  `json:"period"`
	Value  float64 `json:"value"`
}

// BandPoint is a projected period with its intervals.
type BandPoint struct {
	Period string  `json:"period"`
	Median float64 `json:"median"`
	Low50  float64 `json:"low50"`
	High50 float64 `json:"high50"`
	Low80  float64 `json:"low80"`
	High80 float64 `json:"high80"`
	Low95  float64 `json:"low95"`
	High95 float64 `json:"high95"`
}

// trajectory makes the row of a trajectory. sources are those of its plan and, for a footprint, of its members' values.
func (n Namer) trajectory(t maturity.Trajectory, paths bool, sources ...string) Trajectory {
	organisation, subject := n.subject(t.Organisation, t.Measure)
	row := Trajectory{Subject: subject, Target: t.Target, Status: string(t.Status), StatusWords: t.Status.Words(), Reason: t.Reason, Probability: number(t.Probability),
		Arrival: code(t.Arrival), NotBefore: code(t.NotBefore), RequiredPerQuarter: number(t.RequiredPer), AchievedPerQuarter: number(t.AchievedPer),
		PaceMultiple: number(math.Round(100*t.PaceMultiple()) / 100),
		Missing:      []string{}, KnownFrom: t.KnownFrom.UTC(), KnownTo: instant(t.KnownTo)}
	n.target(&row)
	row.points(t)
	row.arrival(t.Chances)
	n.trend(&row, t.Trend)
	invented := false
	for _, p := range t.Observed {
		sources = append(sources, p.Source)
		invented = invented || p.Illustrative
	}
	row.Provenance = n.provenance(sources...)
	row.Illustrative = row.Illustrative || invented
	if t.RollUp != nil {
		row.RollUpMethod, row.Reporting, row.Expected = string(t.RollUp.Method), &t.RollUp.Reporting, &t.RollUp.Expected
		if !t.RollUp.Period.IsZero() {
			row.RollUpPeriod = code(&t.RollUp.Period)
		}
		row.Missing = append(row.Missing, t.RollUp.Missing...)
	} else if t.Latest != nil {
		link := n.whereFrom(organisation.Code, t.Measure, t.Latest.Period)
		row.WhereFrom = &link
	}
	if paths {
		row.paths(t)
	}
	return row
}

func (n Namer) target(row *Trajectory) {
	target, ok := n.Catalogue.Target(row.Target)
	if !ok {
		return
	}
	row.TargetTitle, row.TargetOperator, row.TargetValue, row.TargetStated = target.Title, string(target.Operator), number(target.Value), target.Stated
	if target.Due != nil {
		row.TargetDueAsGiven = target.Due.AsGiven
		if target.Due.Latest != 0 {
			row.TargetDue = Day(&target.Due.Latest)
		}
	}
}

func (row *Trajectory) points(t maturity.Trajectory) {
	if t.Baseline != nil {
		row.BaselinePeriod, row.BaselineValue = code(&t.Baseline.Period), pointValue(*t.Baseline)
	}
	if t.Latest != nil {
		state := t.Latest.State.String()
		row.LatestPeriod, row.LatestState, row.LatestValue = code(&t.Latest.Period), &state, pointValue(*t.Latest)
	}
	if t.AtDue != nil {
		row.ForecastPeriod, row.ForecastMedian = code(&t.AtDue.Period), number(t.AtDue.Median)
		row.ForecastLow80, row.ForecastHigh80 = number(t.AtDue.Low80), number(t.AtDue.High80)
	}
}

func (row *Trajectory) paths(t maturity.Trajectory) {
	for _, p := range t.Observed {
		row.Observed = append(row.Observed, PathPoint{p.Period.Code(), p.State.String(), pointValue(p), flagWords(p.Flags), p.Source, p.Provisional, p.Illustrative, p.Reporting, p.Expected})
	}
	for _, p := range t.Plan {
		row.Plan = append(row.Plan, PlanPoint{p.Period.Code(), p.Value})
	}
	for _, p := range t.Required {
		row.Required = append(row.Required, PlanPoint{p.Period.Code(), p.Value})
	}
	for _, b := range t.Breaks {
		row.Breaks = append(row.Breaks, Break{b.Day.String(), string(b.Kind), b.Reason, b.By})
	}
	for _, b := range t.Projected {
		row.Projected = append(row.Projected, BandPoint{b.Period.Code(), b.Median, b.Low50, b.High50, b.Low80, b.High80, b.Low95, b.High95})
	}
}

func (n Namer) trend(row *Trajectory, t *maturity.Trend) {
	if t == nil {
		return
	}
	m, _ := n.Catalogue.Measure(row.Measure)
	row.Trend, row.TrendWords = string(t.Verdict), t.Sentence(m)
	if t.Verdict != maturity.TrendUnknown {
		row.TrendChiSquared = number(t.ChiSquared)
	}
}

func (row *Trajectory) arrival(c *maturity.ArrivalChances) {
	if c == nil {
		return
	}
	row.ArrivalEarly, row.ArrivalMiddle, row.ArrivalLate, row.ArrivalUntil = code(c.Early), code(c.Middle), code(c.Late), code(&c.Last)
	row.ArrivalNever, row.ArrivalWords = number(c.Never), c.Words()+"."
}

func pointValue(p maturity.PathPoint) *float64 {
	if !p.HasValue {
		return nil
	}
	return number(p.Value)
}

func code(p *period.Period) *string {
	if p == nil {
		return nil
	}
	text := p.Code()
	return &text
}
