package store

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"waymark/internal/maturity"
)

// DataVersion is the state that observations, results and the ranks of sources are in. Whoever reads it first and the
// figures after has figures of this state or of a later one.
func (db *DB) DataVersion(ctx context.Context) (v maturity.DataVersion, err error) {
	v, err = once(ctx, "figures", nil, func() (v maturity.DataVersion, err error) {
		err = db.x.QueryRowContext(ctx, `SELECT version, latest FROM data_version`).Scan(&v.Version, &v.Latest)
		return v, err
	})
	return v, asError(err, "")
}

// newVersion says that figures have changed, believed from a time on. It is the last statement of a transaction that
// changes any: from here to its commit every other writer waits.
func newVersion(ctx context.Context, tx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}, from time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE data_version SET version = gen_random_uuid(), latest = greatest(latest, $1)`, from)
	return err
}

// Version tells one state of the organisations from another.
func (d *Directory) Version() string {
	return strconv.FormatInt(d.stamp.Version, 10) + "." + strconv.FormatInt(d.stamp.Last, 10)
}
