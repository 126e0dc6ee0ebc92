package bench

import (
	"os"
	"strconv"
	"testing"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// TestImport runs the whole measurement over few rows: it must go through, and find what it made.
func TestImport(t *testing.T) {
	catalogue, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	o := ImportOptions{DB: storetest.New(t), Catalogue: catalogue, Rows: 3600, TempDir: t.TempDir()}
	if dsn := os.Getenv("BENCHDSN"); dsn != "" {
		o.DB, err = store.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		o.DB.Migrate(t.Context())
		o.Rows, _ = strconv.Atoi(os.Getenv("BENCHROWS"))
		o.Out = os.Stderr
	}
	r, err := Import(t.Context(), o)
	t.Logf("%+v", r)
	if err != nil {
		t.Fatal(err)
	}
}
