package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/store/storetest"
)

func TestExport(t *testing.T) {
	db, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	catalogue, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SyncCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO organisation (code, name, short_name, kind) VALUES ('RTE', '=Hospitals', 'Hospitals', 'acute'), ('RBA', 'Taunton', 'Taunton', 'acute')`,
		`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, submission_id, sheet, cell_row, cell_column)
			SELECT o.id, m.id, 3, '2018-07-01', s.id, '2018-11-01', CASE o.code WHEN 'RTE' THEN 1 ELSE 4 END, CASE o.code WHEN 'RTE' THEN 0 END, 1, 1, 2, 4
			FROM organisation o, measure m, source s WHERE m.ref = 'eps.utilisation' AND s.ref = 'return'`,
	} {
		if _, err := db.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args  string
		code  int
		lines int    // of standard output
		out   string // in it
		words string // in what is said
	}{
		{"observations", exitDone, 3, "reported,0,", ""},
		{"observations", exitDone, 3, "not_available,,", ""}, // missing is never 0
		{"observations --organisation rte", exitDone, 2, "'=Hospitals", ""},
		{"observations --measure eps.utilisation --measure ers.utilisation", exitDone, 3, "", ""},
		{"observations --measure ers.utilisation", exitDone, 1, "organisation,organisation_name", ""},
		{"observations --as-at 2018-10-31", exitDone, 1, "", ""},
		{"observations --as-at 2018-11-01", exitDone, 3, "as_at=2018-11-01", ""},
		{"organisations --organisation rba", exitDone, 2, "Taunton", ""},
		{"organisations", exitDone, 3, "'=Hospitals", ""},
		{"trajectories", exitDone, 1, "target_due", ""},
		{"benchmarks", exitDone, 1, "reference", ""},
		{"benchmarks --values", exitDone, 1, "centile_50", ""},
		{"observations --measure none", exitRefused, 0, "", `There is no measure "none"`},
		{"observations --organisation none", exitRefused, 0, "", `There is no organisation with the code "none"`},
		{"observations --as-at then", exitUsage, 0, "", "as-at time cannot be read"},
		{"observations --as-at now", exitDone, 3, "", ""},
		{"observations --values", exitUsage, 0, "", "benchmarks only"},
		{"benchmarks --values --organisation rte", exitUsage, 0, "", "of no organisation"},
		{"organisations --as-at 2018-11-01", exitUsage, 0, "", "as they are known now"},
		{"organisations --measure eps.utilisation", exitUsage, 0, "", "as they are known now"},
		{"observations --format xml", exitUsage, 0, "", "xml"},
		{"secrets", exitUsage, 0, "", "must be one of"},
	} {
		var out, words bytes.Buffer
		code := run(append([]string{"export"}, strings.Fields(c.args)...), nil, &out, &words)
		if lines := strings.Count(out.String(), "\n"); code != c.code || lines != c.lines || !strings.Contains(out.String(), c.out) || !strings.Contains(words.String(), c.words) {
			t.Errorf("export %s: exit %d, %d lines:\n%s%s", c.args, code, lines, out.String(), words.String())
		}
	}
	var out, words bytes.Buffer
	var rows []map[string]any
	if code := run([]string{"--json", "export", "observations"}, nil, &out, &words); code != exitDone || json.Unmarshal(out.Bytes(), &rows) != nil || len(rows) != 2 || rows[1]["value"] != nil {
		t.Errorf("exit %d: %s%s", code, out.String(), words.String())
	}
}
