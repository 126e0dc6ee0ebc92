package page

import (
	"context"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// shownChanges is how many changes of an initiative its page lists.
const shownChanges = 20

// changeWays say how a change came about.
var changeWays = map[maturity.ChangeWay]string{maturity.ChangeByFile: "from a file", maturity.ChangeByForm: "edited", maturity.ChangeByMove: "a date was moved", maturity.ChangeByUpdate: "a monthly report",
	maturity.ChangeByUndoing: "an earlier change was taken back", maturity.ChangeByScenario: "taken over from a scenario"}

// initiativeHistory lists what changed of an initiative and its deployments, the newest first.
func (p *Pages) initiativeHistory(ctx context.Context, plan *roadmap.Plan, id string, at asAt) (Table, error) {
	table := Table{Caption: "What changed of this initiative, the newest first", Columns: []Column{{Words: "When"}, {Words: "What"}, {Words: "Why"}}, Empty: "Nothing of it has changed."}
	changes, err := p.Roadmaps.Desk.InitiativeChanges(ctx, plan.ID, id, at.Time)
	if err != nil {
		return table, err
	}
	c := p.draftContext(plan, id)
	for _, change := range changes {
		if len(table.Rows) == shownChanges {
			break
		}
		words := changeOfInitiative(c, change)
		if words == "" {
			continue
		}
		why := change.Change.Reason
		if way := changeWays[change.Change.Way]; why == "" {
			why = upperFirst(way)
		}
		table.Rows = append(table.Rows, []Cell{{Words: p.dayWords(change.Change.At)}, {Words: words}, {Words: why}})
	}
	return table, nil
}

// changeOfInitiative says in a line what a change did; "" where nothing that the form holds is different.
func changeOfInitiative(c *draftContext, change roadmap.InitiativeChange) string {
	switch {
	case change.Before.Initiative == nil && change.After.Initiative == nil:
		return ""
	case change.Before.Initiative == nil:
		return "First written down"
	case change.After.Initiative == nil:
		return "Taken out of the roadmap"
	}
	before, after := initiativeDraft{*change.Before.Initiative, change.Before.Deployments}, initiativeDraft{*change.After.Initiative, change.After.Deployments}
	var parts []string
	for _, d := range diffDraft(c, &before, &after) {
		parts = append(parts, d.Label+": "+d.From+" → "+d.To)
	}
	return strings.Join(parts, ". ")
}
