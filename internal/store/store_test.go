package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

func TestMigrateOnceAndForAll(t *testing.T) {
	t.Parallel()
	db, dsn := storetest.NewWithDSN(t)
	if _, err := db.SQL().Exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA staging`); err != nil {
		t.Fatal(err)
	}
	if err := db.CheckSchema(t.Context()); maturity.CodeOf(err) != maturity.Unavailable {
		t.Fatalf("an empty database passed: %v", err)
	}
	// Replicas that start together: all succeed, and the schema is made once.
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			replica, err := store.Open(t.Context(), dsn)
			if err != nil {
				t.Error(err)
				return
			}
			defer replica.Close()
			if err := replica.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if err := db.CheckSchema(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := db.SQL().Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`); err != nil {
		t.Fatal(err)
	}
	for name, refuse := range map[string]func(context.Context) error{"CheckSchema": db.CheckSchema, "Migrate": db.Migrate} {
		if err := refuse(t.Context()); maturity.CodeOf(err) != maturity.Unavailable {
			t.Errorf("%s accepts a newer schema: %v", name, err)
		}
	}
}

func TestErrorsHaveCodes(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	insert := `INSERT INTO organisation (code, name, short_name, kind) VALUES `
	for name, c := range map[string]struct {
		statement string
		want      maturity.Code
	}{
		"the same code twice":    {insert + `('RTE', 'Gloucestershire Hospitals', 'GHFT', 'acute'), ('RTE', 'Other', 'Other', 'acute')`, maturity.Conflict},
		"a relation to nobody":   {`INSERT INTO relation (from_id, to_id, kind, origin) VALUES (1, 2, 'part_of', 'seed')`, maturity.Conflict},
		"an empty name":          {insert + `('RTE', '', 'GHFT', 'acute')`, maturity.Invalid},
		"no kind":                {`INSERT INTO organisation (code, name, short_name) VALUES ('RTE', 'a', 'a')`, maturity.Invalid},
		"a read-only database":   {`SET TRANSACTION READ ONLY; ` + insert + `('RTE', 'a', 'a', 'acute')`, maturity.Unavailable},
		"a query that was slow":  {`SET LOCAL statement_timeout = 1; SELECT pg_sleep(5)`, maturity.Unavailable},
		"a fault in our own SQL": {`SELEKT 1`, maturity.Internal},
	} {
		err := db.InTx(t.Context(), func(tx *store.Tx) error {
			_, err := tx.ExecContext(t.Context(), c.statement)
			return err
		})
		if maturity.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if sentence := maturity.SentenceOf(err); len(sentence) < 10 {
			t.Errorf("%s has nothing to show: %q", name, sentence)
		}
	}
	if _, err := store.Open(t.Context(), "host=/nowhere/at/all dbname=x"); maturity.CodeOf(err) != maturity.Unavailable {
		t.Errorf("no server: %v", err)
	}
	if _, err := store.Open(t.Context(), "postgres://%zz"); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("no address: %v", err)
	}
}

func TestTransactionIsAllOrNothing(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	stop := errors.New("changed my mind")
	err := db.InTx(t.Context(), func(tx *store.Tx) error {
		tx.MustExec(`INSERT INTO measure (ref) VALUES ('half')`)
		return stop
	})
	if !errors.Is(err, stop) {
		t.Errorf("the cause is lost: %v", err)
	}
	var rows int
	if err := db.SQL().QueryRow(`SELECT count(*) FROM measure`).Scan(&rows); err != nil || rows != 0 {
		t.Errorf("%d rows left behind, %v", rows, err)
	}
}

func TestSyncCatalogue(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	sync := func(measures []string, sources map[string]int) {
		t.Helper()
		c := &maturity.Catalogue{}
		for _, id := range measures {
			c.Measures = append(c.Measures, maturity.Measure{ID: id})
		}
		for id, rank := range sources {
			c.Sources = append(c.Sources, maturity.Source{ID: id, Rank: rank})
		}
		if err := db.SyncCatalogue(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	sync([]string{"eps", "ers"}, map[string]int{"return": 10})
	for range 5 { // restarts use up no numbers
		sync([]string{"eps", "ers"}, map[string]int{"return": 10})
	}
	sync([]string{"ers", "discharge"}, map[string]int{"return": 20}) // eps is gone from the definitions, its number stays
	var got string
	err := db.SQL().QueryRow(`SELECT (SELECT string_agg(id || ' ' || ref, ', ' ORDER BY id) FROM measure) || '; ' || (SELECT string_agg(ref || ' ' || preference, ', ') FROM source)`).Scan(&got)
	if want := "1 eps, 2 ers, 3 discharge; return 20"; err != nil || got != want {
		t.Errorf("%q, want %q, %v", got, want, err)
	}
}
