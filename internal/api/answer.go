package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/danielgtaylor/huma/v2/negotiation"
	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

const (
	mediaJSON = "application/json"
	mediaCSV  = "text/csv"
)

type humaContext huma.Context

// answer holds a response back until it is complete, so that an error can still take its place, its ETag can be made
// of it, and "not modified" can be said instead.
type answer struct {
	humaContext
	status   int
	body     bytes.Buffer
	err      error
	streamed bool
}

type answerKey struct{}

// answerOf is the answer being made for a request.
func answerOf(ctx context.Context) *answer { return ctx.Value(answerKey{}).(*answer) }

// hold is the middleware of all operations.
func hold(ctx huma.Context, next func(huma.Context)) {
	a := &answer{humaContext: ctx}
	next(a)
	if a.err == nil && !a.streamed {
		a.err = a.send()
	}
	if a.err != nil {
		a.echo().Set(failure, a.err)
	}
}

// failure is where the router's middleware finds an error that huma's handlers cannot return.
const failure = "api failure"

// surface returns the error of an operation to the middleware of httpkit, which logs and answers it.
func surface(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := next(c); err != nil {
			return err
		}
		err, _ := c.Get(failure).(error)
		return err
	}
}

func (a *answer) echo() echo.Context { return humaecho.Unwrap(a.humaContext) }

// Unwrap gives what the answer was made around, for huma's adapter.
func (a *answer) Unwrap() huma.Context { return a.humaContext }

// Context carries the answer to the handler.
func (a *answer) Context() context.Context {
	return context.WithValue(a.humaContext.Context(), answerKey{}, a)
}

// SetStatus keeps the status for later.
func (a *answer) SetStatus(status int) { a.status = status }

// Status is what was kept.
func (a *answer) Status() int { return a.status }

// BodyWriter keeps the body for later.
func (a *answer) BodyWriter() io.Writer { return &a.body }

// Header reads the request; what is acceptable is settled here: ?format= before the Accept header, JSON where neither
// asks for CSV or the operation has none.
func (a *answer) Header(name string) string {
	if name != "Accept" {
		return a.humaContext.Header(name)
	}
	o, _ := a.Operation().Metadata[ruled].(operation)
	format := a.Query("format")
	if o.table && (format == "csv" || format == "" && negotiation.SelectQValue(a.humaContext.Header(name), []string{mediaJSON, mediaCSV}) == mediaCSV) {
		return mediaCSV
	}
	return mediaJSON
}

// keepFault takes what huma says of a request that does not fit its operation. Its own errors are never sent.
func keepFault(ctx huma.Context, _ string, v any) (any, error) {
	model, isFault := v.(*huma.ErrorModel)
	if a, ok := ctx.(*answer); ok && isFault && a.err == nil {
		var sentences []string
		for _, d := range model.Errors {
			_, name, _ := strings.Cut(d.Location, ".")
			sentences = append(sentences, name+": "+d.Message)
		}
		a.err = maturity.Errorf(maturity.Invalid, "The request does not fit: %s.", strings.Join(sentences, "; "))
	}
	return v, nil
}

// send writes the whole answer, or that nothing has changed since the visitor's copy.
func (a *answer) send() error {
	c := a.echo()
	h := c.Response().Header()
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if reads(a.Method()) && a.status == http.StatusOK {
		sum := sha256.Sum256(a.body.Bytes())
		tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
		h.Set("ETag", tag)
		if httpkit.ByToken(c) { // a browser keeps nothing
			h.Set("Cache-Control", "private, no-cache")
		}
		h.Add("Vary", "Accept, Authorization")
		if matches(a.humaContext.Header("If-None-Match"), tag) {
			h.Del("Content-Type")
			return c.NoContent(http.StatusNotModified)
		}
	}
	if !reads(a.Method()) || a.Method() == http.MethodGet {
		h.Set("Content-Length", fmt.Sprint(a.body.Len()))
	}
	c.Response().WriteHeader(a.status)
	if a.Method() == http.MethodHead {
		return nil
	}
	_, err := c.Response().Write(a.body.Bytes())
	return err
}

func reads(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// matches compares an If-None-Match header, weakly as RFC 9110 asks, with the tag of the answer.
func matches(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == tag || one == "*" {
			return true
		}
	}
	return false
}

// stream lets an operation write by itself what is too large to hold.
func (a *answer) stream(write func(c echo.Context) error) {
	a.streamed = true
	if err := write(a.echo()); err != nil {
		a.err = err
	}
}

// marshalCSV writes answers that are tables.
func marshalCSV(w io.Writer, v any) error {
	if _, failed := v.(*huma.ErrorModel); failed { // never sent: the problem is
		return nil
	}
	table, ok := v.(interface{ writeCSV(io.Writer) error })
	if !ok {
		return fmt.Errorf("%T is no table", v)
	}
	return table.writeCSV(w)
}
