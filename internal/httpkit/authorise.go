package httpkit

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// apiPath is where bearer tokens count and where errors are always problem documents.
const apiPath = "/api/"

func isAPI(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, apiPath) }

// identify finds out who asks: under /api/ by a bearer token, if there is one, and otherwise by the session.
func (k *Kit) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		rule, known, _ := k.ruleOf(c)
		token := k.sessionToken(c)
		if known && rule.Right == Anyone && strings.HasPrefix(rule.Path, "/static/") {
			token = "" // files are the same for everybody: do not ask the database
		}
		ctx, err := k.sessions.Load(c.Request().Context(), token)
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(ctx))
		var account maturity.Account
		key, bearer := bearerToken(c.Request())
		switch id := k.sessions.GetInt(ctx, sessionAccount); {
		case bearer && isAPI(c):
			account, err = k.Accounts.ByToken(ctx, key)
			c.Set(byBearer, true)
		case id != 0:
			account, err = k.Accounts.BySession(ctx, int32(id), k.sessions.GetString(ctx, sessionStamp))
			c.Response().Header().Add(echo.HeaderVary, "Cookie")
		default:
			return next(c)
		}
		if maturity.CodeOf(err) == maturity.Unauthorised && known && rule.Right == Anyone {
			return next(c)
		}
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(WithAccount(ctx, account)))
		return next(c)
	}
}

// byBearer marks a request that came with a token of its own.
const byBearer = "by_bearer"

// ByToken reports whether a request came with a bearer token, not from a browser's session.
func ByToken(c echo.Context) bool { return c.Get(byBearer) == true }

func (k *Kit) sessionToken(c echo.Context) string {
	cookie, err := c.Cookie(k.sessions.Cookie.Name)
	if err != nil || len(cookie.Value) > 100 {
		return ""
	}
	return cookie.Value
}

func bearerToken(r *http.Request) (key string, ok bool) {
	scheme, key, found := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(key), found && strings.EqualFold(scheme, "Bearer")
}

// authorise lets in who has the right that the route's rule names. A route without a rule lets nobody in.
func (k *Kit) authorise(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		rule, known, registered := k.ruleOf(c)
		if !registered {
			return next(c) // 404 or 405
		}
		if !known {
			return maturity.Wrap(nil, maturity.Forbidden, "This page is closed.")
		}
		account, signedIn := AccountOf(c.Request().Context())
		switch {
		case rule.Right == Anyone:
		case rule.Right == Operate && k.operator(c):
		case !signedIn && isAPI(c):
			return maturity.Errorf(maturity.Unauthorised, "Send a bearer token in the Authorization header, or sign in.")
		case !signedIn:
			return maturity.Errorf(maturity.Unauthorised, "Sign in to see this.")
		case account.Scopes != nil && changes(c.Request().Method) && !account.Allows(maturity.ScopeSend) && !account.Allows(maturity.ScopeDecide):
			return maturity.Errorf(maturity.Forbidden, "The token is for reading only. Make one that may send or decide.")
		case !rule.Right.allows(account):
			return maturity.Errorf(maturity.Forbidden, "Your account has no right to this. Ask your administrator if you need it.")
		}
		if path, sentence := k.first(account); path != "" && rule.Right != Anyone && !ByToken(c) && !strings.HasPrefix(rule.Path, path) {
			if isAPI(c) || wantsJSON(c.Request()) {
				return maturity.Errorf(maturity.Forbidden, "%s", sentence)
			}
			return c.Redirect(http.StatusSeeOther, path)
		}
		return next(c)
	}
}

// Where a password of the own choice is chosen, and the second step of signing in is set up.
const (
	PasswordPath = "/account/password"
	TwoStepPath  = "/account/two-step"
)

// first is what an account must do before anything else; "" for nothing.
func (k *Kit) first(a maturity.Account) (path, sentence string) {
	switch {
	case a.ID == 0:
	case a.Given:
		return PasswordPath, "Choose a password of your own first: the one you have was shown to somebody else."
	case k.DemandTwoStep && !a.TwoStep:
		return TwoStepPath, "Set up a second step of signing in first, on your account's page."
	}
	return "", ""
}

// operator recognises the metrics token, and this machine itself: a loopback address, addressed as such, with no sign of
// a proxy in between.
func (k *Kit) operator(c echo.Context) bool {
	r := c.Request()
	if key, ok := bearerToken(r); ok && k.MetricsToken != "" {
		return subtle.ConstantTimeCompare([]byte(key), []byte(k.MetricsToken)) == 1
	}
	for _, header := range []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "Via"} {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	return loopback(r.RemoteAddr) && loopback(r.Host)
}

func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Operator reports whether a request may see what is for operators, where a page that is open to all shows them more.
func (k *Kit) Operator(c echo.Context) bool {
	account, ok := AccountOf(c.Request().Context())
	return k.operator(c) || ok && Operate.allows(account)
}
