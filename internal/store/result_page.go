package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const defaultPage = 500

// keyCursor is the key of the last row of a page of results: its parts in order, as JSON, in URL-safe base64.
func keyCursor(parts ...any) string {
	text, err := json.Marshal(parts)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// afterKey reads a cursor into the parts and chooses the rows behind it; columns are compared in their order.
func (s *selection) afterKey(cursor, columns string, parts ...any) error {
	if cursor == "" {
		return nil
	}
	marks, args := make([]string, len(parts)), make([]any, len(parts))
	err := readKey(cursor, parts)
	for i, part := range parts {
		switch v := part.(type) {
		case *int32:
			marks[i], args[i] = "?::integer", *v
		case *int16:
			marks[i], args[i] = "?::smallint", *v
		case *string:
			marks[i], args[i] = "?::text", *v
			if strings.ContainsRune(*v, 0) {
				err = errors.Join(err, errors.New("a NUL in the text"))
			}
		case *period.Day:
			marks[i], args[i] = "?::date", v.String()
			if *v < -maxCursorDay || *v > maxCursorDay {
				err = errors.Join(err, fmt.Errorf("day %d", *v))
			}
		}
	}
	if err != nil {
		return maturity.Wrap(err, maturity.Invalid, "The cursor cannot be read. Use the one the page before gave, unchanged.")
	}
	s.add(`(`+columns+`) > (`+strings.Join(marks, ", ")+`)`, args...)
	return nil
}

func readKey(cursor string, parts []any) error {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return err
	}
	var items []json.RawMessage
	if err := json.Unmarshal(text, &items); err != nil {
		return err
	}
	if len(items) != len(parts) {
		return fmt.Errorf("%d parts", len(items))
	}
	for i, part := range parts {
		if err := json.Unmarshal(items[i], part); err != nil {
			return err
		}
	}
	return nil
}

// selectResults builds the conditions that all kinds of results share, on o.
func selectResults(f maturity.ResultFilter, refs *refs) *selection {
	s := &selection{}
	s.asAt(f.AsAt)
	if len(f.Organisations) > 0 {
		s.add(`o.organisation_id = ANY (?)`, organisationArray(f.Organisations))
	}
	s.within(f.Footprint, f.AsAt)
	if len(f.Measures) > 0 {
		s.add(`o.measure_id = ANY (?::smallint[])`, catalogueNumbers(f.Measures, refs.measureID))
	}
	if len(f.Benchmarks) > 0 {
		s.add(`o.benchmark_ref = ANY (?)`, pq.Array(f.Benchmarks))
	}
	if f.From != 0 {
		s.add(`o.period_start >= ?`, f.From.String())
	}
	if f.To != 0 {
		s.add(`o.period_start <= ?`, f.To.String())
	}
	return s
}

// page is the end of a statement: conditions, order and one row more than is wanted.
func (s *selection) page(table, order string, limit int) string {
	return ` FROM ` + table + ` o WHERE ` + strings.Join(s.where, ` AND `) + ` ORDER BY ` + order + fmt.Sprintf(` LIMIT %d`, limit+1)
}

func pageLimit(limit int) int {
	if limit <= 0 {
		return defaultPage
	}
	return limit
}

// TrajectoryPage gives a page of stored trajectories with their paths, in order of organisation, measure id in the
// database and target, and the cursor of the next page: "" when this is the last one.
func (db *DB) TrajectoryPage(ctx context.Context, f maturity.ResultFilter) (page []maturity.Trajectory, next string, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, "", err
	}
	s := selectResults(f, refs)
	if len(f.Targets) > 0 {
		s.add(`o.target_ref = ANY (?)`, pq.Array(f.Targets))
	}
	if len(f.Statuses) > 0 {
		s.add(`o.status = ANY (?)`, pq.Array(f.Statuses))
	}
	const order = `o.organisation_id, o.measure_id, o.target_ref`
	if err := s.afterKey(f.Cursor, order, new(int32), new(int16), new(string)); err != nil {
		return nil, "", err
	}
	limit := pageLimit(f.Limit)
	rows, err := db.x.QueryContext(ctx, `SELECT o.organisation_id, o.measure_id, o.target_ref, o.known_from, nullif(o.known_to, 'infinity'), o.status, o.probability,
		o.inputs_hash, o.definition_hash, o.detail`+s.page("trajectory", order, limit), s.args...)
	if err != nil {
		return nil, "", asError(err, "The trajectories could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		t, err := scanTrajectory(rows, refs)
		if err != nil {
			return nil, "", asError(err, "The trajectories could not be read.")
		}
		page = append(page, t)
	}
	if err := rows.Err(); err != nil {
		return nil, "", asError(err, "The trajectories could not be read.")
	}
	if len(page) > limit {
		page = page[:limit]
		last := page[limit-1]
		next = keyCursor(last.Organisation, refs.measureID[last.Measure], last.Target)
	}
	return page, next, nil
}

// PositionPage gives a page of organisations' places against their benchmarks, in order of organisation, measure id in
// the database, benchmark and period, and the cursor of the next page.
func (db *DB) PositionPage(ctx context.Context, f maturity.ResultFilter) (page []maturity.BenchmarkResult, next string, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, "", err
	}
	s := selectResults(f, refs)
	const order = `o.organisation_id, o.measure_id, o.benchmark_ref, o.period_start, o.period_kind`
	if err := s.afterKey(f.Cursor, order, new(int32), new(int16), new(string), new(period.Day), new(int16)); err != nil {
		return nil, "", err
	}
	limit := pageLimit(f.Limit)
	var rows []positionRow
	err = db.x.SelectContext(ctx, &rows, `SELECT `+positionColumns+
		s.page("benchmark_position", order, limit), s.args...)
	if err != nil {
		return nil, "", asError(err, "The comparison could not be read.")
	}
	for i, r := range rows {
		if i == limit {
			last := rows[i-1]
			next = keyCursor(last.Organisation, last.Measure, last.Benchmark, last.Start, last.Kind)
			break
		}
		page = append(page, r.result(refs))
	}
	return page, next, nil
}

// BenchmarkPage gives a page of the values of benchmarks, in order of measure id in the database, benchmark,
// population and period, and the cursor of the next page. Organisations and Footprint are not looked at.
func (db *DB) BenchmarkPage(ctx context.Context, f maturity.ResultFilter) (page []maturity.BenchmarkValue, next string, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, "", err
	}
	f.Organisations, f.Footprint = nil, 0
	s := selectResults(f, refs)
	const order = `o.measure_id, o.benchmark_ref, o.population, o.period_start, o.period_kind`
	if err := s.afterKey(f.Cursor, order, new(int16), new(string), new(string), new(period.Day), new(int16)); err != nil {
		return nil, "", err
	}
	limit := pageLimit(f.Limit)
	var rows []struct {
		Measure               int16
		Benchmark, Population string
		Kind                  period.Kind
		Start                 period.Day
		Value                 *float64
		Peers                 int
		Centiles              pq.Float64Array
		Reason                string
	}
	err = db.x.SelectContext(ctx, &rows, `SELECT o.measure_id AS measure, o.benchmark_ref AS benchmark, o.population, o.period_kind AS kind,
		o.period_start - date '1970-01-01' AS start, o.value, o.peers, o.centiles, o.reason`+s.page("benchmark", order, limit), s.args...)
	if err != nil {
		return nil, "", asError(err, "The averages could not be read.")
	}
	for i, r := range rows {
		if i == limit {
			last := rows[i-1]
			next = keyCursor(last.Measure, last.Benchmark, last.Population, last.Start, last.Kind)
			break
		}
		page = append(page, maturity.BenchmarkValue{Measure: refs.measureRef[r.Measure], Benchmark: r.Benchmark, Population: r.Population,
			Period: period.Period{Kind: r.Kind, Start: r.Start}, Value: orNotGiven(r.Value), Peers: r.Peers, Centiles: r.Centiles, Reason: r.Reason})
	}
	return page, next, nil
}
