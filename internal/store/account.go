package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

type accountRow struct {
	ID            int32
	Login         string
	PasswordHash  string `db:"password_hash"`
	Disabled      bool
	Demonstration bool
	CreatedAt     time.Time `db:"created_at"`
	Email         string
	Pseudonym     string
	Invited       bool
	TwoStep       bool       `db:"two_step"`
	Given         bool       `db:"password_given"`
	ErasedAt      *time.Time `db:"erased_at"`
	Collection    sql.NullString
	Since, Until  *time.Time
	Role          sql.NullString
	Organisation  sql.NullInt32
	Code          sql.NullString
	Name          sql.NullString
}

const selectAccounts = `
	SELECT a.id, a.login, a.password_hash, a.disabled, a.demonstration, a.created_at, a.email, a.pseudonym, a.invited,
		a.totp_secret <> '' AS two_step, a.password_given, a.erased_at, g.role, g.organisation_id AS organisation, o.code, o.name, g.collection, g.since, g.until
	FROM account a
	LEFT JOIN account_grant g ON g.account_id = a.id
	LEFT JOIN organisation o ON o.id = g.organisation_id `

const inOrder = `ORDER BY a.login, g.role, o.code, g.collection`

// AccountByLogin reads an account with its roles and the hash of its password.
func (db *DB) AccountByLogin(ctx context.Context, login string) (maturity.Account, string, error) {
	return db.oneAccount(ctx, selectAccounts+`WHERE a.login = $1 `+inOrder, login)
}

// AccountByID reads an account with its roles and the hash of its password.
func (db *DB) AccountByID(ctx context.Context, id int32) (maturity.Account, string, error) {
	return db.oneAccount(ctx, selectAccounts+`WHERE a.id = $1 `+inOrder, id)
}

// AccountByToken reads the account that a token which is neither revoked nor past its end belongs to, with the token's scopes.
func (db *DB) AccountByToken(ctx context.Context, hash []byte, now time.Time) (maturity.Account, error) {
	account, _, err := db.oneAccount(ctx, selectAccounts+`
		WHERE a.id = (SELECT account_id FROM api_token WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2)
		`+inOrder, hash, now)
	if err != nil {
		return account, err
	}
	var scopes pq.StringArray
	if err := db.x.GetContext(ctx, &scopes, `SELECT scopes FROM api_token WHERE token_hash = $1`, hash); err != nil {
		return maturity.Account{}, asError(err, "")
	}
	account.Scopes = asScopes(scopes)
	return account, nil
}

func (db *DB) oneAccount(ctx context.Context, query string, args ...any) (maturity.Account, string, error) {
	var rows []accountRow
	if err := db.x.SelectContext(ctx, &rows, query, args...); err != nil {
		return maturity.Account{}, "", asError(err, "")
	}
	if len(rows) == 0 {
		return maturity.Account{}, "", maturity.Errorf(maturity.NotFound, "There is no such account.")
	}
	return accountsOf(rows)[0], rows[0].PasswordHash, nil
}

// CreateAccount writes an account with its roles and its audit row, all or nothing. A login that is taken is a Conflict.
func (db *DB) CreateAccount(ctx context.Context, a maturity.Account, passwordHash string, entry maturity.AuditEntry) (id int32, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		err := tx.GetContext(ctx, &id, `INSERT INTO account (login, password_hash, demonstration, created_at, email, pseudonym, invited, password_given) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
			a.Login, passwordHash, a.Demonstration, a.CreatedAt, a.Email, a.Pseudonym, a.Invited, a.Given)
		if err != nil {
			return asError(err, "This sign-in name is taken.")
		}
		if err := putGrants(ctx, tx, id, a.Grants); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return id, asError(err, "")
}

// SetPassword replaces the hash of a password, with its audit row. given is that of maturity.Account.
func (db *DB) SetPassword(ctx context.Context, id int32, passwordHash string, given bool, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE account SET password_hash = $2, password_given = $3 WHERE id = $1`, id, passwordHash, given); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// ScopeOf lists the organisations that returns may be sent for by somebody with roles for the given organisations: the
// organisations themselves, what is a member, part or commissioned body of them at any depth, and the partners of and
// providers for them. Links count whatever their dates: a return about a past period may arrive after a merger.
func (db *DB) ScopeOf(ctx context.Context, footprints, single []maturity.OrganisationID) ([]maturity.OrganisationID, error) {
	ids, err := once(ctx, "scope", []any{footprints, single}, func() (ids []maturity.OrganisationID, err error) {
		err = db.x.SelectContext(ctx, &ids, `
		WITH RECURSIVE inside (id) AS (
			SELECT unnest($1::integer[])
			UNION
			SELECT r.from_id FROM relation r JOIN inside ON r.to_id = inside.id WHERE r.kind IN ('member_of', 'part_of', 'commissioned_by')
		)
		SELECT id FROM inside
		UNION
		SELECT from_id FROM relation WHERE to_id = ANY($1::integer[]) AND kind IN ('partner_of', 'provides_for')
		UNION
		SELECT unnest($2::integer[])
		ORDER BY 1`, pq.Array(numbers(footprints)), pq.Array(numbers(single)))
		return ids, err
	})
	return slices.Clone(ids), asError(err, "")
}

func numbers(ids []maturity.OrganisationID) []int32 {
	out := make([]int32, len(ids))
	for i, id := range ids {
		out[i] = int32(id)
	}
	return out
}
