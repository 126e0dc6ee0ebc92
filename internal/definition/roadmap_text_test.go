package definition_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
	"strings"
	"testing"
	"time"

	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/seeds"
)

// shippedRoadmaps reads the four roadmaps of the demonstration.
func shippedRoadmaps(t testing.TB) map[string]maturity.Roadmap {
	t.Helper()
	names, err := fs.Glob(seeds.Files, "roadmaps/*.yaml")
	if err != nil || len(names) != 4 {
		t.Fatalf("%v: %d roadmaps", err, len(names))
	}
	out := map[string]maturity.Roadmap{}
	for _, name := range names {
		text, err := fs.ReadFile(seeds.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := definition.ReadRoadmap(name, text)
		if err != nil {
			t.Fatal(err)
		}
		if r.ID+".yaml" != path.Base(name) {
			t.Errorf("%s holds the roadmap %s", name, r.ID)
		}
		out[r.ID] = r
	}
	return out
}

// The shipped files are as the program itself writes them, below the comment that says where their facts are from.
func TestShippedRoadmapsAreWrittenAsExported(t *testing.T) {
	for id, r := range shippedRoadmaps(t) {
		name := "../../seeds/roadmaps/" + id + ".yaml"
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var head []byte
		for _, line := range bytes.SplitAfter(text, []byte("\n")) {
			if !bytes.HasPrefix(line, []byte("#")) {
				break
			}
			head = append(head, line...)
		}
		if !bytes.Contains(head, []byte("Open Government Licence")) {
			t.Errorf("%s does not say under which licence its facts are", name)
		}
		want := append(head, definition.WriteRoadmap(r)...)
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if !bytes.Equal(text, want) {
			t.Errorf("%s is not as it would be written; run the test with -update", name)
		}
	}
}

func TestShippedRoadmapsReadBack(t *testing.T) {
	for id, r := range shippedRoadmaps(t) {
		again, err := definition.ReadRoadmap("again.yaml", definition.WriteRoadmap(r))
		if err != nil {
			t.Errorf("%s: %v", id, err)
		} else if !reflect.DeepEqual(r, again) {
			t.Errorf("%s reads back as another roadmap", id)
		}
	}
}

func TestReadRoadmapRefuses(t *testing.T) {
	sound := "id: a\norganisation: b\ntitle: c\n"
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "a.yaml:1: one roadmap is expected"},
		{"two", sound + "---\n" + sound, "one roadmap is expected"},
		{"too long", sound + "# " + strings.Repeat("x", definition.MaxRoadmap), "bytes; at most 8388608 fit"},
		{"many keys", func() string {
			var b strings.Builder
			for i := range 100_000 {
				fmt.Fprintf(&b, "k%d: v\n", i)
			}
			return b.String()
		}(), "a.yaml:301: a set of keys is too long"},
		{"many keys in a line", "a: {" + strings.Repeat("a: b, ", 100_000) + "}", "a.yaml:1: a set of keys is too long"},
		{"anchor", "a: &a [x]\n", "a.yaml:1: write it out: anchors"},
		{"tag", "id: !!binary abc\n", "a.yaml:1: tags"},
		{"deep", "id: " + strings.Repeat("[", 20_000), "nested too deep"},
		{"unknown key", sound + "initiatives:\n  - id: i\n    title: t\n    colour: red\n", `a.yaml:7: unknown key "colour"`},
		{"status", sound + "initiatives:\n  - id: i\n    title: t\n    status: maybe\n", "a.yaml:7: initiatives[0].status must be active, committed, aspirational or complete"},
		{"two ids", sound + "initiatives:\n  - id: i\n    title: t\n  - id: i\n    title: u\n", `a.yaml:7: initiative i: id "i" is used twice`},
		{"id of another kind", sound + "initiatives:\n  - id: i\n    title: t\n    milestones:\n      - {id: i, title: u}\n", `a.yaml:8: initiative i: id "i" is already that of the initiative i`},
		{"half a month", sound + "initiatives:\n  - id: i\n    title: t\n    start: {as_given: x, precision: month, earliest: 2017-02-01, latest: 2017-03-28}\n", "a.yaml:7: initiative i: 2017-02-01 to 2017-03-28 lie in no one month"},
		{"no days", sound + "initiatives:\n  - id: i\n    title: t\n    start: {as_given: x, precision: month}\n", "a.yaml:7: initiative i: a date of precision month needs earliest and latest"},
		{"open date", sound + "initiatives:\n  - id: i\n    title: t\n    start: {as_given: x, precision: from_month_end, earliest: 2017-02-28, latest: 2017-03-28}\n", "is open and has no latest"},
		{"end first", sound + "initiatives:\n  - id: i\n    title: t\n    start: {as_given: x, precision: day, earliest: 2017-02-01, latest: 2017-02-01}\n    end: {as_given: y, precision: day, earliest: 2016-02-01, latest: 2016-02-01}\n", "a.yaml:8: initiative i: the end (y) is before the start (x)"},
		{"loose reference", sound + "gaps:\n  - {id: g, title: t, initiatives: [nobody]}\n", `a.yaml:5: gap g: there is no initiative "nobody" in this roadmap`},
		{"control character", sound + "note: \"a\\x00b\"\n", "a.yaml:4: a text holds a character that no file can hold"},
		{"progress", sound + "initiatives:\n  - {id: i, title: t, progress: 101}\n", "progress must be from 0 to 100, not 101"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			begun := time.Now()
			_, err := definition.ReadRoadmap("a.yaml", []byte(tt.text))
			var faults definition.Faults
			if !errors.As(err, &faults) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %s", err, tt.want)
			}
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
