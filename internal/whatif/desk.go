package whatif

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// List gives the scenarios of a roadmap that are not retired, the newest first.
func (d *Desk) List(ctx context.Context, roadmap string) ([]maturity.Scenario, error) {
	return d.Store.Scenarios(ctx, roadmap)
}

// Get reads a scenario of a roadmap.
func (d *Desk) Get(ctx context.Context, roadmap string, id int64) (maturity.Scenario, error) {
	s, err := d.Store.Scenario(ctx, id)
	if err == nil && s.Roadmap != roadmap {
		err = maturity.Errorf(maturity.NotFound, "This roadmap has no such scenario.")
	}
	return s, err
}

// Versions lists every version of a scenario, the newest first.
func (d *Desk) Versions(ctx context.Context, id int64) ([]maturity.Scenario, error) {
	return d.Store.ScenarioVersions(ctx, id)
}

// May reports whether an account may make and change scenarios of a roadmap.
func (d *Desk) May(ctx context.Context, a maturity.Account, plan *roadmap.Plan) (bool, error) {
	return d.Roadmaps.May(ctx, a, plan)
}

func (d *Desk) must(ctx context.Context, a maturity.Account, plan *roadmap.Plan) error {
	may, err := d.May(ctx, a, plan)
	if err == nil && !may {
		err = maturity.Errorf(maturity.Forbidden, "You may read the scenarios of this roadmap, but not make or change them.")
	}
	return err
}

// Save makes a scenario (ID 0) or keeps another version of the one that s names.
func (d *Desk) Save(ctx context.Context, who roadmap.Who, plan *roadmap.Plan, s maturity.Scenario) (maturity.Scenario, error) {
	if err := d.must(ctx, who.Account, plan); err != nil {
		return s, err
	}
	if s.Title = strings.TrimSpace(s.Title); s.Title == "" {
		s.Title = Title(plan, s.Steps)
	}
	if err := sound(s); err != nil {
		return s, err
	}
	action := "scenario.made"
	if s.ID != 0 {
		if _, err := d.Get(ctx, plan.ID, s.ID); err != nil {
			return s, err
		}
		action = "scenario.changed"
	} else if list, err := d.Store.Scenarios(ctx, plan.ID); err != nil || len(list) >= mostScenarios {
		if err == nil {
			err = maturity.Errorf(maturity.Conflict, "A roadmap has at most %d scenarios. Retire some that are no longer asked for.", mostScenarios)
		}
		return s, err
	}
	s.Roadmap, s.By, s.At = plan.ID, who.Account.Login, d.Now()
	return d.Store.SaveScenario(ctx, s, d.entry(who, action, s))
}

// Retire takes a scenario off the list. Its link still leads to it.
func (d *Desk) Retire(ctx context.Context, who roadmap.Who, plan *roadmap.Plan, id, version int64) error {
	if err := d.must(ctx, who.Account, plan); err != nil {
		return err
	}
	s, err := d.Get(ctx, plan.ID, id)
	if err != nil {
		return err
	}
	if s.Retired {
		return nil
	}
	s.Version, s.Retired, s.By, s.At = version, true, who.Account.Login, d.Now()
	_, err = d.Store.SaveScenario(ctx, s, d.entry(who, "scenario.retired", s))
	return err
}

func (d *Desk) entry(who roadmap.Who, action string, s maturity.Scenario) maturity.AuditEntry {
	return maturity.AuditEntry{At: d.Now(), Account: who.Account.Login, Action: action, RequestID: who.RequestID,
		Detail: map[string]any{"roadmap": s.Roadmap, "title": s.Title, "steps": len(s.Steps)}}
}

// sound checks what a form can get wrong.
func sound(s maturity.Scenario) error {
	switch {
	case s.Title == "" || utf8.RuneCountInString(s.Title) > mostTitle:
		return maturity.Errorf(maturity.Invalid, "A scenario has a name of 1 to %d characters.", mostTitle)
	case utf8.RuneCountInString(s.Words) > mostWords:
		return maturity.Errorf(maturity.Invalid, "What a scenario is for has at most %d characters.", mostWords)
	case len(s.Steps) == 0:
		return maturity.Errorf(maturity.Invalid, "A scenario needs at least one step: what is to be otherwise than in the plan?")
	case len(s.Steps) > mostSteps:
		return maturity.Errorf(maturity.Invalid, "A scenario has at most %d steps.", mostSteps)
	}
	for i, step := range s.Steps {
		if why := faultOf(step); why != "" {
			return maturity.Errorf(maturity.Invalid, "%s", fmt.Sprintf("Step %d: %s", i+1, why))
		}
	}
	return nil
}

const farthest = 20 * 366 // days that a step may move something

func faultOf(s maturity.ScenarioStep) string {
	switch {
	case s.Kind != maturity.StepAdd && s.Item == "":
		return "say what it is about."
	case s.Kind == maturity.StepMove && (s.Days == 0 || abs(s.Days) > farthest):
		return "say by how many days it moves: not 0, and no more than 20 years."
	case s.Kind == maturity.StepDate && s.Day == 0:
		return "say on which day."
	case s.Kind == maturity.StepAdd && (s.Deployment == nil || s.Deployment.ID == "" || s.Deployment.Initiative == "" || s.Deployment.Organisation == ""):
		return "a deployment needs an initiative and an organisation."
	case s.Kind == maturity.StepRamp && (s.Effect == nil || s.Effect.Measure == ""):
		return "an effect needs a measure."
	}
	effects := []maturity.Effect{}
	if s.Effect != nil {
		effects = append(effects, *s.Effect)
	}
	if s.Deployment != nil {
		effects = append(effects, s.Deployment.Effects...)
	}
	for _, e := range effects {
		if e.Delay < 0 || e.Delay > 240 || e.Months < 0 || e.Months > 240 {
			return "an effect begins after 0 to 240 months and takes 0 to 240 months."
		}
	}
	return ""
}

// TakeOver makes a scenario part of the plan: its steps, and with follow the own dates of everything that has to follow.
// plan is the newest version, which the author has looked at.
func (d *Desk) TakeOver(ctx context.Context, who roadmap.Who, plan *roadmap.Plan, s maturity.Scenario, reason string, follow bool, at At) (maturity.RoadmapChange, error) {
	if strings.TrimSpace(reason) == "" {
		return maturity.RoadmapChange{}, maturity.Errorf(maturity.Invalid, "Say why the plan changes.")
	}
	return d.Roadmaps.Save(ctx, who, plan.ID, plan.Version, maturity.ChangeByScenario, reason, func(r *maturity.Roadmap) error {
		e := take(r, s.Steps, at.Today)
		if len(e.notes) > 0 {
			return maturity.Errorf(maturity.Invalid, "%s", strings.Join(e.notes, " "))
		}
		if follow {
			e.follow(changesOf(plan, e))
		}
		return nil
	})
}
