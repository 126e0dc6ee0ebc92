package whatif

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/schedule"
)

func day(text string) period.Day {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return period.DayOf(t)
}

func on(text string) *maturity.LooseDate { return exactly(day(text)) }

var (
	footprint = maturity.Organisation{ID: 1, Code: "FOOT", ShortName: "The footprint", Kind: maturity.KindFootprint}
	north     = maturity.Organisation{ID: 2, Code: "N", ShortName: "North", Kind: "practice"}
	south     = maturity.Organisation{ID: 3, Code: "S", ShortName: "South", Kind: "practice"}
	board     = maturity.Organisation{ID: 4, Code: "B", ShortName: "Board", Kind: "ccg"}
)

type directory struct{}

func (directory) ByCode(code string) (maturity.Organisation, bool) {
	for _, o := range []maturity.Organisation{footprint, north, south, board} {
		if o.Code == code {
			return o, true
		}
	}
	return maturity.Organisation{}, false
}

func (directory) Within(of maturity.OrganisationID, _ period.Day) []maturity.Organisation {
	switch of {
	case footprint.ID:
		return []maturity.Organisation{board, north, south}
	case board.ID:
		return []maturity.Organisation{north, south}
	}
	return nil
}

func at() At {
	return At{AsAt: day("2018-12-01").Time(), Today: day("2018-12-01"), Directory: directory{}}
}

func measure() maturity.Measure {
	return maturity.Measure{ID: "eps", Title: "Prescriptions", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, RollUp: maturity.RollUpMean, Kinds: []string{"practice"}}
}

func target() maturity.Target {
	return maturity.Target{ID: "eps-2020", Measure: "eps", Title: "80% by March 2020", Operator: maturity.AtLeast, Value: 80, Due: on("2020-03-31")}
}

func catalogue() *maturity.Catalogue {
	c := &maturity.Catalogue{Measures: []maturity.Measure{measure()}, Targets: []maturity.Target{target()}}
	c.Index()
	return c
}

// results gives everybody the same forecast: 78, most likely between 72 and 84.
type results struct{ reads int }

func (r *results) Summaries(_ context.Context, organisations []maturity.OrganisationID, measures []string, _ time.Time) (out []maturity.Trajectory, _ error) {
	r.reads++
	due := period.Of(period.KindQuarter, day("2020-03-31"))
	band := maturity.BandPoint{Period: due, Median: 78, Low50: 75, High50: 81, Low80: 72, High80: 84, Low95: 69, High95: 87}
	for _, id := range organisations {
		if id == board.ID || len(measures) == 0 {
			continue
		}
		t := maturity.Trajectory{Organisation: id, Measure: "eps", Target: "eps-2020", Status: maturity.StatusUnlikely, Probability: 0.33, AtDue: &band,
			Latest: &maturity.PathPoint{Period: period.Of(period.KindQuarter, day("2018-09-30")), Value: 70, HasValue: true}}
		if id == footprint.ID {
			t.RollUp = &maturity.RollUpNote{Method: maturity.RollUpMean, Expected: 2}
		}
		out = append(out, t)
	}
	return out, nil
}

func (r *results) Trajectories(ctx context.Context, o []maturity.OrganisationID, m []string, at time.Time) ([]maturity.Trajectory, error) {
	list, err := r.Summaries(ctx, o, m, at)
	for i := range list {
		list[i].Projected = []maturity.BandPoint{*list[i].AtDue}
	}
	return list, err
}

// example is a roadmap: the link goes live in the north and needs the network, which is ready just before.
func example() *maturity.Roadmap {
	effect := maturity.Effect{Measure: "eps", Months: 9, Gain: 6, Low: 3, High: 9}
	return &maturity.Roadmap{ID: "plan", Title: "The plan", Initiatives: []maturity.Initiative{
		{ID: "network", Title: "Faster network", Start: on("2018-06-01"), End: on("2019-03-31")},
		{ID: "link", Title: "GP link", Links: []maturity.RoadmapLink{{To: "network", Kind: maturity.LinkPrerequisite}},
			Milestones: []maturity.Milestone{{ID: "ready", Title: "Ready", Date: on("2019-04-01")}}},
	}, Deployments: []maturity.Deployment{
		{ID: "link-north", Initiative: "link", Organisation: "N", GoLive: on("2019-04-15"), Effects: []maturity.Effect{effect}},
		{ID: "link-later", Initiative: "link", Organisation: "S"},
		{ID: "link-undated", Initiative: "link", Organisation: "S", Effects: []maturity.Effect{effect}},
	}}
}

func planOf(r *maturity.Roadmap) *roadmap.Plan {
	return &roadmap.Plan{KeptRoadmap: maturity.KeptRoadmap{Roadmap: *r, Footprint: footprint, Version: 7}, Network: schedule.Of(r),
		Bodies: map[string]maturity.Organisation{"N": north, "S": south, "B": board}}
}

func ask(t *testing.T, r *maturity.Roadmap, steps ...maturity.ScenarioStep) *Answer {
	t.Helper()
	reads := &results{}
	d := &Desk{Results: reads, Catalogue: catalogue()}
	a, err := d.Ask(t.Context(), planOf(r), maturity.Scenario{Roadmap: "plan", Steps: steps}, at())
	if err != nil {
		t.Fatal(err)
	}
	if reads.reads > 1 {
		t.Errorf("%d reads for one answer", reads.reads)
	}
	return a
}

func cell(t *testing.T, a *Answer, of maturity.Organisation) Cell {
	t.Helper()
	for _, c := range a.Cells {
		if c.Organisation.ID == of.ID {
			return c
		}
	}
	t.Fatalf("no cell of %s", of.ShortName)
	return Cell{}
}

func TestThePlanAddsItsRampAndNothingElse(t *testing.T) {
	a := ask(t, example())
	if c := cell(t, a, south); c.Plan.Chance != 0.33 || c.Scenario.Chance != 0.33 || c.Plan.Status != maturity.StatusUnlikely {
		t.Errorf("without a go-live the chance is the stored one: %+v", c.Plan)
	}
	if c := cell(t, a, north); c.Plan.Chance < 0.6 || c.Plan.Status != maturity.StatusAtRisk || math.Abs(c.Plan.Median-84) > 1e-9 || c.Figures.Chance != 0.33 {
		t.Errorf("six points more: %+v", c.Plan)
	}
	if c := cell(t, a, footprint); math.Abs(c.Plan.Added.Median-3) > 1e-9 {
		t.Errorf("one of two practices gains six points: %+v", c.Plan)
	}
	if a.Lives.Undated != 1 || !strings.Contains(strings.Join(a.Notes, " "), "1 deployment has no last day of going live and adds nothing.") {
		t.Errorf("%+v, %q", a.Lives, a.Notes)
	}
}

func TestASlipOfWhatIsNeededMovesTheGoLive(t *testing.T) {
	a := ask(t, example(), maturity.ScenarioStep{Kind: maturity.StepMove, Item: "network", Days: 365})
	c := cell(t, a, north)
	if c.Scenario.Chance > 0.34 || c.Scenario.Status != maturity.StatusUnlikely || c.Scenario.Added.Median > 0.1 {
		t.Errorf("the go-live waits for the network beyond the target: %+v", c.Scenario)
	}
	want := "If Faster network slips 1 year, 2 of 3 organisations fall below even odds for 2020"
	if footprintFalls := cell(t, a, footprint); footprintFalls.Plan.Chance < 0.5 {
		want = "If Faster network slips 1 year, 1 of 3 organisations falls below even odds for 2020"
	}
	if a.Sentence != want {
		t.Errorf("%q, want %q", a.Sentence, want)
	}
	found := map[string]DateChange{}
	for _, d := range a.Dates {
		found[d.Item] = d
	}
	if d := found["network"]; !d.Step || d.Days != 365 {
		t.Errorf("%+v", d)
	}
	if d := found["link-north"]; d.Step || d.From != day("2019-04-15") || d.To < day("2020-03-30") || d.Push == 0 {
		t.Errorf("the go-live follows: %+v", d)
	}
	if _, ok := found["link-undated"]; ok && found["link-undated"].From != 0 {
		t.Errorf("a day was invented: %+v", found["link-undated"])
	}
}

func TestStepsChangeNothingButTheirCopy(t *testing.T) {
	r := example()
	before := planOf(example())
	plan := planOf(r)
	effect := maturity.Effect{Measure: "eps", Months: 1, Gain: 20}
	d := &Desk{Results: &results{}, Catalogue: catalogue()}
	a, err := d.Ask(t.Context(), plan, maturity.Scenario{Steps: []maturity.ScenarioStep{
		{Kind: maturity.StepMove, Item: "link", Days: 91}, {Kind: maturity.StepDate, Item: "ready", Day: day("2019-09-01")},
		{Kind: maturity.StepRamp, Item: "link", Effect: &effect}, {Kind: maturity.StepDrop, Item: "link-later"},
		{Kind: maturity.StepAdd, Deployment: &maturity.Deployment{ID: "more", Initiative: "link", Organisation: "S", GoLive: on("2019-02-01"), Effects: []maturity.Effect{effect}}},
	}}, at())
	if err != nil || len(a.Notes) == 0 {
		t.Fatal(err, a.Notes)
	}
	if !reflect.DeepEqual(plan.Roadmap, before.Roadmap) {
		t.Error("a scenario changed the plan")
	}
	if c := cell(t, a, south); math.Abs(c.Scenario.Added.Median-20) > 1e-9 {
		t.Errorf("the added deployment adds %v", c.Scenario.Added)
	}
}

func TestStepsThatCannotBeTaken(t *testing.T) {
	live := day("2018-01-01")
	for _, c := range []struct {
		name string
		step maturity.ScenarioStep
		want string
	}{
		{"unknown", maturity.ScenarioStep{Kind: maturity.StepMove, Item: "nothing", Days: 3}, "nothing that can move"},
		{"in use", maturity.ScenarioStep{Kind: maturity.StepMove, Item: "live", Days: 3}, "in use already"},
		{"undated", maturity.ScenarioStep{Kind: maturity.StepMove, Item: "link-undated", Days: 3}, "Give it a date instead"},
		{"twice", maturity.ScenarioStep{Kind: maturity.StepAdd, Deployment: &maturity.Deployment{ID: "live"}}, "already"},
		{"a milestone is not dropped", maturity.ScenarioStep{Kind: maturity.StepDrop, Item: "ready"}, "only initiatives and deployments"},
		{"no day", maturity.ScenarioStep{Kind: maturity.StepDate, Item: "ready"}, "names no day"},
	} {
		r := example()
		r.Deployments = append(r.Deployments, maturity.Deployment{ID: "live", Initiative: "link", Organisation: "N", Live: &live})
		a := ask(t, r, c.step)
		if len(a.Notes) == 0 || !strings.Contains(a.Notes[0], "Step 1 was not taken") || !strings.Contains(a.Notes[0], c.want) {
			t.Errorf("%s: %q", c.name, a.Notes)
		}
	}
}

// A go-live that should have been counts from tomorrow, and slips from today.
func TestWhatIsOverdueCountsFromTomorrow(t *testing.T) {
	r := example()
	r.Initiatives[1].Links = nil
	r.Deployments[0].GoLive = on("2018-03-01")
	a := ask(t, r, maturity.ScenarioStep{Kind: maturity.StepMove, Item: "link-north", Days: 30})
	plan, scenario := a.PlanLives.ByMeasure["eps"][0], a.Lives.ByMeasure["eps"][0]
	if plan.Day != day("2018-12-02") || !plan.Overdue || scenario.Day != day("2018-12-31") || scenario.Overdue {
		t.Errorf("%+v\n%+v", plan, scenario)
	}
}

func TestStoppedInitiativesAddNothing(t *testing.T) {
	r := example()
	r.Updates = []maturity.PlanUpdate{{Initiative: "link", Month: period.Of(period.KindMonth, day("2018-10-01")), State: maturity.PlanOnTrack},
		{Initiative: "link", Month: period.Of(period.KindMonth, day("2018-11-01")), State: maturity.PlanStopped}}
	if a := ask(t, r); a.Lives.Stopped != 2 || len(a.Measures) != 0 || !strings.Contains(a.Sentence, "no chance of a target can be told") {
		t.Errorf("%+v, %q", a.Lives, a.Sentence)
	}
}

// A body without figures of its own goes live for everybody within it; a footprint's value gains it whole.
func TestAGoLiveOfABodyCountsForThoseWithinIt(t *testing.T) {
	r := example()
	r.Deployments[0].Organisation = "B"
	a := ask(t, r)
	for _, o := range []maturity.Organisation{north, south, footprint} {
		if c := cell(t, a, o); math.Abs(c.Plan.Added.Median-6) > 1e-9 {
			t.Errorf("%s gains %v", o.ShortName, c.Plan.Added.Median)
		}
	}
}

func TestSlip(t *testing.T) {
	d := &Desk{Results: &results{}, Catalogue: catalogue()}
	v, err := d.Slip(t.Context(), planOf(example()), "link", at())
	if err != nil || v.Empty != "" || len(v.Rows) == 0 || len(v.Rows[0].Chances) != len(Slips) {
		t.Fatalf("%+v, %v", v, err)
	}
	for _, row := range v.Rows {
		if row.Chances[1] > row.Chances[0] || row.Chances[0] > row.Plan.Chance {
			t.Errorf("%s: a longer slip helps: %v, then %v", row.Organisation.ShortName, row.Plan.Chance, row.Chances)
		}
	}
	if v, err := d.Slip(t.Context(), planOf(example()), "network", at()); err != nil || v.Empty == "" {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestSpanWords(t *testing.T) {
	for days, want := range map[int]string{1: "1 day", 14: "2 weeks", 30: "1 month", 31: "1 month", 91: "3 months", 100: "100 days", 182: "6 months", 365: "1 year", 730: "2 years", 20: "20 days"} {
		if got := SpanWords(days); got != want {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
}

func TestBehind(t *testing.T) {
	plan := planOf(example())
	list, _ := (&results{}).Summaries(t.Context(), []maturity.OrganisationID{footprint.ID, north.ID, south.ID}, []string{"eps"}, time.Time{})
	paths, aim := NewPaths([]*roadmap.Plan{plan}, at()), target()
	for i, want := range []float64{0.5, 1, 0} {
		steps, alone, with, known := paths.Behind(measure(), &aim, &list[i])
		if want == 0 && (len(steps) != 0 || known) || want > 0 && (len(steps) != 1 || steps[0].Weight != want || steps[0].Title() != "GP link" || !known || with.Chance <= alone.Chance) {
			t.Errorf("%d: %+v, %v then %v", list[i].Organisation, steps, alone.Chance, with.Chance)
		}
	}
}
