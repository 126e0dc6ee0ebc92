package casefile

import (
	"fmt"
	"sync"

	"waymark/internal/forecast"
	"waymark/internal/forecast/learnt"
	"waymark/internal/stat"
)

// Answers are the forecasts of all origins, in their order.
type Answers [][]stat.Predictive

// Answer makes all forecasts, each from its own values alone, on so many workers; their number does not show in the
// result. constants says which to use for a series; nil means the shipped ones for all.
func (c *Cases) Answer(workers int, constants func(series string) *learnt.Constants) (Answers, error) {
	answers, faults := make(Answers, len(c.Origins)), make([]error, max(1, workers))
	var all sync.WaitGroup
	for w := range faults {
		all.Go(func() {
			methods := map[*learnt.Constants]*forecast.Method{}
			for i := w; i < len(c.Origins); i += len(faults) {
				o := c.Origins[i]
				use := learnt.Shipped
				if constants != nil {
					use = constants(o.Series)
				}
				m := methods[use]
				if m == nil {
					m = forecast.NewWith(use)
					methods[use] = m
				}
				in := forecast.Input{Series: forecast.Series{Values: c.Series[o.Series][:o.Seen]}, Low: 0, High: 100, Horizon: o.Steps}
				answer, err := m.Forecast(in)
				if err != nil {
					faults[w] = fmt.Errorf("%s from value %d: %w", o.Series, o.Seen, err)
					return
				}
				answers[i] = answer
			}
		})
	}
	all.Wait()
	for _, err := range faults {
		if err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// Chances are the chances of all targets, in their order.
func (c *Cases) Chances(answers Answers) []float64 {
	type key struct {
		series string
		seen   int
	}
	at := map[key]int{}
	for i, o := range c.Origins {
		at[key{o.Series, o.Seen}] = i
	}
	out := make([]float64, len(c.Targets))
	for i, t := range c.Targets {
		out[i] = answers[at[key{t.Series, t.Seen}]][t.Horizon-1].AtLeast(t.Value)
	}
	return out
}
