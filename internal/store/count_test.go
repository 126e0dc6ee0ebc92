package store_test

import (
	"testing"

	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// Only the statements of the context are counted, inside transactions as well.
func TestStatementsAreCounted(t *testing.T) {
	t.Parallel()
	_, dsn := storetest.NewWithDSN(t)
	db, err := store.Open(t.Context(), dsn, store.Counted)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, asked := store.Counting(t.Context())
	for range 2 {
		if _, _, err := db.SchemaVersion(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := asked(); n != 0 {
		t.Errorf("%d statements of others are counted", n)
	}
	err = db.InTx(ctx, func(tx *store.Tx) error {
		for range 3 {
			if _, err := tx.ExecContext(ctx, `SELECT $1::int`, 7); err != nil {
				return err
			}
		}
		return nil
	})
	if n := asked(); n != 3 || err != nil {
		t.Errorf("%d statements are counted, want 3; %v", n, err)
	}
}
