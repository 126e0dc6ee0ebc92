package storybook

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"waymark/web"
)

// The storybook builds; every page template is in it in each state and every kind of chart at least once, no link of its
// index leads nowhere, nothing of a page is asked of a server, and a hostile name does no harm.
func TestBookHoldsEveryPageAndChart(t *testing.T) {
	b, err := Build(t.Context(), "../chart/testdata/*-usual.json", "../chart/testdata/*-empty.json")
	if err != nil {
		t.Fatal(err)
	}
	templates, err := fs.Glob(web.Templates(), "page/*.html")
	if err != nil || len(templates) < 35 {
		t.Fatalf("%d templates: %v", len(templates), err)
	}
	for _, name := range templates {
		of := strings.TrimSuffix(path.Base(name), ".html")
		if n := count(b.Pages, of); n != len(states) {
			t.Errorf("%s is drawn in %d states, want %d: name its data in stories of internal/page/story.go", of, n, len(states))
		}
	}
	for _, kind := range kinds(t) {
		if count(b.Charts, kind) == 0 {
			t.Errorf("no chart of kind %s", kind)
		}
	}
	index := string(b.files["index.html"])
	for _, link := range regexp.MustCompile(`href="([^"#]+)"`).FindAllStringSubmatch(index, -1) {
		if b.files[link[1]] == nil {
			t.Errorf("the index leads to %s, which is not there", link[1])
		}
	}
	for name, text := range b.files {
		if !strings.HasPrefix(name, "page-") {
			continue
		}
		for _, wrong := range []string{`"/static/`, "ZgotmplZ", "<script>alert"} {
			if strings.Contains(string(text), wrong) {
				t.Errorf("%s holds %s", name, wrong)
			}
		}
	}
	folder := t.TempDir()
	if err := b.Write(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, "static", "css", "all.css")); err != nil {
		t.Error(err)
	}
}

func count(stories []Story, of string) (n int) {
	for _, s := range stories {
		if s.Of == of {
			n++
		}
	}
	return n
}

// kinds are the constants of package chart that name a kind of figure.
func kinds(t *testing.T) (out []string) {
	t.Helper()
	files, err := filepath.Glob("../chart/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)^\s*(?:const )?Kind[A-Z]\w* += "(\w+)"`).FindAllStringSubmatch(string(text), -1) {
			out = append(out, found[1])
		}
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) < 10 {
		t.Fatalf("only %d kinds of chart: %v", len(out), out)
	}
	return out
}
