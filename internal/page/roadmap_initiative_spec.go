package page

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// initiativeDraft is what the form of an initiative holds: the initiative with its deployments.
type initiativeDraft struct {
	maturity.Initiative
	Deployments []maturity.Deployment
}

// draftContext is what the fields of an initiative are read and shown with.
type draftContext struct {
	Roadmap   *maturity.Roadmap
	Catalogue *maturity.Catalogue
	Items     []draftItem     // what links may lead to
	Taken     map[string]bool // ids that are in use
	Prefix    string          // of new ids: the id of the initiative
}

// draftItem is an item that a link may lead to.
type draftItem struct{ ID, Title string }

// The ways a field is filled in.
const (
	fieldText   = "text"
	fieldArea   = "area"
	fieldSelect = "select"
	fieldCheck  = "check"
)

// ticked is the value of a box with a tick in it.
const ticked = "yes"

// fieldSpec is one field of a form: how a T is shown in it and read out of it. What a visitor leaves as it was is never
// read again, so that a form cannot lose what it does not show, such as the note of a date.
type fieldSpec[T any] struct {
	Name, Label, Hint, Kind string
	Width                   int // in letters; 0: the whole line
	List                    string
	Choices                 func(*draftContext) []choice
	Get                     func(*T) string
	Set                     func(*draftContext, *T, string) error
	Words                   func(*draftContext, *T) string // as a sentence shows it; nil: as Get
}

// errField is a fault of a field, as a sentence.
func errField(format string, args ...any) error { return errors.New(fmt.Sprintf(format, args...)) }

// shownValue is what the field holds of an item, as a browser would send it back.
func (f fieldSpec[T]) shownValue(of *T) string { return tidyText(f.Get(of)) }

func tidyText(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, newlines(text)))
}

// words is the field's content for a table of changes.
func (f fieldSpec[T]) words(c *draftContext, of *T) string {
	if f.Words != nil {
		return f.Words(c, of)
	}
	v := f.Get(of)
	if f.Choices != nil {
		for _, option := range f.Choices(c) {
			if option.ID == v {
				return option.Words
			}
		}
	}
	return strings.ReplaceAll(v, "\n", "; ")
}

// readFields reads the fields of one item; each fault is at its field.
func readFields[T any](c *draftContext, fields []fieldSpec[T], at string, form url.Values, into *T) (faults []FieldFault) {
	for _, f := range fields {
		if _, sent := form[at+f.Name]; !sent && f.Kind != fieldCheck {
			continue
		}
		typed := field(form, at+f.Name)
		if typed == f.shownValue(into) {
			continue
		}
		if err := f.Set(c, into, typed); err != nil {
			faults = append(faults, FieldFault{at + f.Name, err.Error()})
		}
	}
	return faults
}

func textOf[T any](name, label string, of func(*T) *string) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, Get: func(t *T) string { return *of(t) },
		Set: func(_ *draftContext, t *T, v string) error { *of(t) = v; return nil }}
}

func areaOf[T any](name, label string, of func(*T) *string) fieldSpec[T] {
	f := textOf(name, label, of)
	f.Kind = fieldArea
	return f
}

// linesOf is a list with one entry a line.
func linesOf[T any](name, label string, of func(*T) *[]string) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldArea, Get: func(t *T) string { return strings.Join(*of(t), "\n") },
		Set: func(_ *draftContext, t *T, v string) error {
			var out []string
			for _, line := range strings.Split(v, "\n") {
				if line = strings.TrimSpace(line); line != "" {
					out = append(out, line)
				}
			}
			*of(t) = out
			return nil
		}}
}

// dateOf takes a date in any form that the sources use, and keeps its words.
func dateOf[T any](name, label string, of func(*T) **maturity.LooseDate) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, Width: 20, Get: func(t *T) string { return dateTyped(*of(t)) },
		Set: func(_ *draftContext, t *T, v string) error {
			if v == "" {
				*of(t) = nil
				return nil
			}
			d, err := maturity.ParseDate(v)
			if err != nil {
				return errField("%s: %s", label, maturity.SentenceOf(err))
			}
			*of(t) = &d
			return nil
		},
		Words: func(_ *draftContext, t *T) string { return dateUnderstood(*of(t)) }}
}

const dateForms = "Write, for example, 6 August 2018, March 2018, Q2 2018/19, 2018/19, by the end of 2018/19, 2019 or from April 2019."

// dateTyped is a date as a visitor would type it: as its source writes it.
func dateTyped(d *maturity.LooseDate) string {
	if d == nil {
		return ""
	}
	if d.AsGiven != "" {
		return d.AsGiven
	}
	return d.Words()
}

// dateUnderstood is a date as its source writes it with what it stands for: "by Q2 (July to September 2018)".
func dateUnderstood(d *maturity.LooseDate) string {
	if d == nil {
		return ""
	}
	words := d.Words()
	if d.AsGiven == "" || strings.EqualFold(d.AsGiven, words) {
		return words
	}
	return "“" + d.AsGiven + "”: " + words
}

func numberOf[T any](name, label string, low, high int, get func(*T) (int, bool), set func(*T, int, bool)) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, Width: 4, Get: func(t *T) string {
		if n, told := get(t); told {
			return strconv.Itoa(n)
		}
		return ""
	}, Set: func(_ *draftContext, t *T, v string) error {
		if v == "" {
			set(t, 0, false)
			return nil
		}
		n, err := strconv.Atoi(strings.TrimSuffix(v, "%"))
		if err != nil || n < low || n > high {
			return errField("%s must be a whole number from %d to %s, or empty", label, low, wholeNumber(high))
		}
		set(t, n, true)
		return nil
	}}
}

// countOf is a whole number where 0 says that nobody told.
func countOf[T any](name, label string, high int, of func(*T) *int) fieldSpec[T] {
	return numberOf(name, label, 0, high, func(t *T) (int, bool) { return *of(t), *of(t) != 0 }, func(t *T, n int, _ bool) { *of(t) = n })
}

// toldOf is a whole number that may be nought, or not told.
func toldOf[T any](name, label string, high int, of func(*T) **int) fieldSpec[T] {
	return numberOf(name, label, 0, high, func(t *T) (int, bool) {
		if *of(t) == nil {
			return 0, false
		}
		return **of(t), true
	}, func(t *T, n int, told bool) {
		if *of(t) = nil; told {
			*of(t) = &n
		}
	})
}

// decimal reads a number that people type: "1,200", "-3.5".
func decimal(v string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(strings.Replace(v, "−", "-", 1), ",", ""), 64)
	return n, err == nil && n-n == 0
}

// judgedOf is a judgement from 1 to 5.
func judgedOf[T any](name, label string, of func(*T) **float64) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, Width: 4, Get: func(t *T) string {
		if *of(t) == nil {
			return ""
		}
		return strconv.FormatFloat(**of(t), 'f', -1, 64)
	}, Set: func(_ *draftContext, t *T, v string) error {
		if *of(t) = nil; v == "" {
			return nil
		}
		n, ok := decimal(v)
		if !ok || n < 1 || n > 5 {
			return errField("%s must be a number from 1 to 5, or empty", label)
		}
		*of(t) = &n
		return nil
	}}
}

func checkOf[T any](name, label string, of func(*T) *bool) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldCheck, Get: func(t *T) string {
		if *of(t) {
			return ticked
		}
		return ""
	}, Set: func(_ *draftContext, t *T, v string) error { *of(t) = v != ""; return nil }}
}

// selectOf is a choice; what is chosen now is among the choices even where it is not one of them.
func selectOf[T any, E ~string](name, label string, of func(*T) *E, options func(*draftContext) []choice) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldSelect, Choices: options, Get: func(t *T) string { return string(*of(t)) },
		Set: func(c *draftContext, t *T, v string) error {
			for _, option := range options(c) {
				if option.ID == v {
					*of(t) = E(v)
					return nil
				}
			}
			return errField("%s: choose one of the list", label)
		}}
}

// Small changes of a field where it is declared.
func (f fieldSpec[T]) hint(words string) fieldSpec[T] { f.Hint = words; return f }
func (f fieldSpec[T]) list(id string) fieldSpec[T]    { f.List = id; return f }
func (f fieldSpec[T]) wide(letters int) fieldSpec[T]  { f.Width = letters; return f }
