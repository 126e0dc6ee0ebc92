package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/jmoiron/sqlx"

	"waymark/internal/maturity"
)

// Roadmaps lists the roadmaps of which anything was known at a time, by id.
func (db *DB) Roadmaps(ctx context.Context, asAt time.Time) ([]maturity.RoadmapHead, error) {
	return once(ctx, "roadmaps", []any{asAt.UnixMicro()}, func() ([]maturity.RoadmapHead, error) { return db.readRoadmaps(ctx, asAt) })
}

func (db *DB) readRoadmaps(ctx context.Context, asAt time.Time) ([]maturity.RoadmapHead, error) {
	var rows []struct {
		ID        string
		Footprint maturity.OrganisationID
		Version   int64
		At        time.Time
		First     time.Time
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT r.id, r.footprint_id AS footprint, newest.id AS version, newest.known_from AS at,
			(SELECT c.known_from FROM roadmap_change c WHERE c.roadmap_id = r.id ORDER BY c.known_from LIMIT 1) AS first
		FROM roadmap r
		CROSS JOIN LATERAL (SELECT c.id, c.known_from FROM roadmap_change c WHERE c.roadmap_id = r.id AND c.known_from <= $1 ORDER BY c.known_from DESC LIMIT 1) newest
		ORDER BY r.id`, asAt)
	out := make([]maturity.RoadmapHead, len(rows))
	for i, r := range rows {
		out[i] = maturity.RoadmapHead(r)
	}
	return out, asError(err, "The roadmaps could not be read.")
}

// RoadmapItems gives the items of a roadmap known at a time, by kind and position.
func (db *DB) RoadmapItems(ctx context.Context, id string, asAt time.Time) ([]maturity.RoadmapItem, error) {
	return roadmapItems(ctx, db.x, `WHERE roadmap_id = $1 AND known_to > $2 AND known_from <= $2 ORDER BY kind, position, key`, id, asAt)
}

type roadmapItemRow struct {
	Kind      maturity.ItemKind
	Key       string
	Position  int
	Content   []byte
	KnownFrom time.Time    `db:"known_from"`
	KnownTo   sql.NullTime `db:"known_to"`
	Change    int64
}

func roadmapItems(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]maturity.RoadmapItem, error) {
	var rows []roadmapItemRow
	err := sqlx.SelectContext(ctx, q, &rows, `SELECT kind, key, position, content, known_from, nullif(known_to, 'infinity') AS known_to, change_id AS change FROM roadmap_item `+where, args...)
	out := make([]maturity.RoadmapItem, len(rows))
	for i, r := range rows {
		out[i] = maturity.RoadmapItem{Kind: r.Kind, Key: r.Key, Position: r.Position, Content: r.Content, KnownFrom: r.KnownFrom, KnownTo: r.KnownTo.Time, Change: r.Change}
	}
	return out, asError(err, "The roadmap could not be read.")
}

const selectRoadmapChanges = `SELECT id, roadmap_id AS roadmap, known_from AS at, made_by AS by, way, reason, coalesce(upload_id, 0) AS upload, coalesce(undoes, 0) AS undoes,
	added, changed, removed FROM roadmap_change `

func roadmapChanges(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (out []maturity.RoadmapChange, err error) {
	err = sqlx.SelectContext(ctx, q, &out, selectRoadmapChanges+where, args...)
	return out, asError(err, "The changes of the roadmap could not be read.")
}

// RoadmapVersion is the newest change of a roadmap known at a time; zero for none.
func (db *DB) RoadmapVersion(ctx context.Context, id string, asAt time.Time) (maturity.RoadmapChange, error) {
	return roadmapVersion(ctx, db.x, id, asAt)
}

func roadmapVersion(ctx context.Context, q sqlx.QueryerContext, id string, asAt time.Time) (maturity.RoadmapChange, error) {
	list, err := roadmapChanges(ctx, q, `WHERE roadmap_id = $1 AND known_from <= $2 ORDER BY known_from DESC LIMIT 1`, id, asAt)
	if err != nil || len(list) == 0 {
		return maturity.RoadmapChange{}, err
	}
	return list[0], nil
}

// RoadmapChanges lists the changes of a roadmap, the newest first, at most limit.
func (db *DB) RoadmapChanges(ctx context.Context, id string, limit int) ([]maturity.RoadmapChange, error) {
	return roadmapChanges(ctx, db.x, `WHERE roadmap_id = $1 ORDER BY known_from DESC LIMIT $2`, id, limit)
}

// RoadmapChange reads one change with what it did to each item.
func (db *DB) RoadmapChange(ctx context.Context, id int64) (maturity.RoadmapChange, []maturity.ItemChange, error) {
	list, err := roadmapChanges(ctx, db.x, `WHERE id = $1`, id)
	if err != nil {
		return maturity.RoadmapChange{}, nil, err
	}
	if len(list) == 0 {
		return maturity.RoadmapChange{}, nil, maturity.Errorf(maturity.NotFound, "There is no such change.")
	}
	before, err := roadmapItems(ctx, db.x, `WHERE ended_by = $1 ORDER BY kind, position, key`, id)
	if err != nil {
		return maturity.RoadmapChange{}, nil, err
	}
	after, err := roadmapItems(ctx, db.x, `WHERE change_id = $1 ORDER BY kind, position, key`, id)
	return list[0], paired(before, after), err
}

// paired brings the two sides of a change together, item by item: first what was there before, then what is new.
func paired(before, after []maturity.RoadmapItem) (out []maturity.ItemChange) {
	type name struct {
		kind maturity.ItemKind
		key  string
	}
	place := make(map[name]int, len(before))
	for i := range before {
		place[name{before[i].Kind, before[i].Key}] = i
		out = append(out, maturity.ItemChange{Kind: before[i].Kind, Key: before[i].Key, Before: &before[i]})
	}
	for i := range after {
		if at, ok := place[name{after[i].Kind, after[i].Key}]; ok {
			out[at].After = &after[i]
			continue
		}
		out = append(out, maturity.ItemChange{Kind: after[i].Kind, Key: after[i].Key, After: &after[i]})
	}
	return out
}
