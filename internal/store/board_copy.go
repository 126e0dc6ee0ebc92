package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// selectBoardCopies reads versions of copies of boards.
const selectBoardCopies = `SELECT c.id, c.organisation_id AS organisation, c.base, c.base_hash, v.title, v.version, v.text, v.restored, v.saved_by, v.saved_at
	FROM board_copy c JOIN board_copy_version v ON v.copy_id = c.id`

type boardCopyRow struct {
	ID           int64
	Organisation maturity.OrganisationID
	Base         string
	BaseHash     string `db:"base_hash"`
	Title        string
	Version      int64
	Text         string
	Restored     int64
	SavedBy      string    `db:"saved_by"`
	SavedAt      time.Time `db:"saved_at"`
}

func (r boardCopyRow) copied() maturity.BoardCopy {
	return maturity.BoardCopy{ID: r.ID, Organisation: r.Organisation, Base: r.Base, BaseHash: r.BaseHash, Title: r.Title, Version: r.Version, Text: r.Text,
		Restored: r.Restored, By: r.SavedBy, At: r.SavedAt}
}

// BoardCopies lists the newest version of every copy, in the order in which they were made.
func (db *DB) BoardCopies(ctx context.Context) ([]maturity.BoardCopy, error) {
	return db.boardCopies(ctx, ` WHERE v.version = c.version ORDER BY c.id`)
}

// BoardVersions lists every version of a copy, the newest first.
func (db *DB) BoardVersions(ctx context.Context, id int64) ([]maturity.BoardCopy, error) {
	return db.boardCopies(ctx, ` WHERE c.id = $1 ORDER BY v.version DESC`, id)
}

func (db *DB) boardCopies(ctx context.Context, where string, args ...any) ([]maturity.BoardCopy, error) {
	var rows []boardCopyRow
	err := db.x.SelectContext(ctx, &rows, selectBoardCopies+where, args...)
	out := make([]maturity.BoardCopy, len(rows))
	for i, r := range rows {
		out[i] = r.copied()
	}
	return out, asError(err, "The copies of boards could not be read.")
}

// BoardCopy reads the newest version of a copy.
func (db *DB) BoardCopy(ctx context.Context, id int64) (maturity.BoardCopy, error) {
	var row boardCopyRow
	err := db.x.GetContext(ctx, &row, selectBoardCopies+` WHERE c.id = $1 AND v.version = c.version`, id)
	return row.copied(), asError(err, "There is no such board.")
}

// MakeBoardCopy keeps a copy with its first version.
func (db *DB) MakeBoardCopy(ctx context.Context, c maturity.BoardCopy, entry maturity.AuditEntry) (maturity.BoardCopy, error) {
	err := db.InTx(ctx, func(tx *Tx) error {
		if err := tx.GetContext(ctx, &c.ID, `INSERT INTO board_copy (organisation_id, base, base_hash, made_by, made_at) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
			c.Organisation, c.Base, c.BaseHash, c.By, c.At); err != nil {
			return err
		}
		c.Version, entry.Subject = 1, maturity.BoardSubject(c.ID)
		return addBoardVersion(ctx, tx, c, entry)
	})
	return c, asError(err, "The copy could not be kept.")
}

// SaveBoardCopy keeps another version after the one that c names. Where a later one is there already it is
// maturity.Conflict, and nothing is kept.
func (db *DB) SaveBoardCopy(ctx context.Context, c maturity.BoardCopy, entry maturity.AuditEntry) (maturity.BoardCopy, error) {
	err := db.InTx(ctx, func(tx *Tx) error {
		var newest int64
		if err := tx.GetContext(ctx, &newest, `SELECT version FROM board_copy WHERE id = $1 FOR UPDATE`, c.ID); err != nil {
			return asError(err, "There is no such board.")
		}
		if newest != c.Version {
			return maturity.Errorf(maturity.Conflict, "Somebody else saved this board meanwhile: version %d is the newest, and you began with version %d.", newest, c.Version)
		}
		c.Version++
		if _, err := tx.ExecContext(ctx, `UPDATE board_copy SET version = $2 WHERE id = $1`, c.ID, c.Version); err != nil {
			return err
		}
		entry.Subject = maturity.BoardSubject(c.ID)
		return addBoardVersion(ctx, tx, c, entry)
	})
	return c, asError(err, "The board could not be saved.")
}

func addBoardVersion(ctx context.Context, tx *Tx, c maturity.BoardCopy, entry maturity.AuditEntry) error {
	if _, err := tx.ExecContext(ctx, `INSERT INTO board_copy_version (copy_id, version, title, text, restored, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		c.ID, c.Version, c.Title, c.Text, c.Restored, c.By, c.At); err != nil {
		return err
	}
	return appendAudit(ctx, tx, entry)
}
