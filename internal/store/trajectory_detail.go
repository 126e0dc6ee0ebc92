package store

import (
	"encoding/json"
	"math"
	"strconv"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The detail of a trajectory is JSON in a short form, because there are as many as there are series, and what is longer
// than two kilobytes costs the database several times as much. Long paths are texts of their own (trajectory_path.go);
// a single point is an array [period, state, value, source, flags, marks, reporting, expected] without the zeros at its
// end. Only these two files write and read it.
type trajectoryDetail struct {
	Reason      string               `json:"reason"`
	Baseline    *pathItem            `json:"baseline,omitempty"`
	Latest      *pathItem            `json:"latest,omitempty"`
	Due         *dueItem             `json:"due,omitempty"`
	Arrival     string               `json:"arrival,omitempty"`
	NotBefore   string               `json:"not_before,omitempty"`
	Chances     string               `json:"chances,omitempty"`
	RequiredPer *float64             `json:"required_per,omitempty"`
	AchievedPer *float64             `json:"achieved_per,omitempty"`
	Breaks      []breakItem          `json:"breaks,omitempty"`
	RollUp      *maturity.RollUpNote `json:"roll_up,omitempty"`
	Control     string               `json:"chart,omitempty"`
	Trend       *trendItem           `json:"trend,omitempty"`
	Sources     []string             `json:"sources,omitempty"` // of observed, by number
	Observed    string               `json:"observed,omitempty"`
	Plan        string               `json:"plan,omitempty"`
	Required    string               `json:"required,omitempty"`
	Projected   string               `json:"projected,omitempty"`
}

// The marks of a point, by bit.
const (
	markHasValue     = 1
	markProvisional  = 2
	markIllustrative = 4
)

func marksOf(p maturity.PathPoint) (marks int) {
	if p.HasValue {
		marks |= markHasValue
	}
	if p.Provisional {
		marks |= markProvisional
	}
	if p.Illustrative {
		marks |= markIllustrative
	}
	return marks
}

type pathItem maturity.PathPoint

func (p pathItem) MarshalJSON() ([]byte, error) {
	marks := marksOf(maturity.PathPoint(p))
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

type breakItem struct {
	Day    string `json:"day"`
	Kind   string `json:"kind"`
	Reason string `json:"reason,omitempty"`
	By     string `json:"by,omitempty"`
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
	d := trajectoryDetail{Reason: t.Reason, RollUp: t.RollUp, Control: writeControl(t.Control), Baseline: (*pathItem)(t.Baseline), Latest: (*pathItem)(t.Latest),
		RequiredPer: given(t.RequiredPer), AchievedPer: given(t.AchievedPer)}
	d.Observed, d.Sources = writeObserved(t.Observed)
	d.Plan, d.Required, d.Projected = writeValues(t.Plan), writeValues(t.Required), writeBands(t.Projected)
	if t.AtDue != nil {
		d.Due = &dueItem{t.AtDue.Period.Code(), bandNumbers(*t.AtDue)}
	}
	if t.Arrival != nil {
		d.Arrival = t.Arrival.Code()
	}
	if t.NotBefore != nil {
		d.NotBefore = t.NotBefore.Code()
	}
	d.Chances, d.Trend = writeChances(t.Chances), trendOf(t.Trend)
	for _, b := range t.Breaks {
		d.Breaks = append(d.Breaks, breakItem{b.Day.String(), string(b.Kind), b.Reason, b.By})
	}
	return d
}

// fill puts the detail into the trajectory.
func (d trajectoryDetail) fill(t *maturity.Trajectory) error {
	t.Reason, t.RollUp, t.Baseline, t.Latest = d.Reason, d.RollUp, (*maturity.PathPoint)(d.Baseline), (*maturity.PathPoint)(d.Latest)
	t.RequiredPer, t.AchievedPer = orNotGiven(d.RequiredPer), orNotGiven(d.AchievedPer)
	var err error
	if t.Control, err = readControl(d.Control); err != nil {
		return err
	}
	if t.Observed, err = readObserved(d.Observed, d.Sources); err != nil {
		return err
	}
	if t.Plan, err = readValues(d.Plan); err != nil {
		return err
	}
	if t.Required, err = readValues(d.Required); err != nil {
		return err
	}
	if t.Projected, err = readBands(d.Projected); err != nil {
		return err
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
	t.Chances, t.Trend = readChances(d.Chances, &codes), d.Trend.trend()
	for _, b := range d.Breaks {
		t.Breaks = append(t.Breaks, maturity.Break{Day: codes.read("D" + b.Day).Start, Kind: maturity.BreakKind(b.Kind), Reason: b.Reason, By: b.By})
	}
	return codes.err
}

// periodCodes reads codes and keeps the first error.
type periodCodes struct{ err error }

func (c *periodCodes) read(code string) period.Period {
	p, err := period.FromCode(code)
	c.fault(err)
	return p
}

func (c *periodCodes) fault(err error) {
	if c.err == nil {
		c.err = err
	}
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
