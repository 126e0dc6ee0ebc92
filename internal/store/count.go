package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync/atomic"
)

type countKey struct{}

// Counting gives a context in which statements are counted, where the database was opened with Counted, and how many
// there were so far.
func Counting(ctx context.Context) (context.Context, func() int64) {
	n := new(atomic.Int64)
	return context.WithValue(ctx, countKey{}, n), n.Load
}

// Counted is a driver that counts the statements of contexts made by Counting; it is for Open.
func Counted(c driver.Connector) driver.Connector { return countConnector{c} }

type countConnector struct{ driver.Connector }

func (c countConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	whole, ok := conn.(wholeConn)
	if !ok {
		return nil, errors.Join(errors.New("the database driver has not all methods that are passed on"), conn.Close())
	}
	return countConn{whole}, nil
}

// wholeConn is all that database/sql may ask of a connection.
type wholeConn interface {
	driver.Conn
	driver.Pinger
	driver.QueryerContext
	driver.ExecerContext
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.SessionResetter
	driver.Validator
	driver.NamedValueChecker
}

type countConn struct{ wholeConn }

func (c countConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	count(ctx)
	return c.wholeConn.QueryContext(ctx, query, args)
}

func (c countConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	count(ctx)
	return c.wholeConn.ExecContext(ctx, query, args)
}

func count(ctx context.Context) {
	if n, ok := ctx.Value(countKey{}).(*atomic.Int64); ok {
		n.Add(1)
	}
}
