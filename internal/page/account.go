package page

import (
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/account"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

type accountPage struct {
	Roles  []string
	Tokens []tokenRow
	Days   string // what the form holds
	Name   string
	Faults []FieldFault
	// NewKey is the key of a token made by this request, shown this once.
	NewKey, NewName string
	Changed         bool // the password was changed a moment ago
}

type tokenRow struct {
	maturity.Token
	ID    string
	State string // "valid until ...", "revoked", "ended"
	Open  bool
}

func (p *Pages) account(c echo.Context) error {
	return p.showAccount(c, http.StatusOK, accountPage{Changed: c.QueryParam("changed") == "password"})
}

func (p *Pages) showAccount(c echo.Context, status int, page accountPage) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	tokens, err := p.Accounts.Tokens(c.Request().Context(), a)
	if err != nil {
		return err
	}
	now := p.Now()
	for _, t := range tokens {
		row := tokenRow{Token: t, ID: hex.EncodeToString(t.Hash), State: "ended on " + p.dayWords(t.ExpiresAt)}
		switch {
		case t.RevokedAt != nil:
			row.State = "revoked on " + p.dayWords(*t.RevokedAt)
		case t.Valid(now):
			row.State, row.Open = "valid until "+p.dayWords(t.ExpiresAt), true
		}
		page.Tokens = append(page.Tokens, row)
	}
	for _, g := range a.Grants {
		page.Roles = append(page.Roles, roleWords(g))
	}
	if page.Days == "" {
		page.Days = strconv.Itoa(account.DefaultTokenDays)
	}
	shell := p.shell(c, "Your account")
	shell.InAccount, shell.Fault = true, len(page.Faults) > 0
	return p.show(c, status, "account", shell, page)
}

func roleWords(g maturity.Grant) string {
	switch g.Role {
	case maturity.RoleAdmin:
		return "Administrator: may see and send everything"
	case maturity.RoleAnalyst:
		return "Analyst of " + g.Name + " (" + g.Code + "): may send returns for its organisations"
	case maturity.RoleSubmitter:
		return "Submitter of " + g.Name + " (" + g.Code + "): may send its returns"
	}
	return "Viewer: may read boards, measures and where each number came from"
}

func (p *Pages) changePassword(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	present, next, again := c.FormValue("present"), c.FormValue("next"), c.FormValue("again")
	var page accountPage
	if present == "" {
		page.Faults = append(page.Faults, FieldFault{"present", "Enter your present password"})
	}
	if next != again {
		page.Faults = append(page.Faults, FieldFault{"again", "The two new passwords differ. Enter the same one twice"})
	}
	if len(page.Faults) == 0 {
		in, err := p.Accounts.ChangePassword(c.Request().Context(), a, present, next, p.attempt(c, "", ""))
		if err == nil {
			err = p.kit.SignIn(c, in)
		}
		switch maturity.CodeOf(err) {
		case "":
			return c.Redirect(http.StatusSeeOther, "/account?changed=password")
		case maturity.Invalid:
			page.Faults = []FieldFault{{"next", maturity.SentenceOf(err)}}
			if strings.Contains(maturity.SentenceOf(err), "present") {
				page.Faults[0].Field = "present"
			}
		default:
			return err
		}
	}
	return p.showAccount(c, http.StatusUnprocessableEntity, page)
}

func (p *Pages) createToken(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	page := accountPage{Name: c.FormValue("name"), Days: strings.TrimSpace(c.FormValue("days"))}
	days, err := strconv.Atoi(page.Days)
	if err != nil {
		page.Faults = []FieldFault{{"days", "Write the number of days in figures, for example 90"}}
		return p.showAccount(c, http.StatusUnprocessableEntity, page)
	}
	token, key, err := p.Accounts.CreateToken(c.Request().Context(), a, page.Name, days, a.Login, httpkit.RequestID(c))
	if maturity.CodeOf(err) == maturity.Invalid {
		field := "name"
		if days < 1 || days > account.LongestTokenDays {
			field = "days"
		}
		page.Faults = []FieldFault{{field, maturity.SentenceOf(err)}}
		return p.showAccount(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return p.showAccount(c, http.StatusOK, accountPage{NewKey: key, NewName: token.Name})
}

func (p *Pages) revokeToken(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	hash, err := hex.DecodeString(c.FormValue("token"))
	if err != nil {
		return maturity.Errorf(maturity.NotFound, "There is no such token.")
	}
	if err := p.Accounts.RevokeToken(c.Request().Context(), a, hash, httpkit.RequestID(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account")
}
