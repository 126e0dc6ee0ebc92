package page

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/account"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

type twoStepPage struct {
	On        bool
	Left      int // recovery codes not used yet
	Enrolment account.Enrolment
	Codes     []string // recovery codes made by this request, shown this once
	Faults    []FieldFault
}

// twoStep shows how the second step stands, or how to set it up.
func (p *Pages) twoStep(c echo.Context) error {
	return p.showTwoStep(c, http.StatusOK, twoStepPage{})
}

func (p *Pages) showTwoStep(c echo.Context, status int, page twoStepPage) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	var err error
	if page.On, page.Left, err = p.Accounts.TwoStepOf(c.Request().Context(), a); err != nil {
		return err
	}
	if !page.On {
		if page.Enrolment, err = p.enrolment(c, a); err != nil {
			return err
		}
	}
	shell := p.shell(c, "Second step of signing in")
	shell.InAccount, shell.Fault = true, len(page.Faults) > 0
	shell.Crumbs = []Link{{Words: "Your account", Address: "/account"}}
	return p.show(c, status, "two_step", shell, page)
}

// enrolment is the secret that is being set up: the same until it is proved or runs out.
func (p *Pages) enrolment(c echo.Context, a maturity.Account) (account.Enrolment, error) {
	if secret := p.kit.Held(c, heldEnrolment); secret != "" {
		return p.Accounts.Enrolment(a, secret)
	}
	enrolment, err := p.Accounts.Enrol(a)
	if err != nil {
		return enrolment, err
	}
	return enrolment, p.kit.Hold(c, heldEnrolment, enrolment.Secret, betweenSteps)
}

// twoStepPicture is the QR code of the secret that is being set up.
func (p *Pages) twoStepPicture(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	secret := p.kit.Held(c, heldEnrolment)
	if secret == "" {
		return maturity.Errorf(maturity.NotFound, "Nothing is being set up.")
	}
	enrolment, err := p.Accounts.Enrolment(a, secret)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/png", enrolment.Picture)
}

func (p *Pages) confirmTwoStep(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	secret := p.kit.Held(c, heldEnrolment)
	if secret == "" {
		return p.showTwoStep(c, http.StatusConflict, twoStepPage{Faults: []FieldFault{{"code", "Setting up took too long. Here is a new secret: begin again"}}})
	}
	if err := p.proved(c, a); maturity.CodeOf(err) == maturity.Invalid {
		return p.showTwoStep(c, http.StatusUnprocessableEntity, twoStepPage{Faults: []FieldFault{{"proof", maturity.SentenceOf(err)}}})
	} else if err != nil {
		return err
	}
	codes, err := p.Accounts.ConfirmTwoStep(c.Request().Context(), a, secret, c.FormValue("code"), p.attempt(c, "", ""))
	if maturity.CodeOf(err) == maturity.Invalid {
		return p.showTwoStep(c, http.StatusUnprocessableEntity, twoStepPage{Faults: []FieldFault{{"code", maturity.SentenceOf(err)}}})
	}
	if err != nil {
		return err
	}
	if err := p.kit.Drop(c, heldEnrolment); err != nil {
		return err
	}
	return p.showTwoStep(c, http.StatusOK, twoStepPage{Codes: codes})
}

func (p *Pages) switchTwoStepOff(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	err := p.Accounts.SwitchTwoStepOff(c.Request().Context(), a, c.FormValue("present"), c.FormValue("code"), p.attempt(c, "", ""))
	if maturity.CodeOf(err) == maturity.Invalid {
		return p.showTwoStep(c, http.StatusUnprocessableEntity, twoStepPage{Faults: provedWrong(err)})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?changed=two-step-off")
}

func (p *Pages) newRecoveryCodes(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	codes, err := p.Accounts.NewRecoveryCodes(c.Request().Context(), a, c.FormValue("present"), c.FormValue("code"), p.attempt(c, "", ""))
	if maturity.CodeOf(err) == maturity.Invalid {
		return p.showTwoStep(c, http.StatusUnprocessableEntity, twoStepPage{Faults: provedWrong(err)})
	}
	if err != nil {
		return err
	}
	return p.showTwoStep(c, http.StatusOK, twoStepPage{Codes: codes})
}

// proveAgain does one of two things that ask for password and code: which the pressed button says.
func (p *Pages) proveAgain(c echo.Context) error {
	if c.FormValue("do") == "off" {
		return p.switchTwoStepOff(c)
	}
	return p.newRecoveryCodes(c)
}

func provedWrong(err error) []FieldFault {
	field := "code"
	if strings.Contains(maturity.SentenceOf(err), "password") {
		field = "present"
	}
	return []FieldFault{{field, maturity.SentenceOf(err)}}
}
