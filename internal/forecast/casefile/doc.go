// Package casefile reads series, origins and targets in the layout of the forecast reference, answers them, and writes
// forecasts and chances as its scorer takes them. Values are percentages from 0 to 100.
package casefile
