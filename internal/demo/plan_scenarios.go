package demo

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// scenarios are two questions that the demonstration's analyst has saved.
var scenarios = []maturity.Scenario{
	{Title: "Letters a year later (illustrative)", Words: "The supplier of discharge letters cannot say when the two trusts that wait get them.", Steps: []maturity.ScenarioStep{
		{Kind: maturity.StepMove, Item: "d-correspondence-rtq", Days: 365}, {Kind: maturity.StepMove, Item: "d-correspondence-rte", Days: 365}}},
	{Title: "Prescribing first (illustrative)", Words: "Staff for training go to electronic prescribing; letters wait.", Steps: []maturity.ScenarioStep{
		{Kind: maturity.StepMove, Item: "d-medicines-rtq", Days: -184}, {Kind: maturity.StepMove, Item: "d-correspondence-rtq", Days: 184}}},
}

// ask saves the scenarios. A second run finds them there.
func (o Options) ask(ctx context.Context, who roadmap.Who) error {
	if o.Scenarios == nil {
		return nil
	}
	there, err := o.Scenarios.List(ctx, planned)
	if err != nil || len(there) > 0 {
		return err
	}
	plan, err := o.RoadmapsAt(o.Now()).Get(ctx, planned, time.Time{})
	if err != nil {
		return err
	}
	for _, s := range scenarios {
		if _, err := o.Scenarios.Save(ctx, who, plan, s); err != nil {
			return err
		}
	}
	return nil
}
