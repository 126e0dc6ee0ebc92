package store

import (
	"context"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"waymark/internal/maturity"
	"waymark/migrations"
)

// Migrate brings the schema up to this program's version. Replicas that start at the same time wait for one another.
// It refuses to touch a schema newer than this program.
func (db *DB) Migrate(ctx context.Context) error {
	have, want, err := db.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return schemaError(have, want)
	}
	provider, err := db.migrations()
	if err != nil {
		return maturity.Wrap(err, maturity.Internal, "The migrations of this program cannot be read.")
	}
	if _, err := provider.Up(ctx); err != nil {
		return asError(err, "The database schema could not be brought up to date; the last complete step stands.")
	}
	return nil
}

// SchemaVersion gives the version the database has (0 when it is empty) and the one this program wants.
func (db *DB) SchemaVersion(ctx context.Context) (have, want int64, err error) {
	provider, err := db.migrations()
	if err != nil {
		return 0, 0, maturity.Wrap(err, maturity.Internal, "The migrations of this program cannot be read.")
	}
	sources := provider.ListSources()
	want = sources[len(sources)-1].Version
	var made bool
	if err := db.x.GetContext(ctx, &made, `SELECT to_regclass($1) IS NOT NULL`, goose.DefaultTablename); err != nil || !made {
		return 0, want, asError(err, "")
	}
	err = db.x.GetContext(ctx, &have, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`)
	return have, want, asError(err, "")
}

// CheckSchema refuses a schema that is older or newer than this program, with a sentence that says what to do.
func (db *DB) CheckSchema(ctx context.Context) error {
	have, want, err := db.SchemaVersion(ctx)
	if err != nil || have == want {
		return err
	}
	return schemaError(have, want)
}

func schemaError(have, want int64) error {
	if have > want {
		return maturity.Errorf(maturity.Unavailable, "The database has schema version %d, this program knows versions up to %d: use a newer waymark.", have, want)
	}
	return maturity.Errorf(maturity.Unavailable, "The database has schema version %d, this program needs %d: run waymark migrate.", have, want)
}

func (db *DB) migrations() (*goose.Provider, error) {
	// One second between attempts, five minutes in all: longer than any migration here takes.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db.x.DB, migrations.Files,
		goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
}
