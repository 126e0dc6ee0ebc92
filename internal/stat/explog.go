package stat

import "math"

// Exp and Log give the same bits on every processor: the standard library's differ in the last place between
// architectures, some of which also fuse a product with the sum it goes into. Every product here is rounded before it is
// added. Both are within a few units in the last place.

const (
	ln2High = 0x1.62e42feep-1 // the first 33 bits, so that small multiples are exact
	ln2Low  = 0x1.a39ef35793c76p-33
	sixteen = 16
)

// halves[i] is 2^(i/16), made of square roots, which are rounded exactly everywhere.
var halves = func() (t [sixteen]float64) {
	root := math.Sqrt(math.Sqrt(math.Sqrt(math.Sqrt2)))
	t[0] = 1
	for i := 1; i < sixteen; i++ {
		t[i] = float64(t[i-1] * root)
		if i&(i-1) == 0 { // powers of two of the root come from fewer roots
			t[i] = 2
			for j := sixteen; j > i; j /= 2 {
				t[i] = math.Sqrt(t[i])
			}
		}
	}
	return t
}()

// Exp is e to the power x: +Inf above about 709.78, 0 below about -745, NaN for NaN. Method: x = (16k + i) ln2/16 + r,
// e^x = 2^k 2^(i/16) e^r with a Taylor series of e^r, |r| <= ln2/32.
func Exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	}
	n := math.Floor(float64(x*(sixteen/math.Ln2)) + 0.5)
	r := x - float64(n*(ln2High/sixteen)) - float64(n*(ln2Low/sixteen))
	r2 := float64(r * r)
	// 1 + r + r²(1/2 + r/6) + r⁴(1/24 + r/120) + r⁶(1/720 + r/5040)
	a := 0.5 + float64(r*(1.0/6))
	b := 1.0/24 + float64(r*(1.0/120))
	c := 1.0/720 + float64(r*(1.0/5040))
	e := 1 + (r + float64(r2*(a+float64(r2*(b+float64(r2*c))))))
	whole := int(n)
	k := whole >> 4
	e = float64(e * halves[whole&(sixteen-1)])
	if k > -1000 && k < 1000 {
		return float64(e * math.Float64frombits(uint64(k+1023)<<52))
	}
	return math.Ldexp(e, k)
}

// Log is the natural logarithm: -Inf at 0, NaN below, +Inf for +Inf. Method: x = 2^k m with m within sqrt(1/2)..sqrt(2),
// ln m = 2 artanh((m-1)/(m+1)) by its series.
func Log(x float64) float64 {
	switch {
	case x != x || math.IsInf(x, 1):
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = m*2, k-1
	}
	s := (m - 1) / (m + 1)
	q := float64(s * s)
	q2 := float64(q * q)
	// the even and the odd terms of 1/3 + q/5 + q²/7 + ... apart: two short chains instead of a long one
	even := 1.0/15 + float64(q2*(1.0/19+float64(q2*(1.0/23))))
	even = 1.0/3 + float64(q2*(1.0/7+float64(q2*(1.0/11+float64(q2*even)))))
	odd := 1.0/17 + float64(q2*(1.0/21))
	odd = 1.0/5 + float64(q2*(1.0/9+float64(q2*(1.0/13+float64(q2*odd)))))
	series := float64(q * (even + float64(q*odd)))
	n := float64(k)
	return float64(n*ln2High) + (float64(2*s) + (float64(float64(2*s)*series) + float64(n*ln2Low)))
}
