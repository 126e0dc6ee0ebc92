package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// marked reports whether the form's marker stands where it should on the first sheet that is read.
func (m *match) marked() bool {
	text, _ := cellNamed(m.sheets[0].head, m.layout.Form.Marker)
	return foldHeading(text) == foldHeading(m.layout.Form.Text)
}

// isReturn finds the collection whose returns the values belong to: the form's own, or the one the sender chose. ok is
// false when the file was refused.
func (r *reader) isReturn(m *match) (ok bool) {
	id := r.in.Collection
	if r.form = m.layout.Form != nil; r.form {
		seen, at := cellNamed(m.sheets[0].head, m.layout.Form.Collection)
		seen = strings.TrimSpace(seen)
		c, known := r.in.Catalogue.Collection(seen)
		switch {
		case !known:
			r.formFault(FormUnknown, at, seen, "", "")
			return false
		case id != "" && id != seen:
			chosen, _ := r.in.Catalogue.Collection(id)
			r.formFault(FormElsewhere, at, seen, fmt.Sprintf("The form is of the collection %s, but %s was chosen.", c.Title, chosen.Title), "")
			return false
		}
		if id = seen; !r.presentVersion(m, c) {
			return false
		}
	}
	if id == "" {
		return true
	}
	c, known := r.in.Catalogue.Collection(id)
	if known {
		r.collected, r.result.Collection = &c, id
	}
	return true
}

// presentVersion refuses a form of another major version than the collection's.
func (r *reader) presentVersion(m *match, c maturity.Collection) bool {
	seen, at := cellNamed(m.sheets[0].head, m.layout.Form.Version)
	seen = strings.TrimSpace(seen)
	if major(seen) == major(c.Template) {
		return true
	}
	r.formFault(FormOutdated, at, seen, fmt.Sprintf("The form has version %s, but %s takes version %s.", orNone(seen), c.Title, c.Template),
		"Download the form again from the page of the return under /data/returns/"+c.ID+", and fill it in anew.")
	return false
}

func orNone(version string) string {
	if version == "" {
		return "“none”"
	}
	return version
}

// major is the first number of a version; "" for what is none. A spreadsheet makes a number of the text 1.0.
func major(version string) string {
	first, _, _ := strings.Cut(version, ".")
	if _, err := strconv.ParseUint(first, 10, 32); err != nil {
		return ""
	}
	return first
}

func (r *reader) formFault(code string, at maturity.Cell, seen, message, expected string) {
	g, _ := r.issues.find(code, "", "")
	if message != "" {
		g.Message = message
	}
	if expected != "" {
		g.Expected = expected
	}
	example(g, maturity.IssueExample{Cell: at, Seen: seen})
}

// asked leaves out a measure that the collection does not ask for.
func (r *reader) asked(p *plan, u *unit, m *measure, row sheet.Row, who *organisation) bool {
	if r.collected == nil || r.collected.Holds(m.ID) {
		return true
	}
	g, fresh := r.issues.find(MeasureNotAsked, u.header, m.ID)
	if fresh {
		g.Message = fmt.Sprintf("%s (%s)", g.Message, m.Title)
	}
	example(g, maturity.IssueExample{Cell: r.place(p, row.Number, u.told(row.Cells)), Seen: m.ID, Organisation: who.Code})
	return false
}

// taken are the states a value of a return may have.
var taken = []maturity.State{maturity.Reported, maturity.NilReturn, maturity.NotApplicable, maturity.NotAvailable}

const maxComment = 2000

// entry reads what a form says beside the figure. ok is false when the value cannot be taken into a return.
func (r *reader) entry(p *plan, u *unit, m *measure, row sheet.Row, who *organisation, f *figure) (ok bool) {
	at := finding{r: r, p: p, u: u, m: m, row: row, who: who}
	if r.collected != nil && !slices.Contains(taken, f.state) {
		column := u.state
		if blankAt(row.Cells, column) {
			column = f.column
		}
		at.report(StateNotTaken, column, textAt(row.Cells, column))
		return false
	}
	if u.comment == 0 && u.revision == 0 {
		return true
	}
	f.entry = &maturity.Entry{Comment: commentOf(row.Cells, u.comment)}
	if utf8.RuneCountInString(f.entry.Comment) > maxComment {
		at.report(CommentTooLong, u.comment, f.entry.Comment)
		return false
	}
	if revision := cellAt(row.Cells, u.revision); revision.Kind != sheet.Blank {
		f.entry.Revision, _ = strconv.ParseInt(strings.TrimSpace(revision.Text), 10, 64) // one that cannot be read is none seen
	}
	return true
}

func commentOf(cells []sheet.Cell, column int) string {
	return strings.TrimSpace(sheet.Unguard(textAt(cells, column)))
}

// commentAlone tells of a comment on a row that says nothing else.
func (r *reader) commentAlone(p *plan, u *unit, row sheet.Row) {
	text := commentOf(row.Cells, u.comment)
	if text == "" {
		return
	}
	g, _ := r.issues.find(CommentAlone, p.found.heading(u.comment), p.name)
	example(g, maturity.IssueExample{Cell: r.place(p, row.Number, u.comment), Seen: text})
}
