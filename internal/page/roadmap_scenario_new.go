package page

import (
	"html/template"
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

// mostChoices bounds the lists of the form: a longer roadmap is asked for by the ids of its items.
const mostChoices = 1500

type newScenarioPage struct {
	answerView   // of the steps so far; its Answer is nil where there are none
	Heading      string
	Steps        []stepRow
	Forms        []stepForm
	Choices      []choiceGroup // what can be moved
	Deployable   []choice      // initiatives
	Dropable     []choiceGroup // initiatives and deployments
	Places       []maturity.Organisation
	Measures     []choice
	Typed        bool // the roadmap is too long to choose from
	Action       string
	Keep         []Field // what the small forms carry along
	Save         string
	May          bool
	ID, Version  int64
	Title, Words string
	Faults       []FieldFault
	Unread       int
	Back         string // the scenario that is being changed
	Filled       url.Values
}

// stepForm is one of the small forms that add a step.
type stepForm struct{ Kind, Title string }

var stepForms = []stepForm{{"move", "Something comes later or earlier"}, {"date", "Something comes on a day"}, {"drop", "Something is dropped"}, {"add", "Something more goes live"}, {"ramp", "A go-live does more or less than planned"}}

// stepRow is a step that is taken already.
type stepRow struct {
	Words, Text, Note string
	Remove            string // address without it; "" where the page shows a kept scenario
}

// choiceGroup is a part of a list to choose from.
type choiceGroup struct {
	Title   string
	Choices []choice
}

// smallFormView is what the parts of a small form are drawn from.
type smallFormView struct {
	Kind   string
	Page   newScenarioPage
	Groups []choiceGroup
}

// scenarioFunctions are what the templates of scenarios call.
func scenarioFunctions() template.FuncMap {
	return template.FuncMap{"scenarioItem": func(page newScenarioPage, kind string) smallFormView {
		v := smallFormView{kind, page, page.Choices}
		if kind == "drop" || kind == "ramp" {
			v.Groups = page.Dropable
		}
		return v
	}}
}

// Value is what somebody filled into a small form that could not be taken.
func (n newScenarioPage) Value(kind, name string) string {
	if n.Filled.Get("kind") != kind {
		return ""
	}
	return n.Filled.Get(name)
}

// Opens reports whether a small form stands open.
func (n newScenarioPage) Opens(kind string) bool {
	return n.Filled.Get("kind") == kind || n.Filled.Get("kind") == "" && kind == "move" && len(n.Steps) == 0
}

// newScenario asks what steps would do, and lets those who may save them. Each step leads to another address.
func (p *Pages) newScenario(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	of, err := p.changedScenario(c, plan, c.QueryParam("scenario"))
	if err != nil {
		return err
	}
	query := c.QueryParams()
	steps, unread := stepsOf(query["step"])
	added, asked, fault := askedStep(query, plan, p.roadmapToday(at))
	if asked && fault == (FieldFault{}) {
		shell := p.roadmapShell(c, plan, "")
		return c.Redirect(http.StatusSeeOther, shell.Link(askAddress(plan.ID, of, append(steps, distinct(added, steps)))))
	}
	page := newScenarioPage{ID: of.ID, Version: of.Version, Title: of.Title, Words: of.Words, Unread: unread, Filled: query}
	if asked {
		page.Faults = append(page.Faults, fault)
	}
	return p.showNewScenario(c, http.StatusOK, plan, at, of, steps, page)
}

// distinct gives a deployment that is added twice an id of its own.
func distinct(added maturity.ScenarioStep, steps []maturity.ScenarioStep) maturity.ScenarioStep {
	if added.Deployment == nil {
		return added
	}
	base := added.Deployment.ID
	for n := 2; slices.ContainsFunc(steps, func(s maturity.ScenarioStep) bool {
		return s.Deployment != nil && s.Deployment.ID == added.Deployment.ID
	}); n++ {
		added.Deployment.ID = base + "-" + strconv.Itoa(n)
	}
	return added
}

// changedScenario is the scenario that a form changes; the zero one for a new one.
func (p *Pages) changedScenario(c echo.Context, plan *roadmap.Plan, text string) (maturity.Scenario, error) {
	id, _ := strconv.ParseInt(text, 10, 64)
	if id == 0 {
		return maturity.Scenario{}, nil
	}
	return p.Roadmaps.Scenarios.Get(c.Request().Context(), plan.ID, id)
}

func (p *Pages) showNewScenario(c echo.Context, status int, plan *roadmap.Plan, at asAt, of maturity.Scenario, steps []maturity.ScenarioStep, page newScenarioPage) error {
	page.Heading = "What if?"
	where, err := p.whatifAt(c, at)
	if err != nil {
		return err
	}
	if len(steps) > 0 {
		a, err := p.Roadmaps.Scenarios.Ask(c.Request().Context(), plan, maturity.Scenario{Roadmap: plan.ID, Title: page.Title, Steps: steps}, where)
		if err != nil {
			return err
		}
		page.Heading = a.Sentence
		page.answerView = newAnswerView(p.roadmapShell(c, plan, ""), a, false)
	}
	shell := p.roadmapShell(c, plan, page.Heading, Link{Words: "Scenarios", Address: scenariosAddress(plan.ID)})
	shell.Fault = len(page.Faults) > 0
	page.answerView.Shell = shell
	if page.Answer != nil && page.Answer.Illustrative {
		shell = shell.withIllustrative()
	}
	for i, s := range steps {
		page.Steps = append(page.Steps, stepRow{Words: whatif.StepWords(plan, s), Text: stepText(s), Note: stepNote(p.Catalogue, s),
			Remove: shell.Link(askAddress(plan.ID, of, slices.Delete(slices.Clone(steps), i, i+1)))})
	}
	page.Forms, page.Action, page.Save = stepForms, scenariosAddress(plan.ID)+"/new", scenariosAddress(plan.ID)
	if at.Query != "" {
		page.Keep = append(page.Keep, Field{"as_at", at.Query})
	}
	if of.ID != 0 {
		page.Keep = append(page.Keep, Field{"scenario", strconv.FormatInt(of.ID, 10)})
		page.Back = shell.Link(scenarioAddress(plan.ID, of.ID))
	}
	for _, s := range page.Steps {
		page.Keep = append(page.Keep, Field{"step", s.Text})
	}
	page.May = p.mayEditRoadmap(c, plan)
	p.fillChoices(&page, plan, where)
	return p.show(c, status, "roadmap_scenario_new", labelled(shell, plan), page)
}

// stepNote is what a step says beside its clause: the effect that it brings.
func stepNote(c *maturity.Catalogue, s maturity.ScenarioStep) string {
	e := s.Effect
	if s.Deployment != nil && len(s.Deployment.Effects) > 0 {
		e = &s.Deployment.Effects[0]
	}
	if e == nil {
		return s.Words
	}
	m, _ := c.Measure(e.Measure)
	return EffectSentence(*e, m)
}

// fillChoices lists what the small forms choose from.
func (p *Pages) fillChoices(page *newScenarioPage, plan *roadmap.Plan, at whatif.At) {
	var initiatives, deployments, milestones, others choiceGroup
	initiatives.Title, deployments.Title, milestones.Title, others.Title = "Initiatives, with all their parts", "Go-lives", "Milestones", "Phases, waves and stage gates"
	for i := range plan.Initiatives {
		in := &plan.Initiatives[i]
		initiatives.Choices = append(initiatives.Choices, choice{ID: in.ID, Words: in.Title})
		for _, m := range in.Milestones {
			if m.ID != "" && m.State.Open() {
				milestones.Choices = append(milestones.Choices, choice{ID: m.ID, Words: in.Title + ": " + m.Title})
			}
		}
		for _, f := range in.Phases {
			others.Choices = append(others.Choices, choice{ID: f.ID, Words: in.Title + ": " + f.Title})
		}
		for _, w := range in.Waves {
			others.Choices = append(others.Choices, choice{ID: w.ID, Words: in.Title + ": " + w.Title})
		}
		for _, g := range in.Gates {
			others.Choices = append(others.Choices, choice{ID: g.ID, Words: in.Title + ": " + g.Stage})
		}
	}
	for i := range plan.Deployments {
		if d := &plan.Deployments[i]; d.Live == nil {
			deployments.Choices = append(deployments.Choices, choice{ID: d.ID, Words: whatif.ItemTitle(plan, d.ID)})
		}
	}
	others.Choices = slices.DeleteFunc(others.Choices, func(c choice) bool { return c.ID == "" })
	page.Deployable = initiatives.Choices
	all := 0
	for _, g := range []choiceGroup{initiatives, deployments, milestones, others} {
		if all += len(g.Choices); len(g.Choices) > 0 {
			page.Choices = append(page.Choices, g)
		}
	}
	for _, g := range []choiceGroup{initiatives, deployments} {
		if len(g.Choices) > 0 {
			page.Dropable = append(page.Dropable, g)
		}
	}
	page.Typed = all > mostChoices
	page.Places = append([]maturity.Organisation{plan.Footprint}, at.Directory.Within(plan.Footprint.ID, at.Today)...)
	page.Places = page.Places[:min(len(page.Places), mostChoices)]
	for _, m := range p.Catalogue.Measures {
		if slices.ContainsFunc(p.Catalogue.TargetsOf(m.ID), func(t maturity.Target) bool {
			return t.Due != nil && (t.Footprint == "" || t.Footprint == plan.Footprint.Code)
		}) {
			page.Measures = append(page.Measures, choice{ID: m.ID, Words: m.Title})
		}
	}
}

// saveScenario keeps a new scenario, or another version of one.
func (p *Pages) saveScenario(c echo.Context) error {
	plan, err := p.roadmapNow(c)
	if err != nil {
		return err
	}
	s := maturity.Scenario{ID: postedNumber(c, "id"), Version: postedNumber(c, "version"), Roadmap: plan.ID, Title: posted(c, "title"), Words: posted(c, "words")}
	steps, unread := stepsOf(c.Request().PostForm["step"]) // which is there once a field has been read
	if unread > 0 {
		return maturity.Errorf(maturity.Invalid, "A step of the scenario cannot be read. Nothing was saved.")
	}
	s.Steps = steps
	saved, err := p.Roadmaps.Scenarios.Save(c.Request().Context(), plannerOf(c), plan, s)
	if code := maturity.CodeOf(err); code == maturity.Invalid || code == maturity.Conflict {
		page := newScenarioPage{ID: s.ID, Version: s.Version, Title: s.Title, Words: s.Words, Faults: []FieldFault{{"title", maturity.SentenceOf(err)}}}
		return p.showNewScenario(c, httpkit.StatusOf(code), plan, p.shownDay(c, plan), s, steps, page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, scenarioAddress(plan.ID, saved.ID))
}
