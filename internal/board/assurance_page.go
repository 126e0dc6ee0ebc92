package board

import (
	"cmp"
	"context"
	"slices"

	"waymark/internal/maturity"
)

// OwnMeasures is chosen instead of a measure to see the measures of the subject itself.
const OwnMeasures = "own"

// sampled is how many members of a kind are looked at to see which measures have figures; more would only be counted.
const sampled = 50

// AssuranceView is the page of an assurance matrix.
type AssuranceView struct {
	Query
	Matrix       *AssuranceMatrix
	Measure      maturity.Measure   // by which organisations are placed; zero where measures are
	Choices      []maturity.Measure // by which they can be placed, those with the most control charts first
	Illustrative bool
	Sources      []maturity.Source
	Caveats      []string
	Period       string
}

// Assurance builds the page: for a measure the members of the subject, for OwnMeasures the subject's own measures. With
// neither it is the measure that most members have a control chart of, or the own measures where there are no members.
func (b *Builder) Assurance(ctx context.Context, measure string, q Query) (AssuranceView, error) {
	v := AssuranceView{Query: q}
	d, err := b.readSample(ctx, q, membersOf(q, b.returningKinds()))
	if err != nil {
		return v, err
	}
	v.Choices = b.assuranceChoices(d, q.Subject.ID)
	switch {
	case measure == "" && len(v.Choices) > 0:
		v.Measure = v.Choices[0]
	case measure != "" && measure != OwnMeasures:
		m, ok := b.catalogue.Measure(measure)
		if !ok {
			return v, maturity.Errorf(maturity.NotFound, "There is no measure %q.", measure)
		}
		v.Measure = m
	}
	if v.Measure.ID == "" {
		v.Matrix = assuranceOf(q.Subject.ShortName, "measure", b.placedMeasures(b.measureIDs(), q.Subject, d))
		b.describeAssurance(&v, d.only(func(key seriesKey) bool { return key.organisation == q.Subject.ID }))
		return v, nil
	}
	members := membersOf(q, v.Measure.Kinds)
	summaries, err := b.reader.Summaries(ctx, idsOf(members), []string{v.Measure.ID}, q.AsAt)
	if err != nil {
		return v, err
	}
	d = &data{members: members, trajectories: map[seriesKey][]maturity.Trajectory{}}
	d.add(summaries)
	v.Matrix = assuranceOf(v.Measure.Title, "organisation", b.placedOrganisations(v.Measure, members, d))
	b.describeAssurance(&v, d)
	return v, nil
}

func (b *Builder) describeAssurance(v *AssuranceView, d *data) {
	page := View{}
	b.describe(&page, d)
	v.Illustrative, v.Sources, v.Caveats, v.Period = page.Illustrative, page.Sources, page.Caveats, page.Period
}

// readSample reads the subject's results, and those of the first members of each kind.
func (b *Builder) readSample(ctx context.Context, q Query, members []maturity.Organisation) (*data, error) {
	seen := map[string]int{}
	ids := []maturity.OrganisationID{q.Subject.ID}
	for _, o := range members {
		if seen[o.Kind]++; seen[o.Kind] <= sampled {
			ids = append(ids, o.ID)
		}
	}
	summaries, err := b.reader.Summaries(ctx, ids, nil, q.AsAt)
	if err != nil {
		return nil, err
	}
	d := &data{members: members, trajectories: map[seriesKey][]maturity.Trajectory{}}
	d.add(summaries)
	return d, nil
}

// assuranceChoices are the measures that members have figures of: those with the most control charts first.
func (b *Builder) assuranceChoices(d *data, subject maturity.OrganisationID) []maturity.Measure {
	charts, figures, longest := map[string]int{}, map[string]int{}, map[string]int{}
	for key, list := range d.trajectories {
		if key.organisation == subject || list[0].Control == nil {
			continue
		}
		if list[0].Control.Count > 0 {
			figures[key.measure]++
			longest[key.measure] = max(longest[key.measure], list[0].Control.Count)
		}
		if list[0].Control.Status == maturity.ControlCharted {
			charts[key.measure]++
		}
	}
	var out []maturity.Measure
	for _, m := range b.catalogue.Measures {
		if figures[m.ID] > 0 {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(x, y maturity.Measure) int {
		return cmp.Or(charts[y.ID]-charts[x.ID], longest[y.ID]-longest[x.ID], figures[y.ID]-figures[x.ID])
	})
	return out
}

func (b *Builder) measureIDs() []string {
	out := make([]string, len(b.catalogue.Measures))
	for i, m := range b.catalogue.Measures {
		out[i] = m.ID
	}
	return out
}

// returningKinds are the kinds of organisation that return any measure.
func (b *Builder) returningKinds() (kinds []string) {
	for _, m := range b.catalogue.Measures {
		kinds = append(kinds, m.Kinds...)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// only keeps the series that are chosen.
func (d *data) only(chosen func(seriesKey) bool) *data {
	out := &data{members: d.members, trajectories: map[seriesKey][]maturity.Trajectory{}}
	for key, list := range d.trajectories {
		if chosen(key) {
			out.add(list)
		}
	}
	return out
}

// membersOf are the organisations that a page of the subject speaks of: those of a group where one is chosen, the direct
// members otherwise, and for a nation all organisations of those kinds of which there are not too many for a table.
func membersOf(q Query, kinds []string) []maturity.Organisation {
	if groups, ok := q.Directory.(interface {
		Group(id string) []maturity.Organisation
	}); ok && q.Group != "" {
		return groups.Group(q.Group)
	}
	members := q.Directory.Members(q.Subject.ID, q.MembersDay())
	if q.Subject.Kind == maturity.KindNation {
		for _, kind := range kinds {
			of := q.Directory.OfKind(kind, q.MembersDay())
			if kind != maturity.KindNation && kind != maturity.KindFootprint && len(of) <= mostRows {
				members = append(members, of...)
			}
		}
	}
	slices.SortFunc(members, func(x, y maturity.Organisation) int { return int(x.ID - y.ID) })
	return slices.CompactFunc(members, func(x, y maturity.Organisation) bool { return x.ID == y.ID })
}
