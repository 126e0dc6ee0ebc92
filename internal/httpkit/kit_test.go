package httpkit

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// people is everybody there is: a token is its account's name.
type people struct{}

func (people) BySession(context.Context, int32, string) (maturity.Account, error) {
	return maturity.Account{}, maturity.Errorf(maturity.Unauthorised, "Sign in again.")
}

func (people) ByToken(_ context.Context, key string) (maturity.Account, error) {
	if key == "down" {
		return maturity.Account{}, maturity.Errorf(maturity.Unavailable, "Later.")
	}
	role, ok := maturity.ParseRole(key)
	if !ok {
		return maturity.Account{}, maturity.Errorf(maturity.Unauthorised, "The token is not known.")
	}
	return maturity.Account{ID: 1, Login: key, Grants: []maturity.Grant{{Role: role}}, Scopes: maturity.TokenScopes()}, nil
}

// noSessions is a store without any.
type noSessions struct{}

func (noSessions) FindCtx(context.Context, string) ([]byte, bool, error)      { return nil, false, nil }
func (noSessions) CommitCtx(context.Context, string, []byte, time.Time) error { return nil }
func (noSessions) DeleteCtx(context.Context, string) error                    { return nil }
func (noSessions) NoteCtx(context.Context, string, int32, string, string, time.Time) error {
	return nil
}
func (s noSessions) Find(string) ([]byte, bool, error)                        { return nil, false, nil }
func (s noSessions) Commit(token string, data []byte, expiry time.Time) error { return nil }
func (s noSessions) Delete(string) error                                      { return nil }

func newKit(log *bytes.Buffer) *Kit {
	return New(Options{Accounts: people{}, Sessions: noSessions{}, Log: slog.New(slog.NewTextHandler(log, nil))})
}

func rule(method, path string, right Right) Rule {
	return Rule{Method: method, Path: path, Right: right}
}

func ask(t *testing.T, k *Kit, method, path string, change func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	h, err := k.Handler()
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = "203.0.113.9:1234"
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func bearer(key string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) }
}

// Every right against every role, through a token; "-" is nobody.
func TestRightsByRole(t *testing.T) {
	k := newKit(&bytes.Buffer{})
	ok := func(c echo.Context) error { return c.NoContent(http.StatusOK) }
	rights := []Right{Anyone, SignedIn, Send, Decide, Administer, Operate}
	for _, right := range rights {
		k.Add(Route{rule("GET", "/api/"+string(right), right), ok}, Route{rule("POST", "/api/"+string(right), right), ok})
	}
	for who, want := range map[string][6]int{
		"-":         {200, 401, 401, 401, 401, 401},
		"viewer":    {200, 200, 403, 403, 403, 403},
		"submitter": {200, 200, 200, 403, 403, 403},
		"approver":  {200, 200, 403, 200, 403, 403},
		"analyst":   {200, 200, 200, 200, 403, 403},
		"admin":     {200, 200, 200, 200, 403, 200}, // no token administers
		"forged":    {200, 401, 401, 401, 401, 401},
		"down":      {503, 503, 503, 503, 503, 503},
	} {
		for i, right := range rights {
			for _, method := range []string{"GET", "HEAD", "POST"} {
				var change func(*http.Request)
				if who != "-" {
					change = bearer(who)
				}
				w := ask(t, k, method, "/api/"+string(right), change)
				expected := want[i]
				if who == "-" && method == "POST" && right == Anyone {
					expected = 401 // nothing is changed under /api/ without a token
				}
				if w.Code != expected {
					t.Errorf("%s %s by %s: %d, want %d", method, right, who, w.Code, expected)
				}
			}
		}
	}
}

func TestBearerTokensCountOnlyForTheAPI(t *testing.T) {
	k := newKit(&bytes.Buffer{})
	k.Add(Route{rule("GET", "/page", SignedIn), func(c echo.Context) error { return c.NoContent(200) }})
	if w := ask(t, k, "GET", "/page", bearer("admin")); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
}

func TestAPanicIsOurFaultAndStaysInTheLog(t *testing.T) {
	var log bytes.Buffer
	k := newKit(&log)
	k.Add(Route{rule("GET", "/api/boom", Anyone), func(echo.Context) error { panic("secret thing") }},
		Route{rule("GET", "/api/half", Anyone), func(c echo.Context) error {
			c.Response().Header().Set("Content-Disposition", "attachment")
			return errors.New("secret thing")
		}})
	for _, path := range []string{"/api/boom", "/api/half"} {
		w := ask(t, k, "GET", path, nil)
		if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("Content-Disposition") != "" {
			t.Errorf("%s: %d %v %s", path, w.Code, w.Header(), w.Body)
		}
		if !strings.Contains(log.String(), "secret thing") || !strings.Contains(log.String(), w.Header().Get("X-Request-Id")) {
			t.Errorf("%s: the log lacks the cause or the reference:\n%s", path, log.String())
		}
	}
	if !strings.Contains(log.String(), "kit_test.go") {
		t.Error("the log lacks the stack")
	}
}

func TestRequestsThatAreTooLarge(t *testing.T) {
	k := newKit(&bytes.Buffer{})
	large := rule("POST", "/api/large", Send)
	large.Body = 200 << 10
	read := func(c echo.Context) error {
		var sink bytes.Buffer
		if _, err := sink.ReadFrom(c.Request().Body); err != nil {
			return err
		}
		return c.NoContent(200)
	}
	k.Add(Route{rule("POST", "/api/small", Send), read}, Route{large, read})
	for _, c := range []struct {
		path      string
		size      int
		announced bool
		want      int
	}{
		{"/api/small", 64 << 10, true, 200}, {"/api/small", 64<<10 + 1, true, 413}, {"/api/small", 64<<10 + 1, false, 413},
		{"/api/large", 200 << 10, false, 200}, {"/api/large", 300 << 10, true, 413}, {"/api/large", 3 << 20, true, 413}, {"/api/large", 3 << 20, false, 413},
	} {
		w := ask(t, k, "POST", c.path, func(r *http.Request) {
			bearer("admin")(r)
			body := strings.NewReader(strings.Repeat("x", c.size))
			*r = *httptest.NewRequest("POST", c.path, body)
			bearer("admin")(r)
			if !c.announced {
				r.ContentLength = -1
			}
		})
		if w.Code != c.want {
			t.Errorf("%+v: %d %s", c, w.Code, w.Body)
		}
	}
}

// Somebody who turns the page while its pictures are drawn is no fault of ours; a panic is, whoever waits for the answer.
func TestVisitorsWhoGoOn(t *testing.T) {
	var log bytes.Buffer
	k := newKit(&log)
	k.Add(Route{rule("GET", "/api/slow", Anyone), func(c echo.Context) error { return c.Request().Context().Err() }},
		Route{rule("GET", "/api/boom", Anyone), func(echo.Context) error { panic("boom") }})
	for path, want := range map[string]string{"/api/slow": "level=INFO", "/api/boom": "level=ERROR"} {
		log.Reset()
		ask(t, k, "GET", path, func(r *http.Request) {
			gone, cancel := context.WithCancel(r.Context())
			cancel()
			*r = *r.WithContext(gone)
		})
		if text := log.String(); !strings.Contains(text, want) || strings.Contains(text, "status=499") != (want == "level=INFO") {
			t.Errorf("%s: %s", path, text)
		}
	}
}

func TestTheLogNamesRequestsWithoutTheirSecrets(t *testing.T) {
	var log bytes.Buffer
	k := newKit(&log)
	k.Add(Route{rule("GET", "/api/thing", SignedIn), func(c echo.Context) error { return c.NoContent(200) }})
	w := ask(t, k, "GET", "/api/thing?password=hunter2", func(r *http.Request) {
		bearer("viewer")(r)
		r.Header.Set("X-Request-Id", "forged\nline")
	})
	text := log.String()
	if strings.Contains(text, "hunter2") || strings.Contains(text, "Bearer") || strings.Contains(text, "forged") {
		t.Error(text)
	}
	for _, want := range []string{"path=/api/thing", "status=200", "account=viewer", "address=203.0.113.9", "request_id=" + w.Header().Get("X-Request-Id")} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
}

func TestAProxyIsBelievedOnlyWhenConfigured(t *testing.T) {
	for _, c := range []struct {
		trust bool
		from  string
		want  string
	}{{false, "127.0.0.1:1", "127.0.0.1"}, {true, "127.0.0.1:1", "198.51.100.7"}, {true, "203.0.113.9:1", "203.0.113.9"}} {
		var log bytes.Buffer
		k := New(Options{Accounts: people{}, Sessions: noSessions{}, TrustProxy: c.trust, Log: slog.New(slog.NewTextHandler(&log, nil))})
		k.Add(Route{rule("GET", "/x", Anyone), func(c echo.Context) error { return c.NoContent(200) }})
		ask(t, k, "GET", "/x", func(r *http.Request) {
			r.RemoteAddr = c.from
			r.Header.Set("X-Forwarded-For", "198.51.100.7")
		})
		if !strings.Contains(log.String(), "address="+c.want+"\n") {
			t.Errorf("%+v: %s", c, log.String())
		}
	}
}

func TestErrorsNegotiate(t *testing.T) {
	k := newKit(&bytes.Buffer{})
	k.Add(Route{rule("GET", "/page", SignedIn), func(c echo.Context) error { return nil }}, Route{rule("POST", "/page", SignedIn), func(c echo.Context) error { return nil }})
	k.SetErrorPage(func(c echo.Context, f Fault) error { return errors.New("the error page itself is broken") })
	for _, c := range []struct {
		method, path, accept string
		status               int
		content, location    string
	}{
		{"GET", "/page?a=1&b=2", "text/html", 303, "", "/sign-in?next=%2Fpage%3Fa%3D1%26b%3D2"},
		{"POST", "/page", "text/html", 303, "", "/sign-in"},
		{"GET", "/page", "application/json", 401, "application/problem+json", ""},
		{"GET", "/page", "text/html, application/json", 303, "", "/sign-in?next=%2Fpage"},
		{"GET", "/nothing", "", 404, "text/plain; charset=UTF-8", ""},
		{"HEAD", "/nothing", "", 404, "", ""},
		{"GET", "/api/nothing", "text/html", 404, "application/problem+json", ""},
		{"DELETE", "/page", "", 405, "text/plain; charset=UTF-8", ""},
	} {
		w := ask(t, k, c.method, c.path, func(r *http.Request) { r.Header.Set("Accept", c.accept) })
		if w.Code != c.status || w.Header().Get("Content-Type") != c.content || w.Header().Get("Location") != c.location {
			t.Errorf("%+v: %d %v", c, w.Code, w.Header())
		}
		if w.Header().Get("Content-Security-Policy") != ContentSecurityPolicy {
			t.Errorf("%+v: no policy", c)
		}
	}
}
