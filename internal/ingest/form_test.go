package ingest_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// table is a set of values to be sent in different forms.
type table struct {
	form   ingest.Form
	values map[key]maturity.Observation
}

type key struct {
	organisation maturity.OrganisationID
	measure      string
	period       period.Period
}

// drawTable makes any table that the definitions allow.
func drawTable(t *rapid.T, c *maturity.Catalogue, d *directory) table {
	tb := table{values: map[key]maturity.Observation{}}
	for _, id := range []string{"discharge.within-24-hours", "nhs-number.coverage", "uc.9a"} {
		m, _ := c.Measure(id)
		tb.form.Measures = append(tb.form.Measures, m)
	}
	for _, code := range []string{"RTE", "R1J", "RYF"} {
		tb.form.Organisations = append(tb.form.Organisations, d.Find(code, nil, period.Period{Kind: period.KindDay, Start: period.Date(2018, 1, 1)}).Organisation)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "periods") {
		tb.form.Periods = append(tb.form.Periods, period.Of(period.KindQuarter, period.Date(2018, 4, 1)).Add(i))
	}
	for _, o := range tb.form.Organisations {
		for _, p := range tb.form.Periods {
			for _, m := range tb.form.Measures {
				if v, ok := drawValue(t, m); ok {
					v.Organisation, v.Measure, v.Period, v.Source = o.ID, m.ID, p, "return"
					tb.values[key{o.ID, m.ID, p}] = v
				}
			}
		}
	}
	tb.form.Known = func(o maturity.OrganisationID, m string, p period.Period) (maturity.Observation, bool) {
		v, ok := tb.values[key{o, m, p}]
		return v, ok
	}
	return tb
}

func drawValue(t *rapid.T, m maturity.Measure) (maturity.Observation, bool) {
	v := maturity.Observation{State: maturity.Reported, Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN()}
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return v, false
	case 1:
		v.State = rapid.SampledFrom([]maturity.State{maturity.NotApplicable, maturity.NotAvailable, maturity.Suppressed, maturity.LostInSource}).Draw(t, "state")
		return v, true
	case 2:
		v.State, v.Numerator, v.Denominator = maturity.NilReturn, 0, 0
		return v, true
	case 3:
		v.State, v.Value = rapid.SampledFrom([]maturity.State{maturity.BelowBound, maturity.AboveBound}).Draw(t, "bound"), float64(rapid.IntRange(1, 99).Draw(t, "at"))
		return v, true
	case 4:
		v.Denominator = float64(rapid.IntRange(1, 5000).Draw(t, "denominator"))
		v.Numerator = float64(rapid.IntRange(0, int(v.Denominator)).Draw(t, "numerator"))
		v.Value = v.Numerator / v.Denominator * m.Per
		return v, true
	}
	// Values of at most 1 are left out: a column of nothing else rightly gets a warning that they may be fractions.
	v.Value = float64(rapid.IntRange(11, 1000).Draw(t, "tenths")) / 10
	v.Flags = maturity.Flag(rapid.IntRange(0, 7).Draw(t, "flags"))
	return v, true
}

func formFile(t testing.TB, l maturity.Layout, f ingest.Form, media string) file {
	t.Helper()
	var out bytes.Buffer
	if media == "xlsx" {
		s, err := ingest.FormSheet(l, f)
		if err == nil {
			err = sheet.WriteXLSX(&out, []sheet.OutSheet{s})
		}
		if err != nil {
			t.Fatal(err)
		}
	} else {
		rows, err := ingest.FormRows(l, f)
		if err == nil {
			err = sheet.WriteCSV(&out, rows)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return file{"return." + media, out.Bytes()}
}

// bare are the observations without the places they were read from, sorted.
func (o outcome) bare() []string {
	copied := o
	copied.observations = nil
	for _, v := range o.observations {
		v.Cell, v.Seen = maturity.Cell{}, ""
		copied.observations = append(copied.observations, v)
	}
	lines := copied.lines()
	slices.Sort(lines)
	return lines
}

// The same table gives the same observations in the long and the wide form, as CSV and as a workbook, and they are the
// values that went in; a valid file never yields an error, and the order of its rows does not matter.
func TestFormsSayTheSame(t *testing.T) {
	c, d := shipped(t), loadDirectory(t)
	rapid.Check(t, func(rt *rapid.T) {
		tb := drawTable(rt, c, d)
		var want outcome
		want.directory = d
		for _, v := range tb.values {
			want.observations = append(want.observations, v)
		}
		for _, id := range []string{"waymark-long", "waymark-wide"} {
			l, _ := c.Layout(id)
			for _, media := range rapid.SampledFrom([][]string{{"csv"}, {"csv"}, {"csv", "xlsx"}}).Draw(rt, "media") {
				f := formFile(t, l, tb.form, media)
				got := read(t, f)
				compareForms(rt, id+" "+media, got, want)
				if media == "csv" && len(tb.values) > 0 {
					lines := strings.SplitAfter(strings.TrimSuffix(string(f.bytes), "\n"), "\n")
					lines[len(lines)-1] += "\n"
					body := rapid.Permutation(lines[1:]).Draw(rt, "order")
					compareForms(rt, id+" in another order", read(t, file{f.name, []byte(lines[0] + strings.Join(body, ""))}), want)
				}
			}
		}
	})
}

func compareForms(t *rapid.T, name string, got, want outcome) {
	if len(want.observations) == 0 {
		if rules := rulesOf(got.Report.Issues, e); len(rules) != 1 || rules[0] != ingest.NothingRead {
			t.Fatalf("%s: an empty form gives %v", name, rules)
		}
		return
	}
	if rules := rulesOf(got.Report.Issues, e, w); len(rules) > 0 {
		t.Fatalf("%s: a valid file gives %s", name, issuesText(got.Report.Issues))
	}
	if a, b := got.bare(), want.bare(); !slices.Equal(a, b) {
		t.Fatalf("%s:\ngot  %s\nwant %s", name, strings.Join(a, "\n     "), strings.Join(b, "\n     "))
	}
}

func TestEmptyFormsHaveAllHeadings(t *testing.T) {
	c, d := shipped(t), loadDirectory(t)
	var f ingest.Form
	for _, id := range []string{"discharge.within-24-hours", "primary-care.practices"} {
		m, _ := c.Measure(id)
		f.Measures = append(f.Measures, m)
	}
	f.Organisations = []maturity.Organisation{d.all[5].Organisation}
	f.Periods = []period.Period{period.Of(period.KindQuarter, period.Date(2018, 7, 1))}
	var b strings.Builder
	for _, l := range c.Layouts {
		if !l.Template {
			if _, err := ingest.FormRows(l, f); err == nil {
				t.Errorf("%s is no template", l.ID)
			}
			continue
		}
		rows, err := ingest.FormRows(l, f)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(l.ID + "\n")
		for row := range rows {
			b.WriteString("  " + strings.Join(row, " | ") + "\n")
		}
	}
	golden(t, "forms", b.String())
}

// Planned values lie in the future and are no observed values.
func TestPlans(t *testing.T) {
	got := read(t, csvFile("Organisation code,Period,Measure,Planned value", "RTE,Q4 2027/28,nhs-number.coverage,99"))
	if len(got.observations) != 1 || got.Source != "plan" || len(got.Report.Issues) != 0 {
		t.Errorf("%v from %s\n%s", got.lines(), got.Source, issuesText(got.Report.Issues))
	}
}
