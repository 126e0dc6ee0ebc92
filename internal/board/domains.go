package board

import (
	"cmp"
	"context"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The bounds of a table of domains: more columns cannot be read on paper, and more organisations not in a meeting.
const (
	mostColumns = 8
	fewRows     = 20  // before "show all"
	mostRows    = 300 // of which anything is read
)

// DomainsView is the table of organisations by domains.
type DomainsView struct {
	Query
	Sentence                   string // the weakest domain
	Choices                    []DomainChoice
	Chosen                     DomainChoice
	Parts                      []DomainPart // of the chosen framework, where it is too wide for one table
	Part                       string       // id of the one that is shown; "" for all
	Columns                    []DomainColumn
	Rows                       []DomainRow
	Period                     period.Period           // newest of the figures: the one whose required levels count
	HasLevels                  bool                    // some column has a required level; otherwise cells stand beside an average, or alone
	More                       int                     // rows not shown
	Beyond                     int                     // organisations that were not read, because there are too many
	Silent                     []maturity.Organisation // those asked for these figures that have none
	Measures                   int                     // columns not shown
	SelfAssessed, Illustrative bool
	Sources                    []maturity.Source
	Caveats                    []string
	Empty                      string
}

// DomainChoice is a set of domains that can be shown: a framework, or the measures that stand free.
type DomainChoice struct {
	ID           string // of the framework, or CountedMeasures
	Title        string
	SelfAssessed bool
	Series       int // with a figure, of the members looked at
	Levels       int // of these with a target
}

// CountedMeasures is the choice of the measures that belong to no framework.
const CountedMeasures = "counted"

// DomainPart is a group of a framework's sections.
type DomainPart struct{ ID, Title string }

// DomainColumn is one domain.
type DomainColumn struct {
	Title   string
	Measure maturity.Measure
	Section maturity.Section
	Behind  int // organisations below the level, or below the average where no level is required
	Judged  int // organisations that could be compared
	Levels  int // of which with a required level
}

// DomainRow is one organisation.
type DomainRow struct {
	Organisation maturity.Organisation
	Cells        []DomainCell
	Behind       int
	Judged       int
	Whole        bool // the footprint's own figures, made from those of its organisations
}

// domains is what a table of domains is filled from.
type domains struct {
	*data
	levels     map[seriesKey]maturity.Trajectory // that of the leading target
	references map[string]maturity.BenchmarkValue
}

// Domains builds the table. choice is the id of a framework or CountedMeasures, part that of a group of it; where they
// are "" the set with the most required levels is taken, and all its parts. It makes three reads of results, however many
// organisations there are.
func (b *Builder) Domains(ctx context.Context, choice, part string, q Query) (DomainsView, error) {
	v := DomainsView{Query: q, Part: part}
	sample, err := b.readSample(ctx, q, domainMembers(q, b.returningKinds()))
	if err != nil {
		return v, err
	}
	if alone := len(sample.members) == 1 && sample.members[0].ID == q.Subject.ID; !alone { // domains in which only the whole has a figure compare nobody
		sample = sample.only(func(key seriesKey) bool { return key.organisation != q.Subject.ID })
	}
	if v.Choices = b.domainChoices(sample); len(v.Choices) == 0 {
		v.Empty = nothingYet(q)
		return v, nil
	}
	v.Chosen = v.Choices[0]
	for _, c := range v.Choices {
		if c.ID == choice || choice == "" && c.Levels > v.Chosen.Levels {
			v.Chosen = c
		}
	}
	if choice != "" && v.Chosen.ID != choice {
		return v, maturity.Errorf(maturity.NotFound, "There are no figures of %q here.", choice)
	}
	if err := b.domainColumns(&v, sample); err != nil {
		return v, err
	}
	if len(v.Columns) == 0 {
		v.Empty = nothingYet(q)
		return v, nil
	}
	measures := make([]string, len(v.Columns))
	var kinds []string
	for i, c := range v.Columns {
		measures[i], kinds = c.Measure.ID, append(kinds, c.Measure.Kinds...)
	}
	members := domainMembers(q, kinds)
	if len(members) > mostRows {
		v.Beyond = len(members) - mostRows
		members = members[:mostRows]
	}
	ids := append(idsOf(members), q.Subject.ID)
	trajectories, err := b.reader.Trajectories(ctx, ids, measures, q.AsAt)
	if err != nil {
		return v, err
	}
	averages, err := b.reader.LatestBenchmarks(ctx, measures, q.AsAt)
	if err != nil {
		return v, err
	}
	d := &domains{data: &data{members: members, trajectories: map[seriesKey][]maturity.Trajectory{}}, levels: map[seriesKey]maturity.Trajectory{}, references: b.averagesOf(averages)}
	d.add(trajectories)
	for key, list := range d.trajectories {
		d.levels[key] = b.mainTrajectory(list)
	}
	b.fillDomains(&v, d)
	return v, nil
}

// domainMembers are the organisations of the table; an organisation without members stands for itself.
func domainMembers(q Query, kinds []string) []maturity.Organisation {
	members := slices.DeleteFunc(membersOf(q, kinds), func(o maturity.Organisation) bool { return o.ID == q.Subject.ID })
	if len(members) == 0 {
		members = []maturity.Organisation{q.Subject}
	}
	byShortName(members)
	return members
}

// domainChoices are the sets of domains that the members have figures of, as they are declared; the measures of no
// framework come last.
func (b *Builder) domainChoices(sample *data) (out []DomainChoice) {
	found := map[string]*DomainChoice{CountedMeasures: {ID: CountedMeasures, Title: "Measures counted in practices and trusts"}}
	for _, f := range b.catalogue.Frameworks {
		found[f.ID] = &DomainChoice{ID: f.ID, Title: f.Title}
	}
	for key, list := range sample.trajectories {
		m, known := b.catalogue.Measure(key.measure)
		c := found[choiceOf(m)]
		if !known || c == nil || list[0].Latest == nil {
			continue
		}
		c.Series++
		c.SelfAssessed = c.SelfAssessed || m.SelfAssessed
		if b.mainTrajectory(list).Target != "" {
			c.Levels++
		}
	}
	for _, f := range b.catalogue.Frameworks {
		if found[f.ID].Series > 0 {
			out = append(out, *found[f.ID])
		}
	}
	if counted := found[CountedMeasures]; counted.Series > 0 {
		out = append(out, *counted)
	}
	return out
}

func choiceOf(m maturity.Measure) string {
	if m.Framework == "" {
		return CountedMeasures
	}
	return m.Framework
}

// domainColumns chooses the domains: the sections of the framework's part. Of a framework that is too wide for one table
// the first part with figures is taken; of measures that stand free those with a required level come first.
func (b *Builder) domainColumns(v *DomainsView, sample *data) error {
	figures, levels := map[string]int{}, map[string]int{}
	for key, list := range sample.trajectories {
		if list[0].Latest != nil {
			figures[key.measure]++
		}
		if list[0].Latest != nil && b.mainTrajectory(list).Target != "" {
			levels[key.measure]++
		}
	}
	if v.Chosen.ID == CountedMeasures {
		for _, m := range b.catalogue.Measures {
			if m.Framework == "" && figures[m.ID] > 0 {
				v.Columns = append(v.Columns, DomainColumn{Title: cmp.Or(m.Short, m.Title), Measure: m})
			}
		}
		slices.SortStableFunc(v.Columns, func(x, y DomainColumn) int { return levels[y.Measure.ID] - levels[x.Measure.ID] })
		v.cut()
		return nil
	}
	f, _ := b.catalogue.Framework(v.Chosen.ID)
	of := map[string][]DomainColumn{}
	total := 0
	for _, g := range f.Groups {
		for _, s := range g.Sections {
			if m, ok := b.catalogue.Measure(s.Measure); ok && figures[m.ID] > 0 {
				of[g.ID] = append(of[g.ID], DomainColumn{Title: s.Title, Measure: m, Section: s})
				total++
			}
		}
		if len(of[g.ID]) > 0 {
			v.Parts = append(v.Parts, DomainPart{g.ID, g.Title})
		}
	}
	if total <= mostColumns || len(v.Parts) < 2 {
		v.Parts, v.Part = nil, ""
	} else if v.Part == "" {
		v.Part = v.Parts[0].ID
	}
	if v.Part != "" && len(of[v.Part]) == 0 {
		return maturity.Errorf(maturity.NotFound, "There are no figures of the part %q here.", v.Part)
	}
	for _, g := range f.Groups {
		if v.Part == "" || g.ID == v.Part {
			v.Columns = append(v.Columns, of[g.ID]...)
		}
	}
	v.cut()
	return nil
}

// cut leaves out the columns that do not fit, unless everything is asked for.
func (v *DomainsView) cut() {
	if len(v.Columns) > mostColumns && !v.All {
		v.Measures = len(v.Columns) - mostColumns
		v.Columns = v.Columns[:mostColumns]
	}
}
