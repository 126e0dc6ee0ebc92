package maturity

import "time"

// Reliability is the record of a measure's forecasts: what was said, against what came.
type Reliability struct {
	Measure   string
	KnownFrom time.Time // as-at time it was made for
	KnownTo   time.Time // zero: still believed
	// Stated is the record of forecasts that were stored, and so shown, before their figures came.
	Stated ReliabilityRecord
	// BackTest is the record of forecasts made afterwards with what was known at past days.
	BackTest   ReliabilityRecord
	InputsHash string
	Definition string
}

// ReliabilityBasis tells the two records of a measure apart.
type ReliabilityBasis string

// The bases.
const (
	BasisStated   ReliabilityBasis = "stated"
	BasisBackTest ReliabilityBasis = "back_test"
)

// Leading is the record a page judges by: that of stated forecasts as soon as it can tell, else the back-test where it
// can, else the larger one.
func (r Reliability) Leading() (ReliabilityBasis, ReliabilityRecord) {
	switch {
	case r.Stated.Verdict.Tells():
		return BasisStated, r.Stated
	case r.BackTest.Verdict.Tells() || r.BackTest.Figures > r.Stated.Figures:
		return BasisBackTest, r.BackTest
	}
	return BasisStated, r.Stated
}

// ReliabilityRecord counts forecasts of figures that have come since.
type ReliabilityRecord struct {
	Figures       int `json:"figures"` // each period of each organisation once for every number of periods ahead
	Organisations int `json:"organisations"`
	Periods       int `json:"periods"` // in which the figures are
	// Shares of the figures inside the bands that should hold 50, 80 and 95 %; 0 without figures.
	Share50 float64 `json:"share50"`
	Share80 float64 `json:"share80"`
	Share95 float64 `json:"share95"`
	// UsualLow and UsualHigh are the shares in the 80 % band that chance alone explains, 19 times in 20.
	UsualLow  float64 `json:"usual_low"`
	UsualHigh float64 `json:"usual_high"`
	// Independent is how many figures that have nothing to do with each other they are worth.
	Independent float64 `json:"independent"`
	Below       int     `json:"below"` // figures below the 80 % band
	Above       int     `json:"above"`
	// Statements are chances that a figure would be at or beyond the target's required path in its period.
	Statements int              `json:"statements"`
	Brier      float64          `json:"brier"`          // mean squared distance of chance and outcome, 0 to 1; 0 without statements
	Bins       []ReliabilityBin `json:"bins,omitempty"` // ten, by stated chance; empty without statements
	// Corrected counts figures that were forecast from figures as known now, because hardly any were known at the time.
	Corrected    int                `json:"corrected"`
	Illustrative bool               `json:"illustrative"` // at least one figure is invented
	Verdict      ReliabilityVerdict `json:"verdict"`
}

// ReliabilityBin holds the statements with chances from a tenth to the next.
type ReliabilityBin struct {
	Statements int     `json:"statements"`
	Stated     float64 `json:"stated"` // mean chance, 0 to 1; 0 without statements
	Came       int     `json:"came"`   // of the statements, how many came true
}

// ReliabilityVerdict says whether forecasts have been right as often as they said.
type ReliabilityVerdict string

// The verdicts; docs/statistics.md states the rule.
const (
	VerdictTooFew     ReliabilityVerdict = "too_few"
	VerdictAsSaid     ReliabilityVerdict = "as_said"
	VerdictTooSure    ReliabilityVerdict = "too_sure"
	VerdictTooCareful ReliabilityVerdict = "too_careful"
)

// Tells reports whether there is enough to judge by.
func (v ReliabilityVerdict) Tells() bool { return v != VerdictTooFew && v != "" }

// Off reports whether the bands are off by more than chance explains.
func (v ReliabilityVerdict) Off() bool { return v == VerdictTooSure || v == VerdictTooCareful }
