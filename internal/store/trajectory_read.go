package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// paths are the parts of the detail that summaries leave in the database.
const paths = `'{observed,plan,required,projected}'::text[]`

// Trajectories gives every stored trajectory of the organisations and measures as computed for asAt or before, with
// their paths, in order of organisation, measure id in the database and target. No measures means all. One query.
func (db *DB) Trajectories(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error) {
	return db.trajectories(ctx, "detail", organisations, measures, asAt)
}

// Summaries are trajectories without Observed, Plan, Required and Projected, for pages that count and list.
func (db *DB) Summaries(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error) {
	return db.trajectories(ctx, "detail - "+paths, organisations, measures, asAt)
}

func (db *DB) trajectories(ctx context.Context, detail string, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error) {
	out := make([]maturity.Trajectory, 0, min(len(organisations)*max(1, len(measures)), 256))
	err := db.eachTrajectory(ctx, `SELECT organisation_id, measure_id, target_ref, known_from, nullif(known_to, 'infinity'), status, probability, inputs_hash, definition_hash, `+detail+`
		FROM trajectory
		WHERE organisation_id = ANY ($1) AND (cardinality($2::smallint[]) = 0 OR measure_id = ANY ($2)) AND known_from <= $3 AND known_to > $3
		ORDER BY organisation_id, measure_id, target_ref`, func(t maturity.Trajectory) error {
		out = append(out, t)
		return nil
	}, organisations, measures, asAt)
	return out, err
}

// EachTrajectory calls yield for all stored trajectories of the measures (none: all) and organisations (none: all) as
// at a time, for exports: in constant memory, ordered as Trajectories.
func (db *DB) EachTrajectory(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time, yield func(maturity.Trajectory) error) error {
	return db.eachTrajectory(ctx, `SELECT organisation_id, measure_id, target_ref, known_from, nullif(known_to, 'infinity'), status, probability, inputs_hash, definition_hash, detail
		FROM trajectory
		WHERE (cardinality($1::integer[]) = 0 OR organisation_id = ANY ($1)) AND (cardinality($2::smallint[]) = 0 OR measure_id = ANY ($2)) AND known_from <= $3 AND known_to > $3
		ORDER BY organisation_id, measure_id, target_ref`, yield, organisations, measures, asAt)
}

func (db *DB) eachTrajectory(ctx context.Context, query string, yield func(maturity.Trajectory) error, organisations []maturity.OrganisationID, measures []string, asAt time.Time) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	ids, any := measureNumbers(refs, measures)
	if !any {
		return nil
	}
	rows, err := db.x.QueryContext(ctx, query, pq.Array(organisationNumbers(organisations)), pq.Array(ids), asAt)
	if err != nil {
		return asError(err, "The trajectories could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		t, err := scanTrajectory(rows, refs)
		if err != nil {
			return asError(err, "The trajectories could not be read.")
		}
		if err := yield(t); err != nil {
			return err
		}
	}
	return asError(rows.Err(), "The trajectories could not be read.")
}

func scanTrajectory(rows *sql.Rows, refs *refs) (t maturity.Trajectory, err error) {
	var measure int16
	var knownTo sql.NullTime
	var probability sql.NullFloat64
	var text sql.RawBytes
	if err := rows.Scan(&t.Organisation, &measure, &t.Target, &t.KnownFrom, &knownTo, &t.Status, &probability, &t.InputsHash, &t.Definition, &text); err != nil {
		return t, err
	}
	t.Measure, t.KnownTo, t.Probability = refs.measureRef[measure], knownTo.Time, orNaN(probability)
	d, err := readDetail(text)
	if err != nil {
		return t, err
	}
	return t, d.fill(&t)
}

func organisationNumbers(ids []maturity.OrganisationID) []int64 {
	out := make([]int64, len(ids))
	for i, id := range ids {
		out[i] = int64(id)
	}
	return out
}

// measureNumbers translates measures; any is false when measures were asked for and none is known.
func measureNumbers(r *refs, measures []string) (ids []int64, any bool) {
	ids = []int64{}
	for _, ref := range measures {
		if id, known := r.measureID[ref]; known {
			ids = append(ids, int64(id))
		}
	}
	return ids, len(measures) == 0 || len(ids) > 0
}
