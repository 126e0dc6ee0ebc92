package page

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// choiceField is one choice above the panels of a board.
type choiceField struct {
	ID, Title string
	Options   []choiceOption
}

type choiceOption struct {
	ID, Words string
	Chosen    bool
}

// boardPlace is whose board it is, as known when, with what the visitor chose of it, and the board's definition.
func (p *Pages) boardPlace(c echo.Context) (place, maturity.Board, error) {
	at, err := p.place(c, c.Param("code"))
	if err != nil {
		return at, maturity.Board{}, err
	}
	definition, err := p.definitionOf(c.Request().Context(), c.Param("board"))
	if err != nil {
		return at, definition, err
	}
	at.Chosen = chosenOf(c, definition)
	return at, definition, p.chooseGroup(c, &at, definition)
}

// versioned tells one state of a group's members from another, so that no board is shown as it was with others.
type versioned struct {
	groupDirectory
	version string
}

func (d versioned) Version() string { return d.version }

// chooseGroup puts the organisations of the group that a visitor chose in the place of the members, on boards that offer
// it.
func (p *Pages) chooseGroup(c echo.Context, at *place, definition maturity.Board) error {
	asked := c.QueryParam("group")
	if asked == "" || !offersGroup(definition) || p.Explore == nil || p.Explore.Groups == nil {
		return nil
	}
	id, err := strconv.ParseInt(asked, 10, 64)
	if err != nil {
		return maturity.Errorf(maturity.NotFound, "There is no such group.")
	}
	group, err := p.Explore.Groups.Group(c.Request().Context(), id)
	if err != nil {
		return err
	}
	grouped := groupDirectory{Directory: at.directory}
	for _, id := range group.Members {
		if o, ok := at.directory.ByID(id); ok {
			grouped.members = append(grouped.members, o)
		}
	}
	at.Group, at.Directory = strconv.FormatInt(id, 10), grouped
	if known, ok := at.directory.(interface{ Version() string }); ok {
		at.Directory = versioned{grouped, known.Version() + " group " + strconv.FormatInt(group.Version, 10)}
	}
	return nil
}

func offersGroup(b maturity.Board) bool {
	return slices.ContainsFunc(b.Selectors, func(s maturity.Selector) bool { return s.Of == maturity.SelectGroup })
}

// chosenOf reads the choices out of the address.
func chosenOf(c echo.Context, definition maturity.Board) map[string]string {
	var out map[string]string
	for _, s := range definition.Selectors {
		if asked := c.QueryParam(s.ID); asked != "" && s.Of != maturity.SelectGroup {
			if out == nil {
				out = map[string]string{}
			}
			out[s.ID] = asked
		}
	}
	return out
}

// choiceQuery is what a visitor chose as a query, in a fixed order.
func choiceQuery(q board.Query) string {
	values := url.Values{}
	for id, option := range q.Chosen {
		values.Set(id, option)
	}
	if q.Group != "" {
		values.Set("group", q.Group)
	}
	return values.Encode()
}

func joined(queries ...string) string {
	var parts []string
	for _, q := range queries {
		if q != "" {
			parts = append(parts, q)
		}
	}
	return strings.Join(parts, "&")
}

// boardAddress is the page of a board for an organisation, without a query.
func boardAddress(b maturity.Board, code string) string {
	return "/boards/" + url.PathEscape(b.ID) + "/" + url.PathEscape(code)
}

// choiceFields are the choices of a board that was filled: its selectors have what was chosen as their default. Groups
// are those of the visitor.
func (p *Pages) choiceFields(c echo.Context, at place, b maturity.Board) (out []choiceField, err error) {
	for _, s := range b.Selectors {
		field := choiceField{ID: s.ID, Title: s.Title}
		for _, id := range s.Options {
			field.Options = append(field.Options, choiceOption{id, p.optionWords(s.Of, id), id == s.Default})
		}
		if s.Of == maturity.SelectGroup {
			if field.Options, err = p.groupOptions(c, at); err != nil {
				return nil, err
			}
		}
		if len(field.Options) > 0 {
			out = append(out, field)
		}
	}
	return out, nil
}

// groupOptions are the members, then the groups of the visitor; none where there is no group.
func (p *Pages) groupOptions(c echo.Context, at place) ([]choiceOption, error) {
	if p.Explore == nil || p.Explore.Groups == nil {
		return nil, nil
	}
	groups, err := p.groupsFor(c)
	if err != nil || len(groups) == 0 {
		return nil, err
	}
	out := []choiceOption{{"", "The members of " + at.Subject.Name, at.Group == ""}}
	for _, g := range groups {
		id := strconv.FormatInt(g.ID, 10)
		out = append(out, choiceOption{id, g.Title, id == at.Group})
	}
	return out, nil
}

func (p *Pages) optionWords(of maturity.SelectorOf, id string) string {
	switch of {
	case maturity.SelectMeasure:
		if m, ok := p.Catalogue.Measure(id); ok {
			return m.Title
		}
	case maturity.SelectKind:
		if k, ok := p.Catalogue.Kind(id); ok {
			return upperFirst(k.Plural)
		}
	case maturity.SelectFramework:
		if f, ok := p.Catalogue.Framework(id); ok {
			return strings.TrimSpace(f.Title + " " + f.Edition)
		}
	}
	return id
}

// moreWords is what a panel of a kind shows only the first of.
func moreWords(kind maturity.PanelKind, many bool) string {
	one := map[maturity.PanelKind]string{maturity.PanelDecisions: "more decision or action", maturity.PanelMilestones: "more milestone",
		maturity.PanelThenNow: "more row", maturity.PanelChanges: "more change", maturity.PanelTargets: "more target"}[kind]
	if one == "" {
		one = "more organisation"
	}
	if many {
		one = strings.Replace(one, "decision or action", "decisions or action", 1) + "s"
	}
	return one
}

// forecastHead is the heading of a column of forecasts: "Forecast for 2020".
func forecastHead(t maturity.Target) string {
	if t.Due == nil {
		return "Forecast"
	}
	return "Forecast for " + t.Due.Words()
}
