package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// ChangeRoadmap writes one change in one transaction with its audit row: rows that it ends are closed at its time, rows
// that it brings are opened then. It is maturity.Conflict when version is not the newest change any more, or when the
// change is not later than that. A version of 0 makes the roadmap.
func (db *DB) ChangeRoadmap(ctx context.Context, change maturity.RoadmapChange, version int64, footprint maturity.OrganisationID, items []maturity.ItemChange, entry maturity.AuditEntry) (maturity.RoadmapChange, error) {
	err := db.InTx(ctx, func(tx *Tx) error {
		if err := holdRoadmap(ctx, tx, change, version, footprint); err != nil {
			return err
		}
		change.Added, change.Changed, change.Removed = counted(items)
		err := tx.GetContext(ctx, &change.ID, `INSERT INTO roadmap_change (roadmap_id, known_from, made_by, way, reason, upload_id, undoes, added, changed, removed)
			VALUES ($1, $2, $3, $4, $5, nullif($6, 0), nullif($7, 0), $8, $9, $10) RETURNING id`,
			change.Roadmap, change.At, change.By, string(change.Way), change.Reason, change.Upload, change.Undoes, change.Added, change.Changed, change.Removed)
		if err != nil {
			return asError(err, "The roadmap was changed at the same moment. Look at it again and repeat your change.")
		}
		if err := endItems(ctx, tx, change, items); err != nil {
			return err
		}
		if err := beginItems(ctx, tx, change, items); err != nil {
			return err
		}
		entry.Subject = maturity.RoadmapSubject(change.Roadmap)
		if err := appendAudit(ctx, tx, entry); err != nil {
			return err
		}
		return newVersion(ctx, tx, change.At) // pages of the time from this change on are put together anew
	})
	return change, asError(err, "The change could not be kept.")
}

// holdRoadmap makes every other writer of the roadmap wait, and looks whether the change still fits.
func holdRoadmap(ctx context.Context, tx *Tx, change maturity.RoadmapChange, version int64, footprint maturity.OrganisationID) error {
	if version == 0 {
		if _, err := tx.ExecContext(ctx, `INSERT INTO roadmap (id, footprint_id) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING`, change.Roadmap, footprint); err != nil {
			return err
		}
	}
	var of maturity.OrganisationID
	if err := tx.GetContext(ctx, &of, `SELECT footprint_id FROM roadmap WHERE id = $1 FOR UPDATE`, change.Roadmap); err != nil {
		return asError(err, "There is no such roadmap.")
	}
	if of != footprint {
		return maturity.Errorf(maturity.Conflict, "The roadmap %s is of another footprint, and stays there.", change.Roadmap)
	}
	// The clock of the database may be behind that of whoever changed it last.
	list, err := roadmapChanges(ctx, tx, `WHERE roadmap_id = $1 ORDER BY known_from DESC LIMIT 1`, change.Roadmap)
	if err != nil {
		return err
	}
	var newest maturity.RoadmapChange
	if len(list) > 0 {
		newest = list[0]
	}
	switch {
	case newest.ID != version && newest.ID != 0:
		return maturity.Errorf(maturity.Conflict, "The roadmap was changed by somebody else meanwhile (change %d). Look at it again and repeat your change.", newest.ID)
	case newest.ID != version:
		return maturity.Errorf(maturity.Conflict, "The roadmap has no such version.")
	case newest.ID != 0 && !change.At.After(newest.At):
		return maturity.Errorf(maturity.Conflict, "The roadmap holds a change of the same time or later, and a change cannot be put before it.")
	}
	return nil
}

func counted(items []maturity.ItemChange) (added, changed, removed int) {
	for _, c := range items {
		switch {
		case c.Before == nil:
			added++
		case c.After == nil:
			removed++
		default:
			changed++
		}
	}
	return added, changed, removed
}

func endItems(ctx context.Context, tx *Tx, change maturity.RoadmapChange, items []maturity.ItemChange) error {
	var kinds, keys []string
	for _, c := range items {
		if c.Before != nil {
			kinds, keys = append(kinds, string(c.Kind)), append(keys, c.Key)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	ended, err := tx.ExecContext(ctx, `UPDATE roadmap_item i SET known_to = $2, ended_by = $3
		FROM unnest($4::text[], $5::text[]) AS gone (kind, key) WHERE i.roadmap_id = $1 AND i.kind = gone.kind AND i.key = gone.key AND i.known_to = 'infinity'`,
		change.Roadmap, change.At, change.ID, pq.Array(kinds), pq.Array(keys))
	if err != nil {
		return err
	}
	return sameCount(ended, len(keys))
}

func sameCount(done sql.Result, want int) error {
	n, err := done.RowsAffected()
	if err == nil && int(n) != want {
		err = errors.New("items of a roadmap are not those that the change was made from")
	}
	return err
}

func beginItems(ctx context.Context, tx *Tx, change maturity.RoadmapChange, items []maturity.ItemChange) error {
	var kinds, keys, contents []string
	var positions []int64
	for _, c := range items {
		if c.After != nil {
			kinds, keys, contents = append(kinds, string(c.Kind)), append(keys, c.Key), append(contents, string(c.After.Content))
			positions = append(positions, int64(c.After.Position))
		}
	}
	if len(keys) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO roadmap_item (roadmap_id, kind, key, known_from, position, content, change_id)
		SELECT $1, new.kind, new.key, $2, new.position, new.content::jsonb, $3 FROM unnest($4::text[], $5::text[], $6::integer[], $7::text[]) AS new (kind, key, position, content)`,
		change.Roadmap, change.At, change.ID, pq.Array(kinds), pq.Array(keys), pq.Array(positions), pq.Array(contents))
	return asError(err, "The items of the roadmap could not be kept.")
}
