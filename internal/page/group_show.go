package page

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/explore"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

type groupPage struct {
	maturity.OrganisationGroup
	Members []groupMember
	Made    string
	Changed string
	Closed  int // members that are open no longer
	May     bool
	Explore Link
	CSV     string
	Beside  []Link // pages that show its organisations beside one another
	Form    groupForm
	Trail   Trail
	Faults  []FieldFault
}

// groupMember is one organisation of a group.
type groupMember struct {
	maturity.Organisation
	Kind, Open string
	Closed     string                  // since when it is open no longer; "" while it is open
	Successors []maturity.Organisation // who took over from it and is not in the group
}

// group shows a group to everybody who is signed in.
func (p *Pages) group(c echo.Context) error {
	g, err := p.readGroup(c)
	if err != nil {
		return err
	}
	return p.showGroup(c, http.StatusOK, g, nil)
}

func (p *Pages) showGroup(c echo.Context, status int, g maturity.OrganisationGroup, faults []FieldFault) error {
	page := groupPage{OrganisationGroup: g, Faults: faults, Form: groupForm{Title: g.Title, Words: g.Words, Faults: faults}}
	if len(faults) > 0 { // what is stored stands above, what was typed in the form
		stored, err := p.readGroup(c)
		if err != nil {
			return err
		}
		page.OrganisationGroup = stored
	}
	ctx := c.Request().Context()
	var err error
	if page.Members, err = p.groupMembers(c, page.OrganisationGroup); err != nil {
		return err
	}
	var codes []string
	for _, m := range page.Members {
		codes = append(codes, m.Code)
		if m.Closed != "" {
			page.Closed++
		}
	}
	page.Form.Text = strings.Join(codes, "\n")
	if typed := posted(c, "codes"); len(faults) > 0 && typed != "" {
		page.Form.Text = typed
	}
	if page.May, err = p.Explore.Groups.MayChange(ctx, signedIn(c), page.OrganisationGroup); err != nil {
		return err
	}
	page.Made = p.dayWords(page.At) + " by " + page.By
	if page.Version > 1 {
		page.Changed = p.momentWords(page.ChangedAt) + " by " + page.ChangedBy
	}
	pick := explore.Pick{Group: page.ID}
	page.Explore = Link{Words: "Explore the figures of this group", Address: explore.Choice{Picks: []explore.Pick{pick}}.Address()}
	page.CSV = groupAddress(page.ID) + "/members.csv"
	if page.Beside, err = p.groupPages(c, page.OrganisationGroup); err != nil {
		return err
	}
	if page.Trail, err = p.trail(c, maturity.GroupSubject(page.ID)); err != nil {
		return err
	}
	shell := p.shell(c, page.OrganisationGroup.Title).under("/data", Link{Words: "Groups", Address: "/groups"})
	shell.Fault = len(faults) > 0
	return p.show(c, status, "group", shell, page)
}

// groupMembers looks the members up, and who took over from those that are closed.
func (p *Pages) groupMembers(c echo.Context, g maturity.OrganisationGroup) ([]groupMember, error) {
	ctx := c.Request().Context()
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return nil, err
	}
	today := period.DayOf(p.Now().In(p.Location))
	var out []groupMember
	var closed []maturity.OrganisationID
	for _, id := range g.Members {
		o, ok := directory.ByID(id)
		if !ok {
			continue
		}
		m := groupMember{Organisation: o, Kind: p.kindWords(o.Kind), Open: openWords(o)}
		if o.Closed != nil && *o.Closed < today {
			m.Closed = o.Closed.Long()
			closed = append(closed, id)
		}
		out = append(out, m)
	}
	if len(closed) == 0 {
		return out, nil
	}
	successors, err := p.Explore.Groups.Succeeded(ctx, closed)
	for _, s := range successors {
		o, ok := directory.ByID(s.To)
		i := slices.IndexFunc(out, func(m groupMember) bool { return m.ID == s.Of })
		if ok && i >= 0 && !g.Has(o.ID) {
			out[i].Successors = append(out[i].Successors, o)
		}
	}
	return out, err
}

// groupFile gives the members as CSV.
func (p *Pages) groupFile(c echo.Context) error {
	g, err := p.readGroup(c)
	if err != nil {
		return err
	}
	members, err := p.groupMembers(c, g)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	err = sheet.WriteCSV(&out, func(yield func([]string) bool) {
		if !yield([]string{"group", "group_title", "organisation", "organisation_name", "kind", "opened", "closed", "successors"}) {
			return
		}
		for _, m := range members {
			var next []string
			for _, s := range m.Successors {
				next = append(next, s.Code)
			}
			if !yield([]string{strconv.FormatInt(g.ID, 10), g.Title, m.Code, m.Name, m.Organisation.Kind, isoDay(m.Opened), isoDay(m.Organisation.Closed), strings.Join(next, "; ")}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	attach(c, "group-"+strconv.FormatInt(g.ID, 10)+".csv")
	return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
}

func isoDay(d *period.Day) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// OrganisationAddress is the page of a member.
func (m groupMember) OrganisationAddress() string { return "/organisations/" + url.PathEscape(m.Code) }
