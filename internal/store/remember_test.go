package store_test

import (
	"context"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// A request that remembers asks the same once; what it changes in an answer nobody else sees. Without, each question is
// asked.
func TestRememberingWithinARequest(t *testing.T) {
	t.Parallel()
	_, dsn := storetest.NewWithDSN(t)
	db, err := store.Open(t.Context(), dsn, store.Counted)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const one = maturity.OrganisationID(1)
	for name, c := range map[string]struct {
		begin func(context.Context) context.Context
		asked int64
	}{"remembering": {store.Remembering, 4}, "not": {func(ctx context.Context) context.Context { return ctx }, 7}} {
		ctx, asked := store.Counting(t.Context())
		ctx = c.begin(ctx)
		for range 2 {
			ids, err := db.ScopeOf(ctx, nil, []maturity.OrganisationID{one})
			if err != nil || len(ids) != 1 || ids[0] != one {
				t.Fatalf("%s: %v %v", name, ids, err)
			}
			ids[0] = 99
		}
		other, err := db.ScopeOf(ctx, nil, []maturity.OrganisationID{one, one + 1})
		if err != nil || len(other) != 2 {
			t.Errorf("%s: another question is answered %v, %v", name, other, err)
		}
		for range 2 {
			if _, err := db.DataVersion(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := db.RoundsVersion(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := db.DecisionsVersion(ctx); err != nil {
			t.Fatal(err)
		}
		if n := asked(); n != c.asked {
			t.Errorf("%s: %d statements, want %d", name, n, c.asked)
		}
	}
}

func TestDrawingsAreKeptTogether(t *testing.T) {
	t.Parallel()
	cache, ctx := storetest.New(t).ChartCache(), t.Context()
	if err := cache.Put(ctx, "a", []byte("<svg>first</svg>")); err != nil {
		t.Fatal(err)
	}
	if err := cache.PutMany(ctx, map[string][]byte{"a": []byte("<svg>second</svg>"), "b": []byte(`<svg>"\,{}</svg>`)}); err != nil {
		t.Fatal(err)
	}
	got, err := cache.GetMany(ctx, []string{"a", "b", "c"})
	if err != nil || len(got) != 2 || string(got["a"]) != "<svg>first</svg>" || string(got["b"]) != `<svg>"\,{}</svg>` {
		t.Errorf("%q %v", got, err)
	}
}
