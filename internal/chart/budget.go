package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// KindBudget is the Figure.Kind of Budget.
const KindBudget = "budget"

// BudgetYear is what is planned and spent in a year, in pounds. NaN stands for an amount that there is not.
type BudgetYear struct {
	Label      string  // "2016/17"
	Stated     float64 // planned, as the source states it
	Indicative float64 // planned, named as indicative
	Spend      float64
	NotStated  int // sums of which the money is there and the amount is not told
}

// BudgetInput is what plan against spend is drawn from.
type BudgetInput struct {
	Title        string // headline; "" makes one from the numbers by fixed rules
	Subtitle     string
	Years        []BudgetYear
	AsAt         string
	SourceWords  string
	Illustrative bool
	Notes        []string
}

// Budget draws a row for each year: what is planned, of that what is only indicative as an empty box, and below it what
// was spent. Amounts that nobody told are counted in words and never drawn. Without an amount there is no picture.
func Budget(in BudgetInput) (Figure, error) {
	amounts := 0
	for _, y := range in.Years {
		values := given(y.Stated, y.Indicative, y.Spend)
		amounts += len(values)
		if err := finite(KindBudget, y.Label, values...); err != nil {
			return Figure{}, err
		}
		for _, v := range values {
			if v < 0 {
				return Figure{}, fmt.Errorf("budget chart of %q: %v is below nothing", y.Label, v)
			}
		}
	}
	f := Figure{
		Kind: KindBudget, Title: in.headline(), Subtitle: orElse(plain(in.Subtitle), "Plan and spend by year, in "+in.unit()+"."), Reading: in.reading(), Table: in.table(),
		Notes: plainNotes(in.Illustrative, in.Notes), Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if amounts == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (y BudgetYear) label() string { return orElse(plain(y.Label), "Year not stated") }

// planned is all that is planned; NaN where no amount is told.
func (y BudgetYear) planned() float64 { return sumOf(y.Stated, y.Indicative) }

// sumOf adds the amounts that there are; NaN where there is none.
func sumOf(values ...float64) float64 {
	there := given(values...)
	if len(there) == 0 {
		return math.NaN()
	}
	sum := 0.0
	for _, v := range there {
		sum += v
	}
	return sum
}

func (in BudgetInput) total(of func(BudgetYear) float64) float64 {
	values := make([]float64, len(in.Years))
	for i, y := range in.Years {
		values[i] = of(y)
	}
	return sumOf(values...)
}

func (in BudgetInput) notStated() int {
	n := 0
	for _, y := range in.Years {
		n += y.NotStated
	}
	return n
}

// factor is what amounts are divided by on the axis.
func (in BudgetInput) factor() float64 {
	most := 0.0
	for _, y := range in.Years {
		for _, v := range given(y.planned(), y.Spend) {
			most = math.Max(most, v)
		}
	}
	switch {
	case most >= 2e6:
		return 1e6
	case most >= 2e4:
		return 1e3
	}
	return 1
}

func (in BudgetInput) unit() string {
	return map[float64]string{1e6: "millions of pounds", 1e3: "thousands of pounds", 1: "pounds"}[in.factor()]
}

// Money is an amount in pounds as a sentence shows it: "£1.2 million", "£350,000".
func Money(v float64) string {
	if math.IsNaN(v) {
		return "not stated"
	}
	if math.Abs(v) >= 999_950 {
		return "£" + maturity.Number(math.Round(v/1e5)/10, 1) + " million"
	}
	return "£" + maturity.Number(math.Round(v), 0)
}

func (in BudgetInput) headline() string {
	planned, spent := in.total(BudgetYear.planned), in.total(func(y BudgetYear) float64 { return y.Spend })
	switch {
	case in.Title != "":
		return plain(in.Title)
	case math.IsNaN(planned) && math.IsNaN(spent) && in.notStated() > 0:
		return fmt.Sprintf("None of %s is stated", counted(in.notStated(), "amount", "amounts"))
	case math.IsNaN(planned) && math.IsNaN(spent):
		return "No money is recorded"
	case math.IsNaN(planned):
		return Money(spent) + " is spent; no amount is planned"
	case math.IsNaN(spent):
		return Money(planned) + " is planned; no spend is recorded"
	}
	return fmt.Sprintf("%s of %s planned is spent", Money(spent), Money(planned))
}

func (in BudgetInput) reading() string {
	if len(in.Years) == 0 {
		return "There is no year with money."
	}
	parts := []string{fmt.Sprintf("over %s %s is planned and %s spent", counted(len(in.Years), "year", "years"), in.orNothing(BudgetYear.planned), in.orNothing(func(y BudgetYear) float64 { return y.Spend }))}
	if v := in.total(func(y BudgetYear) float64 { return y.Indicative }); !math.IsNaN(v) {
		parts = append(parts, Money(v)+" of the plan is indicative")
	}
	if n := in.notStated(); n > 0 {
		parts = append(parts, counted(n, "amount is", "amounts are")+" not stated")
	}
	return upperFirst(sentence(parts...))
}

func (in BudgetInput) orNothing(of func(BudgetYear) float64) string {
	if v := in.total(of); !math.IsNaN(v) {
		return Money(v)
	}
	return "no amount"
}

func (in BudgetInput) table() Table {
	t := Table{Caption: "Plan and spend by year", Columns: []Column{{"Year", false}, {"Planned, stated", true}, {"Planned, indicative", true}, {"Planned together", true}, {"Spent", true}, {"Amounts not stated", true}}}
	for _, y := range in.Years {
		cell := func(v float64, absent string) string {
			if math.IsNaN(v) {
				return absent
			}
			return Money(v)
		}
		t.Rows = append(t.Rows, Row{Cells: []string{y.label(), cell(y.Stated, "none"), cell(y.Indicative, "none"), cell(y.planned(), "no amount"), cell(y.Spend, "no spend recorded"), whole(y.NotStated)}})
	}
	return t
}

// words beside a row: what is planned and spent, and that amounts are missing.
func (y BudgetYear) words() string {
	var parts []string
	if v := y.planned(); !math.IsNaN(v) {
		parts = append(parts, Money(v)+" planned")
	}
	if !math.IsNaN(y.Spend) {
		parts = append(parts, Money(y.Spend)+" spent")
	}
	if y.NotStated > 0 {
		parts = append(parts, whole(y.NotStated)+" not stated")
	}
	return orElse(strings.Join(parts, ", "), "no amount")
}

var (
	budgetStated = stroke{id: "stated", colour: Planned.Line, width: 13, z: 4}
	budgetLoose  = stroke{id: "indicative", colour: Planned.Text, width: 1.25, dash: []int{4, 3}, z: 5}
	budgetSpent  = stroke{id: "spent", colour: Observed.Line, width: 7, z: 6}
)

// draw lays out the rows.
func (in BudgetInput) draw(f Figure) ([]byte, int, error) {
	shown := in.Years[:min(len(in.Years), f.paper.bars())]
	f.key += more(len(shown), len(in.Years))
	pounds := maturity.Measure{ID: "pounds", Unit: maturity.UnitCount, Decimals: 1}
	texts, measures, values := make([]rowText, len(shown)), make([]maturity.Measure, len(shown)), make([][]float64, len(shown))
	by := in.factor()
	for i, y := range shown {
		texts[i], measures[i] = rowText{name: y.label(), value: y.words(), of: pounds}, pounds
		for _, v := range given(y.planned(), y.Spend) {
			values[i] = append(values[i], v/by)
		}
	}
	scales, shared := rowScales(measures, values)
	lay := layRows(f, texts, scales, shared, in.keys(shown), nil)
	base, stated, loose, spent := lay.baselines(), budgetStated, budgetLoose, budgetSpent
	for i, y := range shown {
		at := 0.0
		if !math.IsNaN(y.Stated) && y.Stated > 0 {
			stated.segment(xy{0, lay.y(i, -4)}, xy{y.Stated / by, lay.y(i, -4)})
			at = y.Stated / by
		}
		if !math.IsNaN(y.Indicative) && y.Indicative > 0 {
			end := at + y.Indicative/by
			loose.path(xy{at, lay.y(i, -10)}, xy{end, lay.y(i, -10)}, xy{end, lay.y(i, 2)}, xy{at, lay.y(i, 2)}, xy{at, lay.y(i, -10)})
		}
		if !math.IsNaN(y.Spend) && y.Spend > 0 {
			spent.segment(xy{0, lay.y(i, 8)}, xy{y.Spend / by, lay.y(i, 8)})
		}
	}
	option, err := lay.option([]stroke{base, stated, loose, spent})
	return option, lay.frame.height, err
}

func (in BudgetInput) keys(shown []BudgetYear) []key {
	var out []key
	add := func(s stroke, c Colour, text string, of func(BudgetYear) float64) {
		if slices.ContainsFunc(shown, func(y BudgetYear) bool { return of(y) > 0 }) {
			out = append(out, key{line: s, colour: c, text: text})
		}
	}
	add(stroke{mark: "bar", fill: Planned.Line, colour: Planned.Line}, Planned, "Planned", func(y BudgetYear) float64 { return y.Stated })
	add(stroke{mark: "bar", fill: white, colour: Planned.Text, dash: []int{4, 3}}, Planned, "Planned, indicative", func(y BudgetYear) float64 { return y.Indicative })
	add(budgetSpent, Observed, "Spent", func(y BudgetYear) float64 { return y.Spend })
	return out
}
