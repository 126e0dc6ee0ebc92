package roadmap

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Boards tells boards of the roadmaps: which milestones are late, and what changed between two times.
type Boards struct {
	Desk     *Desk
	Location *time.Location // of the readers, where days begin
}

func (b Boards) today(at time.Time) period.Day { return period.DayOf(at.In(b.Location)) }

// Footprints are those with a roadmap that was known at a time.
func (b Boards) Footprints(ctx context.Context, asAt time.Time) ([]maturity.OrganisationID, error) {
	heads, err := b.Desk.Heads(ctx, asAt)
	out := make([]maturity.OrganisationID, len(heads))
	for i, h := range heads {
		out[i] = h.Footprint
	}
	return out, err
}

// Milestones of the organisations as known at a time, late ones first: one for each that owns it, and one for the
// footprint where no owner is among them.
func (b Boards) Milestones(ctx context.Context, organisations []maturity.OrganisationID, asAt time.Time) (out []board.MilestoneRow, err error) {
	plans, err := b.Desk.List(ctx, asAt)
	if err != nil {
		return nil, err
	}
	type dated struct {
		board.MilestoneRow
		DatedMilestone
	}
	var rows []dated
	for _, plan := range plans {
		for _, m := range plan.Milestones(b.today(asAt)) {
			for _, of := range plan.asked(m, organisations) {
				rows = append(rows, dated{board.MilestoneRow{Organisation: of.ID, Title: m.Title, Due: dueWords(m.Date), Late: m.Late, Words: m.Words, Address: addressOf(plan.ID, m.Initiative.ID)}, m})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b dated) int {
		return cmp.Or(cmp.Compare(a.turn(), b.turn()), cmp.Compare(a.due(), b.due()))
	})
	for _, r := range rows {
		out = append(out, r.MilestoneRow)
	}
	return out, nil
}

// asked are those of the organisations that a milestone is of.
func (p *Plan) asked(m DatedMilestone, organisations []maturity.OrganisationID) (out []maturity.Organisation) {
	for _, o := range m.Owners {
		if slices.Contains(organisations, o.ID) {
			out = append(out, o)
		}
	}
	if len(out) == 0 && slices.Contains(organisations, p.Footprint.ID) {
		out = append(out, p.Footprint)
	}
	return out
}

func dueWords(d *maturity.LooseDate) string {
	if d == nil {
		return "no date"
	}
	return d.Words()
}

func addressOf(roadmap, initiative string) string {
	return "/roadmap/" + roadmap + "/initiatives/" + initiative
}

// MilestoneChanges says what became of milestones between two times: reached, late, moved, dropped, new or gone.
func (b Boards) MilestoneChanges(ctx context.Context, organisations []maturity.OrganisationID, then, now time.Time) (out []board.Change, err error) {
	after, err := b.Desk.List(ctx, now)
	if err != nil {
		return nil, err
	}
	before, err := b.Desk.List(ctx, then)
	if err != nil {
		return nil, err
	}
	for _, plan := range after {
		if !slices.ContainsFunc(organisations, func(id maturity.OrganisationID) bool { return plan.isOf(id) }) {
			continue
		}
		at := slices.IndexFunc(before, func(p *Plan) bool { return p.ID == plan.ID })
		if at < 0 {
			out = append(out, board.Change{Kind: board.ChangeMilestone, Organisation: plan.Footprint, Title: plan.Title, Then: "no roadmap was loaded",
				Now: counted(len(plan.Milestones(b.today(now))), "milestone", "milestones"), Why: "The roadmap was loaded since.", Address: "/roadmap/" + plan.ID})
			continue
		}
		rows, err := b.changed(ctx, before[at], plan, organisations, b.today(then), b.today(now))
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// isOf reports whether an organisation is the roadmap's footprint, or is named in it.
func (p *Plan) isOf(id maturity.OrganisationID) bool {
	if p.Footprint.ID == id {
		return true
	}
	for _, o := range p.Bodies {
		if o.ID == id {
			return true
		}
	}
	return false
}

func (b Boards) changed(ctx context.Context, before, after *Plan, organisations []maturity.OrganisationID, then, now period.Day) ([]board.Change, error) {
	was := map[string]DatedMilestone{}
	for _, m := range before.Milestones(then) {
		was[m.key()] = m
	}
	var out []board.Change
	var touched []string // the initiative of each row
	add := func(plan *Plan, m DatedMilestone, c *board.Change) {
		if of := plan.asked(m, organisations); c != nil && len(of) > 0 {
			c.Kind, c.Organisation, c.Title, c.Address = board.ChangeMilestone, of[0], m.Title, addressOf(plan.ID, m.Initiative.ID)
			out, touched = append(out, *c), append(touched, m.Initiative.ID)
		}
	}
	for _, m := range after.Milestones(now) {
		old, there := was[m.key()]
		delete(was, m.key())
		if !there {
			add(after, m, &board.Change{Then: "not planned", Now: planned(m)})
			continue
		}
		add(after, m, milestoneChange(old, m))
	}
	for _, m := range before.Milestones(then) {
		if _, gone := was[m.key()]; gone {
			add(before, m, &board.Change{Then: planned(m), Now: "no longer in the roadmap"})
		}
	}
	if len(out) == 0 || before.Version == after.Version {
		return out, nil // only the day is another
	}
	return out, b.reasons(ctx, out, touched, before, after)
}

// key tells a milestone from others of the roadmap; one without an id goes by its title.
func (m DatedMilestone) key() string { return cmp.Or(m.ID, m.Initiative.ID+"\x00"+m.Title) }

func planned(m DatedMilestone) string {
	if !m.State.Open() {
		return m.Words
	}
	if m.Date == nil || m.Date.Words() == "no date" {
		return "planned without a date"
	}
	return "planned for " + m.Date.Words()
}

// milestoneChange says what is different about a milestone; nil where nothing is.
func milestoneChange(was, is DatedMilestone) *board.Change {
	c := &board.Change{Then: planned(was), Now: planned(is)}
	if was.Late {
		c.Then = was.Words
	}
	switch {
	case was.State != is.State && is.State == maturity.MilestoneDone:
		c.Now, c.Better = is.Words, new(true)
	case was.State != is.State && (!is.State.Open() || !was.State.Open()):
	case was.due() != is.due() || dueWords(was.Date) != dueWords(is.Date):
		if was.due() != undated && is.due() != undated && was.due() != is.due() {
			days := int(is.due() - was.due())
			c.Better = new(days < 0)
			if days < 0 {
				c.Now += ", " + span(-days) + " earlier"
			} else {
				c.Now += ", " + span(days) + " later"
			}
		}
	case is.Late && !was.Late:
		c.Now, c.Better, c.Why = is.Words, new(false), "Its date, "+dueWords(is.Date)+", passed, and nobody reported it as reached."
	default:
		return nil
	}
	return c
}

// reasons says why milestones are different, where that is not known yet and the last change of their initiatives between
// the times has a reason.
func (b Boards) reasons(ctx context.Context, rows []board.Change, touched []string, before, after *Plan) error {
	changes, err := b.Desk.Changes(ctx, after.ID, maxChanges)
	if err != nil {
		return err
	}
	why := map[int64]maturity.RoadmapChange{}
	for _, c := range changes {
		why[c.ID] = c
	}
	for i := range rows {
		c, ok := why[after.index.changes[touched[i]]]
		if ok && rows[i].Why == "" && c.At.After(before.At) && c.Reason != "" {
			rows[i].Why = "Recorded on " + c.At.In(b.Location).Format("2 January 2006") + ": " + strings.TrimSuffix(c.Reason, ".") + "."
		}
	}
	return nil
}

// maxChanges bounds how far back reasons are looked for.
const maxChanges = 1000
