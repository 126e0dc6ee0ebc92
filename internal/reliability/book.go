package reliability

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Figures are what is known now of one organisation: complete figures by period.
type Figures struct {
	Came map[period.Period]Figure
	// Broken is the day from which figures are comparable with each other: a forecast from before it is not scored.
	Broken period.Day
}

// Figure is a value that came.
type Figure struct {
	Value        float64
	Illustrative bool
}

// Sense is the side of the required path on which a target wants to be.
type Sense int8

// The senses. A target to be exactly at a value inside the scale has none.
const (
	NoSense Sense = iota
	AtLeast
	AtMost
)

// SenseOf is the sense of a target; being equal to an end of the scale is reaching it.
func SenseOf(t maturity.Target, m maturity.Measure) Sense {
	switch {
	case t.Operator == maturity.AtMost, t.Operator == maturity.Equal && t.Value == m.Low:
		return AtMost
	case t.Operator == maturity.AtLeast, t.Operator == maturity.Equal && t.Value == m.High:
		return AtLeast
	}
	return NoSense
}

// scored is a forecast of one figure that has come.
type scored struct {
	organisation     maturity.OrganisationID
	from, at         period.Period // the last period that was known, and the one forecast
	in50, in80, in95 float64       // 1 inside the band, 0 outside; a share where chance has a mass at the figure
	below, above     bool          // the 80 % band
	corrected        bool
	illustrative     bool
}

// statement is a chance that was stated, and whether it came true.
type statement struct {
	chance float64
	came   bool
}

// Book collects the forecasts of one organisation. Its zero value is ready; forecasts are entered in the order in which
// they were made.
type Book struct {
	// Made says that the organisation's figures are made from those of others, as a footprint's are: they are scored, but
	// it is not counted among the organisations that the verdict needs.
	Made       bool
	scored     []scored
	statements []statement
	seen       map[forecastKey]bool
}

// forecastKey makes one of many forecasts that say the same again.
type forecastKey struct {
	from, at period.Period
	target   string // with "=" before it for statements
}

// Enter scores a forecast against the figures. Of several forecasts of a period from the same last figure only the first
// counts: a daily computation would otherwise count one statement many times. corrected says that the forecast was made
// from figures as known later.
func (b *Book) Enter(t maturity.Trajectory, sense Sense, figures Figures, corrected bool) {
	if len(t.Projected) == 0 {
		return
	}
	from := t.Projected[0].Period.Add(-1)
	if from.Start < figures.Broken {
		return
	}
	for i := range t.Projected {
		band := &t.Projected[i]
		if figure, known := figures.Came[band.Period]; known {
			b.enterBand(t, from, band, figure, corrected)
			b.enterStatement(t, from, band, figure, sense)
		}
	}
}

func (b *Book) enterBand(t maturity.Trajectory, from period.Period, band *maturity.BandPoint, f Figure, corrected bool) {
	if !b.first(forecastKey{from, band.Period, ""}) {
		return
	}
	q := quantilesOf(band)
	b.scored = append(b.scored, scored{
		organisation: t.Organisation, from: from, at: band.Period, corrected: corrected, illustrative: f.Illustrative,
		in50: q.inside(f.Value, 2, 4), in80: q.inside(f.Value, 1, 5), in95: q.inside(f.Value, 0, 6),
		below: f.Value < band.Low80, above: f.Value > band.High80,
	})
}

// enterStatement enters the chance of being at or beyond the required path; in the period of the target's date that is
// the chance of meeting it, as it was shown.
func (b *Book) enterStatement(t maturity.Trajectory, from period.Period, band *maturity.BandPoint, f Figure, sense Sense) {
	level, required := levelAt(t.Required, band.Period)
	if !required || sense == NoSense || !b.first(forecastKey{from, band.Period, "=" + t.Target}) {
		return
	}
	const slack = 1e-9 // a difference that only floating point makes
	s := statement{came: f.Value >= level-slack}
	if sense == AtMost {
		s.came = f.Value <= level+slack
	}
	switch q := quantilesOf(band); {
	case t.AtDue != nil && t.AtDue.Period == band.Period && t.Probability == t.Probability:
		s.chance = t.Probability
	case sense == AtMost:
		s.chance = q.predictive().AtMost(level)
	default:
		s.chance = q.predictive().AtLeast(level)
	}
	b.statements = append(b.statements, s)
}

func levelAt(required []maturity.RequiredPoint, at period.Period) (float64, bool) {
	if len(required) == 0 || required[0].Period.Kind != at.Kind {
		return 0, false
	}
	i := period.StepsBetween(required[0].Period, at)
	if i < 0 || i >= len(required) {
		return 0, false
	}
	return required[i].Value, true
}

func (b *Book) first(key forecastKey) bool {
	if b.seen[key] {
		return false
	}
	if b.seen == nil {
		b.seen = map[forecastKey]bool{}
	}
	b.seen[key] = true
	return true
}
