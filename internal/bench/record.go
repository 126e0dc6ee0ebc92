package bench

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
)

// recorder notes the statements that go through a driver while it is on, so that exactly these can be run again bare.
type recorder struct {
	mu         sync.Mutex
	on         bool
	statements []statement
}

type statement struct {
	query string
	args  []any
}

// around is a driver whose statements are noted.
func (r *recorder) around(c driver.Connector) driver.Connector { return recordConnector{c, r} }

// during gives the statements of what f does.
func (r *recorder) during(f func() error) ([]statement, error) {
	r.mu.Lock()
	r.on, r.statements = true, nil
	r.mu.Unlock()
	err := f()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on = false
	return r.statements, err
}

func (r *recorder) note(query string, named []driver.NamedValue) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.on {
		return
	}
	args := make([]any, len(named))
	for i, a := range named {
		args[i] = a.Value
	}
	r.statements = append(r.statements, statement{query, args})
}

type recordConnector struct {
	driver.Connector
	recorder *recorder
}

func (c recordConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	plain, ok := conn.(fullConn)
	if !ok {
		return nil, errors.Join(errors.New("the database driver has not all methods that are passed on"), conn.Close())
	}
	return recordConn{plain, c.recorder}, nil
}

// fullConn is all that database/sql may ask of a connection.
type fullConn interface {
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

type recordConn struct {
	fullConn
	recorder *recorder
}

func (c recordConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.recorder.note(query, args)
	return c.fullConn.QueryContext(ctx, query, args)
}

func (c recordConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.recorder.note(query, args)
	return c.fullConn.ExecContext(ctx, query, args)
}

// replay runs the statements one after the other and reads every row, without making anything of it.
func replay(ctx context.Context, db *sql.DB, statements []statement) error {
	for _, s := range statements {
		if err := drain(db.QueryContext(ctx, s.query, s.args...)); err != nil {
			return err
		}
	}
	return nil
}

func drain(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	raw, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range raw {
		into[i] = &raw[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
	}
	return rows.Err()
}
