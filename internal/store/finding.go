package store

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// FindingsDue lists the series whose findings no longer follow from what is stored, and the definitions with which
// everything was looked at the last time.
func (db *DB) FindingsDue(ctx context.Context) (due []maturity.StaleSeries, definitions string, err error) {
	if err := db.x.GetContext(ctx, &definitions, `SELECT definitions FROM finding_state`); err != nil {
		return nil, "", asError(err, "")
	}
	err = db.x.SelectContext(ctx, &due, `SELECT organisation_id AS organisation, ref AS measure, since
		FROM finding_due JOIN measure ON measure.id = measure_id ORDER BY measure_id, organisation_id`)
	return due, definitions, asError(err, "The findings that are due could not be read.")
}

// ClearFindingsDue takes away the marks that were read and not renewed since, and keeps the definitions.
func (db *DB) ClearFindingsDue(ctx context.Context, read []maturity.StaleSeries, definitions string) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	organisations, measures, since := make([]int64, len(read)), make([]int64, len(read)), make([]time.Time, len(read))
	for i, s := range read {
		organisations[i], measures[i], since[i] = int64(s.Organisation), int64(refs.measureID[s.Measure]), s.Since
	}
	return asError(db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM finding_due d USING unnest($1::integer[], $2::smallint[], $3::timestamptz[]) AS done (organisation_id, measure_id, since)
			WHERE d.organisation_id = done.organisation_id AND d.measure_id = done.measure_id AND d.since = done.since`,
			pq.Array(organisations), pq.Array(measures), pq.Array(since)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE finding_state SET definitions = $1 WHERE definitions <> $1`, definitions)
		return err
	}), "")
}

// findingKey joins a table f on the columns that name a finding.
const findingKey = `f.organisation_id = g.organisation_id AND f.measure_id = g.measure_id AND f.period_start = g.period_start AND f.period_kind = g.period_kind
	AND f.source_id = g.source_id AND f.rule = g.rule AND f.other = g.other`

// findingsGiven is the findings of a write as rows g.
const findingsGiven = `unnest($1::integer[], $2::smallint[], $3::date[], $4::smallint[], $5::smallint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::boolean[])
	AS g (organisation_id, measure_id, period_start, period_kind, source_id, rule, other, severity, message, seen_left, seen_right, acceptable)`

// An acceptance holds for the numbers it was given for. A finding that comes back is looked at anew.
const seeAgain = `
	UPDATE finding f SET severity = g.severity, message = g.message, seen_left = g.seen_left, seen_right = g.seen_right, acceptable = g.acceptable,
		last_seen = $13, resolved_at = NULL,
		accepted_by = CASE WHEN same THEN f.accepted_by ELSE '' END, accepted_at = CASE WHEN same THEN f.accepted_at END, comment = CASE WHEN same THEN f.comment ELSE '' END
	FROM (SELECT f.id, g.*, f.resolved_at IS NULL AND g.acceptable AND f.seen_left = g.seen_left AND f.seen_right = g.seen_right AS same
		FROM finding f JOIN ` + findingsGiven + ` ON ` + findingKey + `) AS g
	WHERE f.id = g.id AND (f.resolved_at IS NOT NULL OR f.severity <> g.severity OR f.message <> g.message OR f.seen_left <> g.seen_left
		OR f.seen_right <> g.seen_right OR f.acceptable <> g.acceptable)`

// A value that carries a comment already has been explained: what is found in it is accepted with these words.
const seeFirst = `
	INSERT INTO finding (organisation_id, measure_id, period_start, period_kind, source_id, rule, other, severity, message, seen_left, seen_right, acceptable,
		first_seen, last_seen, accepted_by, accepted_at, comment)
	SELECT g.*, $13, $13, coalesce(c.set_by, ''), CASE WHEN c.words IS NOT NULL THEN c.known_from END, coalesce(c.words, '')
	FROM ` + findingsGiven + `
	LEFT JOIN observation_shown o ON o.organisation_id = g.organisation_id AND o.measure_id = g.measure_id AND o.period_start = g.period_start
		AND o.period_kind = g.period_kind AND o.source_id = g.source_id AND o.known_to = 'infinity'
	LEFT JOIN observation_comment c ON ` + ofValue + ` AND c.known_to = 'infinity' AND g.acceptable
	WHERE NOT EXISTS (SELECT 1 FROM finding f WHERE ` + findingKey + `)`

// What was looked at, the measures in $14 of the organisations in $15, and is not found any more is resolved.
const resolveGone = `
	UPDATE finding f SET resolved_at = $13
	WHERE f.resolved_at IS NULL
		AND f.measure_id = ANY ($14) AND f.organisation_id = ANY ($15)
		AND NOT EXISTS (SELECT 1 FROM ` + findingsGiven + ` WHERE ` + findingKey + `)`

// WriteFindings keeps what was found in the measures of the organisations, and resolves what is not found there any more.
func (db *DB) WriteFindings(ctx context.Context, organisations []maturity.OrganisationID, measures []string, found []maturity.Finding, at time.Time) (n maturity.FindingWrite, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return n, err
	}
	args := append(findingArrays(refs, found), at)
	err = db.InTx(ctx, func(tx *Tx) error {
		for _, step := range []struct {
			statement string
			args      []any
			count     *int64
		}{
			{resolveGone, append(args[:len(args):len(args)], catalogueNumbers(measures, refs.measureID), organisationArray(organisations)), &n.Resolved},
			{seeAgain, args, &n.Changed}, {seeFirst, args, &n.New},
		} {
			result, err := tx.ExecContext(ctx, step.statement, step.args...)
			if err != nil {
				return err
			}
			if *step.count, err = result.RowsAffected(); err != nil {
				return err
			}
		}
		return nil
	})
	return n, asError(err, "The findings could not be kept.")
}

func findingArrays(refs *refs, found []maturity.Finding) []any {
	n := len(found)
	organisations, measures, starts, kinds, sources := make([]int64, n), make([]int64, n), make([]string, n), make([]int64, n), make([]int64, n)
	rules, others, severities, messages, left, right, acceptable := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]bool, n)
	for i, f := range found {
		organisations[i], measures[i], starts[i], kinds[i], sources[i] = int64(f.Organisation), int64(refs.measureID[f.Measure]), f.Period.Start.String(), int64(f.Period.Kind), int64(refs.sourceID[f.Source])
		rules[i], others[i], severities[i], messages[i], left[i], right[i], acceptable[i] = f.Rule, f.Other, string(f.Severity), f.Message, f.Left, f.Right, f.Acceptable
	}
	return []any{pq.Array(organisations), pq.Array(measures), pq.Array(starts), pq.Array(kinds), pq.Array(sources), pq.Array(rules), pq.Array(others),
		pq.Array(severities), pq.Array(messages), pq.Array(left), pq.Array(right), pq.Array(acceptable)}
}

// AcceptFinding lets an open finding stand with a comment, and keeps the comment with the value. seen is what was found when the
// account decided: other numbers are a Conflict.
func (db *DB) AcceptFinding(ctx context.Context, id int64, seen maturity.Finding, a maturity.Acceptance, entry maturity.AuditEntry) error {
	return asError(db.InTx(ctx, func(tx *Tx) error {
		result, err := tx.ExecContext(ctx, `
			UPDATE finding SET accepted_by = $2, accepted_at = $3, comment = $4
			WHERE id = $1 AND resolved_at IS NULL AND accepted_at IS NULL AND acceptable AND seen_left = $5 AND seen_right = $6`,
			id, a.By, a.At, a.Comment, seen.Left, seen.Right)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			if err == nil {
				err = maturity.Errorf(maturity.Conflict, "The finding has changed or was decided about meanwhile. Look at it again.")
			}
			return err
		}
		if err := tx.putComments(ctx, `SELECT organisation_id, measure_id, period_kind, period_start, source_id, $2::text, $3::text, $4::timestamptz FROM finding WHERE id = $1`,
			id, a.Comment, a.By, a.At); err != nil {
			return err
		}
		if err := newVersion(ctx, tx, a.At); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	}), "The finding could not be accepted.")
}
