package store

import "context"

// RoundsVersion tells one state of the returns and extensions from another: it changes with every step of a return and every
// request and decision about an extension. What is published is told by DataVersion.
func (db *DB) RoundsVersion(ctx context.Context) (string, error) {
	v, err := db.workVersions(ctx)
	return v.Rounds, err
}
