package httpkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

// What a session holds. It is written when somebody signs in or out, changes the password or is between two steps, and
// only read otherwise.
const (
	sessionAccount = "account"
	sessionStamp   = "stamp"
	sessionForm    = "form_token"
	sessionHeld    = "held " // and a name: what the next step needs, with the second at which it runs out
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
	if err := k.Sessions.NoteCtx(ctx, hashed(token), in.Account.ID, agentWords(c.Request().UserAgent()), addressDigest(in.Account, c.RealIP()), time.Now()); err != nil {
		return errors.Join(err, k.sessions.Destroy(ctx))
	}
	k.sessions.WriteSessionCookie(ctx, c.Response(), token, expiry)
	k.setCookie(c, formCookie, "", -1)
	k.setCookie(c, deviceCookie, in.Device, int(in.Keep/time.Second))
	return nil
}

// Hold keeps a value for the visitor's next step, on this side, where the visitor can neither read nor change it. It
// begins a session for a visitor who has none; that opens nothing.
func (k *Kit) Hold(c echo.Context, name, value string, life time.Duration) error {
	ctx := c.Request().Context()
	k.sessions.Put(ctx, sessionHeld+name, strconv.FormatInt(time.Now().Add(life).Unix(), 10)+" "+value)
	return k.commit(c)
}

// Held is what Hold kept under the name; "" where there is nothing or its time is over.
func (k *Kit) Held(c echo.Context, name string) string {
	ends, value, _ := strings.Cut(k.sessions.GetString(c.Request().Context(), sessionHeld+name), " ")
	if second, err := strconv.ParseInt(ends, 10, 64); err != nil || time.Now().Unix() >= second {
		return ""
	}
	return value
}

// Drop forgets what Hold kept under the name.
func (k *Kit) Drop(c echo.Context, name string) error {
	if !k.sessions.Exists(c.Request().Context(), sessionHeld+name) {
		return nil
	}
	k.sessions.Remove(c.Request().Context(), sessionHeld+name)
	return k.commit(c)
}

func (k *Kit) commit(c echo.Context) error {
	ctx := c.Request().Context()
	token, expiry, err := k.sessions.Commit(ctx)
	if err != nil {
		return maturity.Wrap(err, maturity.Unavailable, "This cannot be remembered just now. Try again in a minute.")
	}
	k.sessions.WriteSessionCookie(ctx, c.Response(), token, expiry)
	return nil
}

// Mark is what tells the visitor's session apart from others in the store; it opens nothing.
func (k *Kit) Mark(c echo.Context) string { return hashed(k.sessions.Token(c.Request().Context())) }

// hashed is a session's token as the library stores it.
func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// addressDigest is enough to see that two sessions of an account came from one place.
func addressDigest(a maturity.Account, address string) string {
	sum := sha256.Sum256([]byte(a.Pseudonym + "\x00" + address))
	return hex.EncodeToString(sum[:3])
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
