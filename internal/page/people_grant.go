package page

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/account"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// grantForm is the part of a form that asks for a role.
type grantForm struct {
	Role, Code, Collection, Since, Until string
	Roles                                []choice
	Collections                          []choice
}

func (p *Pages) grantForm(c echo.Context) grantForm {
	f := grantForm{Role: c.FormValue("role"), Code: strings.TrimSpace(c.FormValue("code")), Collection: c.FormValue("collection"),
		Since: strings.TrimSpace(c.FormValue("since")), Until: strings.TrimSpace(c.FormValue("until"))}
	f.Roles = choices(f.Role, roleChoices...)
	for _, each := range p.Catalogue.Collections {
		f.Collections = append(f.Collections, choice{each.ID, each.Title, each.ID == f.Collection})
	}
	return f
}

// asked reads the form. Days are those of the readers; the last one is inclusive.
func (f grantForm) asked(p *Pages) (account.NewGrant, []FieldFault) {
	var faults []FieldFault
	day := func(field, text string, plus int) *time.Time {
		if text == "" {
			return nil
		}
		t, err := time.ParseInLocation(time.DateOnly, text, p.Location)
		if err != nil || t.Year() < 2000 || t.Year() > 2200 {
			faults = append(faults, FieldFault{field, "Write the day as year-month-day, for example 2027-03-31"})
			return nil
		}
		t = t.AddDate(0, 0, plus)
		return &t
	}
	asked := account.NewGrant{Role: maturity.Role(f.Role), Code: f.Code, Collection: f.Collection, Since: day("since", f.Since, 0), Until: day("until", f.Until, 1)}
	if f.Role == "" {
		faults = append([]FieldFault{{"role", "Choose a role"}}, faults...)
	}
	return asked, faults
}

// grantFault puts what is wrong with a role at its field.
func grantFault(err error) []FieldFault {
	sentence, field := maturity.SentenceOf(err), "role"
	for _, f := range []struct{ words, field string }{{"collection", "collection"}, {"organisation", "code"}, {"footprint", "code"}, {"ended already", "until"}, {"end before", "until"}} {
		if strings.Contains(sentence, f.words) {
			field = f.field
			break
		}
	}
	return []FieldFault{{field, sentence}}
}

// addGrant gives a person a role.
func (p *Pages) addGrant(c echo.Context) error {
	person, by, err := p.person(c)
	if err != nil {
		return err
	}
	page := personPage{Form: p.grantForm(c)}
	asked, faults := page.Form.asked(p)
	if len(faults) == 0 {
		_, err := p.Accounts.Grant(c.Request().Context(), person, asked, by)
		switch code := maturity.CodeOf(err); code {
		case "":
			return c.Redirect(http.StatusSeeOther, personPath(person)+"?changed=role")
		case maturity.Invalid, maturity.NotFound:
			faults = grantFault(err)
		default:
			return err
		}
	}
	page.Faults = faults
	return p.showPerson(c, http.StatusUnprocessableEntity, person, page)
}

// removeGrant takes a role away from a person.
func (p *Pages) removeGrant(c echo.Context) error {
	person, by, err := p.person(c)
	if err != nil {
		return err
	}
	asked := account.NewGrant{Role: maturity.Role(c.FormValue("role")), Code: c.FormValue("code"), Collection: c.FormValue("collection")}
	if _, err := p.Accounts.Revoke(c.Request().Context(), person, asked, by); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, personPath(person)+"?changed=role")
}

type invitePage struct {
	Login, Email string
	Form         grantForm
	Faults       []FieldFault
}

func (p *Pages) inviteForm(c echo.Context) error {
	return p.showInvite(c, http.StatusOK, invitePage{Form: p.grantForm(c)})
}

func (p *Pages) showInvite(c echo.Context, status int, page invitePage) error {
	shell := p.shell(c, "Invite somebody")
	shell.Fault = len(page.Faults) > 0
	shell.Crumbs = []Link{{Words: "People", Address: peoplePath}}
	return p.show(c, status, "invite", shell, page)
}

// invite makes an account that its owner enters by a link, which is shown this once.
func (p *Pages) invite(c echo.Context) error {
	by, _ := httpkit.AccountOf(c.Request().Context())
	page := invitePage{Login: strings.TrimSpace(c.FormValue("login")), Email: strings.TrimSpace(c.FormValue("email")), Form: p.grantForm(c)}
	asked, faults := page.Form.asked(p)
	if page.Login == "" {
		faults = append([]FieldFault{{"login", "Propose a sign-in name"}}, faults...)
	}
	if len(faults) == 0 {
		invited, err := p.Accounts.Invite(c.Request().Context(), account.NewAccount{Login: page.Login, Email: page.Email, Grants: []account.NewGrant{asked}}, by.Login)
		switch code := maturity.CodeOf(err); code {
		case "":
			return p.showPerson(c, http.StatusOK, invited.Account, p.invitedPage(c, invited))
		case maturity.Invalid, maturity.NotFound, maturity.Conflict:
			switch sentence := maturity.SentenceOf(err); {
			case strings.Contains(sentence, "sign-in name"):
				faults = []FieldFault{{"login", sentence}}
			case strings.Contains(sentence, "e-mail"):
				faults = []FieldFault{{"email", sentence}}
			default:
				faults = grantFault(err)
			}
		default:
			return err
		}
	}
	page.Faults = faults
	return p.showInvite(c, http.StatusUnprocessableEntity, page)
}

func (p *Pages) invitedPage(c echo.Context, invited account.Invited) personPage {
	return personPage{Link: p.invitationLink(c, invited.Key), LinkEnds: invited.ExpiresAt, Form: grantForm{}}
}
