package maturity

// ControlStatus tells whether there is a control chart of a series.
type ControlStatus string

// The statuses of a control chart.
const (
	ControlTooFew             ControlStatus = "too_few"              // not enough figures of one kind of period
	ControlTooLittleVariation ControlStatus = "too_little_variation" // flat or nearly: limits would say nothing
	ControlCharted            ControlStatus = "charted"
)

// Control is the control chart of the figures that a trajectory rests on: whether the latest is more than the usual
// variation, and whether the target will be met if nothing changes. docs/statistics.md states the rules.
type Control struct {
	Status ControlStatus
	Count  int // figures of the series
	Absent int // periods between the first and the last that have none
	// The rest is empty unless there is a chart.
	Trial     bool // the limits rest on too few figures to be firm
	Mean      float64
	Lower     float64
	Upper     float64
	Variation string // of the latest figure: common_cause, improvement_high, concern_low, ...
	Assurance string // pass, fail, inconsistent; "" without a target
	// Rules has a character for each point of the observed path: "." for one that is not charted, else the digit of the
	// rule that makes it a special cause, 0 for none.
	Rules string
}

// Rule is the rule of point i of the observed path; false where it is not on the chart.
func (c Control) Rule(i int) (rule int, charted bool) {
	if i < 0 || i >= len(c.Rules) || c.Rules[i] < '0' || c.Rules[i] > '9' {
		return 0, false
	}
	return int(c.Rules[i] - '0'), true
}
