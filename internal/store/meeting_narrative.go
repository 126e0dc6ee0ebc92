package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// Narratives lists the words beside the pictures of a pack, every version, by place and version.
func (db *DB) Narratives(ctx context.Context, pack int64) ([]maturity.PackNarrative, error) {
	var rows []struct {
		Place     string
		Revision  int
		Words     string
		Generated bool
		By        string    `db:"written_by"`
		At        time.Time `db:"written_at"`
	}
	err := db.x.SelectContext(ctx, &rows, `SELECT place, revision, words, generated, written_by, written_at FROM pack_narrative WHERE pack_id = $1 ORDER BY place, revision`, pack)
	out := make([]maturity.PackNarrative, len(rows))
	for i, r := range rows {
		out[i] = maturity.PackNarrative(r)
	}
	return out, asError(err, "The words of the pack could not be read.")
}

// WriteNarrative adds a version of the words at a place. n.Revision is the version that its writer saw: where there is a
// later one it is maturity.Conflict. The same words again change nothing.
func (db *DB) WriteNarrative(ctx context.Context, pack int64, n maturity.PackNarrative, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		p, err := packIn(ctx, tx, ` WHERE id = $1 FOR UPDATE`, pack)
		if err != nil {
			return err
		}
		if p.State != maturity.PackDraft {
			return maturity.Errorf(maturity.Conflict, "The pack is %s: its words do not change any more.", p.State)
		}
		var last []maturity.PackNarrative
		if err := tx.SelectContext(ctx, &last, `SELECT revision, words, generated FROM pack_narrative WHERE pack_id = $1 AND place = $2 ORDER BY revision DESC LIMIT 1`, pack, n.Place); err != nil {
			return err
		}
		now := maturity.PackNarrative{Generated: true}
		if len(last) > 0 {
			now = last[0]
		}
		if now.Words == n.Words && now.Generated == n.Generated {
			return nil
		}
		if now.Revision != n.Revision {
			return maturity.Errorf(maturity.Conflict, "Somebody else changed these words meanwhile. Look at them again and repeat your change.")
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO pack_narrative (pack_id, place, revision, words, generated, written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			pack, n.Place, n.Revision+1, n.Words, n.Generated, n.By, n.At); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}
