package page

import (
	"fmt"
	"html/template"
	"maps"
	"reflect"
	"time"

	"waymark/internal/maturity"
)

// functions are what templates may call besides the methods of their data.
func (p *Pages) functions() template.FuncMap {
	all := template.FuncMap{
		"asset":         p.assets.address,
		"day":           p.dayWords,
		"moment":        p.momentWords,
		"number":        wholeNumber,
		"count":         func(n any, one, many string) string { return countWords(n, one, many) },
		"bytes":         sizeWords,
		"last":          last,
		"fieldFault":    fieldFault,
		"passwordField": newPasswordField,
	}
	maps.Copy(all, p.resultFunctions())
	return all
}

// dayWords is the day of a time where the readers are: 6 August 2018.
func (p *Pages) dayWords(t time.Time) string { return t.In(p.Location).Format("2 January 2006") }

func (p *Pages) momentWords(t time.Time) string { return momentWords(t.In(p.Location)) }

// momentWords is a time as a sentence shows it: 6 August 2018 at 2:05pm.
func momentWords(t time.Time) string {
	clock := t.Format("3:04pm")
	switch clock {
	case "12:00am":
		clock = "midnight"
	case "12:00pm":
		clock = "midday"
	}
	return t.Format("2 January 2006") + " at " + clock
}

func wholeNumber(n any) string {
	v := reflect.ValueOf(n)
	if !v.CanInt() {
		return fmt.Sprint(n)
	}
	return maturity.Number(float64(v.Int()), 0)
}

func countWords(n any, one, many string) string {
	if fmt.Sprint(n) == "1" {
		return "1 " + one
	}
	return wholeNumber(n) + " " + many
}

func sizeWords(n int64) string {
	switch {
	case n < 1000:
		return countWords(n, "byte", "bytes")
	case n < 1_000_000:
		return maturity.Number(float64(n)/1000, 0) + " KB"
	}
	return maturity.Number(float64(n)/1e6, 1) + " MB"
}

func last(crumbs []Link) *Link {
	if len(crumbs) == 0 {
		return nil
	}
	return &crumbs[len(crumbs)-1]
}

// FieldFault is what is wrong with one field of a form; Field is the id of the field, "" for the form as a whole.
type FieldFault struct{ Field, Sentence string }

// fieldFault finds the fault of a field; its sentence is "" when there is none.
func fieldFault(field string, faults []FieldFault) *FieldFault {
	for _, f := range faults {
		if f.Field == field {
			return &f
		}
	}
	return &FieldFault{Field: field}
}

type passwordField struct {
	ID, Label, Hint, Autocomplete string
	Fault                         FieldFault
}

func newPasswordField(id, label, hint, autocomplete string, faults []FieldFault) passwordField {
	return passwordField{id, label, hint, autocomplete, *fieldFault(id, faults)}
}
