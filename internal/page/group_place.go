package page

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// groupDirectory is a directory that knows the organisations of one group besides.
type groupDirectory struct {
	Directory
	members []maturity.Organisation
}

// Group gives the organisations of the group that was chosen; board asks for it where its query names one.
func (d groupDirectory) Group(string) []maturity.Organisation { return d.members }

// groupedPlace is the place of a page that can show a group's organisations instead of the members: ?group= names one.
func (p *Pages) groupedPlace(c echo.Context, code string) (place, error) {
	at, err := p.place(c, code)
	text := strings.TrimSpace(c.QueryParam("group"))
	if err != nil || text == "" || p.Explore == nil || p.Explore.Groups == nil {
		return at, err
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return at, maturity.Errorf(maturity.NotFound, "There is no such group.")
	}
	g, err := p.Explore.Groups.Group(c.Request().Context(), id)
	if err != nil {
		return at, err
	}
	grouped := groupDirectory{Directory: at.directory}
	for _, id := range g.Members {
		if o, ok := at.directory.ByID(id); ok {
			grouped.members = append(grouped.members, o)
		}
	}
	at.Query.Directory, at.Query.Group = grouped, strconv.FormatInt(g.ID, 10)
	// The page is the group's: figures of the body in its address are none of it.
	name := "The group “" + g.Title + "”"
	at.Query.Subject = maturity.Organisation{Code: at.Subject.Code, Name: name, ShortName: name, Kind: at.Subject.Kind}
	return at, nil
}

// groupPages are the pages that show a group's organisations beside one another. They stand under the first footprint
// that holds one of them, or else under the first there is; none without one.
func (p *Pages) groupPages(c echo.Context, g maturity.OrganisationGroup) ([]Link, error) {
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return nil, err
	}
	today := period.DayOf(p.Now().In(p.Location))
	under := directory.OfKind(maturity.KindFootprint, today)
	for _, id := range g.Members[:min(len(g.Members), 20)] {
		if of := directory.FootprintsOf(id, today); len(of) > 0 {
			under = of
			break
		}
	}
	if len(under) == 0 {
		return nil, nil
	}
	address := "/organisations/" + url.PathEscape(under[0].Code)
	query := "?group=" + strconv.FormatInt(g.ID, 10)
	return []Link{{Words: "Its organisations by domain", Address: address + "/domains" + query}, {Words: "Its variation and assurance", Address: address + "/assurance" + query}}, nil
}
