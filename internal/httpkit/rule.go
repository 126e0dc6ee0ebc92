package httpkit

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// Right is what a visitor needs for a route.
type Right string

// The rights.
const (
	Anyone     Right = "anyone"     // the sign-in page, static files, signs of life: nothing that tells about the data
	SignedIn   Right = "signed_in"  // any account
	Send       Right = "send"       // accounts that may send returns: admin, analyst, submitter
	Decide     Right = "decide"     // accounts that may look at returns of others and decide about some: admin, analyst, approver
	Administer Right = "administer" // admin, in person: no token is enough
	Operate    Right = "operate"    // this machine itself, the metrics token, or admin
)

// changes reports whether a request with the method may change something.
func changes(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

// allows reports whether an account has the right; Anyone and this machine's own access are decided before.
func (r Right) allows(a maturity.Account) bool {
	switch r {
	case Anyone:
		return true
	case SignedIn:
		return a.Allows(maturity.ScopeRead)
	case Send:
		return a.MaySend()
	case Decide:
		return a.MayDecide()
	case Administer:
		return a.Has(maturity.RoleAdmin) && a.Scopes == nil // no token administers
	case Operate:
		return a.Has(maturity.RoleAdmin) && a.Allows(maturity.ScopeRead)
	}
	return false
}

func (r Right) known() bool {
	return slices.Contains([]Right{Anyone, SignedIn, Send, Decide, Administer, Operate}, r)
}

// Rule says what one route needs.
type Rule struct {
	Method string
	Path   string // as Echo writes it: /submissions/:id
	Right  Right
	Body   int64 // most bytes of a request; 0 for the default of a small form
	Slow   bool  // may take minutes (uploads, large exports)
}

// Route is a rule with the handler it leads to.
type Route struct {
	Rule
	Handle echo.HandlerFunc
}

// smallBody is enough for any form without a file.
const smallBody = 64 << 10

// Add registers routes. A GET route answers HEAD too.
func (k *Kit) Add(routes ...Route) {
	for _, r := range routes {
		k.Guard(r.Rule)
		k.echo.Add(r.Method, r.Path, r.Handle)
		if r.Method == http.MethodGet {
			head := r.Rule
			head.Method = http.MethodHead
			k.Guard(head)
			k.echo.Add(http.MethodHead, r.Path, r.Handle)
		}
	}
}

// Guard records the rules of routes that another library registers on Echo.
func (k *Kit) Guard(rules ...Rule) {
	for _, r := range rules {
		key := r.Method + " " + r.Path
		if _, twice := k.rules[key]; twice {
			k.faults = append(k.faults, fmt.Sprintf("%s has two rules", key))
		}
		if !r.Right.known() {
			k.faults = append(k.faults, fmt.Sprintf("%s asks for the right %q, which does not exist", key, r.Right))
		}
		if r.Body == 0 {
			r.Body = smallBody
		}
		k.rules[key] = r
	}
}

// Rules lists all rules by path and method.
func (k *Kit) Rules() []Rule {
	var out []Rule
	for _, r := range k.rules {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Rule) int { return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method) })
	return out
}

// Has reports whether a path can be read with GET, so that navigation has no dead link.
func (k *Kit) Has(path string) bool {
	_, ok := k.rules["GET "+path]
	return ok
}

// Opens reports whether an account's roles let it read a path, so that no link leads to a refusal.
func (k *Kit) Opens(path string, a maturity.Account) bool {
	rule, ok := k.rules["GET "+path]
	return ok && rule.Right.allows(a)
}

// Check fails, naming every fault, when a route has no rule, a rule no route, or a rule names a right that does not exist.
func (k *Kit) Check() error {
	faults := slices.Clone(k.faults)
	routes := map[string]bool{}
	for _, r := range k.echo.Routes() {
		key := r.Method + " " + r.Path
		routes[key] = true
		if _, ok := k.rules[key]; !ok {
			faults = append(faults, key+" has no rule")
		}
	}
	for key := range k.rules {
		if !routes[key] {
			faults = append(faults, key+" has a rule but no route")
		}
	}
	if len(faults) == 0 {
		return nil
	}
	slices.Sort(faults)
	return fmt.Errorf("the table of routes is wrong:\n%s", strings.Join(faults, "\n"))
}
