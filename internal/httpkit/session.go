package httpkit

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

// What a session holds. It is written when somebody signs in or out or changes the password, and only read otherwise.
const (
	sessionAccount = "account"
	sessionStamp   = "stamp"
	sessionForm    = "form_token"
)

func newSessions(o Options) *scs.SessionManager {
	s := scs.New()
	s.Store = o.Sessions
	s.Lifetime = o.SessionLife
	s.HashTokenInStore = true
	s.Cookie.Name = cookieName("waymark_session", o.SecureCookies)
	s.Cookie.Secure = o.SecureCookies
	s.Cookie.HttpOnly = true
	s.Cookie.SameSite = http.SameSiteLaxMode
	s.Cookie.Path = "/"
	s.Cookie.Persist = false // machines in hospitals are shared: closing the browser ends the session
	return s
}

// cookieName lets browsers enforce Secure, the path and the exact host where there is HTTPS.
func cookieName(name string, secure bool) string {
	if secure {
		return "__Host-" + name
	}
	return name
}

// SignIn begins a session for an account under a new token, whatever was there before.
func (k *Kit) SignIn(c echo.Context, in account.SignedIn) error {
	ctx := c.Request().Context()
	if err := k.sessions.Destroy(ctx); err != nil {
		return err
	}
	k.sessions.Put(ctx, sessionAccount, int(in.Account.ID))
	k.sessions.Put(ctx, sessionStamp, in.Stamp)
	k.sessions.Put(ctx, sessionForm, rand.Text())
	token, expiry, err := k.sessions.Commit(ctx)
	if err != nil {
		return maturity.Wrap(err, maturity.Unavailable, "You could not be signed in just now. Try again in a minute.")
	}
	k.sessions.WriteSessionCookie(ctx, c.Response(), token, expiry)
	k.setCookie(c, formCookie, "", -1)
	k.setCookie(c, deviceCookie, in.Device, int(in.Keep/time.Second))
	return nil
}

// SignOut ends the session here and in the store. The device stays known.
func (k *Kit) SignOut(c echo.Context) error {
	ctx := c.Request().Context()
	if err := k.sessions.Destroy(ctx); err != nil {
		return err
	}
	k.sessions.WriteSessionCookie(ctx, c.Response(), "", time.Time{})
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
	return nil
}

// Device is the mark of an earlier sign-in on this device, for account.Attempt.
func (k *Kit) Device(c echo.Context) string { return k.cookie(c, deviceCookie) }

const (
	formCookie   = "waymark_form"
	deviceCookie = "waymark_device"
)

func (k *Kit) setCookie(c echo.Context, name, value string, seconds int) {
	c.SetCookie(&http.Cookie{Name: cookieName(name, k.SecureCookies), Value: value, Path: "/", MaxAge: seconds, Secure: k.SecureCookies,
		HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

func (k *Kit) cookie(c echo.Context, name string) string {
	cookie, err := c.Cookie(cookieName(name, k.SecureCookies))
	if err != nil || len(cookie.Value) > 300 {
		return ""
	}
	return cookie.Value
}

type contextKey int

const accountKey contextKey = iota

// AccountOf is the account a request is made by; ok is false when nobody is signed in.
func AccountOf(ctx context.Context) (a maturity.Account, ok bool) {
	a, ok = ctx.Value(accountKey).(maturity.Account)
	return a, ok
}

// WithAccount is ctx made by an account; for the middleware here and for tests of handlers.
func WithAccount(ctx context.Context, a maturity.Account) context.Context {
	return context.WithValue(ctx, accountKey, a)
}
