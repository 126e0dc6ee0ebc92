package store

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// maxSeriesTracked bounds the memory of orderly (about 25 MB).
const maxSeriesTracked = 300_000

// orderly watches rows on their way to the staging table. When every series comes with its periods in order and without
// a large change, it has proved that no value is given twice and nothing jumps inside the file, and the check need not
// sort the rows to find out. It never says so wrongly; it gives up where it would need too much memory.
type orderly struct {
	maxJump map[string]float64
	last    map[uint64]lastValue
	broken  bool
}

type lastValue struct {
	start period.Day
	value float64 // NaN when the state is not reported
}

func newOrderly(maxJump map[string]float64) *orderly {
	return &orderly{maxJump: maxJump, last: map[uint64]lastValue{}}
}

// see takes the next row; measure is its number.
func (w *orderly) see(o maturity.Observation, measure int16) {
	if w.broken {
		return
	}
	key := uint64(uint32(o.Organisation))<<32 | uint64(uint16(measure))<<8 | uint64(o.Period.Kind)
	now := lastValue{o.Period.Start, o.Value}
	if o.State != maturity.Reported {
		now.value = math.NaN()
	}
	before, known := w.last[key]
	limit := w.maxJump[o.Measure]
	switch {
	case known && now.start <= before.start, known && limit > 0 && math.Abs(now.value-before.value) > limit, !known && len(w.last) >= maxSeriesTracked:
		w.broken, w.last = true, nil
		return
	}
	w.last[key] = now
}
