package ramp

import (
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Share is the part of an effect's gain that is there on a day: 0 until Delay months after the go-live, a straight line
// over Months, then 1. It is 1 from the delay on where Months is 0.
func Share(e maturity.Effect, goLive, on period.Day) float64 {
	begin := later(goLive, e.Delay)
	full := later(goLive, e.Delay+max(0, e.Months))
	switch {
	case on < begin:
		return 0
	case on >= full:
		return 1
	}
	return float64(on-begin) / float64(full-begin)
}

// Full is the first day on which the whole gain is there.
func Full(e maturity.Effect, goLive period.Day) period.Day {
	return later(goLive, e.Delay+max(0, e.Months))
}

// later is the same day so many months later, or the last of that month where it is shorter.
func later(d period.Day, months int) period.Day {
	y, m, day := d.Time().Date()
	first := period.Date(y, m+time.Month(months), 1)
	last := period.Of(period.KindMonth, first).End()
	return min(first+period.Day(day-1), last)
}

// At is what an effect adds to a figure of a period that ends on a day, beside a figure without it.
func At(e maturity.Effect, goLive, end period.Day) Shift { return of(e).Times(Share(e, goLive, end)) }

// Since is what an effect adds to a figure of a period that ends on a day beyond what it had added to the newest figure:
// that part is in the figures already, and a forecast made from them goes on from there.
func Since(e maturity.Effect, goLive, newest, end period.Day) Shift {
	return of(e).Times(max(0, Share(e, goLive, end)-Share(e, goLive, newest)))
}

// GoLive is the day from which a deployment counts: since when it is in use, otherwise the latest day of its planned date,
// because a date that is not exact promises no more than its end. ok is false where there is no such day.
func GoLive(d maturity.Deployment) (day period.Day, ok bool) {
	switch {
	case d.Live != nil:
		return *d.Live, true
	case d.GoLive != nil && d.GoLive.Latest != 0:
		return d.GoLive.Latest, true
	}
	return 0, false
}
