package page

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/explore"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Groups are organisations chosen by hand. explore.Groups is one.
type Groups interface {
	For(ctx context.Context, a maturity.Account) ([]maturity.OrganisationGroup, error)
	Group(ctx context.Context, id int64) (maturity.OrganisationGroup, error)
	Save(ctx context.Context, a maturity.Account, wanted maturity.OrganisationGroup) (maturity.OrganisationGroup, error)
	MayMake(ctx context.Context, a maturity.Account) (bool, error)
	MayChange(ctx context.Context, a maturity.Account, of maturity.OrganisationGroup) (bool, error)
	Succeeded(ctx context.Context, of []maturity.OrganisationID) ([]maturity.Successor, error)
}

func (p *Pages) groupRoutes() []httpkit.Route {
	if p.Explore == nil || p.Explore.Groups == nil {
		return nil
	}
	one := func(method, path string, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: method, Path: path, Right: httpkit.SignedIn}, Handle: handle}
	}
	return []httpkit.Route{
		one(http.MethodGet, "/groups", p.groups), one(http.MethodPost, "/groups", p.makeGroup),
		one(http.MethodGet, "/groups/:id", p.group), one(http.MethodPost, "/groups/:id", p.changeGroup),
		one(http.MethodPost, "/groups/:id/members", p.changeMembers), one(http.MethodPost, "/groups/:id/retire", p.retireGroup),
		one(http.MethodGet, "/groups/:id/members.csv", p.groupFile),
	}
}

func groupAddress(id int64) string { return "/groups/" + strconv.FormatInt(id, 10) }

func (p *Pages) groupsFor(c echo.Context) ([]maturity.OrganisationGroup, error) {
	return p.Explore.Groups.For(c.Request().Context(), signedIn(c))
}

// mayGroup reports whether the visitor may make groups.
func (p *Pages) mayGroup(c echo.Context) (bool, error) {
	if p.Explore.Groups == nil {
		return false, nil
	}
	return p.Explore.Groups.MayMake(c.Request().Context(), signedIn(c))
}

type groupsPage struct {
	List   Table
	May    bool
	Form   groupForm
	Faults []FieldFault
}

// groupForm is what the form for a group holds.
type groupForm struct {
	Title, Words, Text string
	Faults             []FieldFault
}

// groups lists the groups of the visitor and of the visitor's organisations.
func (p *Pages) groups(c echo.Context) error { return p.showGroups(c, http.StatusOK, groupsPage{}) }

func (p *Pages) showGroups(c echo.Context, status int, page groupsPage) error {
	page.Form.Faults = page.Faults
	list, err := p.groupsFor(c)
	if err != nil {
		return err
	}
	if page.May, err = p.mayGroup(c); err != nil {
		return err
	}
	page.List = Table{Caption: "Your groups, and those that hold one of your organisations", Columns: []Column{{Words: "Group"}, {Words: "Organisations", Number: true}, {Words: "Made by"}, {Words: "Last changed"}},
		Empty: "There is no group yet that you made or that holds one of your organisations. A group of somebody else opens by its link."}
	for _, g := range list {
		page.List.Rows = append(page.List.Rows, []Cell{{Words: g.Title, Address: groupAddress(g.ID), Note: g.Words}, {Words: wholeNumber(len(g.Members))}, {Words: g.By}, {Words: p.dayWords(g.ChangedAt)}})
	}
	shell := p.shell(c, "Groups of organisations").under("/data")
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "groups", shell, page)
}

// makeGroup makes a group from a choice of the explore page or from codes.
func (p *Pages) makeGroup(c echo.Context) error {
	if may, err := p.mayGroup(c); err != nil || !may {
		return cmp.Or[error](err, maturity.Errorf(maturity.Forbidden, "Your account cannot make groups. Choose the organisations on the explore page: the address keeps them."))
	}
	members, unknown, err := p.postedMembers(c)
	if err != nil {
		return err
	}
	page := groupsPage{Form: groupForm{Title: posted(c, "title"), Words: posted(c, "words"), Text: posted(c, "codes")}}
	if len(unknown) > 0 {
		page.Faults = []FieldFault{{"codes", "No organisation has the code " + strings.Join(unknown, ", ") + "."}}
		return p.showGroups(c, http.StatusBadRequest, page)
	}
	g, err := p.Explore.Groups.Save(c.Request().Context(), signedIn(c), maturity.OrganisationGroup{Title: page.Form.Title, Words: page.Form.Words, Members: members})
	if fault, ok := groupFault(err); ok {
		page.Faults = fault
		return p.showGroups(c, httpkit.StatusOf(maturity.CodeOf(err)), page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, groupAddress(g.ID))
}

// groupFault is what the form says of an error that its sender can mend.
func groupFault(err error) ([]FieldFault, bool) {
	if code := maturity.CodeOf(err); code != maturity.Invalid && code != maturity.Conflict {
		return nil, false
	}
	return []FieldFault{{"title", maturity.SentenceOf(err)}}, true
}

// postedMembers reads the organisations of a form: codes, one a line or with commas, and the picks of a choice.
func (p *Pages) postedMembers(c echo.Context) (ids []maturity.OrganisationID, unknown []string, err error) {
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return nil, nil, err
	}
	codes := strings.FieldsFunc(posted(c, "codes"), func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) })
	choice, err := explore.Parse(url.Values{"o": c.Request().PostForm["o"]})
	if err != nil {
		return nil, nil, err
	}
	add := func(o maturity.Organisation) {
		if !slices.Contains(ids, o.ID) {
			ids = append(ids, o.ID)
		}
	}
	for _, code := range codes {
		if o, ok := directory.ByCode(code); ok {
			add(o)
		} else {
			unknown = append(unknown, code)
		}
	}
	if len(choice.Picks) == 0 {
		return ids, unknown, nil
	}
	day := period.DayOf(p.Now().In(p.Location))
	if then, ok := dayOfForm(posted(c, "members_on")); ok {
		day = then
	}
	chosen, err := p.Explore.Explorer.Organisations(c.Request().Context(), choice, directory, day)
	for _, o := range chosen {
		add(o)
	}
	return ids, unknown, err
}

func dayOfForm(text string) (period.Day, bool) {
	d, err := period.Parse(text, period.KindDay, period.YMD)
	return d.Start, err == nil && !d.IsZero()
}

func (p *Pages) readGroup(c echo.Context) (maturity.OrganisationGroup, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return maturity.OrganisationGroup{}, maturity.Errorf(maturity.NotFound, "There is no such group.")
	}
	return p.Explore.Groups.Group(c.Request().Context(), id)
}

// groupToChange reads a group that the visitor wants to change; whoever may not is told before anything of the form is
// looked at.
func (p *Pages) groupToChange(c echo.Context) (maturity.OrganisationGroup, error) {
	g, err := p.readGroup(c)
	if err != nil {
		return g, err
	}
	may, err := p.Explore.Groups.MayChange(c.Request().Context(), signedIn(c), g)
	if err == nil && !may {
		err = maturity.Errorf(maturity.Forbidden, "Only who made a group, and an administrator, can change it. Make one of your own from it.")
	}
	return g, err
}

// changeGroup gives a group another name, other words or other members.
func (p *Pages) changeGroup(c echo.Context) error {
	g, err := p.groupToChange(c)
	if err != nil {
		return err
	}
	members, unknown, err := p.postedMembers(c)
	if err != nil {
		return err
	}
	g.Title, g.Words, g.Members = posted(c, "title"), posted(c, "words"), members
	if len(unknown) > 0 {
		return p.showGroup(c, http.StatusBadRequest, g, []FieldFault{{"codes", "No organisation has the code " + strings.Join(unknown, ", ") + "."}})
	}
	return p.saveGroup(c, g)
}

// changeMembers takes one organisation out of a group, or puts its successor in its place.
func (p *Pages) changeMembers(c echo.Context) error {
	g, err := p.groupToChange(c)
	if err != nil {
		return err
	}
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return err
	}
	out, known := directory.ByCode(posted(c, "remove"))
	in, follows := directory.ByCode(posted(c, "add"))
	if !known && !follows {
		return maturity.Errorf(maturity.Invalid, "Say which organisation comes or goes.")
	}
	g.Members = slices.DeleteFunc(g.Members, func(id maturity.OrganisationID) bool { return known && id == out.ID || follows && id == in.ID })
	if follows {
		g.Members = append(g.Members, in.ID)
	}
	return p.saveGroup(c, g)
}

// retireGroup takes a group off the lists.
func (p *Pages) retireGroup(c echo.Context) error {
	g, err := p.groupToChange(c)
	if err != nil {
		return err
	}
	g.Retired = true
	return p.saveGroup(c, g)
}

func (p *Pages) saveGroup(c echo.Context, g maturity.OrganisationGroup) error {
	var err error
	if g.Version, err = strconv.ParseInt(posted(c, "version"), 10, 64); err != nil {
		return maturity.Errorf(maturity.Invalid, "The form is incomplete. Open the group again.")
	}
	saved, err := p.Explore.Groups.Save(c.Request().Context(), signedIn(c), g)
	if fault, ok := groupFault(err); ok {
		return p.showGroup(c, httpkit.StatusOf(maturity.CodeOf(err)), g, fault)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, groupAddress(saved.ID))
}

// posted is a field of the body of a form, never of its address.
func posted(c echo.Context, name string) string { return c.Request().PostFormValue(name) }
