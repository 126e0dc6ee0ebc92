package page

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

// People is what the pages ask about accounts and their sessions, those of others for administrators alone.
type People interface {
	List(ctx context.Context) ([]maturity.Account, error)
	ByID(ctx context.Context, id int32) (maturity.Account, error)
	Grant(ctx context.Context, a maturity.Account, asked account.NewGrant, by string) (maturity.Grant, error)
	Revoke(ctx context.Context, a maturity.Account, asked account.NewGrant, by string) (maturity.Grant, error)
	Disable(ctx context.Context, login, by string) (changed bool, err error)
	Enable(ctx context.Context, login, by string) (maturity.Account, string, error)
	Erase(ctx context.Context, a maturity.Account, by string) error
	SetEmail(ctx context.Context, a maturity.Account, email, by string) error
	Contacts(ctx context.Context, by string) ([]maturity.Account, error)
	Sessions(ctx context.Context, a maturity.Account, present string) ([]maturity.Session, error)
	EndSession(ctx context.Context, a maturity.Account, id int64, by string) error
	EndSessions(ctx context.Context, a maturity.Account, but, by string) error
}

const peoplePath = "/admin/people"

// States of an account for the filter of the list.
const (
	stateActive   = "active"
	stateInvited  = "invited"
	stateDisabled = "disabled"
	stateErased   = "erased"
)

var personStates = map[string]string{stateActive: "Active", stateInvited: "Invited", stateDisabled: "Disabled", stateErased: "Erased"}

func stateOf(a maturity.Account) string {
	switch {
	case a.ErasedAt != nil:
		return stateErased
	case a.Disabled:
		return stateDisabled
	case a.Invited:
		return stateInvited
	}
	return stateActive
}

type peoplePage struct {
	Text, State, Role string
	States            []choice
	Roles             []choice
	Heading           string
	Table             Table
	Erased            bool // the account was erased a moment ago
}

// choice is an entry of a list to choose from.
type choice struct {
	ID, Words string
	On        bool
}

func choices(on string, pairs ...string) (out []choice) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, choice{pairs[i], pairs[i+1], pairs[i] == on})
	}
	return out
}

var roleChoices = []string{string(maturity.RoleViewer), "Viewer", string(maturity.RoleSubmitter), "Submitter", string(maturity.RoleApprover), "Approver",
	string(maturity.RoleAnalyst), "Analyst", string(maturity.RoleAdmin), "Administrator"}

// people lists the accounts, narrowed by a part of the name or address, state and role. Those that were erased are only
// listed when asked for.
func (p *Pages) people(c echo.Context) error {
	all, err := p.Accounts.List(c.Request().Context())
	if err != nil {
		return err
	}
	page := peoplePage{Text: strings.TrimSpace(c.QueryParam("text")), State: c.QueryParam("state"), Role: c.QueryParam("role"), Erased: c.QueryParam("changed") == "erased"}
	page.States = choices(page.State, stateActive, personStates[stateActive], stateInvited, personStates[stateInvited], stateDisabled, personStates[stateDisabled], stateErased, personStates[stateErased])
	page.Roles = choices(page.Role, roleChoices...)
	page.Table = Table{Caption: "People", Columns: []Column{{Words: "Sign-in name"}, {Words: "Roles"}, {Words: "E-mail"}, {Words: "Second step"}, {Words: "State"}},
		Empty: "Nobody matches. Use fewer letters, or another state or role."}
	shown, active := 0, 0
	for _, a := range all {
		if stateOf(a) == stateActive {
			active++
		}
		if page.matches(a) {
			shown++
			page.Table.Rows = append(page.Table.Rows, p.personRow(a))
		}
	}
	page.Heading = countWords(active, "person signs in", "people sign in") + " here"
	shell := p.shell(c, "People")
	return p.show(c, http.StatusOK, "people", shell, page)
}

func (page peoplePage) matches(a maturity.Account) bool {
	state := stateOf(a)
	text := strings.ToLower(page.Text)
	return (page.State == state || page.State == "" && state != stateErased) &&
		(text == "" || strings.Contains(a.Login, text) || strings.Contains(strings.ToLower(a.Email), text)) &&
		(page.Role == "" || a.Has(maturity.Role(page.Role)))
}

func (p *Pages) personRow(a maturity.Account) []Cell {
	roles, email := Cell{Words: "none", Missing: true}, Cell{Words: "none", Missing: true}
	if len(a.Grants) > 0 {
		roles = Cell{Words: strings.Join(p.shortRoles(a), "; ")}
	}
	if a.Email != "" {
		email = Cell{Words: a.Email}
	}
	step := Cell{Words: "off", Missing: true}
	if a.TwoStep {
		step = Cell{Words: "on"}
	}
	return []Cell{{Words: a.Login, Address: personPath(a)}, roles, email, step, {Words: personStates[stateOf(a)]}}
}

// shortRoles is a word or two for each role; one that is not in force says so.
func (p *Pages) shortRoles(a maturity.Account) (out []string) {
	now := p.Now()
	for _, g := range a.Grants {
		words := roleName(g.Role)
		if g.Code != "" {
			words += " " + g.Code
		}
		switch {
		case g.InForce(now):
		case g.Since != nil && now.Before(*g.Since):
			words += " (not yet)"
		default:
			words += " (ended)"
		}
		out = append(out, words)
	}
	return out
}

func roleName(r maturity.Role) string {
	for i := 0; i < len(roleChoices); i += 2 {
		if roleChoices[i] == string(r) {
			return roleChoices[i+1]
		}
	}
	return string(r)
}

func personPath(a maturity.Account) string { return peoplePath + "/" + strconv.Itoa(int(a.ID)) }
