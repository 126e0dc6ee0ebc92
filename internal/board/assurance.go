package board

// AssuranceMatrix is measures or organisations by variation and assurance.
type AssuranceMatrix struct{}
