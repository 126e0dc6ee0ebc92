package web

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// A page under our content security policy may load nothing from elsewhere, so no style sheet or icon may ask for it.
func TestStaticFilesNameNoOtherHost(t *testing.T) {
	outside := regexp.MustCompile(`(?i)(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}`)
	namespace := "http://www.w3.org/"
	seen := 0
	err := fs.WalkDir(Static(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(".css.svg", path.Ext(name)) || path.Ext(name) == "" {
			return err
		}
		seen++
		text := read(t, name)
		for _, found := range outside.FindAllString(strings.ReplaceAll(text, namespace, ""), -1) {
			t.Errorf("%s names another host: %s", name, found)
		}
		if strings.Contains(text, "@font-face") || strings.Contains(text, "@import") || strings.Contains(text, "Frutiger") {
			t.Errorf("%s loads a font or another sheet", name)
		}
		return nil
	})
	if err != nil || seen < 4 {
		t.Fatalf("looked at %d files: %v", seen, err)
	}
}

// The style sheets point only at files that are there.
func TestStyleSheetsPointAtFilesThatExist(t *testing.T) {
	for _, sheet := range []string{"css/nhsuk-frontend.min.css", "css/waymark.css", "css/print.css"} {
		for _, m := range regexp.MustCompile(`url\(([^)]*)\)`).FindAllStringSubmatch(read(t, sheet), -1) {
			if _, err := fs.Stat(Static(), path.Join("css", m[1])); err != nil {
				t.Errorf("%s: %v", sheet, err)
			}
		}
	}
}

// What is vendored is what the lock file names, and the lock file names no place to fetch it from.
func TestVendoredVersions(t *testing.T) {
	lock, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(lock, []byte(`"resolved"`)) {
		t.Error("package-lock.json holds addresses of a registry")
	}
	var locked struct {
		Packages map[string]struct{ Version string }
	}
	if err := json.Unmarshal(lock, &locked); err != nil {
		t.Fatal(err)
	}
	nhsuk, echarts := locked.Packages["node_modules/nhsuk-frontend"].Version, locked.Packages["node_modules/echarts"].Version
	if want := `--nhsuk-frontend-version:"` + nhsuk + `"`; nhsuk == "" || !strings.Contains(read(t, "css/nhsuk-frontend.min.css"), want) {
		t.Errorf("the style sheet is not version %q", nhsuk)
	}
	if want := `="` + echarts + `"`; echarts == "" || !bytes.Contains(ECharts(), []byte(want)) {
		t.Errorf("the chart library is not version %q", echarts)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(Static(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The checker of accessibility is the version that the lock file names, and is not among the files that are served.
func TestTheCheckerIsForTestsOnly(t *testing.T) {
	lock, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("../internal/browser/testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`^/\*! axe v([0-9.]+)`).FindSubmatch(script)
	if named == nil || !bytes.Contains(lock, []byte(`"axe-core": "`+string(named[1])+`"`)) {
		t.Errorf("the checker's version is not the one of the lock file: %.40q", script)
	}
	err = fs.WalkDir(Static(), ".", func(name string, d fs.DirEntry, err error) error {
		if strings.Contains(name, "axe") {
			t.Errorf("%s would be served", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
