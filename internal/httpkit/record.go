package httpkit

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// Journal keeps audit rows.
type Journal interface {
	AppendAudit(ctx context.Context, entry maturity.AuditEntry) error
}

// record sees to it that refusals, files that are taken away and requests that change something leave an audit row,
// whatever their handler does. A handler's own row says more and counts; a request that changed something without one gets
// a row that names its route. A file is not given out when its row cannot be written.
func (k *Kit) record(next echo.HandlerFunc) echo.HandlerFunc {
	if k.Journal == nil {
		return next
	}
	return func(c echo.Context) error {
		ctx, written := maturity.WithAuditMark(c.Request().Context())
		c.SetRequest(c.Request().WithContext(ctx))
		if c.Request().Method == http.MethodGet {
			c.Response().Before(func() { k.recordExport(c) })
		}
		err := next(c)
		switch {
		case refused(c, err):
			k.recordRefusal(c, err)
		case err == nil && changes(c.Request().Method) && c.Response().Status < http.StatusBadRequest && !written():
			return k.note(c, "request.done", map[string]any{"status": c.Response().Status})
		}
		return err
	}
}

// refused reports whether somebody asked for what is not theirs. Who only is not signed in is shown the way in, and that
// is no refusal; a token that opens nothing is.
func refused(c echo.Context, err error) bool {
	switch maturity.CodeOf(err) {
	case maturity.Forbidden:
		return true
	case maturity.Unauthorised:
		bearer, _ := c.Get(byBearer).(bool)
		return bearer
	}
	return false
}

func (k *Kit) recordRefusal(c echo.Context, err error) {
	detail := map[string]any{"why": maturity.SentenceOf(err)}
	if _, signedIn := AccountOf(c.Request().Context()); !signedIn {
		left, ok := k.strangers.take(time.Now())
		if !ok {
			return
		}
		if left > 0 {
			detail["not_recorded_before"] = left
		}
	}
	if failed := k.note(c, "access.refused", detail); failed != nil {
		k.Log.ErrorContext(c.Request().Context(), "a refusal is not in the audit", "request_id", RequestID(c), "error", failed)
	}
}

// recordExport is called when a response is about to begin.
func (k *Kit) recordExport(c echo.Context) {
	r := c.Response()
	kept := strings.HasPrefix(r.Header().Get("Content-Disposition"), "attachment") || strings.HasPrefix(r.Header().Get("Content-Type"), "text/csv")
	if !kept || r.Status != http.StatusOK {
		return
	}
	detail := map[string]any{"type": r.Header().Get("Content-Type")}
	if query := c.Request().URL.RawQuery; query != "" {
		detail["query"] = cutTo(query, 500)
	}
	if err := k.note(c, "export.made", detail); err != nil {
		k.Log.ErrorContext(c.Request().Context(), "a file was not given out, because it is not in the audit", "request_id", RequestID(c), "error", err)
		for _, name := range []string{"Content-Disposition", "Content-Type", "Content-Length", "ETag"} {
			r.Header().Del(name)
		}
		r.Status, r.Writer = http.StatusServiceUnavailable, closed{r.Writer}
	}
}

// closed takes nothing of a body.
type closed struct{ http.ResponseWriter }

var errNotRecorded = errors.New("the audit row could not be written")

func (closed) Write([]byte) (int, error) { return 0, errNotRecorded }

// note writes an audit row about the request, also when its visitor has gone.
func (k *Kit) note(c echo.Context, action string, detail map[string]any) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), 10*time.Second)
	defer cancel()
	by := maturity.ByNobody
	if account, ok := AccountOf(ctx); ok {
		by = account.Login
	}
	detail["path"] = cutTo(c.Request().URL.Path, 300)
	return k.Journal.AppendAudit(ctx, maturity.AuditEntry{At: time.Now().UTC(), Account: by, Action: action,
		Subject: c.Request().Method + " " + c.Path(), RequestID: RequestID(c), Detail: detail})
}

// cutTo keeps the beginning of what a visitor wrote, without what the database cannot keep.
func cutTo(text string, most int) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text[:min(len(text), most)], "\x00", ""), "")
}

// strangers bounds how many refusals of visitors who are not signed in are recorded a minute: nobody must be able to fill
// the audit from outside.
type strangers struct {
	mu     sync.Mutex
	minute time.Time
	count  int
	left   int
}

const strangersAMinute = 60

// take counts one; left is how many were left out before it.
func (s *strangers) take(now time.Time) (left int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if minute := now.Truncate(time.Minute); minute != s.minute {
		s.minute, s.count = minute, 0
	}
	if s.count++; s.count > strangersAMinute {
		s.left++
		return 0, false
	}
	left, s.left = s.left, 0
	return left, true
}
