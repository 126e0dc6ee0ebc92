package roadmap

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"waymark/internal/definition"
	"waymark/internal/exchange"
	"waymark/internal/maturity"
	"waymark/seeds"
)

// countingFiles counts how often a file was really read.
func countingFiles(n *int) *Files {
	return &Files{parse: func(ctx context.Context, u maturity.RoadmapUpload, text []byte) (parsed, error) {
		*n++
		return parseFile(ctx, u, text)
	}}
}

// A file is read once however often it is looked at; what is handed out is the caller's own, and another version of it is
// another file.
func TestAFileIsReadOnce(t *testing.T) {
	text, err := seeds.Files.ReadFile("roadmaps/gloucestershire-ldr.yaml")
	if err != nil {
		t.Fatal(err)
	}
	n, ctx, u := 0, t.Context(), maturity.RoadmapUpload{FileName: "a.yaml", Media: "yaml"}
	files := countingFiles(&n)
	first, err := files.parsed(ctx, u, text)
	if err != nil {
		t.Fatal(err)
	}
	title := first.Roadmap.Initiatives[0].Title
	first.Roadmap.Initiatives[0].Title = "changed by its caller"
	again, err := files.parsed(ctx, u, text)
	if err != nil || n != 1 {
		t.Errorf("%v; read %d times", err, n)
	}
	whole, err := definition.ReadRoadmap("a.yaml", text)
	if err != nil || !reflect.DeepEqual(again.Roadmap, whole) {
		t.Errorf("%v: what was kept is not what was read", err)
	}
	again.Roadmap.Initiatives[0].Title = "changed by the second"
	if third, _ := files.parsed(ctx, u, text); third.Roadmap.Initiatives[0].Title != title {
		t.Errorf("a caller changed what is kept: %q", third.Roadmap.Initiatives[0].Title)
	}
	other, err := files.parsed(ctx, u, bytes.Replace(text, []byte(title), []byte("Another title"), 1))
	if err != nil || n != 2 || other.Roadmap.Initiatives[0].Title != "Another title" {
		t.Errorf("%v: another version of the file is taken for the first (read %d times)", err, n)
	}
	bad, _ := files.parsed(ctx, u, []byte("id: [\n"))
	kept, err := files.parsed(ctx, u, []byte("id: [\n"))
	if err != nil || n != 3 || len(bad.Problems) == 0 || !reflect.DeepEqual(bad, kept) {
		t.Errorf("%v: the problems of a file are lost when it is seen again: %+v", err, kept)
	}
	// The same bytes under another ending are read another way.
	if csv, err := files.parsed(ctx, maturity.RoadmapUpload{FileName: "a.csv", Media: "csv"}, text); n != 4 || err == nil && len(csv.Problems) == 0 {
		t.Errorf("a YAML file is taken for CSV: %v, read %d times", err, n)
	}
}

// Tasks are kept as well, and a failure that is not the file's own is tried again.
func TestTasksAndFailuresOfFilesThatWait(t *testing.T) {
	n, r := 0, supplierPlan(t).Roadmap
	var tasks bytes.Buffer
	if err := exchange.WriteTaskCSV(&tasks, r); err != nil {
		t.Fatal(err)
	}
	files, u := countingFiles(&n), maturity.RoadmapUpload{FileName: "tasks.csv", Media: "csv"}
	first, err := files.parsed(t.Context(), u, tasks.Bytes())
	if err != nil || !first.Part || len(first.Tasks.Tasks) == 0 {
		t.Fatalf("%v %+v", err, first)
	}
	again, err := files.parsed(t.Context(), u, tasks.Bytes())
	if err != nil || n != 1 || !reflect.DeepEqual(first, again) {
		t.Errorf("%v: read %d times\n%+v\n%+v", err, n, first, again)
	}
	failing := &Files{parse: func(context.Context, maturity.RoadmapUpload, []byte) (parsed, error) {
		n++
		return parsed{}, errors.New("the machine is out of room")
	}}
	for range 2 {
		if _, err := failing.parsed(t.Context(), u, nil); err == nil {
			t.Error("a failure is kept as an answer")
		}
	}
	if n != 3 {
		t.Errorf("a failure was tried %d times", n-1)
	}
}

// What is kept stays within its bound, and what was asked for last stays.
func TestFilesThatWaitAreKeptWithinABound(t *testing.T) {
	var p parsedFiles
	key := func(name string) parsedKey { return parsedKey{name: name} }
	text := []byte(strings.Repeat("x", 40))
	for _, name := range []string{"a", "b"} {
		p.keep(key(name), text, 100)
	}
	p.get(key("a"))
	p.keep(key("c"), text, 100)
	p.keep(key("large"), []byte(strings.Repeat("x", 101)), 100)
	if p.get(key("a")) == nil || p.get(key("b")) != nil || p.get(key("c")) == nil || p.get(key("large")) != nil || p.bytes != 80 || len(p.order) != 2 {
		t.Errorf("%d bytes, %d files", p.bytes, len(p.order))
	}
}
