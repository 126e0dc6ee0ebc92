package page

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// roadmapScheduleRoutes are what waits for what, versions, and moves.
func (p *Pages) roadmapScheduleRoutes() []httpkit.Route {
	if p.Roadmaps == nil {
		return nil
	}
	route := func(method, path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: method, Path: roadmapPath + path, Right: right}, Handle: handle}
	}
	return []httpkit.Route{
		route(http.MethodGet, "/dependencies", httpkit.SignedIn, p.dependencies),
		route(http.MethodGet, "/versions", httpkit.SignedIn, p.versions),
		route(http.MethodGet, "/versions/differences.csv", httpkit.SignedIn, p.differencesFile),
		route(http.MethodGet, "/versions/:change/undo", httpkit.Decide, p.undoRoadmapForm),
		route(http.MethodPost, "/versions/:change/undo", httpkit.Decide, p.undoRoadmap),
		route(http.MethodGet, "/items/:item/move", httpkit.Decide, p.moveForm),
		route(http.MethodPost, "/items/:item/move", httpkit.Decide, p.moveItem),
	}
}

type dependenciesPage struct {
	roadmap.Dependencies
	Heading    string
	Lead       []string
	Address    string
	Query      roadmap.DependencyQuery
	Streams    []maturity.Workstream
	Owners     []string
	Picture    template.HTML
	Table      Table
	BeforeRows Table
	Circles    []circle
	Chained    []Link
	Move       string // address of the form that moves the item chosen
	Provenance Provenance
}

// circle is a cycle in words.
type circle struct {
	Words string
	Items []Link
}

// dependencies shows what waits for what: of a workstream, an organisation, or around an item.
func (p *Pages) dependencies(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	page := dependenciesPage{Address: roadmapAddress(plan.ID) + "/dependencies", Streams: plan.Workstreams, Owners: ownersIn(plan)}
	page.Query = p.dependencyQuery(c, plan, at)
	if page.Query.Item != "" {
		if _, known := plan.Network.Index[page.Query.Item]; !known {
			return maturity.Errorf(maturity.NotFound, "This roadmap has no item %q that waits or could be waited for.", page.Query.Item)
		}
	}
	page.Dependencies = plan.Dependencies(page.Query)
	page.headings()
	shell := p.roadmapShell(c, plan, page.Heading)
	if page.Picture, err = p.planPicture(c, shell, graphDrawing(page.Graph), roadmapAddress(plan.ID)+"/pictures/dependencies?"+withoutTime(c).Encode()); err != nil {
		return err
	}
	page.fill(plan, shell)
	if page.Query.Item != "" && at.Time.IsZero() && p.mayEditRoadmap(c, plan) {
		page.Move = itemMoveAddress(plan.ID, page.Query.Item)
	}
	page.Provenance = p.roadmapProvenance(c, plan, at, plan.Title)
	for _, name := range []string{"workstream", "item", "consider"} {
		if v := c.QueryParam(name); v != "" {
			page.Provenance.Keep = append(page.Provenance.Keep, Field{name, v})
		}
	}
	if page.Graph.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "roadmap_dependencies", shell, page)
}

// dependencyQuery reads what is asked for. A roadmap without an order still says what belongs together.
func (p *Pages) dependencyQuery(c echo.Context, plan *roadmap.Plan, at asAt) roadmap.DependencyQuery {
	q := roadmap.DependencyQuery{Workstream: c.QueryParam("workstream"), Organisation: c.QueryParam("organisation"), Item: c.QueryParam("item"), Consider: c.QueryParam("consider") == "yes", AsAt: p.roadmapAsAtWords(at)}
	if c.QueryParam("consider") == "" {
		q.Consider = !plan.Orders()
	}
	return q
}

// withoutTime is the query of a page without the time it looks at, which links keep by themselves.
func withoutTime(c echo.Context) url.Values {
	out := url.Values{}
	for name, values := range c.QueryParams() {
		if name != "as_at" && name != "v" && len(values) > 0 && values[0] != "" {
			out.Set(name, values[0])
		}
	}
	return out
}

func graphDrawing(in chart.GraphInput) board.Drawing {
	return board.Drawing{Key: planKey(chart.KindGraph, in), Describe: func() (chart.Figure, error) { return withoutTable(chart.Graph(in)) }}
}

// ownersIn are the names of owners as the roadmap writes them, each once.
func ownersIn(plan *roadmap.Plan) (out []string) {
	for i := range plan.Initiatives {
		for _, o := range plan.Initiatives[i].Organisations {
			if !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
	}
	slices.Sort(out)
	return out
}

func itemMoveAddress(plan, item string) string {
	return roadmapAddress(plan) + "/items/" + url.PathEscape(item) + "/move"
}

func (page *dependenciesPage) headings() {
	d := &page.Dependencies
	switch {
	case len(d.Rows) == 0 && page.Query.Item != "":
		page.Heading = "“" + d.Item.Title + "” waits for nothing, and nothing waits for it"
	case len(d.Rows) == 0:
		page.Heading = "Nothing waits for anything here"
	case d.Must > 0:
		page.Heading = upperFirst(countWords(d.Must, "planned date contradicts what it waits for", "planned dates contradict what they wait for"))
	case d.May > 0:
		page.Heading = "No date must contradict what it waits for; " + countWords(d.May, "may", "may")
	case d.Unknown == 0 && page.prerequisites() > 0:
		page.Heading = "Every date comes after what it waits for"
	case page.prerequisites() == 0:
		page.Heading = upperFirst(countWords(len(d.Rows), "pair of items is", "pairs of items are")) + " to be considered together; nothing has to wait"
	default:
		page.Heading = "No date contradicts what it waits for, as far as dates are given"
	}
	if d.Unknown > 0 {
		page.Lead = append(page.Lead, "Of "+countWords(d.Unknown, "dependency nobody can tell: a date is missing.", "dependencies nobody can tell: a date is missing."))
	}
	if d.Must > 0 && d.May > 0 {
		page.Lead = append(page.Lead, upperFirst(countWords(d.May, "more may contradict", "more may contradict"))+", depending on the day that a loose date means.")
	}
	if d.Shown < d.Of {
		page.Lead = append(page.Lead, fmt.Sprintf("The picture shows the %d items with the most at stake of %d. Choose a workstream, an organisation or an item to see the others; the table has them all.", d.Shown, d.Of))
	}
}

func (page *dependenciesPage) prerequisites() (n int) {
	for _, r := range page.Rows {
		if r.Kind == maturity.LinkPrerequisite {
			n++
		}
	}
	return n
}

func (page *dependenciesPage) fill(plan *roadmap.Plan, shell Shell) {
	around := func(n roadmap.Named) Cell {
		return Cell{Words: n.Title, Address: shell.Link(page.Address + "?item=" + url.QueryEscape(n.ID)), Note: strings.Join(n.Owners, ", ")}
	}
	page.Table = Table{Caption: "What waits for what", Heard: true, Columns: []Column{{Words: "Item"}, {Words: "Waits for"}, {Words: "Which is ready"}, {Words: "Planned to begin"}, {Words: "Days to spare", Number: true}, {Words: "Verdict"}},
		Empty: "No link of this kind is written down here. An initiative's form takes them."}
	for _, r := range page.Rows {
		verb := Cell{Words: r.Verdict}
		if r.Critical {
			verb.Note = "on the critical chain"
		}
		spare := Cell{Words: "not known", Missing: true}
		switch {
		case r.SpareKnown:
			spare = Cell{Words: spareDays(r.Spare)}
		case r.Follows:
			spare = Cell{Words: "follows", Missing: true}
		case r.Kind != maturity.LinkPrerequisite:
			spare = Cell{Words: "none needed", Missing: true}
		}
		needs := around(r.Needs)
		if r.Words != "" {
			needs.Note = r.Words
		}
		page.Table.Rows = append(page.Table.Rows, []Cell{around(r.Item), needs, {Words: r.Ready}, {Words: r.Planned}, spare, verb})
	}
	page.BeforeRows = Table{Caption: "Before “" + page.Item.Title + "” can begin", Heard: true, Columns: []Column{{Words: "What must be ready"}, {Words: "Kind"}, {Words: "Owner"}, {Words: "When"}, {Words: "State"}, {Words: "Needed by"}}, Empty: "Nothing has to be ready before it: no prerequisite is written down."}
	for _, w := range page.Before {
		through := "this item"
		if !w.Direct {
			through = w.Through
		}
		owners := Cell{Words: strings.Join(w.Owners, ", ")}
		if owners.Words == "" {
			owners = Cell{Words: "not stated", Missing: true}
		}
		page.BeforeRows.Rows = append(page.BeforeRows.Rows, []Cell{{Words: w.Title, Address: shell.Link(page.Address + "?item=" + url.QueryEscape(w.Named.ID))}, {Words: w.What}, owners, {Words: w.When}, {Words: w.Verdict}, {Words: through}})
	}
	links := func(items []roadmap.Named) (out []Link) {
		for _, n := range items {
			out = append(out, Link{Words: n.Title, Address: shell.Link(page.Address + "?item=" + url.QueryEscape(n.ID))})
		}
		return out
	}
	for _, cycle := range page.Cycles {
		words := fmt.Sprintf("%s for each other in a circle, so their links order nothing:", countWords(len(cycle.Items), "item waits", "items wait"))
		if cycle.Consider {
			words = fmt.Sprintf("%s to be considered with each other in a circle. That is no fault: no order follows from it.", countWords(len(cycle.Items), "item is", "items are"))
		}
		page.Circles = append(page.Circles, circle{upperFirst(words), links(cycle.Items)})
	}
	page.Chained = links(page.Chain)
}

func spareDays(n int) string {
	if n < 0 {
		return "−" + wholeNumber(-n)
	}
	return wholeNumber(n)
}
