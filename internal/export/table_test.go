package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/export"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

type part struct {
	Unit string `json:"unit"`
}

type row struct {
	part
	Name  string     `json:"name"`
	Value *float64   `json:"value"`
	Group bool       `json:"group"`
	Words []string   `json:"words"`
	At    *time.Time `json:"at,omitempty"`
	Paths []int      `json:"paths" csv:"-"`
}

func sequence(rows []row, err error) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(row{}, err)
		}
	}
}

func TestRowsAsCSV(t *testing.T) {
	zero, negative, small := 0.0, -12.5, 0.1
	small += 0.2 // as a computer adds
	at := time.Date(2018, 8, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		row  row
		want string
	}{
		{"nothing is empty, not 0", row{}, ",,,no,,"},
		{"zero is 0", row{Value: &zero}, ",,0,no,,"},
		{"a negative number is no formula", row{Value: &negative}, ",,-12.5,no,,"},
		{"numbers are exact", row{Value: &small}, ",,0.30000000000000004,no,,"},
		{"a formula in a name is shown, not run", row{Name: "=cmd|' /C calc'!A0"}, ",'=cmd|' /C calc'!A0,,no,,"},
		{"lists, truths, times, embedded fields", row{part: part{"percent"}, Group: true, Words: []string{"a", "b"}, At: &at, Paths: []int{1}}, "percent,,,yes,a; b,2018-08-01T12:00:00Z"},
		{"commas and quotes", row{Name: `A "B", C`}, `,"A ""B"", C",,no,,`},
	} {
		var out bytes.Buffer
		if err := export.WriteCSV(&out, sequence([]row{c.row}, nil)); err != nil || out.String() != "unit,name,value,group,words,at\n"+c.want+"\n" {
			t.Errorf("%s: %v %q", c.name, err, out.String())
		}
	}
	if got := export.Columns[row](); !slices.Equal(got, []string{"unit", "name", "value", "group", "words", "at"}) {
		t.Errorf("%v", got)
	}
}

func TestRowsAsJSON(t *testing.T) {
	for n, want := range []int{0, 1, 2} {
		var out bytes.Buffer
		if err := export.WriteJSON(&out, sequence(make([]row, n), nil)); err != nil {
			t.Fatal(err)
		}
		var got []row
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || got == nil || len(got) != want {
			t.Errorf("%d rows: %v %s", n, err, out.String())
		}
	}
	var out bytes.Buffer
	export.WriteJSON(&out, sequence([]row{{Name: "a&b"}}, nil))
	if !strings.Contains(out.String(), `"value":null`) || !strings.Contains(out.String(), "a&b") {
		t.Error(out.String())
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAnExportThatBreaksOffSaysSo(t *testing.T) {
	broken := errors.New("the database went away")
	for name, write := range map[string]func(error) error{
		"CSV":  func(err error) error { return export.WriteCSV(&bytes.Buffer{}, sequence([]row{{}}, err)) },
		"JSON": func(err error) error { return export.WriteJSON(&bytes.Buffer{}, sequence([]row{{}}, err)) },
	} {
		if err := write(broken); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if export.WriteCSV(full{}, sequence([]row{{}}, nil)) == nil || export.WriteJSON(full{}, sequence([]row{{}}, nil)) == nil {
		t.Error("a full disk goes unnoticed")
	}
}

type nobody struct{}

func (nobody) ByID(maturity.OrganisationID) (maturity.Organisation, bool) {
	return maturity.Organisation{}, false
}
func (nobody) ByCode(string) (maturity.Organisation, bool) { return maturity.Organisation{}, false }

// TestNoNumberThatJSONCannotHold: whatever a stored value holds, its row can be written.
func TestNoNumberThatJSONCannotHold(t *testing.T) {
	catalogue := &maturity.Catalogue{}
	catalogue.Index()
	n := export.Namer{Catalogue: catalogue, Directory: nobody{}}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0} {
		for state := maturity.Reported; state <= maturity.AboveBound; state++ {
			made := n.Observation(maturity.Observation{Period: period.Of(period.KindMonth, 0), State: state, Value: v, Numerator: v, Denominator: v})
			if _, err := json.Marshal(made); err != nil {
				t.Errorf("%v as %s: %v", v, state, err)
			}
			if v != 0 && (made.Value != nil || made.Bound != nil) {
				t.Errorf("%v as %s is given", v, state)
			}
		}
	}
}

func TestAsAt(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2018-11-15":                "2018-11-15T23:59:59.999999Z",
		"2018-07-15":                "2018-07-15T22:59:59.999999Z", // summer time: the day ends an hour earlier
		"2018-11-15T12:00:00Z":      "2018-11-15T12:00:00Z",
		"2018-07-15T12:00:00+01:00": "2018-07-15T11:00:00Z",
		"now":                       "0001-01-01T00:00:00Z",
		"":                          "0001-01-01T00:00:00Z",
	} {
		if got, err := export.AsAt(text, london); err != nil || got.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%q: %v %v, want %s", text, got.UTC(), err, want)
		}
	}
	for _, text := range []string{"yesterday", "15/11/2018", "0000-01-01", "2018-02-30", "9999-01-01"} {
		if _, err := export.AsAt(text, london); maturity.CodeOf(err) != maturity.Invalid {
			t.Errorf("%q is read", text)
		}
	}
}
