package returns_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/internal/ingest"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// codes is a directory that knows organisations by their code only.
type codes map[string]maturity.Organisation

func (c codes) Find(text string, _ []string, _ period.Period) maturity.Found {
	o, ok := c[strings.TrimSpace(text)]
	return maturity.Found{Organisation: o, OK: ok}
}

// door is an office whose returns also come in by file.
type door struct {
	*office
	intake *intake.Desk
	forms  *returns.Forms
	bodies codes
}

// layouts are the form and the plain file, as they are shipped.
func layouts() []maturity.Layout {
	value := maturity.ValueRule{MeasureColumn: "measure", Column: "value", Numerator: "numerator", Denominator: "denominator", StateColumn: "state"}
	columns := []maturity.ColumnLayout{{ID: "code", Headings: []string{"Organisation code"}}, {ID: "measure", Headings: []string{"Measure id"}}, {ID: "value", Headings: []string{"Value"}},
		{ID: "numerator", Headings: []string{"Numerator"}, Optional: true}, {ID: "denominator", Headings: []string{"Denominator"}, Optional: true}, {ID: "state", Headings: []string{"State"}, Optional: true}}
	form := value
	form.CommentColumn, form.RevisionColumn = "comment", "revision"
	return []maturity.Layout{
		{ID: "return-form", Title: "Form of a return", Version: 1, Source: "return", Media: []string{"xlsx"}, Form: &maturity.FormRule{Marker: "A1", Text: "Waymark return form", Collection: "B3", Version: "B5"},
			Sheets: []maturity.SheetLayout{{HeaderRows: 1, Columns: append(slices.Clone(columns), maturity.ColumnLayout{ID: "comment", Headings: []string{"Comment"}}, maturity.ColumnLayout{ID: "revision", Headings: []string{"Revision"}}),
				Period: maturity.PeriodRule{Cell: "B4"}, Organisation: []string{"code"}, Values: []maturity.ValueRule{form}}}},
		{ID: "plain", Title: "Plain file", Version: 1, Source: "return", Media: []string{"csv"},
			Sheets: []maturity.SheetLayout{{HeaderRows: 1, Columns: append(slices.Clone(columns), maturity.ColumnLayout{ID: "period", Headings: []string{"Period"}}),
				Period: maturity.PeriodRule{Column: "period"}, Organisation: []string{"code"}, Values: []maturity.ValueRule{value}}}},
	}
}

// openDoor opens an office with more trusts, TR1 to TRn, besides RTE.
func openDoor(t testing.TB, c maturity.Collection, more int) *door {
	t.Helper()
	d := &door{bodies: codes{}}
	var known *maturity.Catalogue
	d.office = open(t, c, func(o *returns.Options) {
		known = o.Catalogue
		known.Layouts = layouts()
	})
	ctx := t.Context()
	if _, err := d.db.SQL().ExecContext(ctx, `INSERT INTO organisation (code, name, short_name, kind) SELECT 'TR' || n, 'Trust ' || n, 'TR' || n, 'acute' FROM generate_series(1, $1) n`, more); err != nil {
		t.Fatal(err)
	}
	rows, err := d.db.SQL().QueryContext(ctx, `SELECT id, code, name, kind FROM organisation`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var o maturity.Organisation
		if err := rows.Scan(&o.ID, &o.Code, &o.Name, &o.Kind); err != nil {
			t.Fatal(err)
		}
		d.bodies[o.Code] = o
	}
	rounds := &returns.Rounds{Store: d.db, Catalogue: known, Clock: d.clock}
	d.forms = &returns.Forms{Figures: d.db, Rights: people, Rounds: rounds, Catalogue: known}
	d.intake = intake.NewDesk(intake.Options{Store: d.db, Catalogue: known, TempDir: t.TempDir(), Clock: d.clock, Returns: returns.Upload{Desk: d.Desk, Rounds: rounds},
		Directory: func(context.Context) (ingest.Directory, error) { return d.bodies, nil }})
	return d
}

// form downloads the form of an organisation, or of all with "".
func (d *door) form(code string) returns.Form {
	d.t.Helper()
	form, err := d.forms.Form(d.t.Context(), as("analyst"), d.key.Collection, quarter, d.bodies[code].ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return form
}

// send sends a filled-in form back and works on it until it is at rest.
func (d *door) send(form returns.Form, m intake.Meta) maturity.Submission {
	d.t.Helper()
	var book bytes.Buffer
	if err := form.Write(&book); err != nil {
		d.t.Fatal(err)
	}
	if m.FileName == "" {
		m.FileName = form.Name()
	}
	return d.sendBytes(book.Bytes(), m)
}

func (d *door) sendBytes(file []byte, m intake.Meta) maturity.Submission {
	d.t.Helper()
	if m.SubmittedBy == "" {
		m.SubmittedBy, m.Everywhere = "trust", true
	}
	m.Via, m.AutoWrite = "page", !m.CheckOnly
	s, _, err := d.intake.Accept(d.t.Context(), bytes.NewReader(file), m)
	if err != nil {
		d.t.Fatal(err)
	}
	if s, err = d.intake.RunOne(d.t.Context(), s.ID, nil); err != nil {
		d.t.Fatal(err)
	}
	if s.State == maturity.SubmissionFailed {
		d.t.Fatal(s.Failure)
	}
	return s
}

// plain sends "RTE alpha 41" lines for the quarter as a plain file into the collection.
func (d *door) plain(m intake.Meta, lines ...string) maturity.Submission {
	d.t.Helper()
	var b strings.Builder
	b.WriteString("Organisation code,Period,Measure id,Value,State\n")
	for _, line := range lines {
		part := strings.Fields(line)
		fmt.Fprintf(&b, "%s,Q1 2026/27,%s,%s,%s\n", part[0], part[1], part[2], strings.Join(part[3:], " "))
	}
	m.FileName, m.Collection = "plain.csv", d.key.Collection
	return d.sendBytes([]byte(b.String()), m)
}

// stands is the return of an organisation as it stands: state, round, version, and its values; "-" for none begun.
func (d *door) stands(code string) string {
	d.t.Helper()
	key := d.key
	key.Organisation = d.bodies[code].ID
	file, err := d.db.ReturnFile(d.t.Context(), key)
	if maturity.CodeOf(err) == maturity.NotFound {
		return "-"
	}
	if err != nil {
		d.t.Fatal(err)
	}
	out := fmt.Sprintf("%s round %d:", file.State, file.Round)
	for _, v := range file.Values {
		out += fmt.Sprintf(" %s=%v", v.Measure, v.Value)
		if v.State != maturity.Reported {
			out += "(" + v.State.String() + ")"
		}
		if v.Comment != "" {
			out += "[" + v.Comment + "]"
		}
	}
	return out
}

// outcomes lists what the submission did by organisation.
func (d *door) outcomes(s maturity.Submission) string {
	d.t.Helper()
	list, err := d.db.SubmissionOutcomes(d.t.Context(), s.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b maturity.OrganisationOutcome) int {
		return strings.Compare(a.Organisation.Code, b.Organisation.Code)
	})
	var out []string
	for _, o := range list {
		out = append(out, fmt.Sprintf("%s %s %d/%d/%d/%d/%d", o.Organisation.Code, o.Outcome, o.New, o.Changed, o.Unchanged, o.StagingCounts.HeldBack, o.Left))
	}
	return strings.Join(out, "; ")
}

func issues(s maturity.Submission) string {
	var out []string
	for _, i := range s.Report.Issues {
		line := fmt.Sprintf("%s %s %d", i.Level, i.Rule, i.Count)
		if len(i.Examples) > 0 {
			line += fmt.Sprintf(" at %s: %s", i.Examples[0].Cell.A1(), i.Examples[0].Seen)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func reported(measure string, value float64, revision int64) maturity.ReturnValue {
	return maturity.ReturnValue{Measure: measure, State: maturity.Reported, Value: value, Numerator: nan, Denominator: nan, Revision: revision}
}

func (d *door) exec(query string, args ...any) {
	d.t.Helper()
	if _, err := d.db.SQL().ExecContext(context.Background(), query, args...); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
}
