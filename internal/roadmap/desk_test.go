package roadmap_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// rights gives one account the footprint, one the trust, and others nothing.
type rights struct{}

func (rights) Reach(_ context.Context, a maturity.Account, what maturity.Permission, _ maturity.Collection) (maturity.Scope, error) {
	switch {
	case a.Login == "planner":
		return maturity.Scope{Organisations: map[maturity.OrganisationID]bool{1: true, 2: true, 3: true}}, nil
	case a.Login == "trust" && what == maturity.ReportPlan:
		return maturity.Scope{Organisations: map[maturity.OrganisationID]bool{2: true}}, nil
	}
	return maturity.Scope{}, nil
}

type bodies struct{ *store.Directory }

func (b bodies) Named(name string) (maturity.Organisation, bool) {
	found := b.Find(name, nil, period.Period{})
	return found.Organisation, found.OK
}

var planner, trust, stranger = by("planner"), by("trust"), by("stranger")

func by(login string) roadmap.Who {
	return roadmap.Who{Account: maturity.Account{Login: login}, RequestID: "r"}
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }
func (c *clock) Set(day string) { c.mu.Lock(); defer c.mu.Unlock(); c.now = on(day) }

func on(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.Add(12 * time.Hour)
}

func date(from, to string) *maturity.LooseDate {
	return &maturity.LooseDate{AsGiven: from + " to " + to, Precision: maturity.PrecisionRange, Earliest: period.DayOf(on(from)), Latest: period.DayOf(on(to))}
}

func desk(t *testing.T) (*roadmap.Desk, *clock) {
	t.Helper()
	db := storetest.New(t)
	if _, err := db.SQL().ExecContext(t.Context(), `INSERT INTO organisation (id, code, name, short_name, kind) OVERRIDING SYSTEM VALUE
		VALUES (1, 'f1', 'Footprint', 'Footprint', 'footprint'), (2, 'RTE', 'Acute Trust', 'Trust', 'acute'), (3, 'RTH', 'Other Trust', 'Other', 'acute')`); err != nil {
		t.Fatal(err)
	}
	catalogue, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{}
	c.Set("2017-01-01")
	return &roadmap.Desk{Store: db, Rights: rights{}, Catalogue: catalogue, Clock: c.Now, Recorded: time.Now,
		Directory: func(ctx context.Context) (roadmap.Directory, error) {
			d, err := db.Directory(ctx)
			return bodies{d}, err
		}}, c
}

// portal is a small roadmap.
func portal() maturity.Roadmap {
	return maturity.Roadmap{ID: "plan", Organisation: "f1", Title: "Plan", Initiatives: []maturity.Initiative{
		{ID: "portal", Title: "Portal", Organisations: []string{"RTE"}, OwnerRole: "CCIO", Milestones: []maturity.Milestone{
			{ID: "live", Title: "Portal go-live", Date: date("2017-02-01", "2017-02-28"), State: maturity.MilestonePlanned},
			{ID: "someday", Title: "All wards", State: maturity.MilestonePlanned}}},
		{ID: "network", Title: "Network", Organisations: []string{"RTH", "Nobody at all"}},
	}}
}

func load(t *testing.T, d *roadmap.Desk) maturity.RoadmapChange {
	t.Helper()
	c, err := d.Load(t.Context(), planner, portal(), "first")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func get(t *testing.T, d *roadmap.Desk, at time.Time) *roadmap.Plan {
	t.Helper()
	plan, err := d.Get(t.Context(), "plan", at)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func retitle(title string) func(*maturity.Roadmap) error {
	return func(r *maturity.Roadmap) error { r.Initiatives[0].Title = title; return nil }
}

func TestAnEditIsKnownFromItsTimeOn(t *testing.T) {
	t.Parallel()
	d, now := desk(t)
	first := load(t, d)
	now.Set("2017-06-01")
	if again, err := d.Load(t.Context(), planner, portal(), "again"); err != nil || again.ID != first.ID {
		t.Errorf("the same roadmap again made change %d, %v", again.ID, err)
	}
	second, err := d.Save(t.Context(), planner, "plan", first.ID, maturity.ChangeByForm, " renamed ", retitle("Shared portal"))
	if err != nil || second.Changed != 1 || second.Added != 0 || second.Reason != "renamed" || second.By != "planner" {
		t.Fatalf("%+v %v", second, err)
	}
	if then := get(t, d, on("2017-05-31")); then.Initiatives[0].Title != "Portal" || then.Version != first.ID {
		t.Errorf("before the edit it is %q, version %d", then.Initiatives[0].Title, then.Version)
	}
	if is := get(t, d, time.Time{}); is.Initiatives[0].Title != "Shared portal" || is.Version != second.ID || !is.First.Equal(on("2017-01-01")) {
		t.Errorf("after the edit it is %q, version %d, first %v", is.Initiatives[0].Title, is.Version, is.First)
	}
	if _, err := d.Get(t.Context(), "plan", on("2016-12-31")); maturity.CodeOf(err) != maturity.NotFound || !strings.Contains(err.Error(), "1 January 2017") {
		t.Errorf("before it was known: %v", err)
	}
	if _, err := d.Save(t.Context(), planner, "plan", first.ID, maturity.ChangeByForm, "", retitle("Mine")); maturity.CodeOf(err) != maturity.Conflict || !strings.Contains(err.Error(), "planner") {
		t.Errorf("over an older version: %v", err)
	}
	if c, err := d.Save(t.Context(), planner, "plan", second.ID, maturity.ChangeByForm, "", retitle("Shared portal")); err != nil || c.ID != second.ID {
		t.Errorf("nothing changed, yet %+v %v", c, err)
	}
	if _, err := d.Save(t.Context(), stranger, "plan", second.ID, maturity.ChangeByForm, "", retitle("X")); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("a stranger: %v", err)
	}
}

func TestAPlanIsPutTogetherOnce(t *testing.T) {
	t.Parallel()
	d, _ := desk(t)
	load(t, d)
	if get(t, d, time.Time{}) != get(t, d, on("2017-03-01")) {
		t.Error("the same version was put together twice")
	}
	was := get(t, d, time.Time{}).Initiatives[0].Title
	version := get(t, d, time.Time{}).Version
	_, err := d.Save(t.Context(), planner, "plan", version, maturity.ChangeByForm, "", func(r *maturity.Roadmap) error {
		r.Initiatives[0].Milestones[0].Title = "changed"
		return errors.New("stop")
	})
	if is := get(t, d, time.Time{}); err == nil || is.Initiatives[0].Title != was || is.Initiatives[0].Milestones[0].Title != "Portal go-live" {
		t.Error("an edit changed the plan that others read")
	}
}

func TestWhatMayNotBeKeptIsRefusedWithEveryFault(t *testing.T) {
	t.Parallel()
	d, _ := desk(t)
	first := load(t, d)
	_, err := d.Save(t.Context(), planner, "plan", first.ID, maturity.ChangeByForm, "", func(r *maturity.Roadmap) error {
		r.Initiatives[0].Progress = new(120)
		r.Initiatives[1].ID = "portal"
		return nil
	})
	var faults roadmap.Faults
	if maturity.CodeOf(err) != maturity.Invalid || !errors.As(err, &faults) || len(faults) < 2 {
		t.Errorf("%v, %d faults", err, len(faults))
	}
	if _, err := d.Save(t.Context(), planner, "plan", first.ID, maturity.ChangeByForm, "", func(r *maturity.Roadmap) error { r.ID = "other"; return nil }); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("another id: %v", err)
	}
	r := portal()
	r.Organisation = "nowhere"
	if _, err := d.Load(t.Context(), planner, r, ""); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("no such footprint: %v", err)
	}
	if list, err := d.Changes(t.Context(), "plan", 10); err != nil || len(list) != 1 {
		t.Errorf("%d changes, %v", len(list), err)
	}
}

func TestAChangeIsTakenBackUnlessALaterOneTouchedTheSame(t *testing.T) {
	t.Parallel()
	d, now := desk(t)
	first := load(t, d)
	now.Set("2017-02-01")
	second, err := d.Save(t.Context(), planner, "plan", first.ID, maturity.ChangeByForm, "", func(r *maturity.Roadmap) error {
		r.Initiatives[0].Title = "Shared portal"
		r.Initiatives = append(r.Initiatives, maturity.Initiative{ID: "wifi", Title: "WiFi"})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	now.Set("2017-03-01")
	third, err := d.Save(t.Context(), planner, "plan", second.ID, maturity.ChangeByForm, "", retitle("Our portal"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(t.Context(), planner, "plan", second.ID, ""); maturity.CodeOf(err) != maturity.Conflict || !strings.Contains(err.Error(), "Our portal") || !strings.Contains(err.Error(), "1 March 2017") {
		t.Errorf("a later change touched it: %v", err)
	}
	if _, err := d.Undo(t.Context(), planner, "plan", first.ID, ""); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("the first change: %v", err)
	}
	if _, err := d.Undo(t.Context(), stranger, "plan", third.ID, ""); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("a stranger: %v", err)
	}
	now.Set("2017-04-01")
	back, err := d.Undo(t.Context(), planner, "plan", third.ID, "a mistake")
	if err != nil || back.Undoes != third.ID || back.Way != maturity.ChangeByUndoing {
		t.Fatalf("%+v %v", back, err)
	}
	if is := get(t, d, time.Time{}); is.Initiatives[0].Title != "Shared portal" || len(is.Initiatives) != 3 {
		t.Errorf("it is %q with %d initiatives", is.Initiatives[0].Title, len(is.Initiatives))
	}
	if then := get(t, d, on("2017-03-15")); then.Initiatives[0].Title != "Our portal" {
		t.Errorf("what was known in March became %q", then.Initiatives[0].Title)
	}
	if _, err := d.Undo(t.Context(), planner, "other", third.ID, ""); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("a change of another roadmap: %v", err)
	}
}

func TestAnOwnerReportsForItsOwnInitiatives(t *testing.T) {
	t.Parallel()
	d, now := desk(t)
	load(t, d)
	now.Set("2017-03-05")
	month := period.Of(period.KindMonth, period.DayOf(on("2017-02-01")))
	tell := func(who roadmap.Who, initiative string, s maturity.PlanState) error {
		_, err := d.Report(t.Context(), who, "plan", maturity.PlanUpdate{Initiative: initiative, Month: month, State: s, Note: "supplier"})
		return err
	}
	if err := tell(trust, "network", maturity.PlanLate); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("another's initiative: %v", err)
	}
	if err := tell(trust, "nothing", maturity.PlanLate); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("no such initiative: %v", err)
	}
	if err := tell(trust, "portal", "purple"); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("no such state: %v", err)
	}
	var wait sync.WaitGroup
	for _, who := range []struct {
		who roadmap.Who
		of  string
	}{{trust, "portal"}, {planner, "network"}} { // at the same moment
		wait.Add(1)
		go func() {
			defer wait.Done()
			if err := tell(who.who, who.of, maturity.PlanAtRisk); err != nil {
				t.Error(err)
			}
		}()
	}
	wait.Wait()
	if err := tell(trust, "portal", maturity.PlanLate); err != nil {
		t.Fatal(err)
	}
	plan := get(t, d, always)
	state, update := plan.State("portal")
	if state != maturity.PlanLate || update == nil || update.OwnerRole != "CCIO" || len(plan.UpdatesOf("portal")) != 1 || len(plan.Updates) != 2 {
		t.Errorf("%s %+v, %d updates", state, update, len(plan.Updates))
	}
	if colour, _ := plan.Colour(state); colour != maturity.PlanRed {
		t.Errorf("late is %s", colour)
	}
}

var always = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
