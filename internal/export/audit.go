package export

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"time"

	"waymark/internal/maturity"
)

// AuditLines reads the audit, newest first, in constant memory.
type AuditLines interface {
	EachAudit(ctx context.Context, f maturity.AuditFilter, yield func(maturity.AuditLine) error) error
}

// AuditLine is one line of the audit. Its fields but the two logins are what its hash is over.
type AuditLine struct {
	Seq          int64     `json:"seq" doc:"Place in the chain, from 1"`
	ID           int64     `json:"id"`
	At           time.Time `json:"at"`
	Account      string    `json:"account" doc:"Pseudonym of who did it, or command, nobody (not signed in), system"`
	AccountLogin string    `json:"account_login" doc:"Sign-in name, while the account exists"`
	Action       string    `json:"action" example:"submission.written"`
	Subject      string    `json:"subject" doc:"What it was done to: 'submission 12', the pseudonym of an account ..."`
	SubjectLogin string    `json:"subject_login" doc:"Sign-in name where the subject is an account that exists"`
	RequestID    string    `json:"request_id"`
	Detail       string    `json:"detail" doc:"JSON as text, as it is hashed"`
	Previous     string    `json:"previous" doc:"Hash of the link before"`
	Hash         string    `json:"hash"`
}

// Audit is a line as it is exported.
func Audit(l maturity.AuditLine) AuditLine {
	return AuditLine{Seq: l.Seq, ID: l.ID, At: l.At.UTC(), Account: l.Account, AccountLogin: l.Login, Action: l.Action, Subject: l.Subject,
		SubjectLogin: l.Whose, RequestID: l.RequestID, Detail: l.Detail, Previous: l.Previous, Hash: l.Hash}
}

// AuditRows gives every line of a selection.
func AuditRows(ctx context.Context, read AuditLines, f maturity.AuditFilter) iter.Seq2[AuditLine, error] {
	return func(yield func(AuditLine, error) bool) {
		err := read.EachAudit(ctx, f, func(l maturity.AuditLine) error {
			if !yield(Audit(l), nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(AuditLine{}, err)
		}
	}
}

// WriteLines writes the rows as JSON, an object a line and nothing around them, until one comes with an error, which it
// returns.
func WriteLines[T any](w io.Writer, rows iter.Seq2[T, error]) error {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := encoder.Encode(row); err != nil {
			return err
		}
	}
	return out.Flush()
}
