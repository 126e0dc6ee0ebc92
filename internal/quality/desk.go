package quality

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"waymark/internal/maturity"
)

// Store keeps decisions about findings, and questions.
type Store interface {
	Finding(ctx context.Context, id int64) (maturity.Finding, error)
	AcceptFinding(ctx context.Context, id int64, seen maturity.Finding, a maturity.Acceptance, entry maturity.AuditEntry) error
	RaiseFlag(ctx context.Context, f maturity.ReviewFlag, entry maturity.AuditEntry) (int64, error)
	ReplyFlag(ctx context.Context, id int64, reply maturity.FlagReply, closes bool, entry maturity.AuditEntry) error
	Flags(ctx context.Context, f maturity.FlagFilter) ([]maturity.ReviewFlag, error)
}

// Rights tells for which organisations an account may do something (account.Service).
type Rights interface {
	Reach(ctx context.Context, a maturity.Account, what maturity.Permission, c maturity.Collection) (maturity.Scope, error)
}

// Desk is where people decide about findings and ask questions. It is safe for concurrent use.
type Desk struct {
	Catalogue *maturity.Catalogue
	Store     Store
	Rights    Rights
	Clock     func() time.Time // nil: time.Now
}

// Actor is who does something, for the audit.
type Actor struct {
	Account   maturity.Account
	RequestID string
}

// mostWords is how long a comment, a question or an answer may be, in letters.
const mostWords = 2000

func (d *Desk) now() time.Time {
	if d.Clock != nil {
		return d.Clock().UTC().Truncate(time.Microsecond)
	}
	return time.Now().UTC().Truncate(time.Microsecond)
}

// may reports whether the account may do something to a value of the organisation: as one of no collection, or of a
// collection whose values come from the source and hold the measure.
func (d *Desk) may(ctx context.Context, who Actor, what maturity.Permission, f maturity.ReviewFlag) (bool, error) {
	collections := []maturity.Collection{{}}
	if f.Collection != "" {
		collections = nil
	}
	for _, c := range d.Catalogue.Collections {
		if c.ID == f.Collection || f.Collection == "" && c.Source == f.Source && c.Holds(f.Measure) {
			collections = append(collections, c)
		}
	}
	for _, c := range collections {
		scope, err := d.Rights.Reach(ctx, who.Account, what, c)
		if err != nil || scope.May(f.Organisation) {
			return err == nil, err
		}
	}
	return false, nil
}

// MayReview reports whether the account may accept findings on a stored value and raise questions about it.
func (d *Desk) MayReview(ctx context.Context, who Actor, organisation maturity.OrganisationID, measure, source string) (bool, error) {
	return d.may(ctx, who, maturity.ReviewReturn, maturity.ReviewFlag{Organisation: organisation, Measure: measure, Source: source})
}

// MayRaise reports whether the account may raise a question about a return.
func (d *Desk) MayRaise(ctx context.Context, who Actor, about maturity.ReviewFlag) (bool, error) {
	return d.may(ctx, who, maturity.ReviewReturn, about)
}

// Accept lets a finding stand with a comment, which is then printed with the value. seen is what the account saw of it:
// other numbers are a Conflict.
func (d *Desk) Accept(ctx context.Context, who Actor, id int64, seen maturity.Finding, comment string) error {
	f, err := d.Store.Finding(ctx, id)
	if err != nil {
		return err
	}
	may, err := d.MayReview(ctx, who, f.Organisation, f.Measure, f.Source)
	switch {
	case err != nil:
		return err
	case !may:
		return maturity.Errorf(maturity.Forbidden, "You may read this finding, but not decide about it.")
	case !f.Acceptable:
		return maturity.Errorf(maturity.Invalid, "This cannot be right as it is: it has to be corrected.")
	}
	comment, err = words(comment, "Say why it is right as it is. The comment is printed with the value.")
	if err != nil {
		return err
	}
	at := d.now()
	return d.Store.AcceptFinding(ctx, id, seen, maturity.Acceptance{By: who.Account.Login, At: at, Comment: comment},
		d.entry(who, "finding.accepted", f.FindingKey.String(), at, map[string]any{"finding": id, "left": f.Left, "right": f.Right, "comment": comment}))
}

func (d *Desk) entry(who Actor, action, subject string, at time.Time, detail map[string]any) maturity.AuditEntry {
	return maturity.AuditEntry{At: at, Account: who.Account.Login, Action: action, Subject: subject, RequestID: who.RequestID, Detail: detail}
}

// words trims what somebody wrote; missing is the sentence where nothing is left.
func words(text, missing string) (string, error) {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), ""))
	switch {
	case text == "":
		return "", maturity.Errorf(maturity.Invalid, "%s", missing)
	case utf8.RuneCountInString(text) > mostWords:
		return "", maturity.Errorf(maturity.Invalid, "Use at most %d letters.", mostWords)
	}
	return text, nil
}
