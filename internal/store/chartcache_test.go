package store_test

import (
	"context"
	"testing"
	"time"

	"waymark/internal/store/storetest"
)

func TestDrawingsAreKeptByHash(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	cache := db.ChartCache()
	if _, found, err := cache.Get(ctx, "a"); err != nil || found {
		t.Errorf("an empty cache answers: %v %v", found, err)
	}
	for _, svg := range []string{"<svg/>", "<svg>other</svg>"} {
		if err := cache.Put(ctx, "a", []byte(svg)); err != nil {
			t.Fatal(err)
		}
	}
	if svg, found, err := cache.Get(ctx, "a"); err != nil || !found || string(svg) != "<svg/>" {
		t.Errorf("%q %v %v, want the first drawing", svg, found, err)
	}
	if n, err := cache.Forget(ctx, time.Now().Add(-time.Hour)); err != nil || n != 0 {
		t.Errorf("%d fresh drawings forgotten, %v", n, err)
	}
	if n, err := cache.Forget(ctx, time.Now().Add(time.Hour)); err != nil || n != 1 {
		t.Errorf("%d drawings forgotten, %v", n, err)
	}
	if _, found, _ := cache.Get(ctx, "a"); found {
		t.Error("a forgotten drawing is still there")
	}
}
