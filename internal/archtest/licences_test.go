package archtest

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const licencesIntro = `# Licences

Waymark is under the MIT licence. These are the Go modules it is built from and tested with, each with the licence that
its own file states. Files in ` + "`web/static`" + ` that come from elsewhere are under those in
[web/static/LICENCES](../web/static/LICENCES), data under those in [seeds/README.md](../seeds/README.md). The browser tests
use axe-core (MPL-2.0), unchanged, from [internal/browser/testdata/axe](../internal/browser/testdata/axe/LICENCE); the program
neither holds nor serves it. The fonts in the program are under those in
[internal/chart/raster/fonts](../internal/chart/raster/fonts/LICENCES). A test keeps this page complete; ` + "`make golden`" + ` writes it again.

| module | version | licence | in |
|---|---|---|---|
`

// accepted are the licences of modules that a program under MIT may be linked with; tests, which nobody is given as a
// program, may use more.
var accepted = map[bool][]string{
	true:  {"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC"},
	false: {"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "MPL-2.0"},
}

// modules lists path, version and folder of the modules that packages come from.
func modules(t *testing.T, args ...string) []string {
	t.Helper()
	args = append([]string{"list", "-deps", "-f", "{{with .Module}}{{if .Version}}{{.Path}}|{{.Version}}|{{.Dir}}{{end}}{{end}}"}, args...)
	out, err := exec.CommandContext(t.Context(), "go", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(out))
	slices.Sort(lines)
	return slices.Compact(lines)
}

func TestEveryModuleIsListedWithItsLicence(t *testing.T) {
	program := modules(t, "waymark/cmd/waymark")
	var page strings.Builder
	page.WriteString(licencesIntro)
	for _, line := range modules(t, "-test", "waymark/...") {
		part, linked := strings.SplitN(line, "|", 3), slices.Contains(program, line)
		place := "tests"
		if linked {
			place = "the program"
		}
		licence := licenceIn(t, part[2])
		if !slices.Contains(accepted[linked], licence) {
			t.Errorf("%s: its licence is %q, which is not one of %v", part[0], licence, accepted[linked])
		}
		fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", part[0], part[1], licence, place)
	}
	golden := filepath.Join("..", "..", "docs", "licences.md")
	if *update {
		if err := os.WriteFile(golden, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || string(want) != page.String() {
		t.Errorf("docs/licences.md does not list the modules in use (%v): run make golden and read the difference", err)
	}
}

// known are words that only the licence holds, in the order in which they are looked for.
var known = []struct{ words, licence string }{
	{"Apache License", "Apache-2.0"},
	{"Permission is hereby granted, free of charge", "MIT"},
	{"Neither the name", "BSD-3-Clause"},
	{"names of its contributors", "BSD-3-Clause"},
	{"Redistribution and use in source and binary forms", "BSD-2-Clause"},
	{"Mozilla Public License Version 2.0", "MPL-2.0"},
	{"Permission to use, copy, modify, and/or distribute", "ISC"},
}

// licenceIn reads the licence file of a module; several licences in one file count as the first known one.
func licenceIn(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		if !strings.HasPrefix(name, "LICENSE") && !strings.HasPrefix(name, "LICENCE") && !strings.HasPrefix(name, "COPYING") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		flat := strings.Join(strings.Fields(string(text)), " ")
		for _, k := range known {
			if strings.Contains(flat, k.words) {
				return k.licence
			}
		}
	}
	return ""
}
