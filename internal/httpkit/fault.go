package httpkit

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// Fault is what a visitor is told about an error. It never holds the cause.
type Fault struct {
	Status    int
	Code      maturity.Code
	Title     string
	Sentence  string
	RequestID string
}

// Problem is a fault as RFC 9457 problem details.
type Problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Code      string `json:"code"`
	RequestID string `json:"request_id"`
}

// Problem is the fault for programs.
func (f Fault) Problem() Problem {
	return Problem{"urn:waymark:problem:" + string(f.Code), f.Title, f.Status, f.Sentence, string(f.Code), f.RequestID}
}

var faults = map[maturity.Code]struct {
	status int
	title  string
}{
	maturity.Invalid:      {http.StatusUnprocessableEntity, "That cannot be used"},
	maturity.NotFound:     {http.StatusNotFound, "Page not found"},
	maturity.Conflict:     {http.StatusConflict, "It has changed meanwhile"},
	maturity.Unauthorised: {http.StatusUnauthorized, "Sign in first"},
	maturity.Forbidden:    {http.StatusForbidden, "You may not see this"},
	maturity.TooLarge:     {http.StatusRequestEntityTooLarge, "Too large"},
	maturity.TooMany:      {http.StatusTooManyRequests, "Too many attempts"},
	maturity.Unavailable:  {http.StatusServiceUnavailable, "Not available just now"},
	maturity.Internal:     {http.StatusInternalServerError, "Something went wrong"},
}

// StatusOf is the HTTP status of an error code.
func StatusOf(code maturity.Code) int {
	if f, ok := faults[code]; ok {
		return f.status
	}
	return http.StatusInternalServerError
}

// FaultOf is what may be told about an error.
func FaultOf(err error) Fault {
	var own *maturity.Error
	var framework *echo.HTTPError
	var large *http.MaxBytesError
	code, sentence := maturity.CodeOf(err), maturity.SentenceOf(err)
	switch {
	case errors.As(err, &own):
	case errors.As(err, &large):
		code, sentence = maturity.TooLarge, tooLarge(large.Limit)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		code, sentence = maturity.Unavailable, "The answer took too long. Try again, or ask for less."
	case errors.As(err, &framework):
		return frameworkFault(framework)
	}
	return Fault{Status: StatusOf(code), Code: code, Title: faults[code].title, Sentence: sentence}
}

// frameworkFault says in our words what Echo found: a path or method that does not exist, or a request it cannot read.
func frameworkFault(e *echo.HTTPError) Fault {
	switch {
	case e.Code == http.StatusNotFound:
		return Fault{e.Code, maturity.NotFound, "Page not found", "There is no page at this address. If you typed it, check it; if you followed a link here, tell us.", ""}
	case e.Code == http.StatusMethodNotAllowed:
		return Fault{e.Code, maturity.Invalid, "That cannot be done here", "This address does not take that kind of request.", ""}
	case e.Code == http.StatusRequestEntityTooLarge:
		return Fault{e.Code, maturity.TooLarge, "Too large", "That is too much at once.", ""}
	case e.Code >= 400 && e.Code < 500:
		return Fault{e.Code, maturity.Invalid, "That cannot be used", "The request could not be read.", ""}
	}
	return Fault{http.StatusInternalServerError, maturity.Internal, "Something went wrong", maturity.SentenceOf(nil), ""}
}

// answerError is the one place where an error becomes a response: a problem document for programs, a page for people.
func (k *Kit) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	f := FaultOf(err)
	f.RequestID = RequestID(c)
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	for _, name := range []string{"Content-Disposition", "Content-Type", "Content-Length", "ETag", "Refresh"} {
		h.Del(name)
	}
	var later interface{ RetryAfter() time.Duration }
	if errors.As(err, &later) {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(later.RetryAfter().Seconds()))))
	}
	if err := k.sayFault(c, f); err != nil {
		k.Log.ErrorContext(c.Request().Context(), "error page", "request_id", f.RequestID, "error", err)
	}
}

func (k *Kit) sayFault(c echo.Context, f Fault) error {
	if c.Request().Method == http.MethodHead {
		return c.NoContent(f.Status)
	}
	if isAPI(c) || wantsJSON(c.Request()) {
		if f.Status == http.StatusUnauthorized {
			c.Response().Header().Set("WWW-Authenticate", `Bearer realm="waymark"`)
		}
		body, err := json.Marshal(f.Problem())
		if err != nil {
			return err
		}
		return c.Blob(f.Status, "application/problem+json", body)
	}
	if f.Status == http.StatusUnauthorized && !strings.HasPrefix(c.Path(), SignInPath) {
		return c.Redirect(http.StatusSeeOther, signInAddress(c.Request()))
	}
	if k.errorPage != nil {
		err := k.errorPage(c, f)
		if err == nil || c.Response().Committed {
			return err
		}
		k.Log.ErrorContext(c.Request().Context(), "error page", "request_id", f.RequestID, "error", err)
	}
	return c.String(f.Status, f.Title+". "+f.Sentence+" Reference: "+f.RequestID+"\n")
}

// SignInPath is where visitors who must sign in are sent.
const SignInPath = "/sign-in"

// signInAddress brings a visitor back to the page that was asked for; what was posted is lost with the session.
func signInAddress(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == "/" && r.URL.RawQuery == "" {
		return SignInPath
	}
	return SignInPath + "?next=" + url.QueryEscape(r.URL.RequestURI())
}

func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}
