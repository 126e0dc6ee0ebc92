package maturity

// Origin is one value as it was believed for a time, with the submission it came from.
type Origin struct {
	Observation Observation
	Submission  Submission // without report
	// Replaced is what the same source said before; nil for the first.
	Replaced *Observation
	// Preferred says that the value is believed at the time asked about and is the observed one that pages show: never a
	// plan.
	Preferred bool
}
