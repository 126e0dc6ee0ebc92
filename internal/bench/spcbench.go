package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"waymark/internal/spc"
)

// referenceSPC is what the reference package takes for a thousand series of 36 points, called once a series (R 4.2.2, one
// process, another machine of this kind).
const referenceSPC = 30100 * time.Millisecond

// mostSPC is the aim for a thousand series.
const mostSPC = 20 * time.Millisecond

// spcRounds is how often a thousand series are charted; the middle of the rounds is what counts.
const spcRounds = 21

// SPC measures control charts of 36 points: the time of a thousand, the middle of several rounds. One in four series rises.
func SPC() (time.Duration, error) {
	random := rand.New(rand.NewPCG(36, 1000))
	series := make([][]float64, 1000)
	for i := range series {
		series[i] = make([]float64, 36)
		for t := range series[i] {
			series[i][t] = math.Round(10*(60+5*random.NormFloat64()+float64(i%4/3*t))) / 10
		}
	}
	var charter spc.Charter
	in := spc.Input{Options: spc.Options{Direction: spc.Increase, Target: 70, HasTarget: true}}
	return median(spcRounds, func() error {
		for _, in.Values = range series {
			if _, err := charter.Chart(in); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *runner) spc() error {
	took, err := SPC()
	if err != nil {
		return err
	}
	r.report.add(Figure{Part: "spc", What: "control charts of 36 points, 1,000 series, one core", Measured: fmt.Sprintf("%.2f ms", float64(took)/float64(time.Millisecond)),
		Baseline: "NHSRplotthedots in R, cited: " + seconds(referenceSPC), Ratio: float64(referenceSPC) / float64(took), Aim: "at most 20 ms"}.reached(took <= mostSPC))
	return nil
}

// median is the middle of the times that f takes.
func median(rounds int, f func() error) (time.Duration, error) {
	took := make([]time.Duration, rounds)
	for i := range took {
		began := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	return took[rounds/2], nil
}
