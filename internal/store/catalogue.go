package store

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// refs translates the ids of measures and sources into their small stored numbers and back. It is never changed once
// shared.
type refs struct {
	measureID, sourceID   map[string]int16
	measureRef, sourceRef map[int16]string
}

// noteDefinitions leaves an audit row when other definitions are in use than before.
func (tx *Tx) noteDefinitions(ctx context.Context, hash string) error {
	var before string
	err := tx.GetContext(ctx, &before, `SELECT coalesce((SELECT detail->>'to' FROM audit WHERE subject = 'definitions' ORDER BY id DESC LIMIT 1), '')`)
	if err != nil || before == hash {
		return err
	}
	return appendAudit(ctx, tx, maturity.AuditEntry{At: time.Now().UTC(), Account: maturity.BySystem, Action: "definitions.changed", Subject: "definitions",
		Detail: map[string]any{"from": before, "to": hash}})
}

// SyncCatalogue gives every measure and source of the catalogue its number and every source its preference. Numbers
// of definitions that are gone stay, because observations still use them.
func (db *DB) SyncCatalogue(ctx context.Context, c *maturity.Catalogue) error {
	measures := make([]string, len(c.Measures))
	for i, m := range c.Measures {
		measures[i] = m.ID
	}
	sources, ranks := make([]string, len(c.Sources)), make([]int64, len(c.Sources))
	for i, s := range c.Sources {
		sources[i], ranks[i] = s.ID, int64(s.Rank)
	}
	err := db.InTx(ctx, func(tx *Tx) error {
		// ON CONFLICT would use up one number per known row at every start: so look first, one replica at a time.
		if _, err := tx.ExecContext(ctx, `LOCK TABLE measure, source IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO measure (ref)
			SELECT ref FROM unnest($1::text[]) WITH ORDINALITY AS given (ref, place)
			WHERE NOT EXISTS (SELECT 1 FROM measure WHERE measure.ref = given.ref)
			ORDER BY place`, pq.Array(measures)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO source (ref, preference)
			SELECT ref, preference FROM unnest($1::text[], $2::smallint[]) WITH ORDINALITY AS given (ref, preference, place)
			WHERE NOT EXISTS (SELECT 1 FROM source WHERE source.ref = given.ref)
			ORDER BY place`, pq.Array(sources), pq.Array(ranks)); err != nil {
			return err
		}
		ranked, err := tx.ExecContext(ctx, `
			UPDATE source SET preference = given.preference
			FROM unnest($1::text[], $2::smallint[]) AS given (ref, preference)
			WHERE source.ref = given.ref AND source.preference <> given.preference`, pq.Array(sources), pq.Array(ranks))
		if err != nil {
			return err
		}
		n, err := ranked.RowsAffected()
		if err != nil {
			return err
		}
		if err := tx.noteDefinitions(ctx, c.Hash); err != nil {
			return err
		}
		if err := tx.keepVersions(ctx, c, time.Now().UTC()); err != nil {
			return err
		}
		if err := tx.syncRules(ctx, c); err != nil || n == 0 {
			return err
		}
		return newVersion(ctx, tx, time.Time{})
	})
	if err != nil {
		return asError(err, "The definitions could not be entered in the database.")
	}
	_, err = db.loadRefs(ctx)
	return err
}

// loadRefs reads all numbers and shares them.
func (db *DB) loadRefs(ctx context.Context) (*refs, error) {
	r := &refs{map[string]int16{}, map[string]int16{}, map[int16]string{}, map[int16]string{}}
	var rows []struct {
		ID     int16
		Ref    string
		Source bool
	}
	err := db.x.SelectContext(ctx, &rows, `SELECT id, ref, false AS source FROM measure UNION ALL SELECT id, ref, true FROM source`)
	if err != nil {
		return nil, asError(err, "")
	}
	for _, row := range rows {
		if row.Source {
			r.sourceID[row.Ref], r.sourceRef[row.ID] = row.ID, row.Ref
		} else {
			r.measureID[row.Ref], r.measureRef[row.ID] = row.ID, row.Ref
		}
	}
	db.refs.Store(r)
	return r, nil
}

// currentRefs gives the translation, reading it when it was not read yet.
func (db *DB) currentRefs(ctx context.Context) (*refs, error) {
	if r := db.refs.Load(); r != nil {
		return r, nil
	}
	return db.loadRefs(ctx)
}
