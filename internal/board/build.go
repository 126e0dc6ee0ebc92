package board

import (
	"context"
	"slices"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// View is a board filled for a subject as known at a time.
type View struct {
	Board        maturity.Board
	Subject      maturity.Organisation
	AsAt         time.Time
	Today        period.Day
	Period       string // newest period its figures speak for, in words; "" when there are none
	Newest       period.Period
	Illustrative bool
	Sources      []maturity.Source // that its figures come from
	Caveats      []string
	Panels       []PanelView
	Members      int
}

// WithBoards joins boards that do not ship, such as copies that analysts edit: find gives the board of an id.
func (b *Builder) WithBoards(find func(ctx context.Context, id string) (maturity.Board, error)) *Builder {
	b.boards = find
	return b
}

// Build fills the board. It reads everything its panels need in a fixed number of queries.
func (b *Builder) Build(ctx context.Context, id string, q Query) (View, error) {
	definition, ok := b.catalogue.Board(id)
	if !ok && b.boards != nil {
		var err error
		if definition, err = b.boards(ctx, id); err != nil {
			return View{}, err
		}
	} else if !ok {
		return View{}, maturity.Errorf(maturity.NotFound, "There is no board %q.", id)
	}
	return b.BuildBoard(ctx, definition, q)
}

// membersFor are the organisations a board speaks of besides its subject: the direct members, and those of the kinds
// that its panels name wherever they stand below the subject. A nation stands above all.
func membersFor(definition maturity.Board, q Query) []maturity.Organisation {
	if q.Group != "" {
		return membersOf(q, nil)
	}
	members := q.Directory.Members(q.Subject.ID, q.MembersDay())
	var kinds []string
	for _, p := range definition.Panels {
		kinds = append(kinds, p.Kinds...)
	}
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	if q.Subject.Kind == maturity.KindNation {
		for _, kind := range kinds {
			members = append(members, q.Directory.OfKind(kind, q.MembersDay())...)
		}
	} else if len(kinds) > 0 {
		for _, o := range q.Directory.Within(q.Subject.ID, q.MembersDay()) {
			if slices.Contains(kinds, o.Kind) {
				members = append(members, o)
			}
		}
	}
	slices.SortStableFunc(members, func(x, y maturity.Organisation) int { return strings.Compare(x.Name, y.Name) })
	return slices.CompactFunc(members, func(x, y maturity.Organisation) bool { return x.ID == y.ID })
}

// data is what a board's panels share: read once, looked up by all.
type data struct {
	members      []maturity.Organisation
	peers        []maturity.Organisation // instead of members where there are none to compare
	trajectories map[seriesKey][]maturity.Trajectory
	benchmarks   map[string][]maturity.BenchmarkValue
	latest       *period.Period
}

func (b *Builder) read(ctx context.Context, definition maturity.Board, q Query, members []maturity.Organisation) (*data, error) {
	d := &data{members: members, peers: peersFor(definition, q, members), trajectories: map[seriesKey][]maturity.Trajectory{}, benchmarks: map[string][]maturity.BenchmarkValue{}}
	if err := b.readTrajectories(ctx, definition, q, d); err != nil {
		return nil, err
	}
	drawn := b.measuresOf(definition, func(p maturity.Panel) bool {
		return p.Kind == maturity.PanelTrajectory || p.Kind == maturity.PanelRanked
	})
	if len(drawn) == 0 { // the reader would take it for all
		return d, nil
	}
	benchmarks, err := b.reader.Benchmarks(ctx, drawn, q.AsAt)
	for start, end := 0, 0; start < len(benchmarks); start = end { // mostly those of a measure stand together
		measure := benchmarks[start].Measure
		for end < len(benchmarks) && benchmarks[end].Measure == measure {
			end++
		}
		if d.benchmarks[measure] == nil {
			d.benchmarks[measure] = benchmarks[start:end:end]
		} else {
			d.benchmarks[measure] = append(d.benchmarks[measure], benchmarks[start:end]...)
		}
	}
	return d, err
}

// readTrajectories reads the subject's paths, and of the members what the panels that speak of them need: whole paths
// only where they are compared in a period that they have in common. A subject may have a hundred members.
func (b *Builder) readTrajectories(ctx context.Context, definition maturity.Board, q Query, d *data) error {
	subject := []maturity.OrganisationID{q.Subject.ID}
	others := slices.DeleteFunc(idsOf(d.members), func(id maturity.OrganisationID) bool { return id == q.Subject.ID })
	whole := b.measuresOf(definition, func(p maturity.Panel) bool {
		return p.Kind == maturity.PanelRanked || p.Kind == maturity.PanelMultiples
	})
	latest := b.measuresOf(definition, speaksOfMembers)
	for _, p := range definition.Panels {
		latest = append(latest, p.When.Measures...)
	}
	slices.Sort(latest)
	latest = slices.Compact(latest)
	latest = slices.DeleteFunc(latest, func(m string) bool { return slices.Contains(whole, m) })
	for _, part := range []struct {
		organisations []maturity.OrganisationID
		measures      []string
		read          func(context.Context, []maturity.OrganisationID, []string, time.Time) ([]maturity.Trajectory, error)
	}{
		{subject, b.ownMeasures(definition), b.reader.Trajectories},
		{others, whole, b.reader.Trajectories},
		{slices.DeleteFunc(idsOf(d.peers), func(id maturity.OrganisationID) bool { return id == q.Subject.ID }), whole, b.reader.Trajectories},
		{others, latest, b.reader.Summaries},
	} {
		if len(part.measures) == 0 || len(part.organisations) == 0 {
			continue
		}
		trajectories, err := part.read(ctx, part.organisations, part.measures, q.AsAt)
		if err != nil {
			return err
		}
		d.add(trajectories)
	}
	return nil
}

// speaksOfMembers says of a panel that it needs the latest figures of the members.
func speaksOfMembers(p maturity.Panel) bool {
	switch p.Kind {
	case maturity.PanelOrganisations, maturity.PanelTable, maturity.PanelFalling:
		return true
	case maturity.PanelAssurance, maturity.PanelThenNow:
		return len(p.Measures) == 1
	case maturity.PanelHeadline:
		return p.Target != "" || p.When.Late
	}
	return p.When.Late
}

// ownMeasures are those whose whole paths are read for the subject: what the panels or their conditions speak of.
func (b *Builder) ownMeasures(definition maturity.Board) []string {
	out := b.measuresOf(definition, func(maturity.Panel) bool { return true })
	for _, p := range definition.Panels {
		out = append(out, p.When.Measures...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (d *data) add(trajectories []maturity.Trajectory) {
	for _, t := range trajectories {
		key := seriesKey{t.Organisation, t.Measure}
		d.trajectories[key] = append(d.trajectories[key], t)
		if t.Latest != nil && (d.latest == nil || period.Compare(t.Latest.Period, *d.latest) > 0) {
			d.latest = &t.Latest.Period
		}
	}
}

// measuresOf lists the measures that the panels chosen by which speak of, each once. A matrix reads its own.
func (b *Builder) measuresOf(definition maturity.Board, which func(maturity.Panel) bool) []string {
	var out []string
	for _, p := range definition.Panels {
		if p.Kind != maturity.PanelMatrix && which(p) {
			out = append(out, b.panelMeasures(p)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// panelMeasures are the measures a panel names, or those of its framework, or the one of its target.
func (b *Builder) panelMeasures(p maturity.Panel) []string {
	out := slices.Clone(p.Measures)
	if target, ok := b.target(p.Target); ok && !slices.Contains(out, target.Measure) {
		out = append(out, target.Measure)
	}
	if framework, ok := b.catalogue.Framework(p.Framework); ok {
		for _, s := range framework.Sections {
			if s.Measure != "" && (len(p.Tags) == 0 || overlap(p.Tags, s.Tags)) {
				out = append(out, s.Measure)
			}
		}
	}
	return out
}

// trajectory finds the one trajectory of an organisation and measure against a target; "" takes the first.
func (d *data) trajectory(o maturity.OrganisationID, measure, target string) (maturity.Trajectory, bool) {
	for _, t := range d.trajectories[seriesKey{o, measure}] {
		if t.Target == target || target == "" {
			return t, true
		}
	}
	return maturity.Trajectory{}, false
}

// ofMembers lists the members' trajectories against a target; kinds narrow the members.
func (d *data) ofMembers(measure, target string, kinds []string) []maturity.Trajectory {
	var out []maturity.Trajectory
	for _, o := range d.members {
		if len(kinds) > 0 && !slices.Contains(kinds, o.Kind) {
			continue
		}
		if t, ok := d.trajectory(o.ID, measure, target); ok {
			out = append(out, t)
		}
	}
	return out
}

// describe says for the page as a whole what its figures are and where they come from.
func (b *Builder) describe(v *View, d *data) {
	if d.latest != nil {
		v.Period, v.Newest = d.latest.Label(), *d.latest
	}
	used, suppressed := map[string]bool{}, false
	for key, list := range d.trajectories {
		if m, ok := b.catalogue.Measure(key.measure); ok && m.Caveat() != "" && !slices.Contains(v.Caveats, m.Caveat()) {
			v.Caveats = append(v.Caveats, m.Caveat())
		}
		for _, t := range list {
			v.Illustrative = v.Illustrative || b.illustrative(t) || t.Latest != nil && t.Latest.Illustrative
			for _, p := range t.Observed {
				used[p.Source] = true
				suppressed = suppressed || p.State == maturity.Suppressed
			}
			if t.Latest != nil {
				used[t.Latest.Source] = true
			}
		}
	}
	for _, s := range b.catalogue.Sources {
		if used[s.ID] {
			v.Sources = append(v.Sources, s)
			v.Illustrative = v.Illustrative || s.Illustrative
		}
	}
	if used[""] {
		v.Sources = append(v.Sources, maturity.Source{Title: computedWords})
	}
	slices.Sort(v.Caveats)
	if suppressed {
		v.Caveats = append(v.Caveats, maturity.SuppressedNote)
	}
}
