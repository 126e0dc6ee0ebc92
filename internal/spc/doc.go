// Package spc makes statistical process control charts of the XmR kind, as NHS England's Making Data Count teaches them
// and the R package NHSRplotthedots 0.2.2 computes them: a mean, limits from the moving range, special causes with the
// rule that found them, and the two verdicts of variation and assurance. Values in, verdicts out: it knows no measure,
// organisation, clock or randomness, draws nothing, and never sets limits anew by itself. docs/statistics.md states the
// rules, the measured agreement with the reference, and where a chart for a board differs from it on purpose.
package spc
