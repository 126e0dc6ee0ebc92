package page

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/account"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// SecondSteps is what the pages ask about the second step of signing in.
type SecondSteps interface {
	SignInCode(ctx context.Context, id int32, code string, a account.Attempt) (account.SignedIn, error)
	Enrol(a maturity.Account) (account.Enrolment, error)
	Enrolment(a maturity.Account, secret string) (account.Enrolment, error)
	ConfirmTwoStep(ctx context.Context, a maturity.Account, secret, code string, attempt account.Attempt) ([]string, error)
	ProvePassword(ctx context.Context, a maturity.Account, password string, attempt account.Attempt) error
	TwoStepOf(ctx context.Context, a maturity.Account) (on bool, left int, err error)
	SwitchTwoStepOff(ctx context.Context, a maturity.Account, password, code string, attempt account.Attempt) error
	NewRecoveryCodes(ctx context.Context, a maturity.Account, password, code string, attempt account.Attempt) ([]string, error)
	ResetTwoStep(ctx context.Context, a maturity.Account, by string) error
}

// What is held for a visitor between two requests, and for how long.
const (
	heldStep       = "step"       // the account whose first step is done, and where to go then
	heldEnrolment  = "enrolment"  // a secret that no code has proved yet
	heldInvitation = "invitation" // the key of an invitation
	heldOpenID     = "openid"     // a sign-in that goes on at the provider
	betweenSteps   = 10 * time.Minute
	signInCodePath = "/sign-in/code"
)

type signInCodePage struct {
	FormToken string
	Faults    []FieldFault
}

// askForCode remembers that the first step is done.
func (p *Pages) askForCode(c echo.Context, id int32, next string) error {
	if err := p.kit.Hold(c, heldStep, strconv.Itoa(int(id))+" "+next, betweenSteps); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, signInCodePath)
}

// halfIn is whose first step is done; ok is false for everybody else.
func (p *Pages) halfIn(c echo.Context) (id int32, next string, ok bool) {
	number, next, _ := strings.Cut(p.kit.Held(c, heldStep), " ")
	n, err := strconv.ParseInt(number, 10, 32)
	return int32(n), safeNext(next), err == nil
}

func (p *Pages) signInCodeForm(c echo.Context) error {
	if _, _, ok := p.halfIn(c); !ok {
		return c.Redirect(http.StatusSeeOther, httpkit.SignInPath)
	}
	return p.showSignInCode(c, http.StatusOK, signInCodePage{})
}

func (p *Pages) showSignInCode(c echo.Context, status int, page signInCodePage) error {
	shell := p.shell(c, "Enter a code")
	shell.InSignIn, shell.Fault = true, len(page.Faults) > 0
	page.FormToken = p.kit.FormToken(c)
	return p.show(c, status, "sign_in_code", shell, page)
}

func (p *Pages) signInCode(c echo.Context) error {
	id, next, ok := p.halfIn(c)
	if !ok {
		return c.Redirect(http.StatusSeeOther, httpkit.SignInPath)
	}
	code := strings.TrimSpace(c.FormValue("code"))
	if code == "" {
		return p.showSignInCode(c, http.StatusUnprocessableEntity, signInCodePage{Faults: []FieldFault{{"code", "Enter the code"}}})
	}
	in, err := p.Accounts.SignInCode(c.Request().Context(), id, code, p.attempt(c, "", ""))
	switch maturity.CodeOf(err) {
	case "":
	case maturity.Unauthorised:
		return p.showSignInCode(c, http.StatusUnauthorized, signInCodePage{Faults: []FieldFault{{"code", maturity.SentenceOf(err)}}})
	default:
		return err
	}
	return p.enter(c, in, next)
}
