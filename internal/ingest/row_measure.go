package ingest

import (
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// rowMeasures finds the measure a row names, and remembers the answers.
type rowMeasures struct {
	columns  []int
	named    map[string]string // folded text -> measure id; "" leaves the row out
	rest     bool              // texts that are not named are left out
	all      *measureNames
	answers  map[string]rowMeasure
	lastText string
	last     rowMeasure
	joined   []byte
}

// rowMeasure is an answer: a measure, or that the row is left out; neither means an unknown name.
type rowMeasure struct {
	measure *measure
	skip    bool
}

const mostMeasureAnswers = 20_000

// everythingElse in MeasureNames leaves out all texts that are not named.
const everythingElse = "*"

func (r *reader) rowMeasures(p *plan, v *maturity.ValueRule) *rowMeasures {
	m := &rowMeasures{named: map[string]string{}, all: r.names, answers: map[string]rowMeasure{}}
	ids := v.MeasureColumns
	if v.MeasureColumn != "" {
		ids = []string{v.MeasureColumn}
	}
	for _, id := range ids {
		m.columns = append(m.columns, p.found.column(id))
	}
	for text, id := range v.MeasureNames {
		if text == everythingElse {
			m.rest = true
			continue
		}
		m.named[foldNames(text)] = id
	}
	return m
}

// foldNames folds each part of a name of several columns.
func foldNames(text string) string {
	parts := strings.Split(text, " | ")
	for i := range parts {
		parts[i] = foldHeading(parts[i])
	}
	return strings.Join(parts, " | ")
}

// text is what the row says of its measure.
func (m *rowMeasures) text(cells []sheet.Cell) string {
	if len(m.columns) == 1 {
		return textAt(cells, m.columns[0])
	}
	m.joined = m.joined[:0]
	for i, column := range m.columns {
		if i > 0 {
			m.joined = append(m.joined, " | "...)
		}
		m.joined = append(m.joined, textAt(cells, column)...)
	}
	if string(m.joined) == m.lastText {
		return m.lastText
	}
	return string(m.joined)
}

func (m *rowMeasures) find(text string) rowMeasure {
	if text == m.lastText && (m.last.measure != nil || m.last.skip) {
		return m.last
	}
	a, known := m.answers[text]
	if !known {
		if len(m.answers) >= mostMeasureAnswers {
			clear(m.answers)
		}
		a = m.look(text)
		m.answers[strings.Clone(text)] = a
	}
	m.last, m.lastText = a, text
	return a
}

func (m *rowMeasures) look(text string) rowMeasure {
	if id, ok := m.named[foldNames(text)]; ok {
		return rowMeasure{m.all.id(id), id == ""}
	}
	if len(m.columns) == 1 {
		if found := m.all.find(text); found != nil {
			return rowMeasure{found, false}
		}
	}
	return rowMeasure{nil, m.rest}
}

// textAt is the text of a column, "" beyond the last cell.
func textAt(cells []sheet.Cell, column int) string {
	if column < 1 || column > len(cells) {
		return ""
	}
	return cells[column-1].Text
}
