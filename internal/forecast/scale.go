package forecast

import (
	"math"

	"waymark/internal/stat"
)

// scale is where the model works: logit between two bounds, square root beside one
// (it steadies the variance of counts and, unlike a logarithm, does not let a small count explode), the values
// themselves without any.
type scale struct {
	kind      scaleKind
	low, high float64
	offset    float64
	measure   float64 // raw: a power of two near the largest value, so that sums and squares stay finite
}

type scaleKind uint8

const (
	raw scaleKind = iota
	logit
	rootAbove // bounded below only
	rootBelow // bounded above only
)

// edge is how far beyond its bounds the logit scale reaches, as a share of the range: 0.5 points for percentages. It
// keeps 0 and 100 finite and lets a forecast reach them.
const edge = 0.005

func chooseScale(values []float64, low, high float64) scale {
	s := scale{low: low, high: high}
	switch bottom, top := !math.IsInf(low, 0), !math.IsInf(high, 0); {
	case bottom && top:
		s.kind, s.offset = logit, float64(edge*(high-low))
	case bottom:
		s.kind = rootAbove
	case top:
		s.kind = rootBelow
	default:
		s.measure = sizeOf(values)
	}
	return s
}

func sizeOf(values []float64) float64 {
	largest := 0.0
	for _, v := range values {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 {
		return 1
	}
	_, exponent := math.Frexp(largest)
	return math.Ldexp(1, min(1023, max(-1022, exponent)))
}

func (s scale) forth(v float64) float64 {
	v = min(s.high, max(s.low, v))
	switch s.kind {
	case logit:
		return math.Log((v - s.low + s.offset) / (s.high - v + s.offset))
	case rootAbove:
		return math.Sqrt(v - s.low)
	case rootBelow:
		return -math.Sqrt(s.high - v)
	}
	return v / s.measure
}

// back is the inverse of forth, held to the bounds and to finite numbers.
func (s scale) back(z float64) float64 {
	v := z
	switch s.kind {
	case logit:
		width := s.high - s.low + 2*s.offset
		if z >= 0 { // from the nearer bound, so that p and 100-p give mirrored results
			v = s.high + s.offset - width/(1+math.Exp(z))
		} else {
			v = s.low - s.offset + width/(1+math.Exp(-z))
		}
	case rootAbove:
		z = max(0, z)
		v = s.low + z*z
	case rootBelow:
		z = min(0, z)
		v = s.high - z*z
	default:
		v = z * s.measure
	}
	return min(min(s.high, math.MaxFloat64), max(max(s.low, -math.MaxFloat64), v))
}

// unit is a typical size of change on the scale: what "a little" means before the series has shown it.
func (s scale) unit(z []float64) float64 {
	if s.kind == logit {
		return 1
	}
	change := 0.0
	for i := 1; i < len(z); i++ {
		change += math.Abs(z[i]-z[i-1]) / float64(len(z)-1)
	}
	if change > 0 {
		return 4 * change
	}
	if level := math.Abs(z[len(z)-1]); level > 0 {
		return level / 4
	}
	return 1
}

// noise is the variance on the modelling scale that the last values have by counting alone: binomial for a share with
// a known denominator, and that of rounding to a tenth of a percent of the range. Units of the scale squared.
func noise(s Series, scale scale) float64 {
	if scale.kind != logit {
		return 0
	}
	n := len(s.Values)
	from := max(0, n-8)
	recent := s.Values[from:]
	width := scale.high - scale.low
	share := (stat.Mean(recent) - scale.low + scale.offset) / (width + 2*scale.offset)
	share = min(1-edge, max(edge, share))
	slope := 1 / (share * (1 - share)) // of the logit
	rounding := 0.0003 * slope
	variance := rounding * rounding
	if s.Denominators != nil {
		count, known := 0.0, 0.0
		for _, d := range s.Denominators[from:] {
			if d > 0 && !math.IsInf(d, 0) {
				count, known = count+d, known+1
			}
		}
		if known > 0 {
			variance += slope * known / count
		}
	}
	return variance
}
