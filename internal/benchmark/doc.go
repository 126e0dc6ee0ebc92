// Package benchmark compares a value with others: the average as published or computed with its method and number of
// organisations, centiles of peers, above, similar or below with a tolerance, and the roll-up of a footprint from its
// organisations. It is pure. It never averages percentages where numerators and denominators exist, never ranks
// self-assessed scores, and says "indicative" where the average belongs to another instrument.
package benchmark
