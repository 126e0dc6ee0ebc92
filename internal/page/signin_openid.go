package page

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"waymark/internal/account"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// OpenID asks a provider who somebody is.
type OpenID interface {
	Begin(ctx context.Context, back string) (address, kept string, err error)
	Finish(ctx context.Context, back, kept string, answer url.Values) (maturity.Identity, error)
}

// Identities is what the pages ask about accounts at a provider.
type Identities interface {
	SignInIdentity(ctx context.Context, i maturity.Identity, a account.Attempt) (account.SignedIn, error)
	AcceptIdentity(ctx context.Context, key, login string, i maturity.Identity, a account.Attempt) (account.SignedIn, error)
	Identities(ctx context.Context, a maturity.Account) ([]maturity.Identity, error)
	Bind(ctx context.Context, a maturity.Account, issuer, subject, by string) error
	Unbind(ctx context.Context, a maturity.Account, issuer, by string) error
}

const openIDBackPath = "/sign-in/openid/back"

// atProvider is what is held while a visitor is at the provider.
type atProvider struct {
	Kept       string `json:"kept"`
	Next       string `json:"next"`
	Invitation string `json:"invitation"` // its key, for who comes with one
}

// base is the address by which people reach this installation.
func (p *Pages) base(c echo.Context) string {
	switch {
	case p.PublicURL != "":
		return p.PublicURL
	case p.kit.SecureCookies:
		return "https://" + c.Request().Host
	}
	return "http://" + c.Request().Host
}

// openIDBegin sends a visitor to the provider. It is a link, not a form: what it does is done at the provider. Followed
// from another site it begins nothing: there the visitor did not ask to sign in, and the provider may not ask either.
func (p *Pages) openIDBegin(c echo.Context) error {
	if fromElsewhere(c.Request()) {
		return c.Redirect(http.StatusSeeOther, httpkit.SignInPath)
	}
	return p.toProvider(c, atProvider{Next: safeNext(c.QueryParam("next"))})
}

// fromElsewhere reports what a browser says of a link that was followed on a page of another site.
func fromElsewhere(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site != "" && site != "same-origin" && site != "none"
}

func (p *Pages) toProvider(c echo.Context, a atProvider) error {
	if p.OpenID == nil {
		return maturity.Errorf(maturity.NotFound, "Nobody signs in with another account here.")
	}
	address, kept, err := p.OpenID.Begin(c.Request().Context(), p.base(c)+openIDBackPath)
	if err != nil {
		return p.openIDFailed(c, err)
	}
	a.Kept = kept
	held, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := p.kit.Hold(c, heldOpenID, string(held), betweenSteps); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// openIDBack takes a visitor in whom the provider sends back. Whatever is held counts once.
func (p *Pages) openIDBack(c echo.Context) error {
	if p.OpenID == nil {
		return maturity.Errorf(maturity.NotFound, "Nobody signs in with another account here.")
	}
	var a atProvider
	if held := p.kit.Held(c, heldOpenID); held != "" {
		if err := json.Unmarshal([]byte(held), &a); err != nil {
			return err
		}
	}
	if err := p.kit.Drop(c, heldOpenID); err != nil {
		return err
	}
	who, err := p.OpenID.Finish(c.Request().Context(), p.base(c)+openIDBackPath, a.Kept, c.QueryParams())
	if err != nil {
		return p.openIDFailed(c, err)
	}
	var in account.SignedIn
	if a.Invitation != "" {
		in, err = p.acceptIdentity(c, a.Invitation, who)
	} else {
		in, err = p.Accounts.SignInIdentity(c.Request().Context(), who, p.attempt(c, "", ""))
	}
	if err != nil {
		return p.openIDFailed(c, err)
	}
	return p.enter(c, in, safeNext(a.Next))
}

func (p *Pages) acceptIdentity(c echo.Context, key string, who maturity.Identity) (account.SignedIn, error) {
	attempt := p.attempt(c, "", "")
	invited, err := p.Accounts.ByInvitation(c.Request().Context(), key, attempt)
	if err != nil {
		return account.SignedIn{}, err
	}
	return p.Accounts.AcceptIdentity(c.Request().Context(), key, invited.Login, who, attempt)
}

// openIDFailed says on the sign-in page why it did not work; who is signed in already gets the error's own page.
func (p *Pages) openIDFailed(c echo.Context, err error) error {
	code := maturity.CodeOf(err)
	if _, ok := httpkit.AccountOf(c.Request().Context()); ok || code == maturity.Internal || code == maturity.TooMany {
		return err
	}
	return p.showSignIn(c, httpkit.StatusOf(code), signInPage{Next: "/", Faults: []FieldFault{{"", maturity.SentenceOf(err)}}})
}
