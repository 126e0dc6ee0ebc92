package bench

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// importShape is how the rows of the import benchmark spread: as a publication would come, month after month, each
// with all organisations in order of their codes.
type importShape struct {
	organisations, measures, months int
}

// shapeOf spreads about n rows over 90 months and 20 measures.
func shapeOf(n int) importShape {
	s := importShape{measures: 20, months: 90}
	s.organisations = max(1, n/(s.measures*s.months))
	return s
}

func (s importShape) rows() int { return s.organisations * s.measures * s.months }

// importCell is one generated value.
type importCell struct {
	organisation, measure  int // from 0
	month                  period.Period
	numerator, denominator int
	row                    int
}

// each calls yield for every value in file order. A series drifts slowly, so that few neighbours jump; the numbers are
// the same in every run. edition shifts every thousandth value, for a correction.
func (s importShape) each(edition int, yield func(importCell) error) error {
	first := period.Of(period.KindMonth, period.Date(2012, 1, 1))
	row := 1
	for m := range s.months {
		month := first.Add(m)
		for o := range s.organisations {
			for k := range s.measures {
				row++
				share := 100 + (o*37+k*101)%500 + m*4 + (o*7+m*13+k*3)%20 // of 1,000: below 1,000 throughout
				if edition > 0 && row%1000 == edition%1000 {
					share--
				}
				denominator := 1000 * (1 + (o+k)%9)
				c := importCell{organisation: o, measure: k, month: month, numerator: share * denominator / 1000, denominator: denominator, row: row}
				if err := yield(c); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func importCode(organisation int) string { return fmt.Sprintf("Z%05d", organisation) }
func importMeasure(k int) string         { return fmt.Sprintf("bench.share-%02d", k) }

// catalogueFor adds the benchmark's measures to the shipped definitions, all with every check on.
func catalogueFor(shipped *maturity.Catalogue, measures int) *maturity.Catalogue {
	c := *shipped
	c.Measures = append([]maturity.Measure(nil), shipped.Measures...)
	for k := range measures {
		c.Measures = append(c.Measures, maturity.Measure{ID: importMeasure(k), Title: "Share " + strconv.Itoa(k), Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter,
			Numerator: "used", Denominator: "all", High: 100, Frequency: period.KindMonth, RollUp: maturity.RollUpRatio, MaxJump: 25})
	}
	c.Hash = shipped.Hash + "-bench"
	c.Index()
	return &c
}

var importHeader = []string{"Organisation code", "Period", "Measure", "Numerator", "Denominator", "Value"}

// writeCSV writes the rows in Waymark's long form.
func (s importShape) writeCSV(w io.Writer, edition int) error {
	out := bufio.NewWriterSize(w, 1<<20)
	for i, h := range importHeader {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(h)
	}
	out.WriteByte('\n')
	var line []byte
	err := s.each(edition, func(c importCell) error {
		line = append(append(line[:0], importCode(c.organisation)...), ',')
		line = append(append(line, c.month.Short()...), ',')
		line = append(append(line, importMeasure(c.measure)...), ',')
		line = append(strconv.AppendInt(line, int64(c.numerator), 10), ',')
		line = append(strconv.AppendInt(line, int64(c.denominator), 10), ',', '\n')
		_, err := out.Write(line)
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
