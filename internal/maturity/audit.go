package maturity

import "time"

// AuditEntry is one line of the record of who changed what.
type AuditEntry struct {
	At        time.Time
	Account   string // login, or "command" for the command line
	Action    string // submission.received, submission.written, account.created ...
	Subject   string // what it was done to: a submission's number, a login
	RequestID string
	Detail    map[string]any // kept as JSON; never holds a password, token or file content
}
