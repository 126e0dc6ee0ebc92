package bench

import (
	"testing"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/store/storetest"
)

// The measurements run over few rows here: they must go through and find what they made.

func TestImportBench(t *testing.T) {
	t.Parallel()
	r, err := Import(t.Context(), importOptions(t))
	if err != nil || r.Rows != 3600 || r.Ratio <= 0 || r.Small <= 0 || r.PeakMemory <= 0 {
		t.Errorf("%+v %v", r, err)
	}
}

func TestWorkbookBench(t *testing.T) {
	t.Parallel()
	r, err := Workbook(t.Context(), importOptions(t))
	if err != nil || r.Rows != 3600 || r.ReadRatio <= 0 || r.ImportRatio <= 0 {
		t.Errorf("%+v %v", r, err)
	}
}

func importOptions(t *testing.T) ImportOptions {
	t.Helper()
	catalogue, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	return ImportOptions{DB: storetest.New(t), Catalogue: catalogue, Rows: 3600, TempDir: t.TempDir()}
}
