package board

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// council is a footprint whose members and their results are listed.
type council struct {
	Reader
	town
	results  []maturity.Trajectory
	averages []maturity.BenchmarkValue
	reads    int
}

func (c *council) of(ids []maturity.OrganisationID, measures []string) (out []maturity.Trajectory) {
	c.reads++
	for _, t := range c.results {
		if slices.Contains(ids, t.Organisation) && (len(measures) == 0 || slices.Contains(measures, t.Measure)) {
			out = append(out, t)
		}
	}
	return out
}

func (c *council) Trajectories(_ context.Context, ids []maturity.OrganisationID, measures []string, _ time.Time) ([]maturity.Trajectory, error) {
	return c.of(ids, measures), nil
}

func (c *council) Summaries(_ context.Context, ids []maturity.OrganisationID, measures []string, _ time.Time) ([]maturity.Trajectory, error) {
	return c.of(ids, measures), nil
}

func (c *council) LatestBenchmarks(context.Context, []string, time.Time) ([]maturity.BenchmarkValue, error) {
	c.reads++
	return c.averages, nil
}

var summer = period.Of(period.KindQuarter, period.Date(2018, time.July, 1))

// figure is a result of the summer of 2018 with the level that was required then; NaN requires none.
func figure(id maturity.OrganisationID, measure string, value, level float64) maturity.Trajectory {
	latest := maturity.PathPoint{Period: summer, State: maturity.Reported, Value: value, HasValue: true}
	before := maturity.PathPoint{Period: summer.Add(-1), State: maturity.Reported, Value: value - 2, HasValue: true}
	t := maturity.Trajectory{Organisation: id, Measure: measure, Latest: &latest, Observed: []maturity.PathPoint{before, latest}}
	if !math.IsNaN(level) {
		t.Target = measure + "-target"
		t.Required = []maturity.RequiredPoint{{Period: summer.Add(-1), Value: level - 5}, {Period: summer, Value: level}, {Period: summer.Add(1), Value: level + 5}}
	}
	return t
}

var none = math.NaN()

// domainHouse has a framework of three sections, and trusts that are numbered from 2.
func domainHouse(selfAssessed bool, names []string, results ...maturity.Trajectory) (*Builder, *council, Query) {
	c := &maturity.Catalogue{Frameworks: []maturity.Framework{{ID: "f", Title: "Seven capabilities", Groups: []maturity.Group{{ID: "g", Title: "All", Sections: []maturity.Section{
		{ID: "r", Title: "Records", Measure: "f.r"}, {ID: "m", Title: "Medicines", Measure: "f.m"}, {ID: "o", Title: "Orders", Measure: "f.o"}}}}}}}
	for _, id := range []string{"f.r", "f.m", "f.o"} {
		c.Measures = append(c.Measures, maturity.Measure{ID: id, Title: "Paper-free " + id, Unit: maturity.UnitScore, High: 100, Polarity: maturity.HigherIsBetter, Framework: "f", SelfAssessed: selfAssessed, Kinds: []string{"acute"}})
		c.Targets = append(c.Targets, maturity.Target{ID: id + "-target", Measure: id, Operator: maturity.AtLeast, Value: 100})
	}
	c.Index()
	reader := &council{results: results}
	for i, name := range names {
		reader.members = append(reader.members, maturity.Organisation{ID: maturity.OrganisationID(i + 2), Code: name, ShortName: name, Kind: "acute"})
	}
	subject := maturity.Organisation{ID: 1, Code: "glos", ShortName: "Gloucestershire", Name: "Gloucestershire", Kind: maturity.KindFootprint}
	return New(c, reader), reader, Query{Subject: subject, Directory: reader, Today: period.Date(2018, time.November, 15)}
}

// The first sentence names the weakest domain: the one in which the most are short of the level.
func TestTheWeakestDomain(t *testing.T) {
	names := []string{"Avon", "Severn", "Wye"}
	for _, c := range []struct {
		name    string
		results []maturity.Trajectory
		want    string
	}{
		{"one is the weakest", []maturity.Trajectory{figure(2, "f.r", 60, 50), figure(3, "f.r", 40, 50), figure(2, "f.m", 40, 50), figure(3, "f.m", 40, 50), figure(4, "f.m", 60, 50)},
			"Medicines is the weakest domain: 2 of 3 organisations are short of the level required in July to September 2018."},
		{"as many short, of fewer", []maturity.Trajectory{figure(2, "f.r", 40, 50), figure(3, "f.r", 60, 50), figure(2, "f.m", 40, 50), figure(2, "f.o", 70, 50), figure(3, "f.o", 70, 50)},
			"Medicines is the weakest domain: 1 of 1 organisation is short of the level required in July to September 2018."},
		{"two are equally weak", []maturity.Trajectory{figure(2, "f.r", 40, 50), figure(3, "f.r", 40, 50), figure(2, "f.m", 40, 50), figure(3, "f.m", 40, 50), figure(2, "f.o", 70, 50), figure(3, "f.o", 70, 50)},
			"Records and Medicines are the weakest domains: in each, 2 of 2 organisations are short of the level required in July to September 2018."},
		{"nobody is short", []maturity.Trajectory{figure(2, "f.r", 50, 50), figure(3, "f.r", 90, 50)},
			"Every organisation that can be compared has reached the level required in July to September 2018, in all 1 domain."},
		{"nothing is required", []maturity.Trajectory{figure(2, "f.r", 50, none), figure(3, "f.m", 90, none)},
			"Nothing is required of these 2 domains, so the figures of 2 organisations stand alone."},
		{"one alone", []maturity.Trajectory{figure(2, "f.r", 40, 50), figure(2, "f.m", 90, 50)},
			"It is short of the level required in July to September 2018 in 1 of 2 domains: Records."},
	} {
		b, _, q := domainHouse(false, names, c.results...)
		v, err := b.Domains(t.Context(), "", "", q)
		if err != nil {
			t.Fatal(err)
		}
		if v.Sentence != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, v.Sentence, c.want)
		}
	}
}

// What stands in a cell beside its figure.
func TestTheWordsOfADomainCell(t *testing.T) {
	old := figure(2, "f.r", 51, 40)
	old.Latest.Period = summer.Add(-1)
	for _, c := range []struct {
		name   string
		result maturity.Trajectory
		want   string
		behind bool
	}{
		{"short", figure(2, "f.r", 51, 57), "51 6 below 57", true},
		{"better", figure(2, "f.r", 58, 57), "58 1 above 57", false},
		{"at it, as both are printed", figure(2, "f.r", 57.3, 56.8), "57 at 57", false},
		{"less than a point short, and printed otherwise", figure(2, "f.r", 56.4, 56.6), "56 just below 57", true},
		{"nothing required", figure(2, "f.r", 57, none), "57 ", false},
		{"an older figure, against the level of now", old, "51 11 above 40", false},
		{"withheld", maturity.Trajectory{Organisation: 2, Measure: "f.r", Observed: []maturity.PathPoint{{Period: summer, State: maturity.Suppressed}}}, "suppressed ", false},
	} {
		b, _, q := domainHouse(false, []string{"Avon", "Severn"}, c.result, figure(3, "f.r", 1, 1))
		v, err := b.Domains(t.Context(), "", "", q)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(v.Rows, func(r DomainRow) bool { return r.Organisation.ID == 2 })
		if i < 0 {
			t.Errorf("%s: no row", c.name)
			continue
		}
		cell := v.Rows[i].Cells[0]
		if got := cell.Value + " " + cell.Word; got != c.want || cell.Behind != c.behind {
			t.Errorf("%s: %q, behind %v; want %q", c.name, got, cell.Behind, c.want)
		}
	}
}

// Who is weakest stands first, unless the scores are each organisation's own judgement: those are listed by name.
func TestSelfAssessedScoresAreNeverRanked(t *testing.T) {
	results := []maturity.Trajectory{figure(2, "f.r", 60, 50), figure(3, "f.r", 40, 50), figure(4, "f.r", 40, 50), figure(4, "f.m", 40, 50), figure(3, "f.m", 60, 50)}
	for selfAssessed, want := range map[bool]string{false: "Wye Severn Avon", true: "Avon Severn Wye"} {
		b, reader, q := domainHouse(selfAssessed, []string{"Avon", "Severn", "Wye"}, results...)
		v, err := b.Domains(t.Context(), "f", "", q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range v.Rows {
			got = append(got, r.Organisation.Code)
		}
		if strings.Join(got, " ") != want || reader.reads != 3 {
			t.Errorf("self-assessed %v: %q in %d reads, want %q in 3", selfAssessed, got, reader.reads, want)
		}
	}
}

// Where no level is required a figure stands beside the average of its period.
func TestDomainsBesideTheAverage(t *testing.T) {
	b, reader, q := domainHouse(true, []string{"Avon", "Severn"}, figure(2, "f.r", 40, none), figure(3, "f.r", 60, none), figure(3, "f.m", 60, none))
	reader.averages = []maturity.BenchmarkValue{{Measure: "f.r", Benchmark: "national", Period: summer, Value: 55}, {Measure: "f.m", Benchmark: "national", Period: summer.Add(-4), Value: 55}}
	v, err := b.Domains(t.Context(), "", "", q)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Records is the weakest domain: 1 of 2 organisations is below the average."; v.Sentence != want {
		t.Errorf("%s\nwant %s", v.Sentence, want)
	}
	if got := v.Rows[0].Cells[0].Word + "; " + v.Rows[1].Cells[0].Word + "; " + v.Rows[1].Cells[1].Word; got != "below the average, 55; above the average, 55; " {
		t.Errorf("%q", got)
	}
}

// What only the footprint as a whole has a figure of is no column: it compares nobody.
func TestADomainOfTheWholeAloneIsNoColumn(t *testing.T) {
	b, _, q := domainHouse(false, []string{"Avon", "Severn"}, figure(1, "f.m", 40, 50), figure(1, "f.r", 40, 50), figure(2, "f.r", 40, 50), figure(3, "f.r", 60, 50))
	v, err := b.Domains(t.Context(), "", "", q)
	if err != nil || len(v.Columns) != 1 || v.Columns[0].Title != "Records" || len(v.Rows) != 3 || !v.Rows[2].Whole {
		t.Errorf("%+v, %d rows: %v", v.Columns, len(v.Rows), err)
	}
	b, reader, q := domainHouse(false, []string{"Avon", "Severn"}, figure(1, "f.m", 40, 50))
	if v, err = b.Domains(t.Context(), "", "", q); err != nil || v.Empty == "" || reader.reads != 1 {
		t.Errorf("nothing of the members: %q after %d reads: %v", v.Empty, reader.reads, err)
	}
}

// However many organisations there are, only so many are read and shown, and the rest is counted.
func TestALargeTableOfDomains(t *testing.T) {
	var names []string
	var results []maturity.Trajectory
	for i := range 310 {
		names = append(names, "Trust "+string(rune('A'+i/26))+string(rune('a'+i%26)))
		results = append(results, figure(maturity.OrganisationID(i+2), "f.r", 40, 50))
	}
	b, reader, q := domainHouse(false, names, results...)
	v, err := b.Domains(t.Context(), "", "", q)
	if err != nil || len(v.Rows) != fewRows || v.More != mostRows-fewRows || v.Beyond != 10 || reader.reads != 3 {
		t.Errorf("%d rows, %d more, %d beyond, %d reads: %v", len(v.Rows), v.More, v.Beyond, reader.reads, err)
	}
	if q.All = true; err == nil {
		v, _ = b.Domains(t.Context(), "", "", q)
	}
	if len(v.Rows) != mostRows || v.More != 0 {
		t.Errorf("all: %d rows and %d more", len(v.Rows), v.More)
	}
}
