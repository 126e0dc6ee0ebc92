package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/whatif"
)

// Scenarios answers what would be if (whatif.Desk).
type Scenarios interface {
	List(ctx context.Context, roadmap string) ([]maturity.Scenario, error)
	Get(ctx context.Context, roadmap string, id int64) (maturity.Scenario, error)
	Ask(ctx context.Context, plan *roadmap.Plan, s maturity.Scenario, at whatif.At) (*whatif.Answer, error)
}

// ScenarioPath names one scenario.
type ScenarioPath struct {
	RoadmapRowsQuery
	Scenario int64 `path:"scenario" minimum:"1" doc:"Number of the scenario"`
}

// Scenario is a named "what if" of a roadmap.
type Scenario struct {
	ID      int64     `json:"id"`
	Title   string    `json:"title"`
	Words   string    `json:"words" doc:"What it is for"`
	Steps   []string  `json:"steps" nullable:"false" doc:"What is otherwise than in the plan, in words"`
	Version int64     `json:"version"`
	At      time.Time `json:"saved_at"`
	Page    string    `json:"page" doc:"Address of its page"`
}

// ScenarioTarget is a target of an organisation with its outlooks.
type ScenarioTarget struct {
	Organisation string          `json:"organisation" doc:"Code"`
	Measure      string          `json:"measure"`
	Target       string          `json:"target"`
	Figures      ScenarioOutlook `json:"figures" doc:"As the figures alone have it"`
	Plan         ScenarioOutlook `json:"plan" doc:"With what the go-lives of the plan are still to add"`
	Scenario     ScenarioOutlook `json:"scenario" doc:"With those of the scenario"`
	Illustrative bool            `json:"illustrative" doc:"Something behind the answer is invented"`
}

// ScenarioOutlook is where a figure stands by the date of its target.
type ScenarioOutlook struct {
	Chance *float64 `json:"chance" doc:"Of meeting the target by its date; null: not known"`
	Status string   `json:"status"`
	Median *float64 `json:"median" doc:"Of the figure by then"`
	Low80  *float64 `json:"low80" doc:"80 % range"`
	High80 *float64 `json:"high80"`
}

func (a *API) registerScenarios() {
	if a.Roadmaps == nil || a.Scenarios == nil {
		return
	}
	add := func(path, id, summary, words string) operation {
		return operation{method: http.MethodGet, path: "/roadmaps/{roadmap}/scenarios" + path, id: id, tag: "Roadmaps", right: httpkit.SignedIn, table: true, summary: summary, words: words}
	}
	register(a, add("", "list-roadmap-scenarios", "The scenarios of a roadmap", "Those that are not retired, the newest first, as known now."), a.scenarios)
	register(a, add("/{scenario}/targets", "list-roadmap-scenario-targets", "What a scenario does to the chances of targets",
		"Each target of an organisation of the footprint that a deployment is to move: from the figures alone, with the plan, with the scenario; the largest loss first. Computed when it is read, from what was known at the time."), a.scenarioTargets)
}

func (a *API) scenarios(ctx context.Context, q *RoadmapRowsQuery) (*Paged[Scenario], error) {
	plan, at, err := a.roadmapAt(ctx, q.RoadmapPath)
	if err != nil {
		return nil, err
	}
	list, err := a.Scenarios.List(ctx, plan.ID)
	if err != nil {
		return nil, err
	}
	from, to, next, err := q.window(len(list))
	if err != nil {
		return nil, err
	}
	rows := make([]Scenario, 0, to-from)
	for _, s := range list[from:to] {
		row := Scenario{ID: s.ID, Title: s.Title, Words: s.Words, Steps: []string{}, Version: s.Version, At: s.At.UTC(), Page: "/roadmap/" + plan.ID + "/scenarios/" + strconv.FormatInt(s.ID, 10)}
		for _, step := range s.Steps {
			row.Steps = append(row.Steps, whatif.StepWords(plan, step))
		}
		rows = append(rows, row)
	}
	return paged(ctx, rows, next).asAt(at), nil
}

func (a *API) scenarioTargets(ctx context.Context, q *ScenarioPath) (*Paged[ScenarioTarget], error) {
	plan, at, err := a.roadmapAt(ctx, q.RoadmapPath)
	if err != nil {
		return nil, err
	}
	s, err := a.Scenarios.Get(ctx, plan.ID, q.Scenario)
	if err != nil {
		return nil, err
	}
	all, err := a.Directory(ctx)
	if err != nil {
		return nil, err
	}
	directory, ok := all.(whatif.Directory)
	if !ok {
		return nil, maturity.Errorf(maturity.Internal, "Who belongs to the footprint cannot be told.")
	}
	asked := at
	if asked.IsZero() {
		asked = time.Now()
	}
	answer, err := a.Scenarios.Ask(ctx, plan, s, whatif.At{AsAt: asked, Today: period.DayOf(asked.In(a.Location)), Directory: directory})
	if err != nil {
		return nil, err
	}
	from, to, next, err := q.window(len(answer.Cells))
	if err != nil {
		return nil, err
	}
	rows := make([]ScenarioTarget, 0, to-from)
	for _, c := range answer.Cells[from:to] {
		rows = append(rows, ScenarioTarget{Organisation: c.Organisation.Code, Measure: c.Measure.ID, Target: c.Target.ID, Figures: outlookOf(c.Figures), Plan: outlookOf(c.Plan), Scenario: outlookOf(c.Scenario), Illustrative: answer.Illustrative})
	}
	return paged(ctx, rows, next).asAt(at), nil
}

func outlookOf(o whatif.Outlook) ScenarioOutlook {
	return ScenarioOutlook{Chance: orNull(o.Chance), Status: string(o.Status), Median: orNull(o.Median), Low80: orNull(o.Low), High80: orNull(o.High)}
}
