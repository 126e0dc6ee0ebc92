package page

import (
	"encoding/hex"
	"net/http"
	"slices"
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
	Done            string // what was changed a moment ago, in a sentence
	Scopes          []scopeChoice
	Email           string // what the form holds
	TwoStep         bool
	Left            int // recovery codes not used yet
	Sessions        []maturity.Session
	Identities      []maturity.Identity
	Trail           Trail
}

// scopeChoice is a box of the form for tokens.
type scopeChoice struct {
	Scope       maturity.TokenScope
	Words, Hint string
	On          bool
}

// scopeChoices lists what the account's tokens may be for; on says which boxes are ticked.
func scopeChoices(on func(maturity.TokenScope) bool) []scopeChoice {
	all := []scopeChoice{
		{maturity.ScopeRead, "Read", "Look at everything you may look at", false},
		{maturity.ScopeSend, "Send", "Send files, fill in and submit returns", false},
		{maturity.ScopeDecide, "Decide", "Review, approve and publish returns", false},
	}
	for i := range all {
		all[i].On = on(all[i].Scope)
	}
	return all
}

// accountDone are the sentences after a change, by what the address says.
var accountDone = map[string]string{
	"password":     "Your password is changed. You were signed out everywhere else.",
	"two-step-off": "The second step is switched off.",
	"sessions":     "The session has ended.",
	"others":       "You are signed out everywhere else.",
	"email":        "The address is changed.",
}

type tokenRow struct {
	maturity.Token
	ID    string
	State string // "valid until ...", "revoked", "ended"
	For   string // "read, send"
	Open  bool
}

func (p *Pages) account(c echo.Context) error {
	return p.showAccount(c, http.StatusOK, accountPage{Done: accountDone[c.QueryParam("changed")]})
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
		row.For = scopeWords(t.Scopes)
		page.Tokens = append(page.Tokens, row)
	}
	for _, g := range a.Grants {
		page.Roles = append(page.Roles, p.roleWords(g))
	}
	if page.Email == "" {
		page.Email = a.Email
	}
	if err := p.addAccess(c, a, &page); err != nil {
		return err
	}
	if page.Scopes == nil {
		page.Scopes = scopeChoices(func(s maturity.TokenScope) bool { return s == maturity.ScopeRead })
	}
	if page.Days == "" {
		page.Days = strconv.Itoa(account.DefaultTokenDays)
	}
	if page.Trail, err = p.trail(c, a.Pseudonym); err != nil {
		return err
	}
	shell := p.shell(c, "Your account")
	shell.InAccount, shell.Fault = true, len(page.Faults) > 0
	return p.show(c, status, "account", shell, page)
}

// addAccess reads how and where the account signs in.
func (p *Pages) addAccess(c echo.Context, a maturity.Account, page *accountPage) (err error) {
	ctx := c.Request().Context()
	if page.TwoStep, page.Left, err = p.Accounts.TwoStepOf(ctx, a); err != nil {
		return err
	}
	if page.Sessions, err = p.Accounts.Sessions(ctx, a, p.kit.Mark(c)); err != nil {
		return err
	}
	page.Identities, err = p.Accounts.Identities(ctx, a)
	return err
}

// roleWords says what a role lets its owner do, for which organisation and collection, and until when.
func (p *Pages) roleWords(g maturity.Grant) string {
	words := "Viewer: may read boards, measures and where each number came from"
	switch g.Role {
	case maturity.RoleAdmin:
		words = "Administrator: may see, send and decide everything"
	case maturity.RoleAnalyst:
		words = "Analyst of " + g.Name + " (" + g.Code + "): may send, review and publish returns for its organisations"
	case maturity.RoleSubmitter:
		words = "Submitter of " + g.Name + " (" + g.Code + "): may send its returns"
	case maturity.RoleApprover:
		words = "Approver for " + g.Name + " (" + g.Code + "): may review and approve its returns"
	}
	if g.Collection != "" {
		words += ", only of " + p.collectionTitle(g.Collection)
	}
	if g.Until != nil {
		words += ", until " + p.dayWords(g.Until.Add(-1))
	}
	return words
}

func (p *Pages) collectionTitle(id string) string {
	if c, ok := p.Catalogue.Collection(id); ok {
		return c.Title
	}
	return id
}

func scopeWords(scopes []maturity.TokenScope) string {
	var words []string
	for _, s := range scopes {
		words = append(words, string(s))
	}
	return strings.Join(words, ", ")
}

// changeEmail changes where the account's messages go; it signs nobody in.
func (p *Pages) changeEmail(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	err := meant(c)
	if err == nil {
		err = p.Accounts.SetEmail(c.Request().Context(), a, c.FormValue("email"), a.Login)
	}
	if maturity.CodeOf(err) == maturity.Invalid {
		return p.showAccount(c, http.StatusUnprocessableEntity, accountPage{Email: c.FormValue("email"), Faults: []FieldFault{{"email", maturity.SentenceOf(err)}}})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?changed=email")
}

// endSession ends one of the account's own sessions; ending the present one is signing out.
func (p *Pages) endSession(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	id, err := strconv.ParseInt(c.FormValue("session"), 10, 64)
	if err != nil {
		return maturity.Errorf(maturity.NotFound, "There is no such session. It may have ended already.")
	}
	if err := p.proved(c, a); err != nil {
		return p.unproved(c, err)
	}
	if err := p.Accounts.EndSession(c.Request().Context(), a, id, a.Login); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?changed=sessions")
}

func (p *Pages) endOtherSessions(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	if err := p.proved(c, a); err != nil {
		return p.unproved(c, err)
	}
	if err := p.Accounts.EndSessions(c.Request().Context(), a, p.kit.Mark(c), a.Login); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?changed=others")
}

// proved is nil when the form holds the account's password in the field "proof".
func (p *Pages) proved(c echo.Context, a maturity.Account) error {
	return p.Accounts.ProvePassword(c.Request().Context(), a, c.FormValue("proof"), p.attempt(c, "", ""))
}

// unproved shows the account's page again with what is wrong with the proof.
func (p *Pages) unproved(c echo.Context, err error) error {
	if maturity.CodeOf(err) != maturity.Invalid {
		return err
	}
	return p.showAccount(c, http.StatusUnprocessableEntity, accountPage{Faults: []FieldFault{{"proof", maturity.SentenceOf(err)}}})
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
	if a.Given {
		return p.showPassword(c, http.StatusUnprocessableEntity, page.Faults)
	}
	return p.showAccount(c, http.StatusUnprocessableEntity, page)
}

func (p *Pages) createToken(c echo.Context) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	page := accountPage{Name: c.FormValue("name"), Days: strings.TrimSpace(c.FormValue("days"))}
	var scopes []maturity.TokenScope
	for _, word := range c.Request().PostForm["scope"] {
		scopes = append(scopes, maturity.TokenScope(word))
	}
	page.Scopes = scopeChoices(func(s maturity.TokenScope) bool { return slices.Contains(scopes, s) })
	if len(scopes) == 0 {
		page.Faults = []FieldFault{{"scope-read", "Choose what the token may be used for"}}
		return p.showAccount(c, http.StatusUnprocessableEntity, page)
	}
	days, err := strconv.Atoi(page.Days)
	if err != nil {
		page.Faults = []FieldFault{{"days", "Write the number of days in figures, for example 90"}}
		return p.showAccount(c, http.StatusUnprocessableEntity, page)
	}
	token, key, err := p.Accounts.CreateToken(c.Request().Context(), a, page.Name, days, a.Login, httpkit.RequestID(c), scopes...)
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
