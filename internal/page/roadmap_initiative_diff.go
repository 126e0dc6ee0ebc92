package page

import (
	"reflect"
	"strconv"
	"strings"
)

// notGiven stands where a field is empty.
const notGiven = "not given"

// diffFields lists the fields that differ between two states of an item.
func diffFields[T any](c *draftContext, fields []fieldSpec[T], from, to *T, label string) (out []draftChange) {
	for _, f := range fields {
		if f.shownValue(from) == f.shownValue(to) {
			continue
		}
		change := draftChange{Label: label + f.Label, From: f.words(c, from), To: f.words(c, to)}
		if f.Kind == fieldCheck {
			change.From, change.To = yesOrNo(change.From), yesOrNo(change.To)
		}
		if change.From == "" {
			change.From = notGiven
		}
		if change.To == "" {
			change.To = notGiven
		}
		out = append(out, change)
	}
	return out
}

func yesOrNo(value string) string {
	if value == "" {
		return "no"
	}
	return "yes"
}

// diff tells rows that went, rows that came and rows that changed.
func (s rowSpec[P, T]) diff(c *draftContext, from, to *P, label string) (out []draftChange) {
	before, after := s.keyed(*s.Of(from)), s.keyed(*s.Of(to))
	for _, key := range before.order {
		row := before.rows[key]
		name := label + upperFirst(s.One) + " " + s.named(c, row)
		now, stays := after.rows[key]
		if !stays {
			out = append(out, draftChange{Label: name, From: s.summary(c, row), To: "removed"})
			continue
		}
		if reflect.DeepEqual(*row, *now) {
			continue
		}
		out = append(out, diffFields(c, s.Fields, row, now, name+": ")...)
		if s.Inner != nil {
			out = append(out, s.Inner.diff(c, row, now, name+": ")...)
		}
	}
	for _, key := range after.order {
		if _, was := before.rows[key]; !was {
			row := after.rows[key]
			out = append(out, draftChange{Label: label + "New " + s.One + " " + s.named(c, row), From: "not there", To: s.summary(c, row)})
			if s.Inner != nil {
				var none T
				out = append(out, s.Inner.diff(c, &none, row, label+upperFirst(s.One)+" "+s.named(c, row)+": ")...)
			}
		}
	}
	return out
}

func (s rowSpec[P, T]) named(c *draftContext, row *T) string {
	if s.Head == nil {
		return ""
	}
	return "“" + s.Head(c, row) + "”"
}

// summary is a row in a line: every field that is filled in.
func (s rowSpec[P, T]) summary(c *draftContext, row *T) string {
	var parts []string
	for _, f := range s.Fields {
		if words := f.words(c, row); f.shownValue(row) != "" {
			if f.Kind == fieldCheck {
				words = "yes"
			}
			parts = append(parts, f.Label+": "+words)
		}
	}
	return strings.Join(parts, "; ")
}

type keyedRows[T any] struct {
	order []string
	rows  map[string]*T
}

// keyed finds rows by their id or key; of equal ones the second, third and so on are told apart by their number.
func (s rowSpec[P, T]) keyed(list []T) keyedRows[T] {
	out := keyedRows[T]{rows: map[string]*T{}}
	for i := range list {
		key := ""
		if s.ID != nil {
			key = *s.ID(&list[i])
		} else {
			key = s.Key(&list[i])
		}
		for n := 2; out.rows[key] != nil; n++ {
			key += "#" + strconv.Itoa(n)
		}
		out.order, out.rows[key] = append(out.order, key), &list[i]
	}
	return out
}
