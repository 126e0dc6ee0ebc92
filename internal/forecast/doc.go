// Package forecast projects a series of numbers: values so far in, quantiles of what may come out, or a reasoned
// refusal. It knows no measure, organisation, clock or randomness, and never gives a NaN, a quantile outside the
// bounds, or quantiles that cross. docs/statistics.md states the method, how it was measured, and its limits.
package forecast
