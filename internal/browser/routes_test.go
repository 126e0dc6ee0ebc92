package browser

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

// rightsTable lists every route of the program: TestTableOfRights of cmd/waymark compares it with the kit's rules.
const rightsTable = "../../cmd/waymark/testdata/rights.txt"

// reading gives the routes that are read by people in a browser: GET, and not of the API.
func reading(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(rightsTable)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, line := range strings.Split(string(text), "\n") {
		if f := strings.Fields(line); len(f) > 1 && f[0] == http.MethodGet && !strings.HasPrefix(f[1], "/api/") {
			out = append(out, f[1])
		}
	}
	if len(out) < 40 {
		t.Fatalf("only %d routes are read from %s", len(out), rightsTable)
	}
	return out
}

// routeOf is the route that answers an address: the one with the most literal parts.
func routeOf(routes []string, address string) string {
	address, _, _ = strings.Cut(address, "?")
	parts := strings.Split(address, "/")
	best, most := "", -1
	for _, route := range routes {
		if literal := literalParts(strings.Split(route, "/"), parts); literal > most {
			best, most = route, literal
		}
	}
	return best
}

// literalParts counts the parts that a route names; -1 where the address is of another route.
func literalParts(route, address []string) (n int) {
	for i, part := range route {
		switch {
		case part == "*":
			return n
		case i >= len(address):
			return -1
		case strings.Contains(part, ":") && strings.HasPrefix(address[i], part[:strings.Index(part, ":")]):
		case part != address[i]:
			return -1
		default:
			n++
		}
	}
	if len(route) != len(address) {
		return -1
	}
	return n
}

// Every route that people read is either visited as a page by the walk, or fetched as what it is: a file, a picture, a
// sign of life. A new one that is in neither list fails here.
func TestEveryRouteIsLookedAt(t *testing.T) {
	t.Parallel()
	routes := reading(t)
	seen := map[string]bool{}
	for _, p := range pages {
		seen[routeOf(routes, p.path)] = true
	}
	for _, f := range files {
		seen[routeOf(routes, f.path)] = true
	}
	for _, route := range routes {
		if _, elsewhere := lookedAtElsewhere[route]; !seen[route] && !elsewhere {
			t.Errorf("%s is in neither list of places_test.go: add an address of it with parameters of the demonstration", route)
		}
	}
	for route, why := range lookedAtElsewhere {
		if !slices.Contains(routes, route) || why == "" {
			t.Errorf("%s is looked at elsewhere, but there is no such route, or no reason", route)
		}
	}
}

func TestRouteOfAnAddress(t *testing.T) {
	t.Parallel()
	routes := []string{"/", "/a/:b", "/a/new", "/a/:b/c", "/static/*"}
	for address, want := range map[string]string{"/": "/", "/a/7": "/a/:b", "/a/new?x=/a": "/a/new", "/a/7/c": "/a/:b/c", "/static/css/x.css": "/static/*", "/b": "", "/a/7/c/d": ""} {
		if got := routeOf(routes, address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
