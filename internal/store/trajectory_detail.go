package store

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The detail of a trajectory is JSON in a short form, because there are as many as there are series: a point of the
// path is an array [period, state, value, source, flags, marks, reporting, expected] without the zeros at its end, a
// projected period [median, low 50, high 50, low 80, high 80, low 95, high 95], and paths of consecutive periods name
// only the first. Only this file writes and reads it.
type trajectoryDetail struct {
	Reason      string               `json:"reason"`
	Baseline    *pathItem            `json:"baseline,omitempty"`
	Latest      *pathItem            `json:"latest,omitempty"`
	Due         *dueItem             `json:"due,omitempty"`
	Arrival     string               `json:"arrival,omitempty"`
	NotBefore   string               `json:"not_before,omitempty"`
	RequiredPer *float64             `json:"required_per,omitempty"`
	AchievedPer *float64             `json:"achieved_per,omitempty"`
	RollUp      *maturity.RollUpNote `json:"roll_up,omitempty"`
	Observed    []pathItem           `json:"observed,omitempty"`
	Plan        []planItem           `json:"plan,omitempty"`
	Required    *valuesFrom          `json:"required,omitempty"`
	Projected   *bandsFrom           `json:"projected,omitempty"`
}

// The marks of a point, by bit.
const (
	markHasValue     = 1
	markProvisional  = 2
	markIllustrative = 4
)

type pathItem maturity.PathPoint

func (p pathItem) MarshalJSON() ([]byte, error) {
	marks := 0
	if p.HasValue {
		marks |= markHasValue
	}
	if p.Provisional {
		marks |= markProvisional
	}
	if p.Illustrative {
		marks |= markIllustrative
	}
	b := append(append([]byte{'[', '"'}, p.Period.Code()...), '"', ',')
	b = strconv.AppendInt(b, int64(p.State), 10)
	b = append(strconv.AppendFloat(append(b, ','), p.Value, 'g', -1, 64), ',')
	source, err := json.Marshal(p.Source)
	if err != nil {
		return nil, err
	}
	b = append(b, source...)
	tail := []int{int(p.Flags), marks, p.Reporting, p.Expected}
	for len(tail) > 0 && tail[len(tail)-1] == 0 {
		tail = tail[:len(tail)-1]
	}
	for _, n := range tail {
		b = strconv.AppendInt(append(b, ','), int64(n), 10)
	}
	return append(b, ']'), nil
}

func (p *pathItem) UnmarshalJSON(text []byte) (err error) {
	var items []json.RawMessage
	if err := json.Unmarshal(text, &items); err != nil {
		return err
	}
	var code string
	var flags, marks int
	for i, into := range []any{&code, &p.State, &p.Value, &p.Source, &flags, &marks, &p.Reporting, &p.Expected} {
		if i >= len(items) {
			break
		}
		if err := json.Unmarshal(items[i], into); err != nil {
			return err
		}
	}
	p.Flags = maturity.Flag(flags)
	p.HasValue, p.Provisional, p.Illustrative = marks&markHasValue != 0, marks&markProvisional != 0, marks&markIllustrative != 0
	p.Period, err = period.FromCode(code)
	return err
}

type planItem maturity.RequiredPoint

func (p planItem) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `["%s",%s]`, p.Period.Code(), strconv.FormatFloat(p.Value, 'g', -1, 64)), nil
}

func (p *planItem) UnmarshalJSON(text []byte) (err error) {
	var code string
	items := []any{&code, &p.Value}
	if err := json.Unmarshal(text, &items); err != nil {
		return err
	}
	p.Period, err = period.FromCode(code)
	return err
}

type valuesFrom struct {
	From   string    `json:"from"`
	Values []float64 `json:"values"`
}

type bandsFrom struct {
	From  string       `json:"from"`
	Bands [][7]float64 `json:"bands"`
}

type dueItem struct {
	Period string     `json:"period"`
	Band   [7]float64 `json:"band"`
}

func bandNumbers(b maturity.BandPoint) [7]float64 {
	return [7]float64{b.Median, b.Low50, b.High50, b.Low80, b.High80, b.Low95, b.High95}
}

func bandPoint(p period.Period, n [7]float64) maturity.BandPoint {
	return maturity.BandPoint{Period: p, Median: n[0], Low50: n[1], High50: n[2], Low80: n[3], High80: n[4], Low95: n[5], High95: n[6]}
}

func detailOf(t maturity.Trajectory) trajectoryDetail {
	d := trajectoryDetail{Reason: t.Reason, RollUp: t.RollUp, Baseline: (*pathItem)(t.Baseline), Latest: (*pathItem)(t.Latest),
		RequiredPer: given(t.RequiredPer), AchievedPer: given(t.AchievedPer)}
	for _, p := range t.Observed {
		d.Observed = append(d.Observed, pathItem(p))
	}
	for _, p := range t.Plan {
		d.Plan = append(d.Plan, planItem(p))
	}
	if t.AtDue != nil {
		d.Due = &dueItem{t.AtDue.Period.Code(), bandNumbers(*t.AtDue)}
	}
	if t.Arrival != nil {
		d.Arrival = t.Arrival.Code()
	}
	if t.NotBefore != nil {
		d.NotBefore = t.NotBefore.Code()
	}
	if len(t.Required) > 0 {
		d.Required = &valuesFrom{From: t.Required[0].Period.Code()}
		for _, p := range t.Required {
			d.Required.Values = append(d.Required.Values, p.Value)
		}
	}
	if len(t.Projected) > 0 {
		d.Projected = &bandsFrom{From: t.Projected[0].Period.Code()}
		for _, p := range t.Projected {
			d.Projected.Bands = append(d.Projected.Bands, bandNumbers(p))
		}
	}
	return d
}

// fill puts the detail into the trajectory.
func (d trajectoryDetail) fill(t *maturity.Trajectory) error {
	t.Reason, t.RollUp, t.Baseline, t.Latest = d.Reason, d.RollUp, (*maturity.PathPoint)(d.Baseline), (*maturity.PathPoint)(d.Latest)
	t.RequiredPer, t.AchievedPer = orNotGiven(d.RequiredPer), orNotGiven(d.AchievedPer)
	for _, p := range d.Observed {
		t.Observed = append(t.Observed, maturity.PathPoint(p))
	}
	for _, p := range d.Plan {
		t.Plan = append(t.Plan, maturity.RequiredPoint(p))
	}
	var codes periodCodes
	if d.Due != nil {
		at := bandPoint(codes.read(d.Due.Period), d.Due.Band)
		t.AtDue = &at
	}
	if d.Arrival != "" {
		at := codes.read(d.Arrival)
		t.Arrival = &at
	}
	if d.NotBefore != "" {
		at := codes.read(d.NotBefore)
		t.NotBefore = &at
	}
	if d.Required != nil {
		from := codes.read(d.Required.From)
		for i, v := range d.Required.Values {
			t.Required = append(t.Required, maturity.RequiredPoint{Period: from.Add(i), Value: v})
		}
	}
	if d.Projected != nil {
		from := codes.read(d.Projected.From)
		for i, n := range d.Projected.Bands {
			t.Projected = append(t.Projected, bandPoint(from.Add(i), n))
		}
	}
	return codes.err
}

// periodCodes reads codes and keeps the first error.
type periodCodes struct{ err error }

func (c *periodCodes) read(code string) period.Period {
	p, err := period.FromCode(code)
	if err != nil && c.err == nil {
		c.err = err
	}
	return p
}

func given(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}

func orNotGiven(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}
