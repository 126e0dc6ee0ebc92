package main

import (
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"waymark/internal/httpkit"
)

var update = flag.Bool("update", false, "write the golden files again")

const rightsTable = "testdata/rights.txt"

// What the table of rights says of a route for a person. Whatever else the route answers, a form that lacks its fields
// among it, has got past the question of rights.
const (
	allowed  = "yes"
	refused  = "no"      // 403: there is such a thing, but it is not for this person
	hidden   = "hidden"  // 404: for this person there is no such thing
	stranger = "sign-in" // 401, or sent to the sign-in page
)

func verdict(status int, location string) string {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusSeeOther && strings.HasPrefix(location, "/sign-in"):
		return stranger
	case status == http.StatusForbidden:
		return refused
	case status == http.StatusNotFound:
		return hidden
	case status >= 500:
		return fmt.Sprint(status)
	}
	return allowed
}

// TestTableOfRights asks every route, of pages and API, as every kind of person in every relation to one trust's return,
// and compares with testdata/rights.txt, which is to be read by people: a route that is not in it fails, and so does an
// answer that is not the one written there.
func TestTableOfRights(t *testing.T) {
	h := openHouse(t)
	got := map[string][]string{}
	for _, r := range h.kit.Rules() {
		if r.Method == http.MethodHead { // tells no more than GET
			if get := h.rule(http.MethodGet, r.Path); get.Right != r.Right {
				t.Errorf("HEAD %s needs %s, GET %s", r.Path, r.Right, get.Right)
			}
			continue
		}
		path := h.address(r)
		var row []string
		for _, p := range h.people {
			row = append(row, p.ask(r, path))
		}
		got[r.Method+" "+r.Path] = row
	}
	if *update {
		h.writeTable(got)
		return
	}
	want := h.readTable()
	for _, route := range slices.Sorted(maps.Keys(got)) {
		row, there := want[route]
		if !there {
			t.Errorf("%s is not in %s: run the test with -update, and read the line it adds", route, rightsTable)
			continue
		}
		for i, p := range h.people {
			if row[i] != got[route][i] {
				t.Errorf("%s as %s: %s, want %s", route, p.name, got[route][i], row[i])
			}
		}
	}
	for route := range want {
		if _, there := got[route]; !there {
			t.Errorf("%s is in %s, but there is no such route", route, rightsTable)
		}
	}
}

func (h *house) rule(method, path string) httpkit.Rule {
	for _, r := range h.kit.Rules() {
		if r.Method == method && r.Path == path {
			return r
		}
	}
	h.t.Errorf("there is no rule for %s %s", method, path)
	return httpkit.Rule{}
}

// writeTable and readTable know the form: a heading with the people, and a line per route.
func (h *house) writeTable(rows map[string][]string) {
	var out strings.Builder
	out.WriteString("# Who gets past the question of rights: yes, no (403), hidden (404), sign-in (401). See TestTableOfRights; the people\n# stand in rightshouse_test.go. Written by -update; every changed line is to be read before it is committed.\n")
	fmt.Fprintf(&out, "%-74s", "route")
	for _, p := range h.people {
		fmt.Fprintf(&out, " %-13s", p.name)
	}
	out.WriteString("\n")
	for _, route := range slices.SortedFunc(maps.Keys(rows), byPath) {
		fmt.Fprintf(&out, "%-74s", route)
		for _, cell := range rows[route] {
			fmt.Fprintf(&out, " %-13s", cell)
		}
		out.WriteString("\n")
	}
	text := strings.ReplaceAll(out.String(), " \n", "\n")
	for strings.Contains(text, " \n") {
		text = strings.ReplaceAll(text, " \n", "\n")
	}
	if err := os.WriteFile(rightsTable, []byte(text), 0o644); err != nil {
		h.t.Fatal(err)
	}
}

func byPath(a, b string) int {
	pathOf := func(route string) string { _, path, _ := strings.Cut(route, " "); return path }
	if c := strings.Compare(pathOf(a), pathOf(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

func (h *house) readTable() map[string][]string {
	h.t.Helper()
	text, err := os.ReadFile(rightsTable)
	if err != nil {
		h.t.Fatal(err)
	}
	out := map[string][]string{}
	for _, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || strings.HasPrefix(line, "#"):
		case fields[0] == "route":
			for i, p := range h.people {
				if i+1 >= len(fields) || fields[i+1] != p.name {
					h.t.Fatalf("%s: the heading has other people", rightsTable)
				}
			}
		case len(fields) != len(h.people)+2:
			h.t.Fatalf("%s: %q has %d cells", rightsTable, line, len(fields)-2)
		default:
			out[fields[0]+" "+fields[1]] = fields[2:]
		}
	}
	return out
}
