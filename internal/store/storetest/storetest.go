// Package storetest gives each test a database of its own: fresh, migrated, dropped afterwards, on a real PostgreSQL
// that lives exactly as long as the test process. It is for tests only.
package storetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"waymark/internal/store"
)

const template = "waymark_template"

// process is started by the first test that asks and serves all tests of the process.
var process = sync.OnceValues(func() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s, err := startServer(ctx)
	if err != nil {
		return nil, err
	}
	return s, s.makeTemplate(ctx)
})

var databases atomic.Int64

// New gives an empty, migrated database. Tests may run in parallel. WAYMARK_TEST_DATABASE_URL names an existing server
// to use instead of a private one; its user must be allowed to create databases.
func New(t testing.TB) *store.DB {
	t.Helper()
	db, _ := NewWithDSN(t)
	return db
}

// NewWithDSN is New for tests that start further programs on the same database.
func NewWithDSN(t testing.TB) (*store.DB, string) {
	t.Helper()
	name := fmt.Sprintf("waymark_test_%d_%d", os.Getpid(), databases.Add(1))
	if address := os.Getenv("WAYMARK_TEST_DATABASE_URL"); address != "" {
		dsn := create(t, address, name, "template0", func(database string) string { return onServer(t, address, database) })
		db := open(t, dsn)
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		return db, dsn
	}
	s, err := process()
	if err != nil {
		t.Fatal("no PostgreSQL for tests: ", err)
	}
	dsn := create(t, s.dsn("postgres"), name, template, s.dsn)
	return open(t, dsn), dsn
}

// create makes a database and has it dropped after the test.
func create(t testing.TB, admin, name, from string, dsn func(string) string) string {
	t.Helper()
	execute(t, admin, "CREATE DATABASE "+name+" TEMPLATE "+from)
	t.Cleanup(func() { execute(t, admin, "DROP DATABASE "+name+" WITH (FORCE)") })
	return dsn(name)
}

func open(t testing.TB, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func execute(t testing.TB, dsn, statement string) {
	t.Helper()
	db, err := store.Open(context.Background(), dsn)
	if err == nil {
		_, err = db.SQL().Exec(statement)
		db.Close()
	}
	if err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}

func (s *server) makeTemplate(ctx context.Context) error {
	admin, err := store.Open(ctx, s.dsn("postgres"))
	if err != nil {
		return err
	}
	defer admin.Close()
	if _, err := admin.SQL().ExecContext(ctx, "CREATE DATABASE "+template); err != nil {
		return err
	}
	db, err := store.Open(ctx, s.dsn(template))
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Migrate(ctx)
}

// onServer is the address of another database on the same server.
func onServer(t testing.TB, address, database string) string {
	t.Helper()
	if !strings.Contains(address, "://") {
		return address + " dbname=" + database
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal("WAYMARK_TEST_DATABASE_URL: ", err)
	}
	u.Path = "/" + database
	return u.String()
}
