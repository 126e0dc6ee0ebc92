package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// pointsOfMeasure reads a measure as it was known at $2: for each organisation and period the row of the preferred
// source, plans apart from what was observed. Two halves, because the current rows and the superseded ones have an
// index each.
const pointsOfMeasure = `
	SELECT DISTINCT ON (organisation_id, planned, period_start, period_kind)
		organisation_id, period_kind, period_start - date '1970-01-01', source_id, state, flags, value, numerator, denominator
	FROM (
		SELECT o.*, o.source_id = ANY ($3) AS planned FROM observation_shown o
		WHERE measure_id = $1 AND known_to = 'infinity' AND known_from <= $2
		UNION ALL
		SELECT o.*, o.source_id = ANY ($3) FROM observation_shown o
		WHERE measure_id = $1 AND known_to <> 'infinity' AND known_from <= $2 AND known_to > $2
	) AS known JOIN source ON source.id = source_id
	ORDER BY organisation_id, planned, period_start, period_kind, preference, source_id`

// EachPoint calls yield for every organisation and period of a measure as known at asAt, in order of organisation; an
// organisation's observed values come before its plans, which are those of the sources named in plans. Cell, sheet and
// submission are left out.
func (db *DB) EachPoint(ctx context.Context, measure string, plans []string, asAt time.Time, yield func(maturity.Observation) error) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	planned := []int64{}
	for _, id := range plans {
		if n, known := refs.sourceID[id]; known {
			planned = append(planned, int64(n))
		}
	}
	rows, err := db.x.QueryContext(ctx, pointsOfMeasure, refs.measureID[measure], asAt, pq.Array(planned))
	if err != nil {
		return asError(err, "The series could not be read.")
	}
	defer rows.Close()
	var value, numerator, denominator sql.NullFloat64
	var source int16
	for rows.Next() {
		o := maturity.Observation{Measure: measure}
		if err := rows.Scan(&o.Organisation, &o.Period.Kind, &o.Period.Start, &source, &o.State, &o.Flags, &value, &numerator, &denominator); err != nil {
			return asError(err, "The series could not be read.")
		}
		o.Source, o.Value, o.Numerator, o.Denominator = refs.sourceRef[source], orNaN(value), orNaN(numerator), orNaN(denominator)
		if err := yield(o); err != nil {
			return err
		}
	}
	return asError(rows.Err(), "The series could not be read.")
}

// PublishedValues gives all values of the organisations with the codes, in all measures, as known at asAt, from the
// preferred source each.
func (db *DB) PublishedValues(ctx context.Context, codes []string, asAt time.Time) ([]maturity.Observation, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.x.QueryContext(ctx, `
		SELECT DISTINCT ON (o.organisation_id, measure_id, period_start, period_kind)
			o.organisation_id, measure_id, period_kind, period_start - date '1970-01-01', source_id, state, value
		FROM observation_shown o JOIN organisation ON organisation.id = o.organisation_id JOIN source ON source.id = source_id
		WHERE code = ANY ($1) AND known_from <= $2 AND known_to > $2
		ORDER BY o.organisation_id, measure_id, period_start, period_kind, preference, source_id`, pq.Array(codes), asAt)
	if err != nil {
		return nil, asError(err, "The published averages could not be read.")
	}
	defer rows.Close()
	var out []maturity.Observation
	for rows.Next() {
		var o maturity.Observation
		var measure, source int16
		var value sql.NullFloat64
		if err := rows.Scan(&o.Organisation, &measure, &o.Period.Kind, &o.Period.Start, &source, &o.State, &value); err != nil {
			return nil, asError(err, "The published averages could not be read.")
		}
		o.Measure, o.Source, o.Value = refs.measureRef[measure], refs.sourceRef[source], orNaN(value)
		out = append(out, o)
	}
	return out, asError(rows.Err(), "The published averages could not be read.")
}

// RecomputeDirectory gives all organisations, in order of id, and the relations by which bodies belong to footprints: who
// is a member of one, and what the members, and those below them, are part of or commissioned by; and who was succeeded by
// whom. In order of where a
// relation leads to, where it comes from and its first day.
func (db *DB) RecomputeDirectory(ctx context.Context) (organisations []maturity.Organisation, relations []maturity.Relation, err error) {
	if err := db.noteMasked(ctx); err != nil {
		return nil, nil, asError(err, "The measures could not be read.")
	}
	var bodies []struct {
		ID             maturity.OrganisationID
		Code, Kind     string
		Name           string
		Short          string `db:"short_name"`
		Opened, Closed *int32
		Group          bool `db:"is_group"`
	}
	if err := db.x.SelectContext(ctx, &bodies, `SELECT id, code, name, short_name, kind, opened - date '1970-01-01' AS opened, closed - date '1970-01-01' AS closed, is_group FROM organisation ORDER BY id`); err != nil {
		return nil, nil, asError(err, "The organisations could not be read.")
	}
	for _, b := range bodies {
		organisations = append(organisations, maturity.Organisation{ID: b.ID, Code: b.Code, Name: b.Name, ShortName: b.Short, Kind: b.Kind, Opened: (*period.Day)(b.Opened), Closed: (*period.Day)(b.Closed), Group: b.Group})
	}
	var links []struct {
		From, To     maturity.OrganisationID
		Kind         maturity.RelationKind
		Since, Until *int32
	}
	if err := db.x.SelectContext(ctx, &links, insideFootprints, maturity.MemberOf, maturity.KindFootprint, maturity.PartOf, maturity.CommissionedBy, maturity.SucceededBy); err != nil {
		return nil, nil, asError(err, "The footprints could not be read.")
	}
	for _, l := range links {
		relations = append(relations, maturity.Relation{From: l.From, To: l.To, Kind: l.Kind, Since: (*period.Day)(l.Since), Until: (*period.Day)(l.Until)})
	}
	return organisations, relations, nil
}

const insideFootprints = `
	WITH RECURSIVE membership AS (
		SELECT relation.* FROM relation JOIN organisation ON organisation.id = to_id WHERE relation.kind = $1 AND organisation.kind = $2
	), inside AS (
		SELECT from_id AS id FROM membership
		UNION
		SELECT r.from_id FROM relation r JOIN inside ON r.to_id = inside.id WHERE r.kind IN ($3, $4)
	), links AS (
		SELECT * FROM membership
		UNION ALL
		SELECT r.* FROM relation r JOIN inside ON r.from_id = inside.id WHERE r.kind IN ($3, $4)
		UNION ALL
		SELECT r.* FROM relation r WHERE r.kind = $5
	)
	SELECT from_id AS "from", to_id AS "to", kind, CASE WHEN isfinite(since) THEN since - date '1970-01-01' END AS since,
		CASE WHEN isfinite(until) THEN until - date '1970-01-01' END AS until
	FROM links ORDER BY to_id, from_id, kind, links.since`
