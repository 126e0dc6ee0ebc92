package roadmap_test

import (
	"bytes"
	"strings"
	"testing"

	"waymark/internal/definition"
	"waymark/internal/exchange"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// A file is kept, says what it would change, and becomes the newest version once somebody says why.
func TestAFileIsLookedAtBeforeItIsSaved(t *testing.T) {
	d, c := desk(t)
	files := &roadmap.Files{Desk: d, Store: d.Store.(roadmap.UploadStore)}
	load(t, d)
	c.Set("2017-02-01")
	plan := get(t, d, c.Now())
	id, ctx := plan.ID, t.Context()

	if _, _, err := files.Receive(ctx, stranger, id, "a.yaml", []byte("id: a")); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("a stranger may send a file: %v", err)
	}
	if _, _, err := files.Receive(ctx, planner, id, "a.pdf", []byte("%PDF")); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("a PDF is taken: %v", err)
	}
	// The same roadmap again changes nothing.
	same, _, err := files.Receive(ctx, planner, id, "same.yaml", definition.WriteRoadmap(plan.Roadmap))
	if err != nil {
		t.Fatal(err)
	}
	if checked := check(t, files, id, same.ID); checked.Ready() || len(checked.Problems) > 0 {
		t.Errorf("an export sent back would change something: %+v", checked)
	}
	// A task list with another title changes that alone.
	var tasks bytes.Buffer
	if err := exchange.WriteTaskCSV(&tasks, plan.Roadmap); err != nil {
		t.Fatal(err)
	}
	first := plan.Initiatives[0]
	text := strings.Replace(tasks.String(), ","+first.Title+",", ",Renamed,", 1)
	u, earlier, err := files.Receive(ctx, planner, id, "tasks.csv", []byte(text))
	if err != nil || earlier {
		t.Fatal(err, earlier)
	}
	again, earlier, err := files.Receive(ctx, planner, id, "tasks-copy.csv", []byte(text))
	if err != nil || !earlier || again.ID != u.ID {
		t.Errorf("the same bytes are kept twice: %v %v %+v", err, earlier, again)
	}
	checked := check(t, files, id, u.ID)
	if !checked.Part || checked.Changed != 1 || checked.Added+checked.Removed != 0 {
		t.Fatalf("%+v", checked)
	}
	if _, err := files.Save(ctx, planner, id, u.ID, checked.Version, " "); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("saved without a reason: %v", err)
	}
	if _, err := files.Save(ctx, planner, id, u.ID, checked.Version-1, "why"); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("saved over a version that was not looked at: %v", err)
	}
	change, err := files.Save(ctx, planner, id, u.ID, checked.Version, "The supplier renamed it")
	if err != nil || change.Upload != u.ID {
		t.Fatalf("%v %+v", err, change)
	}
	if now := get(t, d, c.Now()); now.Initiatives[0].Title != "Renamed" {
		t.Errorf("the title is %q", now.Initiatives[0].Title)
	}
	if _, err := files.Save(ctx, planner, id, u.ID, change.ID, "again"); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("a file is saved twice: %v", err)
	}
	if err := files.Cancel(ctx, planner, id, same.ID); err != nil {
		t.Error(err)
	}
	list, err := files.List(ctx, planner, id)
	if err != nil || len(list) != 2 || list[0].State != maturity.RoadmapUploadSaved || list[1].State != maturity.RoadmapUploadCancelled || list[0].Change != change.ID {
		t.Errorf("%v %+v", err, list)
	}
}

// A file makes a roadmap where there is none, is of no other, and tells its faults at their lines.
func TestAFileMakesARoadmap(t *testing.T) {
	d, c := desk(t)
	files := &roadmap.Files{Desk: d, Store: d.Store.(roadmap.UploadStore)}
	ctx := t.Context()
	c.Set("2017-02-01")
	for text, want := range map[string]string{
		"id: fresh\norganisation: nowhere\ntitle: A\n":                                                 "the code of a footprint",
		"id: fresh\norganisation: f1\ntitle: A\ninitiatives:\n  - {id: i, title: t, progress: most}\n": "must be a whole number",
		"BEGIN:VCALENDAR\nEND:VCALENDAR\n":                                                             "a new roadmap needs a whole file",
	} {
		name := "a.yaml"
		if strings.HasPrefix(text, "BEGIN") {
			name = "a.ics"
		}
		u, _, err := files.Receive(ctx, planner, "", name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := check(t, files, "", u.ID); len(got.Problems) != 1 || !strings.Contains(got.Problems[0].Expected, want) || got.Ready() {
			t.Errorf("%q: %+v, want %s", text, got.Problems, want)
		}
	}
	u, _, err := files.Receive(ctx, planner, "", "new.yaml", []byte("id: fresh\norganisation: f1\ntitle: A fresh one\ninitiatives:\n  - {id: i, title: t}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := files.Open(ctx, by("somebody"), "", u.ID); err == nil {
		t.Error("somebody else sees the file")
	}
	got := check(t, files, "", u.ID)
	if !got.New || !got.Ready() || got.Added != 1 || len(got.Comparison.Of(roadmap.DifferenceRemoved)) > 0 {
		t.Fatalf("%+v", got)
	}
	change, err := files.Save(ctx, planner, "", u.ID, got.Version, "First edition")
	if err != nil || change.Roadmap != "fresh" {
		t.Fatalf("%v %+v", err, change)
	}
	if list, err := files.List(ctx, planner, "fresh"); err != nil || len(list) != 1 || list[0].Roadmap != "fresh" {
		t.Errorf("%v %+v", err, list)
	}
}

func check(t *testing.T, files *roadmap.Files, id string, upload int64) roadmap.Checked {
	t.Helper()
	u, text, err := files.Open(t.Context(), planner, id, upload)
	if err != nil {
		t.Fatal(err)
	}
	c, err := files.Check(t.Context(), u, text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
