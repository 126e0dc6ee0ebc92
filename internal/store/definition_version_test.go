package store_test

import (
	"fmt"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/store/storetest"
)

// Every wording of a definition is kept with its fields; one that did not change is kept once, one that is gone ends.
func TestWordingsOfDefinitionsAreKept(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	sync := func(measures ...maturity.Measure) {
		t.Helper()
		if err := db.SyncCatalogue(t.Context(), &maturity.Catalogue{Measures: measures, Targets: []maturity.Target{{ID: "t", Measure: "a", Hash: "t1", Operator: maturity.AtLeast, Value: 80}}}); err != nil {
			t.Fatal(err)
		}
	}
	first, second := maturity.Measure{ID: "a", Title: "Before", Hash: "1", Numerator: "Those that <b>came</b>"}, maturity.Measure{ID: "a", Title: "After", Hash: "2", Why: "It matters"}
	other := maturity.Measure{ID: "b", Title: "Other", Hash: "1"}
	sync(first, other)
	sync(first, other)
	sync(second, other)
	sync(second)
	sync(first)
	all, err := db.DefinitionVersions(t.Context(), maturity.DefinesMeasure)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, v := range all {
		line := fmt.Sprintf("%s %s", v.ID, v.Hash)
		if v.KnownTo.IsZero() {
			line += " in use"
		}
		if i > 0 && all[i-1].ID == v.ID && all[i-1].KnownFrom.Before(v.KnownTo) {
			t.Errorf("%s was in use until %v, the next from %v", line, v.KnownTo, all[i-1].KnownFrom)
		}
		got = append(got, line)
	}
	if want := "a 1 in use, a 2, a 1, b 1"; strings.Join(got, ", ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, ", "), want)
	}
	var changes []string
	for _, c := range all[1].ChangesFrom(all[2]) {
		changes = append(changes, c.Name+": "+c.Before+" -> "+c.After)
	}
	if got, want := strings.Join(changes, "; "), "Title: Before -> After; Why it matters:  -> It matters; Numerator: Those that <b>came</b> -> "; got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	one, err := db.DefinitionVersions(t.Context(), maturity.DefinesTarget, "t")
	if err != nil || len(one) != 1 || one[0].Fields[0] != (maturity.DefinitionField{Name: "Measure", Value: "a"}) {
		t.Errorf("%+v, %v", one, err)
	}
}
