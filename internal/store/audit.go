package store

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// AppendAudit records who changed what, in a statement of its own. A write that can carry its audit row in the same
// transaction uses appendAudit instead.
func (db *DB) AppendAudit(ctx context.Context, entry maturity.AuditEntry) error {
	return asError(appendAudit(ctx, db.x, entry), "")
}

// appendAudit writes an audit row with pseudonyms in place of logins. The trigger of the table links it into the chain
// when its transaction commits.
func appendAudit(ctx context.Context, e sqlx.ExtContext, entry maturity.AuditEntry) error {
	people, err := pseudonyms(ctx, e, entry)
	if err != nil {
		return err
	}
	detail := []byte("{}")
	if len(entry.Detail) > 0 {
		if detail, err = json.Marshal(people.in(entry.Detail)); err != nil {
			return err
		}
	}
	_, err = e.ExecContext(ctx, `INSERT INTO audit (at, account, action, subject, request_id, detail) VALUES ($1, $2, $3, $4, $5, $6)`,
		entry.At, people.of(entry.Account), entry.Action, people.of(entry.Subject), entry.RequestID, string(detail))
	if err == nil {
		maturity.MarkAudited(ctx)
	}
	return err
}

// loginLike is what a login may look like. Words of digits alone are numbers far more often.
var loginLike, digits = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{1,99}$`), regexp.MustCompile(`^[0-9]+$`)

// actors are the words that are no logins.
var actors = []string{maturity.ByCommand, maturity.ByNobody, maturity.BySystem}

// people is the pseudonym of each login.
type people map[string]string

// pseudonyms looks up which of the words of an entry are logins.
func pseudonyms(ctx context.Context, q sqlx.QueryerContext, entry maturity.AuditEntry) (people, error) {
	words := collectWords([]string{entry.Account, entry.Subject}, entry.Detail)
	words = slices.DeleteFunc(words, func(w string) bool {
		return !loginLike.MatchString(w) || digits.MatchString(w) || slices.Contains(actors, w)
	})
	found := people{}
	if len(words) == 0 {
		return found, nil
	}
	var rows []struct{ Login, Pseudonym string }
	err := sqlx.SelectContext(ctx, q, &rows, `SELECT login, pseudonym FROM account WHERE login = ANY ($1)`, pq.Array(words))
	for _, r := range rows {
		found[r.Login] = r.Pseudonym
	}
	return found, err
}

// collectWords gathers the texts of a detail, at any depth.
func collectWords(words []string, value any) []string {
	switch v := value.(type) {
	case string:
		return append(words, v)
	case []string:
		return append(words, v...)
	case []any:
		for _, each := range v {
			words = collectWords(words, each)
		}
	case map[string]any:
		for _, each := range v {
			words = collectWords(words, each)
		}
	case map[string]string:
		for _, each := range v {
			words = append(words, each)
		}
	}
	return words
}

// of is the word, or the pseudonym where it is a login.
func (p people) of(word string) string {
	if pseudonym, ok := p[word]; ok {
		return pseudonym
	}
	return word
}

// in is a detail with pseudonyms in place of logins; what was given stays as it is.
func (p people) in(value any) any {
	if len(p) == 0 {
		return value
	}
	switch v := value.(type) {
	case string:
		return p.of(v)
	case []string:
		out := make([]string, len(v))
		for i, each := range v {
			out[i] = p.of(each)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, each := range v {
			out[i] = p.in(each)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, each := range v {
			out[key] = p.in(each)
		}
		return out
	case map[string]string:
		out := make(map[string]string, len(v))
		for key, each := range v {
			out[key] = p.of(each)
		}
		return out
	}
	return value
}

// Pseudonym is what the audit and receipts call an account. Words that stand where no account acts, and pseudonyms, stay;
// nobody's login is the command line.
func (db *DB) Pseudonym(ctx context.Context, login string) (string, error) {
	if login == "" {
		return maturity.ByCommand, nil
	}
	found, err := pseudonyms(ctx, db.x, maturity.AuditEntry{Account: login})
	return found.of(login), asError(err, "")
}
