package board

import (
	"fmt"

	"waymark/internal/maturity"
	"waymark/internal/reliability"
)

// ReliabilityView says beside a forecast how often forecasts of the measure were right.
type ReliabilityView struct {
	Verdict      string
	Counts       string // "" where there is no record yet
	Off          bool   // a warning: the bands are off by more than chance explains
	Rows         []ReliabilityRow
	Bins         []ReliabilityBin          // of the record that the verdict is about
	Points       []maturity.ReliabilityBin // the same in numbers, for the picture
	Brier        string                    // "" without statements
	Illustrative bool
}

// ReliabilityRow is one of the two records: shares of the figures inside the bands.
type ReliabilityRow struct {
	Words, Figures, Share50, Share80, Share95 string
}

// ReliabilityBin holds statements of about the same chance.
type ReliabilityBin struct {
	Chance, Mean, Statements, Came string
}

var basisWords = map[maturity.ReliabilityBasis]string{
	maturity.BasisStated: "Shown on these pages before", maturity.BasisBackTest: "Made afterwards for past days",
}

// reliabilityOf is the view of a measure's record; nil where there is none and nothing is forecast.
func reliabilityOf(records []maturity.Reliability, trajectories []maturity.Trajectory) *ReliabilityView {
	var r maturity.Reliability
	if len(records) > 0 {
		r = records[0]
	}
	forecast := false
	for _, t := range trajectories {
		forecast = forecast || len(t.Projected) > 0
	}
	basis, leading := r.Leading()
	if !forecast && leading.Figures == 0 {
		return nil
	}
	v := &ReliabilityView{Verdict: reliability.Verdict(leading), Counts: reliability.Counts(basis, leading), Off: leading.Verdict.Off()}
	for _, one := range []struct {
		basis  maturity.ReliabilityBasis
		record maturity.ReliabilityRecord
	}{{maturity.BasisStated, r.Stated}, {maturity.BasisBackTest, r.BackTest}} {
		if n := one.record.Figures; n > 0 {
			v.Illustrative = v.Illustrative || one.record.Illustrative
			v.Rows = append(v.Rows, ReliabilityRow{basisWords[one.basis], maturity.Number(float64(n), 0), share(one.record.Share50), share(one.record.Share80), share(one.record.Share95)})
		}
	}
	for i, b := range leading.Bins {
		if b.Statements > 0 {
			v.Points = append(v.Points, b)
			v.Bins = append(v.Bins, ReliabilityBin{fmt.Sprintf("%d%% to %d%%", 10*i, 10*i+10), share(b.Stated), maturity.Number(float64(b.Statements), 0),
				fmt.Sprintf("%s (%s)", maturity.Number(float64(b.Came), 0), share(float64(b.Came)/float64(b.Statements)))})
		}
	}
	if leading.Statements > 0 {
		v.Brier = fmt.Sprintf("%.2f", leading.Brier)
	}
	return v
}

func share(v float64) string { return maturity.Number(100*v, 0) + "%" }
