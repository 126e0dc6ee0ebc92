package page

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// fillMoney lists the lines of money with what was spent, by year, by type and by source, and the way of each decision.
// An amount that is not stated is counted and never added as nought.
func (p *Pages) fillMoney(c echo.Context, page *registersPage) error {
	lines := page.Plan.Funding
	var whole roadmap.MoneyTotal
	for _, f := range lines {
		whole.Add(f)
	}
	page.Heading = moneyHeading(whole)
	page.Lead = moneyLead(whole)
	if whole.Illustrative > 0 {
		page.shell = page.shell.withIllustrative()
	}
	page.addLink("money", "Add a line of money")
	table := registerTable{ID: "money", Caption: "Money by line", Columns: []Column{{Words: "Money for"}, {Words: "Paid by", Wide: true}, {Words: "Type"}, {Words: "Amount", Number: true}, {Words: "Period"},
		{Words: "Spent", Number: true}, {Words: "Initiatives", Wide: true}, {Words: "Place in the source"}}, Empty: "No money is written down for this roadmap."}
	for _, f := range lines {
		table.Rows = append(table.Rows, page.fundingRow(f))
	}
	years, err := p.moneyYears(c, page, lines)
	if err != nil {
		return err
	}
	page.Sections = append(page.Sections, registerSection{ID: "lines", Title: "Line by line", Table: &table}, years)
	if len(lines) > 0 {
		page.Sections = append(page.Sections, moneyGroups(lines))
	}
	page.Sections = append(page.Sections, decisionPaths(page, lines))
	page.Sections = append(page.Sections, page.applicationSections()...)
	return nil
}

// poundWords is an amount, or the range it lies in.
func poundWords(low, high float64) string {
	if low == high {
		return chart.Money(high)
	}
	return chart.Money(low) + " to " + chart.Money(high)
}

// fullPounds is an amount to the pound.
func fullPounds(v float64) string { return "£" + maturity.Number(v, 0) }

func moneyHeading(t roadmap.MoneyTotal) string {
	amounts := countWords(t.Lines, "line of money", "lines of money")
	switch {
	case t.Lines == 0:
		return "No money is written down for this roadmap"
	case t.Told == 0 && t.Lines == 1:
		return "One line of money is written down, and its amount is not stated"
	case t.Told == 0:
		return "The amount of none of " + amounts + " is stated"
	case t.Missing == 0:
		return poundWords(t.Low, t.High) + " for " + amounts
	}
	return fmt.Sprintf("%s is told for %s of %s; the others come on top", poundWords(t.Low, t.High), wholeNumber(t.Told), amounts)
}

func moneyLead(t roadmap.MoneyTotal) (out []string) {
	if t.Lines == 0 {
		return nil
	}
	if t.Missing > 0 {
		out = append(out, upperFirst(countWords(t.Missing, "amount is", "amounts are"))+" not stated. No sum counts "+itThem(t.Missing)+" as nothing: the whole is more than what is told, nobody knows by how much.")
	}
	if t.Indicative > 0 {
		out = append(out, upperFirst(countWords(t.Indicative, "amount is", "amounts are"))+" indicative.")
	}
	if t.SpentLines > 0 {
		spent := chart.Money(t.Spent) + " is reported as spent, on " + wholeNumber(t.SpentLines) + " of " + countWords(t.Lines, "line", "lines")
		if t.SpentBeside > 0 {
			spent += "; " + chart.Money(t.SpentBeside) + " of it on lines whose amount is not stated"
		}
		out = append(out, spent+".")
	} else {
		out = append(out, "No spend is reported.")
	}
	return out
}

func (page *registersPage) fundingRow(f maturity.RoadmapFunding) registerRow {
	title := said(f.Title)
	title.Note = f.Note
	paid := saidOr(f.Source, "not stated")
	if f.Organisation != "" {
		paid.Note = "for " + cmp.Or(page.Plan.Bodies[f.Organisation].Name, f.Organisation)
	}
	kind := saidOr(map[maturity.MoneyType]string{maturity.MoneyCapital: "Capital", maturity.MoneyRevenue: "Revenue"}[f.Type], "not stated")
	kind.Note = f.Category
	amount, spent := registerCell{Words: "not stated", Missing: true}, registerCell{Words: "none reported", Missing: true}
	low, high, told := roadmap.AmountOf(f)
	if told {
		amount = registerCell{Words: fullPounds(high), Raw: plainNumber(high)}
		if low != high {
			amount = registerCell{Words: fullPounds(low) + " to " + fullPounds(high), Raw: plainNumber(low) + " to " + plainNumber(high)}
		}
	}
	var t roadmap.MoneyTotal
	t.Add(f)
	if len(f.Spend) > 0 {
		spent = registerCell{Words: fullPounds(t.Spent), Note: againstPlan(t.Spent, low, high, told), Raw: plainNumber(t.Spent)}
	}
	if told {
		amount.Note = map[maturity.AmountBasis]string{maturity.AmountStated: "stated", maturity.AmountIndicative: "indicative"}[f.Basis]
	}
	if f.Illustrative {
		amount.Note = strings.TrimPrefix(amount.Note+", illustrative", ", ")
	}
	period := registerCell{Words: "not stated", Missing: true}
	if !f.Period.IsZero() {
		period = registerCell{Words: f.Period.Label(), Raw: f.Period.Code()}
	}
	return page.changeable(registerRow{ID: f.ID, Cells: []registerCell{title, paid, kind, amount, period, spent, page.initiativeCell(f.Initiatives, "the whole roadmap"), page.source(f.Place)}}, "money")
}

// againstPlan says how much of an amount is spent.
func againstPlan(spent, low, high float64, told bool) string {
	switch {
	case !told:
		return "the amount is not stated"
	case spent > high:
		return fullPounds(spent-high) + " more than planned"
	case low == high:
		return fullPounds(high-spent) + " left"
	}
	return fullPounds(max(0, low-spent)) + " to " + fullPounds(high-spent) + " left"
}

// moneyYears is plan and spend by financial year, as a picture with its table and as a table of its own.
func (p *Pages) moneyYears(c echo.Context, page *registersPage, lines []maturity.RoadmapFunding) (registerSection, error) {
	s := registerSection{ID: "years", Title: "By year", Table: &registerTable{ID: "money-years", Caption: "Money by financial year", Columns: []Column{{Words: "Financial year"}, {Words: "Planned", Number: true},
		{Words: "Of it capital", Number: true}, {Words: "Of it revenue", Number: true}, {Words: "Amounts not stated", Number: true}, {Words: "Spent", Number: true}}, Empty: "There is no money to add up."}}
	in := chart.BudgetInput{AsAt: p.roadmapToday(page.at).Long(), SourceWords: page.Plan.Title}
	for _, y := range roadmap.MoneyYears(lines) {
		label := "No period stated"
		if !y.Year.IsZero() {
			label = y.Year.Label()
		}
		row := registerRow{ID: y.Year.Code(), Cells: []registerCell{said(label), moneyCell(y.Planned.High, y.Planned.Told > 0, "no amount"), moneyCell(y.Capital, y.Capital > 0, "none"), moneyCell(y.Revenue, y.Revenue > 0, "none"),
			said(wholeNumber(y.Planned.Missing)), moneyCell(y.Spent, y.SpentLines > 0, "none reported")}}
		if y.Planned.Low != y.Planned.High {
			row.Cells[1].Note = "from " + fullPounds(y.Planned.Low)
		}
		s.Table.Rows = append(s.Table.Rows, row)
		year := chart.BudgetYear{Label: label, Stated: math.NaN(), Indicative: math.NaN(), Spend: math.NaN(), NotStated: y.Planned.Missing}
		if !y.Year.IsZero() {
			year.Label = y.Year.Short()
		}
		if y.StatedLines > 0 {
			year.Stated = y.Stated
		}
		if y.IndicativeLines > 0 {
			year.Indicative = y.Indicative
		}
		if y.SpentLines > 0 {
			year.Spend = y.Spent
		}
		in.Years, in.Illustrative = append(in.Years, year), in.Illustrative || y.Planned.Illustrative > 0
	}
	if len(lines) == 0 {
		return s, nil
	}
	s.Words = []string{"Money counts in the year in which its period begins, spend in the year of its own period. Ranges count with their upper end."}
	f, err := chart.Budget(in)
	if err != nil || !f.HasPicture() {
		return s, err
	}
	s.Picture, err = p.roadmapFigure(c, f)
	return s, err
}

// roadmapFigure is a picture ready for a page, with one drawing for every screen.
func (p *Pages) roadmapFigure(c echo.Context, f chart.Figure) (template.HTML, error) {
	picture, _ := p.drawn(c.Request().Context(), f)
	html, err := p.renderer.partial("figure", picture)
	return withoutNarrow(html), err
}

func moneyCell(v float64, told bool, missing string) registerCell {
	if !told {
		return registerCell{Words: missing, Missing: true}
	}
	return registerCell{Words: fullPounds(v), Raw: plainNumber(v)}
}

// moneyGroups adds up by type of money, and by who pays.
func moneyGroups(lines []maturity.RoadmapFunding) registerSection {
	table := registerTable{ID: "money-groups", Caption: "Money by type and by who pays", Columns: []Column{{Words: "Money"}, {Words: "Lines", Number: true}, {Words: "Told", Number: true}, {Words: "Amounts not stated", Number: true}, {Words: "Spent", Number: true}}}
	add := func(prefix string, groups []roadmap.MoneyGroup, words func(string) string) {
		for _, g := range groups {
			amount := registerCell{Words: "no amount", Missing: true}
			if g.Told > 0 {
				amount = registerCell{Words: poundWords(g.Low, g.High), Raw: plainNumber(g.High)}
			}
			table.Rows = append(table.Rows, registerRow{ID: prefix + slugWords(g.Key), Cells: []registerCell{said(words(g.Key)), said(wholeNumber(g.Lines)), amount, said(wholeNumber(g.Missing)), moneyCell(g.Spent, g.SpentLines > 0, "none reported")}})
		}
	}
	add("type-", roadmap.MoneyBy(lines, func(f maturity.RoadmapFunding) string { return string(f.Type) }), func(key string) string {
		return cmp.Or(map[string]string{string(maturity.MoneyCapital): "Capital", string(maturity.MoneyRevenue): "Revenue"}[key], "Type not stated")
	})
	add("source-", roadmap.MoneyBy(lines, func(f maturity.RoadmapFunding) string { return f.Source }), func(key string) string {
		if key == "" {
			return "Who pays is not stated"
		}
		return "Paid by " + key
	})
	return registerSection{ID: "groups", Title: "By type and by who pays", Table: &table}
}

// slugWords is words as part of an anchor.
func slugWords(words string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(words)), "-")
}

// decisionPaths lists who advises, recommends and decides about each line that says so.
func decisionPaths(page *registersPage, lines []maturity.RoadmapFunding) registerSection {
	table := registerTable{ID: "money-decisions", Caption: "The way of decisions about money", Columns: []Column{{Words: "Money for"}, {Words: "Step", Number: true}, {Words: "Body"}, {Words: "Does"}, {Words: "State"}, {Words: "Date"}},
		Empty: "No line says who advises, recommends or decides."}
	for _, f := range lines {
		for i, step := range f.Path {
			date := registerCell{Words: "no date given", Missing: true}
			if step.Date != nil {
				date = said(step.Date.Words())
			}
			body := said(step.Body)
			body.Note = step.Note
			table.Rows = append(table.Rows, registerRow{ID: fmt.Sprintf("%s-step-%d", f.ID, i+1), Cells: []registerCell{said(f.Title), said(wholeNumber(i + 1)), body, saidOr(upperFirst(step.Does), "not stated"), said(step.State.Words()), date}})
		}
	}
	return registerSection{ID: "decisions", Title: "Who decides", Table: &table}
}
