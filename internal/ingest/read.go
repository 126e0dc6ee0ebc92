package ingest

import (
	"context"
	"errors"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// reader reads one file.
type reader struct {
	in       Input
	ctx      context.Context
	sink     func(maturity.Observation) error
	progress func(int64)
	names    *measureNames
	issues   *issues
	result   Result

	plannedValues bool // the source holds plans, which may lie in the future
	periods       map[period.Period]bool
	found         map[maturity.OrganisationID]string // id -> code
	unknown       map[string]bool
	troubled      map[string]bool // texts of organisations that cannot be taken -> whether they have an issue of their own
	held          map[maturity.OrganisationID]string
	lost          map[maturity.OrganisationID]int64 // values that could not be taken because of an error
	losing        maturity.OrganisationID           // whom the value being read is about, once it has an error
	written       int64
	used          map[string]bool // names of the sheets that are read
	lastTold      maturity.Cell
	lastPeriod    period.Period
	repeated      map[onceKey]maturity.Observation
	form          bool                 // the file is a form of a collection
	collected     *maturity.Collection // whose returns the values belong to; nil: they are observations
}

// sinkError tells an error of the sink from one of the file.
type sinkError struct{ error }

func (e sinkError) Unwrap() error { return e.error }

// Read recognises the layout of a file, reads its rows and gives each observation to sink, without Source and Known
// times being more than what the layout declares. What is wrong with the file is in the report, not an error: an error
// comes from sink, ctx or a damaged catalogue. progress, when given, hears the number of rows read so far.
func Read(ctx context.Context, in Input, sink func(maturity.Observation) error, progress func(rows int64)) (Result, error) {
	r := &reader{in: in, ctx: ctx, sink: sink, progress: progress, names: newMeasureNames(in.Catalogue), issues: newIssues(),
		periods: map[period.Period]bool{}, found: map[maturity.OrganisationID]string{}, unknown: map[string]bool{}, troubled: map[string]bool{}, held: map[maturity.OrganisationID]string{}, lost: map[maturity.OrganisationID]int64{}}
	err := r.read()
	var broken *sheet.Fault
	if errors.As(err, &broken) {
		r.fileFault(broken)
		err = nil
	}
	var stopped sinkError
	if errors.As(err, &stopped) {
		err = stopped.error
	}
	r.finish()
	return r.result, err
}

func (r *reader) read() error {
	heads, err := readHeads(r.in.Book, r.searchRows())
	if err != nil {
		return err
	}
	m, err := r.choose(heads)
	if err != nil || m == nil {
		return err
	}
	r.result.Source = m.layout.Source
	r.result.Report.Layout, r.result.Report.Version = m.layout.ID, m.layout.Version
	if source, ok := r.in.Catalogue.Source(m.layout.Source); ok {
		r.plannedValues = source.Kind == maturity.SourcePlan
	}
	if !r.isReturn(m) {
		return nil
	}
	r.sheetsNotUsed(m, heads)
	for _, s := range m.sheets {
		p, ok, err := r.compile(m, s)
		if err != nil {
			return err
		}
		if !ok {
			return nil
		}
		if err := r.readSheet(p); err != nil {
			return err
		}
	}
	if r.written == 0 && !r.anyError() {
		r.issues.find(NothingRead, "", "")
	}
	return nil
}

// searchRows is how far down a header may be in any layout, with room for a second header row.
func (r *reader) searchRows() int {
	most := defaultSearchRows
	for _, l := range r.in.Catalogue.Layouts {
		for _, s := range l.Sheets {
			most = max(most, s.SearchRows)
		}
	}
	return most + 1
}

func (r *reader) reported(code string) bool {
	return slices.ContainsFunc(r.issues.order, func(i *maturity.Issue) bool { return i.Rule == code })
}

func (r *reader) anyError() bool {
	return slices.ContainsFunc(r.issues.order, func(i *maturity.Issue) bool { return i.Level == fault })
}

// fileFault reports what the sheet reader found wrong while rows were read.
func (r *reader) fileFault(f *sheet.Fault) {
	r.issues.order = append(r.issues.order, &maturity.Issue{Rule: f.Code, Level: fault, Reach: ofFile, Message: f.Sentence, Expected: f.Expected, Count: 1})
}

// sheetsNotUsed tells which sheets are left out, hidden ones apart.
func (r *reader) sheetsNotUsed(m *match, heads []head) {
	r.used = map[string]bool{}
	for _, s := range m.sheets {
		r.used[s.head.Name] = true
	}
	for _, h := range heads {
		if r.used[h.Name] {
			continue
		}
		code := SheetNotUsed
		if h.Hidden {
			code = SheetHidden
		}
		g, _ := r.issues.find(code, "", "")
		example(g, maturity.IssueExample{Cell: maturity.Cell{Sheet: h.Name}, Seen: h.Name})
	}
}

// noteWarnings are the sheet reader's findings that may mean that figures were misread.
var noteWarnings = map[string]bool{"encoding-windows-1252": true, "invalid-utf-8": true, "stray-quote": true, "direction-marks": true, FormulaWithoutValue: true}

// ofForms are findings about what every form has, by its making.
var ofForms = map[string]bool{"hidden-columns": true, "numbers-as-text": true}

// finish fills the report.
func (r *reader) finish() {
	report := &r.result.Report
	for p := range r.periods {
		report.Periods = append(report.Periods, p.Code())
	}
	slices.Sort(report.Periods)
	report.Edition = r.edition()
	for id, m := range r.names.byID {
		if m.seen {
			report.Measures = append(report.Measures, id)
			r.looksLikeFraction(m)
		}
	}
	slices.Sort(report.Measures)
	report.OrganisationsFound = len(r.found)
	for text := range r.unknown {
		report.OrganisationsUnknown = append(report.OrganisationsUnknown, text)
	}
	slices.Sort(report.OrganisationsUnknown)
	r.result.Held = make(map[maturity.OrganisationID]bool, len(r.held))
	for id, code := range r.held {
		r.result.Held[id] = true
		report.OrganisationsHeld = append(report.OrganisationsHeld, code)
	}
	slices.Sort(report.OrganisationsHeld)
	r.result.Lost = r.lost
	report.HeldCount = len(r.held)
	report.OrganisationsHeld = report.OrganisationsHeld[:min(len(report.OrganisationsHeld), 1000)]
	report.Issues = r.issues.list()
	report.Issues = append(report.Issues, r.notes()...)
}

// edition is the last day of the newest period, where the layout's files restate earlier ones.
func (r *reader) edition() string {
	layout, ok := r.in.Catalogue.Layout(r.result.Report.Layout)
	if !ok || !layout.Restates || len(r.periods) == 0 {
		return ""
	}
	var last period.Day
	for p := range r.periods {
		last = max(last, p.End())
	}
	return last.String()
}

// notes are the findings of the sheet reader, as infos and warnings.
func (r *reader) notes() []maturity.Issue {
	var out []maturity.Issue
	for _, n := range r.in.Book.Notes() {
		if n.First.Sheet != "" && !r.used[n.First.Sheet] || n.Code == FormulaWithoutValue && r.reported(n.Code) {
			continue // a sheet that is not read, or told above for the cells that matter
		}
		if r.form && ofForms[n.Code] {
			continue
		}
		level := info
		if noteWarnings[n.Code] {
			level = warning
		}
		out = append(out, maturity.Issue{Rule: n.Code, Level: level, Reach: ofValue, Message: n.Sentence, Count: n.Count,
			Examples: []maturity.IssueExample{{Cell: maturity.Cell{Sheet: n.First.Sheet, Row: n.First.Row, Column: n.First.Column}}}})
	}
	slices.SortStableFunc(out, func(a, b maturity.Issue) int { return rank(a.Level) - rank(b.Level) })
	return out
}
