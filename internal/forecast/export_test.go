package forecast

import "waymark/internal/stat"

// Score is the reference's scoring of one origin, for tests that stand outside the package: MASE, sWIS, sCRPS and the shares
// inside the 80 and 95 % bands.
func Score(seen, next []float64, forecast []stat.Predictive) [5]float64 {
	s := scoreOne(next, forecast, changeOf(seen))
	return [5]float64{s.mase, s.swis, s.scrps, s.cov80, s.cov95}
}
