package learnt

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// fill gives numbers of order one, the same for the same seed.
func fill(random *rand.Rand, groups ...[]float64) {
	for _, group := range groups {
		for i := range group {
			group[i] = random.NormFloat64() * 0.7
		}
	}
}

func questions(seed uint64) (o Origin, st Step, sp Spread) {
	random := rand.New(rand.NewPCG(seed, 1))
	fill(random, o.Even[:], o.Odd[:], st.Even[:], st.Forecasts[:], sp.Odd[:], sp.Sizes[:])
	st.Evidence = new([Models][Evidence]float64)
	for k := range st.Evidence {
		fill(random, st.Evidence[k][:])
	}
	return o, st, sp
}

func answer(c *Constants, o Origin, st Step, sp Spread) ([Quantiles]float64, *Run) {
	var r Run
	r.Begin(c, &o)
	r.Weigh(&st)
	return r.Quantiles(&sp), &r
}

// The way back agrees with what small changes of each constant do.
func TestBackAgreesWithSmallChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	p := Start(random)
	for i := range p {
		p[i] += 0.1 * random.NormFloat64()
	}
	o, st, sp := questions(5)
	var slopes [Quantiles]float64
	fill(random, slopes[:])
	loss := func() float64 {
		q, _ := answer(New(p), o, st, sp)
		sum := 0.0
		for i, s := range slopes {
			sum += s * q[i]
		}
		return sum
	}
	_, r := answer(New(p), o, st, sp)
	gradient := make([]float64, Size)
	r.Back(&slopes, gradient)
	const small = 1e-5
	for i, kept := range p {
		p[i] = kept + small
		up := loss()
		p[i] = kept - small
		down := loss()
		p[i] = kept
		if want := (up - down) / (2 * small); math.Abs(gradient[i]-want) > 1e-5*(1+math.Abs(want)) {
			t.Fatalf("constant %d: slope %v, small changes say %v", i, gradient[i], want)
		}
	}
}

func TestQuantilesAscendAndMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, st, sp := questions(rapid.Uint64().Draw(t, "seed"))
		q, r := answer(Shipped, o, st, sp)
		sum := 0.0
		for _, w := range r.Weights {
			if !(w >= 0) {
				t.Fatalf("weight %v", w)
			}
			sum += w
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("weights sum to %v", sum)
		}
		for i := 1; i < Quantiles; i++ {
			if !(q[i] > q[i-1]) {
				t.Fatalf("quantile %d is %v, after %v", i, q[i], q[i-1])
			}
		}
		for i := range o.Odd {
			o.Odd[i] = -o.Odd[i]
		}
		for i := range sp.Odd {
			sp.Odd[i] = -sp.Odd[i]
		}
		for i := range st.Forecasts {
			st.Forecasts[i] = -st.Forecasts[i]
		}
		mirrored, _ := answer(Shipped, o, st, sp)
		for i, v := range mirrored {
			if w := -q[Quantiles-1-i]; math.Abs(v-w) > 1e-9*(1+math.Abs(w)) {
				t.Fatalf("quantile %d upside down is %v, want %v", i, v, w)
			}
		}
	})
}

func TestConstantsReadAsWritten(t *testing.T) {
	var first, second bytes.Buffer
	if err := Shipped.Write(&first, "one", "two"); err != nil {
		t.Fatal(err)
	}
	again, err := Read(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Write(&second, "one", "two"); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("written again they differ", err)
	}
	for text, want := range map[string]string{
		"1\n2\n":             fmt.Sprintf("2 numbers, this version needs %d", Size),
		"1\n# fine\n\nNaN\n": `line 4: "NaN" is not a number`,
		"x":                  `line 1: "x" is not a number`,
	} {
		if _, err := Read(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func BenchmarkStep(b *testing.B) {
	o, st, sp := questions(1)
	var r Run
	r.Begin(Shipped, &o)
	for b.Loop() {
		r.Weigh(&st)
		r.Quantiles(&sp)
	}
}
