package ingest

import (
	"regexp"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// periodAnswer is what a text reads as.
type periodAnswer struct {
	period.Period
	end     period.Day
	problem string // code of a rule; "" when it can be used
	written bool   // a day that may stand for the month or quarter it begins or ends
}

// periods reads texts as periods under one rule and remembers the answers.
type periods struct {
	rule    maturity.PeriodRule
	order   period.Order
	pattern *regexp.Regexp
	names   map[string]period.Period
	today   period.Day
	future  bool // values may lie in the future (a plan)
	answers map[string]*periodAnswer
	last    *periodAnswer
	lastKey string
}

const mostPeriods = 20_000

func newPeriods(rule maturity.PeriodRule, today period.Day, future bool) (*periods, error) {
	p := &periods{rule: rule, today: today, future: future, names: map[string]period.Period{}, answers: map[string]*periodAnswer{}}
	var err error
	if rule.Pattern != "" {
		if p.pattern, err = compilePattern(rule.Pattern); err != nil {
			return nil, err
		}
	}
	if p.order, err = period.ParseOrder(rule.Order); err != nil {
		return nil, maturity.Wrap(err, maturity.Internal, "A layout has an order of dates that is not known.")
	}
	for text, code := range rule.Names {
		named, err := period.FromCode(code)
		if err != nil {
			return nil, maturity.Wrap(err, maturity.Internal, "A layout has a period that cannot be used.")
		}
		p.names[maturity.FoldName(text)] = named
	}
	return p, nil
}

// cell reads a cell.
func (p *periods) cell(c *sheet.Cell) *periodAnswer {
	if p.last != nil && c.Text == p.lastKey {
		return p.last
	}
	a := p.answers[c.Text]
	if a == nil {
		if len(p.answers) >= mostPeriods {
			clear(p.answers)
		}
		a = p.read(c)
		p.answers[strings.Clone(c.Text)] = a
	}
	p.last, p.lastKey = a, c.Text
	return a
}

// text reads a text that is no cell: a heading, a sheet's name, a file's name.
func (p *periods) text(text string) *periodAnswer {
	return p.read(&sheet.Cell{Text: text, Kind: sheet.Text})
}

func (p *periods) read(c *sheet.Cell) *periodAnswer {
	text := trimSpace(c.Text)
	if named, ok := p.names[maturity.FoldName(text)]; ok {
		return p.answer(named, false)
	}
	if c.Kind == sheet.Date || isSerial(c, text) {
		day, err := period.FromSerial(serialOf(c, text))
		if err != nil {
			return &periodAnswer{problem: PeriodCell}
		}
		if p.rule.Kind == period.KindNone {
			return p.answer(period.Of(period.KindDay, day), true)
		}
		return p.answer(period.Of(p.rule.Kind, day), false)
	}
	if p.pattern != nil {
		text = p.inside(text)
	}
	if found, err := period.FromCode(text); err == nil {
		return p.answer(p.wanted(found), false)
	}
	found, err := period.Parse(withoutMarks(text), p.rule.Kind, p.order)
	if err != nil {
		return &periodAnswer{problem: PeriodCell}
	}
	return p.answer(found, found.Kind == period.KindDay && p.rule.Kind == period.KindNone)
}

// wanted is the period of the declared kind that holds a finer one.
func (p *periods) wanted(found period.Period) period.Period {
	if p.rule.Kind == period.KindNone || found.Kind == p.rule.Kind {
		return found
	}
	wider := period.Of(p.rule.Kind, found.Start)
	if wider.Contains(found.End()) {
		return wider
	}
	return found
}

// inside is the part of text the layout's pattern picks: the group "period", or the whole match.
func (p *periods) inside(text string) string {
	groups := p.pattern.FindStringSubmatch(text)
	if groups == nil {
		return text
	}
	if i := p.pattern.SubexpIndex("period"); i > 0 {
		return trimSpace(strings.NewReplacer("_", " ").Replace(groups[i]))
	}
	return groups[0]
}

func (p *periods) answer(found period.Period, written bool) *periodAnswer {
	a := &periodAnswer{Period: found, end: found.End(), written: written}
	if found.Start > p.today && !p.future {
		a.problem = PeriodFuture
	}
	return a
}

// isSerial reports whether a number or a text of five digits is a date as a spreadsheet counts it. Four digits are a year.
func isSerial(c *sheet.Cell, text string) bool {
	if c.Kind == sheet.Number {
		return c.Number >= 10_000 && c.Number < 100_000 && c.Number == float64(int(c.Number))
	}
	if len(text) != 5 {
		return false
	}
	for _, b := range []byte(text) {
		if b < '0' || b > '9' {
			return false
		}
	}
	return text[0] != '0'
}

func serialOf(c *sheet.Cell, text string) float64 {
	if c.Kind == sheet.Date || c.Kind == sheet.Number {
		return c.Number
	}
	return parseNumber(text).value
}

// meant is the period a day stands for in a form that leaves the kind open: spreadsheets turn "Jul 2018" into
// 1 July 2018, so the first or last day of a month or quarter is read as the period the measure is reported for.
func meant(a *periodAnswer, frequency period.Kind) period.Period {
	if !a.written || frequency == period.KindNone || frequency == period.KindDay {
		return a.Period
	}
	wider := period.Of(frequency, a.Start)
	if wider.Start == a.Start || wider.End() == a.Start {
		return wider
	}
	return a.Period
}
