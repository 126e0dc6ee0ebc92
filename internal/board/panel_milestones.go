package board

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
)

// Milestones knows the roadmap of organisations.
type Milestones interface {
	// Milestones of the organisations as known at a time, late ones first.
	Milestones(ctx context.Context, organisations []maturity.OrganisationID, asAt time.Time) ([]MilestoneRow, error)
	// Footprints are those with a roadmap that was known at a time.
	Footprints(ctx context.Context, asAt time.Time) ([]maturity.OrganisationID, error)
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

// noMilestones is what they say where there is one.
const noMilestones = "The roadmap has no milestones of its own for these organisations."

// planned reports whether an organisation is of a footprint, or is one, whose roadmap was known at the time of the board.
func (b *Builder) planned(q Query, footprints []maturity.OrganisationID, o maturity.OrganisationID) bool {
	return slices.Contains(footprints, o) || slices.ContainsFunc(q.Directory.FootprintsOf(o, q.MembersDay()), func(f maturity.Organisation) bool { return slices.Contains(footprints, f.ID) })
}

// milestonesPanel lists the milestones of the subject and its members, late ones first, each once however many own it.
func (b *Builder) milestonesPanel(ctx context.Context, v *PanelView, q Query, d *data) (err error) {
	if b.milestones == nil {
		v.Empty = noRoadmap
		return nil
	}
	footprints, err := b.milestones.Footprints(ctx, q.AsAt)
	if err != nil {
		return err
	}
	rows, err := b.milestones.Milestones(ctx, append([]maturity.OrganisationID{q.Subject.ID}, idsOf(d.members)...), q.AsAt)
	seen := map[MilestoneRow]bool{}
	for _, r := range rows {
		same := r
		if same.Organisation = 0; !seen[same] {
			v.Milestones = append(v.Milestones, r)
		}
		seen[same] = true
	}
	if limit := v.Panel.Limit; limit > 0 && len(v.Milestones) > limit && !q.All {
		v.More, v.Milestones = len(v.Milestones)-limit, v.Milestones[:limit]
	}
	if len(v.Milestones) == 0 {
		if v.Empty = noRoadmap; b.planned(q, footprints, q.Subject.ID) {
			v.Empty = noMilestones
		}
	}
	return err
}

// lateMilestones puts the first late milestone of each organisation into its row.
func (b *Builder) lateMilestones(ctx context.Context, rows []OrganisationRow, q Query) error {
	for i := range rows {
		rows[i].Milestone = "no roadmap loaded"
	}
	if b.milestones == nil || len(rows) == 0 {
		return nil
	}
	ids := make([]maturity.OrganisationID, len(rows))
	for i, r := range rows {
		ids[i] = r.Organisation.ID
	}
	milestones, err := b.milestones.Milestones(ctx, ids, q.AsAt)
	if err != nil {
		return err
	}
	footprints, err := b.milestones.Footprints(ctx, q.AsAt)
	if err != nil {
		return err
	}
	for i := range rows {
		if b.planned(q, footprints, rows[i].Organisation.ID) {
			rows[i].Milestone = "none of its own"
		}
		for _, m := range milestones {
			if m.Organisation != rows[i].Organisation.ID {
				continue
			}
			if rows[i].Milestone, rows[i].MilestoneAt = "none late", ""; m.Late {
				rows[i].Milestone, rows[i].MilestoneAt = m.Title+", "+m.Words, m.Address
				break
			}
		}
	}
	return nil
}
