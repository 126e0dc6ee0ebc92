package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// CopyLines runs a COPY ... FROM STDIN in a transaction of its own. fill gives it lines in the text format of COPY, one
// or many at a time, without the last end of line.
func (db *DB) CopyLines(ctx context.Context, statement string, fill func(put func(lines string) error) error) error {
	conn, err := db.x.DB.Conn(ctx)
	if err != nil {
		return asError(err, "")
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return asError(err, "")
	}
	defer tx.Rollback()
	var failed error
	broken := conn.Raw(func(raw any) error {
		failed = fillCopy(ctx, raw, statement, fill)
		if failed != nil {
			return driver.ErrBadConn
		}
		return nil
	})
	if err := errors.Join(failed, broken); err != nil {
		return asError(err, "")
	}
	return asError(tx.Commit(), "")
}

func fillCopy(ctx context.Context, raw any, statement string, fill func(put func(lines string) error) error) error {
	stream, err := openCopy(ctx, raw, statement)
	if err != nil {
		return err
	}
	if err := fill(func(lines string) error { _, err := stream.CopyData(ctx, lines); return err }); err != nil {
		return err
	}
	_, err = stream.Exec(nil)
	return err
}

// copyStream is what the driver's statement for a COPY can do.
type copyStream interface {
	CopyData(ctx context.Context, lines string) (driver.Result, error)
	Exec([]driver.Value) (driver.Result, error)
}

func openCopy(ctx context.Context, raw any, statement string) (copyStream, error) {
	prepared, err := raw.(driver.ConnPrepareContext).PrepareContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	stream, ok := prepared.(copyStream)
	if !ok {
		return nil, errors.New("the database driver has no CopyData")
	}
	return stream, nil
}

// sendPieces feeds a COPY until pieces is closed. Row by row through database/sql would cost more than reading the
// file, so whole pieces of text go to the driver's own CopyData. A COPY that is not finished can only be ended with
// its connection, so every failure makes the connection unusable.
func sendPieces(ctx context.Context, conn *sql.Conn, statement string, pieces <-chan string) error {
	var failed error
	broken := conn.Raw(func(raw any) error {
		if failed = copyFrom(ctx, raw, statement, pieces); failed != nil {
			return driver.ErrBadConn
		}
		return nil
	})
	if failed != nil {
		return failed
	}
	return broken
}

func copyFrom(ctx context.Context, raw any, statement string, pieces <-chan string) error {
	stream, err := openCopy(ctx, raw, statement)
	if err != nil {
		return err
	}
	for piece := range pieces {
		if _, err := stream.CopyData(ctx, piece); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx) // the rows are not complete: the COPY must not be ended as if they were
	}
	_, err = stream.Exec(nil)
	return err
}
