package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// observationColumns reads a row of observation named o with the name of its sheet.
const observationColumns = `o.organisation_id, o.measure_id, o.period_kind, o.period_start - date '1970-01-01' AS start, o.source_id, o.known_from,
	nullif(o.known_to, 'infinity') AS known_to, o.state, o.flags, o.value, o.numerator, o.denominator, o.submission_id, o.cell_row, o.cell_column,
	coalesce(o.seen, '') AS seen, coalesce((SELECT name FROM submission_sheet x WHERE x.submission_id = o.submission_id AND x.sheet = o.sheet), '') AS sheet`

type observationRow struct {
	Organisation maturity.OrganisationID `db:"organisation_id"`
	MeasureID    int16                   `db:"measure_id"`
	Kind         period.Kind             `db:"period_kind"`
	Start        period.Day              `db:"start"`
	SourceID     int16                   `db:"source_id"`
	KnownFrom    time.Time               `db:"known_from"`
	KnownTo      sql.NullTime            `db:"known_to"`
	State        maturity.State          `db:"state"`
	Flags        maturity.Flag           `db:"flags"`
	Value        sql.NullFloat64         `db:"value"`
	Numerator    sql.NullFloat64         `db:"numerator"`
	Denominator  sql.NullFloat64         `db:"denominator"`
	Submission   int64                   `db:"submission_id"`
	Row          int                     `db:"cell_row"`
	Column       int                     `db:"cell_column"`
	Seen         string                  `db:"seen"`
	Sheet        string                  `db:"sheet"`
}

func (r observationRow) observation(refs *refs) maturity.Observation {
	return maturity.Observation{Organisation: r.Organisation, Measure: refs.measureRef[r.MeasureID], Period: period.Period{Kind: r.Kind, Start: r.Start},
		Source: refs.sourceRef[r.SourceID], State: r.State, Flags: r.Flags, Value: orNaN(r.Value), Numerator: orNaN(r.Numerator),
		Denominator: orNaN(r.Denominator), KnownFrom: r.KnownFrom, KnownTo: r.KnownTo.Time, Submission: r.Submission,
		Cell: maturity.Cell{Sheet: r.Sheet, Row: r.Row, Column: r.Column}, Seen: r.Seen}
}

// selection builds the conditions of a filter on observation o.
type selection struct {
	where []string
	args  []any
}

func (s *selection) add(condition string, args ...any) {
	for _, a := range args {
		s.args = append(s.args, a)
		condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(s.args)), 1)
	}
	s.where = append(s.where, condition)
}

func (s *selection) asAt(at time.Time) {
	if at.IsZero() {
		s.add(`o.known_to = 'infinity'`)
		return
	}
	s.add(`o.known_from <= ? AND o.known_to > ?`, at, at)
}

func selectObservations(f maturity.ObservationFilter, refs *refs) (*selection, error) {
	s := &selection{}
	s.asAt(f.AsAt)
	if len(f.Organisations) > 0 {
		s.add(`o.organisation_id = ANY (?)`, organisationArray(f.Organisations))
	}
	if f.Footprint != 0 {
		day := f.AsAt
		if day.IsZero() {
			day = time.Now()
		}
		s.add(`(o.organisation_id = ? OR o.organisation_id IN (SELECT from_id FROM relation
			WHERE to_id = ? AND kind = 'member_of' AND since <= ?::date AND until >= ?::date))`, f.Footprint, f.Footprint, day, day)
	}
	if len(f.Measures) > 0 {
		s.add(`o.measure_id = ANY (?::smallint[])`, numbers(f.Measures, refs.measureID))
	}
	if len(f.Sources) > 0 {
		s.add(`o.source_id = ANY (?::smallint[])`, numbers(f.Sources, refs.sourceID))
	}
	if len(f.Except) > 0 {
		s.add(`o.source_id <> ALL (?::smallint[])`, numbers(f.Except, refs.sourceID))
	}
	if f.Kind != period.KindNone {
		s.add(`o.period_kind = ?`, int(f.Kind))
	}
	if f.From != 0 {
		s.add(`o.period_start >= ?`, f.From.String())
	}
	if f.To != 0 {
		s.add(`o.period_start <= ?`, f.To.String())
	}
	return s, s.after(f.Cursor)
}

// numbers looks ids up; unknown ones are left out, so that they choose nothing.
func numbers(ids []string, known map[string]int16) pq.Int32Array {
	out := pq.Int32Array{}
	for _, id := range ids {
		if n, ok := known[id]; ok {
			out = append(out, int32(n))
		}
	}
	return out
}

// A cursor is the key of the last row of a page, in text, in URL-safe base64.
const cursorForm = "%d.%d.%d.%d.%d"

func cursorOf(r observationRow) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, cursorForm, r.Organisation, r.MeasureID, r.Start, r.Kind, r.SourceID))
}

func (s *selection) after(cursor string) error {
	if cursor == "" {
		return nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	var organisation, measure, start, kind, source int32
	if err == nil {
		_, err = fmt.Sscanf(string(text), cursorForm, &organisation, &measure, &start, &kind, &source)
	}
	if err != nil {
		return maturity.Wrap(err, maturity.Invalid, "The cursor cannot be read. Use the one the page before gave, unchanged.")
	}
	s.add(`(o.organisation_id, o.measure_id, o.period_start, o.period_kind, o.source_id) > (?, ?::smallint, ?::date, ?::smallint, ?::smallint)`,
		organisation, measure, period.Day(start).String(), kind, source)
	return nil
}

// query is the filter's statement in key order. With the preferred source only, the cursor's key stands for all sources
// of its period.
func (s *selection) query(all bool) string {
	where := ` FROM observation o WHERE ` + strings.Join(s.where, ` AND `)
	if all {
		return `SELECT ` + observationColumns + where + ` ORDER BY o.organisation_id, o.measure_id, o.period_start, o.period_kind, o.source_id`
	}
	where = ` FROM observation o JOIN source ON source.id = o.source_id WHERE ` + strings.Join(s.where, ` AND `)
	return `SELECT DISTINCT ON (o.organisation_id, o.measure_id, o.period_start, o.period_kind) ` + observationColumns + where + `
		ORDER BY o.organisation_id, o.measure_id, o.period_start, o.period_kind, source.preference, o.source_id`
}

// Observations gives a page of observations in order of organisation, measure, period and source, and the cursor of
// the next page: "" when this is the last one.
func (db *DB) Observations(ctx context.Context, f maturity.ObservationFilter) (page []maturity.Observation, next string, err error) {
	if f.Limit <= 0 {
		f.Limit = 500
	}
	limit := f.Limit
	f.Limit++
	var last observationRow
	err = db.observations(ctx, f, func(r observationRow, o maturity.Observation) error {
		if len(page) == limit {
			next = cursorOf(last)
			return nil
		}
		last = r
		page = append(page, o)
		return nil
	})
	return page, next, err
}

// EachObservation calls yield for every observation of the filter (Limit 0: all) in the order of Observations, in
// constant memory. An error of yield ends it.
func (db *DB) EachObservation(ctx context.Context, f maturity.ObservationFilter, yield func(maturity.Observation) error) error {
	return db.observations(ctx, f, func(_ observationRow, o maturity.Observation) error { return yield(o) })
}

func (db *DB) observations(ctx context.Context, f maturity.ObservationFilter, yield func(observationRow, maturity.Observation) error) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	chosen, err := selectObservations(f, refs)
	if err != nil {
		return err
	}
	query := chosen.query(f.AllSources)
	if f.Limit > 0 {
		query += fmt.Sprintf(` LIMIT %d`, f.Limit)
	}
	rows, err := db.x.QueryxContext(ctx, query, chosen.args...)
	if err != nil {
		return asError(err, "The observations could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		var r observationRow
		if err := rows.StructScan(&r); err != nil {
			return asError(err, "The observations could not be read.")
		}
		if err := yield(r, r.observation(refs)); err != nil {
			return err
		}
	}
	return asError(rows.Err(), "The observations could not be read.")
}

// EachSeries calls yield for every organisation and measure of the filter with all its periods, preferred source each,
// in order of organisation and measure. Sheet, cell and seen text are left out. The slice is reused for the next series.
func (db *DB) EachSeries(ctx context.Context, f maturity.ObservationFilter, yield func(maturity.Series) error) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	f.Cursor = ""
	chosen, err := selectObservations(f, refs)
	if err != nil {
		return err
	}
	rows, err := db.x.QueryContext(ctx, chosen.seriesQuery(), chosen.args...)
	if err != nil {
		return asError(err, "The series could not be read.")
	}
	defer rows.Close()
	var series maturity.Series
	for rows.Next() {
		var r observationRow
		if err := rows.Scan(&r.Organisation, &r.MeasureID, &r.Kind, &r.Start, &r.SourceID, &r.KnownFrom, &r.KnownTo, &r.State, &r.Flags,
			&r.Value, &r.Numerator, &r.Denominator, &r.Submission); err != nil {
			return asError(err, "The series could not be read.")
		}
		o := r.observation(refs)
		if o.Organisation != series.Organisation || o.Measure != series.Measure {
			if err := emit(series, yield); err != nil {
				return err
			}
			series = maturity.Series{Organisation: o.Organisation, Measure: o.Measure, Observations: series.Observations[:0]}
		}
		series.Observations = append(series.Observations, o)
	}
	if err := rows.Err(); err != nil {
		return asError(err, "The series could not be read.")
	}
	return emit(series, yield)
}

func emit(s maturity.Series, yield func(maturity.Series) error) error {
	if len(s.Observations) == 0 {
		return nil
	}
	slices.SortStableFunc(s.Observations, func(a, b maturity.Observation) int { return int(a.Period.Kind) - int(b.Period.Kind) })
	return yield(s)
}

func (s *selection) seriesQuery() string {
	return `SELECT DISTINCT ON (o.organisation_id, o.measure_id, o.period_start, o.period_kind)
			o.organisation_id, o.measure_id, o.period_kind, o.period_start - date '1970-01-01', o.source_id, o.known_from,
			nullif(o.known_to, 'infinity'), o.state, o.flags, o.value, o.numerator, o.denominator, o.submission_id
		FROM observation o JOIN source ON source.id = o.source_id WHERE ` + strings.Join(s.where, ` AND `) + `
		ORDER BY o.organisation_id, o.measure_id, o.period_start, o.period_kind, source.preference, o.source_id`
}
