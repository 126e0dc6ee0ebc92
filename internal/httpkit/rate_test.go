package httpkit

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

func TestABucketFillsSteadily(t *testing.T) {
	r := newRates(120) // two a second, thirty at once
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 30 {
		if wait := r.take("a", now); wait != 0 {
			t.Fatalf("request %d waits %s", i, wait)
		}
	}
	if wait := r.take("a", now); wait != 500*time.Millisecond {
		t.Errorf("the next waits %s", wait)
	}
	if r.take("b", now) != 0 {
		t.Error("somebody else waits, too")
	}
	if now = now.Add(500 * time.Millisecond); r.take("a", now) != 0 || r.take("a", now) == 0 {
		t.Error("half a second is worth one request")
	}
	if now = now.Add(time.Hour); r.take("a", now) != 0 || r.buckets["a"].left != 29 {
		t.Errorf("after an hour %v are left, not all at once but one", r.buckets["a"].left)
	}
	for i := range 3 * mostBuckets {
		r.take(fmt.Sprint("many ", i), now)
	}
	if len(r.buckets) > mostBuckets {
		t.Errorf("%d buckets are kept", len(r.buckets))
	}
}

func TestWhoAsksTooOftenWaits(t *testing.T) {
	k := New(Options{Accounts: people{}, Sessions: noSessions{}, Rate: 40})
	ok := func(c echo.Context) error { return c.NoContent(http.StatusOK) }
	k.Add(Route{rule("GET", "/api/a", SignedIn), ok}, Route{rule("GET", "/static/*", Anyone), ok})
	for i := range 12 {
		w := ask(t, k, "GET", "/api/a", bearer("viewer"))
		if want := map[bool]int{true: 200, false: 429}[i < 10]; w.Code != want || want == 429 && w.Header().Get("Retry-After") != "2" {
			t.Errorf("request %d: %d %v", i, w.Code, w.Header())
		}
		if w := ask(t, k, "GET", "/static/a.css", nil); w.Code != 200 {
			t.Errorf("a static file: %d", w.Code)
		}
	}
	if w := ask(t, k, "GET", "/api/a", nil); w.Code != http.StatusUnauthorized {
		t.Errorf("somebody else: %d", w.Code)
	}
}
