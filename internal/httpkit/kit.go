package httpkit

import (
	"context"
	"io"
	"log"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"waymark/internal/maturity"
)

// Accounts tells who a session or a token belongs to. Errors with the code Unauthorised mean nobody.
type Accounts interface {
	BySession(ctx context.Context, id int32, stamp string) (maturity.Account, error)
	ByToken(ctx context.Context, key string) (maturity.Account, error)
}

// SessionStore keeps sessions. NoteCtx writes down whose a stored session is; its token is as CommitCtx has it.
type SessionStore interface {
	scs.CtxStore
	NoteCtx(ctx context.Context, token string, account int32, agent, address string, at time.Time) error
}

// Options are what the kit is made from.
type Options struct {
	Log           *slog.Logger
	Accounts      Accounts
	Sessions      SessionStore
	Journal       Journal              // nil: refusals and exports leave no audit row
	SessionLife   time.Duration        // 0 means 12 hours
	SecureCookies bool                 // visitors come over HTTPS
	DemandTwoStep bool                 // whoever is signed in without a second step can only set one up
	TrustProxy    bool                 // a proxy of ours sets X-Forwarded-For and X-Request-Id
	Rate          int                  // requests a minute for each account, or address without one; 0 for no limit
	MetricsToken  string               // opens what needs the right Operate from elsewhere
	Registry      *prometheus.Registry // nil: a new one
	// Count gives a context in which the statements to the database are counted, for the log; nil: they are not.
	Count func(context.Context) (context.Context, func() int64)
	// Remember gives a context for one request that only reads, in which the same is not asked twice; nil: it may be.
	Remember func(context.Context) context.Context
}

// Kit is the router with all that surrounds the handlers.
type Kit struct {
	Options
	echo      *echo.Echo
	rules     map[string]Rule
	faults    []string
	sessions  *scs.SessionManager
	metrics   *metrics
	rates     *rates
	strangers strangers
	errorPage func(c echo.Context, f Fault) error
}

// Times after which a request is given up; the slow ones are uploads and exports.
const (
	quickRequest = 30 * time.Second
	slowRequest  = 15 * time.Minute
)

// New makes the kit with its middleware; routes are added after.
func New(o Options) *Kit {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.SessionLife == 0 {
		o.SessionLife = 12 * time.Hour
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	k := &Kit{Options: o, echo: echo.New(), rules: map[string]Rule{}, metrics: newMetrics(o.Registry), rates: newRates(o.Rate)}
	k.sessions = newSessions(o)
	k.echo.HideBanner, k.echo.HidePort = true, true
	k.echo.StdLogger = log.New(io.Discard, "", 0)
	k.echo.Logger.SetOutput(io.Discard)
	k.echo.HTTPErrorHandler = k.answerError
	k.echo.IPExtractor = echo.ExtractIPDirect()
	if o.TrustProxy {
		k.echo.IPExtractor = behindProxy
	}
	k.echo.Use(k.name, k.observe, k.recoverPanic, k.limitTime, k.record, k.identify, k.limitRate, k.authorise, k.limitBody, k.protectForms)
	return k
}

// Echo is the router, for libraries that register routes themselves; their rules go to Guard.
func (k *Kit) Echo() *echo.Echo { return k.echo }

// SetErrorPage gives the page shown to people for an error; without it they get plain text.
func (k *Kit) SetErrorPage(show func(c echo.Context, f Fault) error) { k.errorPage = show }

// Handler is the whole, ready to serve. It fails when the table of routes is wrong.
func (k *Kit) Handler() (http.Handler, error) {
	if err := k.Check(); err != nil {
		return nil, err
	}
	return k.echo, nil
}

// Server is an HTTP server around a handler with times that a slow or idle visitor cannot stretch. How long a request may
// take in all depends on its rule.
func (k *Kit) Server(address string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr: address, Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(k.Log.Handler(), slog.LevelWarn),
	}
}

// ruleOf is the rule of the route a request was led to. registered is false when there is no such route.
func (k *Kit) ruleOf(c echo.Context) (rule Rule, known, registered bool) {
	rule, known = k.rules[c.Request().Method+" "+c.Path()]
	if known {
		return rule, true, true
	}
	for _, r := range k.echo.Routes() {
		if r.Method == c.Request().Method && r.Path == c.Path() {
			return Rule{}, false, true
		}
	}
	return Rule{}, false, false
}
