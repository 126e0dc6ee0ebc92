package store

import "context"

// RoundsVersion tells one state of the returns and extensions from another: it changes with every step of a return and every
// request and decision about an extension. What is published is told by DataVersion.
func (db *DB) RoundsVersion(ctx context.Context) (version string, err error) {
	err = db.x.GetContext(ctx, &version, `
		SELECT coalesce((SELECT max(id) FROM return_step), 0) || '.' || (SELECT count(*) || '.' || coalesce(max(id), 0) || '.' || count(decided_at) FROM return_extension)`)
	return version, asError(err, "")
}
