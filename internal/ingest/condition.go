package ingest

import (
	"regexp"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// cellTest is a pattern on one column, with the answers for texts seen before.
type cellTest struct {
	column  int
	pattern *regexp.Regexp
	answers map[string]bool
}

const mostTestAnswers = 10_000

func newCellTest(column int, expression string) (*cellTest, error) {
	re, err := compilePattern(expression)
	return &cellTest{column, re, map[string]bool{}}, err
}

func (t *cellTest) match(cells []sheet.Cell) bool {
	text := ""
	if t.column > 0 && t.column <= len(cells) {
		text = cells[t.column-1].Text
	}
	answer, known := t.answers[text]
	if !known {
		if len(t.answers) >= mostTestAnswers {
			clear(t.answers)
		}
		answer = t.pattern.MatchString(trimSpace(text))
		t.answers[strings.Clone(text)] = answer
	}
	return answer
}

// cellTests compiles column id -> pattern, in the order of the columns.
func cellTests(expressions map[string]string, l *located) ([]*cellTest, error) {
	var out []*cellTest
	for id, expression := range expressions {
		t, err := newCellTest(l.column(id), expression)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b *cellTest) int { return a.column - b.column })
	return out, nil
}

// condition is a compiled maturity.ValueCondition.
type condition struct {
	test  *cellTest
	state maturity.State
	flag  maturity.Flag
}

func conditions(when []maturity.ValueCondition, l *located) ([]condition, error) {
	var out []condition
	for _, w := range when {
		t, err := newCellTest(l.column(w.Column), w.Match)
		if err != nil {
			return nil, err
		}
		out = append(out, condition{t, w.State, w.Flag})
	}
	return out, nil
}
