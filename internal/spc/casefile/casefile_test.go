package casefile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

const oneCase = `{"schema":"spc-reference/1","source":"somebody","family":"invented","cases":[
	{"id":"a","series_id":"a","family":"invented","note":null,"target_kind":"none",
	"input":{"dates":%s,"values":%s},
	"options":{"missing_rows":"%s","improvement_direction":"%s","screen_outliers":true,"target":null,"rebase_dates":[],"fix_after_n_points":%s}}]}`

func answered(t *testing.T, dates, values, missing, direction, fix string) *Expected {
	t.Helper()
	f, err := Read(strings.NewReader(fmt.Sprintf(oneCase, dates, values, missing, direction, fix)))
	if err != nil {
		t.Fatal(err)
	}
	f.Answer()
	return f.Cases[0].Expected
}

func TestARefusalIsASentence(t *testing.T) {
	two := `["2020-04-01","2020-05-01"]`
	for _, c := range []struct{ dates, values, missing, direction, fix, want string }{
		{two, `[1,2]`, "passed", "increase", "11", "at least 12 are needed"},
		{two, `[1,2]`, "passed", "increase", "0", "at least 12 are needed"},
		{two, `[1]`, "passed", "increase", "null", "1 values and 2 positions"},
		{`["2020-04-01","2020-04-01"]`, `[1,2]`, "passed", "increase", "null", "same time"},
		{`["2020-04-01","May"]`, `[1,2]`, "passed", "increase", "null", `"May" is not a date`},
		{two, `[1,2]`, "passed", "up", "null", `improvement_direction is "up"`},
		{two, `[1,2]`, "guessed", "increase", "null", `missing_rows is "guessed"`},
	} {
		if got := answered(t, c.dates, c.values, c.missing, c.direction, c.fix); !got.Error || !strings.Contains(got.ErrorText, c.want) || got.Result != nil {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

func TestWhereTheReferenceStopsWeDropAndSay(t *testing.T) {
	dates := `["2020-01-01","2020-02-01","2020-03-01","2020-04-01","2020-05-01","2020-06-01","2020-07-01"]`
	for _, c := range []struct {
		values, missing string
		stops           bool
		dropped, points int
	}{
		{`[1,2,null,4,5,6,7]`, "passed", true, 1, 6},
		{`[1,2,null,4,5,6,5]`, "passed", false, 0, 7},
		{`[1,2,null,4,5,6,7]`, "dropped", false, 1, 6},
	} {
		got := answered(t, dates, c.values, c.missing, "increase", "null")
		if got.Error || got.ReferenceStops != c.stops || got.Dropped != c.dropped || len(got.Points.Value) != c.points {
			t.Errorf("%s %s: %+v", c.values, c.missing, got)
		}
	}
}

func TestWhatIsNoFileOfCasesIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"": "EOF", "[]": "not a file of cases", `{"schema":"other"}`: `"other"`, `{"schema":"spc-reference/1"} x`: "after the end",
		`{"schema":"spc-reference/1","cases":[{"input":{"values":["a"]}}]}`: "not a file of cases",
	} {
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// What is written has the keys of what was read, undefined numbers as null, and reads as the same again.
func TestWhatIsWrittenIsTheSameLayout(t *testing.T) {
	path := "testdata/cases/flat.json"
	f := open(t, path)
	f.Answer()
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	theirs, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := keys(t, theirs), keys(t, out.Bytes()); a != b {
		t.Errorf("theirs %s\nours   %s", a, b)
	}
	if !strings.Contains(out.String(), `"upper_limit":[null]`) {
		t.Error("the limits of a flat series are not written as null")
	}
	again, err := Read(&out)
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.Cases {
		if found := Differences(*f.Cases[i].Expected, *again.Cases[i].Expected); found != nil {
			t.Errorf("%s: %v", f.Cases[i].ID, found)
		}
	}
}

// keys are the names of the first case, each with its path.
func keys(t *testing.T, text []byte) string {
	t.Helper()
	var file struct{ Cases []map[string]any }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	var names []string
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, inner := range v {
				names = append(names, path+name)
				walk(path+name+".", inner)
			}
		case []any:
			if len(v) > 0 {
				walk(path, v[0])
			}
		}
	}
	walk("", file.Cases[0])
	slices.Sort(names)
	return strings.Join(names, " ")
}

// A comparison that cannot fail would prove nothing.
func TestDifferencesAreFound(t *testing.T) {
	f := open(t, "testdata/cases/outlier.json")
	f.Answer()
	for name, change := range map[string]func(e *Expected){
		"a number by 2e-9":  func(e *Expected) { e.Points.Upper[3] *= 1 + 2e-9 },
		"a label":           func(e *Expected) { e.Points.Rule[0] = "shift_low" },
		"a null for a flag": func(e *Expected) { e.Points.Outside[1] = nil },
		"a count":           func(e *Expected) { e.Groups[0].Common++ },
		"a verdict":         func(e *Expected) { e.VariationIcon = nil },
		"a row":             func(e *Expected) { e.Points.Date = e.Points.Date[1:] },
		"an error":          func(e *Expected) { e.Error = true },
		"nothing there":     func(e *Expected) { e.Result = nil },
	} {
		ours := open(t, "testdata/cases/outlier.json")
		ours.Answer()
		change(ours.Cases[0].Expected)
		if Differences(*f.Cases[0].Expected, *ours.Cases[0].Expected) == nil {
			t.Errorf("%s: no difference was found", name)
		}
	}
	ours := open(t, "testdata/cases/outlier.json")
	ours.Answer()
	ours.Cases[0].Expected.Points.Upper[3] *= 1 + 5e-10
	if found := Differences(*f.Cases[0].Expected, *ours.Cases[0].Expected); found != nil {
		t.Errorf("within the tolerance: %v", found)
	}
}

func ExampleFile_Answer() {
	f, err := Read(strings.NewReader(fmt.Sprintf(oneCase, `["2020-04-01","2020-05-01"]`, `[54.2,64.1]`, "passed", "decrease", "null")))
	if err != nil {
		fmt.Println(err)
		return
	}
	f.Answer()
	e := f.Cases[0].Expected
	fmt.Printf("%.3f %.3f %s %v\n", e.Points.Mean[1], e.Points.Upper[1], *e.VariationIcon, e.ShortSeries)
	// Output: 59.150 85.484 common_cause true
}
