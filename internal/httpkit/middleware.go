package httpkit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// ContentSecurityPolicy is sent with every response: scripts, styles and pictures from here only, nothing inline.
const ContentSecurityPolicy = "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// DownloadPolicy goes with files that somebody sent: a browser that shows one all the same runs nothing in it and gives
// it an origin of its own.
const DownloadPolicy = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

var requestIDForm = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

// name gives the request its id and the response its headers, before anything can go wrong.
func (k *Kit) name(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(arrived, time.Now())
		id := rand.Text()
		if given := c.Request().Header.Get(echo.HeaderXRequestID); k.TrustProxy && requestIDForm.MatchString(given) {
			id = given
		}
		h := c.Response().Header()
		h.Set(echo.HeaderXRequestID, id)
		h.Set("Content-Security-Policy", ContentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		if k.SecureCookies {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		return next(c)
	}
}

const arrived = "arrived"

// Underway is how long ago the request arrived: before its body was read, which may take minutes. What has a deadline is
// judged by then.
func Underway(c echo.Context) time.Duration {
	at, ok := c.Get(arrived).(time.Time)
	if !ok {
		return 0
	}
	return time.Since(at)
}

// RequestID is the id of the request, as the log and error pages show it.
func RequestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

// leftEarly stands in the log and the metrics for a request whose visitor went on before the answer: nobody read it,
// and nothing is wrong. There is no such status in HTTP; other servers write the same.
const leftEarly = 499

// observe answers errors, and writes the access log and the metrics. Queries and bodies are not logged.
func (k *Kit) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start, visit := time.Now(), c.Request().Context()
		asked := func() int64 { return 0 }
		if k.Count != nil {
			var counting context.Context
			counting, asked = k.Count(visit)
			c.SetRequest(c.Request().WithContext(counting))
		}
		if m := c.Request().Method; k.Remember != nil && (m == http.MethodGet || m == http.MethodHead) {
			c.SetRequest(c.Request().WithContext(k.Remember(c.Request().Context())))
		}
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		took, status := time.Since(start), c.Response().Status
		if status == http.StatusServiceUnavailable && errors.Is(visit.Err(), context.Canceled) {
			status = leftEarly
		}
		_, known, _ := k.ruleOf(c)
		k.metrics.observe(c.Request().Method, c.Path(), known, status, took)
		level := slog.LevelInfo
		if status >= 500 {
			level = slog.LevelError
		}
		attributes := []slog.Attr{slog.String("request_id", RequestID(c)), slog.String("method", c.Request().Method), slog.String("path", c.Request().URL.Path),
			slog.Int("status", status), slog.Duration("took", took), slog.Int64("bytes", c.Response().Size), slog.Int64("statements", asked()), slog.String("address", c.RealIP())}
		if a, ok := AccountOf(c.Request().Context()); ok {
			attributes = append(attributes, slog.String("account", a.Login))
		}
		if err != nil {
			attributes = append(attributes, slog.String("error", err.Error()))
		}
		k.Log.LogAttrs(c.Request().Context(), level, "request", attributes...)
		return nil
	}
}

// recoverPanic turns a panic into an internal error with its stack in the log.
func (k *Kit) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if r == http.ErrAbortHandler {
					panic(r)
				}
				err = maturity.Wrap(fmt.Errorf("panic: %v\n%s", r, debug.Stack()), maturity.Internal, maturity.SentenceOf(nil))
			}
		}()
		return next(c)
	}
}

// limitTime ends a request that takes too long, at reading, working or writing.
func (k *Kit) limitTime(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		limit := quickRequest
		if rule, _, _ := k.ruleOf(c); rule.Slow {
			limit = slowRequest
		}
		control := http.NewResponseController(c.Response())
		for _, set := range []func(time.Time) error{control.SetReadDeadline, control.SetWriteDeadline} {
			// the error page needs a moment after the work was given up
			if err := set(time.Now().Add(limit + 5*time.Second)); err != nil && !errors.Is(err, http.ErrNotSupported) {
				return maturity.Wrap(err, maturity.Unavailable, "The connection is closing.")
			}
		}
		ctx, cancel := context.WithTimeout(c.Request().Context(), limit)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// limitBody refuses a request with more bytes than its rule allows. A visitor who announces too much is heard out, within
// reason, because a browser shows no answer when it is cut off while it sends.
func (k *Kit) limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		rule, _, _ := k.ruleOf(c)
		request := c.Request()
		if rule.Body == 0 {
			rule.Body = smallBody
		}
		if request.ContentLength > rule.Body {
			if _, err := io.CopyN(io.Discard, request.Body, min(request.ContentLength, 4*rule.Body)); err != nil && !errors.Is(err, io.EOF) {
				return maturity.Wrap(err, maturity.TooLarge, tooLarge(rule.Body))
			}
			return maturity.Errorf(maturity.TooLarge, "%s", tooLarge(rule.Body))
		}
		request.Body = http.MaxBytesReader(c.Response(), request.Body, rule.Body)
		return next(c)
	}
}

func tooLarge(limit int64) string {
	if limit >= 1<<20 {
		return fmt.Sprintf("The file is too large. At most %d MB can be sent at once.", limit>>20)
	}
	return fmt.Sprintf("That is too much at once. At most %d KB can be sent.", limit>>10)
}
