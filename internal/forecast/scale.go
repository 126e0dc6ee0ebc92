package forecast

import (
	"math"

	"waymark/internal/stat"
)

// scale is where a series is worked with: points p, as if it were a percentage, and z, on which errors are about as
// large everywhere.
//
//   - between two bounds p is the share of the range in percent and z its logit, z = ln((p + 0.5) / (100.5 - p));
//   - without bounds p and z are linear in the value, made so that the last value is at 50 and the mean change is 2.5
//     points: nothing depends on the unit or on where zero lies;
//   - beside one bound likewise, of the square root of the distance to it, which steadies the variance of counts and, unlike a
//     logarithm, does not let a small count explode.
type scale struct {
	kind      scaleKind
	low, high float64
	size      float64 // a power of two near the largest value, so that sums and squares stay finite
	last      float64 // linear kinds: the value at 50 points, and the change that is a point
	point     float64
}

type scaleKind uint8

const (
	logit scaleKind = iota
	linear
	rootAbove // bounded below only
	rootBelow // bounded above only
)

const (
	edge        = 0.5  // points by which the logit scale reaches beyond 0 and 100: it keeps them finite and lets a forecast reach them
	pointsPerZ  = 25.0 // at 50 points, on either kind of scale
	usualChange = 2.5  // points, of the mean change on a linear scale
)

func chooseScale(values []float64, gaps func(i int) float64, low, high float64) scale {
	s := scale{low: low, high: high, size: 1, point: 1}
	switch bottom, top := !math.IsInf(low, 0), !math.IsInf(high, 0); {
	case bottom && top:
		return s
	case bottom:
		s.kind = rootAbove
	case top:
		s.kind = rootBelow
	default:
		s.kind = linear
	}
	s.size = sizeOf(values)
	change := 0.0
	for i := 1; i < len(values); i++ {
		change += math.Abs(s.plain(values[i])-s.plain(values[i-1])) / gaps(i) / float64(len(values)-1)
	}
	s.last = s.plain(values[len(values)-1])
	s.point = change / usualChange
	if s.point == 0 { // nothing ever moved: a tenth of the level may be a point's worth
		s.point = max(math.Abs(s.last), 1.0/16) / 100
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

// plain is a value without its unit: divided by the size, or the square root of that beside a bound.
func (s *scale) plain(v float64) float64 {
	switch v = min(s.high, max(s.low, v)); s.kind {
	case rootAbove:
		return math.Sqrt(v/s.size - s.low/s.size)
	case rootBelow:
		return -math.Sqrt(s.high/s.size - v/s.size)
	}
	return v / s.size
}

// points is the value as points, to a millionth: what differs by less is the same value, written or computed in another way.
func (s *scale) points(v float64) float64 {
	p := 0.0
	if s.kind == logit {
		p = 100 * ((min(s.high, max(s.low, v)) - s.low) / (s.high - s.low))
	} else {
		p = 50 + min(1e9, max(-1e9, (s.plain(v)-s.last)/s.point))
	}
	return math.RoundToEven(p*1e6) / 1e6
}

// z is the place of points on the scale of errors.
func (s *scale) z(p float64) float64 {
	if s.kind == logit {
		p = min(100, max(0, p))
		return stat.Log((p + edge) / (100 - p + edge))
	}
	return (p - 50) / pointsPerZ
}

// ends are the least and the greatest points there are.
func (s *scale) ends() (low, high float64) {
	if s.kind == logit {
		return 0, 100
	}
	return math.Inf(-1), math.Inf(1)
}

// slope is how many times pointsPerZ the points move for a small move of z, at p points.
func (s *scale) slope(p float64) float64 {
	if s.kind == logit {
		u := (p + edge) / (100 + 2*edge)
		return float64(4*u) * (1 - u) * (1.01)
	}
	return 1
}

// value is the value at z: the inverse of z and points, held to the bounds and to finite numbers.
func (s *scale) value(z float64) float64 {
	v := 0.0
	switch s.kind {
	case logit:
		share := 0.0 // from the nearer bound, so that p and 100-p give mirrored results
		if z >= 0 {
			share = max(0, 1.01/(1+stat.Exp(z))-edge/100)
			v = s.high - float64(share*(s.high-s.low))
		} else {
			share = max(0, 1.01/(1+stat.Exp(-z))-edge/100)
			v = s.low + float64(share*(s.high-s.low))
		}
	default:
		u := s.last + float64(float64(z*pointsPerZ)*s.point)
		switch s.kind {
		case rootAbove:
			u = max(0, u)
			v = s.low + float64(float64(u*u)*s.size)
		case rootBelow:
			u = min(0, u)
			v = s.high - float64(float64(u*u)*s.size)
		default:
			v = float64(u * s.size)
		}
	}
	return min(min(s.high, math.MaxFloat64), max(max(s.low, -math.MaxFloat64), v))
}

// noise is the variance of z that the next value has by counting alone: binomial, for a share with a known
// denominator like the last ones. 0 where there is none.
func noise(s Series, scale *scale) float64 {
	if scale.kind != logit || s.Denominators == nil {
		return 0
	}
	from := max(0, len(s.Values)-8)
	share, count, known := 0.0, 0.0, 0.0
	for i, d := range s.Denominators[from:] {
		if d > 0 && !math.IsInf(d, 0) {
			share += scale.points(s.Values[from+i])
			count, known = count+min(d, 1e12), known+1
		}
	}
	if known == 0 {
		return 0
	}
	p := (share/known + edge) / (100 + 2*edge)
	return known / (count * float64(p*(1-p)))
}
