package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// addressOf is an address that a route's pattern matches.
func addressOf(pattern string) string {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, ":") {
			parts[i] = "1"
		}
	}
	return strings.Join(parts, "/")
}

// writes are all operations that change something, of those that exist now and of those to come.
func (s *site) writes() []httpkit.Rule {
	s.t.Helper()
	var out []httpkit.Rule
	for _, r := range s.kit.Rules() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			out = append(out, r)
		}
	}
	if len(out) < 3 {
		s.t.Fatalf("only %d operations change something", len(out))
	}
	return out
}

// Every operation that changes something is refused to whoever should not use it: without a token, with a browser's
// session, from another site, without the role, with too much.
func TestNoWriteFromWhoMustNotWrite(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.send("analyst", "&auto_write=false", header+line("RTE", "41.5")) // submission 1 waits for a decision
	before := s.count(`SELECT count(*) FROM submission WHERE state = 'checked'`)
	s.keys["reader"] = s.readingToken("admin")
	for _, r := range s.writes() {
		name, path := r.Method+" "+r.Path, addressOf(r.Path)
		ask := func(what, who, body string, want []int, headers ...string) {
			t.Helper()
			if a := s.do(who, r.Method, path, strings.NewReader(body), headers...); !slices.Contains(want, a.Code) {
				t.Errorf("%s %s: %d, want %v; %s", name, what, a.Code, want, a.text())
			}
		}
		unauthorised, forbidden := []int{http.StatusUnauthorized}, []int{http.StatusForbidden}
		ask("by nobody", "", "{}", unauthorised)
		ask("with a session", "", "{}", unauthorised, "Cookie", "waymark_session="+strings.Repeat("A", 43))
		ask("with a wrong token", "", "{}", unauthorised, "Authorization", "Bearer wmk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
		if a := s.do("", r.Method, path+"?access_token="+s.keys["admin"], nil); a.Code != http.StatusUnauthorized {
			t.Errorf("%s with the token in the address: %d", name, a.Code)
		}
		ask("from another site", "admin", "{}", forbidden, "Sec-Fetch-Site", "cross-site")
		ask("from another origin", "admin", "{}", forbidden, "Origin", "https://evil.example")
		ask("by a viewer", "viewer", "{}", []int{http.StatusForbidden, http.StatusNotFound})
		ask("about another's organisation", "stranger", "{}", []int{http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity})
		large := strings.Repeat("x", int(r.Body)+1)
		ask("with too much", "admin", large, []int{http.StatusRequestEntityTooLarge}, "Content-Type", "application/json")
		ask("with a token that only reads", "reader", "{}", forbidden)
		if r.Right == httpkit.Anyone || r.Right == httpkit.SignedIn {
			t.Errorf("%s: whoever is signed in may use it; say Send, Decide or Administer", name)
		}
	}
	if after := s.count(`SELECT count(*) FROM submission WHERE state = 'checked'`); after != before || s.count(`SELECT count(*) FROM submission`) != 1 {
		t.Error("a refused request changed a submission")
	}
}

// readingToken is a token of somebody's that may only read.
func (s *site) readingToken(login string) string {
	s.t.Helper()
	who, err := s.accounts.ByLogin(s.t.Context(), login)
	if err != nil {
		s.t.Fatal(err)
	}
	_, key, err := s.accounts.CreateToken(s.t.Context(), who, "reads", 1, "command", "", maturity.ScopeRead)
	if err != nil {
		s.t.Fatal(err)
	}
	return key
}

// A browser with a session may read the API; it keeps nothing of it, while a program's copy may be asked for again.
func TestBrowsersKeepNothingOfTheAPI(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if a := s.get("/api/v1/measures"); a.Code != http.StatusOK || a.Header().Get("Cache-Control") != "private, no-cache" || a.Header().Get("ETag") == "" {
		t.Errorf("a program: %d %v", a.Code, a.Header())
	}
	who, err := s.accounts.ByToken(t.Context(), s.keys["viewer"])
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(httpkit.WithAccount(t.Context(), who), http.MethodGet, "/api/v1/measures", nil)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a browser: %d %v", w.Code, w.Header())
	}
}

// Answers name what they are, with the encoding where they are text, and never let themselves be taken for something else.
func TestAnswersNameTheirMedia(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	file := s.send("analyst", "", header+line("RTE", "41.5")) + "/file"
	for _, c := range []struct{ path, media string }{
		{"/api/v1/measures", "application/json"}, {"/api/v1/measures?format=csv", "text/csv; charset=utf-8; header=present"}, {"/api/v1/measures/nothing", "application/problem+json"},
		{"/api/v1/openapi.json", "application/openapi+json"}, {file, "application/octet-stream"},
	} {
		a := s.do("analyst", http.MethodGet, c.path, nil)
		if got := a.Header().Get("Content-Type"); !strings.EqualFold(got, c.media) || a.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %q, want %q", c.path, got, c.media)
		}
	}
	a := s.do("analyst", http.MethodGet, file, nil)
	if !strings.HasPrefix(a.Header().Get("Content-Disposition"), "attachment;") || a.Header().Get("Content-Security-Policy") != httpkit.DownloadPolicy {
		t.Errorf("a file that somebody sent: %v", a.Header())
	}
}

// FuzzBody: whatever is sent to whatever operation changes something, it is done or refused, never a fault of ours.
func FuzzBody(f *testing.F) {
	for i, body := range []string{"", "{}", "null", "[]", `{"id":1}`, `{"a":{"a":{"a":[1e999]}}}`, `{"\u0000":"\ud800"}`, `{"values":[{"value":"1e400"}],"version":-1}`, "\xff\xfe{", strings.Repeat("[", 2000),
		`{"values":{"x":1},"values":{"x":2}}`, `{"version":9223372036854775808}`, `{"until":"0000-00-00","reason":"\r\n"}`} {
		f.Add(uint8(i), "1", "application/json", body)
		f.Add(uint8(i), "%00", "text/plain", body)
	}
	f.Add(uint8(3), "D2018-01-01", "application/x-www-form-urlencoded", "a=b")
	s := newSite(f)
	operations := s.writes()
	f.Fuzz(func(t *testing.T, which uint8, part, media, body string) {
		own := *s
		own.t = t
		r := operations[int(which)%len(operations)]
		path := r.Path
		for range strings.Count(path, ":") {
			before, after, _ := strings.Cut(path, ":")
			_, rest, more := strings.Cut(after, "/")
			if path = before + escaped(part); more {
				path += "/" + rest
			}
		}
		a := own.do("admin", r.Method, path, strings.NewReader(body), "Content-Type", media)
		if a.Code >= 500 {
			t.Errorf("%s %s with %q: %d %s", r.Method, path, body, a.Code, a.text())
		}
	})
}

// escaped is text as one part of a path.
func escaped(text string) string {
	var out strings.Builder
	for _, b := range []byte(text) {
		if b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '-' {
			out.WriteByte(b)
		} else {
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}
