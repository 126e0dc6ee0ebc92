package board

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// Decisions knows what was decided and what is wanted of the next meeting.
type Decisions interface {
	// Decisions of the meetings about an organisation, as they stood before a moment.
	Decisions(ctx context.Context, organisation maturity.OrganisationID, before time.Time) ([]maturity.Decision, error)
}

// WithDecisions joins the decisions of meetings.
func (b *Builder) WithDecisions(d Decisions) *Builder {
	b.decisions = d
	return b
}

// decisionsShown is how many decisions the first screen asks for.
const decisionsShown = 3

// decisionsPanel lists the decisions that are wanted, and then the actions that are open.
func (b *Builder) decisionsPanel(ctx context.Context, v *PanelView, q Query) error {
	v.Empty = "No decision is asked of the next meeting, and no action is open."
	if b.decisions == nil {
		return nil
	}
	all, err := b.decisions.Decisions(ctx, q.Subject.ID, q.AsAt)
	if err != nil {
		return err
	}
	for _, kind := range []maturity.DecisionKind{maturity.DecisionWanted, maturity.ActionToTake} {
		for _, d := range all {
			if d.Kind == kind && d.State == maturity.DecisionOpen {
				v.Decisions = append(v.Decisions, d)
			}
		}
	}
	limit := v.Panel.Limit
	if limit == 0 {
		limit = decisionsShown
	}
	if len(v.Decisions) > limit && !q.All {
		v.More, v.Decisions = len(v.Decisions)-limit, v.Decisions[:limit]
	}
	if len(v.Decisions) > 0 {
		v.Empty = ""
	}
	return nil
}
