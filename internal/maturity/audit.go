package maturity

import (
	"context"
	"strconv"
	"sync/atomic"
	"time"
)

// AuditEntry is one line of the record of who changed what, as it is handed to the store. There logins in Account, Subject
// and Detail become pseudonyms.
type AuditEntry struct {
	At        time.Time
	Account   string // login, or one of the words below
	Action    string // submission.received, submission.written, account.created ...
	Subject   string // what it was done to: SubmissionSubject and its like, or a login
	RequestID string
	Detail    map[string]any // kept as JSON; never holds a password, token or file content
}

// Who acts where no account does.
const (
	ByCommand = "command" // the command line of the machine's administrator
	ByNobody  = "nobody"  // a visitor who is not signed in
	BySystem  = "system"  // a job, or a worker after the fact
)

// SubmissionSubject is a submission in the audit.
func SubmissionSubject(id int64) string { return "submission " + strconv.FormatInt(id, 10) }

// ReturnSubject is a return in the audit, whether somebody has begun it or not.
func ReturnSubject(key ReturnKey) string {
	return "return " + key.Collection + " " + key.Period.Code() + " " + strconv.Itoa(int(key.Organisation))
}

// FlagSubject is a reviewer's question in the audit.
func FlagSubject(id int64) string { return "flag " + strconv.FormatInt(id, 10) }

// OrganisationSubject is an organisation in the audit.
func OrganisationSubject(code string) string { return "organisation " + code }

// auditMark is the key under which a request's context says whether an audit row was written for it.
type auditMark struct{}

// WithAuditMark is ctx for a request that should leave an audit row. written reports whether it has.
func WithAuditMark(ctx context.Context) (marked context.Context, written func() bool) {
	mark := new(atomic.Bool)
	return context.WithValue(ctx, auditMark{}, mark), mark.Load
}

// MarkAudited says that an audit row was written for the request of ctx.
func MarkAudited(ctx context.Context) {
	if mark, ok := ctx.Value(auditMark{}).(*atomic.Bool); ok {
		mark.Store(true)
	}
}

// AuditLine is one line of the record as it is read, with its place in the chain.
type AuditLine struct {
	ID        int64
	At        time.Time
	Account   string // pseudonym, or one of the words
	Login     string // of that pseudonym, while the account exists; ""
	Action    string
	Subject   string // where it is an account, its pseudonym
	Whose     string // login of that pseudonym, while the account exists; ""
	RequestID string
	Detail    string // JSON, exactly as it is hashed
	Seq       int64  // place in the chain, from 1; 0: not in it
	Previous  string // hexadecimal hash of the link before
	Hash      string // hexadecimal hash of this link
}

// AuditHead is the newest link of the chain; Seq is 0 and Hash that of nothing while there is none.
type AuditHead struct {
	Seq  int64
	Hash string // hexadecimal
}

// AuditFilter chooses lines. The zero filter chooses all.
type AuditFilter struct {
	Subjects []string  // any of them, exactly
	Starts   string    // what the subject begins with; "" for any
	Person   string    // login or pseudonym: who acted, or to whom it was done
	Action   string    // an action, or the beginning of actions up to a dot: "submission"
	From, To time.Time // From is inclusive, To exclusive; zero: no bound
	Before   int64     // only lines with a smaller id; 0: from the newest
	Limit    int       // at most; 0: 50

	// What the visitor may see: everything; or what the account did or had done to it, and what is about the organisations.
	Everywhere    bool
	Login         string
	Organisations []OrganisationID
	Returns       map[string][]OrganisationID // of collections by id: returns of further organisations, for roles that are for one collection
}

// Receipt is a signed statement as it is kept.
type Receipt struct {
	Number     int64
	Kind       string
	Subject    string // as in the audit
	ReceivedAt time.Time
	IssuedAt   time.Time
	Key        string // fingerprint
	Document   []byte
}

// SigningKey is the public half of a key that receipts or approvals were signed with.
type SigningKey struct {
	Fingerprint string
	Public      []byte // 32 bytes, Ed25519
	FirstUsed   time.Time
}
