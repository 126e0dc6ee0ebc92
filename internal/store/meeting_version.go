package store

import "context"

// DecisionsVersion tells one state of decisions, actions and cancelled meetings from another: it changes with every one
// that is written down, changed or closed.
func (db *DB) DecisionsVersion(ctx context.Context) (string, error) {
	v, err := db.workVersions(ctx)
	return v.Decisions, err
}

// workVersions are of what people do besides figures. A board asks for both, so one statement reads both.
type workVersions struct{ Rounds, Decisions string }

func (db *DB) workVersions(ctx context.Context) (workVersions, error) {
	v, err := once(ctx, "work", nil, func() (v workVersions, err error) {
		err = db.x.GetContext(ctx, &v, `SELECT
			coalesce((SELECT max(id) FROM return_step), 0) || '.' || (SELECT count(*) || '.' || coalesce(max(id), 0) || '.' || count(decided_at) FROM return_extension) AS rounds,
			(SELECT count(*) || '.' || coalesce(max(id), 0) || '.' || coalesce(sum(version), 0) FROM decision) || '.' || (SELECT count(*) || '.' || coalesce(sum(version), 0) FROM meeting) AS decisions`)
		return v, err
	})
	return v, asError(err, "")
}
