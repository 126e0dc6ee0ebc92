package page_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
)

// open are the routes that need no account. A new one is added here only after thought: it must tell nothing of the data.
var open = []string{
	"GET /healthz", "GET /readyz", "GET /static/*", "GET /sign-in", "POST /sign-in", "POST /sign-out",
	"GET /sign-in/code", "POST /sign-in/code", "GET /sign-in/openid", "GET /sign-in/openid/back", "GET /invitation", "POST /invitation", "GET /invitation/openid",
	"GET /help", "GET /accessibility", "GET /cookies", "GET /privacy",
}

// example is an address that a route's pattern matches.
func example(pattern string) string {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, ":") {
			parts[i] = "1"
		}
	}
	return strings.ReplaceAll(strings.Join(parts, "/"), "*", "x")
}

func TestNoRouteIsReachableWithoutSigningIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	stranger := s.visitor()
	stranger.header.Set("X-Forwarded-For", "203.0.113.9") // not this machine itself
	tried := 0
	for _, r := range s.kit.Echo().Routes() {
		method := strings.Replace(r.Method, "HEAD", "GET", 1)
		if slices.Contains(open, method+" "+r.Path) {
			continue
		}
		tried++
		a := stranger.send(stranger.request(r.Method, example(r.Path), nil))
		toSignIn := a.status == http.StatusSeeOther && strings.HasPrefix(a.header.Get("Location"), "/sign-in")
		if !toSignIn && a.status != http.StatusUnauthorized {
			t.Errorf("%s %s answers a stranger with %d", r.Method, r.Path, a.status)
		}
		if slices.Contains([]httpkit.Right{httpkit.Anyone}, ruleOf(s.kit, r.Method, r.Path).Right) {
			t.Errorf("%s %s is open to anyone but not in the list above", r.Method, r.Path)
		}
	}
	if tried < 5 {
		t.Errorf("only %d routes were tried", tried)
	}
}

func ruleOf(kit *httpkit.Kit, method, path string) httpkit.Rule {
	for _, r := range kit.Rules() {
		if r.Method == method && r.Path == path {
			return r
		}
	}
	return httpkit.Rule{}
}

func TestARouteWithoutARuleStopsStartUpAndStaysShut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.kit.Echo().GET("/forgotten", func(c echo.Context) error { return c.String(http.StatusOK, "the data") })
	if _, err := s.kit.Handler(); err == nil || !strings.Contains(err.Error(), "GET /forgotten has no rule") {
		t.Errorf("start-up goes on: %v", err)
	}
	if a := s.as("admin").get("/forgotten"); a.status != http.StatusForbidden || strings.Contains(a.body, "the data") {
		t.Errorf("even an admin is let in: %d %s", a.status, a.body)
	}
	s.kit.Guard(httpkit.Rule{Method: http.MethodGet, Path: "/forgotten", Right: "friends"}, httpkit.Rule{Method: http.MethodGet, Path: "/nowhere", Right: httpkit.SignedIn})
	_, err := s.kit.Handler()
	for _, want := range []string{`right "friends"`, "GET /nowhere has a rule but no route"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %s", err, want)
		}
	}
}

func TestEveryResponseCarriesThePolicy(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("admin")
	const policy = "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	for _, path := range []string{"/", "/account", "/sign-in", "/no/such/page", "/static/css/waymark.css", "/static/../routes.go", "/healthz", "/readyz", "/metrics", "/api/v1/nothing", "/sign-out", "/help"} {
		h := v.get(path).header
		if h.Get("Content-Security-Policy") != policy || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestFormsFromElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("viewer")
	token := v.token("/account")
	other := s.as("viewer")
	for _, c := range []struct {
		name, token string
		header      map[string]string
	}{
		{"no token", "", nil},
		{"a wrong token", "AAAAAAAAAAAAAAAAAAAAAAAAAA", nil},
		{"the token of another session", other.token("/account"), nil},
		{"from another site", token, map[string]string{"Sec-Fetch-Site": "cross-site"}},
		{"from a sibling host", token, map[string]string{"Sec-Fetch-Site": "same-site"}},
		{"from another origin, by an older browser", token, map[string]string{"Origin": "https://evil.example"}},
	} {
		fields := url.Values{"name": {"stolen"}, "days": {"5"}, "form_token": {c.token}}
		request := v.request(http.MethodPost, "/account/tokens", strings.NewReader(fields.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for name, value := range c.header {
			request.Header.Set(name, value)
		}
		if a := v.send(request); a.status != http.StatusForbidden {
			t.Errorf("%s: %d %s", c.name, a.status, a.text())
		}
	}
	if a := s.visitor().post("", "/sign-in", url.Values{"login": {"viewer"}, "password": {password}}); a.status != http.StatusForbidden {
		t.Errorf("signing in without a form token: %d", a.status)
	}
	if a := v.get("/account"); !strings.Contains(a.text(), "You have no tokens") {
		t.Error("a token was made all the same")
	}
}

func TestErrorsTellPeopleAndProgramsWithoutCauses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("viewer")
	if a := v.get("/no/such/page"); a.status != http.StatusNotFound || !strings.Contains(a.body, "<h1") || !strings.Contains(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("%d %v %s", a.status, a.header, a.text())
	}
	for _, path := range []string{"/no/such/page", "/api/v1/nothing"} {
		v.header.Set("Accept", "application/json")
		a := v.get(path)
		if a.status != http.StatusNotFound || a.header.Get("Content-Type") != "application/problem+json" || !strings.Contains(a.body, `"code":"not_found"`) {
			t.Errorf("%s: %d %v %s", path, a.status, a.header, a.body)
		}
	}
	v.header.Del("Accept")
	s.exec(`ALTER TABLE api_token RENAME TO hidden_table`)
	a := v.get("/account")
	if a.status != http.StatusInternalServerError || strings.Contains(a.body, "api_token") || !strings.Contains(a.text(), "Reference for your administrator: "+a.header.Get("X-Request-Id")) {
		t.Errorf("%d %s", a.status, a.text())
	}
}

func TestMetricsAndDetailsAreForOperators(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(set *settings) { set.metrics = "a-long-metrics-token" })
	s.addRoles()
	for _, c := range []struct {
		name   string
		who    *visitor
		header map[string]string
		open   bool
	}{
		{"this machine", s.visitor(), nil, true},
		{"a proxy on this machine", s.visitor(), map[string]string{"X-Forwarded-For": "203.0.113.9"}, false},
		{"another name for this machine, as a rebound browser would use", s.visitor(), map[string]string{"Host": "evil.example"}, false},
		{"the token", s.visitor(), map[string]string{"X-Forwarded-For": "203.0.113.9", "Authorization": "Bearer a-long-metrics-token"}, true},
		{"a wrong token", s.visitor(), map[string]string{"Authorization": "Bearer a-long-metrics-tokem"}, false},
		{"an admin", s.as("admin"), map[string]string{"X-Forwarded-For": "203.0.113.9"}, true},
		{"a viewer", s.as("viewer"), map[string]string{"X-Forwarded-For": "203.0.113.9"}, false},
	} {
		for name, value := range c.header {
			c.who.header.Set(name, value)
		}
		a := c.who.get("/metrics")
		if open := a.status == http.StatusOK && strings.Contains(a.body, "waymark_http_requests_total"); open != c.open {
			t.Errorf("/metrics for %s: %d", c.name, a.status)
		}
		a = c.who.get("/readyz")
		if detailed := strings.Contains(a.body, "schema_version") && strings.Contains(a.body, "recompute"); a.status != http.StatusOK || detailed != c.open {
			t.Errorf("/readyz for %s: %d %s", c.name, a.status, a.body)
		}
	}
}

func TestTokensAreShownOnceAndCanBeRevoked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("viewer")
	for _, c := range []struct{ name, days, want string }{
		{"", "90", "Give the token a name"}, {"x", "soon", "in figures"}, {"x", "0", "from 1 to 366"}, {"x", "9999999999999999999", "in figures"}, {strings.Repeat("x", 81), "5", "1 to 80"}, {"a\x00b", "5", "1 to 80"},
	} {
		if a := v.post("/account", "/account/tokens", url.Values{"name": {c.name}, "days": {c.days}, "scope": {"read"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), c.want) {
			t.Errorf("%+v: %d %s", c, a.status, a.text())
		}
	}
	a := v.post("/account", "/account/tokens", url.Values{"name": {"<b>nightly</b>"}, "days": {"5"}, "scope": {"read", "send"}})
	if a.status != http.StatusOK || !strings.Contains(a.body, "wmk_") || !strings.Contains(a.text(), "<b>nightly</b>") {
		t.Fatalf("%d %s", a.status, a.text())
	}
	page := v.get("/account").body
	if strings.Contains(page, "wmk_") || strings.Contains(page, "<b>nightly") {
		t.Error("the key is shown again, or the name is not escaped")
	}
	id := strings.Split(strings.Split(page, `name="token" value="`)[1], `"`)[0]
	if a := s.as("admin").post("/account", "/account/tokens/revoke", url.Values{"token": {id}}); a.status != http.StatusNotFound {
		t.Errorf("another account revokes it: %d", a.status)
	}
	if a := v.post("/account", "/account/tokens/revoke", url.Values{"token": {id}}); a.status != http.StatusSeeOther {
		t.Errorf("%d", a.status)
	}
	if a := v.get("/account"); !strings.Contains(a.text(), "revoked on") {
		t.Error(a.text())
	}
}

// Every page opens for an admin, with an empty database too, and none fails on what is not there.
func TestEveryPageAnswersAnAdmin(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("admin")
	for _, r := range s.kit.Rules() {
		if r.Method != http.MethodGet {
			continue
		}
		for _, query := range []string{"", "?as_at=2018-11-15", "?as_at=x&period=%00&page=-1&limit=99999999999999999999"} {
			if a := v.get(example(r.Path) + query); a.status >= 500 {
				t.Errorf("%s%s: %d %s", r.Path, query, a.status, a.text())
			}
		}
	}
	for path, want := range map[string]string{"/": "Waymark", "/measures": "Discharge summaries", "/organisations": "Gloucestershire Hospitals"} {
		if a := v.get(path); a.status != http.StatusOK || !strings.Contains(a.text(), want) {
			t.Errorf("%s: %d %s", path, a.status, a.text())
		}
	}
}
