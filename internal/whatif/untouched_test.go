package whatif_test

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/schedule"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
	"waymark/internal/whatif"
)

// anybody may do everything.
type anybody struct{}

func (anybody) May(context.Context, maturity.Account, *roadmap.Plan) (bool, error) { return true, nil }

func (anybody) Save(context.Context, roadmap.Who, string, int64, maturity.ChangeWay, string, func(*maturity.Roadmap) error) (maturity.RoadmapChange, error) {
	return maturity.RoadmapChange{}, maturity.Errorf(maturity.Internal, "A scenario changed the roadmap.")
}

// sums are those of everything that a scenario must not touch.
func sums(t *testing.T, db *store.DB) (out [5]string) {
	t.Helper()
	for i, table := range []string{"roadmap_item", "roadmap_change", "observation", "trajectory", "roll_up"} {
		err := db.SQL().QueryRowContext(t.Context(), `SELECT count(*) || ' ' || md5(coalesce(string_agg(x::text, ';' ORDER BY x::text), '')) FROM `+table+` x`).Scan(&out[i])
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Making, changing, asking and retiring scenarios leaves every table of the roadmap, the figures and the results as it was.
func TestScenariosTouchNothingReal(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	due := period.Date(2020, 3, 31)
	catalogue := &maturity.Catalogue{Measures: []maturity.Measure{{ID: "eps", Unit: maturity.UnitPercent, High: 100}}, Sources: []maturity.Source{{ID: "return"}},
		Targets: []maturity.Target{{ID: "eps-2020", Measure: "eps", Title: "80% by March 2020", Operator: maturity.AtLeast, Value: 80, Due: &maturity.LooseDate{Earliest: due, Latest: due}}}}
	catalogue.Index()
	if err := db.SyncCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO organisation (code, name, short_name, kind) VALUES ('foot', 'Footprint', 'Footprint', 'footprint'), ('O1', 'One', 'One', 'practice')`,
		`INSERT INTO relation (from_id, to_id, kind, origin) VALUES (2, 1, 'member_of', 'seed')`,
		`INSERT INTO roadmap (id, footprint_id) VALUES ('plan', 1)`,
		`INSERT INTO roadmap_change (roadmap_id, known_from, made_by, way, added, changed, removed) VALUES ('plan', '2018-01-01', 'amal', 'file', 1, 0, 0)`,
		`INSERT INTO roadmap_item (roadmap_id, kind, key, known_from, position, content, change_id) VALUES ('plan', 'initiative', 'link', '2018-01-01', 0, '{"id": "link"}', 1)`,
		`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, known_to, state, value, submission_id, sheet, cell_row, cell_column)
			SELECT 2, 1, 2, date '2018-01-01' + make_interval(months => p), 1, '2018-08-01', 'infinity', 1, 40 + p, 1, 0, p + 2, 4 FROM generate_series(0, 3) p`,
	} {
		if _, err := db.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	known, none := time.Date(2018, 11, 1, 9, 0, 0, 0, time.UTC), math.NaN()
	band := maturity.BandPoint{Period: period.Of(period.KindQuarter, due), Median: 78, Low50: 75, High50: 81, Low80: 72, High80: 84, Low95: 69, High95: 87}
	newest := period.Of(period.KindMonth, period.Date(2018, 4, 1))
	if _, err := db.WriteTrajectories(t.Context(), known, "eps", []maturity.Trajectory{{Organisation: 2, Measure: "eps", Target: "eps-2020", Status: maturity.StatusUnlikely, Probability: 0.33, AtDue: &band,
		Projected: []maturity.BandPoint{band}, Latest: &maturity.PathPoint{Period: newest, Value: 43, HasValue: true}, RequiredPer: none, AchievedPer: none}}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.WriteRollUps(t.Context(), known, "eps", []maturity.RollUpValue{{Organisation: 1, Measure: "eps", Period: newest, Method: maturity.RollUpMean, Value: 43, Numerator: none, Denominator: none, Reporting: 1, Expected: 1}}); err != nil {
		t.Fatal(err)
	}
	before := sums(t, db)
	for i, sum := range before {
		if strings.HasPrefix(sum, "0 ") {
			t.Fatalf("table %d has no row that could change", i)
		}
	}

	now := time.Date(2018, 12, 1, 9, 0, 0, 0, time.UTC)
	desk := &whatif.Desk{Store: db, Results: db, Roadmaps: anybody{}, Catalogue: catalogue, Now: func() time.Time { return now }}
	goLive := period.Date(2019, 4, 1)
	r := maturity.Roadmap{ID: "plan", Initiatives: []maturity.Initiative{{ID: "link", Title: "GP link"}}, Deployments: []maturity.Deployment{{ID: "live", Initiative: "link", Organisation: "O1",
		GoLive: &maturity.LooseDate{Earliest: goLive, Latest: goLive}, Effects: []maturity.Effect{{Measure: "eps", Months: 24, Gain: 5}}}}}
	directory, err := db.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	footprint, _ := directory.ByCode("foot")
	one, _ := directory.ByCode("O1")
	plan := &roadmap.Plan{KeptRoadmap: maturity.KeptRoadmap{Roadmap: r, Footprint: footprint}, Network: schedule.Of(&r), Bodies: map[string]maturity.Organisation{"O1": one}}
	who, at := roadmap.Who{Account: maturity.Account{Login: "amal"}}, whatif.At{AsAt: now, Today: period.DayOf(now), Directory: directory}
	s, err := desk.Save(t.Context(), who, plan, maturity.Scenario{Steps: []maturity.ScenarioStep{{Kind: maturity.StepMove, Item: "link", Days: 91}}})
	if err != nil || s.Title != "GP link slips 3 months" {
		t.Fatalf("%+v, %v", s, err)
	}
	if a, err := desk.Ask(t.Context(), plan, s, at); err != nil || len(a.Dates) == 0 || len(a.Cells) != 1 || !a.Cells[0].Plan.Known() || !a.Cells[0].Changes() {
		t.Fatalf("%+v, %v", a, err)
	}
	// A comparison asks a second one beside it.
	other, err := desk.Save(t.Context(), who, plan, maturity.Scenario{Title: "Without it", Steps: []maturity.ScenarioStep{{Kind: maturity.StepDrop, Item: "live"}}})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := desk.Ask(t.Context(), plan, other, at); err != nil || len(b.Cells) != 1 || b.Cells[0].Scenario.Chance != b.Cells[0].Figures.Chance {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, err := desk.Slip(t.Context(), plan, "link", at); err != nil {
		t.Fatal(err)
	}
	s.Steps = append(s.Steps, maturity.ScenarioStep{Kind: maturity.StepDrop, Item: "live"})
	if s, err = desk.Save(t.Context(), who, plan, s); err != nil || s.Version != 2 {
		t.Fatal(err)
	}
	if err := desk.Retire(t.Context(), who, plan, s.ID, s.Version); err != nil {
		t.Fatal(err)
	}
	if after := sums(t, db); after != before {
		t.Errorf("before %v\nafter  %v", before, after)
	}
}
