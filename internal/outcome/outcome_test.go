package outcome_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/outcome"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// everything lets the test change any roadmap.
type everything struct{}

func (everything) Reach(context.Context, maturity.Account, maturity.Permission, maturity.Collection) (maturity.Scope, error) {
	return maturity.Scope{All: true}, nil
}

type bodies struct{ *store.Directory }

func (b bodies) Named(name string) (maturity.Organisation, bool) {
	found := b.Find(name, nil, period.Period{})
	return found.Organisation, found.OK
}

func on(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
}

// world has 16 practices with monthly figures of April 2016 to March 2018, and a roadmap: P1 to P4 got telephony in April
// 2017, P1 rises by 20, the others by 10; all others stand still but for their own swing.
type world struct {
	*testing.T
	db      *store.DB
	plans   *roadmap.Desk
	desk    *outcome.Desk
	clock   time.Time
	version int64
}

func newWorld(t *testing.T) *world {
	t.Parallel()
	w := &world{T: t, db: storetest.New(t), clock: on(2018, 5, 1)}
	c := &maturity.Catalogue{
		Kinds:   []maturity.OrganisationKind{{ID: "practice"}},
		Sources: []maturity.Source{{ID: "return", Rank: 10, Kind: maturity.SourceReturn}, {ID: "plan", Rank: 30, Kind: maturity.SourcePlan}},
		Measures: []maturity.Measure{{ID: "calls", Title: "Calls answered", Hash: "1", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Decimals: 1,
			Frequency: period.KindMonth, Kinds: []string{"practice"}}},
	}
	c.Index()
	if err := w.db.SyncCatalogue(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	w.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('f1', 'Footprint', 'Footprint', 'footprint')`)
	for i := range 16 {
		code := fmt.Sprintf("P%d", i+1)
		w.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ($1, $1, $1, 'practice')`, code)
		for month := range 24 {
			value := 40 + float64((i*7+month*(i+3))%5)
			if month >= 12 && i < 4 {
				value += 10
			}
			if month >= 12 && i == 0 {
				value += 10
			}
			w.figure(code, month, value, on(2016, 4, 1).AddDate(0, month+1, 0))
		}
	}
	w.plans = &roadmap.Desk{Store: w.db, Rights: everything{}, Catalogue: c, Clock: func() time.Time { return w.clock }, Recorded: time.Now,
		Directory: func(ctx context.Context) (roadmap.Directory, error) {
			d, err := w.db.Directory(ctx)
			return bodies{d}, err
		}}
	w.desk = outcome.New(outcome.Options{Reader: w.db, Writer: w.db, Plans: w.plans, Catalogue: c})
	return w
}

func (w *world) exec(statement string, args ...any) {
	w.Helper()
	if _, err := w.db.SQL().Exec(statement, args...); err != nil {
		w.Fatal(err)
	}
}

func (w *world) figure(code string, month int, value float64, known time.Time) {
	w.Helper()
	p := period.Of(period.KindMonth, period.Date(2016, time.Month(4+month), 1))
	w.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, submission_id, sheet, cell_row, cell_column)
		SELECT o.id, m.id, $2, date '1970-01-01' + $3::integer, s.id, $5, 1, $4, 0, 0, 0, 0 FROM organisation o, measure m, source s WHERE o.code = $1 AND m.ref = 'calls' AND s.ref = 'return'`,
		code, p.Kind, int(p.Start), value, known)
}

// plan is the roadmap with so many live deployments, and one that nobody has spoken of since.
func plan(live int) maturity.Roadmap {
	r := maturity.Roadmap{ID: "plan", Organisation: "f1", Title: "Plan", Initiatives: []maturity.Initiative{{ID: "phones", Title: "Telephony", Measures: []string{"calls"}}}}
	day := period.Date(2017, 4, 1)
	for i := range live {
		r.Deployments = append(r.Deployments, maturity.Deployment{ID: fmt.Sprintf("phones-%d", i+1), Initiative: "phones", Organisation: fmt.Sprintf("P%d", i+1), Live: &day,
			Effects: []maturity.Effect{{Measure: "calls", Gain: 8, Low: 2, High: 14}}})
	}
	r.Deployments = append(r.Deployments, maturity.Deployment{ID: "phones-9", Initiative: "phones", Organisation: "P9", Status: maturity.InitiativeCommitted,
		GoLive: &maturity.LooseDate{AsGiven: "June 2017", Precision: maturity.PrecisionMonth, Earliest: period.Date(2017, 6, 1), Latest: period.Date(2017, 6, 30)}})
	return r
}

func (w *world) load(r maturity.Roadmap) {
	w.Helper()
	if _, err := w.plans.Load(w.Context(), roadmap.Who{Account: maturity.Account{Login: "planner"}}, r, "test"); err != nil {
		w.Fatal(err)
	}
}

func (w *world) run(at time.Time) outcome.Counts {
	w.Helper()
	counts, err := w.desk.Run(w.Context(), at)
	if err != nil {
		w.Fatal(err)
	}
	return counts
}

func (w *world) outcomes(at time.Time) map[string]maturity.DeploymentOutcome {
	w.Helper()
	list, err := w.db.DeploymentOutcomes(w.Context(), "plan", at)
	if err != nil {
		w.Fatal(err)
	}
	out := map[string]maturity.DeploymentOutcome{}
	for _, o := range list {
		out[o.Deployment] = o
	}
	return out
}

func (w *world) pooled(at time.Time) maturity.InitiativeOutcome {
	w.Helper()
	list, err := w.db.InitiativeOutcomes(w.Context(), "plan", at)
	if err != nil || len(list) != 1 {
		w.Fatalf("%+v, %v", list, err)
	}
	return list[0]
}

func TestFinishedDeploymentsAreComparedWithPeersWithoutThem(t *testing.T) {
	w := newWorld(t)
	w.load(plan(4))
	if c := w.run(on(2018, 5, 2)); c.Deployments != 5 || c.Told != 4 || c.Written != 6 {
		t.Errorf("first run: %+v", c)
	}
	got := w.outcomes(time.Time{})
	one := got["phones-1"]
	if one.Verdict != maturity.OutcomeBetter || math.Abs(one.Effect-20) > 0.5 || one.PeerCount != 11 || one.Before != 12 || one.After != 12 || !one.Step || len(one.Path) != 24 {
		t.Errorf("%+v", one)
	}
	if nobody := got["phones-9"]; nobody.Finished || nobody.Verdict != maturity.OutcomeCannotTell || nobody.Reason != "Nobody has said that it is in use. It was to go live by 30 June 2017." || !math.IsNaN(nobody.Effect) {
		t.Errorf("%+v", nobody)
	}
	if p := w.pooled(time.Time{}); !p.OK || p.Count != 4 || math.Abs(p.Gain-12.5) > 0.5 || p.RangeLow > 10 || p.RangeHigh < 15 {
		t.Errorf("%+v", p)
	}
	if c := w.run(on(2018, 5, 3)); c.Written+c.Closed != 0 || c.Unchanged != 6 {
		t.Errorf("second run: %+v", c)
	}
}

func TestOutcomesAreReadAsKnownThen(t *testing.T) {
	w := newWorld(t)
	w.load(plan(2))
	early, late := on(2017, 5, 2), on(2018, 5, 2)
	w.clock = on(2017, 4, 15)
	w.exec(`UPDATE roadmap_item SET known_from = '2017-04-01'`)
	w.exec(`UPDATE roadmap_change SET known_from = '2017-04-01'`)
	w.run(early)
	w.run(late)
	if o := w.outcomes(early)["phones-1"]; o.Verdict != maturity.OutcomeCannotTell || !strings.HasPrefix(o.Reason, "There is 1 monthly figure since") && !strings.HasPrefix(o.Reason, "There is no monthly figure since") {
		t.Errorf("then: %s: %s", o.Verdict, o.Reason)
	}
	if o := w.outcomes(late)["phones-1"]; o.Verdict != maturity.OutcomeBetter {
		t.Errorf("now: %s: %s", o.Verdict, o.Reason)
	}
	if o := w.outcomes(on(2017, 3, 1)); len(o) != 0 {
		t.Errorf("before anything was known: %+v", o)
	}
	if p := w.pooled(time.Time{}); p.OK || p.Count != 2 || !math.IsNaN(p.Gain) {
		t.Errorf("%+v", p)
	}
}

// What a roadmap no longer says is closed; what is measured in it stays readable as at then.
func TestADeploymentThatIsTakenBackHasNoOutcome(t *testing.T) {
	w := newWorld(t)
	w.load(plan(4))
	w.run(on(2018, 5, 2))
	w.clock = on(2018, 5, 3)
	w.load(plan(3))
	w.run(on(2018, 5, 4))
	if o := w.outcomes(time.Time{}); len(o) != 4 {
		t.Errorf("%d outcomes", len(o))
	}
	if o := w.outcomes(on(2018, 5, 3)); len(o) != 5 {
		t.Errorf("%d outcomes then", len(o))
	}
	w.clock = on(2018, 5, 5)
	empty := plan(0)
	empty.Deployments = nil
	w.load(empty)
	w.run(on(2018, 5, 6))
	if o := w.outcomes(time.Time{}); len(o) != 0 {
		t.Errorf("%d outcomes of no deployment", len(o))
	}
}

// Figures that are held back take no part, neither as the organisation's nor as a peer's.
func TestSuppressedFiguresTakeNoPart(t *testing.T) {
	w := newWorld(t)
	w.load(plan(1))
	w.exec(`UPDATE observation SET state = 5, value = NULL WHERE organisation_id IN (SELECT id FROM organisation WHERE code IN ('P10', 'P11', 'P12', 'P13', 'P14', 'P15')) AND period_start >= '2017-04-01'`)
	w.run(on(2018, 5, 2))
	if o := w.outcomes(time.Time{})["phones-1"]; o.Verdict != maturity.OutcomeCannotTell || !strings.Contains(o.Reason, "6 lack comparable figures") {
		t.Errorf("%s: %s", o.Verdict, o.Reason)
	}
}

func TestNothingIsDoneWhereNothingChanged(t *testing.T) {
	w := newWorld(t)
	w.load(plan(4))
	first, err := w.desk.RunChanged(t.Context(), on(2018, 5, 2))
	if err != nil || first.Written == 0 {
		t.Fatalf("%+v, %v", first, err)
	}
	w.desk.RunChanged(t.Context(), on(2018, 5, 2)) // its own writing was a change
	if again, err := w.desk.RunChanged(t.Context(), on(2018, 5, 2)); err != nil || again.Deployments != 0 {
		t.Errorf("%+v, %v", again, err)
	}
	w.load(plan(3))
	if after, err := w.desk.RunChanged(t.Context(), on(2018, 5, 2)); err != nil || after.Closed == 0 {
		t.Errorf("%+v, %v", after, err)
	}
}
