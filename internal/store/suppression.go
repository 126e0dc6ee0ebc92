package store

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"waymark/internal/disclosure"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// What is too small to publish is masked here and nowhere else: rows are marked in the transaction that writes them, and
// everything that shows or computes reads them through the view observation_shown. docs/disclosure.md states the rules.

// table names the figures of one measure and period: what sums run over.
type table struct {
	Measure int16       `db:"measure_id"`
	Kind    period.Kind `db:"period_kind"`
	Start   period.Day  `db:"start"`
}

// suppression is one masking inside a transaction.
type suppression struct {
	tx         *Tx
	submission int64 // whose rows nobody has seen yet
	all        bool  // earlier editions are judged as well: the rule is new
	wholes     []int64
	links      []datedLink
	masked     []maskedRow // rows that were shown before
}

// maskedRow is a row that was masked.
type maskedRow struct {
	table
	Organisation int64     `db:"organisation_id"`
	KnownFrom    time.Time `db:"known_from"`
	Fresh        bool
}

// suppressWritten masks what is too small among the rows that a submission has just written to the tables, and whatever
// would give it away. It is part of every transaction that writes observations; tables of measures without a rule cost
// nothing. Results that rest on a figure that was shown before and is masked now are taken away and marked stale.
func (tx *Tx) suppressWritten(ctx context.Context, submission int64, tables []table) error {
	s := suppression{tx: tx, submission: submission}
	return s.run(ctx, tables)
}

func (s *suppression) run(ctx context.Context, tables []table) error {
	if len(tables) == 0 {
		return nil
	}
	if err := s.tx.lockTables(ctx, arraysOf(tables)[0]); err != nil {
		return err
	}
	if err := s.markSmall(ctx, tables); err != nil {
		return err
	}
	open, err := s.inSums(ctx, tables)
	if err != nil {
		return err
	}
	for _, t := range open {
		if err := s.protect(ctx, t); err != nil {
			return err
		}
	}
	return s.withdraw(ctx)
}

// writtenTables lists the tables that a query on staged rows or the like names: measure_id, period_kind, period_start.
func (tx *Tx) writtenTables(ctx context.Context, from string, args ...any) (out []table, err error) {
	err = tx.SelectContext(ctx, &out, `
		SELECT DISTINCT measure_id, period_kind, period_start - date '1970-01-01' AS start FROM `+from+`
		WHERE measure_id IN (SELECT id FROM measure WHERE small_number > 0) ORDER BY measure_id, start, period_kind`, args...)
	return out, err
}

func arraysOf(tables []table) []any {
	measures, kinds, starts := make([]int64, len(tables)), make([]int64, len(tables)), make([]int64, len(tables))
	for i, t := range tables {
		measures[i], kinds[i], starts[i] = int64(t.Measure), int64(t.Kind), int64(t.Start)
	}
	return []any{pq.Array(measures), pq.Array(kinds), pq.Array(starts)}
}

// inTables joins rows o of observation with the tables in $1, $2 and $3 and their measures m.
const inTables = ` unnest($1::smallint[], $2::smallint[], $3::integer[]) AS t (measure_id, period_kind, start) JOIN measure m ON m.id = t.measure_id AND m.small_number > 0`

// ofTable chooses the rows o of a table t.
const ofTable = ` o.measure_id = t.measure_id AND o.period_kind = t.period_kind AND o.period_start = date '1970-01-01' + t.start AND o.source_id NOT IN (SELECT id FROM source WHERE is_plan) `

// smallRow is disclosure.Counts.Small for a row o of measure m.
const smallRow = ` (o.numerator > 0 AND o.numerator < m.small_number OR o.denominator > 0 AND o.denominator < m.small_number
	OR m.parts AND o.denominator - o.numerator > 0 AND o.denominator - o.numerator < m.small_number
	OR m.counts AND o.state IN (1, 2) AND o.value > 0 AND o.value < m.small_number) `

const markSmall = `
	UPDATE observation o SET suppressed = 1 FROM ` + inTables + `
	WHERE ` + ofTable + ` AND o.suppressed = 0 AND ` + smallRow + ` AND %s
	RETURNING o.measure_id, o.period_kind, o.period_start - date '1970-01-01' AS start, o.organisation_id, o.known_from, o.submission_id = $4 AS fresh`

// markSmall masks the rows whose own counts are small. Rows that have ended were judged when they were written.
func (s *suppression) markSmall(ctx context.Context, tables []table) error {
	halves := []string{`o.known_to = 'infinity'`}
	if s.all {
		halves = append(halves, `o.known_to <> 'infinity'`)
	}
	for _, half := range halves {
		var rows []maskedRow
		if err := s.tx.SelectContext(ctx, &rows, fmt.Sprintf(markSmall, half), append(arraysOf(tables), s.submission)...); err != nil {
			return err
		}
		s.note(rows)
	}
	return nil
}

func (s *suppression) note(rows []maskedRow) {
	for _, r := range rows {
		if !r.Fresh {
			s.masked = append(s.masked, r)
		}
	}
}

// inSums lists the tables in which something is held back while a body that contains others, or another source, tells
// figures as well: nothing can be worked out in the others.
func (s *suppression) inSums(ctx context.Context, tables []table) (out []table, err error) {
	if err := s.tx.SelectContext(ctx, &s.wholes, `
		SELECT id FROM organisation WHERE kind = $1 UNION SELECT to_id FROM relation WHERE kind IN ($2, $3, $4)`,
		maturity.KindNation, maturity.MemberOf, maturity.PartOf, maturity.CommissionedBy); err != nil {
		return nil, err
	}
	err = s.tx.SelectContext(ctx, &out, `
		SELECT t.measure_id, t.period_kind, t.start FROM `+inTables+`
		CROSS JOIN LATERAL (
			SELECT bool_or(o.suppressed > 0 OR o.state IN (5, 7, 8)) AS held, bool_or(o.organisation_id = ANY ($4)) OR min(o.source_id) < max(o.source_id) AS sums
			FROM `+bothHalves+` o WHERE `+ofTable+`) AS found
		WHERE found.held AND found.sums ORDER BY t.measure_id, t.start, t.period_kind`, append(arraysOf(tables), pq.Array(s.wholes))...)
	return out, err
}

// bothHalves is observation as the planner finds rows of a measure in it: the current and the ended ones have an index
// each.
const bothHalves = `(SELECT * FROM observation WHERE known_to = 'infinity' UNION ALL SELECT * FROM observation WHERE known_to <> 'infinity')`

// protect masks what would give a masked row of the table away.
func (s *suppression) protect(ctx context.Context, t table) error {
	rows, err := s.read(ctx, t)
	if err != nil {
		return err
	}
	if err := s.readLinks(ctx); err != nil {
		return err
	}
	figures, kinds, nations, least := make([]disclosure.Figure, len(rows)), map[int32]string{}, []int32{}, 0.0
	for i, r := range rows {
		figures[i], least = r.figure(), float64(r.Least)
		if kinds[r.Organisation] = r.Body; r.Body == maturity.KindNation {
			nations = append(nations, r.Organisation)
		}
	}
	splits := disclosure.Splits(kinds, nations, linksIn(s.links, period.Period{Kind: t.Kind, Start: t.Start}))
	extra, _ := disclosure.Choose(disclosure.Build(figures, splits, least), least)
	return s.markExtra(ctx, t, rows, extra)
}

const markExtra = `
	UPDATE observation o SET suppressed = 2 FROM unnest($4::integer[], $5::smallint[], $6::timestamptz[]) AS x (organisation_id, source_id, known_from)
	WHERE o.measure_id = $1 AND o.period_kind = $2 AND o.period_start = date '1970-01-01' + $3::integer AND o.suppressed = 0
		AND o.organisation_id = x.organisation_id AND o.source_id = x.source_id AND o.known_from = x.known_from`

func (s *suppression) markExtra(ctx context.Context, t table, rows []figureRow, extra []int) error {
	if len(extra) == 0 {
		return nil
	}
	organisations, sources, times := make([]int64, len(extra)), make([]int64, len(extra)), make([]time.Time, len(extra))
	for i, n := range extra {
		r := rows[n]
		organisations[i], sources[i], times[i] = int64(r.Organisation), int64(r.Source), r.KnownFrom
		s.note([]maskedRow{{t, int64(r.Organisation), r.KnownFrom, r.Submission == s.submission}})
	}
	_, err := s.tx.ExecContext(ctx, markExtra, t.Measure, int(t.Kind), int(t.Start), pq.Array(organisations), pq.Array(sources), pq.Array(times))
	return err
}

// lockTables makes whoever writes or masks the same measures wait, so that each sees what the other did.
func (tx *Tx) lockTables(ctx context.Context, measures any) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1, id) FROM (SELECT DISTINCT id FROM unnest($2::integer[]) AS m (id) ORDER BY id) AS ordered`,
		lockClassMeasure, measures)
	return err
}
