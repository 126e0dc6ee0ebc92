package page

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
	"waymark/internal/whatif"
)

// scenarioForm is room for the steps of a scenario.
const scenarioForm = 256 << 10

const scenariosPath = roadmapPath + "/scenarios"

// roadmapScenarioRoutes are the "what ifs" of a roadmap. Everybody who is signed in may ask; saving is decided by the
// footprint.
func (p *Pages) roadmapScenarioRoutes() []httpkit.Route {
	if p.Roadmaps == nil || p.Roadmaps.Scenarios == nil {
		return nil
	}
	route := func(method, path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		rule := httpkit.Rule{Method: method, Path: scenariosPath + path, Right: right}
		if method == http.MethodPost {
			rule.Body = scenarioForm
		}
		return httpkit.Route{Rule: rule, Handle: handle}
	}
	return []httpkit.Route{
		route(http.MethodGet, "", httpkit.SignedIn, p.scenarios),
		route(http.MethodPost, "", httpkit.Decide, p.saveScenario),
		route(http.MethodGet, "/new", httpkit.SignedIn, p.newScenario),
		route(http.MethodGet, "/:scenario", httpkit.SignedIn, p.scenario),
		route(http.MethodGet, "/:scenario/targets.csv", httpkit.SignedIn, p.scenarioFile),
		route(http.MethodGet, "/:scenario/picture", httpkit.SignedIn, p.scenarioPicture),
		route(http.MethodGet, "/:scenario/compare", httpkit.SignedIn, p.compareScenarios),
		route(http.MethodGet, "/:scenario/apply", httpkit.Decide, p.applyScenarioForm),
		route(http.MethodPost, "/:scenario/apply", httpkit.Decide, p.applyScenario),
		route(http.MethodPost, "/:scenario/retire", httpkit.Decide, p.retireScenario),
	}
}

func scenariosAddress(id string) string { return roadmapAddress(id) + "/scenarios" }

func scenarioAddress(roadmapID string, id int64) string {
	return scenariosAddress(roadmapID) + "/" + strconv.FormatInt(id, 10)
}

// whatifAt is the time and place of a page that asks.
func (p *Pages) whatifAt(c echo.Context, at asAt) (whatif.At, error) {
	directory, err := p.Organisations.Directory(c.Request().Context())
	asked := at.Time
	if asked.IsZero() {
		asked = p.Now()
	}
	return whatif.At{AsAt: asked, Today: p.roadmapToday(at), Directory: directory}, err
}

// shownDay is the day that a roadmap's pages open at, for changes of its newest version: what was overdue then is what its
// readers see as overdue.
func (p *Pages) shownDay(c echo.Context, plan *roadmap.Plan) asAt {
	if day := plan.Footprint.ShownAsAt; day != nil {
		return p.asAtDay(c, *day)
	}
	return asAt{}
}

type scenariosPage struct {
	Heading string
	List    Table
	New     string // where one is made
}

// scenarios lists the scenarios of a roadmap.
func (p *Pages) scenarios(c echo.Context) error {
	plan, _, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	list, err := p.Roadmaps.Scenarios.List(c.Request().Context(), plan.ID)
	if err != nil {
		return err
	}
	page := scenariosPage{Heading: scenariosHeading(len(list))}
	shell := p.roadmapShell(c, plan, page.Heading)
	page.New = shell.Link(scenariosAddress(plan.ID) + "/new")
	page.List = Table{Caption: "Scenarios, the newest first", Columns: []Column{{Words: "Scenario"}, {Words: "What is otherwise"}, {Words: "Last saved by"}, {Words: "On"}},
		Empty: "No scenario of this roadmap is saved. Ask what a slip would cost, and save what is worth keeping."}
	for _, s := range list {
		page.List.Rows = append(page.List.Rows, []Cell{{Words: s.Title, Address: shell.Link(scenarioAddress(plan.ID, s.ID)), Note: s.Words}, {Words: whatif.Title(plan, s.Steps)}, {Words: s.By}, {Words: p.dayWords(s.At)}})
	}
	return p.show(c, http.StatusOK, "roadmap_scenarios", shell, page)
}

func scenariosHeading(n int) string {
	if n == 0 {
		return "What if? No scenario is saved yet"
	}
	return "What if? " + countWords(n, "scenario is saved", "scenarios are saved")
}

// scenarioOf is the scenario of the address.
func (p *Pages) scenarioOf(c echo.Context, of string) (maturity.Scenario, error) {
	id, err := strconv.ParseInt(c.Param("scenario"), 10, 64)
	if err != nil || id < 1 {
		return maturity.Scenario{}, maturity.Errorf(maturity.NotFound, "There is no such scenario.")
	}
	return p.Roadmaps.Scenarios.Get(c.Request().Context(), of, id)
}

// retireScenario takes a scenario off the list.
func (p *Pages) retireScenario(c echo.Context) error {
	plan, err := p.roadmapNow(c)
	if err != nil {
		return err
	}
	s, err := p.scenarioOf(c, plan.ID)
	if err != nil {
		return err
	}
	if err := p.Roadmaps.Scenarios.Retire(c.Request().Context(), plannerOf(c), plan, s.ID, postedNumber(c, "version")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, scenariosAddress(plan.ID))
}

// askAddress is the page that asks what steps would do, with the scenario that is being changed.
func askAddress(id string, of maturity.Scenario, steps []maturity.ScenarioStep) string {
	query := url.Values{}
	if of.ID != 0 {
		query.Set("scenario", strconv.FormatInt(of.ID, 10))
	}
	for _, s := range steps {
		query.Add("step", stepText(s))
	}
	if len(query) == 0 {
		return scenariosAddress(id) + "/new"
	}
	return scenariosAddress(id) + "/new?" + query.Encode()
}

// labelled says on a page of what go-lives add that some of them were invented.
func labelled(shell Shell, plan *roadmap.Plan) Shell {
	if slices.ContainsFunc(plan.Deployments, func(d maturity.Deployment) bool { return d.Illustrative }) {
		return shell.withIllustrative()
	}
	return shell
}
