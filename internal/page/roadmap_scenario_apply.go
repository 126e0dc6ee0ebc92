package page

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
	"waymark/internal/whatif"
)

type applyScenarioPage struct {
	answerView
	Heading  string
	Scenario maturity.Scenario
	Steps    []stepRow
	Follow   int // own dates that would follow
	Action   string
	Version  int64
	Reason   string
	Faults   []FieldFault
	Blocked  []string // steps that cannot be taken: then nothing can be applied
	Done     bool     // it would change nothing any more
}

// applyScenarioForm lists what taking a scenario over into the plan would change, before it is done.
func (p *Pages) applyScenarioForm(c echo.Context) error {
	return p.showApply(c, http.StatusOK, applyScenarioPage{})
}

func (p *Pages) showApply(c echo.Context, status int, page applyScenarioPage) error {
	plan, err := p.roadmapNow(c)
	if err != nil {
		return err
	}
	if err := p.mustEditRoadmap(c, plan); err != nil {
		return err
	}
	if page.Scenario, err = p.scenarioOf(c, plan.ID); err != nil {
		return err
	}
	where, err := p.whatifAt(c, p.shownDay(c, plan))
	if err != nil {
		return err
	}
	a, err := p.Roadmaps.Scenarios.Ask(c.Request().Context(), plan, page.Scenario, where)
	if err != nil {
		return err
	}
	page.Heading = "Apply “" + page.Scenario.Title + "” to the roadmap?"
	shell := p.roadmapShell(c, plan, page.Heading, Link{Words: "Scenarios", Address: scenariosAddress(plan.ID)}, Link{Words: page.Scenario.Title, Address: scenarioAddress(plan.ID, page.Scenario.ID)})
	shell.Fault = len(page.Faults) > 0
	page.answerView, page.Blocked = newAnswerView(shell, a, true), a.Untaken
	for _, step := range page.Scenario.Steps {
		page.Steps = append(page.Steps, stepRow{Words: whatif.StepWords(plan, step), Note: stepNote(p.Catalogue, step)})
	}
	for _, d := range a.Dates {
		if d.Push > 0 {
			page.Follow++
		}
	}
	page.Action, page.Version = scenarioAddress(plan.ID, page.Scenario.ID)+"/apply", plan.Version
	return p.show(c, status, "roadmap_scenario_apply", labelled(shell, plan), page)
}

// applyScenario makes a scenario part of the plan.
func (p *Pages) applyScenario(c echo.Context) error {
	plan, err := p.roadmapNow(c)
	if err != nil {
		return err
	}
	s, err := p.scenarioOf(c, plan.ID)
	if err != nil {
		return err
	}
	where, err := p.whatifAt(c, p.shownDay(c, plan))
	if err != nil {
		return err
	}
	looked := &roadmap.Plan{KeptRoadmap: plan.KeptRoadmap, Network: plan.Network, Bodies: plan.Bodies}
	looked.Version = postedNumber(c, "version") // what the author looked at: another one since is a conflict
	_, err = p.Roadmaps.Scenarios.TakeOver(c.Request().Context(), plannerOf(c), looked, s, posted(c, "reason"), posted(c, "follow") == "yes", where)
	if maturity.CodeOf(err) == maturity.Invalid {
		return p.showApply(c, http.StatusUnprocessableEntity, applyScenarioPage{Reason: posted(c, "reason"), Faults: []FieldFault{{"reason", maturity.SentenceOf(err)}}})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, nowWhere(plan, roadmapAddress(plan.ID)+"/versions"))
}
