package quality_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/quality"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// office is a database with seven trusts of a footprint, a rule, and the people of the tests.
type office struct {
	*testing.T
	db   *store.DB
	c    *maturity.Catalogue
	q    *quality.Inspector
	desk *quality.Desk
	ids  map[string]maturity.OrganisationID
}

// trusts says whose figures an account may see, and review.
type trusts map[string]map[maturity.Permission][]maturity.OrganisationID

func (r trusts) Reach(_ context.Context, a maturity.Account, what maturity.Permission, _ maturity.Collection) (maturity.Scope, error) {
	scope := maturity.Scope{Organisations: map[maturity.OrganisationID]bool{}}
	for _, id := range r[a.Login][what] {
		scope.Organisations[id] = true
	}
	return scope, nil
}

func as(login string) quality.Actor {
	return quality.Actor{Account: maturity.Account{Login: login}, RequestID: "test"}
}

func newOffice(t *testing.T) *office {
	t.Helper()
	c := &maturity.Catalogue{Hash: "1",
		Kinds:    []maturity.OrganisationKind{{ID: "acute"}},
		Sources:  []maturity.Source{{ID: "return", Title: "Returns", Rank: 1, Kind: maturity.SourceReturn}, {ID: "leaflet", Title: "A leaflet", Rank: 2, Kind: maturity.SourceEstimate}},
		Measures: []maturity.Measure{{ID: "eps", Title: "Electronic prescriptions", Unit: maturity.UnitPercent, Low: 0, High: 100, MaxJump: 20}, {ID: "letters", Title: "Letters", Unit: maturity.UnitPercent, Low: 0, High: 100}},
		Rules: []maturity.Rule{{ID: "agree", Title: "Sources agree", Severity: maturity.LevelWarning, Measures: []string{"eps"}, Operator: maturity.EqualTo,
			Right: maturity.Operand{Source: maturity.OtherSources}, Tolerance: 0.5, Message: "{left} here, {right} there."},
			{ID: "letters-follow", Title: "Letters follow prescriptions", Severity: maturity.LevelError, Measures: []string{"letters"}, Operator: maturity.NotAbove,
				Right: maturity.Operand{Measure: "eps"}, Message: "{left} is more than {right}."}},
		Collections: []maturity.Collection{{ID: "digital", Source: "return", Measures: []string{"eps", "letters"}, HoldShare: 0.4}},
	}
	c.Index()
	db := storetest.New(t)
	if err := db.SyncCatalogue(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	o := &office{T: t, db: db, c: c, q: quality.New(c, db, db), ids: map[string]maturity.OrganisationID{}}
	for i := range 7 {
		code := fmt.Sprintf("R%d", i+1)
		o.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ($1, $1, $1, 'acute')`, code)
		body, err := db.OrganisationByCode(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		o.ids[code] = body.ID
	}
	rights := trusts{"analyst": {maturity.ReviewReturn: {o.ids["R1"]}, maturity.ReadDraft: {o.ids["R1"]}}, "trust": {maturity.ReadDraft: {o.ids["R1"]}}}
	o.desk = &quality.Desk{Catalogue: c, Store: db, Rights: rights, Clock: func() time.Time { return time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC) }}
	return o
}

func (o *office) exec(statement string, args ...any) {
	o.Helper()
	if _, err := o.db.SQL().ExecContext(o.Context(), statement, args...); err != nil {
		o.Fatalf("%s: %v", statement, err)
	}
}

// store keeps a value, closing what was believed before, and marks the series as every write does.
func (o *office) store(code, measure, source, quarter string, value float64, at time.Time) {
	o.Helper()
	p, err := period.FromCode(quarter)
	if err != nil {
		o.Fatal(err)
	}
	key := []any{o.ids[code], measure, source, p.Start.String()}
	o.exec(`UPDATE observation SET known_to = $5 WHERE organisation_id = $1 AND measure_id = (SELECT id FROM measure WHERE ref = $2) AND source_id = (SELECT id FROM source WHERE ref = $3)
		AND period_start = $4 AND known_to = 'infinity'`, append(key, at)...)
	o.exec(`INSERT INTO observation (organisation_id, measure_id, source_id, period_start, period_kind, known_from, state, value, submission_id, sheet, cell_row, cell_column)
		SELECT $1, m.id, s.id, $4, $7, $5, 1, $6, 1, 0, 1, 1 FROM measure m, source s WHERE m.ref = $2 AND s.ref = $3`, append(key, at, value, int(p.Kind))...)
	o.exec(`INSERT INTO stale_series SELECT $1, id, now() FROM measure WHERE ref = $2 ON CONFLICT (organisation_id, measure_id) DO UPDATE SET since = excluded.since`, o.ids[code], measure)
}

func (o *office) run() quality.Counts {
	o.Helper()
	n, err := o.q.Run(o.Context(), time.Now())
	if err != nil {
		o.Fatal(err)
	}
	return n
}

func (o *office) findings(state maturity.FindingState) []maturity.Finding {
	o.Helper()
	list, _, err := o.db.Findings(o.Context(), maturity.FindingFilter{State: state})
	if err != nil {
		o.Fatal(err)
	}
	return list
}

func (o *office) comment(at time.Time) string {
	o.Helper()
	page, _, err := o.db.Observations(o.Context(), maturity.ObservationFilter{Measures: []string{"eps"}, Sources: []string{"leaflet"}, AllSources: true, AsAt: at})
	if err != nil || len(page) != 1 {
		o.Fatalf("%d values, %v", len(page), err)
	}
	return page[0].Comment
}

var first = time.Date(2018, 11, 5, 12, 0, 0, 0, time.UTC)

// A finding's life: found, not to be decided by who may not, accepted with a comment that is printed with the value,
// open again when the numbers change, resolved when the rule is content.
func TestFindingIsAcceptedWithAComment(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.store("R1", "eps", "return", "Q2018-07", 57, first)
	o.store("R1", "eps", "leaflet", "Q2018-07", 52, first)
	if n := o.run(); n.New != 1 {
		t.Fatalf("%+v", n)
	}
	f := o.findings("")[0]
	if f.Message != "52% here, 57% there." || f.Source != "leaflet" || f.Other != "return" {
		t.Fatalf("%+v", f)
	}
	for _, c := range []struct {
		who, comment string
		seen         maturity.Finding
		want         maturity.Code
	}{
		{"trust", "The leaflet counts live practices.", f, maturity.Forbidden},
		{"nobody", "The leaflet counts live practices.", f, maturity.Forbidden},
		{"analyst", " \n", f, maturity.Invalid},
		{"analyst", strings.Repeat("é", 2001), f, maturity.Invalid},
		{"analyst", "The leaflet counts live practices.", maturity.Finding{Left: "51%", Right: f.Right}, maturity.Conflict},
		{"analyst", "The leaflet counts live practices.", f, ""},
		{"analyst", "Once more", f, maturity.Conflict}, // the form sent twice
	} {
		if err := o.desk.Accept(t.Context(), as(c.who), f.ID, c.seen, c.comment); maturity.CodeOf(err) != c.want {
			t.Errorf("%s, %.20q: %v, want %s", c.who, c.comment, err, c.want)
		}
	}
	if accepted := o.findings(maturity.FindingAccepted); len(accepted) != 1 || accepted[0].Accepted.Comment != "The leaflet counts live practices." || accepted[0].Accepted.By != "analyst" || len(o.findings("")) != 0 {
		t.Errorf("%+v", accepted)
	}
	if now, then := o.comment(time.Time{}), o.comment(first.AddDate(1, 0, 0)); now != "The leaflet counts live practices." || then != "" {
		t.Errorf("the comment is %q now and was %q before it was made", now, then)
	}
	var audited int
	if err := o.db.SQL().QueryRow(`SELECT count(*) FROM audit WHERE action = 'finding.accepted'`).Scan(&audited); err != nil || audited != 1 {
		t.Errorf("%d audit rows, %v", audited, err)
	}
	// Another run changes nothing; other numbers open it again, and the comment stays with the old value.
	o.exec(`INSERT INTO finding_due SELECT organisation_id, measure_id, now() FROM finding`)
	if n := o.run(); n.FindingWrite != (maturity.FindingWrite{}) {
		t.Errorf("%+v", n)
	}
	o.store("R1", "eps", "leaflet", "Q2018-07", 40, time.Date(2030, 2, 1, 0, 0, 0, 0, time.UTC))
	if n := o.run(); n.Changed != 1 || len(o.findings("")) != 1 || o.comment(time.Time{}) != "" {
		t.Errorf("%+v, %d open, comment %q", n, len(o.findings("")), o.comment(time.Time{}))
	}
	o.store("R1", "eps", "leaflet", "Q2018-07", 57, time.Date(2030, 3, 1, 0, 0, 0, 0, time.UTC))
	if n := o.run(); n.Resolved != 1 || len(o.findings(maturity.FindingResolved)) != 1 {
		t.Errorf("%+v", n)
	}
}

// What cannot be right is not accepted, whoever asks.
func TestErrorsAreNotAccepted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.store("R1", "letters", "return", "Q2018-07", 60, first)
	o.run()
	if len(o.findings("")) != 0 {
		t.Error("the rule speaks without the other measure")
	}
	o.store("R1", "eps", "return", "Q2018-07", 57, first) // the other measure's series changed, and letters are judged
	o.run()
	f := o.findings("")[0]
	if err := o.desk.Accept(t.Context(), as("analyst"), f.ID, f, "It is so."); f.Rule != "letters-follow" || maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("%+v: %v", f, err)
	}
}

// Findings on values that are masked later are not shown: their numbers would be.
func TestMaskedValuesShowNoFindings(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.store("R1", "eps", "return", "Q2018-07", 57, first)
	o.store("R1", "eps", "leaflet", "Q2018-07", 52, first)
	o.run()
	o.exec(`UPDATE observation SET suppressed = 1 WHERE source_id = (SELECT id FROM source WHERE ref = 'leaflet')`)
	n, err := o.db.CountFindings(t.Context(), maturity.FindingFilter{})
	if err != nil || n.Open() != 0 || len(o.findings("")) != 0 {
		t.Errorf("%+v, %v", n, err)
	}
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	p, _ := period.FromCode("Q2018-07")
	value := maturity.ReviewFlag{Organisation: o.ids["R1"], Measure: "eps", Period: p, Source: "return", Text: "Is this the whole trust?"}
	draft := maturity.ReviewFlag{Organisation: o.ids["R1"], Collection: "digital", Period: p, Text: "Where are the community sites?"}
	raise := func(who string, f maturity.ReviewFlag, want maturity.Code) int64 {
		t.Helper()
		id, err := o.desk.Raise(t.Context(), as(who), f)
		if maturity.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", who, err, want)
		}
		return id
	}
	raise("trust", value, maturity.Forbidden)
	raise("nobody", draft, maturity.NotFound) // whoever may not see the return does not learn of it
	raise("analyst", maturity.ReviewFlag{Organisation: o.ids["R2"], Measure: "eps", Period: p, Source: "return", Text: "?"}, maturity.Forbidden)
	onValue, onDraft := raise("analyst", value, ""), raise("analyst", draft, "")
	if again := raise("analyst", value, ""); again != onValue {
		t.Errorf("the form sent twice asks twice: %d and %d", onValue, again)
	}
	for who, want := range map[string]int{"analyst": 2, "trust": 2, "nobody": 1} {
		list, err := o.desk.Flags(t.Context(), as(who), maturity.FlagFilter{})
		if err != nil || len(list) != want {
			t.Errorf("%s sees %d questions, want %d: %v", who, len(list), want, err)
		}
	}
	reply := func(who string, id int64, text string, closes bool, want maturity.Code) {
		t.Helper()
		if err := o.desk.Reply(t.Context(), as(who), id, text, closes); maturity.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", who, err, want)
		}
	}
	reply("nobody", onDraft, "I know", false, maturity.NotFound)
	reply("nobody", onValue, "I know", false, maturity.Forbidden)
	reply("trust", onDraft, "", false, maturity.Invalid)
	reply("trust", onDraft, "They come next quarter.", false, "")
	reply("trust", onDraft, "They come next quarter.", false, "") // sent twice
	reply("trust", onDraft, "", true, maturity.Forbidden)
	reply("analyst", onDraft, "Thank you.", true, "")
	reply("analyst", onDraft, "One more thing", false, maturity.Conflict)
	f, err := o.desk.Flag(t.Context(), as("trust"), onDraft)
	if err != nil || f.Open() || len(f.Replies) != 2 || f.Replies[0].By != "trust" {
		t.Errorf("%+v, %v", f, err)
	}
	if n, err := o.db.CountFlags(t.Context()); n != 1 || err != nil {
		t.Errorf("%d open, %v", n, err)
	}
}

// A return is checked as if it were stored: ranges, rules against its own other values, its own history.
func TestCheckReturn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for i, v := range []float64{50, 51, 50, 52, 51, 52, 53, 52, 53} {
		o.store("R1", "eps", "return", period.Of(period.KindQuarter, period.Date(2016, 4, 1)).Add(i).Code(), v, first)
	}
	p, _ := period.FromCode("Q2018-07")
	r := maturity.Return{ReturnKey: maturity.ReturnKey{Collection: "digital", Organisation: o.ids["R1"], Period: p}}
	value := func(measure string, v float64, comment string) maturity.ReturnValue {
		return maturity.ReturnValue{Measure: measure, State: maturity.Reported, Value: v, Numerator: math.NaN(), Denominator: math.NaN(), Comment: comment, By: "trust"}
	}
	for _, c := range []struct {
		what   string
		values []maturity.ReturnValue
		want   string // rules, those accepted by the sender's comment in brackets
	}{
		{"as usual", []maturity.ReturnValue{value("eps", 54, ""), value("letters", 50, "")}, ""},
		{"far from its history", []maturity.ReturnValue{value("eps", 20, "")}, "outlier"},
		{"far from its history, explained", []maturity.ReturnValue{value("eps", 20, "We lost two suppliers.")}, "(outlier)"},
		{"against another value of the same return", []maturity.ReturnValue{value("eps", 54, ""), value("letters", 60, "It is so.")}, "letters-follow"},
		{"what cannot be", []maturity.ReturnValue{value("letters", 104, "")}, "range"},
	} {
		found, err := o.q.CheckReturn(t.Context(), o.c.Collections[0], r, c.values)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			name := f.Rule
			if f.Accepted != nil {
				name = "(" + name + ")"
			}
			got = append(got, name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.what, got, c.want)
		}
	}
	if n := o.run(); n.New != 0 || len(o.findings("")) != 0 {
		t.Error("checking a return keeps findings about what is not published")
	}
}

// Publication is held when too many organisations jump at once, whoever is asked about.
func TestHold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for code := range o.ids {
		o.store(code, "eps", "return", "Q2018-04", 50, first)
	}
	for _, code := range []string{"R1", "R2"} {
		o.store(code, "eps", "return", "Q2018-07", 80, first)
	}
	for _, code := range []string{"R3", "R4", "R5"} {
		o.store(code, "eps", "return", "Q2018-07", 53, first)
	}
	p, _ := period.FromCode("Q2018-07")
	file := func(id int64, code string, value float64) maturity.ReturnFile {
		return maturity.ReturnFile{Return: maturity.Return{ID: id, ReturnKey: maturity.ReturnKey{Collection: "digital", Organisation: o.ids[code], Period: p}},
			Values: []maturity.ReturnValue{{Measure: "eps", State: maturity.Reported, Value: value, Numerator: math.NaN(), Denominator: math.NaN()}}}
	}
	for _, c := range []struct {
		what  string
		files []maturity.ReturnFile
		want  string
	}{
		{"two of six jump", []maturity.ReturnFile{file(1, "R6", 52)}, ""},
		{"three of six jump", []maturity.ReturnFile{file(1, "R6", 85)}, "3 of 6 organisations jump on electronic prescriptions in Q2 2018/19, all up; more than 40% at once is rather a changed definition or a wrong file."},
	} {
		held, err := o.q.Hold(t.Context(), o.c.Collections[0], p, c.files)
		if err != nil || held[1] != c.want {
			t.Errorf("%s: %q, %v", c.what, held[1], err)
		}
	}
	// A return that has been submitted counts as well: R7 jumps, and so R6 is held although it does not.
	o.exec(`INSERT INTO return (collection, organisation_id, period_kind, period_start, state) VALUES ('digital', $1, $2, $3, 'submitted')`, o.ids["R7"], int(p.Kind), p.Start.String())
	o.exec(`INSERT INTO return_value (return_id, measure_id, state, value, revision, saved_by, saved_at) SELECT r.id, m.id, 1, 90, 1, 'trust', now() FROM return r, measure m WHERE m.ref = 'eps'`)
	held, err := o.q.Hold(t.Context(), o.c.Collections[0], p, []maturity.ReturnFile{file(1, "R6", 52)})
	if err != nil || !strings.HasPrefix(held[1], "3 of 7") {
		t.Errorf("%q, %v", held[1], err)
	}
	never := o.c.Collections[0]
	never.HoldShare = 0
	if held, err := o.q.Hold(t.Context(), never, p, []maturity.ReturnFile{file(1, "R6", 85)}); err != nil || len(held) != 0 {
		t.Errorf("%v, %v", held, err)
	}
}
