package page_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"waymark/internal/account"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// ownAffairs are the writes that every account may make: about itself only. A new one is added here only after thought.
var ownAffairs = []string{
	"POST /sign-in", "POST /sign-out", "POST /account/password", "POST /account/tokens", "POST /account/tokens/revoke",
	"POST /account/email", "POST /account/two-step", "POST /account/two-step/again", "POST /account/sessions/end", "POST /account/sessions/end-others",
	"POST /sign-in/code", "POST /invitation", // for who has done the first step, or holds the key of an invitation
}

// writes are all routes that change something, of pages that exist now and of those to come.
func writes(t *testing.T, kit *httpkit.Kit) []httpkit.Rule {
	t.Helper()
	var out []httpkit.Rule
	for _, r := range kit.Rules() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			out = append(out, r)
		}
	}
	if len(out) < 8 {
		t.Fatalf("only %d routes change something", len(out))
	}
	return out
}

// fillIn is a visitor's form for a route, with whatever is hoped to upset it.
func (v *visitor) fillIn(rule httpkit.Rule, token string, change func(*http.Request)) answer {
	v.s.t.Helper()
	body := url.Values{"form_token": {token}}.Encode()
	request := v.request(rule.Method, example(rule.Path), strings.NewReader(body))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if change != nil {
		change(request)
	}
	return v.send(request)
}

// Every route that changes something is refused to whoever should not use it, whatever it is: without signing in, without
// the token of its form, from another site, without the role, with too much. And nothing has changed after.
func TestNoWriteFromWhoOrWhereItMustNotCome(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.add("elsewhere", account.NewGrant{Role: maturity.RoleSubmitter, Code: "RBA"})
	people := map[string]*visitor{}
	tokens := map[string]string{}
	for _, login := range []string{"admin", "analyst", "submitter", "elsewhere", "viewer"} {
		people[login] = s.as(login)
		tokens[login] = people[login].token("/account")
	}
	stranger := s.visitor()
	strangersToken := stranger.token("/sign-in")
	before := s.fingerprint()
	for _, r := range writes(t, s.kit) {
		name := r.Method + " " + r.Path
		if !slices.Contains(open, name) {
			for _, token := range []string{"", strangersToken, tokens["admin"]} {
				if a := stranger.fillIn(r, token, nil); !toSignIn(a) {
					t.Errorf("%s by a stranger: %d %.200s", name, a.status, a.text())
				}
			}
		}
		refused(t, name+" without the form's token", people["admin"].fillIn(r, "", nil), http.StatusForbidden)
		refused(t, name+" with the token of somebody else", people["admin"].fillIn(r, tokens["viewer"], nil), http.StatusForbidden)
		refused(t, name+" with the token in the address", people["admin"].fillIn(r, "", func(q *http.Request) { q.URL.RawQuery = "form_token=" + tokens["admin"] }), http.StatusForbidden)
		refused(t, name+" from another site", people["admin"].fillIn(r, tokens["admin"], withHeader("Sec-Fetch-Site", "cross-site")), http.StatusForbidden)
		refused(t, name+" from another origin", people["admin"].fillIn(r, tokens["admin"], withHeader("Origin", "https://evil.example")), http.StatusForbidden)
		refused(t, name+" as JSON", people["admin"].fillIn(r, tokens["admin"], withHeader("Content-Type", "application/json")), http.StatusForbidden)
		for _, announced := range []bool{true, false} {
			refused(t, fmt.Sprintf("%s with too much (announced: %v)", name, announced), people["admin"].tooMuch(r, tokens["admin"], announced), http.StatusRequestEntityTooLarge)
		}
		if slices.Contains(ownAffairs, name) {
			continue
		}
		if r.Right == httpkit.Anyone || r.Right == httpkit.SignedIn {
			t.Logf("%s is open to every account by its rule; its handler must refuse", name)
		}
		refused(t, name+" by a viewer", people["viewer"].fillIn(r, tokens["viewer"], nil), http.StatusForbidden, http.StatusNotFound)
		refused(t, name+" by the submitter of another organisation", people["elsewhere"].fillIn(r, tokens["elsewhere"], nil), http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity)
	}
	s.unchanged(before, "a refused request changed")
}

// An empty form, and one for what does not exist, is answered; it is never our fault, and it changes nothing.
func TestEmptyFormsAreTheVisitorsFault(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	before := s.fingerprint()
	for _, r := range writes(t, s.kit) {
		name := r.Method + " " + r.Path
		if r.Path == "/sign-out" {
			continue
		}
		for _, login := range []string{"admin", "analyst", "submitter"} {
			v := s.as(login) // some end the session
			a := v.fillIn(r, v.token("/account"), nil)
			if a.status < 400 && !slices.Contains(ownAffairs, name) || a.status >= 500 {
				t.Errorf("%s by %s with nothing filled in: %d %.200s", name, login, a.status, a.text())
			}
		}
	}
	s.unchanged(before, "an empty form changed")
}

// Reading changes nothing, whoever reads: an address in a picture or a mail does nothing in the name of who follows it.
func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("admin")
	before := s.fingerprint()
	for _, r := range s.kit.Rules() {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			v.send(v.request(r.Method, example(r.Path)+"?form_token=x&action=write&_method=POST", nil))
		}
	}
	s.unchanged(before, "reading changed")
}

// Every page says what it is and how it is encoded, and is kept by nobody but static files.
func TestPagesNameTheirMedia(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("admin")
	pages := 0
	for _, r := range s.kit.Rules() {
		if r.Method != http.MethodGet {
			continue
		}
		a := v.get(example(r.Path))
		media, kept := a.header.Get("Content-Type"), a.header.Get("Cache-Control")
		if a.body == "" {
			continue
		}
		pages++
		if text := strings.HasPrefix(media, "text/") || strings.Contains(media, "xml") && !strings.Contains(media, "openxml"); media == "" || text && !strings.Contains(strings.ToLower(media), "charset=utf-8") {
			t.Errorf("%s is %q", r.Path, media)
		}
		if kept != "no-store" {
			t.Errorf("%s may be kept: %q", r.Path, kept)
		}
	}
	if pages < 20 {
		t.Errorf("only %d pages", pages)
	}
}

// Whoever is signed in can sign out from every page, its error pages included.
func TestSigningOutIsOnEveryPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("admin")
	pages := 0
	for _, r := range append(s.kit.Rules(), httpkit.Rule{Method: http.MethodGet, Path: "/no/such/page"}) {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/static/") {
			continue
		}
		if a := v.get(example(r.Path)); strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			if pages++; !strings.Contains(a.body, `action="/sign-out" method="post"`) {
				t.Errorf("%s (%d) has no way to sign out", r.Path, a.status)
			}
		}
	}
	if pages < 10 {
		t.Errorf("only %d pages", pages)
	}
}

// elsewhere is a provider that counts who is sent to it.
type elsewhere struct{ sent *int }

func (e elsewhere) Begin(context.Context, string) (address, kept string, err error) {
	*e.sent++
	return "https://provider.example/authorize", "kept", nil
}

func (elsewhere) Finish(context.Context, string, string, url.Values) (maturity.Identity, error) {
	return maturity.Identity{}, maturity.Errorf(maturity.Forbidden, "The answer could not be accepted.")
}

// Signing in with another provider is begun by the visitor, not by a link or a picture on somebody's page: the provider
// may let in without asking.
func TestALinkElsewhereBeginsNoSignIn(t *testing.T) {
	t.Parallel()
	sent := 0
	s := newSite(t, func(set *settings) { set.openid = elsewhere{&sent} })
	for site, begins := range map[string]bool{"cross-site": false, "same-site": false, "same-origin": true, "none": true, "": true} {
		v := s.visitor()
		if site != "" {
			v.header.Set("Sec-Fetch-Site", site)
		}
		for _, path := range []string{"/sign-in/openid", "/invitation/openid"} {
			before := sent
			a := v.get(path)
			if gone := a.header.Get("Location") == "https://provider.example/authorize"; gone != begins || (sent > before) != begins || a.status != http.StatusSeeOther {
				t.Errorf("%s from %q: %d to %q", path, site, a.status, a.header.Get("Location"))
			}
		}
	}
}

func withHeader(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func toSignIn(a answer) bool {
	return a.status == http.StatusUnauthorized || a.status == http.StatusSeeOther && strings.HasPrefix(a.header.Get("Location"), "/sign-in")
}

func refused(t *testing.T, what string, a answer, want ...int) {
	t.Helper()
	if !slices.Contains(want, a.status) {
		t.Errorf("%s: %d, want %v; %.200s", what, a.status, want, a.text())
	}
}

// tooMuch sends one byte more than the route takes.
func (v *visitor) tooMuch(rule httpkit.Rule, token string, announced bool) answer {
	v.s.t.Helper()
	fields := url.Values{"form_token": {token}}.Encode() + "&x="
	body := io.Reader(strings.NewReader(fields + strings.Repeat("x", int(rule.Body)+1-len(fields))))
	if !announced {
		body = io.MultiReader(body) // of unknown length
	}
	request := v.request(rule.Method, example(rule.Path), body)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(request)
}

// unchanged fails for every table that is not as it was.
func (s *site) unchanged(before map[string]string, what string) {
	s.t.Helper()
	after := s.fingerprint()
	for table, was := range before {
		if after[table] != was {
			s.t.Errorf("%s the table %s", what, table)
		}
	}
}

// passing are tables that a refused request may write to: what happened, who tried, what was drawn, who is signed in.
var passing = []string{"audit", "sign_in_failure", "sessions", "chart_svg", "data_version"}

// fingerprint is a hash of the content of every table that holds something that matters.
func (s *site) fingerprint() map[string]string {
	s.t.Helper()
	ctx := context.WithoutCancel(s.t.Context())
	rows, err := s.db.SQL().QueryContext(ctx, `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			s.t.Fatal(err)
		}
		if !slices.ContainsFunc(passing, func(p string) bool { return strings.HasPrefix(table, p) }) {
			out[table] = ""
		}
	}
	if rows.Err() != nil {
		s.t.Fatal(rows.Err())
	}
	for table := range out {
		var sum string
		query := fmt.Sprintf(`SELECT coalesce(md5(string_agg(t::text, E'\n' ORDER BY t::text)), 'empty') FROM %q t`, table)
		if err := s.db.SQL().QueryRowContext(ctx, query).Scan(&sum); err != nil {
			s.t.Fatal(table, err)
		}
		out[table] = sum
	}
	if len(out) < 20 {
		s.t.Fatalf("only %d tables", len(out))
	}
	return out
}
