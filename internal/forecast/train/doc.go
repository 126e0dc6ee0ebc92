// Package train learns the constants of the forecast (forecast/learnt) from series: those in data/, and invented ones of
// broad kinds, so that what is learnt holds for measures unlike any seen. The same series and settings give the same
// constants to the last bit. docs/statistics.md holds the model card.
package train
