// Package stat holds the pure numerics the rules are built on: compensated sums, sample quantiles, the normal
// distribution, and a predictive distribution given by its quantiles. Floats in, floats out: it knows no measure,
// organisation, clock or randomness, and results are the same on every run.
package stat
