package learnt

import (
	"math"
	"math/rand/v2"

	"waymark/internal/stat"
)

// Start gives the numbers that learning begins with: nearly equal weights that lean on the models' own errors, a scale
// made of past errors, a normal shape and one with long tails.
func Start(random *rand.Rand) []float64 {
	p := make([]float64, Size)
	fill := func(from, to int, size float64) {
		for i := from; i < to; i++ {
			p[i] = float64(size * random.NormFloat64())
		}
	}
	fill(gateIn, gateInBias, 0.25)
	fill(gateOut, gateOutBias, 0.05)
	fill(sideW, sideBias, 0.15)
	fill(sideOut, skip, 0.05)
	copy(p[gateOutBias+Models:], []float64{-2, -0.5, -0.5, -0.5})
	copy(p[skip+even+odd:], []float64{0.6, 0.2, 0.2, 0})
	p[sideOutBias], p[sideOutBias+1] = 0.1, -1
	normal, long := 0.0, 0.0
	for i, tail := range Tail {
		z := -stat.NormalQuantile(tail)
		p[calm+i] = softplusInverse(z - normal)
		normal = z
		z = 2.2 * math.Pow(z/1.28, 2.5)
		p[wild+i] = softplusInverse(z - long)
		long = z
	}
	return p
}

func softplusInverse(y float64) float64 { return math.Log(math.Expm1(y)) }
