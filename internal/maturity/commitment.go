package maturity

// Commitment is something a body undertook to do, with or without a number and a date, as a document prints it.
// Where a measure holds its value, Targets links it to the targets that follow it.
type Commitment struct {
	ID       string
	Title    string
	Scope    string // national or local
	Category string // commitment, planned central action, necessary local action, ...
	Value    string // as printed, such as 80, -24.2 or top 10; "" where no number is given
	Unit     string
	Due      *LooseDate // nil: no date was given
	Lead     string     // bodies, by role
	State    string     // in the words of the source
	Document string
	Place    string
	Note     string
	SameAs   string   // id of the commitment that says the same, with a date at least as fine
	Targets  []string // ids of the targets that follow it
	Hash     string
	Where    string
}
