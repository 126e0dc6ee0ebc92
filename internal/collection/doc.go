// Package collection says which returns are due: from whom for a period of a declared collection, by which day, and how a
// return stands against its deadline. It is pure: organisations, times of receipt, extensions and the present day are
// arguments. It must not know where they are stored, nor what a return holds.
package collection

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Periods lists the periods of a collection whose returns could be begun by today, newest first.
func Periods(c maturity.Collection, today period.Day) (out []period.Period) {
	if c.From.IsZero() {
		return nil
	}
	for p := c.From; c.Until.IsZero() || period.Compare(p, c.Until) <= 0; p = p.Next() {
		if opens, _, _, _ := Days(c, p); opens > today {
			break
		}
		out = append(out, p)
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// Days gives the days of a period's returns: the first on which one can be begun; the deadline, the close and the end of
// corrections, each the last day on which it still can be done.
func Days(c maturity.Collection, p period.Period) (opens, due, closes, refresh period.Day) {
	end := p.End()
	return end + period.Day(c.Opens), end + period.Day(c.Due), end + period.Day(c.Closes), end + period.Day(c.Refresh)
}

// Has reports whether the period is one of the collection's.
func Has(c maturity.Collection, p period.Period) bool {
	return p.Kind == c.Frequency && p == period.Of(p.Kind, p.Start) && period.Compare(p, c.From) >= 0 && (c.Until.IsZero() || period.Compare(p, c.Until) <= 0)
}
