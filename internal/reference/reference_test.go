package reference_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"waymark/internal/reference"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
	"waymark/internal/testfile"
)

// dump is the derived reference data without the database's own numbers, one line per fact, in order.
func dump(t *testing.T, db *store.DB) []string {
	t.Helper()
	rows, err := db.SQL().QueryContext(t.Context(), `
		SELECT concat_ws(' | ', 'organisation', code, name, short_name, kind, coalesce(opened::text, '-'), coalesce(closed::text, '-'), is_group, note, coalesce(shown_as_at::text, '-')) FROM organisation
		UNION ALL SELECT concat_ws(' | ', 'alias', code, alias, origin, printed) FROM organisation_alias JOIN organisation ON id = organisation_id
		UNION ALL SELECT concat_ws(' | ', 'kind', code, k.kind) FROM organisation_was k JOIN organisation ON id = organisation_id
		UNION ALL SELECT concat_ws(' | ', 'relation', a.code, r.kind, b.code, since, until, r.origin) FROM relation r JOIN organisation a ON a.id = from_id JOIN organisation b ON b.id = to_id
		ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func load(t *testing.T, db *store.DB, inputs ...reference.Input) reference.Report {
	t.Helper()
	report, err := reference.Load(t.Context(), db, inputs)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAllRealFilesInAnyOrder(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(testfile.Shared(t, "data", "ods"), "*.csv"))
	if err != nil || len(paths) < 13 {
		t.Fatal(paths, err)
	}
	inputs, err := reference.Files(paths, 0)
	if err != nil {
		t.Fatal(err)
	}
	forward, backward := storetest.New(t), storetest.New(t)
	began := time.Now()
	report := load(t, forward, inputs...)
	took := time.Since(began)
	t.Logf("%d files in %v: %+v", len(inputs), took.Round(time.Millisecond), report.ReferenceCounts)
	if took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
	slices.Reverse(inputs)
	load(t, backward, inputs[:4]...) // and in parts
	load(t, backward, inputs[4:]...)
	want := dump(t, forward)
	if diff := gocmp.Diff(want, dump(t, backward)); diff != "" {
		t.Errorf("the order of the files matters:\n%s", cut(diff, 60))
	}
	load(t, forward, inputs[0])
	if diff := gocmp.Diff(want, dump(t, forward)); diff != "" {
		t.Errorf("loading a file again changes something:\n%s", cut(diff, 60))
	}
	if out := os.Getenv("WAYMARK_DUMP"); out != "" {
		os.WriteFile(out, []byte(strings.Join(want, "\n")), 0o644)
	}
}

func cut(text string, lines int) string {
	all := strings.Split(text, "\n")
	return strings.Join(all[:min(len(all), lines)], "\n")
}

