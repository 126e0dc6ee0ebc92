package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// SeriesBreaks lists the breaks that were marked by hand, as known at asAt, by organisation, measure and day.
func (db *DB) SeriesBreaks(ctx context.Context, asAt time.Time) ([]maturity.SeriesBreak, error) {
	var rows []struct {
		Organisation maturity.OrganisationID `db:"organisation_id"`
		Measure      string                  `db:"ref"`
		Day          time.Time
		Reason       string
		By           string    `db:"set_by"`
		KnownFrom    time.Time `db:"known_from"`
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT organisation_id, ref, day, reason, set_by, known_from FROM series_break JOIN measure ON measure.id = measure_id
		WHERE known_from <= $1 AND known_to > $1 ORDER BY organisation_id, measure_id, day`, asAt)
	if err != nil {
		return nil, asError(err, "The breaks could not be read.")
	}
	out := make([]maturity.SeriesBreak, len(rows))
	for i, r := range rows {
		out[i] = maturity.SeriesBreak{Organisation: r.Organisation, Measure: r.Measure, KnownFrom: r.KnownFrom,
			Break: maturity.Break{Day: period.DayOf(r.Day), Kind: maturity.BreakMarked, Reason: r.Reason, By: r.By}}
	}
	return out, nil
}

// MarkBreak keeps a break of a series from entry.At on, marks the series stale and writes the audit row, all or nothing.
// maturity.Conflict where one is marked on that day already.
func (db *DB) MarkBreak(ctx context.Context, b maturity.SeriesBreak, entry maturity.AuditEntry) error {
	return db.changeBreak(ctx, b, entry, `
		INSERT INTO series_break (organisation_id, measure_id, day, reason, set_by, known_from)
		SELECT $1, $2, $3, $5, $6, $4 WHERE NOT EXISTS (
			SELECT FROM series_break WHERE organisation_id = $1 AND measure_id = $2 AND day = $3 AND known_to = 'infinity')`,
		maturity.Errorf(maturity.Conflict, "A break is marked on %s already.", b.Day.Long()), b.Reason, b.By)
}

// EndBreak ends a mark from entry.At on, as MarkBreak makes one. maturity.NotFound where there is none.
func (db *DB) EndBreak(ctx context.Context, b maturity.SeriesBreak, entry maturity.AuditEntry) error {
	return db.changeBreak(ctx, b, entry, `
		UPDATE series_break SET known_to = $4 WHERE organisation_id = $1 AND measure_id = $2 AND day = $3 AND known_to = 'infinity' AND known_from < $4`,
		maturity.Errorf(maturity.NotFound, "No break is marked on %s.", b.Day.Long()))
}

func (db *DB) changeBreak(ctx context.Context, b maturity.SeriesBreak, entry maturity.AuditEntry, change string, nothing error, more ...any) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	measure := refs.measureID[b.Measure]
	return asError(db.InTx(ctx, func(tx *Tx) error {
		result, err := tx.ExecContext(ctx, change, append([]any{b.Organisation, measure, b.Day.Time(), entry.At}, more...)...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			if err == nil {
				err = nothing
			}
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO stale_series (organisation_id, measure_id, since) VALUES ($1, $2, $3)
			ON CONFLICT (organisation_id, measure_id) DO UPDATE SET since = EXCLUDED.since`, b.Organisation, measure, entry.At); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	}), "The break could not be kept.")
}
