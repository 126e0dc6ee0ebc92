package board

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// Milestones knows the roadmap of organisations.
type Milestones interface {
	// Milestones of the organisations as known at a time, late ones first.
	Milestones(ctx context.Context, organisations []maturity.OrganisationID, asAt time.Time) ([]MilestoneRow, error)
}

// MilestoneRow is one milestone in words.
type MilestoneRow struct {
	Organisation maturity.OrganisationID
	Title        string
	Due          string
	Late         bool
	Words        string // "3 months late", "due in 2 months", "reached on 6 August 2018"
	Address      string // of the milestone's page, without a host
}

// WithMilestones joins the roadmap.
func (b *Builder) WithMilestones(m Milestones) *Builder {
	b.milestones = m
	return b
}

// noRoadmap is what pages say in the place of milestones while there are none to speak of.
const noRoadmap = "No roadmap is loaded, so no milestones can be shown."

// milestonesPanel lists the milestones of the subject and its members, late ones first.
func (b *Builder) milestonesPanel(ctx context.Context, v *PanelView, q Query, d *data) (err error) {
	if b.milestones == nil {
		v.Empty = noRoadmap
		return nil
	}
	v.Milestones, err = b.milestones.Milestones(ctx, append([]maturity.OrganisationID{q.Subject.ID}, idsOf(d.members)...), q.AsAt)
	if limit := v.Panel.Limit; limit > 0 && len(v.Milestones) > limit && !q.All {
		v.More, v.Milestones = len(v.Milestones)-limit, v.Milestones[:limit]
	}
	if len(v.Milestones) == 0 {
		v.Empty = noRoadmap
	}
	return err
}
