package store

import (
	"context"
	"database/sql"
	"math"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// examplesShown is how many places of one finding a report names.
const examplesShown = 5

// differs compares the content of two rows named a and b, NULL-safe.
const differs = `(a.state, a.flags, a.value, a.numerator, a.denominator) IS DISTINCT FROM (b.state, b.flags, b.value, b.numerator, b.denominator)`

// clashRow is one example: a staged row, and the row it does not go with.
type clashRow struct {
	Code       string          `db:"code"`
	MeasureID  int16           `db:"measure_id"`
	Kind       uint8           `db:"period_kind"`
	Start      int32           `db:"start"`
	State      uint8           `db:"state"`
	Value      sql.NullFloat64 `db:"value"`
	Sheet      string          `db:"sheet"`
	Row        int             `db:"cell_row"`
	Column     int             `db:"cell_column"`
	OtherState uint8           `db:"other_state"`
	OtherValue sql.NullFloat64 `db:"other_value"`
	OtherStart int32           `db:"other_start"`
	Numer      sql.NullFloat64 `db:"numerator"`
	Denom      sql.NullFloat64 `db:"denominator"`
	OtherNumer sql.NullFloat64 `db:"other_numerator"`
	OtherDenom sql.NullFloat64 `db:"other_denominator"`
	OtherSheet sql.NullString  `db:"other_sheet"`
	OtherRow   sql.NullInt32   `db:"other_row"`
	OtherCol   sql.NullInt32   `db:"other_column"`
}

func (r clashRow) clash(refs *refs) maturity.Clash {
	kind := period.Kind(r.Kind)
	c := maturity.Clash{Organisation: r.Code, Measure: refs.measureRef[r.MeasureID], Period: period.Period{Kind: kind, Start: period.Day(r.Start)},
		Cell: maturity.Cell{Sheet: r.Sheet, Row: r.Row, Column: r.Column}, State: maturity.State(r.State), Value: orNaN(r.Value),
		OtherState: maturity.State(r.OtherState), OtherValue: orNaN(r.OtherValue), OtherPeriod: period.Period{Kind: kind, Start: period.Day(r.OtherStart)},
		Numerator: orNaN(r.Numer), Denominator: orNaN(r.Denom), OtherNumerator: orNaN(r.OtherNumer), OtherDenominator: orNaN(r.OtherDenom)}
	if r.OtherRow.Valid {
		c.Other = &maturity.Cell{Sheet: r.OtherSheet.String, Row: int(r.OtherRow.Int32), Column: int(r.OtherCol.Int32)}
	}
	return c
}

func orNaN(n sql.NullFloat64) float64 {
	if !n.Valid {
		return math.NaN()
	}
	return n.Float64
}

// clashColumns reads an example from the staged row b and the other staged row a.
const clashColumns = `coalesce(org.code, b.organisation_id::text) AS code, b.measure_id, b.period_kind, b.period_start - date '1970-01-01' AS start,
	b.state, b.value, coalesce(sheet_b.name, '') AS sheet, b.cell_row, b.cell_column,
	a.state AS other_state, a.value AS other_value, a.period_start - date '1970-01-01' AS other_start,
	b.numerator, b.denominator, a.numerator AS other_numerator, a.denominator AS other_denominator`

const clashJoins = ` LEFT JOIN organisation org ON org.id = b.organisation_id
	LEFT JOIN submission_sheet sheet_b ON sheet_b.submission_id = $1 AND sheet_b.sheet = b.sheet`

// repeats finds rows with the key of another row: equal ones are dropped, different ones hold their organisation back.
func (c *stagingCheck) repeats(ctx context.Context, found *maturity.StagingFindings) error {
	pairs := ` FROM neighbour n JOIN ` + c.table + ` b ON b.ctid = n.here JOIN ` + c.table + ` a ON a.ctid = n.there`
	var counts struct{ Equal, Different int64 }
	err := c.tx.GetContext(ctx, &counts, `
		SELECT count(*) FILTER (WHERE NOT (`+differs+`)) AS equal, count(*) FILTER (WHERE `+differs+`) AS different`+pairs+` WHERE n.repeats`)
	if err != nil || counts.Equal+counts.Different == 0 {
		return err
	}
	found.Repeats.Count, found.Conflicts.Count = counts.Equal, counts.Different
	if counts.Different > 0 {
		if found.Conflicts.Organisations, err = c.organisations(ctx, pairs+` WHERE n.repeats AND `+differs); err != nil {
			return err
		}
	}
	examples := `SELECT ` + clashColumns + `, sheet_a.name AS other_sheet, a.cell_row AS other_row, a.cell_column AS other_column` + pairs + clashJoins + `
		LEFT JOIN submission_sheet sheet_a ON sheet_a.submission_id = $1 AND sheet_a.sheet = a.sheet
		WHERE n.repeats AND (` + differs + `) = $2 ORDER BY b.sheet, b.cell_row, b.cell_column LIMIT $3`
	if found.Repeats.Examples, err = c.examples(ctx, examples, c.submission.ID, false, examplesShown); err != nil {
		return err
	}
	if found.Conflicts.Examples, err = c.examples(ctx, examples, c.submission.ID, true, examplesShown); err != nil {
		return err
	}
	_, err = c.tx.ExecContext(ctx, `DELETE FROM `+c.table+` WHERE ctid IN (SELECT n.here`+pairs+` WHERE n.repeats AND NOT (`+differs+`))`)
	return err
}

// organisations gives number and code of those a query on staged rows b is about.
func (c *stagingCheck) organisations(ctx context.Context, from string) (map[maturity.OrganisationID]string, error) {
	var rows []struct {
		ID   maturity.OrganisationID
		Code string
	}
	err := c.tx.SelectContext(ctx, &rows, `
		SELECT id, coalesce(code, id::text) AS code
		FROM (SELECT DISTINCT b.organisation_id AS id`+from+`) AS concerned LEFT JOIN organisation USING (id)`)
	out := make(map[maturity.OrganisationID]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Code
	}
	return out, err
}

// jumps finds large changes from the neighbouring period, in the file or, where the file has none, as stored.
func (c *stagingCheck) jumps(ctx context.Context, stored bool, found *maturity.StagingFindings) error {
	inFile := ` FROM neighbour n JOIN ` + c.table + ` b ON b.ctid = n.here JOIN ` + c.table + ` a ON a.ctid = n.there WHERE NOT n.repeats AND n.has_neighbour`
	if err := c.tx.GetContext(ctx, &found.Jumps.Count, `SELECT count(*)`+inFile); err != nil {
		return err
	}
	var err error
	if found.Jumps.Count > 0 {
		found.Jumps.Examples, err = c.examples(ctx, `SELECT `+clashColumns+`, sheet_a.name AS other_sheet, a.cell_row AS other_row, a.cell_column AS other_column
			FROM neighbour n JOIN `+c.table+` b ON b.ctid = n.here JOIN `+c.table+` a ON a.ctid = n.there`+clashJoins+`
			LEFT JOIN submission_sheet sheet_a ON sheet_a.submission_id = $1 AND sheet_a.sheet = a.sheet
			WHERE NOT n.repeats AND n.has_neighbour ORDER BY b.sheet, b.cell_row, b.cell_column LIMIT $2`, c.submission.ID, examplesShown)
	}
	if err != nil || !stored {
		return err
	}
	return c.jumpsFromStored(ctx, found)
}

func (c *stagingCheck) jumpsFromStored(ctx context.Context, found *maturity.StagingFindings) error {
	fromStored := ` FROM neighbour n JOIN ` + c.table + ` b ON b.ctid = n.here
		JOIN observation a ON a.organisation_id = b.organisation_id AND a.measure_id = b.measure_id AND a.period_start = n.before_start
			AND a.period_kind = b.period_kind AND a.source_id = $2 AND a.known_to = 'infinity'` + clashJoins + `
		WHERE NOT n.has_neighbour AND NOT n.repeats AND a.state = 1 AND abs(b.value - a.value) > n.max_jump`
	var count int64
	if err := c.tx.GetContext(ctx, &count, `SELECT count(*)`+fromStored, c.submission.ID, c.source); err != nil || count == 0 {
		return err
	}
	found.Jumps.Count += count
	more, err := c.examples(ctx, `SELECT `+clashColumns+`, NULL AS other_sheet, NULL::integer AS other_row, NULL::integer AS other_column`+fromStored+`
		ORDER BY b.sheet, b.cell_row, b.cell_column LIMIT $3`, c.submission.ID, c.source, examplesShown-len(found.Jumps.Examples))
	found.Jumps.Examples = append(found.Jumps.Examples, more...)
	return err
}

// tooEarly finds stored values that are believed from the submission's time or later and would be superseded.
func (c *stagingCheck) tooEarly(ctx context.Context, span stagedSpan, found *maturity.StagingFindings) error {
	stored := ` FROM ` + c.table + ` b JOIN observation a ON a.organisation_id = b.organisation_id AND a.measure_id = b.measure_id
			AND a.period_start = b.period_start AND a.period_kind = b.period_kind AND a.source_id = $2 AND a.known_to = 'infinity'` + clashJoins + `
		WHERE a.period_start BETWEEN date '1970-01-01' + $3::integer AND date '1970-01-01' + $4::integer AND a.known_from >= $5 AND b.organisation_id <> ALL ($6) AND ` + differs
	args := []any{c.submission.ID, c.source, span.First, span.Last, c.submission.KnownFrom, organisationArray(c.held(found))}
	if err := c.tx.GetContext(ctx, &found.TooEarly.Count, `SELECT count(*)`+stored, args...); err != nil || found.TooEarly.Count == 0 {
		return err
	}
	var err error
	found.TooEarly.Examples, err = c.examples(ctx, `SELECT `+clashColumns+`, NULL AS other_sheet, NULL::integer AS other_row, NULL::integer AS other_column`+stored+`
		ORDER BY b.sheet, b.cell_row, b.cell_column LIMIT $7`, append(args, examplesShown)...)
	return err
}

func (c *stagingCheck) examples(ctx context.Context, query string, args ...any) ([]maturity.Clash, error) {
	var rows []clashRow
	if err := c.tx.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	out := make([]maturity.Clash, len(rows))
	for i, r := range rows {
		out[i] = r.clash(c.refs)
	}
	return out, nil
}
