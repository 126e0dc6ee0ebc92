package store

import (
	"bytes"
	"context"
	"database/sql"
	"time"

	"waymark/internal/maturity"
)

// mergeKind describes a table of results: what identifies a row, what a row says, and how rows compare.
type mergeKind struct {
	table, columns string // columns of the temporary table, with types, in the order the rows are written
	key            string // condition that old and new row of one thing share
	same           string // condition under which both say the same
	names          string // columns written
}

// mergeResults brings computed rows into a bitemporal table of results, in one transaction: an open row that says the
// same stays; one that says something else is closed at asAt and a new one opened; one written for the same asAt is
// replaced; one of a later time, or one that ended at a later time, is left alone and counted. rows are lines of COPY text, all of one measure; complete says
// that they are all there is of it, so that open rows of the measure without a new one are closed.
func (db *DB) mergeResults(ctx context.Context, k mergeKind, asAt time.Time, measure int16, rows []byte, complete bool) (counts maturity.WriteCounts, err error) {
	if len(rows) == 0 {
		if complete {
			counts.Closed, err = db.closeMeasure(ctx, k.table, asAt, measure)
		}
		return counts, err
	}
	conn, err := db.x.DB.Conn(ctx)
	if err != nil {
		return counts, asError(err, "")
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return counts, asError(err, "")
	}
	defer tx.Rollback()
	if may, err := db.mayWrite(ctx, tx, measure); err != nil || !may {
		return maturity.WriteCounts{Later: int64(bytes.Count(rows, []byte{'\n'}))}, asError(err, "The results could not be written.")
	}
	// One table per connection, emptied after each transaction: making and dropping one takes the database longer than
	// most merges. A table of results has no statistics while its first rows are written; then the planner would compare
	// every new row with every open one.
	if _, err := tx.ExecContext(ctx, notWaiting+`; SET LOCAL enable_nestloop = off;
		CREATE TEMPORARY TABLE IF NOT EXISTS `+k.computed()+` (`+k.columns+`) ON COMMIT DELETE ROWS`); err != nil {
		return counts, asError(err, "")
	}
	if err := copyText(ctx, conn, `COPY `+k.computed()+` FROM STDIN`, rows); err != nil {
		return counts, asError(err, "")
	}
	if counts, err = mergeComputed(ctx, tx, k, asAt, measure, int64(bytes.Count(rows, []byte{'\n'})), complete); err != nil {
		return counts, asError(err, "The results could not be written.")
	}
	if counts.Written+counts.Closed > 0 {
		if err := newVersion(ctx, tx, asAt); err != nil {
			return counts, asError(err, "The results could not be written.")
		}
	}
	return counts, asError(tx.Commit(), "")
}

// notWaiting makes a commit not wait for the disk. What is computed may be lost in a crash of the machine: the marks
// that say it is stale are taken away later in the same log, so they are back then, and it is computed again.
const notWaiting = `SET LOCAL synchronous_commit = off`

// computed is the name of the temporary table that new rows of a kind are sent to.
func (k mergeKind) computed() string { return "computed_" + k.table }

// closeMeasure ends all open rows of a measure.
func (db *DB) closeMeasure(ctx context.Context, table string, asAt time.Time, measure int16) (closed int64, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		closed, err = closeGone(ctx, tx.Tx.Tx, table, asAt, `o.measure_id = $2`, []any{measure})
		if err != nil || closed == 0 {
			return err
		}
		return newVersion(ctx, tx, asAt)
	})
	return closed, err
}

func mergeComputed(ctx context.Context, tx *sql.Tx, k mergeKind, asAt time.Time, measure int16, rows int64, complete bool) (counts maturity.WriteCounts, err error) {
	if complete { // before anything is taken out of computed
		counts.Closed, err = closeGone(ctx, tx, k.table, asAt, `o.measure_id = $2 AND NOT EXISTS (SELECT 1 FROM `+k.computed()+` n WHERE `+k.key+`)`, []any{measure})
		if err != nil {
			return counts, err
		}
	}
	var ended int64
	open := `o.known_to = 'infinity' AND o.measure_id = $2 AND ` + k.key
	for _, step := range []struct {
		count *int64
		sql   string
	}{
		{&counts.Unchanged, `DELETE FROM ` + k.computed() + ` n USING ` + k.table + ` o WHERE ` + open + ` AND o.known_from <= $1 AND ` + k.same},
		{&counts.Later, `DELETE FROM ` + k.computed() + ` n USING ` + k.table + ` o WHERE ` + open + ` AND o.known_from > $1`},
		{&ended, `DELETE FROM ` + k.computed() + ` n USING ` + k.table + ` o WHERE o.known_to > $1 AND o.known_to <> 'infinity' AND o.measure_id = $2 AND ` + k.key},
		{nil, `DELETE FROM ` + k.table + ` o USING ` + k.computed() + ` n WHERE ` + open + ` AND o.known_from = $1`},
		{nil, `UPDATE ` + k.table + ` o SET known_to = $1 FROM ` + k.computed() + ` n WHERE ` + open},
		{&counts.Written, `INSERT INTO ` + k.table + ` (known_from, ` + k.names + `) SELECT $1::timestamptz, ` + k.names + ` FROM ` + k.computed() + ` WHERE measure_id = $2`},
	} {
		result, err := tx.ExecContext(ctx, step.sql, asAt, measure)
		if err != nil {
			return counts, err
		}
		if step.count == nil {
			continue
		}
		if *step.count, err = result.RowsAffected(); err != nil {
			return counts, err
		}
		if counts.Unchanged+counts.Later+ended == rows {
			break
		}
	}
	counts.Later += ended
	return counts, nil
}

// closeGone ends the open rows o that meet the condition; those opened at asAt itself go, as if they had never been.
// The condition's arguments start at $2.
func closeGone(ctx context.Context, tx *sql.Tx, table string, asAt time.Time, condition string, args []any) (closed int64, err error) {
	args = append([]any{asAt}, args...)
	for _, statement := range []string{
		`DELETE FROM ` + table + ` o WHERE o.known_to = 'infinity' AND o.known_from = $1 AND ` + condition,
		`UPDATE ` + table + ` o SET known_to = $1 WHERE o.known_to = 'infinity' AND o.known_from < $1 AND ` + condition,
	} {
		result, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return closed, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return closed, err
		}
		closed += n
	}
	return closed, nil
}

// copyText sends lines to a COPY in the connection's transaction, in pieces.
func copyText(ctx context.Context, conn *sql.Conn, statement string, lines []byte) error {
	return rawly(conn, func(raw any) error {
		return fillCopy(ctx, raw, statement, func(put func(lines string) error) error {
			for piece := range pieces(lines) {
				if err := put(piece); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// pieces cuts lines at line ends into texts of about copyPiece bytes, without the last line end of each.
func pieces(lines []byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for len(lines) > 0 {
			end := len(lines)
			if end > copyPiece {
				end = copyPiece
				for end < len(lines) && lines[end-1] != '\n' {
					end++
				}
			}
			piece := lines[:end]
			lines = lines[end:]
			if piece[len(piece)-1] == '\n' {
				piece = piece[:len(piece)-1]
			}
			if !yield(string(piece)) {
				return
			}
		}
	}
}
