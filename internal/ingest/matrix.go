package ingest

import (
	"slices"

	"waymark/internal/maturity"
)

// compileMatrix makes a unit of each organisation column: the row heading names the section, and the framework the
// organisation answered says which measure that is.
func (r *reader) compileMatrix(p *plan, m *maturity.MatrixRule) error {
	codes := map[string]string{}
	for heading, code := range m.Organisations {
		codes[foldHeading(heading)] = code
	}
	instruments := map[string]string{}
	for heading, framework := range m.ByColumn {
		instruments[foldHeading(heading)] = framework
	}
	inferred := map[string]bool{}
	for _, heading := range m.Inferred {
		inferred[foldHeading(heading)] = true
	}
	sections := map[string]*rowMeasures{}
	for _, column := range matrixColumns(m, p.found) {
		heading := p.found.heading(column)
		framework := m.Framework
		if other, ok := instruments[foldHeading(heading)]; ok {
			framework = other
		}
		if sections[framework] == nil {
			names, err := r.sectionNames(p, m, framework)
			if err != nil {
				return err
			}
			sections[framework] = names
		}
		when, err := p.fixedPeriod(m.Periods[framework])
		if err != nil {
			return err
		}
		who := withoutMarks(heading)
		if code, ok := codes[foldHeading(heading)]; ok {
			who = code
		}
		placed := inferred
		if slices.ContainsFunc(m.Certain, func(h string) bool { return foldHeading(h) == foldHeading(heading) }) {
			placed = nil
		}
		p.units = append(p.units, &unit{rule: &maturity.ValueRule{}, names: sections[framework], who: who, whoColumn: column,
			when: when, value: column, header: heading, blank: m.Blank, inferred: placed, inferredAt: p.found.column(m.RowHeading)})
	}
	return nil
}

// sectionNames are the titles, ids and other headings of a framework's sections.
func (r *reader) sectionNames(p *plan, m *maturity.MatrixRule, framework string) (*rowMeasures, error) {
	f, ok := r.in.Catalogue.Framework(framework)
	if !ok {
		return nil, maturity.Errorf(maturity.Internal, "The layout %s speaks of a framework %q that is not declared.", p.layout.ID, framework)
	}
	names := &rowMeasures{columns: []int{p.found.column(m.RowHeading)}, named: map[string]string{}, all: r.names, answers: map[string]rowMeasure{}}
	f.Sections(func(_ maturity.Group, s maturity.Section) bool {
		for _, name := range append([]string{s.Title, s.ID}, s.Aliases...) {
			if _, taken := names.named[foldNames(name)]; !taken && s.Measure != "" {
				names.named[foldNames(name)] = s.Measure
			}
		}
		return true
	})
	return names, nil
}
