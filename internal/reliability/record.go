package reliability

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The rule of the verdict.
const (
	promised = 0.8  // share of figures that the band judged by should hold
	critical = 1.96 // standard errors that chance passes once in 20 times
	// leastFigures are needed to judge at all, and leastIndependent worth to call forecasts right.
	leastFigures     = 20
	leastIndependent = 20.0
	// leastGroups organisations and periods are needed: of fewer nobody can tell how much the figures of one have in common.
	leastGroups = 5
	bins        = 10
)

// RecordOf makes the record of the books, one for each organisation.
func RecordOf(books []Book) maturity.ReliabilityRecord {
	var all []scored
	var statements []statement
	independent := 0 // organisations with figures of their own
	for _, b := range books {
		independent += count(!b.Made && len(b.scored) > 0)
		all, statements = append(all, b.scored...), append(statements, b.statements...)
	}
	r := maturity.ReliabilityRecord{Figures: len(all), Verdict: maturity.VerdictTooFew}
	enterStatements(&r, statements)
	if len(all) > 0 {
		enterFigures(&r, all)
		judge(&r, all, independent)
	}
	return r
}

func enterStatements(r *maturity.ReliabilityRecord, statements []statement) {
	if r.Statements = len(statements); r.Statements == 0 {
		return
	}
	r.Bins = make([]maturity.ReliabilityBin, bins)
	for _, s := range statements {
		came := 0.0
		bin := &r.Bins[max(0, min(bins-1, int(s.chance*bins)))]
		if s.came {
			came = 1
			bin.Came++
		}
		bin.Statements++
		bin.Stated += s.chance
		r.Brier += float64((s.chance - came) * (s.chance - came))
	}
	for i := range r.Bins {
		if n := r.Bins[i].Statements; n > 0 {
			r.Bins[i].Stated = round(r.Bins[i].Stated / float64(n))
		}
	}
	r.Brier = round(r.Brier / float64(r.Statements))
}

func enterFigures(r *maturity.ReliabilityRecord, all []scored) {
	organisations, periods := map[maturity.OrganisationID]bool{}, map[period.Period]bool{}
	for i := range all {
		s := &all[i]
		organisations[s.organisation], periods[s.at] = true, true
		r.Share50, r.Share80, r.Share95 = r.Share50+s.in50, r.Share80+s.in80, r.Share95+s.in95
		r.Below, r.Above, r.Corrected = r.Below+count(s.below), r.Above+count(s.above), r.Corrected+count(s.corrected)
		r.Illustrative = r.Illustrative || s.illustrative
	}
	n := float64(len(all))
	r.Share50, r.Share80, r.Share95 = round(r.Share50/n), round(r.Share80/n), round(r.Share95/n)
	r.Organisations, r.Periods = len(organisations), len(periods)
}

// judge compares the share in the 80 % band with 80 %. Figures of one organisation, figures of one period, and figures
// forecast from one period have much in common, so they are worth fewer independent ones.
func judge(r *maturity.ReliabilityRecord, all []scored, organisations int) {
	n, excess := float64(len(all)), 0.0
	for i := range all {
		excess += all[i].in80 - promised
	}
	variance := varianceOf(all)
	deviation := math.Sqrt(variance)
	half := critical * deviation / n
	r.UsualLow, r.UsualHigh = round(max(0, promised-half)), round(min(1, promised+half))
	r.Independent = math.Round(promised*(1-promised)*n*n/variance*10) / 10
	switch {
	case len(all) < leastFigures || organisations < leastGroups || r.Periods < leastGroups:
	case excess < -critical*deviation:
		r.Verdict = maturity.VerdictTooSure
	case excess > critical*deviation:
		r.Verdict = maturity.VerdictTooCareful
	case r.Independent >= leastIndependent:
		r.Verdict = maturity.VerdictAsSaid
	}
}

// varianceOf estimates the variance of the number of figures inside the 80 % band, for a forecast that holds what it
// promises: that of independent figures or, where one of them is more, that of the sums over organisations, over periods,
// or over the periods forecast from (cluster-robust; Liang and Zeger 1986). The sums are about what is promised, so a
// share that differs in a few groups only, however large, never passes for a finding.
func varianceOf(all []scored) float64 {
	return max(promised*(1-promised)*float64(len(all)),
		sumOfSquares(all, func(s *scored) maturity.OrganisationID { return s.organisation }),
		sumOfSquares(all, func(s *scored) period.Period { return s.at }),
		sumOfSquares(all, func(s *scored) period.Period { return s.from }))
}

// sumOfSquares adds up the squares of the groups' sums, in the order in which the groups come first.
func sumOfSquares[K comparable](all []scored, group func(*scored) K) (total float64) {
	at, sums := map[K]int{}, []float64(nil)
	for i := range all {
		key := group(&all[i])
		place, known := at[key]
		if !known {
			place = len(sums)
			at[key], sums = place, append(sums, 0)
		}
		sums[place] += all[i].in80 - promised
	}
	for _, sum := range sums {
		total += float64(sum * sum)
	}
	return total
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// round keeps four decimals: more than a page shows, and the same on every machine.
func round(v float64) float64 { return math.Round(v*1e4) / 1e4 }
