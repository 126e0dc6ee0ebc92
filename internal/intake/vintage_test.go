package intake_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/revision"
	"waymark/internal/testfile"
)

// vintages is a table of one statistic in all its editions: measure -> edition -> month -> value.
type vintages struct {
	measures, editions []string
	values             map[string]map[string]map[string]string
}

func readVintages(t *testing.T, path string) vintages {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	v := vintages{values: map[string]map[string]map[string]string{}}
	for _, row := range rows[1:] {
		month, measure, edition, value := row[0], row[1], row[2], row[3]
		if v.values[measure] == nil {
			v.values[measure] = map[string]map[string]string{}
			v.measures = append(v.measures, measure)
		}
		if v.values[measure][edition] == nil {
			v.values[measure][edition] = map[string]string{}
		}
		v.values[measure][edition][month] = value
		if !slices.Contains(v.editions, edition) {
			v.editions = append(v.editions, edition)
		}
	}
	slices.Sort(v.editions)
	return v
}

// id names the measure for a test.
func (v vintages) id(measure string) string {
	return fmt.Sprintf("vintage.m%d", slices.Index(v.measures, measure))
}

func (v vintages) decimals(measure string) int {
	if strings.HasPrefix(measure, "Rate") {
		return 1
	}
	return 0
}

// definitions are the shipped ones with the table's measures and a layout for one edition: months by measures.
func (v vintages) definitions(t *testing.T) *maturity.Catalogue {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(capabilities.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(capabilities.Files, path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	measures, columns, values := "", "", ""
	for i, m := range v.measures {
		measures += fmt.Sprintf("- {id: %s, title: %q, short: M%d, why: Counted., type: used, unit: %s, unit_words: counted, polarity: neither, decimals: %d, roll_up: none, numerator: Counted, kinds: [nation], frequency: month, source_words: Published, author: Analyst, checker: Lead, review_by: \"2027-03-31\", changes: [{date: \"2026-11-22\", text: First.}]}\n", v.id(m), m, i, []string{"count", "score"}[v.decimals(m)], v.decimals(m))
		columns += fmt.Sprintf("        - {id: m%d, headings: [%q], optional: true}\n", i, m)
		values += fmt.Sprintf("      - {measure: %s, column: m%d, kind: %s}\n", v.id(m), i, []string{"count", "number"}[v.decimals(m)])
	}
	files["measures/vintage.yaml"] = &fstest.MapFile{Data: []byte(measures)}
	files["layouts/vintage.yaml"] = &fstest.MapFile{Data: []byte("id: vintage\ntitle: One edition\nversion: 1\nsource: nhs-england-online-consultation\nmedia: [csv]\nrestates: true\nsheets:\n  - columns:\n        - {id: month, headings: [Vintage month]}\n" +
		columns + "    period: {column: month, kind: month}\n    organisation: [\"=ENG\"]\n    values:\n" + values)}
	catalogue, err := definition.Load(files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

// file is one edition as a file.
func (v vintages) file(edition string) string {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	head, months, given := []string{"Vintage month"}, map[string]bool{}, []string{}
	for _, m := range v.measures {
		if len(v.values[m][edition]) > 0 {
			head, given = append(head, m), append(given, m)
		}
		for month := range v.values[m][edition] {
			months[month] = true
		}
	}
	w.Write(head)
	for _, month := range slices.Sorted(maps.Keys(months)) {
		row := []string{month}
		for _, m := range given {
			row = append(row, v.values[m][edition][month])
		}
		w.Write(row)
	}
	w.Flush()
	return out.String()
}

// published is when an edition came out: the last day of the month after its newest figures. The true day is not in the
// table.
func published(edition string) time.Time {
	month, _ := time.Parse("2006-01", edition)
	return month.AddDate(0, 2, -1)
}

// importVintages sends every edition in order, each known from its day.
func importVintages(t *testing.T, v vintages) *office {
	t.Helper()
	catalogue := v.definitions(t)
	o := open(t, func(options *intake.Options) { options.Catalogue = catalogue })
	if err := o.db.SyncCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	england := maturity.Organisation{Code: "ENG", Name: "England", ShortName: "England", Kind: maturity.KindNation}
	o.scan(&england.ID, `INSERT INTO organisation (code, name, short_name, kind) VALUES ('ENG', 'England', 'England', 'nation') RETURNING id`)
	o.trust["ENG"] = england
	for _, edition := range v.editions {
		s := o.send(v.file(edition), everywhere(intake.Meta{FileName: edition + ".csv", AutoWrite: true, KnownFrom: published(edition)}))
		if s.State != maturity.SubmissionWritten {
			t.Fatalf("edition %s is %s:\n%s", edition, s.State, issueText(s.Report))
		}
	}
	return o
}

// Every edition, sent in order, can be read again as it was: as at its day each month has the figure that the edition
// gave it.
func reproducesEveryVintage(t *testing.T, path string) {
	v := readVintages(t, path)
	o := importVintages(t, v)
	compared := 0
	for _, edition := range v.editions {
		believed := map[string]float64{}
		err := o.db.EachObservation(t.Context(), maturity.ObservationFilter{AsAt: published(edition)}, func(ob maturity.Observation) error {
			believed[ob.Measure+" "+ob.Period.Start.String()[:7]] = ob.Value
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range v.measures {
			for month, text := range v.values[m][edition] {
				want, err := strconv.ParseFloat(text, 64)
				if err != nil {
					t.Fatal(err)
				}
				compared++
				if got, known := believed[v.id(m)+" "+month]; !known || math.Abs(got-want) > 1e-9*math.Max(1, want) {
					t.Errorf("as at the edition of %s, %s in %s is %v, want %v", edition, m, month, got, want)
				}
			}
		}
	}
	t.Logf("%d editions, %d figures", len(v.editions), compared)
	for _, m := range v.measures {
		sameRecord(t, o, v, m)
	}
}

// sameRecord compares the record made from the database with one counted from the table, straight.
func sameRecord(t *testing.T, o *office, v vintages, measure string) {
	t.Helper()
	asAt := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	h := revision.New(v.decimals(measure))
	if err := o.db.EachRevised(t.Context(), v.id(measure), nil, asAt, func(ob maturity.Observation) error { h.AddVersion(ob); return nil }); err != nil {
		t.Fatal(err)
	}
	unmoved, err := o.db.FirstKnown(t.Context(), v.id(measure), nil, asAt)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range unmoved {
		h.AddUnmoved(f)
	}
	record, _ := h.Record()
	t.Logf("%s: %d figures, %d revised, settles %d", measure, record.Figures, record.Revised, record.Settles)
	for _, a := range record.Ages {
		figures, moved := v.count(measure, a.Age)
		if a.Figures != figures || a.Moved != moved {
			t.Errorf("%s at the age of %d: %d of %d moved, in the table %d of %d", measure, a.Age, a.Moved, a.Figures, moved, figures)
		}
		t.Logf("age %2d: %2d of %2d moved (%.0f%%), median %g, 90th centile %g", a.Age, a.Moved, a.Figures, 100*a.Share(), a.Median, a.P90)
	}
}

// count says, from the table, of how many months a figure of an age was known, and how many of them are different in the
// last edition that gives the month. An edition comes out a month after its newest figures.
func (v vintages) count(measure string, age int) (figures, moved int) {
	months := map[string]bool{}
	newest := ""
	for edition, values := range v.values[measure] {
		newest = max(newest, edition)
		for month := range values {
			months[month] = true
		}
	}
	for month := range months {
		at, last := "", ""
		for _, edition := range v.editions {
			value, given := v.values[measure][edition][month]
			if !given {
				continue
			}
			if v.age(month, edition) <= age {
				at = value
			}
			last = value
		}
		if at == "" || v.lastNews(measure, month) <= age {
			continue
		}
		figures++
		x, _ := strconv.ParseFloat(at, 64)
		y, _ := strconv.ParseFloat(last, 64)
		if math.Abs(x-y) > 0.5*math.Pow(10, -float64(v.decimals(measure))) {
			moved++
		}
	}
	return figures, moved
}

func (v vintages) age(month, edition string) int {
	at, _ := time.Parse("2006-01", month)
	return maturity.RevisionAgeOf(period.Of(period.KindMonth, period.DayOf(at)), period.DayOf(published(edition)))
}

// lastNews is the age of a month at the last edition that said anything new of the measure.
func (v vintages) lastNews(measure, month string) int {
	last, seen := "", map[string]string{}
	for _, edition := range v.editions {
		for m, value := range v.values[measure][edition] {
			if seen[m] != value {
				seen[m], last = value, edition
			}
		}
	}
	return v.age(month, last)
}

func TestEveryVintageIsReproduced(t *testing.T) {
	t.Parallel()
	reproducesEveryVintage(t, filepath.Join("testdata", "oc_national_vintages.csv"))
}

func TestEveryVintageOfTheWholeTableIsReproduced(t *testing.T) {
	t.Parallel()
	reproducesEveryVintage(t, testfile.Shared(t, "data", "derived", "oc_national_monthly_vintages.csv"))
}
