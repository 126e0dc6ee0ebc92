package browser

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"waymark/seeds"
)

// few are the demonstration's files that these tests need; all of it would take minutes.
var few = []string{"dma_table2_wide.csv", "plans-2016.csv", "returns-2017-18-q1.csv", "returns-2017-18-q2.csv", "returns-2017-18-q3.csv", "returns-2017-18-q4.csv",
	"returns-2018-19-q1.csv", "returns-2018-19-q2.csv", "oc_national_monthly.csv"}

// roadmaps are all that ship.
var roadmaps = []string{"gloucestershire-ldr.yaml", "oxfordshire-primary-care-it.yaml", "swb-birmingham-solihull.yaml", "north-mersey-ilinks.yaml"}

// smallSeed is a part of the demonstration in a folder of its own. More organisations are added to its reference file,
// more returns to its manifest.
type smallSeed struct {
	t      *testing.T
	folder string
}

func newSmallSeed(t *testing.T, files []string) smallSeed {
	t.Helper()
	s := smallSeed{t, t.TempDir()}
	for _, name := range append([]string{"organisations/organisations.csv"}, append(inFolder("demo", files), inFolder("roadmaps", roadmaps)...)...) {
		data, err := seeds.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s.write(name, data)
	}
	manifest, err := seeds.Files.ReadFile("demo/manifest.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(manifest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = slices.DeleteFunc(rows, func(row []string) bool { return row[1] != "file" && !slices.Contains(files, row[1]) })
	for _, row := range rows[1:] {
		if row[0] != "" && row[0] < "2018-11-05" {
			row[0] = "2018-08-03" // known on one day, so that they are computed once
		}
	}
	s.writeRows("demo/manifest.csv", rows)
	return s
}

func inFolder(folder string, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = folder + "/" + name
	}
	return out
}

func (s smallSeed) write(name string, data []byte) {
	s.t.Helper()
	path := filepath.Join(s.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s smallSeed) writeRows(name string, rows [][]string) {
	s.t.Helper()
	var text strings.Builder
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		s.t.Fatal(err)
	}
	s.write(name, []byte(text.String()))
}

// addMembers adds acute trusts of the Gloucestershire footprint by code and name, as a reference file would bring them.
func (s smallSeed) addMembers(names map[string]string) {
	s.t.Helper()
	file := "organisations/organisations.csv"
	data, err := os.ReadFile(filepath.Join(s.folder, file))
	if err != nil {
		s.t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		s.t.Fatal(err)
	}
	for code, name := range names {
		row := make([]string, len(rows[0]))
		for i, column := range rows[0] {
			row[i] = map[string]string{"code": code, "name": name, "kind": "acute", "footprint": "gloucestershire-ldr", "role": "member", "as_at": "2016-11-01"}[column]
		}
		rows = append(rows, row)
	}
	s.writeRows(file, rows)
}

// addReturn adds a file to the end of the manifest, known from a day.
func (s smallSeed) addReturn(name, knownFrom, text string) {
	s.t.Helper()
	s.write("demo/"+name, []byte(text))
	file := filepath.Join(s.folder, "demo", "manifest.csv")
	manifest, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	lines := strings.SplitAfter(string(manifest), "\n")
	at := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, ",") })
	if at < 0 {
		at = len(lines) - 1
	}
	s.write("demo/manifest.csv", []byte(strings.Join(slices.Insert(lines, at, knownFrom+","+name+",,,\n"), "")))
}
