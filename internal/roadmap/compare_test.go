package roadmap

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

func dateOf(t *testing.T, text string) *maturity.LooseDate {
	t.Helper()
	d, err := maturity.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

// before and after is a roadmap in June and in November: a supplier slipped, one thing was reached, one came, one went.
func twoTimes(t *testing.T) (a, b maturity.Roadmap) {
	a = maturity.Roadmap{ID: "r", Title: "Roadmap", Initiatives: []maturity.Initiative{
		{ID: "records", Title: "Shared record", Band: "High", Links: []maturity.RoadmapLink{{To: "network", Kind: maturity.LinkPrerequisite}}, Milestones: []maturity.Milestone{
			{ID: "m1", Title: "Go-live", Date: dateOf(t, "1 February 2018")}, {ID: "m2", Title: "Review", Date: dateOf(t, "Q2 18/19")}, {ID: "m3", Title: "Contract"}}},
		{ID: "network", Title: "Network", Status: maturity.InitiativeActive}, {ID: "fax", Title: "Fax off", End: dateOf(t, "2017/18")}},
		Updates: []maturity.PlanUpdate{{Initiative: "records", State: maturity.PlanOnTrack, Month: period.Of(period.KindMonth, period.Date(2018, 1, 1))}}}
	b = maturity.Roadmap{ID: "r", Title: "Roadmap", Initiatives: []maturity.Initiative{
		{ID: "records", Title: "Shared record", Band: "Very high", Milestones: []maturity.Milestone{
			{ID: "m1", Title: "Go-live", Date: dateOf(t, "2 May 2018")}, {ID: "m2", Title: "Review", Date: dateOf(t, "30 September 2018")}, {ID: "m3", Title: "Contract", State: maturity.MilestoneDone}, {ID: "m4", Title: "Training", Date: dateOf(t, "June 2018")}}},
		{ID: "network", Title: "Network", Status: maturity.InitiativeComplete}},
		Deployments: []maturity.Deployment{{ID: "d", Initiative: "records", Organisation: "RGH"}},
		Updates: []maturity.PlanUpdate{{Initiative: "records", State: maturity.PlanOnTrack, Month: period.Of(period.KindMonth, period.Date(2018, 1, 1))},
			{Initiative: "records", State: maturity.PlanLate, Month: period.Of(period.KindMonth, period.Date(2018, 4, 1))}}}
	return a, b
}

func TestCompare(t *testing.T) {
	a, b := twoTimes(t)
	c := Comparison{Differences: differencesOf(&a, &b)}
	var got []string
	for _, d := range c.Differences {
		line := strings.TrimSpace(string(d.Kind) + " " + d.What + " " + d.Title + " " + d.Field)
		got = append(got, line+": "+d.Then+" -> "+d.Now+map[bool]string{true: ", " + inDays(d.Days)}[d.DaysKnown]+map[bool]string{true: ", " + d.Finer()}[d.Finer() != ""])
	}
	want := []string{
		"dates milestone Go-live date: 1 February 2018 -> 2 May 2018, 90 days",
		"dates milestone Review date: July to September 2018 -> 30 September 2018, 0 days, more exact than before",
		"state initiative Shared record last report: On track (January 2018) -> Late (April 2018)",
		"state milestone Contract state: Planned -> Done",
		"status initiative Network status: Active -> Complete",
		"band initiative Shared record priority band: High -> Very high",
		"links initiative Shared record dependencies: needs Network -> ",
		"added milestone Training:  -> June 2018",
		"added deployment Shared record at RGH:  -> ",
		"removed initiative Fax off: 2017 to 2018 -> ",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got, want := c.Sentence("12 June 2018"), "Since 12 June 2018: 1 milestone slipped by 90 days; 1 done; 2 added; 1 removed; 5 other statements changed."; got != want {
		t.Errorf("sentence: %s, want %s", got, want)
	}
}

func TestSentenceOfSlips(t *testing.T) {
	moved := func(what string, days int) Difference {
		return Difference{Kind: DifferenceDate, What: what, Days: days, DaysKnown: true}
	}
	for _, c := range []struct {
		list []Difference
		want string
	}{
		{nil, "Nothing changed since May."},
		{[]Difference{moved("milestone", 120), moved("milestone", 64), moved("milestone", 92)}, "Since May: 3 milestones slipped by 92 days on average, the longest by 120."},
		{[]Difference{moved("milestone", 30), moved("milestone", 30), moved("deployment", 1)}, "Since May: 2 milestones slipped by 30 days each; 1 go-live slipped by 1 day."},
		{[]Difference{moved("initiative", -5), moved("phase", -6)}, "Since May: 2 other dates came forward."},
	} {
		if got := (Comparison{Differences: c.list}).Sentence("May"); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// A roadmap differs in nothing from itself, and what was added one way was removed the other.
func TestComparisonTurnsRound(t *testing.T) {
	a, b := twoTimes(t)
	rapid.Check(t, func(t *rapid.T) {
		x, y := a, b
		x.Initiatives = rapid.Permutation(a.Initiatives).Draw(t, "then")
		y.Initiatives = rapid.Permutation(b.Initiatives).Draw(t, "now")
		if d := differencesOf(&x, &x); len(d) > 0 {
			t.Fatalf("it differs from itself: %v", d)
		}
		there, back := Comparison{Differences: differencesOf(&x, &y)}, Comparison{Differences: differencesOf(&y, &x)}
		if len(there.Of(DifferenceAdded)) != len(back.Of(DifferenceRemoved)) || len(there.Differences) != len(back.Differences) {
			t.Fatalf("%d differences one way, %d the other", len(there.Differences), len(back.Differences))
		}
	})
}

// Every statement of a roadmap is compared: a field that nobody tells would change unseen.
func TestNoStatementIsForgotten(t *testing.T) {
	one := maturity.Initiative{ID: "i"}
	fields := reflect.TypeFor[maturity.Initiative]()
	parts := map[string]bool{"ID": true, "Phases": true, "Gates": true, "Waves": true, "Milestones": true}
	for i := range fields.NumField() {
		if parts[fields.Field(i).Name] {
			continue
		}
		changed := one
		fill(reflect.ValueOf(&changed).Elem().Field(i))
		if d := differencesOf(&maturity.Roadmap{Initiatives: []maturity.Initiative{one}}, &maturity.Roadmap{Initiatives: []maturity.Initiative{changed}}); len(d) == 0 && fields.Field(i).Name != "StageBasis" && fields.Field(i).Name != "StatusBasis" {
			t.Errorf("nobody tells that %s changed", fields.Field(i).Name)
		}
	}
}

// fill puts something into a field.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("complete")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(17000)
	case reflect.Float64:
		v.SetFloat(3)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}
