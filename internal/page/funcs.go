package page

import (
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"time"
	"unicode"

	"waymark/internal/maturity"
)

// functions are what templates may call besides the methods of their data.
func (p *Pages) functions() template.FuncMap {
	all := template.FuncMap{
		"asset":         p.assets.address,
		"day":           p.dayWords,
		"dayOf":         isoDayWords,
		"moment":        p.momentWords,
		"number":        wholeNumber,
		"count":         func(n any, one, many string) string { return countWords(n, one, many) },
		"bytes":         sizeWords,
		"last":          last,
		"shown":         shown,
		"upperFirst":    upperFirst,
		"headline":      func(s string) string { return strings.TrimSuffix(s, ".") },
		"fieldFault":    fieldFault,
		"strategyWords": strategyWords,
		"passwordField": newPasswordField,
		"figureRows":    figureRows,
		"narrowHere":    func() string { return narrowHere },
	}
	joinFunctions(all, p.resultFunctions())
	joinFunctions(all, meetingFunctions())
	joinFunctions(all, timelineFunctions())
	joinFunctions(all, scenarioFunctions())
	joinFunctions(all, p.initiativeFunctions())
	joinFunctions(all, p.plannedFunctions())
	joinFunctions(all, outcomeFunctions())
	return all
}

// joinFunctions adds functions of one area. Two of one name would draw each other's pages wrong, so that stops start-up.
func joinFunctions(all, more template.FuncMap) {
	for name, f := range more {
		if _, taken := all[name]; taken {
			panic("two template functions are called " + name)
		}
		all[name] = f
	}
}

// dayWords is the day of a time where the readers are: 6 August 2018.
func (p *Pages) dayWords(t time.Time) string { return t.In(p.Location).Format("2 January 2006") }

func (p *Pages) momentWords(t time.Time) string { return momentWords(t.In(p.Location)) }

// isoDayWords is a day of a definition as pages print it; what is no day stays as it is.
func isoDayWords(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return day.Format("2 January 2006")
}

// asAtWords is a moment that closes a view of the past: only the day where it is the day's last minute.
func asAtWords(t time.Time) string {
	if t.Hour() == 23 && t.Minute() == 59 {
		return t.Format("2 January 2006")
	}
	return momentWords(t)
}

// momentWords is a time as a sentence shows it: 6 August 2018 at 2:05pm.
func momentWords(t time.Time) string { return t.Format("2 January 2006") + " at " + clockWords(t) }

// clockWords is the time of day: 2:05pm, midday.
func clockWords(t time.Time) string {
	switch clock := t.Format("3:04pm"); clock {
	case "12:00am":
		return "midnight"
	case "12:00pm":
		return "midday"
	default:
		return clock
	}
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

// shown makes visible what would hide: marks that turn the writing direction and other control characters. Right-to-left
// names need none of them; a file name or heading that has them may be made to read as something else.
func shown(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c':
			return unicode.ReplacementChar
		}
		return r
	}, text)
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
