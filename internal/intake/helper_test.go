package intake_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/ingest"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

var shipped = sync.OnceValues(func() (*maturity.Catalogue, error) { return definition.Load(capabilities.Files, dashboards.Files) })

// codes is a directory that knows organisations by their code only.
type codes map[string]maturity.Organisation

func (c codes) Find(text string, _ []string, _ period.Period) maturity.Found {
	o, ok := c[strings.TrimSpace(text)]
	return maturity.Found{Organisation: o, OK: ok}
}

// office is a desk over a database of its own with a few trusts, and a clock that moves a minute with every look.
type office struct {
	*intake.Desk
	db    *store.DB
	dsn   string
	trust codes
	t     testing.TB
}

var trusts = []string{"RTE", "RTQ", "R1J", "RYF"}

func open(t testing.TB, adjust ...func(*intake.Options)) *office {
	t.Helper()
	db, dsn := storetest.NewWithDSN(t)
	o := &office{db: db, dsn: dsn, trust: codes{}, t: t}
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SyncCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	for _, code := range trusts {
		org := maturity.Organisation{Code: code, Name: "Trust " + code, ShortName: code, Kind: "acute"}
		o.scan(&org.ID, `INSERT INTO organisation (code, name, short_name, kind) VALUES ($1, $2, $1, $3) RETURNING id`, org.Code, org.Name, org.Kind)
		o.trust[code] = org
	}
	o.Desk = o.desk(db, adjust...)
	return o
}

// desk makes another desk over the same database, as another replica would.
func (o *office) desk(s intake.Store, adjust ...func(*intake.Options)) *intake.Desk {
	catalogue, _ := shipped()
	var mu sync.Mutex
	now := time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC)
	options := intake.Options{Store: s, Catalogue: catalogue, TempDir: o.t.TempDir(), Log: slog.New(slog.NewTextHandler(o.t.Output(), nil)),
		Directory: func(context.Context) (ingest.Directory, error) { return o.trust, nil },
		Clock: func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			now = now.Add(time.Minute)
			return now
		}}
	for _, a := range adjust {
		a(&options)
	}
	return intake.NewDesk(options)
}

func (o *office) scan(into any, query string, args ...any) {
	o.t.Helper()
	if err := o.db.SQL().QueryRowContext(context.Background(), query, args...).Scan(into); err != nil {
		o.t.Fatalf("%s: %v", query, err)
	}
}

func (o *office) exec(query string, args ...any) {
	o.t.Helper()
	if _, err := o.db.SQL().ExecContext(context.Background(), query, args...); err != nil {
		o.t.Fatalf("%s: %v", query, err)
	}
}

func (o *office) count(query string, args ...any) (n int64) {
	o.t.Helper()
	o.scan(&n, query, args...)
	return n
}

const header = "Organisation code,Period,Measure,Value,State\n"

// long is a return in Waymark's long form: "RTE Q2-2018/19 discharge 41" a line.
func long(lines ...string) string {
	var b strings.Builder
	b.WriteString(header)
	for _, line := range lines {
		part := strings.Fields(line)
		value, state := part[2], ""
		if len(part) > 3 {
			value, state = "", strings.Join(part[3:], " ")
		}
		fmt.Fprintf(&b, "%s,%s,discharge.within-24-hours,%s,%s\n", part[0], strings.ReplaceAll(part[1], "-", " "), value, state)
	}
	return b.String()
}

func everywhere(m intake.Meta) intake.Meta {
	m.Everywhere, m.Via = true, "command"
	if m.FileName == "" {
		m.FileName = "return.csv"
	}
	return m
}

// send accepts a file and works on it until it is at rest.
func (o *office) send(text string, m intake.Meta) maturity.Submission {
	o.t.Helper()
	if m.Via == "" {
		m = everywhere(m)
	}
	s, _, err := o.Accept(o.t.Context(), strings.NewReader(text), m)
	if err != nil {
		o.t.Fatal(err)
	}
	s, err = o.RunOne(o.t.Context(), s.ID, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

// write sends a file to be written at once and expects it written.
func (o *office) write(text string) maturity.Submission {
	o.t.Helper()
	return o.correct(text, maturity.Correction{})
}

// correct is write, with a reason for the values it replaces.
func (o *office) correct(text string, why maturity.Correction) maturity.Submission {
	o.t.Helper()
	s := o.send(text, intake.Meta{AutoWrite: true, Why: why})
	if s.State != maturity.SubmissionWritten {
		o.t.Fatalf("submission is %s (%s), want written:\n%s", s.State, s.Failure, issueText(s.Report))
	}
	return s
}

func counts(r maturity.Report) string {
	return fmt.Sprintf("%d new, %d changed, %d unchanged, %d held back", r.New, r.Changed, r.Unchanged, r.HeldBack)
}

// issueText is the report's issues, one a line: level rule count, first place.
func issueText(r maturity.Report) string {
	var b strings.Builder
	for _, i := range r.Issues {
		fmt.Fprintf(&b, "%s %s %d", i.Level, i.Rule, i.Count)
		if len(i.Examples) > 0 {
			e := i.Examples[0]
			fmt.Fprintf(&b, " at %s", e.Cell)
			if e.Other != nil {
				fmt.Fprintf(&b, " and %s", e.Other)
			}
			if e.Organisation != "" {
				fmt.Fprintf(&b, " (%s)", e.Organisation)
			}
			if e.Seen != "" {
				fmt.Fprintf(&b, ": %s", e.Seen)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// stored lists what is believed now, one value a line.
func (o *office) stored() string {
	o.t.Helper()
	var b strings.Builder
	err := o.db.EachObservation(o.t.Context(), maturity.ObservationFilter{}, func(v maturity.Observation) error {
		fmt.Fprintf(&b, "%s %s %v %s\n", o.code(v.Organisation), v.Period, v.Value, v.State)
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return b.String()
}

func (o *office) code(id maturity.OrganisationID) string {
	for code, org := range o.trust {
		if org.ID == id {
			return code
		}
	}
	return fmt.Sprint(id)
}

func quarter(code string) period.Period {
	p, err := period.FromCode(code)
	if err != nil {
		panic(err)
	}
	return p
}
