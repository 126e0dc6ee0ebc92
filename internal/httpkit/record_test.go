package httpkit

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// journal remembers what is written into it.
type journal struct {
	entries []maturity.AuditEntry
	full    error
}

func (j *journal) AppendAudit(ctx context.Context, entry maturity.AuditEntry) error {
	if j.full == nil {
		j.entries = append(j.entries, entry)
		maturity.MarkAudited(ctx)
	}
	return j.full
}

func (j *journal) words() string {
	var out []string
	for _, e := range j.entries {
		out = append(out, e.Action+" by "+e.Account+" at "+e.Subject)
	}
	return strings.Join(out, ", ")
}

// Whatever a handler does or forgets, what must be in the audit is there.
func TestWhatAlwaysLeavesAnAuditRow(t *testing.T) {
	for _, c := range []struct{ name, method, path, token, want string }{
		{"a page", "GET", "/api/page", "viewer", ""},
		{"nobody signed in", "GET", "/api/page", "", ""},
		{"a token that opens nothing", "GET", "/api/page", "guess", "access.refused by nobody at GET /api/page"},
		{"a right that is missing", "POST", "/api/write", "viewer", "access.refused by viewer at POST /api/write"},
		{"refused by the handler", "POST", "/api/others", "admin", "access.refused by admin at POST /api/others"},
		{"a change with a row of its own", "POST", "/api/write", "admin", "thing.written by admin at thing"},
		{"a change without", "POST", "/api/forgotten", "admin", "request.done by admin at POST /api/forgotten"},
		{"a change that redirects", "POST", "/api/redirected", "admin", "request.done by admin at POST /api/redirected"},
		{"a change that failed", "POST", "/api/failed", "admin", ""},
		{"a file", "GET", "/api/file", "viewer", "export.made by viewer at GET /api/file"},
		{"a table", "GET", "/api/table", "viewer", "export.made by viewer at GET /api/table"},
		{"only whether there is a file", "HEAD", "/api/file", "viewer", ""},
		{"a file that is not there", "GET", "/api/missing", "viewer", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := &journal{}
			k := recorded(j)
			w := ask(t, k, c.method, c.path, func(r *http.Request) {
				if c.token != "" {
					bearer(c.token)(r)
				}
			})
			if j.words() != c.want {
				t.Errorf("status %d, recorded %q, not %q", w.Code, j.words(), c.want)
			}
		})
	}
}

func recorded(j *journal) *Kit {
	k := New(Options{Accounts: people{}, Sessions: noSessions{}, Journal: j})
	done := func(c echo.Context) error { return c.NoContent(http.StatusNoContent) }
	route := func(method, path string, right Right, handle echo.HandlerFunc) Route {
		return Route{rule(method, path, right), handle}
	}
	k.Add(
		route("GET", "/api/page", SignedIn, done),
		route("POST", "/api/forgotten", SignedIn, done),
		route("POST", "/api/redirected", SignedIn, func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/") }),
		route("POST", "/api/failed", SignedIn, func(echo.Context) error { return maturity.Errorf(maturity.Invalid, "No.") }),
		route("POST", "/api/others", SignedIn, func(echo.Context) error { return maturity.Errorf(maturity.Forbidden, "Not yours.") }),
		route("POST", "/api/write", Send, func(c echo.Context) error {
			if err := j.AppendAudit(c.Request().Context(), maturity.AuditEntry{Account: "admin", Action: "thing.written", Subject: "thing"}); err != nil {
				return err
			}
			return done(c)
		}),
		route("GET", "/api/file", SignedIn, func(c echo.Context) error {
			c.Response().Header().Set("Content-Disposition", `attachment; filename="a.bin"`)
			return c.Blob(http.StatusOK, "application/octet-stream", []byte("content"))
		}),
		route("GET", "/api/missing", SignedIn, func(c echo.Context) error {
			c.Response().Header().Set("Content-Disposition", `attachment; filename="a.bin"`)
			return maturity.Errorf(maturity.NotFound, "No file.")
		}),
		route("GET", "/api/table", SignedIn, func(c echo.Context) error { return c.Blob(http.StatusOK, "text/csv; charset=utf-8", []byte("content")) }),
	)
	return k
}

// What is taken away without a row cannot be accounted for, so it is not given out.
func TestNoFileWithoutAnAuditRow(t *testing.T) {
	for _, path := range []string{"/api/file", "/api/table"} {
		w := ask(t, recorded(&journal{full: errors.New("the disk is full")}), "GET", path, bearer("viewer"))
		if w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "content") || w.Header().Get("Content-Disposition") != "" {
			t.Errorf("%s: %d %q %v", path, w.Code, w.Body, w.Header())
		}
	}
}

// Visitors from outside cannot fill the audit; what was left out is counted.
func TestStrangersCannotFillTheAudit(t *testing.T) {
	var s strangers
	noon, kept := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), 0
	for range 1000 {
		if _, ok := s.take(noon); ok {
			kept++
		}
	}
	left, ok := s.take(noon.Add(time.Minute))
	if kept != strangersAMinute || !ok || left != 1000-strangersAMinute {
		t.Errorf("%d kept, then %d left out, %t", kept, left, ok)
	}
}
