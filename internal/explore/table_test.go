package explore_test

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/explore"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// town is a small world: a footprint with two trusts and a practice, three measures, and what was reported. It counts
// how often it is read.
type town struct {
	bodies map[string]maturity.Organisation
	known  []maturity.Observation
	rolled []maturity.RollUpValue
	groups []maturity.OrganisationGroup
	reads  int
}

var measures = []maturity.Measure{
	{ID: "letters", Title: "Discharge letters within 24 hours", Unit: maturity.UnitPercent, Kinds: []string{"acute"}},
	{ID: "referrals", Title: "Electronic referrals", Unit: maturity.UnitCount},
	{ID: "score", Title: "Digital maturity", Unit: maturity.UnitScore, SelfAssessed: true},
}

func day(y int, m time.Month, d int) *period.Day {
	day := period.Date(y, m, d)
	return &day
}

func newTown() *town {
	w := &town{bodies: map[string]maturity.Organisation{}}
	for i, o := range []maturity.Organisation{{Code: "glos", Name: "Gloucestershire", Kind: "footprint"}, {Code: "RTE", Name: "Gloucestershire Hospitals", Kind: "acute"},
		{Code: "RBA", Name: "Taunton and Somerset", Kind: "acute", Closed: day(2018, 6, 30)}, {Code: "L84", Name: "Old Mill Surgery", Kind: "practice"}} {
		o.ID, o.ShortName = maturity.OrganisationID(i+1), o.Name
		w.bodies[o.Code] = o
	}
	return w
}

func (w *town) say(code, measure, when string, state maturity.State, value float64) {
	p, err := period.FromCode(when)
	if err != nil {
		panic(err)
	}
	w.known = append(w.known, maturity.Observation{Organisation: w.bodies[code].ID, Measure: measure, Period: p, Source: "return", State: state, Value: value, Numerator: math.NaN(), Denominator: math.NaN()})
}

func (w *town) ByID(id maturity.OrganisationID) (maturity.Organisation, bool) {
	for _, o := range w.bodies {
		if o.ID == id {
			return o, true
		}
	}
	return maturity.Organisation{}, false
}

func (w *town) ByCode(code string) (maturity.Organisation, bool) {
	o, ok := w.bodies[code]
	return o, ok
}

// Members were one fewer before 2018: the surgery came later.
func (w *town) Members(of maturity.OrganisationID, day period.Day) []maturity.Organisation {
	if of != w.bodies["glos"].ID {
		return nil
	}
	out := []maturity.Organisation{w.bodies["RTE"]}
	if day >= period.Date(2018, 1, 1) {
		out = append(out, w.bodies["L84"])
	}
	return out
}

func (w *town) Within(of maturity.OrganisationID, day period.Day) []maturity.Organisation {
	return w.Members(of, day)
}

func (w *town) OfKind(kind string, _ period.Day) (out []maturity.Organisation) {
	for _, code := range []string{"glos", "RTE", "RBA", "L84"} {
		if w.bodies[code].Kind == kind {
			out = append(out, w.bodies[code])
		}
	}
	return out
}

func (w *town) GroupsByID(_ context.Context, ids []int64) (out []maturity.OrganisationGroup, err error) {
	w.reads++
	for _, g := range w.groups {
		if slices.Contains(ids, g.ID) {
			out = append(out, g)
		}
	}
	return out, nil
}

func (w *town) chosen(f maturity.ObservationFilter, o maturity.Observation) bool {
	return slices.Contains(f.Organisations, o.Organisation) && slices.Contains(f.Measures, o.Measure)
}

func (w *town) KnownPeriods(_ context.Context, f maturity.ObservationFilter) (out []maturity.KnownPeriod, err error) {
	w.reads++
	for _, o := range w.known {
		if w.chosen(f, o) {
			out = append(out, maturity.KnownPeriod{Measure: o.Measure, Period: o.Period})
		}
	}
	return out, nil
}

func (w *town) EachSeries(_ context.Context, f maturity.ObservationFilter, yield func(maturity.Series) error) error {
	w.reads++
	for _, o := range w.known {
		if w.chosen(f, o) {
			if err := yield(maturity.Series{Organisation: o.Organisation, Measure: o.Measure, Observations: []maturity.Observation{o}}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *town) RollUps(_ context.Context, footprints []maturity.OrganisationID, of []string, _ time.Time) (out []maturity.RollUpValue, err error) {
	w.reads++
	for _, r := range w.rolled {
		if slices.Contains(footprints, r.Organisation) && slices.Contains(of, r.Measure) {
			out = append(out, r)
		}
	}
	return out, nil
}

func catalogue() *maturity.Catalogue {
	c := &maturity.Catalogue{Hash: "h", Measures: measures, Kinds: []maturity.OrganisationKind{{ID: "acute", Singular: "acute trust", Plural: "acute trusts"},
		{ID: "practice", Singular: "practice", Plural: "practices"}, {ID: "footprint", Singular: "footprint", Plural: "footprints"}},
		Sources: []maturity.Source{{ID: "return", Title: "Returns made here", Licence: "OGL", Attribution: "Contains returns"}}}
	c.Index()
	return c
}

func (w *town) explorer() *explore.Explorer {
	return &explore.Explorer{Catalogue: catalogue(), Reader: w, Groups: w}
}

func (w *town) query(t *testing.T, query string) explore.Query {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	choice, err := explore.Parse(values)
	if err != nil {
		t.Fatal(err)
	}
	today := period.Date(2018, 11, 15)
	return explore.Query{Choice: choice, Directory: w, AsAt: time.Date(2018, 11, 15, 23, 59, 59, 0, time.UTC), AsKnown: "on 15 November 2018", LinkAt: "2018-11-15", Today: today, Members: today}
}

func (w *town) view(t *testing.T, query string) explore.View {
	t.Helper()
	v, err := w.explorer().View(t.Context(), w.query(t, query))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// lines are the rows of a view for people: "RTE letters Q2018-07 77%".
func lines(v explore.View) (out []string) {
	for _, s := range v.Rows {
		for _, c := range s.Cells {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", s.Organisation.Code, s.Measure.ID, c.Period.Code(), strings.TrimSpace(c.Words+" "+c.Note))))
		}
	}
	return out
}

// filled is a world with every state in it.
func filled() *town {
	w := newTown()
	w.say("RTE", "letters", "Q2018-04", maturity.Reported, 77)
	w.say("RTE", "letters", "Q2018-07", maturity.Suppressed, math.NaN())
	w.say("RBA", "letters", "Q2018-04", maturity.NotAvailable, math.NaN())
	w.say("RTE", "referrals", "M2018-09", maturity.BelowBound, 20)
	w.say("L84", "referrals", "M2018-10", maturity.NilReturn, 0)
	w.say("L84", "referrals", "M2018-11", maturity.Reported, 1200)
	q, _ := period.FromCode("Q2018-04")
	w.rolled = []maturity.RollUpValue{{Organisation: w.bodies["glos"].ID, Measure: "letters", Period: q, Method: maturity.RollUpRatio, Value: 77, Reporting: 1, Expected: 2}}
	return w
}

func TestTheTableSaysAWordWhereThereIsNoFigure(t *testing.T) {
	for _, c := range []struct {
		point, query string
		want         []string
	}{
		{"a figure, and one held back", "m=letters&o=RTE", []string{"RTE letters Q2018-04 77%", "RTE letters Q2018-07 suppressed"}},
		{"the organisation was closed before the second period", "m=letters&o=RTE,RBA",
			[]string{"RTE letters Q2018-04 77%", "RTE letters Q2018-07 suppressed", "RBA letters Q2018-04 not available", "RBA letters Q2018-07 not open"}},
		{"the measure is not asked of practices", "m=letters&o=RTE,L84&to=Q2018-04", []string{"RTE letters Q2018-04 77%", "L84 letters Q2018-04 not due"}},
		{"a footprint's value says what it was made from, and nobody submits for it", "m=letters&o=glos,RTE",
			[]string{"glos letters Q2018-04 77% from 1 of 2 organisations", "glos letters Q2018-07 not available", "RTE letters Q2018-04 77%", "RTE letters Q2018-07 suppressed"}},
		{"a bound, a zero, what is missing, and a month that is not over", "m=referrals&o=in.glos",
			[]string{"RTE referrals M2018-09 less than 20", "RTE referrals M2018-10 not submitted", "RTE referrals M2018-11 not due",
				"L84 referrals M2018-09 not submitted", "L84 referrals M2018-10 0", "L84 referrals M2018-11 1,200"}},
		{"only periods within the span", "m=referrals&o=L84&from=October+2018&to=October+2018", []string{"L84 referrals M2018-10 0"}},
		{"only one kind of period", "m=letters,referrals&o=RTE&every=month", []string{"RTE referrals M2018-09 less than 20"}},
		{"what is unknown chooses nothing", "m=letters,nonsense&o=RTE,XXX&to=Q2018-04", []string{"RTE letters Q2018-04 77%"}},
	} {
		if got := lines(filled().view(t, c.query)); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.point, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestTheChoiceIsASentence(t *testing.T) {
	w := filled()
	w.groups = []maturity.OrganisationGroup{{ID: 7, Title: "Early starters", Members: []maturity.OrganisationID{2, 4}}}
	for query, want := range map[string]string{
		"m=letters&o=RTE": "Discharge letters within 24 hours for Gloucestershire Hospitals, April 2018 to September 2018, as known on 15 November 2018",
		"m=letters,referrals&o=all.acute,glos&from=April+2017&to=Q2018-07": "Discharge letters within 24 hours and electronic referrals for 2 acute trusts and Gloucestershire, April 2017 to September 2018, as known on 15 November 2018",
		"m=score&o=in.glos": "Digital maturity for 2 members of Gloucestershire, as known on 15 November 2018",
		"m=referrals&o=group.7&from=M2018-10&to=M2018-10": "Electronic referrals for 2 organisations of the group “Early starters”, October 2018, as known on 15 November 2018",
		"m=referrals&o=all.practice.in.glos&from=2018/19": "Electronic referrals for 1 practice in Gloucestershire, April 2018 to November 2018, as known on 15 November 2018",
		"m=letters&o=RTE,XXX&to=Q2018-04":                 "Discharge letters within 24 hours for Gloucestershire Hospitals, April 2018 to June 2018, as known on 15 November 2018",
	} {
		if got := w.view(t, query).Sentence; got != want {
			t.Errorf("%s:\n%s\nwant\n%s", query, got, want)
		}
	}
}

// Who was a member depends on the day that counts.
func TestMembersAreThoseOfTheDay(t *testing.T) {
	w := filled()
	q := w.query(t, "m=referrals&o=in.glos")
	q.Members = period.Date(2017, 6, 1)
	v, err := w.explorer().View(t.Context(), q)
	if err != nil || len(v.Organisations) != 1 {
		t.Errorf("%d members, %v; the surgery was none yet", len(v.Organisations), err)
	}
}

// Each organisation counts once, whichever ways it was chosen.
func TestAnOrganisationChosenTwiceIsShownOnce(t *testing.T) {
	if v := filled().view(t, "m=letters&o=RTE,in.glos,all.acute"); len(v.Organisations) != 3 {
		t.Errorf("%d organisations, want 3", len(v.Organisations))
	}
}

// crowded is a world of so many practices that a page cannot hold their figures.
func crowded(n int) *town {
	w := newTown()
	for i := range n {
		code := fmt.Sprintf("P%05d", i)
		w.bodies[code] = maturity.Organisation{ID: maturity.OrganisationID(100 + i), Code: code, Name: "Practice " + code, Kind: "practice"}
	}
	return w
}

type crowdedTown struct {
	*town
	practices []maturity.Organisation
}

func (w crowdedTown) OfKind(string, period.Day) []maturity.Organisation { return w.practices }

func crowd(n int) crowdedTown {
	w := crowdedTown{town: crowded(n)}
	for i := range n {
		w.practices = append(w.practices, w.bodies[fmt.Sprintf("P%05d", i)])
	}
	return w
}

// The pages of a large choice hold every series once, and each takes the same few reads.
func TestALargeChoiceIsTurnedPageByPage(t *testing.T) {
	w := crowd(3000)
	for _, o := range w.practices {
		w.say(o.Code, "referrals", "M2018-09", maturity.Reported, 1)
		w.say(o.Code, "referrals", "M2018-10", maturity.Reported, 2)
	}
	q := w.query(t, "m=referrals&o=all.practice")
	q.Directory = w
	seen := map[string]bool{}
	for q.From < 3000 {
		w.reads = 0
		v, err := w.explorer().View(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if w.reads != 2 || v.All != nil || len(v.Rows) == 0 || len(v.Rows)*2 > explore.PageCells {
			t.Fatalf("from %d: %d reads, %d series, for pictures %d", q.From, w.reads, len(v.Rows), len(v.All))
		}
		for _, s := range v.Rows {
			if seen[s.Organisation.Code] || len(s.Cells) != 2 || s.Cells[1].Words != "2" {
				t.Fatalf("%s twice or wrong: %v", s.Organisation.Code, s.Cells)
			}
			seen[s.Organisation.Code] = true
		}
		q.From = v.First + len(v.Rows)
	}
	if len(seen) != 3000 {
		t.Errorf("%d of 3000 practices were on a page", len(seen))
	}
}

func TestAChoiceThatIsTooLargeIsNotRead(t *testing.T) {
	w := crowd(15_000)
	q := w.query(t, "m=letters,referrals,score&o=all.practice")
	q.Directory = w
	v, err := w.explorer().View(t.Context(), q)
	want := "These are 3 measures for 15,000 organisations: 45,000 series, and at most 30,000 can be shown at once. Choose fewer measures or organisations. The CSV and JSON files can hold them all."
	if err != nil || v.TooLarge != want || w.reads != 0 {
		t.Errorf("%q, %d reads, %v", v.TooLarge, w.reads, err)
	}
}
