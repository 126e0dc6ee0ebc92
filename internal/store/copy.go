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
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil) // see copyFrom
	if err != nil {
		return asError(err, "")
	}
	defer tx.Rollback()
	err = rawly(conn, func(raw any) error { return fillCopy(ctx, raw, statement, fill) })
	if err != nil {
		return asError(err, "")
	}
	return asError(tx.Commit(), "")
}

func fillCopy(ctx context.Context, raw any, statement string, fill func(put func(lines string) error) error) error {
	quiet := context.WithoutCancel(ctx)
	stream, err := openCopy(quiet, raw, statement)
	if err != nil {
		return err
	}
	put := func(lines string) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		_, err := stream.CopyData(quiet, lines)
		return err
	}
	if err := fill(put); err != nil {
		return abandon(stream, err)
	}
	_, err = stream.Exec(nil)
	return err
}

// abandon ends a COPY that must not count and gives the reason. The driver can only end it as if it were complete: the
// transaction around it has to be rolled back.
func abandon(stream copyStream, reason error) error {
	stream.Close() // if this fails, so does the rollback, and the pool drops the connection
	return reason
}

// copyStream is what the driver's statement for a COPY can do.
type copyStream interface {
	CopyData(ctx context.Context, lines string) (driver.Result, error)
	Exec([]driver.Value) (driver.Result, error)
	Close() error
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

// sendPieces feeds a COPY until pieces is closed, which says that it is complete, or ctx ends. Row by row through
// database/sql would cost more than reading the file, so whole pieces of text go to the driver's own CopyData. After a
// failure the transaction must be rolled back.
func sendPieces(ctx context.Context, conn *sql.Conn, statement string, pieces <-chan string) error {
	return rawly(conn, func(raw any) error { return copyFrom(ctx, raw, statement, pieces) })
}

// rawly lends f the driver's connection inside a transaction. Its error reaches the caller and never database/sql: told
// of driver.ErrBadConn, that would wait for the transaction to end before it closes the connection, and so for ever. The
// rollback that follows finds the connection dead as well, and the pool drops it then.
func rawly(conn *sql.Conn, f func(raw any) error) (err error) {
	if lent := conn.Raw(func(raw any) error { err = f(raw); return nil }); lent != nil {
		return lent
	}
	return err
}

// copyFrom keeps ctx from the driver: it would tear the connection down under a COPY that is still listening.
func copyFrom(ctx context.Context, raw any, statement string, pieces <-chan string) error {
	quiet := context.WithoutCancel(ctx)
	stream, err := openCopy(quiet, raw, statement)
	if err != nil {
		return err
	}
	for {
		select {
		case piece, more := <-pieces:
			if !more {
				_, err := stream.Exec(nil)
				return err
			}
			if _, err := stream.CopyData(quiet, piece); err != nil {
				return abandon(stream, err)
			}
		case <-ctx.Done():
			return abandon(stream, context.Cause(ctx))
		}
	}
}
