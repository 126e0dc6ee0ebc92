package store

import "context"

// DecisionsVersion tells one state of decisions, actions and cancelled meetings from another: it changes with every one
// that is written down, changed or closed.
func (db *DB) DecisionsVersion(ctx context.Context) (version string, err error) {
	err = db.x.GetContext(ctx, &version, `
		SELECT (SELECT count(*) || '.' || coalesce(max(id), 0) || '.' || coalesce(sum(version), 0) FROM decision) || '.' || (SELECT count(*) || '.' || coalesce(sum(version), 0) FROM meeting)`)
	return version, asError(err, "")
}
