package board

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"waymark/internal/benchmark"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// DomainCell is one organisation's figure in a domain, with the level that is required of it.
type DomainCell struct {
	Organisation maturity.Organisation
	Measure      maturity.Measure
	Value        string // the figure, or the state that stands for it
	Period       string // code of its period, for the link to where it came from; "" without a figure
	PeriodWords  string // where it is another than that of the table
	Told         bool   // a figure, or a state such as suppressed, was sent
	Word         string // "6 below 57", "similar to the average, 58"
	Position     maturity.Position
	Behind       bool          // on the wrong side of the level or the average
	Level        float64       // required; NaN: none
	Target       string        // id of what requires it; "" for none
	Points       []chart.Point // the series, for the sparkline
	Number       float64       // the figure; NaN: none
}

func (b *Builder) fillDomains(v *DomainsView, d *domains) {
	for key := range d.trajectories {
		m, _ := b.catalogue.Measure(key.measure)
		v.SelfAssessed = v.SelfAssessed || m.SelfAssessed
	}
	v.Period = newestFigure(d)
	rows := make([]DomainRow, 0, len(d.members)+1)
	for _, o := range d.members {
		row := b.domainRow(v, o, d)
		if slices.ContainsFunc(row.Cells, func(c DomainCell) bool { return c.Told }) {
			rows = append(rows, row)
		} else if slices.ContainsFunc(v.Columns, func(c DomainColumn) bool { return slices.Contains(c.Measure.Kinds, o.Kind) }) {
			v.Silent = append(v.Silent, o)
		}
	}
	v.Silent = slices.DeleteFunc(v.Silent, func(o maturity.Organisation) bool { // of a kind that nobody asks
		return !slices.ContainsFunc(rows, func(r DomainRow) bool { return r.Organisation.Kind == o.Kind })
	})
	for _, row := range rows {
		for i, c := range row.Cells {
			v.Columns[i].count(c)
		}
	}
	for _, c := range v.Columns {
		v.HasLevels = v.HasLevels || c.Levels > 0
	}
	if !v.SelfAssessed {
		weakestFirst(rows)
	}
	if len(rows) > fewRows && !v.All {
		v.More = len(rows) - fewRows
		rows = rows[:fewRows]
	}
	v.Sentence = domainSentence(v, len(rows)+v.More)
	if whole := b.domainRow(v, v.Subject, d); v.Group == "" && v.Subject.ID != d.members[0].ID && slices.ContainsFunc(whole.Cells, func(c DomainCell) bool { return c.Period != "" }) {
		whole.Whole = true
		rows = append(rows, whole)
	}
	if v.Rows = rows; len(rows) == 0 {
		v.Empty = nothingYet(v.Query)
	}
	page := View{}
	b.describe(&page, d.data)
	v.Illustrative, v.Sources, v.Caveats = page.Illustrative, page.Sources, page.Caveats
}

func (c *DomainColumn) count(cell DomainCell) {
	if cell.Word == "" || math.IsNaN(cell.Number) {
		return
	}
	c.Judged++
	if cell.Behind {
		c.Behind++
	}
	if !math.IsNaN(cell.Level) {
		c.Levels++
	}
}

// newestFigure is the newest period of a latest figure: the levels required in it count for all, so that who sends
// nothing any more does not look well.
func newestFigure(d *domains) (newest period.Period) {
	for _, t := range d.levels {
		if t.Latest != nil && (newest.IsZero() || period.Compare(t.Latest.Period, newest) > 0) {
			newest = t.Latest.Period
		}
	}
	return newest
}

func (b *Builder) domainRow(v *DomainsView, o maturity.Organisation, d *domains) DomainRow {
	row := DomainRow{Organisation: o}
	for _, column := range v.Columns {
		cell := b.domainCell(v, o, column.Measure, d)
		if cell.Word != "" {
			row.Judged++
		}
		if cell.Behind {
			row.Behind++
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func (b *Builder) domainCell(v *DomainsView, o maturity.Organisation, m maturity.Measure, d *domains) DomainCell {
	cell := DomainCell{Organisation: o, Measure: m, Value: "not submitted", Level: math.NaN(), Number: math.NaN()}
	t, known := d.levels[seriesKey{o.ID, m.ID}]
	if !known {
		if len(m.Kinds) > 0 && !slices.Contains(m.Kinds, o.Kind) {
			cell.Value = "not due"
		}
		return cell
	}
	cell.Value, _ = latestWords(m, t)
	cell.Target = t.Target
	cell.Told = len(t.Observed) > 0 || t.Latest != nil
	for _, p := range t.Observed {
		if p.HasValue && !p.Provisional {
			cell.Points = append(cell.Points, chart.Point{Period: p.Period, Value: p.Value})
		}
	}
	if t.Latest == nil {
		return cell
	}
	cell.Period = t.Latest.Period.Code()
	if t.Latest.Period != v.Period {
		cell.PeriodWords = t.Latest.Period.Short()
	}
	if !t.Latest.HasValue {
		return cell
	}
	cell.Number = t.Latest.Value
	target, _ := b.target(t.Target)
	if level, ok := levelAt(t, v.Period); ok {
		cell.againstLevel(m, target, level)
		return cell
	}
	if average, ok := d.references[m.ID]; ok && average.Period == t.Latest.Period {
		place, _ := benchmark.Place(m, cell.Number, average.Value)
		cell.Position, cell.Word = place, againstAverage[place]+" "+m.Format(average.Value)
		cell.Behind = place == maturity.PositionBelow && m.Polarity == maturity.HigherIsBetter || place == maturity.PositionAbove && m.Polarity == maturity.LowerIsBetter
	}
	return cell
}

var againstAverage = map[maturity.Position]string{maturity.PositionAbove: "above the average,", maturity.PositionSimilar: "similar to the average,", maturity.PositionBelow: "below the average,"}

// levelAt is the level that the straight path to the target requires in a period, or the target itself once the path has
// ended; ok is false before it begins and where there is none.
func levelAt(t maturity.Trajectory, when period.Period) (level float64, ok bool) {
	for _, p := range t.Required {
		if p.Period.End() > when.End() {
			break
		}
		level, ok = p.Value, true
	}
	return level, ok
}

// againstLevel compares the figure with the level as both are printed: what looks alike is alike.
func (c *DomainCell) againstLevel(m maturity.Measure, target maturity.Target, level float64) {
	c.Level = level
	difference := c.Number - level
	points := maturity.Number(math.Abs(difference), m.Decimals)
	words := "above"
	c.Position = maturity.PositionAbove
	if difference < 0 {
		c.Position, words = maturity.PositionBelow, "below"
	}
	if m.Format(c.Number) == m.Format(level) {
		c.Position, c.Word = maturity.PositionSimilar, "at "+m.Format(level)
		return
	}
	if points == maturity.Number(0, m.Decimals) {
		points = "just"
	}
	c.Word = points + " " + words + " " + m.Format(level)
	c.Behind = (target.Operator == maturity.AtMost) == (difference > 0)
}

// averagesOf are the newest values that measures' first benchmarks give to all organisations alike.
func (b *Builder) averagesOf(values []maturity.BenchmarkValue) map[string]maturity.BenchmarkValue {
	return latestBenchmarks(slices.DeleteFunc(slices.Clone(values), func(v maturity.BenchmarkValue) bool { return v.Population != "" }))
}

// weakestFirst sorts by the share of domains behind, then by their number, then by name.
func weakestFirst(rows []DomainRow) {
	slices.SortStableFunc(rows, func(x, y DomainRow) int {
		return cmp.Or(cmp.Compare(y.Behind*max(1, x.Judged), x.Behind*max(1, y.Judged)), cmp.Compare(y.Behind, x.Behind),
			strings.Compare(x.Organisation.ShortName, y.Organisation.ShortName))
	})
}

func byShortName(list []maturity.Organisation) {
	slices.SortStableFunc(list, func(x, y maturity.Organisation) int { return strings.Compare(x.ShortName, y.ShortName) })
}

// domainSentence names the weakest domain: that in which the most organisations are behind; the fewest compared where
// that is the same for several. It speaks of the required level, or, where none is required, of the average.
func domainSentence(v *DomainsView, rows int) string {
	if rows == 1 {
		return oneRowSentence(v)
	}
	weakest, judged := weakestColumns(v)
	switch {
	case judged == 0:
		return fmt.Sprintf("Nothing is required of these %s, so the figures of %s stand alone.", maturity.Count(len(v.Columns), "domain", "domains"), maturity.Count(rows, "organisation", "organisations"))
	case len(weakest) == 0:
		return fmt.Sprintf("Every organisation that can be compared %s, in all %s.", v.reached(), maturity.Count(len(v.Columns), "domain", "domains"))
	}
	first := weakest[0]
	of := fmt.Sprintf("%d of %s %s %s", first.Behind, maturity.Count(first.Judged, "organisation", "organisations"), isAre(first.Behind), v.short())
	switch len(weakest) {
	case 1:
		return fmt.Sprintf("%s is the weakest domain: %s.", first.Title, of)
	case len(v.Columns):
		return fmt.Sprintf("All %d domains are equally weak: in each, %s.", len(weakest), of)
	}
	return fmt.Sprintf("%s are the weakest domains: in each, %s.", named(titles(weakest)), of)
}

// short is what is said of who is behind, and reached of who is not.
func (v *DomainsView) short() string {
	if v.HasLevels {
		return "short of the level required in " + spanWords(v.Period)
	}
	return "below the average"
}

func (v *DomainsView) reached() string {
	if v.HasLevels {
		return "has reached the level required in " + spanWords(v.Period)
	}
	return "is at or above the average"
}

// spanWords is a period in a heading: "July to September 2018", without the number of the quarter.
func spanWords(p period.Period) string {
	words, _, _ := strings.Cut(p.Label(), " (")
	return words
}

// oneRowSentence is for an organisation that stands alone.
func oneRowSentence(v *DomainsView) string {
	var behind []string
	judged := 0
	for _, c := range v.Columns {
		if c.Judged > 0 {
			judged++
		}
		if c.Behind > 0 {
			behind = append(behind, c.Title)
		}
	}
	switch {
	case judged == 0:
		return "Nothing is required of these domains, so the figures stand alone."
	case len(behind) == 0:
		return fmt.Sprintf("It %s, in all %s.", v.reached(), maturity.Count(judged, "domain", "domains"))
	}
	return fmt.Sprintf("It is %s in %d of %s: %s.", v.short(), len(behind), maturity.Count(judged, "domain", "domains"), named(behind))
}

func weakestColumns(v *DomainsView) (weakest []DomainColumn, judged int) {
	for _, c := range v.Columns {
		judged += c.Judged
		if c.Behind == 0 || v.HasLevels && c.Levels == 0 {
			continue
		}
		switch {
		case len(weakest) == 0 || c.Behind > weakest[0].Behind || c.Behind == weakest[0].Behind && c.Judged < weakest[0].Judged:
			weakest = []DomainColumn{c}
		case c.Behind == weakest[0].Behind && c.Judged == weakest[0].Judged:
			weakest = append(weakest, c)
		}
	}
	return weakest, judged
}

func titles(columns []DomainColumn) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Title
	}
	return out
}
