package storybook

import (
	"reflect"
	"strings"
	"time"

	"waymark/internal/period"
)

// state is one way in which the data of a page may be.
type state struct {
	name  string
	words string // what the index says of it
	rows  int    // of every list
	text  string // stands for every name and sentence; "" for words that fit
	bare  bool   // nothing is filled in
}

var states = []state{
	{name: "usual", words: "as it usually is", rows: 3},
	{name: "empty", words: "with nothing to show", bare: true},
	{name: "many-rows", words: "with lists of 60", rows: 60},
	{name: "long-names", words: "with names of 300 characters", rows: 2, text: strings.Repeat("Very long name of a trust ", 12)[:300]},
	{name: "hostile-names", words: "with names that look like code", rows: 2, text: `</script><script>alert(1)</script> __f__(x)__f__ =cmd|' /C calc'!A0 £ – é מרכז`},
}

// filler fills data with words by the names of its fields. It goes so deep, because some data holds itself.
type filler struct {
	state
	figure string // the drawing that stands where a page holds a picture
	points int    // how deep empty data points to more empty data
}

const deepest = 7

// made builds a value of a type.
func (f filler) made(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	if f.bare {
		f.point(v, 0)
	} else {
		f.fill(v, "", 0)
	}
	return v
}

// point gives the data that a page never lacks, and leaves it empty: what it points to right away.
func (f filler) point(v reflect.Value, depth int) {
	for i := range v.NumField() {
		switch field := v.Field(i); {
		case v.Type().Field(i).Anonymous && field.Kind() == reflect.Struct: // what it holds can be set, whatever it is called
			f.point(field, depth)
		case !field.CanSet():
		case field.Kind() == reflect.Struct:
			f.point(field, depth)
		case field.Kind() == reflect.Pointer && field.Type().Elem().Kind() == reflect.Struct && depth < f.points:
			field.Set(reflect.New(field.Type().Elem()))
			f.point(field.Elem(), depth+1)
		}
	}
}

var (
	timeType   = reflect.TypeFor[time.Time]()
	periodType = reflect.TypeFor[period.Period]()
	dayType    = reflect.TypeFor[period.Day]()
	today      = time.Date(2018, 11, 15, 10, 30, 0, 0, time.UTC)
)

func (f filler) fill(v reflect.Value, name string, depth int) {
	if depth > deepest {
		return
	}
	if !v.CanSet() { // but what an embedded struct holds can be set, whatever it is called
		if v.Kind() == reflect.Struct && name != "" && v.Type().Name() == name {
			for i := range v.NumField() {
				f.fill(v.Field(i), v.Type().Field(i).Name, depth)
			}
		}
		return
	}
	switch v.Type() {
	case timeType:
		v.Set(reflect.ValueOf(today))
		return
	case periodType:
		v.Set(reflect.ValueOf(period.Of(period.KindQuarter, period.Date(2018, 7, 1))))
		return
	case dayType:
		v.Set(reflect.ValueOf(period.DayOf(today)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.said(v.Type(), name))
	case reflect.Bool:
		v.SetBool(!strings.HasPrefix(name, "Bare") && name != "Fault")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(3)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(3)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(62)
	case reflect.Pointer:
		if depth < deepest {
			p := reflect.New(v.Type().Elem())
			f.fill(p.Elem(), name, depth+1)
			v.Set(p)
		}
	case reflect.Slice:
		f.list(v, name, depth)
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i), name, depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), v.Type().Field(i).Name, depth+1)
		}
	}
}

// list makes a list with its rows at the top of a page, and short ones inside rows: sixty lists of sixty are no page.
func (f filler) list(v reflect.Value, name string, depth int) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return
	}
	rows := f.rows
	if depth > 3 {
		rows = min(rows, 3)
	}
	if depth > deepest-2 {
		rows = min(rows, 1)
	}
	if name == "Faults" {
		rows = 1
	}
	list := reflect.MakeSlice(v.Type(), rows, rows)
	for i := range rows {
		f.fill(list.Index(i), strings.TrimSuffix(name, "s"), depth+1)
	}
	v.Set(list)
}

// said is what a text is by the type or the name of its field.
func (f filler) said(t reflect.Type, name string) string {
	if t.PkgPath() == "html/template" {
		return f.figure
	}
	if words, known := ofType[t.Name()]; known && t.PkgPath() != "" {
		return words
	}
	if words, known := ofName[name]; known {
		return words
	}
	switch {
	case strings.HasSuffix(name, "Address") || strings.HasSuffix(name, "Link") || strings.HasSuffix(name, "Path"):
		return "#"
	case f.text != "":
		return f.text
	case strings.Contains(name, "Name") || strings.Contains(name, "Organisation"):
		return "Gloucestershire Hospitals NHS Foundation Trust"
	case strings.Contains(name, "Title") || strings.Contains(name, "Measure"):
		return "Discharge summaries within 24 hours"
	}
	return "Up 3 points, from 41 to 44; the plan was 47"
}

// ofType are texts of a fixed set, by their type.
var ofType = map[string]string{
	"Status": "at_risk", "Role": "analyst", "ReturnState": "submitted", "SubmissionState": "checked", "Polarity": "higher", "Unit": "percent", "Position": "below", "State": "value",
	"Kind": "quarter", "MeetingState": "planned", "PackState": "draft",
}

// ofName are texts of a fixed form, by the name of their field.
var ofName = map[string]string{
	"Code": "RTE", "ID": "one", "Login": "demo-analyst", "By": "demo-analyst", "Email": "reader@example.org", "Value": "44%", "Latest": "44%", "Now": "44%", "Then": "41%", "Wanted": "85%",
	"Forecast": "68% (53% to 83%)", "National": "62%", "Period": "July to September 2018 (Q2 2018 to 2019)", "AsAt": "15 November 2018", "Day": "2018-11-15", "FileName": "figures.csv",
	"Href": "#", "CSV": "#", "Query": "2018-11-15", "FormToken": "canned", "Id": "one", "Field": "one", "Version": "1", "Size": "s", "Word": "below", "Head": "Now",
}
