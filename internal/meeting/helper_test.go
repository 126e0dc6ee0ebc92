package meeting_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/chart/render"
	"waymark/internal/collection"
	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/pack"
	"waymark/internal/pack/paper"
	"waymark/internal/period"
	"waymark/internal/recompute"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
	"waymark/web"
)

var shipped = sync.OnceValues(func() (*maturity.Catalogue, error) { return definition.Load(capabilities.Files, dashboards.Files) })

var renderer = sync.OnceValues(func() (*render.Renderer, error) {
	return render.New(render.Options{ECharts: web.ECharts(), Workers: 1})
})

// house is a footprint with two trusts, their figures, and a desk with a clock of its own.
type house struct {
	*testing.T
	db      *store.DB
	desk    *meeting.Desk
	now     time.Time
	options meeting.Options
	mayHold map[string]bool // logins
	owed    collection.Counts
}

// Reach lets those hold meetings who may.
func (h *house) Reach(_ context.Context, a maturity.Account, what maturity.Permission, _ maturity.Collection) (maturity.Scope, error) {
	return maturity.Scope{All: what == maturity.HoldMeeting && h.mayHold[a.Login]}, nil
}

// by is somebody who does something.
func by(login string) meeting.Actor { return meeting.Actor{Account: maturity.Account{Login: login}} }

var analyst = by("analyst")

func day(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at.Add(12 * time.Hour)
}

// open builds the house as on 5 June 2018, with figures until March 2018.
func open(t *testing.T) *house {
	t.Helper()
	h := &house{T: t, db: storetest.New(t), now: day("2018-06-05"), mayHold: map[string]bool{"analyst": true, "second": true}}
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.db.SyncCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	h.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('ENG', 'England', 'England', 'nation'), ('glos', 'Gloucestershire', 'Gloucestershire', 'footprint'),
		('RTE', 'Hospitals £ – é', 'Hospitals', 'acute'), ('RTQ', '</script>', '</script>', 'community')`)
	h.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT m.id, f.id, 'member_of', 'test' FROM organisation m, organisation f WHERE f.code = 'glos' AND m.code IN ('RTE', 'RTQ')`)
	for i := range 8 { // from April 2016
		at := period.Of(period.KindQuarter, period.Date(2016, 4, 1)).Add(i)
		h.count("RTE", "discharge.within-24-hours", at, float64(60-2*i), 100, (at.End() + 30).Time())
		h.count("RTQ", "discharge.within-24-hours", at, float64(40+i), 100, (at.End() + 30).Time())
	}
	h.compute()
	pictures, err := renderer()
	if err != nil {
		t.Fatal(err)
	}
	location, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	h.options = meeting.Options{Store: h.db, Rights: h, Catalogue: catalogue, Boards: board.New(catalogue, h.db).WithChanges(h.db, nil, nil), Pictures: pictures, Writers: []pack.Writer{paper.Writer{}},
		Directory: func(ctx context.Context) (meeting.Directory, error) { return h.db.Directory(ctx) },
		Basis: func(context.Context, maturity.Organisation, []string, period.Period, time.Time) (collection.Counts, error) {
			return h.owed, nil
		},
		Location: location, Clock: func() time.Time { return h.now }, BaseURL: "https://waymark.example/", Worker: "one"}
	h.desk = meeting.New(h.options)
	return h
}

func (h *house) exec(statement string, args ...any) {
	h.Helper()
	if _, err := h.db.SQL().ExecContext(h.Context(), statement, args...); err != nil {
		h.Fatalf("%s: %v", statement, err)
	}
}

// count enters a figure, known from a time on.
func (h *house) count(code, measure string, at period.Period, numerator, denominator float64, known time.Time) {
	h.Helper()
	h.exec(`UPDATE observation SET known_to = $1 WHERE period_start = date '1970-01-01' + $2::integer AND known_to = 'infinity'
		AND organisation_id = (SELECT id FROM organisation WHERE code = $3) AND measure_id = (SELECT id FROM measure WHERE ref = $4)`, known, int(at.Start), code, measure)
	h.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, numerator, denominator, submission_id, sheet, cell_row, cell_column)
		SELECT o.id, m.id, $3, date '1970-01-01' + $4::integer, s.id, $6::timestamptz, 1, $7, $8, $9, 0, 0, 0, 0 FROM organisation o, measure m, source s WHERE o.code = $1 AND m.ref = $2 AND s.ref = $5`,
		code, measure, at.Kind, int(at.Start), "return", known, 100*numerator/denominator, numerator, denominator)
	h.exec(`INSERT INTO stale_series SELECT o.id, m.id, $3::timestamptz FROM organisation o, measure m WHERE o.code = $1 AND m.ref = $2 ON CONFLICT DO NOTHING`, code, measure, known)
}

func (h *house) compute() {
	h.Helper()
	catalogue, _ := shipped()
	if _, err := recompute.New(h.db, h.db, catalogue, recompute.Options{}).Run(h.Context(), h.now, recompute.All); err != nil {
		h.Fatal(err)
	}
}

func (h *house) id(code string) maturity.OrganisationID {
	h.Helper()
	o, err := h.db.OrganisationByCode(h.Context(), code)
	if err != nil {
		h.Fatal(err)
	}
	return o.ID
}

// meeting plans one.
func (h *house) meeting(text string) maturity.Meeting {
	h.Helper()
	m, err := h.desk.Plan(h.Context(), analyst, maturity.Meeting{Organisation: h.id("glos"), Body: "Steering group", Day: period.DayOf(day(text)), Agenda: []string{"Where we stand", " ", "=cmd|' /C calc'!A0"}})
	if err != nil {
		h.Fatal(err)
	}
	return m
}

// draft begins a pack.
func (h *house) draft(m maturity.Meeting, reason string) maturity.Pack {
	h.Helper()
	p, err := h.desk.Make(h.Context(), analyst, m.ID, meeting.Pin{Board: "ldr-steering-group", Reason: reason})
	if err != nil {
		h.Fatal(err)
	}
	return p
}

func (h *house) pack(id int64) maturity.Pack {
	h.Helper()
	p, err := h.db.Pack(h.Context(), id)
	if err != nil {
		h.Fatal(err)
	}
	return p
}

// freeze asks for it and does it.
func (h *house) freeze(p maturity.Pack) maturity.Pack {
	h.Helper()
	if _, err := h.desk.Freeze(h.Context(), analyst, p.ID, p.Version); err != nil {
		h.Fatal(err)
	}
	if did, err := h.desk.Next(h.Context()); err != nil || !did {
		h.Fatal(did, err)
	}
	return h.pack(p.ID)
}

func (h *house) publish(p maturity.Pack) maturity.Pack {
	h.Helper()
	p, err := h.desk.Publish(h.Context(), analyst, p.ID, p.Version)
	if err != nil {
		h.Fatal(err)
	}
	return p
}

func (h *house) html(id int64) []byte {
	h.Helper()
	f, err := h.db.PackFile(h.Context(), id, string(pack.HTML))
	if err != nil {
		h.Fatal(err)
	}
	return f.Bytes
}

// stubborn draws, and tells of each picture.
type stubborn struct {
	meeting.Pictures
	before func(n int) error
	n      int
}

func (s *stubborn) SVG(ctx context.Context, f chart.Figure) ([]byte, error) {
	s.n++
	if err := s.before(s.n); err != nil {
		return nil, err
	}
	return s.Pictures.SVG(ctx, f)
}
