package returns_test

import (
	"context"
	"crypto/sha256"
	"math"
	"sync"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// quarter is the period of the tests: it ends on 30 June 2026.
var quarter = period.Of(period.KindQuarter, period.Date(2026, 4, 1))

// scheme is a collection with two approvals over three measures, one of which may stay empty.
func scheme() maturity.Collection {
	return maturity.Collection{ID: "digital", Title: "Digital quarterly", Source: "return", Measures: []string{"alpha", "beta", "gamma"}, Optional: []string{"gamma"},
		Kinds: []string{"acute"}, Frequency: period.KindQuarter, From: quarter, Opens: -30, Due: 20, Closes: 40, Refresh: 400, Approvals: 2}
}

func catalogue(collections ...maturity.Collection) *maturity.Catalogue {
	c := &maturity.Catalogue{Collections: collections, Sources: []maturity.Source{{ID: "return", Title: "Returns", Kind: maturity.SourceReturn, Rank: 1}, {ID: "national", Title: "National feed", Rank: 5}}}
	for _, id := range []string{"alpha", "beta", "gamma"} {
		c.Measures = append(c.Measures, maturity.Measure{ID: id, Title: "Share of " + id, Short: id, Unit: maturity.UnitPercent, Low: 0, High: 100, Per: 100, Decimals: 1,
			Numerator: "those with it", Denominator: "all", Frequency: period.KindQuarter})
	}
	c.Index()
	return c
}

// grants is a table of rights: what each login may do, everywhere.
type grants map[string][]maturity.Permission

var (
	trust    = []maturity.Permission{maturity.ReadDraft, maturity.EditReturn}
	analyst  = []maturity.Permission{maturity.ReadDraft, maturity.EditReturn, maturity.ReviewReturn, maturity.PublishReturn, maturity.ChaseReturn}
	approver = []maturity.Permission{maturity.ReadDraft, maturity.ReviewReturn, maturity.ApproveReturn, maturity.ChaseReturn}
	people   = grants{"trust": trust, "colleague": trust, "analyst": analyst, "first": approver, "second": approver, "third": approver, "admin": maturity.Permissions(), "viewer": nil}
)

func (g grants) Reach(_ context.Context, a maturity.Account, what maturity.Permission, _ maturity.Collection) (maturity.Scope, error) {
	for _, p := range g[a.Login] {
		if p == what {
			return maturity.Scope{All: true}, nil
		}
	}
	return maturity.Scope{}, nil
}

// seal signs by hashing: what is signed with is not the point here.
type seal struct{}

func (seal) Sign(statement []byte) ([]byte, string) {
	sum := sha256.Sum256(statement)
	return sum[:], "test key"
}

// office is a desk over a database of its own, with one trust and a clock that moves a minute with every look.
type office struct {
	*returns.Desk
	t   testing.TB
	db  *store.DB
	key maturity.ReturnKey
	mu  sync.Mutex
	now time.Time
}

func open(t testing.TB, c maturity.Collection, adjust ...func(*returns.Options)) *office {
	t.Helper()
	o := &office{t: t, db: storetest.New(t), now: time.Date(2026, 7, 2, 9, 0, 0, 0, time.UTC)}
	known := catalogue(c)
	if err := o.db.SyncCatalogue(t.Context(), known); err != nil {
		t.Fatal(err)
	}
	var id maturity.OrganisationID
	o.scan(&id, `INSERT INTO organisation (code, name, short_name, kind) VALUES ('RTE', 'Gloucestershire Hospitals', 'Gloucestershire', 'acute') RETURNING id`)
	o.key = maturity.ReturnKey{Collection: c.ID, Organisation: id, Period: quarter}
	options := returns.Options{Store: o.db, Rights: people, Catalogue: known, Signer: seal{}, Clock: o.clock}
	for _, a := range adjust {
		a(&options)
	}
	o.Desk = returns.NewDesk(options)
	return o
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(time.Minute)
	return o.now
}

// on moves the clock to noon of a day.
func (o *office) on(day string) {
	o.t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		o.t.Fatal(err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = at.Add(12 * time.Hour)
}

func (o *office) scan(into any, query string, args ...any) {
	o.t.Helper()
	if err := o.db.SQL().QueryRowContext(context.Background(), query, args...).Scan(into); err != nil {
		o.t.Fatalf("%s: %v", query, err)
	}
}

func as(login string) returns.Actor {
	return returns.Actor{Account: maturity.Account{Login: login}}
}

var nan = math.NaN()

// figure is a reported value, as seen at a revision.
func figure(measure string, value float64, revision int64) returns.Saving {
	return returns.Saving{ReturnValue: maturity.ReturnValue{Measure: measure, State: maturity.Reported, Value: value, Numerator: math.NaN(), Denominator: math.NaN(), Revision: revision}}
}

// filled saves both required figures as somebody.
func (o *office) filled(login string, alpha, beta float64) maturity.ReturnFile {
	o.t.Helper()
	var a, b int64
	if file, err := o.db.ReturnFile(o.t.Context(), o.key); err == nil {
		old, _ := file.Value("alpha")
		a = old.Revision
		old, _ = file.Value("beta")
		b = old.Revision
	}
	file, clashes, err := o.Save(o.t.Context(), as(login), o.key, []returns.Saving{figure("alpha", alpha, a), figure("beta", beta, b)})
	if err != nil || len(clashes) > 0 {
		o.t.Fatalf("%v %v", err, clashes)
	}
	return file
}

// must gives the return an act left, and ends the test where it was refused.
func (o *office) must(file maturity.ReturnFile, err error) maturity.ReturnFile {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	return file
}

// approved is a return with two approvals.
func (o *office) approved(alpha, beta float64) maturity.ReturnFile {
	o.t.Helper()
	ctx := o.t.Context()
	file := o.filled("trust", alpha, beta)
	file = o.must(o.Submit(ctx, as("trust"), o.key, file.Version))
	file = o.must(o.Approve(ctx, as("first"), o.key, file.Version))
	return o.must(o.Approve(ctx, as("second"), o.key, file.Version))
}

// believed is what is published of a measure now: the value and how often it was written.
func (o *office) believed(measure string) (value float64, rows int) {
	o.t.Helper()
	o.scan(&value, `SELECT coalesce(max(value) FILTER (WHERE known_to = 'infinity'), 'NaN') FROM observation o JOIN measure m ON m.id = o.measure_id WHERE m.ref = $1`, measure)
	o.scan(&rows, `SELECT count(*) FROM observation o JOIN measure m ON m.id = o.measure_id WHERE m.ref = $1`, measure)
	return value, rows
}
