// Command invent writes the illustrative returns of the demonstration into the folder it is given: files as a CCG's
// analyst and a trust could have sent them. The figures are invented from fixed seeds, so that a second run writes
// the same; they show what the pages do with a return that is late, a correction, a missing cell, a value above 100 %.
package main

import (
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"waymark/internal/period"
)

// path is one invented series: a logistic climb from start towards ceiling with noise, for an organisation and measure.
type path struct {
	organisation, name, measure string
	start, ceiling              float64 // percent at the first quarter; where the climb levels off
	pace                        float64 // share of the remaining way made per quarter
	noise                       float64 // points
	denominator                 float64 // 0: a score without counts
	blank                       string  // state for every cell instead of a value
	from                        int     // first quarter returned: real figures stand before it
}

// heading marks every file as illustrative: the layout is known by these words.
var heading = []string{"Organisation code", "Organisation name", "Period", "Measure", "Illustrative numerator", "Illustrative denominator", "Illustrative value", "State", "Mark"}

var planHeading = []string{"Organisation code", "Organisation name", "Period", "Measure", "Illustrative planned value"}

const quarters = 10 // April to June 2016 up to July to September 2018

var first = period.Of(period.KindQuarter, period.Date(2016, time.April, 1))

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: invent FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "invent:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	all := paths()
	for q := range quarters {
		p := first.Add(q)
		rows := [][]string{heading}
		for i, one := range all {
			if q < one.from || late(one, q) {
				continue
			}
			rows = append(rows, one.row(p, q, uint64(i), 0))
		}
		if err := save(filepath.Join(folder, fmt.Sprintf("returns-%s.csv", name(p))), rows); err != nil {
			return err
		}
	}
	if err := save(filepath.Join(folder, "returns-"+name(first.Add(7))+"-corrected.csv"), corrected(all)); err != nil {
		return err
	}
	return save(filepath.Join(folder, "plans-2016.csv"), plans(all))
}

// late leaves out the newest return of one trust: the board is to see that it is missing.
func late(one path, q int) bool { return one.organisation == "RTQ" && q == quarters-1 }

// corrected restates one trust's discharge summaries of January to March 2018: a ward was counted twice.
func corrected(all []path) [][]string {
	rows := [][]string{heading}
	for i, one := range all {
		if one.organisation == "RTE" && one.measure == "discharge.within-24-hours" {
			rows = append(rows, one.row(first.Add(7), 7, uint64(i), -4))
		}
	}
	return rows
}

// plans commit three organisations to a path for discharge summaries up to March 2020.
func plans(all []path) [][]string {
	rows := [][]string{planHeading}
	for _, one := range all {
		if one.measure != "discharge.within-24-hours" {
			continue
		}
		for q := range 16 {
			planned := one.start + (95-one.start)*float64(q)/15
			rows = append(rows, []string{one.organisation, one.name, first.Add(q).Short(), one.measure, strconv.FormatFloat(math.Round(planned), 'f', 0, 64)})
		}
	}
	return rows
}

// value is the invented percentage in quarter q, restated by so many points.
func (p path) value(q int, seed uint64, restated float64) float64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %s", p.organisation, p.measure)
	r := rand.New(rand.NewPCG(h.Sum64(), seed))
	v := p.start
	for range q - max(0, p.from-1) {
		r.NormFloat64()
		v += (p.ceiling - v) * p.pace
	}
	return math.Max(0, v+p.noise*r.NormFloat64()+restated)
}

func (p path) row(quarter period.Period, q int, seed uint64, restated float64) []string {
	cells := []string{p.organisation, p.name, quarter.Short(), p.measure, "", "", "", "", ""}
	v := p.value(q, seed, restated)
	switch {
	case p.blank != "":
		cells[6] = p.blank
	case p.denominator > 0:
		d := math.Round(p.denominator * (1 + 0.03*math.Sin(float64(q)+float64(seed))))
		cells[4], cells[5] = strconv.FormatFloat(math.Round(d*v/100), 'f', 0, 64), strconv.FormatFloat(d, 'f', 0, 64)
	default:
		cells[6] = strconv.FormatFloat(math.Round(math.Min(v, 100)), 'f', 0, 64)
	}
	return cells
}

// name is the quarter in a file name: 2016-17-q1.
func name(p period.Period) string {
	t := p.Start.Time()
	year, quarter := t.Year(), (int(t.Month())+8)/3%4+1
	if quarter == 4 {
		year--
	}
	return fmt.Sprintf("%d-%02d-q%d", year, (year+1)%100, quarter)
}

func save(path string, rows [][]string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(file)
	w.UseCRLF = true
	if err := w.WriteAll(rows); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
