// Package store keeps everything in PostgreSQL: plain SQL through sqlx, one file per concern, database errors turned
// into maturity errors. It holds no rules: what may be written and what follows from it is decided by the use cases.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// maxConnections bounds the pool: enough for the pages of one replica, few enough for a default PostgreSQL (100).
const maxConnections = 20

// DB is the database with the methods of all concerns. It is safe for concurrent use.
type DB struct {
	x         *sqlx.DB
	refs      atomic.Pointer[refs]
	directory atomic.Pointer[Directory]
	masked    atomic.Pointer[map[int16]int64] // see noteMasked
}

// Tx is one transaction, for use cases that must see several writes succeed or fail together.
type Tx struct{ *sqlx.Tx }

// Open connects to the PostgreSQL that dsn names, as a URL or as key=value pairs; several hosts may be given, separated
// by commas. Each of around may wrap the driver, to watch what is asked of the database. It fails with
// maturity.Unavailable when the database does not answer.
func Open(ctx context.Context, dsn string, around ...func(driver.Connector) driver.Connector) (*DB, error) {
	config, err := pq.NewConfig(portsApart(dsn))
	if err != nil {
		return nil, maturity.Wrap(err, maturity.Invalid, "The database address cannot be read. Write postgres://user:password@host/database.")
	}
	var connector driver.Connector
	if connector, err = pq.NewConnectorConfig(ours(config)); err != nil {
		return nil, maturity.Wrap(err, maturity.Invalid, "The database address cannot be used.")
	}
	for _, wrap := range around {
		connector = wrap(connector)
	}
	x := sqlx.NewDb(sql.OpenDB(connector), "postgres")
	x.SetMaxOpenConns(maxConnections)
	x.SetMaxIdleConns(maxConnections)
	x.SetConnMaxIdleTime(5 * time.Minute)
	db := &DB{x: x}
	if err := db.Ping(ctx); err != nil {
		x.Close()
		return nil, err
	}
	return db, nil
}

// ours makes the session independent of the server's own settings, and of which of several hosts is the primary now:
// Waymark writes, so it looks for the one that can be written to.
func ours(config pq.Config) pq.Config {
	if config.Runtime == nil {
		config.Runtime = map[string]string{}
	}
	config.Runtime["timezone"] = "UTC"
	if config.ApplicationName == "" {
		config.Runtime["application_name"] = "waymark"
	}
	if config.TargetSessionAttrs == "" {
		config.TargetSessionAttrs = pq.TargetSessionAttrsReadWrite
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	return config
}

// Ping asks the database for a sign of life.
func (db *DB) Ping(ctx context.Context) error { return asError(db.x.PingContext(ctx), "") }

// Close ends all connections.
func (db *DB) Close() error { return db.x.Close() }

// SQL is the plain connection pool, for libraries that bring their own queries (the session store).
func (db *DB) SQL() *sql.DB { return db.x.DB }

// InTx runs f in one transaction: committed when f returns nil, otherwise rolled back and f's error returned.
func (db *DB) InTx(ctx context.Context, f func(*Tx) error) error {
	tx, err := db.x.BeginTxx(ctx, nil)
	if err != nil {
		return asError(err, "")
	}
	defer tx.Rollback() // after a commit this does nothing; after a panic it frees the connection
	if err := f(&Tx{tx}); err != nil {
		return asError(err, "")
	}
	return asError(tx.Commit(), "")
}

// InSnapshot runs f in one read-only transaction that sees a single state of the database.
func (db *DB) InSnapshot(ctx context.Context, f func(*Tx) error) error {
	tx, err := db.x.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return asError(err, "")
	}
	defer tx.Rollback()
	return asError(f(&Tx{tx}), "")
}
