package api_test

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/store"
	"waymark/internal/whatif"
)

// named finds organisations by their codes alone.
type named struct{ *store.Directory }

func (n named) Named(name string) (maturity.Organisation, bool) { return n.ByCode(name) }

func (s *site) roadmaps() *roadmap.Desk {
	return &roadmap.Desk{Store: s.db, Rights: s.accounts, Catalogue: must(shipped()), Clock: func() time.Time { return time.Date(2018, 1, 10, 12, 0, 0, 0, time.UTC) }, Recorded: time.Now,
		Directory: func(ctx context.Context) (roadmap.Directory, error) {
			d, err := s.db.Directory(ctx)
			return named{d}, err
		}}
}

func (s *site) scenarios() *whatif.Desk {
	return &whatif.Desk{Store: s.db, Results: s.db, Roadmaps: s.roadmaps(), Catalogue: must(shipped()), Now: time.Now}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func looseDay(from, to string) *maturity.LooseDate {
	read := func(day string) period.Day { return period.DayOf(must(time.Parse(time.DateOnly, day))) }
	return &maturity.LooseDate{AsGiven: from, Precision: maturity.PrecisionRange, Earliest: read(from), Latest: read(to)}
}

// plans loads a roadmap with one of everything that operations show, and keeps the first scenario of it.
func (s *site) plans() {
	s.t.Helper()
	month := must(period.FromCode("M2017-12"))
	r := maturity.Roadmap{ID: "plan", Organisation: "glos", Title: "Plan", Initiatives: []maturity.Initiative{
		{ID: "network", Title: "Network", Organisations: []string{"RTE", "nobody"}, Start: looseDay("2017-01-01", "2017-01-31"), End: looseDay("2017-06-01", "2017-06-30")},
		{ID: "portal", Title: "Portal", Organisations: []string{"RTE"}, Measures: []string{discharge}, Start: looseDay("2017-02-01", "2017-02-28"), End: looseDay("2017-12-01", "2017-12-31"),
			Links: []maturity.RoadmapLink{{To: "network", Kind: maturity.LinkPrerequisite}}, Milestones: []maturity.Milestone{{ID: "live", Title: "Live", Date: looseDay("2017-11-01", "2017-11-30"), State: maturity.MilestonePlanned}}},
	}, Updates: []maturity.PlanUpdate{{Initiative: "portal", Month: month, State: maturity.PlanLate}}}
	who := roadmap.Who{Account: s.account("admin")}
	if _, err := s.roadmaps().Load(s.t.Context(), who, r, "first"); err != nil {
		s.t.Fatal(err)
	}
	scenario := maturity.Scenario{Roadmap: "plan", Title: "A slip", Words: "for the board", Steps: []maturity.ScenarioStep{{Kind: maturity.StepMove, Item: "portal", Days: 91}}, By: "admin", At: time.Date(2018, 1, 11, 9, 0, 0, 0, time.UTC)}
	if scenario, err := s.db.SaveScenario(s.t.Context(), scenario, maturity.AuditEntry{At: scenario.At, Account: "admin", Action: "scenario.made"}); err != nil || scenario.ID != 1 {
		s.t.Fatal(scenario.ID, err)
	}
}

func (s *site) account(login string) maturity.Account {
	s.t.Helper()
	account, _, err := s.db.AccountByLogin(s.t.Context(), login)
	if err != nil {
		s.t.Fatal(err)
	}
	return account
}

func TestRoadmapsAreReadAsKnownAtATime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.plans()
	get := func(path string, status int) map[string]any {
		t.Helper()
		a := s.do("viewer", http.MethodGet, "/api/v1/roadmaps"+path, nil)
		if a.Code != status {
			t.Fatalf("%s: %d %s", path, a.Code, a.text())
		}
		var out map[string]any
		if err := json.Unmarshal(a.Body.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	rows := func(out map[string]any) (list []map[string]any) {
		for _, each := range out["items"].([]any) {
			list = append(list, each.(map[string]any))
		}
		return list
	}
	if list := rows(get("?as_at=2018-02-01", 200)); len(list) != 1 || list[0]["id"] != "plan" || list[0]["late"] != 1.0 || !strings.HasPrefix(list[0]["sentence"].(string), "1 of 1 milestone") {
		t.Errorf("%v", list)
	}
	if list := rows(get("?as_at=2018-01-01", 200)); len(list) != 0 {
		t.Errorf("before anything was known: %v", list)
	}
	get("/plan?as_at=2018-01-01", 404)
	get("/other", 404)
	get("/plan/initiatives?cursor=x", 422)
	one := get("/plan?as_at=2018-02-01", 200)
	if warnings := one["warnings"].([]any); one["footprint"] != "glos" || len(warnings) != 1 || warnings[0].(map[string]any)["code"] != "unknown_organisation" {
		t.Errorf("%v", one)
	}
	first := get("/plan/initiatives?limit=1", 200)
	if list := rows(first); len(list) != 1 || list[0]["id"] != "network" || first["next_cursor"] != "1" {
		t.Errorf("%v", first)
	}
	if list := rows(get("/plan/initiatives?limit=1&cursor=1", 200)); len(list) != 1 || list[0]["state"] != "late" || list[0]["state_month"] != "M2017-12" || list[0]["start"].(map[string]any)["earliest"] != "2017-02-01" {
		t.Errorf("%v", list)
	}
	if list := rows(get("/plan/milestones?as_at=2018-02-01", 200)); len(list) != 1 || list[0]["late"] != true || list[0]["days_late"] != 63.0 || list[0]["words"] != "2 months late" {
		t.Errorf("%v", list)
	}
	list := rows(get("/plan/schedule", 200))
	if len(list) != 3 || list[1]["id"] != "portal" || len(list[1]["violated"].([]any)) == 0 || list[1]["violated"].([]any)[0].(map[string]any)["needs"] != "network" {
		t.Errorf("%v", list)
	}
	if list := rows(get("/plan/scenarios", 200)); len(list) != 1 || list[0]["title"] != "A slip" || list[0]["page"] != "/roadmap/plan/scenarios/1" || len(list[0]["steps"].([]any)) != 1 {
		t.Errorf("%v", list)
	}
	if list := rows(get("/plan/scenarios/1/targets", 200)); len(list) != 0 {
		t.Errorf("no go-live has an effect, yet %v", list)
	}
	get("/plan/scenarios/2/targets", 404)
	get("/plan/scenarios/0/targets", 422)
	if list := rows(get("/plan/changes", 200)); len(list) != 1 || list[0]["way"] != "file" || list[0]["added"] != 4.0 {
		t.Errorf("%v", list)
	}
}

// What deployments did is read as known then; a number nobody knows is null.
func TestOutcomesAreReadAsKnownAtATime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.plans()
	var trust maturity.OrganisationID
	if err := s.db.SQL().QueryRow(`SELECT id FROM organisation WHERE code = 'RTE'`).Scan(&trust); err != nil {
		t.Fatal(err)
	}
	none := math.NaN()
	at := time.Date(2018, 1, 20, 12, 0, 0, 0, time.UTC)
	if _, err := s.db.WriteOutcomes(t.Context(), at, discharge, []maturity.DeploymentOutcome{
		{Roadmap: "plan", Deployment: "portal-rte", Initiative: "portal", Organisation: trust, GoLive: period.DayOf(at), Finished: true, Verdict: maturity.OutcomeCannotTell, Reason: "Too few peers.", Change: 6.5, Peers: none, Effect: none, Low: none, High: none, Level: none},
	}, []maturity.InitiativeOutcome{{Roadmap: "plan", Initiative: "portal", Reason: "No deployment has an estimate.", Gain: none, Low: none, High: none, RangeLow: none, RangeHigh: none}}); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/outcomes?as_at=2018-01-21":             `"organisation":"RTE","measure":"` + discharge + `","go_live":"2018-01-20","in_use":true,"verdict":"cannot_tell","reason":"Too few peers.","change":6.5,"peers_change":null,"effect":null`,
		"/outcomes/initiatives?as_at=2018-01-21": `"known":false,"reason":"No deployment has an estimate.","deployments":0,"gain":null`,
		"/outcomes?as_at=2018-01-15":             `"items":[]`,
	} {
		a := s.do("viewer", http.MethodGet, "/api/v1/roadmaps/plan"+path, nil)
		if a.Code != 200 || !strings.Contains(strings.Join(strings.Fields(a.text()), ""), strings.ReplaceAll(want, " ", "")) {
			t.Errorf("%s: %d %s", path, a.Code, a.text())
		}
	}
}
