package page

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// meant reports whether the form came from its button: an empty one changes nothing.
func meant(c echo.Context) error {
	if c.FormValue("do") == "" {
		return maturity.Errorf(maturity.Invalid, "Nothing was chosen. Go back and press the button of what you want.")
	}
	return nil
}

// inviteAgain makes another link for somebody who has not come yet, or lost the password.
func (p *Pages) inviteAgain(c echo.Context) error {
	person, by, err := p.person(c)
	if err == nil {
		err = meant(c)
	}
	if err != nil {
		return err
	}
	invited, err := p.Accounts.InviteAgain(c.Request().Context(), person, by)
	if err != nil {
		return err
	}
	return p.showPerson(c, http.StatusOK, person, p.invitedPage(c, invited))
}

func (p *Pages) changePersonEmail(c echo.Context) error {
	person, by, err := p.person(c)
	if err == nil {
		err = meant(c)
	}
	if err != nil {
		return err
	}
	err = p.Accounts.SetEmail(c.Request().Context(), person, c.FormValue("email"), by)
	if maturity.CodeOf(err) == maturity.Invalid {
		return p.showPerson(c, http.StatusUnprocessableEntity, person, personPage{Email: c.FormValue("email"), Faults: []FieldFault{{"email", maturity.SentenceOf(err)}}})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, personPath(person)+"?changed=email")
}

func (p *Pages) disablePerson(c echo.Context) error {
	person, by, err := p.person(c)
	if err == nil {
		err = meant(c)
	}
	if err != nil {
		return err
	}
	if person.Login == by {
		return maturity.Errorf(maturity.Conflict, "You cannot disable your own account: another administrator can.")
	}
	if _, err := p.Accounts.Disable(c.Request().Context(), person.Login, by); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, personPath(person)+"?changed=disabled")
}

// enablePerson lets somebody in again, by a link: the password that enabling makes is told nobody.
func (p *Pages) enablePerson(c echo.Context) error {
	person, by, err := p.person(c)
	if err == nil {
		err = meant(c)
	}
	if err != nil {
		return err
	}
	enabled, _, err := p.Accounts.Enable(c.Request().Context(), person.Login, by)
	if err != nil {
		return err
	}
	invited, err := p.Accounts.InviteAgain(c.Request().Context(), enabled, by)
	if err != nil {
		return err
	}
	return p.showPerson(c, http.StatusOK, enabled, p.invitedPage(c, invited))
}

// endPersonSessions signs somebody out: everywhere, or of the one session that the form names.
func (p *Pages) endPersonSessions(c echo.Context) error {
	person, by, err := p.person(c)
	if err != nil {
		return err
	}
	if text := c.FormValue("session"); text != "" {
		id, bad := strconv.ParseInt(text, 10, 64)
		if bad != nil {
			return maturity.Errorf(maturity.NotFound, "There is no such session. It may have ended already.")
		}
		err = p.Accounts.EndSession(c.Request().Context(), person, id, by)
	} else if err = meant(c); err == nil {
		err = p.Accounts.EndSessions(c.Request().Context(), person, "", by)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, personPath(person)+"?changed=sessions")
}

func (p *Pages) resetTwoStep(c echo.Context) error {
	person, by, err := p.person(c)
	if err == nil {
		err = meant(c)
	}
	if err != nil {
		return err
	}
	if err := p.Accounts.ResetTwoStep(c.Request().Context(), person, by); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, personPath(person)+"?changed=two-step")
}

// bindIdentity binds a person to an account at the provider, or takes that away where the form names nobody.
func (p *Pages) bindIdentity(c echo.Context) error {
	person, by, err := p.person(c)
	if err != nil {
		return err
	}
	if issuer := c.FormValue("remove"); issuer != "" {
		err = p.Accounts.Unbind(c.Request().Context(), person, issuer, by)
	} else if p.OpenID == nil {
		err = maturity.Errorf(maturity.NotFound, "Nobody signs in with another account here.")
	} else {
		err = p.Accounts.Bind(c.Request().Context(), person, p.OpenIDIssuer, c.FormValue("subject"), by)
	}
	if code := maturity.CodeOf(err); code == maturity.Invalid || code == maturity.Conflict && person.ErasedAt == nil {
		return p.showPerson(c, http.StatusUnprocessableEntity, person, personPage{Subject: c.FormValue("subject"), Faults: []FieldFault{{"subject", maturity.SentenceOf(err)}}})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, personPath(person)+"?changed=identity")
}

// erasePerson erases an account when the sign-in name was typed as a confirmation.
func (p *Pages) erasePerson(c echo.Context) error {
	person, by, err := p.person(c)
	if err != nil {
		return err
	}
	if strings.ToLower(strings.TrimSpace(c.FormValue("confirm"))) != person.Login {
		return p.showPerson(c, http.StatusUnprocessableEntity, person, personPage{Faults: []FieldFault{{"confirm", "Type the sign-in name of the account to erase it"}}})
	}
	if err := p.Accounts.Erase(c.Request().Context(), person, by); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, peoplePath+"?changed=erased")
}
