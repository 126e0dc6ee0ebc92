package maturity

// Found is the answer of a directory of organisations to a code or a name as somebody wrote it.
type Found struct {
	// Organisation is set when OK, and also when ClosedIn: then it is the body that was meant.
	Organisation Organisation
	// OK says that exactly one organisation of a wanted kind, open in the period, goes by the text.
	OK bool
	// Ambiguous says that several open organisations go by the text; Suggestions names them.
	Ambiguous bool
	// ClosedIn says that the text is known, but the organisation was not open on any day of the period.
	ClosedIn bool
	// Suggestions are at most three organisations, "CODE name", closest first, when the text resolved to nobody.
	Suggestions []string
}
