package store

import (
	"context"
	"strings"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Coverage says in which periods values are stored now, measure by measure in order of measure id in the database:
// of the organisations given (none: all) and the measures given (none: all). It reads indexes only, so that it may be
// asked whenever a selection turns out empty.
func (db *DB) Coverage(ctx context.Context, organisations []maturity.OrganisationID, measures []string) ([]maturity.Coverage, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	ids, known := measureNumbers(refs, measures)
	if !known {
		return nil, nil
	}
	query, args := coverageByMeasure, []any{pq.Array(ids)}
	if len(organisations) > 0 {
		query, args = coverageByOrganisation, append(args, organisationArray(organisations))
	}
	var rows []struct {
		Measure             int16
		FirstKind, LastKind period.Kind
		First, Last         period.Day
		Organisations       int
	}
	if err := db.x.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, asError(err, "What is stored could not be read.")
	}
	out := make([]maturity.Coverage, len(rows))
	for i, r := range rows {
		out[i] = maturity.Coverage{Measure: refs.measureRef[r.Measure], Organisations: r.Organisations,
			First: period.Period{Kind: r.FirstKind, Start: r.First}, Last: period.Period{Kind: r.LastKind, Start: r.Last}}
	}
	return out, nil
}

const coverageByOrganisation = `
	SELECT measure_id AS measure, period_kind AS firstkind, period_kind AS lastkind, min(period_start) - date '1970-01-01' AS first,
		max(period_start) - date '1970-01-01' AS last, count(DISTINCT organisation_id) AS organisations
	FROM observation_shown
	WHERE organisation_id = ANY ($2) AND (cardinality($1::smallint[]) = 0 OR measure_id = ANY ($1)) AND known_to = 'infinity'
	GROUP BY measure_id, period_kind ORDER BY measure_id, period_kind`

// coverageByMeasure looks at the two ends of each measure's part of the index instead of counting it.
const coverageByMeasure = `
	SELECT m.id AS measure, a.period_kind AS firstkind, z.period_kind AS lastkind, a.period_start - date '1970-01-01' AS first,
		z.period_start - date '1970-01-01' AS last, 0 AS organisations
	FROM measure m
	CROSS JOIN LATERAL (SELECT period_kind, period_start FROM observation_shown WHERE measure_id = m.id AND known_to = 'infinity' ORDER BY period_start, period_kind LIMIT 1) a
	CROSS JOIN LATERAL (SELECT period_kind, period_start FROM observation_shown WHERE measure_id = m.id AND known_to = 'infinity' ORDER BY period_start DESC, period_kind DESC LIMIT 1) z
	WHERE cardinality($1::smallint[]) = 0 OR m.id = ANY ($1)
	ORDER BY m.id`

// SomeOrganisations gives at most limit organisations that have values of any of the measures now, in order of number.
func (db *DB) SomeOrganisations(ctx context.Context, measures []string, limit int) ([]maturity.OrganisationID, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	ids, _ := measureNumbers(refs, measures)
	if len(ids) == 0 {
		return nil, nil
	}
	var out []maturity.OrganisationID
	err = db.x.SelectContext(ctx, &out, `
		SELECT DISTINCT organisation_id FROM (
			SELECT o.organisation_id FROM unnest($1::smallint[]) AS wanted (id)
			CROSS JOIN LATERAL (SELECT organisation_id FROM observation_shown WHERE measure_id = wanted.id AND known_to = 'infinity'
				ORDER BY period_start DESC, period_kind DESC, organisation_id LIMIT $2) o) AS found
		ORDER BY organisation_id LIMIT $2`, pq.Array(ids), limit)
	return out, asError(err, "What is stored could not be read.")
}

// SpeakingSources lists, each once, the sources whose values of the measures (none: nothing) were believed at a time
// (zero: now) for the organisations themselves and, where they have members, for their members.
func (db *DB) SpeakingSources(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.SpeakingSource, error) {
	return db.speakingSources(ctx, `
		SELECT subject, measure_id, source_id, period_kind, period_start FROM (
			SELECT unnest($1::integer[]) AS subject, unnest($1::integer[]) AS id
			UNION SELECT to_id, from_id FROM relation WHERE to_id = ANY ($1) AND kind = 'member_of') AS whose
		JOIN observation_shown o ON o.organisation_id = whose.id WHERE `, organisationArray(organisations), measures, asAt)
}

// PeriodSources lists, each once, the sources that speak of the measures in any period from one day to another, for any
// organisation. Their Organisation is 0.
func (db *DB) PeriodSources(ctx context.Context, measures []string, from, to period.Day, asAt time.Time) ([]maturity.SpeakingSource, error) {
	return db.speakingSources(ctx, `
		SELECT 0 AS subject, measure_id, source_id, period_kind, period_start FROM observation_shown o
		WHERE o.period_start BETWEEN ($1::date[])[1] AND ($1::date[])[2] AND `, pq.Array([]string{from.String(), to.String()}), measures, asAt)
}

func (db *DB) speakingSources(ctx context.Context, query string, first any, measures []string, asAt time.Time) ([]maturity.SpeakingSource, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	s := selection{args: []any{first}}
	s.asAt(asAt)
	s.add(`o.measure_id = ANY (?::smallint[])`, catalogueNumbers(measures, refs.measureID))
	var rows []struct {
		Subject maturity.OrganisationID
		Measure int16       `db:"measure_id"`
		Source  int16       `db:"source_id"`
		Kind    period.Kind `db:"period_kind"`
		Start   period.Day
	}
	err = db.x.SelectContext(ctx, &rows, `SELECT DISTINCT subject, measure_id, source_id, period_kind, period_start - date '1970-01-01' AS start
		FROM (`+query+strings.Join(s.where, ` AND `)+`) AS speaking`, s.args...)
	if err != nil {
		return nil, asError(err, "The sources could not be read.")
	}
	out := make([]maturity.SpeakingSource, len(rows))
	for i, r := range rows {
		out[i] = maturity.SpeakingSource{Organisation: r.Subject, Measure: refs.measureRef[r.Measure], Period: period.Period{Kind: r.Kind, Start: r.Start}, Source: refs.sourceRef[r.Source]}
	}
	return out, nil
}
