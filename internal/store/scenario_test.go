package store_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/store"
)

// aRoadmap is a database with an empty roadmap.
func aRoadmap(t *testing.T) *store.DB {
	t.Helper()
	db := believed(t)
	for _, id := range []string{"plan", "other"} {
		if _, err := db.SQL().ExecContext(t.Context(), `INSERT INTO roadmap (id, footprint_id) VALUES ($1, 4)`, id); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func steps() []maturity.ScenarioStep {
	day := period.Date(2019, time.June, 30)
	effect := maturity.Effect{Measure: "eps", Delay: 2, Months: 6, Gain: -4.5, Low: -9, High: -1, Basis: "a guess", Illustrative: true}
	return []maturity.ScenarioStep{
		{Kind: maturity.StepMove, Item: "go-live <b>", Days: -90, Words: "the supplier is early"},
		{Kind: maturity.StepDate, Item: "go-live", Day: day},
		{Kind: maturity.StepDrop, Item: "other"},
		{Kind: maturity.StepRamp, Item: "go-live", Effect: &effect},
		{Kind: maturity.StepAdd, Deployment: &maturity.Deployment{ID: "more", Initiative: "one", Organisation: "O1", Title: "One more", Effects: []maturity.Effect{effect},
			GoLive: &maturity.LooseDate{AsGiven: "30 June 2019", Precision: maturity.PrecisionDay, Earliest: day, Latest: day}}},
	}
}

func TestAScenarioIsKeptInVersions(t *testing.T) {
	t.Parallel()
	db := aRoadmap(t)
	at := time.Date(2019, 3, 1, 9, 0, 0, 0, time.UTC)
	wanted := maturity.Scenario{Roadmap: "plan", Title: "A slip", Words: "what it costs", Steps: steps(), By: "amal", At: at}
	made, err := db.SaveScenario(t.Context(), wanted, maturity.AuditEntry{At: at, Account: "amal", Action: "scenario.made"})
	if err != nil || made.ID == 0 || made.Version != 1 {
		t.Fatalf("%+v, %v", made, err)
	}
	read, err := db.Scenario(t.Context(), made.ID)
	if read.At = read.At.UTC(); err != nil || !reflect.DeepEqual(read, made) {
		t.Errorf("%+v\nis read as\n%+v, %v", made, read, err)
	}
	if _, err := db.SaveScenario(t.Context(), wanted, maturity.AuditEntry{At: at, Account: "amal", Action: "scenario.made"}); maturity.CodeOf(err) != maturity.Conflict || !strings.Contains(maturity.SentenceOf(err), "another name") {
		t.Errorf("the same name again: %v", err)
	}
	changed := read
	changed.Title, changed.Steps, changed.By = "A longer slip", changed.Steps[:1], "bo"
	if changed, err = db.SaveScenario(t.Context(), changed, maturity.AuditEntry{At: at, Account: "bo", Action: "scenario.changed"}); err != nil || changed.Version != 2 {
		t.Fatalf("%+v, %v", changed, err)
	}
	if _, err := db.SaveScenario(t.Context(), read, maturity.AuditEntry{At: at, Account: "amal", Action: "scenario.changed"}); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("a change of what was changed meanwhile: %v", err)
	}
	changed.Retired = true
	if _, err := db.SaveScenario(t.Context(), changed, maturity.AuditEntry{At: at, Account: "bo", Action: "scenario.retired"}); err != nil {
		t.Fatal(err)
	}
	if list, err := db.Scenarios(t.Context(), "plan"); err != nil || len(list) != 0 {
		t.Errorf("a retired scenario is listed: %v, %v", list, err)
	}
	versions, err := db.ScenarioVersions(t.Context(), made.ID)
	if err != nil || len(versions) != 3 || !versions[0].Retired || versions[2].Title != "A slip" || len(versions[2].Steps) != 5 {
		t.Errorf("%+v, %v", versions, err)
	}
	if _, err := db.Scenario(t.Context(), 999); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("%v", err)
	}
	lines, err := db.AuditTrail(t.Context(), []string{maturity.ScenarioSubject(made.ID)}, 10)
	if err != nil || len(lines) != 3 {
		t.Errorf("%d lines in the audit, %v", len(lines), err)
	}
	if _, err := db.SaveScenario(t.Context(), wanted, maturity.AuditEntry{At: at, Account: "amal", Action: "scenario.made"}); err != nil {
		t.Errorf("the name of a retired one is free again: %v", err)
	}
}

func TestScenariosOfOneRoadmapAreListed(t *testing.T) {
	t.Parallel()
	db := aRoadmap(t)
	at := time.Date(2019, 3, 1, 9, 0, 0, 0, time.UTC)
	for _, s := range []maturity.Scenario{{Roadmap: "plan", Title: "one"}, {Roadmap: "other", Title: "one"}, {Roadmap: "plan", Title: "two"}} {
		s.By, s.At = "amal", at
		if _, err := db.SaveScenario(t.Context(), s, maturity.AuditEntry{At: at, Account: "amal", Action: "scenario.made"}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := db.Scenarios(t.Context(), "plan")
	if err != nil || len(list) != 2 || list[0].Title != "two" || list[1].Title != "one" {
		t.Errorf("%+v, %v", list, err)
	}
}
