package exchange_test

import (
	"bytes"
	"context"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/definition"
	"waymark/internal/exchange"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/seeds"
)

// shipped are the four real roadmaps.
func shipped(t testing.TB) []maturity.Roadmap {
	t.Helper()
	names, err := fs.Glob(seeds.Files, "roadmaps/*.yaml")
	if err != nil || len(names) != 4 {
		t.Fatalf("%v: %d roadmaps", err, len(names))
	}
	var out []maturity.Roadmap
	for _, name := range names {
		text, err := fs.ReadFile(seeds.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := definition.ReadRoadmap(name, text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// read reads a whole roadmap and fails where it cannot be taken.
func read(t interface {
	Helper()
	Fatalf(string, ...any)
}, name string, text []byte) exchange.Reading {
	t.Helper()
	got, err := exchange.Read(context.Background(), bytes.NewReader(text), name)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return got
}

// words are texts that files get wrong.
var words = rapid.OneOf(
	rapid.Custom(func(t *rapid.T) string {
		return strings.TrimSpace(rapid.StringMatching(`[ -~£–é«\n:#"'\\{}\[\],;&*!|<>%@=+-]{1,30}`).Draw(t, "text"))
	}).Filter(func(s string) bool { return s != "" }),
	rapid.SampledFrom([]string{"yes", "null", "1", "1.50", "007", "true", "=cmd|' /C calc'!A0", "'quoted", "''", "+44", "-", "@x", "a\nb", "a,b;c", `a\nb`, `c:\new`, "\\", "]]>", "&amp;",
		"<b>", "_x0041_", "END:VCALENDAR", "é – £", "2016-01-01", strings.Repeat("long ", 60) + "end", "日本語テキスト", "a\tb"}))

var id = rapid.StringMatching(`[a-z0-9]{1,6}(-[a-z0-9]{1,4})?`)

// anyRoadmap fills every field of a roadmap with something, keeping to what CheckRoadmap asks for.
func anyRoadmap(t *rapid.T) maturity.Roadmap {
	var r maturity.Roadmap
	g := &filler{t: t, ids: rapid.SliceOfNDistinct(id, 60, 60, rapid.ID[string]).Draw(t, "ids")}
	g.fill(reflect.ValueOf(&r).Elem(), "Roadmap")
	r.ID, r.Stages, r.Bands = "a-roadmap", nil, nil
	g.mend(&r)
	return r
}

type filler struct {
	t   *rapid.T
	ids []string
}

func (g *filler) id() string {
	next := g.ids[0]
	g.ids = g.ids[1:]
	return next
}

func (g *filler) fill(v reflect.Value, name string) {
	switch v.Type() {
	case reflect.TypeFor[maturity.LooseDate]():
		v.Set(reflect.ValueOf(anyDate(g.t)))
		return
	case reflect.TypeFor[period.Period]():
		v.Set(reflect.ValueOf(period.Of(period.Kind(1+rapid.IntRange(0, 4).Draw(g.t, "kind")), period.Day(16000+rapid.IntRange(0, 2000).Draw(g.t, "day")))))
		return
	case reflect.TypeFor[period.Day]():
		v.SetInt(int64(16000 + rapid.IntRange(0, 2000).Draw(g.t, "day")))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if rapid.Bool().Draw(g.t, name) {
			v.Set(reflect.New(v.Type().Elem()))
			g.fill(v.Elem(), name)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			g.fill(v.Field(i), v.Type().Field(i).Name)
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 2).Draw(g.t, "n of "+name)
		if n > 0 && v.Type().Elem().Kind() == reflect.Struct && len(g.ids) < 12 {
			n = 0
		}
		for range n {
			member := reflect.New(v.Type().Elem()).Elem()
			if member.Type() == reflect.TypeFor[string]() {
				name = "Title" // never empty
			}
			g.fill(member, name)
			v.Set(reflect.Append(v, member))
		}
	case reflect.String:
		switch {
		case name == "ID":
			v.SetString(g.id())
		case v.Type() == reflect.TypeFor[string]():
			if name == "Title" || rapid.Bool().Draw(g.t, "with "+name) {
				v.SetString(words.Draw(g.t, name))
			}
		}
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(g.t, name))
	case reflect.Float64:
		v.SetFloat(float64(rapid.IntRange(1, 5).Draw(g.t, name)) / rapid.SampledFrom([]float64{1, 1, 4}).Draw(g.t, "part"))
	default:
		v.SetInt(int64(rapid.IntRange(0, 5).Draw(g.t, name)))
	}
}

// anyDate is a date of any precision.
func anyDate(t *rapid.T) maturity.LooseDate {
	day := period.Day(16000 + rapid.IntRange(0, 2000).Draw(t, "day"))
	d := maturity.LooseDate{AsGiven: words.Draw(t, "as given"), Inferred: rapid.Bool().Draw(t, "inferred")}
	if rapid.Bool().Draw(t, "noted") {
		d.Note = words.Draw(t, "note of date")
	}
	whole := func(p maturity.Precision, k period.Kind) {
		d.Precision, d.Earliest, d.Latest = p, period.Of(k, day).Start, period.Of(k, day).End()
	}
	switch rapid.IntRange(0, 9).Draw(t, "precision") {
	case 0:
		whole(maturity.PrecisionDay, period.KindDay)
	case 1:
		whole(maturity.PrecisionMonth, period.KindMonth)
	case 2:
		whole(maturity.PrecisionFinancialQuarter, period.KindQuarter)
	case 3:
		whole(maturity.PrecisionFinancialYear, period.KindFinancialYear)
	case 4:
		whole(maturity.PrecisionCalendarYear, period.KindCalendarYear)
	case 5:
		d.Precision, d.Earliest, d.Latest = maturity.PrecisionRange, day, day+40
	case 6:
		d.Precision, d.Earliest = maturity.PrecisionFromMonthEnd, day
	case 7:
		d.Precision = maturity.PrecisionRelative
	case 8:
		end := period.Of(period.KindFinancialYear, day).End()
		d.Precision, d.Earliest, d.Latest = maturity.PrecisionFinancialYearEnd, end, end
	default:
		d.Precision = maturity.PrecisionNone
	}
	return d
}
