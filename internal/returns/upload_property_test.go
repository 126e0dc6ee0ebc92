package returns_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/ingest"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/returns"
	"waymark/internal/sheet"
)

// remark draws comments, hostile ones too, as the web form would keep them.
var remark = rapid.Custom(func(t *rapid.T) string {
	text := rapid.OneOf(rapid.StringMatching(`[=+@'\-"<>&;|\t\n a-z0-9é…]{0,12}`), rapid.SampledFrom([]string{"=cmd|' /C calc'!A0", "''=1", "'tis so", "_x0041_", "-", "１２", "\u202eright to left", "a\r\nb"}),
		rapid.StringOf(rapid.RuneFrom([]rune("aé𝄞字​ \n'=")))).Draw(t, "comment")
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
})

// given draws a value as a return may hold it.
func givenValue(d *door, c maturity.Collection, measure string) *rapid.Generator[maturity.ReturnValue] {
	return rapid.Custom(func(t *rapid.T) maturity.ReturnValue {
		v := returns.Saving{ReturnValue: maturity.ReturnValue{Measure: measure, State: rapid.SampledFrom(returns.States()).Draw(t, "state"), Value: nan, Numerator: nan, Denominator: nan, Comment: remark.Draw(t, "remark")}}
		switch v.State {
		case maturity.Reported:
			if rapid.Bool().Draw(t, "parts") {
				v.Denominator = float64(rapid.IntRange(1, 1_000_000).Draw(t, "denominator"))
				v.Numerator = float64(rapid.IntRange(0, int(v.Denominator)).Draw(t, "numerator"))
			} else {
				v.Value = rapid.OneOf(rapid.Float64Range(0, 100), rapid.SampledFrom([]float64{0, 100, 1e-300, 0.1, 100.0 / 3, math.Nextafter(100, 0)})).Draw(t, "value")
			}
		case maturity.NilReturn:
			if rapid.Bool().Draw(t, "parts") {
				v.Numerator, v.Denominator = 0, 0
			}
		}
		if err := d.Judge(c, &v); err != nil {
			t.Fatalf("%+v: %v", v, err)
		}
		return v.ReturnValue
	})
}

// fill puts drawn values into a form and gives them by organisation and measure.
func fill(t *rapid.T, d *door, c maturity.Collection, form returns.Form) map[[2]string]maturity.ReturnValue {
	want := map[[2]string]maturity.ReturnValue{}
	for _, body := range form.Organisations {
		for _, m := range form.Measures() {
			if rapid.Bool().Draw(t, "given") {
				v := givenValue(d, c, m.ID).Draw(t, body.Code+" "+m.ID)
				form.Put(body.ID, v)
				want[[2]string{body.Code, m.ID}] = v
			}
		}
	}
	return want
}

// Whatever values, reasons and comments a return may hold: written into a form and read from the workbook's bytes, they
// are the same.
func TestAFormLosesNothing(t *testing.T) {
	t.Parallel()
	c := scheme()
	d := openDoor(t, c, 2)
	code := map[maturity.OrganisationID]string{}
	for _, body := range d.bodies {
		code[body.ID] = body.Code
	}
	rapid.Check(t, func(rt *rapid.T) {
		form := d.form("")
		want := fill(rt, d, c, form)
		var content bytes.Buffer
		if err := form.Write(&content); err != nil {
			rt.Fatal(err)
		}
		book, err := sheet.Open(t.Context(), bytes.NewReader(content.Bytes()), form.Name(), sheet.DefaultLimits())
		if err != nil {
			rt.Fatal(err)
		}
		defer book.Close()
		result, err := ingest.Read(t.Context(), ingest.Input{Book: book, FileName: form.Name(), Catalogue: d.Catalogue, Directory: d.bodies, Today: quarter.End()}, func(o maturity.Observation) error {
			key := [2]string{code[o.Organisation], o.Measure}
			got := maturity.ReturnValue{State: o.State, Value: o.Value, Numerator: o.Numerator, Denominator: o.Denominator, Comment: o.Entry.Comment}
			if expected, sent := want[key]; !sent || !alike(got, expected) {
				rt.Errorf("%s: %+v, want %v %+v", key, got, sent, expected)
			}
			delete(want, key)
			return nil
		}, nil)
		if err != nil || result.Report.HasErrors() && len(want) > 0 {
			rt.Fatalf("%v %+v", err, result.Report.Issues)
		}
		if len(want) > 0 {
			rt.Fatalf("lost: %+v", want)
		}
	})
}

// And through the front door: what is in the returns is what was in the form, which, downloaded again, changes nothing.
func TestFormsOfManyGoThroughTheFrontDoor(t *testing.T) {
	t.Parallel()
	c := scheme()
	d := openDoor(t, c, 80)
	form := d.form("")
	want := rapid.Custom(func(rt *rapid.T) map[[2]string]maturity.ReturnValue { return fill(rt, d, c, form) }).Example(7)
	s := d.send(form, intake.Meta{SubmitReturns: true})
	if len(want) < 50 || s.State != maturity.SubmissionWritten || s.Report.HasErrors() || s.Report.New != int64(len(want)) {
		t.Fatalf("%d values: %s, %d new\n%s", len(want), s.State, s.Report.New, issues(s))
	}
	for _, body := range form.Organisations {
		key := d.key
		key.Organisation = body.ID
		file, err := d.db.ReturnFile(t.Context(), key)
		if err != nil && maturity.CodeOf(err) != maturity.NotFound {
			t.Fatal(err)
		}
		for _, m := range form.Measures() {
			got, there := file.Value(m.ID)
			expected, sent := want[[2]string{body.Code, m.ID}]
			if there != sent || there && (!alike(got, expected) || got.Submission != s.ID || got.Cell.Row == 0 || got.Cell.Sheet != "Return Q2026-04") {
				t.Errorf("%s %s: %v %+v\nwant %v %+v", body.Code, m.ID, there, got, sent, expected)
			}
		}
		if _, alpha := file.Value("alpha"); file.ID > 0 {
			_, beta := file.Value("beta")
			if complete := alpha && beta; complete != (file.State == maturity.ReturnSubmitted) {
				t.Errorf("%s: complete %v, %s", body.Code, complete, file.State)
			}
		}
	}
	again := d.send(d.form(""), intake.Meta{})
	if again.Report.New+again.Report.Changed != 0 || again.Report.Unchanged != int64(len(want)) {
		t.Errorf("downloaded and sent back: %d new, %d changed, %d unchanged\n%s", again.Report.New, again.Report.Changed, again.Report.Unchanged, issues(again))
	}
}

func alike(a, b maturity.ReturnValue) bool {
	same := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
	return a.State == b.State && same(a.Value, b.Value) && same(a.Numerator, b.Numerator) && same(a.Denominator, b.Denominator) && a.Comment == b.Comment
}
