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

// rootBits is the fraction of sqrt(2).
const rootBits = 0x6a09e667f3bcd

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
	if !(x <= 710 && x >= -746) {
		switch {
		case x > 710:
			return math.Inf(1)
		case x < -746:
			return 0
		}
		return x
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

// Log is the natural logarithm: -Inf at 0, NaN below, +Inf for +Inf. Method: x = 2^k m with m from sqrt(1/2) to sqrt(2),
// c the nearest 64th to m, ln x = k ln2 + ln c + ln(1 + r) with r = (m - c)/c, at most 1/90, by its series.
func Log(x float64) float64 {
	if !(x > 0 && x <= math.MaxFloat64) {
		switch {
		case x == 0:
			return math.Inf(-1)
		case x < 0:
			return math.NaN()
		}
		return x
	}
	k := 0
	if x < 0x1p-1022 { // below the normal numbers
		x, k = x*0x1p54, -54
	}
	bits := math.Float64bits(x)
	up := (bits + (1<<52 - rootBits)) >> 52 // the exponent that leaves the rest from sqrt(1/2) to sqrt(2)
	k += int(up) - 1023
	m := math.Float64frombits(bits - (up-1023)<<52)
	i := int(float64(m*parts) + 0.5)
	at := &knots[i&127]
	r := float64((m - at.c) * at.inverse)
	r2 := float64(r * r)
	r4 := float64(r2 * r2)
	low := float64(r*(1.0/3)) - 0.5
	middle := float64(r*(1.0/5)) - 1.0/4
	high := (float64(r*(1.0/7)) - 1.0/6) + float64(r2*(float64(r*(1.0/9))-1.0/8))
	series := r + float64(r2*(low+float64(r2*middle)+float64(r4*high)))
	n := float64(k)
	return float64(n*ln2High) + (at.log + (series + float64(n*ln2Low)))
}

const parts = 64 // knots in one

// knots[i] belongs to i/64.
var knots = func() (k [2 * parts]struct{ c, inverse, log float64 }) {
	for i := 1; i < len(k); i++ {
		c := float64(i) / parts
		k[i].c, k[i].inverse, k[i].log = c, 1/c, slowLog(c)
	}
	return k
}()

// slowLog is the logarithm by 2 artanh((x-1)/(x+1)), summed as long as it grows.
func slowLog(x float64) float64 {
	s := (x - 1) / (x + 1)
	power, sum := s, 0.0
	for i := 1; i < 400; i += 2 {
		sum += power / float64(i)
		power = float64(power * float64(s*s))
	}
	return 2 * sum
}
