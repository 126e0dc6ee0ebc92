package stat

import (
	"math"
	"testing"
)

// The quantiles of printed tables, to their last digit.
func TestStudentHalfWidthIsThatOfTheTables(t *testing.T) {
	for _, c := range []struct {
		share float64
		n     int
		want  float64
	}{
		{0.95, 1, 12.706}, {0.95, 2, 4.303}, {0.95, 3, 3.182}, {0.95, 9, 2.262}, {0.95, 10, 2.228}, {0.95, 30, 2.042}, {0.95, 100, 1.984},
		{0.80, 2, 1.886}, {0.80, 5, 1.476}, {0.80, 20, 1.325}, {0.99, 4, 4.604}, {0.95, 20000, 1.960},
	} {
		if got := StudentHalfWidth(c.share, c.n); math.Abs(got-c.want) > 0.0005 {
			t.Errorf("%v of %d degrees: %.4f, want %.3f", c.share, c.n, got, c.want)
		}
	}
	for _, bad := range []float64{StudentHalfWidth(0.95, 0), StudentHalfWidth(1, 5), StudentHalfWidth(-0.1, 5), StudentWithin(math.NaN(), 3)} {
		if !math.IsNaN(bad) {
			t.Errorf("%v, want NaN", bad)
		}
	}
}

// More degrees hold more chance, up to the normal distribution's.
func TestStudentComesNearTheNormal(t *testing.T) {
	for _, x := range []float64{0.3, 1, 2, 4} {
		last := 0.0
		for n := 1; n < 400; n++ {
			p := StudentWithin(x, n)
			if p <= last || p > 2*NormalCDF(x)-1+1e-12 {
				t.Fatalf("within %v of %d degrees: %v after %v", x, n, p, last)
			}
			last = p
		}
	}
}
