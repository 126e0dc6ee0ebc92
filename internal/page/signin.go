package page

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/account"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// Accounts is what the pages ask about accounts.
type Accounts interface {
	SignIn(ctx context.Context, a account.Attempt) (account.SignedIn, error)
	Leave(ctx context.Context, a maturity.Account, requestID string) error
	Scope(ctx context.Context, a maturity.Account) (maturity.Scope, error)
	Sight(ctx context.Context, a maturity.Account) (maturity.Scope, error)
	MayDecide(ctx context.Context, a maturity.Account, sent maturity.Submission, about []maturity.OrganisationOutcome) (bool, error)
	ChangePassword(ctx context.Context, a maturity.Account, present, next string, attempt account.Attempt) (account.SignedIn, error)
	Tokens(ctx context.Context, a maturity.Account) ([]maturity.Token, error)
	CreateToken(ctx context.Context, a maturity.Account, name string, days int, by, requestID string, scopes ...maturity.TokenScope) (maturity.Token, string, error)
	RevokeToken(ctx context.Context, a maturity.Account, hash []byte, requestID string) error
	SecondSteps
	Invitations
	Identities
	People
}

type signInPage struct {
	Login, Next string
	FormToken   string
	Faults      []FieldFault
	Provider    string // name of an OpenID provider; "" for none
}

func (p *Pages) signInForm(c echo.Context) error {
	next := safeNext(c.QueryParam("next"))
	if _, ok := httpkit.AccountOf(c.Request().Context()); ok {
		return c.Redirect(http.StatusSeeOther, next)
	}
	return p.showSignIn(c, http.StatusOK, signInPage{Next: next})
}

func (p *Pages) showSignIn(c echo.Context, status int, page signInPage) error {
	shell := p.shell(c, "Sign in")
	shell.InSignIn, shell.Fault = true, len(page.Faults) > 0
	page.FormToken = p.kit.FormToken(c)
	if p.OpenID != nil {
		page.Provider = p.OpenIDName
	}
	return p.show(c, status, "sign_in", shell, page)
}

func (p *Pages) signIn(c echo.Context) error {
	page := signInPage{Login: strings.TrimSpace(c.FormValue("login")), Next: safeNext(c.FormValue("next"))}
	password := c.FormValue("password")
	if page.Login == "" {
		page.Faults = append(page.Faults, FieldFault{"login", "Enter your sign-in name"})
	}
	if password == "" {
		page.Faults = append(page.Faults, FieldFault{"password", "Enter your password"})
	}
	if len(page.Faults) > 0 {
		return p.showSignIn(c, http.StatusUnprocessableEntity, page)
	}
	in, err := p.Accounts.SignIn(c.Request().Context(), p.attempt(c, page.Login, password))
	switch maturity.CodeOf(err) {
	case "":
	case maturity.Unauthorised:
		page.Faults = []FieldFault{{"login", maturity.SentenceOf(err)}}
		return p.showSignIn(c, http.StatusUnauthorized, page)
	default:
		return err
	}
	return p.enter(c, in, page.Next)
}

// enter lets somebody in whom the account room has let in, or asks for the second step.
func (p *Pages) enter(c echo.Context, in account.SignedIn, next string) error {
	if in.NeedsCode {
		return p.askForCode(c, in.Account.ID, next)
	}
	if err := p.kit.SignIn(c, in); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, next)
}

func (p *Pages) attempt(c echo.Context, login, password string) account.Attempt {
	return account.Attempt{Login: login, Password: password, Address: c.RealIP(), Device: p.kit.Device(c), RequestID: httpkit.RequestID(c)}
}

func (p *Pages) signOut(c echo.Context) error {
	if a, ok := httpkit.AccountOf(c.Request().Context()); ok {
		if err := p.Accounts.Leave(c.Request().Context(), a, httpkit.RequestID(c)); err != nil {
			return err
		}
	}
	if err := p.kit.SignOut(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, httpkit.SignInPath)
}

// safeNext keeps the page to go to after signing in inside Waymark: anything else becomes the overview.
func safeNext(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(u.Path, "//") || strings.ContainsAny(text, "\\\r\n\t") || strings.HasPrefix(u.Path, httpkit.SignInPath) || u.Path == "/sign-out" {
		return "/"
	}
	next := u.EscapedPath()
	if u.RawQuery != "" {
		next += "?" + u.RawQuery
	}
	return next
}
