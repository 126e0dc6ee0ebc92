package ingest

import (
	"fmt"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// periodAt is the period a unit's figure on a row is for; nil when an issue was reported instead.
func (r *reader) periodAt(p *plan, u *unit, row sheet.Row) *periodAnswer {
	switch {
	case u.when != nil:
		return u.when
	case p.whenAll != nil:
		return p.whenAll
	}
	cell := cellAt(row.Cells, p.whenAt)
	a := p.when.cell(cell)
	if a.problem == "" {
		return a
	}
	r.holdByText(p, u, row)
	if r.told(p, row, p.whenAt) {
		return nil
	}
	code := a.problem
	g, fresh := r.issues.find(code, p.found.heading(p.whenAt), p.name)
	if fresh && cell.Kind == sheet.Blank {
		g.Message = "A row has figures but no period."
	}
	if len(g.Examples) < maxExamples {
		example(g, maturity.IssueExample{Cell: r.place(p, row.Number, p.whenAt), Seen: cell.Text, Organisation: r.whoText(p, u, row)})
	}
	return nil
}

// whoText is what a row says of its organisation.
func (r *reader) whoText(p *plan, u *unit, row sheet.Row) string {
	if u.who != "" {
		return u.who
	}
	if p.whoFixed != "" {
		return p.whoFixed
	}
	for _, column := range p.whoAt {
		if text := textAt(row.Cells, column); trimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// holdByText holds back the organisation of a row whose period cannot be told.
func (r *reader) holdByText(p *plan, u *unit, row sheet.Row) {
	today := &periodAnswer{Period: period.Of(period.KindDay, r.in.Today), end: r.in.Today}
	if text := r.whoText(p, u, row); text != "" {
		if o := p.who.find(text, today); o.ID != 0 {
			r.hold(o)
		}
	}
}

func (r *reader) hold(o *organisation) { r.held[o.ID], r.losing = o.Code, o.ID }

// organisationAt resolves the organisation of a unit's figure; nil when an issue was reported instead.
func (r *reader) organisationAt(p *plan, u *unit, row sheet.Row, when *periodAnswer) *organisation {
	if u.who != "" {
		if u.whoColumn > 0 {
			row.Number = p.found.row // it stands in the header
		}
		return r.accept(p, p.who.find(u.who, when), u.who, row, u.whoColumn)
	}
	if p.whoFixed != "" {
		return r.accept(p, p.who.find(p.whoFixed, when), p.whoFixed, row, 0)
	}
	var first *organisation
	firstText, firstColumn := "", 0
	for _, column := range p.whoAt {
		if blankAt(row.Cells, column) {
			continue
		}
		text := row.Cells[column-1].Text
		o := p.who.find(text, when)
		if o.problem != OrgUnknown {
			if first != nil && o.problem == "" && !r.told(p, row, firstColumn) {
				g, _ := r.issues.find(OrgByName, p.found.heading(firstColumn), p.name)
				example(g, maturity.IssueExample{Cell: r.place(p, row.Number, firstColumn), Seen: firstText, Organisation: o.Code + " " + o.Name})
			}
			return r.accept(p, o, text, row, column)
		}
		if first == nil {
			first, firstText, firstColumn = o, text, column
		}
	}
	if first == nil {
		column := 0
		if len(p.whoAt) > 0 {
			column = p.whoAt[0]
		}
		if r.told(p, row, column) {
			return nil
		}
		g, _ := r.issues.find(OrgMissing, p.found.heading(column), p.name)
		example(g, maturity.IssueExample{Cell: r.place(p, row.Number, column)})
		return nil
	}
	return r.accept(p, first, firstText, row, firstColumn)
}

// told reports whether a finding about a row's period or organisation was already made for this cell, and notes it:
// a row with many figures is one finding.
func (r *reader) told(p *plan, row sheet.Row, column int) bool {
	at := maturity.Cell{Sheet: p.name, Row: row.Number, Column: column}
	if at == r.lastTold {
		return true
	}
	r.lastTold = at
	return false
}

const (
	mostOwnLines = 25   // organisations that cannot be taken and get an issue of their own; the others share one a rule
	mostUnknown  = 50   // unknown texts a report lists
	mostTroubled = 1000 // texts remembered to tell them apart
)

// accept reports what is wrong with an organisation; nil when its figure cannot be taken.
func (r *reader) accept(p *plan, o *organisation, text string, row sheet.Row, column int) *organisation {
	if o.problem == "" {
		if _, known := r.found[o.ID]; !known {
			r.found[o.ID] = o.Code
		}
		return o
	}
	if o.ID != 0 {
		r.hold(o)
	}
	if r.told(p, row, column) {
		return nil
	}
	subject := text
	if own, known := r.troubled[text]; !known && len(r.troubled) < mostTroubled {
		r.troubled[strings.Clone(text)] = len(r.troubled) < mostOwnLines
		if len(r.troubled) > mostOwnLines {
			subject = ""
		}
		if o.problem == OrgUnknown && len(r.unknown) < mostUnknown {
			r.unknown[cut(text)] = true
		}
	} else if !own {
		subject = ""
	}
	g, fresh := r.issues.find(o.problem, p.found.heading(column), subject)
	if fresh && subject != "" {
		g.Message = organisationWords(o, text)
	}
	if len(g.Examples) < maxExamples {
		shown := text
		if o.ID != 0 {
			shown = o.Code
		}
		example(g, maturity.IssueExample{Cell: r.place(p, row.Number, column), Seen: text, Organisation: shown, Suggestions: o.suggestions})
	}
	return nil
}

func organisationWords(o *organisation, text string) string {
	text = cut(text)
	switch o.problem {
	case OrgUnknown:
		return fmt.Sprintf("“%s” is not the code or name of a known organisation.", text)
	case OrgAmbiguous:
		return fmt.Sprintf("“%s” is the name of several organisations.", text)
	case OrgClosed:
		return fmt.Sprintf("%s (%s) was not open on any day of the period.", o.Name, o.Code)
	case OrgNotYours:
		return fmt.Sprintf("You may not submit figures for %s (%s).", o.Name, o.Code)
	}
	return ruleByCode[o.problem].Meaning
}

// measureAt is the measure of a unit's figure; nil when the row is left out or an issue was reported.
func (r *reader) measureAt(p *plan, u *unit, row sheet.Row, who *organisation) *measure {
	if u.fixed != nil {
		return u.fixed
	}
	text := u.names.text(row.Cells)
	a := u.names.find(text)
	if a.measure != nil || a.skip {
		return a.measure
	}
	if u.blank != 0 && blankAt(row.Cells, u.value) {
		return nil
	}
	column := 0
	if len(u.names.columns) > 0 {
		column = u.names.columns[0]
	}
	code, shown := MeasureUnknown, text
	if trimSpace(text) == "" {
		code, shown = MeasureMissing, ""
	}
	g, fresh := r.issues.find(code, p.found.heading(column), shown)
	if fresh && code == MeasureUnknown {
		g.Message = fmt.Sprintf("“%s” names no known measure.", cut(text))
	}
	if len(g.Examples) < maxExamples {
		example(g, maturity.IssueExample{Cell: r.place(p, row.Number, column), Seen: text, Organisation: who.Code, Suggestions: r.names.closest(text)})
	}
	r.hold(who)
	return nil
}
