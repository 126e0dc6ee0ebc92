package maturity

import "time"

// ResultKey names a stored trajectory. Target is "" when there is none.
type ResultKey struct {
	Organisation OrganisationID
	Target       string
}

// StoredResult is what tells whether a stored trajectory still follows from its inputs.
type StoredResult struct {
	ResultKey
	InputsHash, Definition string
	KnownFrom              time.Time
}

// StaleSeries is a series whose computed results no longer follow from what is stored, and since when.
type StaleSeries struct {
	Organisation OrganisationID
	Measure      string
	Since        time.Time
}

// WriteCounts says what a write of results did.
type WriteCounts struct {
	Written   int64 // new or different results
	Unchanged int64
	Closed    int64 // results that nothing follows any more
	Later     int64 // left alone, because a result of a later time is there
}

// Add sums two counts.
func (c WriteCounts) Add(d WriteCounts) WriteCounts {
	return WriteCounts{c.Written + d.Written, c.Unchanged + d.Unchanged, c.Closed + d.Closed, c.Later + d.Later}
}
