package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"waymark/internal/forecast"
)

// referenceForecast is what R's quickest good combination takes for a thousand series of 26 points on average
// (ETS and theta on the logit scale, forecast 8.20, R 4.2.2, one process, another machine of this kind).
const referenceForecast = 4510 * time.Millisecond

// mostForecast is the aim for a thousand forecasts.
const mostForecast = 25 * time.Millisecond

const forecastRounds = 11

// Forecast measures forecasts of 26 points and 7 steps ahead: the time of a thousand, the middle of several rounds.
func Forecast() (time.Duration, error) {
	random := rand.New(rand.NewPCG(26, 7))
	inputs := make([]forecast.Input, 1000)
	for i := range inputs {
		values := make([]float64, 26)
		for t := range values {
			values[t] = math.Round(10*min(100, max(0, 30+float64(i%5*t)/3+3*random.NormFloat64()))) / 10
		}
		inputs[i] = forecast.Input{Series: forecast.Series{Values: values}, Low: 0, High: 100, Horizon: 7}
	}
	method := forecast.New()
	return median(forecastRounds, func() error {
		for _, in := range inputs {
			if _, err := method.Forecast(in); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *runner) forecast() error {
	took, err := Forecast()
	if err != nil {
		return err
	}
	r.report.add(Figure{Part: "forecast", What: "forecasts of 26 points, 7 steps ahead, 1,000 series, one core", Measured: fmt.Sprintf("%.1f ms", float64(took)/float64(time.Millisecond)),
		Baseline: "R, ETS and theta on the logit scale, cited: " + seconds(referenceForecast), Ratio: float64(referenceForecast) / float64(took), Aim: "at most 25 ms"}.reached(took <= mostForecast))
	return nil
}
