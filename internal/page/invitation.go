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

// Invitations is what the pages ask about invitations.
type Invitations interface {
	Invite(ctx context.Context, n account.NewAccount, by string) (account.Invited, error)
	InviteAgain(ctx context.Context, a maturity.Account, by string) (account.Invited, error)
	ByInvitation(ctx context.Context, key string, a account.Attempt) (maturity.Account, error)
	Accept(ctx context.Context, key, login, password string, a account.Attempt) (account.SignedIn, error)
}

const invitationPath = "/invitation"

type invitationPage struct {
	New       bool // has not come before, and chooses a sign-in name
	Login     string
	Provider  string
	FormToken string
	Faults    []FieldFault
}

// invitationLink is the address that lets in who was invited.
func (p *Pages) invitationLink(c echo.Context, key string) string {
	return p.base(c) + invitationPath + "?key=" + url.QueryEscape(key)
}

// invitation shows the form to whom the link was given. The key leaves the address at once, so that it stays in no history
// and no log; looking at the form does not use it up.
func (p *Pages) invitation(c echo.Context) error {
	if key := c.QueryParam("key"); key != "" {
		if err := p.kit.Hold(c, heldInvitation, key, betweenSteps); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, invitationPath)
	}
	return p.showInvitation(c, http.StatusOK, invitationPage{})
}

func (p *Pages) showInvitation(c echo.Context, status int, page invitationPage) error {
	account, err := p.Accounts.ByInvitation(c.Request().Context(), p.kit.Held(c, heldInvitation), p.attempt(c, "", ""))
	if err != nil {
		return err
	}
	page.New = account.Invited
	if page.Login == "" || !page.New {
		page.Login = account.Login
	}
	title := "Choose a new password"
	if page.New {
		title = "Welcome: choose how you sign in"
	}
	shell := p.shell(c, title)
	shell.InSignIn, shell.Fault = true, len(page.Faults) > 0
	page.FormToken = p.kit.FormToken(c)
	if p.OpenID != nil {
		page.Provider = p.OpenIDName
	}
	return p.show(c, status, "invitation", shell, page)
}

func (p *Pages) acceptInvitation(c echo.Context) error {
	page := invitationPage{Login: strings.TrimSpace(c.FormValue("login"))}
	password := c.FormValue("next")
	if password != c.FormValue("again") {
		page.Faults = []FieldFault{{"again", "The two passwords differ. Enter the same one twice"}}
		return p.showInvitation(c, http.StatusUnprocessableEntity, page)
	}
	in, err := p.Accounts.Accept(c.Request().Context(), p.kit.Held(c, heldInvitation), page.Login, password, p.attempt(c, "", ""))
	switch code := maturity.CodeOf(err); code {
	case "":
		return p.enter(c, in, "/")
	case maturity.Invalid, maturity.Conflict:
		field := "next"
		if code == maturity.Conflict || strings.Contains(maturity.SentenceOf(err), "sign-in name") && !strings.Contains(maturity.SentenceOf(err), "password") {
			field = "login"
		}
		page.Faults = []FieldFault{{field, maturity.SentenceOf(err)}}
		return p.showInvitation(c, httpkit.StatusOf(code), page)
	}
	return err
}

// invitationOpenID goes on at the provider, with the invitation.
func (p *Pages) invitationOpenID(c echo.Context) error {
	if fromElsewhere(c.Request()) {
		return c.Redirect(http.StatusSeeOther, invitationPath)
	}
	return p.toProvider(c, atProvider{Next: "/", Invitation: p.kit.Held(c, heldInvitation)})
}
