package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/lib/pq"
)

// ChartCache keeps drawings by the hash of what they were drawn from, so that replicas and restarts share them. Nothing
// in it is needed: a drawing that is gone is drawn again.
type ChartCache struct{ db *DB }

// ChartCache is the drawings kept in this database.
func (db *DB) ChartCache() ChartCache { return ChartCache{db} }

// Get is the drawing with the hash; found is false when there is none.
func (c ChartCache) Get(ctx context.Context, hash string) (svg []byte, found bool, err error) {
	err = c.db.x.GetContext(ctx, &svg, `SELECT svg FROM chart_svg WHERE option_hash = $1`, hash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return svg, err == nil, asError(err, "")
}

// Put keeps a drawing. Equal hashes are equal drawings, so the first one stays.
func (c ChartCache) Put(ctx context.Context, hash string, svg []byte) error {
	_, err := c.db.x.ExecContext(ctx, `INSERT INTO chart_svg (option_hash, svg, made_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING`, hash, svg)
	return asError(err, "")
}

// GetMany is the drawings with the hashes, as far as they are there, by hash.
func (c ChartCache) GetMany(ctx context.Context, hashes []string) (map[string][]byte, error) {
	var rows []struct {
		Hash string `db:"option_hash"`
		SVG  []byte
	}
	err := c.db.x.SelectContext(ctx, &rows, `SELECT option_hash, svg FROM chart_svg WHERE option_hash = ANY ($1)`, pq.Array(hashes))
	out := make(map[string][]byte, len(rows))
	for _, r := range rows {
		out[r.Hash] = r.SVG
	}
	return out, asError(err, "")
}

// PutMany keeps several, by hash.
func (c ChartCache) PutMany(ctx context.Context, drawings map[string][]byte) error {
	hashes := slices.Sorted(maps.Keys(drawings)) // in one order, so that two who keep the same do not wait for each other
	svgs := make([][]byte, len(hashes))
	for i, hash := range hashes {
		svgs[i] = drawings[hash]
	}
	_, err := c.db.x.ExecContext(ctx, `INSERT INTO chart_svg (option_hash, svg, made_at) SELECT hash, svg, now() FROM unnest($1::text[], $2::bytea[]) AS each (hash, svg) ON CONFLICT DO NOTHING`,
		pq.Array(hashes), pq.ByteaArray(svgs))
	return asError(err, "")
}

// Forget drops drawings made before a time and says how many. What is still looked at is drawn and kept again.
func (c ChartCache) Forget(ctx context.Context, before time.Time) (int64, error) {
	result, err := c.db.x.ExecContext(ctx, `DELETE FROM chart_svg WHERE made_at < $1`, before)
	if err != nil {
		return 0, asError(err, "")
	}
	return result.RowsAffected()
}
