package casefile

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"waymark/internal/testfile"
)

// TestEveryReferenceCaseAgrees runs over all cases that are beside the repository.
func TestEveryReferenceCaseAgrees(t *testing.T) {
	agree(t, testfile.Shared(t, "reference", "spc", "cases"), 610)
}

// TestSelectedReferenceCasesAgree needs nothing from outside the repository.
func TestSelectedReferenceCasesAgree(t *testing.T) { agree(t, filepath.Join("testdata", "cases"), 114) }

// agree compares every case of a folder with ours and fails where they differ, or where there are fewer than least.
func agree(t *testing.T, folder string, least int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for _, path := range files {
		f := open(t, path)
		ours := open(t, path)
		ours.Answer()
		same := 0
		for i, c := range f.Cases {
			want, got := *c.Expected, *ours.Cases[i].Expected
			if want.Error && c.Options.FixAfter == nil {
				if !got.ReferenceStops || got.Dropped == 0 {
					t.Errorf("%s: the reference stops, ours does not know", c.ID)
					continue
				}
			} else if found := Differences(want, got); found != nil {
				t.Errorf("%s: %d differences, such as %s", c.ID, len(found), found[0])
				continue
			}
			same++
		}
		t.Logf("%-16s %3d of %3d agree", f.Family, same, len(f.Cases))
		cases += len(f.Cases)
	}
	if cases < least {
		t.Errorf("only %d cases were found, not %d", cases, least)
	}
}

func open(t *testing.T, path string) File {
	t.Helper()
	r, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f, err := Read(r)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return f
}

// TestWhereTheReferenceStopsOursIsTheChartWithoutThoseRows compares with the same series and options from which the
// missing rows had been removed.
func TestWhereTheReferenceStopsOursIsTheChartWithoutThoseRows(t *testing.T) {
	folder := testfile.Shared(t, "reference", "spc", "cases")
	ours, twins := open(t, filepath.Join(folder, "missing.json")), open(t, filepath.Join(folder, "missing_dropped.json"))
	ours.Answer()
	compared := 0
	for _, c := range ours.Cases {
		for _, twin := range twins.Cases {
			if c.Expected.ReferenceStops && strings.TrimPrefix(twin.SeriesID, "missing_dropped_") == strings.TrimPrefix(c.SeriesID, "missing_") && sameOptions(c.Options, twin.Options) {
				compared++
				if found := Differences(*twin.Expected, *c.Expected); found != nil {
					t.Errorf("%s and %s: %v", c.ID, twin.ID, found)
				}
			}
		}
	}
	if compared < 8 {
		t.Errorf("only %d were compared", compared)
	}
}

func sameOptions(a, b Options) bool {
	a.MissingRows, b.MissingRows = "", ""
	return reflect.DeepEqual(a, b)
}
