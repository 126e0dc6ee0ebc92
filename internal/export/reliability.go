package export

import (
	"context"
	"iter"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/reliability"
)

// Records reads what came of the forecasts of measures (none: all) as at a time (zero: now).
type Records interface {
	Reliability(ctx context.Context, measures []string, asAt time.Time) ([]maturity.Reliability, error)
}

// Reliability is the record of a measure's forecasts on one basis.
type Reliability struct {
	MeasureSubject
	Basis         string     `json:"basis" enum:"stated,back_test" doc:"stated: forecasts that were stored, and shown, before their figures came. back_test: forecasts made afterwards from what was known on past days"`
	Leading       bool       `json:"leading" doc:"The record that pages judge the measure by"`
	Verdict       string     `json:"verdict" enum:"too_few,as_said,too_sure,too_careful"`
	VerdictWords  string     `json:"verdict_words"`
	Words         string     `json:"words" doc:"The numbers in sentences; empty without figures"`
	Figures       int        `json:"figures" doc:"Forecasts whose figure has come: each period of each organisation once for every number of periods ahead"`
	Organisations int        `json:"organisations"`
	Periods       int        `json:"periods"`
	Independent   *float64   `json:"independent" doc:"How many figures that have nothing to do with each other they are worth; null without figures"`
	Share50       *float64   `json:"share_50" doc:"Share of the figures inside the bands that should hold 0.5; null without figures"`
	Share80       *float64   `json:"share_80" doc:"Inside the likely range, which should hold 0.8"`
	Share95       *float64   `json:"share_95"`
	UsualLow      *float64   `json:"usual_low" doc:"From this share to usual_high is what chance alone explains of share_80, 19 times in 20"`
	UsualHigh     *float64   `json:"usual_high"`
	Below         int        `json:"below" doc:"Figures below the likely range"`
	Above         int        `json:"above"`
	Corrected     int        `json:"corrected" doc:"Figures forecast from figures with their later corrections, because too few had been entered by then"`
	Statements    int        `json:"statements" doc:"Chances of being at or beyond the target's required path in a period; at its date, of meeting it"`
	Brier         *float64   `json:"brier" doc:"Mean squared distance of chance and outcome: 0 is perfect, 0.25 what even chances get; null without statements"`
	Illustrative  bool       `json:"illustrative" doc:"True when at least one figure is invented for the demonstration; show that wherever the record is shown"`
	KnownFrom     time.Time  `json:"known_from" doc:"As-at time it was computed for"`
	KnownTo       *time.Time `json:"known_to"`

	Bins []ReliabilityBin `json:"bins" csv:"-" nullable:"false" doc:"Statements by tenths of their chance; those without statements are left out"`
}

// ReliabilityBin holds the statements with chances from a tenth to the next.
type ReliabilityBin struct {
	From       float64 `json:"from"`
	To         float64 `json:"to"`
	Statements int     `json:"statements"`
	Stated     float64 `json:"stated" doc:"Mean of the chances stated"`
	CameTrue   int     `json:"came_true"`
}

// ReliabilityRows gives both records of each measure that has any, in order of measure.
func (n Namer) ReliabilityRows(ctx context.Context, read Records, measures []string) (rows []Reliability, err error) {
	found, err := read.Reliability(ctx, measures, n.AsAt)
	for _, r := range found {
		leading, _ := r.Leading()
		for _, one := range []struct {
			basis  maturity.ReliabilityBasis
			record maturity.ReliabilityRecord
		}{{maturity.BasisBackTest, r.BackTest}, {maturity.BasisStated, r.Stated}} {
			row := n.reliability(r, one.basis, one.record)
			row.Leading = one.basis == leading
			rows = append(rows, row)
		}
	}
	return rows, err
}

// Reliability is ReliabilityRows for the export command.
func (n Namer) Reliability(ctx context.Context, read Records, measures []string) iter.Seq2[Reliability, error] {
	return func(yield func(Reliability, error) bool) {
		rows, err := n.ReliabilityRows(ctx, read, measures)
		if err != nil {
			yield(Reliability{}, err)
			return
		}
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func (n Namer) reliability(r maturity.Reliability, basis maturity.ReliabilityBasis, record maturity.ReliabilityRecord) Reliability {
	_, measure := n.measure(r.Measure)
	row := Reliability{MeasureSubject: measure, Basis: string(basis), Verdict: string(record.Verdict), VerdictWords: reliability.Verdict(record), Words: reliability.Counts(basis, record),
		Figures: record.Figures, Organisations: record.Organisations, Periods: record.Periods, Below: record.Below, Above: record.Above, Corrected: record.Corrected,
		Statements: record.Statements, Illustrative: record.Illustrative, KnownFrom: r.KnownFrom.UTC(), KnownTo: instant(r.KnownTo), Bins: []ReliabilityBin{}}
	if record.Figures > 0 {
		row.Independent, row.Share50, row.Share80, row.Share95 = &record.Independent, &record.Share50, &record.Share80, &record.Share95
		row.UsualLow, row.UsualHigh = &record.UsualLow, &record.UsualHigh
	}
	if record.Statements > 0 {
		row.Brier = &record.Brier
	}
	for i, b := range record.Bins {
		if b.Statements > 0 {
			row.Bins = append(row.Bins, ReliabilityBin{From: float64(i) / 10, To: float64(i+1) / 10, Statements: b.Statements, Stated: b.Stated, CameTrue: b.Came})
		}
	}
	return row
}
