package page

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

type personPage struct {
	Person     maturity.Account
	State      string
	Self       bool // the administrator's own account
	Grants     []grantRow
	Sessions   []maturity.Session
	Identities []maturity.Identity
	Provider   string // name of the OpenID provider; "" for none
	Form       grantForm
	Subject    string // what the form for the provider holds
	Email      string // what the form for the address holds
	Trail      Trail
	Audit      string // address of what was done with the account; "" where there is no such page
	Faults     []FieldFault
	Done       string    // what was changed a moment ago, in a sentence
	Link       string    // of an invitation made by this request, shown this once
	LinkEnds   time.Time // when it opens no more
}

// grantRow is a role with its time in words.
type grantRow struct {
	maturity.Grant
	Words, Time, State string
}

// personDone are the sentences after a change, by what the address says.
var personDone = map[string]string{
	"role": "The roles are changed. They count from the next page that is asked for.", "disabled": "The account is disabled: its sessions have ended and its tokens are revoked.",
	"email": "The address is changed.", "sessions": "Signed out.", "two-step": "The second step is switched off. They set it up anew on their own page.", "identity": "The account at the provider is changed.",
}

// person reads the account that an administrator's page is about; by is the administrator.
func (p *Pages) person(c echo.Context) (person maturity.Account, by string, err error) {
	a, _ := httpkit.AccountOf(c.Request().Context())
	id, err := strconv.ParseInt(c.Param("id"), 10, 32)
	if err != nil {
		return person, a.Login, maturity.Errorf(maturity.NotFound, "There is no such account.")
	}
	person, err = p.Accounts.ByID(c.Request().Context(), int32(id))
	return person, a.Login, err
}

func (p *Pages) showPersonPage(c echo.Context) error {
	person, _, err := p.person(c)
	if err != nil {
		return err
	}
	return p.showPerson(c, http.StatusOK, person, personPage{Done: personDone[c.QueryParam("changed")]})
}

// showPerson shows all that is known of an account, but nothing that opens it.
func (p *Pages) showPerson(c echo.Context, status int, person maturity.Account, page personPage) (err error) {
	ctx := c.Request().Context()
	by, _ := httpkit.AccountOf(ctx)
	page.Person, page.State, page.Self = person, personStates[stateOf(person)], person.ID == by.ID
	if page.Sessions, err = p.Accounts.Sessions(ctx, person, p.kit.Mark(c)); err != nil {
		return err
	}
	if page.Identities, err = p.Accounts.Identities(ctx, person); err != nil {
		return err
	}
	if page.Email == "" {
		page.Email = person.Email
	}
	if page.Form.Roles == nil {
		page.Form = p.grantForm(c)
	}
	if p.OpenID != nil {
		page.Provider = p.OpenIDName
	}
	if p.kit.Has("/data/audit") {
		page.Audit = "/data/audit?person=" + person.Pseudonym
	}
	if page.Trail, err = p.trail(c, person.Pseudonym); err != nil {
		return err
	}
	for _, g := range person.Grants {
		page.Grants = append(page.Grants, p.grantRow(g))
	}
	shell := p.shell(c, person.Login)
	shell.Fault = len(page.Faults) > 0
	shell.Crumbs = []Link{{Words: "People", Address: peoplePath}}
	return p.show(c, status, "person", shell, page)
}

func (p *Pages) grantRow(g maturity.Grant) grantRow {
	row := grantRow{Grant: g, Words: roleName(g.Role), Time: "no end", State: "in force"}
	if g.Code != "" {
		row.Words += " for " + g.Name + " (" + g.Code + ")"
	}
	if g.Collection != "" {
		row.Words += ", only " + p.collectionTitle(g.Collection)
	}
	var parts []string
	if g.Since != nil {
		parts = append(parts, "from "+p.dayWords(*g.Since))
	}
	if g.Until != nil {
		parts = append(parts, "until "+p.dayWords(g.Until.Add(-1)))
	}
	if len(parts) > 0 {
		row.Time = strings.Join(parts, " ")
	}
	switch now := p.Now(); {
	case g.InForce(now):
	case g.Since != nil && now.Before(*g.Since):
		row.State = "not yet"
	default:
		row.State = "ended"
	}
	return row
}
