package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"waymark/internal/maturity"
)

// FreezePack hands a draft to the workers, with what its pin cannot bring back.
func (db *DB) FreezePack(ctx context.Context, p maturity.Pack, entry maturity.AuditEntry) (maturity.Pack, error) {
	return db.turnPack(ctx, p.ID, p.Version, entry, []maturity.PackState{maturity.PackDraft}, func(tx *Tx, _ maturity.Pack) error {
		_, err := tx.ExecContext(ctx, `UPDATE pack SET state = 'freezing', content = $2, definitions = $3, period = $4, exceptions = $5,
			worker = '', heartbeat = NULL, attempts = 0, drawn = 0, pictures = 0, failure = '' WHERE id = $1`,
			p.ID, p.Content, p.Definitions, p.Period, agendaArray(p.Exceptions))
		return err
	})
}

// ThawPack makes a draft of a pack again that is being frozen or is frozen, and not published. Forms that were kept go.
func (db *DB) ThawPack(ctx context.Context, id, version int64, entry maturity.AuditEntry) (maturity.Pack, error) {
	return db.turnPack(ctx, id, version, entry, []maturity.PackState{maturity.PackFreezing, maturity.PackFrozen}, func(tx *Tx, _ maturity.Pack) error {
		_, err := tx.ExecContext(ctx, `UPDATE pack SET state = 'draft', content = NULL, verdict = '', figures = '', frozen_at = NULL, worker = '', heartbeat = NULL, attempts = 0, drawn = 0, pictures = 0 WHERE id = $1`, id)
		return unfreeze(ctx, tx, id, err)
	})
}

// unfreeze takes away what was kept of a pack that is not frozen any more.
func unfreeze(ctx context.Context, tx *Tx, id int64, err error) error {
	for _, statement := range []string{`DELETE FROM pack_file WHERE pack_id = $1`, `DELETE FROM pack_picture WHERE pack_id = $1`} {
		if err == nil {
			_, err = tx.ExecContext(ctx, statement, id)
		}
	}
	return err
}

// ClaimPack gives the named worker the next pack to freeze, or the one numbered only when that is not 0: one that nobody
// works on, or whose worker has been silent for too long. ok is false when there is none. Times are the database's own.
func (db *DB) ClaimPack(ctx context.Context, worker string, silence time.Duration, only int64) (p maturity.Pack, ok bool, err error) {
	var row packRow
	err = db.x.GetContext(ctx, &row, `UPDATE pack SET worker = $1, heartbeat = clock_timestamp(), attempts = attempts + 1
		WHERE id = (SELECT id FROM pack WHERE state = 'freezing' AND ($2 = 0 OR id = $2)
			AND (heartbeat IS NULL OR heartbeat < clock_timestamp() - make_interval(secs => $3)) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING `+packColumns, worker, only, silence.Seconds())
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	return row.pack(), err == nil, asError(err, "")
}

// BeatPack says that the worker is alive and how many pictures are drawn. still is false when the pack is no longer the
// worker's: cancelled, or taken over.
func (db *DB) BeatPack(ctx context.Context, id int64, worker string, drawn, pictures int) (still bool, err error) {
	done, err := db.x.ExecContext(ctx, `UPDATE pack SET heartbeat = clock_timestamp(), drawn = $3, pictures = $4 WHERE id = $1 AND worker = $2 AND state = 'freezing'`, id, worker, drawn, pictures)
	if err != nil {
		return false, asError(err, "")
	}
	n, err := done.RowsAffected()
	return n == 1, asError(err, "")
}

// ReleasePack lets another worker have the pack: at once and without counting the attempt when the worker is only
// stopping, otherwise after the usual silence.
func (db *DB) ReleasePack(ctx context.Context, id int64, worker string, stopping bool) error {
	_, err := db.x.ExecContext(ctx, `UPDATE pack SET worker = '', heartbeat = CASE WHEN $3 THEN NULL ELSE clock_timestamp() END, attempts = attempts - $3::integer
		WHERE id = $1 AND worker = $2 AND state = 'freezing'`, id, worker, stopping)
	return asError(err, "")
}

// ownPack locks the pack for the rest of the transaction and fails when the worker has lost it.
func ownPack(ctx context.Context, tx *Tx, id int64, worker string) error {
	var found int64
	err := tx.GetContext(ctx, &found, `SELECT id FROM pack WHERE id = $1 AND worker = $2 AND state = 'freezing' FOR UPDATE`, id, worker)
	if errors.Is(err, sql.ErrNoRows) {
		return maturity.Errorf(maturity.Conflict, "Pack %d was cancelled or is being frozen elsewhere.", id)
	}
	return err
}

// FailPack ends a freezing that cannot succeed: the pack is a draft again and says why.
func (db *DB) FailPack(ctx context.Context, id int64, worker, why string, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if err := ownPack(ctx, tx, id, worker); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE pack SET state = 'draft', content = NULL, failure = $2, worker = '', heartbeat = NULL, attempts = 0, version = version + 1 WHERE id = $1`, id, why); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// KeepPack writes all forms of a pack, the hashes of its pictures and what it says, and makes it frozen: all or nothing.
func (db *DB) KeepPack(ctx context.Context, p maturity.Pack, worker string, files []maturity.PackFile, pictures []maturity.PackPicture, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if err := ownPack(ctx, tx, p.ID, worker); err != nil {
			return err
		}
		for _, f := range files {
			if _, err := tx.ExecContext(ctx, `INSERT INTO pack_file (pack_id, form, size, sha256, bytes) VALUES ($1, $2, $3, $4, $5)`, p.ID, f.Form, f.Size, f.SHA256, f.Bytes); err != nil {
				return err
			}
		}
		for i, each := range pictures {
			if _, err := tx.ExecContext(ctx, `INSERT INTO pack_picture (pack_id, position, name, sha256) VALUES ($1, $2, $3, $4)`, p.ID, i+1, each.Name, each.SHA256); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE pack SET state = 'frozen', verdict = $2, figures = $3, frozen_at = $4, drawn = $5, pictures = $5, worker = '', heartbeat = NULL, attempts = 0,
			version = version + 1 WHERE id = $1`, p.ID, p.Verdict, p.Figures, p.FrozenAt, len(pictures)); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// PackFiles lists the forms that are kept of a pack, without their bytes.
func (db *DB) PackFiles(ctx context.Context, id int64) (out []maturity.PackFile, err error) {
	err = db.x.SelectContext(ctx, &out, `SELECT form, size, sha256 FROM pack_file WHERE pack_id = $1
		ORDER BY array_position(ARRAY['html', 'pdf', 'pptx', 'xlsx', 'zip'], form), form`, id)
	return out, asError(err, "The forms of the pack could not be read.")
}

// PackFile reads one form with its bytes.
func (db *DB) PackFile(ctx context.Context, id int64, form string) (f maturity.PackFile, err error) {
	err = db.x.GetContext(ctx, &f, `SELECT form, size, sha256, bytes FROM pack_file WHERE pack_id = $1 AND form = $2`, id, form)
	return f, asError(err, "The pack is not kept in this form.")
}

// PackPictures lists the pictures of a frozen pack by their hashes, in order.
func (db *DB) PackPictures(ctx context.Context, id int64) (out []maturity.PackPicture, err error) {
	err = db.x.SelectContext(ctx, &out, `SELECT name, sha256 FROM pack_picture WHERE pack_id = $1 ORDER BY position`, id)
	return out, asError(err, "The pictures of the pack could not be read.")
}
