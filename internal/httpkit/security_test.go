package httpkit

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// formToken is what a visitor of these tests has in the cookie of the sign-in form.
const formToken = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// formKit takes a form from anyone who has its token, and tells what the handler was given.
func formKit(t testing.TB, handle echo.HandlerFunc) http.Handler {
	t.Helper()
	k := newKit(&bytes.Buffer{})
	open := rule("POST", "/form", Anyone)
	open.Body = 16 << 20
	k.Add(Route{open, handle})
	h, err := k.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func postForm(h http.Handler, query, media, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/form", strings.NewReader(body))
	r.URL.RawQuery = query
	r.Header.Set("Content-Type", media)
	r.AddCookie(&http.Cookie{Name: formCookie, Value: formToken})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const urlencoded = "application/x-www-form-urlencoded"

// What the address says is no field of a form: a link cannot fill in what a person was meant to.
func TestAFormIsReadFromItsBodyAlone(t *testing.T) {
	var field, token string
	h := formKit(t, func(c echo.Context) error {
		field, token = c.FormValue("role"), c.Request().FormValue(FormField)
		return c.NoContent(http.StatusOK)
	})
	body := url.Values{FormField: {formToken}}.Encode()
	if w := postForm(h, "role=admin&form_token=x", urlencoded, body); w.Code != http.StatusOK || field != "" || token != formToken {
		t.Errorf("%d, role %q, token %q", w.Code, field, token)
	}
	if w := postForm(h, "form_token="+formToken, urlencoded, "role=admin"); w.Code != http.StatusForbidden {
		t.Errorf("a token in the address: %d", w.Code)
	}
	if w := postForm(h, "", urlencoded, body+"&role=viewer&role=admin"); w.Code != http.StatusOK || field != "viewer" {
		t.Errorf("a field given twice: %d %q, want the first", w.Code, field)
	}
}

// A file beyond the first megabyte goes to a temporary file, which must not outlive the request: it holds what was sent.
func TestTemporaryFilesOfFormsEndWithTheRequest(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	during := 0
	h := formKit(t, func(c echo.Context) error {
		during = len(entries(t, folder))
		return c.NoContent(http.StatusOK)
	})
	for _, token := range []string{formToken, "wrong"} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		form.WriteField(FormField, token)
		part, err := form.CreateFormFile("file", "return.csv")
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(part, strings.Repeat("x", 2*memoryForm))
		form.Close()
		w := postForm(h, "", form.FormDataContentType(), body.String())
		if left := entries(t, folder); len(left) != 0 {
			t.Errorf("with the token %q (status %d) these files are left: %v", token, w.Code, left)
		}
	}
	if during != 1 {
		t.Errorf("%d temporary files while the handler ran, want 1: the test proves nothing", during)
	}
}

func entries(t *testing.T, folder string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

// Every answer, also of what goes wrong, carries what a browser needs to keep pages apart and data to itself.
func TestEveryAnswerCarriesItsHeaders(t *testing.T) {
	for _, secure := range []bool{false, true} {
		k := New(Options{Accounts: people{}, Sessions: noSessions{}, SecureCookies: secure})
		k.Add(Route{rule("GET", "/page", Anyone), func(c echo.Context) error { return c.String(200, "text") }},
			Route{rule("GET", "/api/shut", Administer), func(c echo.Context) error { return nil }},
			Route{rule("GET", "/api/boom", Anyone), func(echo.Context) error { panic("boom") }},
			Route{rule("POST", "/api/large", Anyone), func(echo.Context) error { return nil }})
		for _, c := range []struct{ method, path string }{{"GET", "/page"}, {"HEAD", "/page"}, {"GET", "/nothing"}, {"PUT", "/page"}, {"GET", "/api/shut"}, {"GET", "/api/boom"}, {"POST", "/api/large"}} {
			h := ask(t, k, c.method, c.path, func(r *http.Request) { r.ContentLength = 1 << 30 }).Header()
			want := map[string]string{"Content-Security-Policy": ContentSecurityPolicy, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
				"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store", "Access-Control-Allow-Origin": "", "Server": "", "X-Powered-By": ""}
			if secure {
				want["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
			}
			for name, value := range want {
				if h.Get(name) != value {
					t.Errorf("%s %s (HTTPS %v): %s is %q, want %q", c.method, c.path, secure, name, h.Get(name), value)
				}
			}
			if !secure && h.Get("Strict-Transport-Security") != "" {
				t.Errorf("%s %s: HTTPS is promised where there is none", c.method, c.path)
			}
		}
	}
}

func TestThePolicyLetsNothingForeignRun(t *testing.T) {
	for _, directive := range []string{"default-src 'none'", "object-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains("; "+ContentSecurityPolicy+";", "; "+directive+";") {
			t.Errorf("the policy lacks %s", directive)
		}
	}
	for _, loose := range []string{"unsafe", "*", "http:", "https:", "blob:"} {
		if strings.Contains(ContentSecurityPolicy+DownloadPolicy, loose) {
			t.Errorf("a policy holds %s", loose)
		}
	}
	if !strings.Contains(DownloadPolicy, "; sandbox;") {
		t.Error("downloads are not sandboxed")
	}
}

// Methods that nobody registered are refused, those that echo a request among them.
func TestOtherMethodsAreRefused(t *testing.T) {
	k := newKit(&bytes.Buffer{})
	reached := false
	k.Add(Route{rule("GET", "/page", Anyone), func(c echo.Context) error { reached = true; return c.NoContent(200) }})
	for _, method := range []string{"TRACE", "TRACK", "CONNECT", "OPTIONS", "PUT", "PATCH", "DELETE", "POST", "PROPFIND", "get"} {
		w := ask(t, k, method, "/page", func(r *http.Request) {
			r.Header.Set("X-Http-Method-Override", "GET")
			r.Header.Set("Cookie", "secret=1")
		})
		ok := w.Code == http.StatusMethodNotAllowed || method == "OPTIONS" && w.Code == http.StatusNoContent || w.Code == http.StatusNotFound
		if !ok || reached || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d %s", method, w.Code, w.Body)
		}
	}
}

// The server itself: a request whose length is told in two ways is refused or read one way only, and a visitor who says
// nothing is not waited for.
func TestTheServerReadsRequestsInOneWay(t *testing.T) {
	k := newKit(&bytes.Buffer{})
	var asked []string
	k.Add(Route{rule("GET", "/api/a", Anyone), func(c echo.Context) error {
		asked = append(asked, c.Request().URL.Path)
		return c.NoContent(200)
	}}, Route{rule("GET", "/api/smuggled", Anyone), func(c echo.Context) error {
		asked = append(asked, "smuggled")
		return c.NoContent(200)
	}})
	h, err := k.Handler()
	if err != nil {
		t.Fatal(err)
	}
	server := k.Server("", h)
	if server.ReadHeaderTimeout <= 0 || server.ReadHeaderTimeout > 30*time.Second || server.IdleTimeout <= 0 || server.MaxHeaderBytes > 1<<20 {
		t.Errorf("the server waits for ever: %+v", server)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	const inner = "GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
	for name, request := range map[string]string{
		"two lengths":                 fmt.Sprintf("GET /api/a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: %d\r\n\r\n%s", len(inner), inner),
		"a length and chunks":         fmt.Sprintf("GET /api/a HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n", len(inner)),
		"an encoding that is none":    "GET /api/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n" + inner,
		"a length with a sign":        "GET /api/a HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n" + inner,
		"a space before the colon":    "GET /api/a HTTP/1.1\r\nHost: x\r\nContent-Length : 0\r\n\r\n" + inner,
		"two hosts":                   "GET /api/a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" + inner,
		"a header with a bare return": "GET /api/a HTTP/1.1\r\nHost: x\r\nX-A: b\rc\r\n\r\n" + inner,
	} {
		asked = nil
		connection, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		connection.SetDeadline(time.Now().Add(5 * time.Second))
		io.WriteString(connection, request)
		connection.(*net.TCPConn).CloseWrite()
		answer, _ := io.ReadAll(connection)
		connection.Close()
		refused := strings.HasPrefix(string(answer), "HTTP/1.1 4") || strings.HasPrefix(string(answer), "HTTP/1.1 5")
		oneWay := name == "a length and chunks" && strings.Count(string(answer), "HTTP/1.1 ") == 1
		if !refused && !oneWay || strings.Contains(strings.Join(asked, " "), "smuggled") {
			t.Errorf("%s: the server reached %v and said %.80q", name, asked, answer)
		}
	}
}

// What a visitor writes into X-Forwarded-For is a claim; only the last entry is our proxy's.
func TestVisitorsCannotChooseTheirAddress(t *testing.T) {
	k := New(Options{Accounts: people{}, Sessions: noSessions{}, TrustProxy: true})
	for _, c := range []struct{ from, forwarded, want string }{
		{"127.0.0.1:1", "198.51.100.7", "198.51.100.7"},
		{"10.0.0.2:1", "198.51.100.7", "198.51.100.7"},
		{"127.0.0.1:1", "1.1.1.1, 198.51.100.7", "198.51.100.7"},
		{"127.0.0.1:1", "1.1.1.1, 10.2.3.4", "10.2.3.4"}, // a visitor inside the network
		{"127.0.0.1:1", "1.1.1.1,127.0.0.1", "127.0.0.1"},
		{"127.0.0.1:1", "[2001:db8::1]", "2001:db8::1"},
		{"127.0.0.1:1", "198.51.100.7, nonsense", "127.0.0.1"},
		{"127.0.0.1:1", "", "127.0.0.1"},
		{"203.0.113.9:1", "1.1.1.1", "203.0.113.9"}, // no proxy of ours
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.from
		if r.Header.Set("X-Real-Ip", "1.1.1.1"); c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := k.Echo().IPExtractor(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// What was refused stands in the log with who asked, from where, and why; what they wrote does not become a line of it.
func TestRefusalsAreLogged(t *testing.T) {
	for name, c := range map[string]struct {
		method, path string
		change       func(*http.Request)
		says         []string
	}{
		"without a right":    {"GET", "/api/shut", bearer("viewer"), []string{"status=403", "account=viewer", "no right"}},
		"without signing in": {"GET", "/api/shut", nil, []string{"status=401", "address=203.0.113.9", "bearer token"}},
		"a wrong token":      {"GET", "/api/shut", bearer("forged"), []string{"status=401", "not known"}},
		"another site":       {"POST", "/form", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, []string{"status=403", "cross-origin"}},
		"no form token":      {"POST", "/form", nil, []string{"status=403", "did not come from here"}},
		"too much":           {"POST", "/form", func(r *http.Request) { r.ContentLength = 1 << 20 }, []string{"status=413", "too much"}},
		"a forged line":      {"GET", "/api/shut%0Alevel=ERROR%20forged=1", nil, []string{"status=404", `path="/api/shut\nlevel=ERROR forged=1"`}},
	} {
		var log bytes.Buffer
		k := newKit(&log)
		k.Add(Route{rule("GET", "/api/shut", Administer), func(echo.Context) error { return nil }}, Route{rule("POST", "/form", Anyone), func(echo.Context) error { return nil }})
		ask(t, k, c.method, c.path, c.change)
		if strings.Count(log.String(), "\n") != 1 {
			t.Errorf("%s: not one line: %s", name, log.String())
		}
		for _, want := range append(c.says, "time=20", "request_id=") {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%s: %q is not in %s", name, want, log.String())
			}
		}
	}
}

// Where a second step is demanded, somebody without one can set it up and nothing else. Tokens are for programs, which
// cannot; they are made after.
func TestASecondStepCanBeDemanded(t *testing.T) {
	for _, demanded := range []bool{false, true} {
		k := New(Options{Accounts: people{}, Sessions: noSessions{}, DemandTwoStep: demanded})
		ok := func(c echo.Context) error { return c.NoContent(http.StatusOK) }
		k.Add(Route{rule("GET", "/data", SignedIn), ok}, Route{rule("GET", "/admin", Administer), ok}, Route{rule("GET", TwoStepPath, SignedIn), ok}, Route{rule("GET", TwoStepPath+"/picture", SignedIn), ok},
			Route{rule("GET", "/api/data", SignedIn), ok}, Route{rule("GET", "/help", Anyone), ok})
		for _, twoStep := range []bool{false, true} {
			shut := demanded && !twoStep
			for path, want := range map[string]int{"/data": http.StatusSeeOther, "/admin": http.StatusSeeOther, "/api/data": http.StatusForbidden, TwoStepPath: 200, TwoStepPath + "/picture": 200, "/help": 200} {
				if !shut {
					want = http.StatusOK
				}
				w := ask(t, k, "GET", path, func(r *http.Request) {
					*r = *r.WithContext(WithAccount(r.Context(), maturity.Account{ID: 1, TwoStep: twoStep, Grants: []maturity.Grant{{Role: maturity.RoleAdmin}}}))
				})
				if w.Code != want || want == http.StatusSeeOther && w.Header().Get("Location") != TwoStepPath {
					t.Errorf("%s, demanded %v, has one %v: %d to %q", path, demanded, twoStep, w.Code, w.Header().Get("Location"))
				}
			}
		}
		if w := ask(t, k, "GET", "/api/data", bearer("viewer")); w.Code != http.StatusOK {
			t.Errorf("a token: %d", w.Code)
		}
	}
}

// A password that was shown to somebody else lets in only to choose another.
func TestAGivenPasswordOpensNothingElse(t *testing.T) {
	k := New(Options{Accounts: people{}, Sessions: noSessions{}, DemandTwoStep: true})
	ok := func(c echo.Context) error { return c.NoContent(http.StatusOK) }
	k.Add(Route{rule("GET", "/data", SignedIn), ok}, Route{rule("GET", TwoStepPath, SignedIn), ok}, Route{rule("GET", PasswordPath, SignedIn), ok}, Route{rule("GET", "/api/data", SignedIn), ok})
	for path, want := range map[string]int{"/data": http.StatusSeeOther, TwoStepPath: http.StatusSeeOther, PasswordPath: 200, "/api/data": http.StatusForbidden} {
		w := ask(t, k, "GET", path, func(r *http.Request) {
			*r = *r.WithContext(WithAccount(r.Context(), maturity.Account{ID: 1, Given: true}))
		})
		if w.Code != want || want == http.StatusSeeOther && w.Header().Get("Location") != PasswordPath {
			t.Errorf("%s: %d to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
}

// The store of sessions failing is not a reason to let somebody in.
func TestWhatFailsStaysShut(t *testing.T) {
	k := New(Options{Accounts: people{}, Sessions: brokenSessions{}})
	reached := false
	k.Add(Route{rule("GET", "/page", SignedIn), func(c echo.Context) error { reached = true; return nil }}, Route{rule("POST", "/form", Anyone), func(c echo.Context) error { reached = true; return nil }})
	for _, c := range []struct{ method, path string }{{"GET", "/page"}, {"POST", "/form"}} {
		w := ask(t, k, c.method, c.path, func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: "waymark_session", Value: "whatever"})
		})
		if w.Code < 400 || reached {
			t.Errorf("%s %s: %d", c.method, c.path, w.Code)
		}
	}
}

type brokenSessions struct{ noSessions }

func (brokenSessions) FindCtx(_ context.Context, _ string) ([]byte, bool, error) {
	return nil, false, maturity.Errorf(maturity.Unavailable, "Later.")
}

// FuzzForm: whatever is sent as a form, it is read or refused, and no handler sees one without its token.
func FuzzForm(f *testing.F) {
	good := url.Values{FormField: {formToken}, "a": {"b"}}.Encode()
	f.Add("", urlencoded, good)
	f.Add("a=b;c=%zz", urlencoded, good)
	f.Add("form_token="+formToken, urlencoded, "a=b&a=%")
	f.Add("", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n"+formToken+"\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../a\"\r\n\r\nb\r\n--x--")
	f.Add("", "multipart/form-data", good)
	f.Add("", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"form_token\"; filename=\"f\"\r\n\r\n"+formToken+"\r\n--x--")
	f.Add("", "text/plain", good)
	f.Add("", "\x00", "\x00")
	f.Fuzz(func(t *testing.T, query, media, body string) {
		h := formKit(t, func(c echo.Context) error {
			if r := c.Request(); r.PostForm.Get(FormField) != formToken || r.Form.Get(FormField) != formToken {
				t.Errorf("the handler is reached with the token %q", r.PostForm.Get(FormField))
			}
			return c.NoContent(http.StatusOK)
		})
		switch w := postForm(h, query, media, body); w.Code {
		case http.StatusOK, http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		default:
			t.Errorf("%q %q %q: %d %s", query, media, body, w.Code, w.Body)
		}
	})
}
