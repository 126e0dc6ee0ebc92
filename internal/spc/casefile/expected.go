package casefile

import (
	"math"

	"waymark/internal/spc"
)

// Expected is the result of a case, in the reference's words. Where Error is true only ErrorText stands beside it.
type Expected struct {
	Error     bool   `json:"error"`
	ErrorText string `json:"error_text,omitempty"`
	*Result
}

// Result is a chart, as parallel arrays in date order.
type Result struct {
	Points        Points  `json:"points"`
	Groups        []Group `json:"groups"`
	VariationType *string `json:"variation_type"`
	AssuranceType *string `json:"assurance_type"`
	VariationIcon *string `json:"variation_icon"`
	AssuranceIcon *string `json:"assurance_icon"`
	ShortSeries   bool    `json:"short_series_warning"`
	Ours
}

// Ours is what only our answers hold: how many missing rows were dropped, and whether the reference stops at them with an
// error where we chart the rest.
type Ours struct {
	ReferenceStops bool `json:"reference_stops,omitempty"`
	Dropped        int  `json:"dropped,omitempty"`
}

// Points are the rows of a chart.
type Points struct {
	Date         []string `json:"date"`
	Value        []Number `json:"value"`
	Group        []int    `json:"group"`
	Mean         []Number `json:"mean"`
	Lower        []Number `json:"lower_limit"`
	Upper        []Number `json:"upper_limit"`
	NearLower    []Number `json:"near_lower"`
	NearUpper    []Number `json:"near_upper"`
	AverageRange []Number `json:"avg_moving_range"`
	Outside      []*bool  `json:"outside_limits"`
	Side         []*int   `json:"side_of_mean"`
	Close        []*bool  `json:"close_to_limits"`
	Rule         []string `json:"rule"`
	Special      []bool   `json:"special_cause"`
	Type         []string `json:"point_type"`
	Short        []bool   `json:"short_group"`
}

// Group is a part of a series. The reference writes its numbers as lists of one.
type Group struct {
	Group         int       `json:"group"`
	N             int       `json:"n"`
	Mean          [1]Number `json:"mean"`
	Lower         [1]Number `json:"lower_limit"`
	Upper         [1]Number `json:"upper_limit"`
	Common        int       `json:"n_common"`
	Improvement   int       `json:"n_improvement"`
	Concern       int       `json:"n_concern"`
	VariationType *string   `json:"variation_type"`
	AssuranceType *string   `json:"assurance_type"`
}

// describe writes a chart in the reference's words.
func (c Case) describe(o spc.Options, r spc.Result) *Expected {
	out := &Result{
		VariationType: optional(pointType(r.Variation)), AssuranceType: optional(assuranceType(r.Assurance)),
		VariationIcon: optional(r.Variation.String()), AssuranceIcon: optional(r.Assurance.String()),
		ShortSeries: r.ShortGroup, Ours: Ours{r.Stopped, r.Dropped}, Groups: []Group{},
	}
	out.Points.grow(len(r.Points))
	for _, p := range r.Points {
		out.Points.add(c.Input.Dates[p.Index], p, r.Groups[p.Group])
	}
	for _, g := range r.Groups {
		out.Groups = append(out.Groups, Group{
			Group: g.Number, N: g.To - g.From, Mean: one(g.Mean), Lower: one(g.Lower), Upper: one(g.Upper),
			Common: g.Common, Improvement: g.Improvement, Concern: g.Concern,
			VariationType: optional(pointType(g.Variation)), AssuranceType: optional(assuranceType(g.Assurance)),
		})
	}
	return &Expected{Result: out}
}

func one(v float64) [1]Number { return [1]Number{Number(v)} }

// grow makes every column an empty list with room for n rows.
func (p *Points) grow(n int) {
	p.Date, p.Rule, p.Type = make([]string, 0, n), make([]string, 0, n), make([]string, 0, n)
	p.Group, p.Special, p.Short = make([]int, 0, n), make([]bool, 0, n), make([]bool, 0, n)
	p.Outside, p.Close, p.Side = make([]*bool, 0, n), make([]*bool, 0, n), make([]*int, 0, n)
	for _, column := range []*[]Number{&p.Value, &p.Mean, &p.Lower, &p.Upper, &p.NearLower, &p.NearUpper, &p.AverageRange} {
		*column = make([]Number, 0, n)
	}
}

func (p *Points) add(date string, point spc.Point, g spc.Group) {
	missing := math.IsNaN(point.Value)
	p.Date, p.Value, p.Group = append(p.Date, date), append(p.Value, Number(point.Value)), append(p.Group, g.Number)
	p.Mean, p.AverageRange = append(p.Mean, Number(g.Mean)), append(p.AverageRange, Number(g.AverageRange))
	p.Lower, p.Upper = append(p.Lower, Number(g.Lower)), append(p.Upper, Number(g.Upper))
	p.NearLower, p.NearUpper = append(p.NearLower, Number(g.NearLower)), append(p.NearUpper, Number(g.NearUpper))
	var outside, near *bool
	var side *int
	if !missing && !math.IsNaN(g.Lower) {
		outside, near = &point.Outside, &point.Close
	}
	if !missing {
		value := int(point.Side)
		side = &value
	}
	p.Outside, p.Close, p.Side = append(p.Outside, outside), append(p.Close, near), append(p.Side, side)
	p.Rule, p.Special = append(p.Rule, point.Rule.String()), append(p.Special, point.Rule != spc.NoRule)
	p.Type, p.Short = append(p.Type, pointType(point.Cause)), append(p.Short, g.Trial)
}

// pointType is the reference's name of a variation.
func pointType(v spc.Variation) string {
	switch v {
	case spc.NoVerdict:
		return ""
	case spc.CommonCause:
		return "common_cause"
	case spc.ImprovementHigh, spc.ImprovementLow:
		return "special_cause_improvement"
	case spc.ConcernHigh, spc.ConcernLow:
		return "special_cause_concern"
	}
	return "special_cause_" + v.String()
}

// assuranceType is the reference's name of an assurance.
func assuranceType(a spc.Assurance) string {
	switch a {
	case spc.Pass, spc.Fail:
		return "consistent_" + a.String()
	}
	return a.String()
}

func optional(word string) *string {
	if word == "" {
		return nil
	}
	return &word
}
