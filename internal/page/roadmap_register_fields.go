package page

import (
	"net/url"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// fieldChecks is a set of boxes; its value is the ids of those with a tick, one a line.
const fieldChecks = "checks"

// Chosen says how many boxes have a tick.
func (f formField) Chosen() string {
	n := 0
	for _, c := range f.Choices {
		if c.On {
			n++
		}
	}
	if n == 0 {
		return "None chosen of " + wholeNumber(len(f.Choices))
	}
	return wholeNumber(n) + " chosen of " + wholeNumber(len(f.Choices))
}

// initiativesOf chooses initiatives of the roadmap.
func initiativesOf[T any](label, hint string, of func(*T) *[]string) fieldSpec[T] {
	f := linesOf("initiatives", label, of)
	f.Kind, f.Hint = fieldChecks, hint
	f.Choices = func(c *draftContext) (out []choice) {
		for _, i := range c.Roadmap.Initiatives {
			out = append(out, choice{ID: i.ID, Words: i.Title})
		}
		return out
	}
	keep := f.Set
	f.Set = func(c *draftContext, t *T, v string) error {
		old := slices.Clone(*of(t))
		if err := keep(c, t, v); err != nil {
			return err
		}
		for _, id := range *of(t) {
			if !slices.Contains(old, id) && !slices.ContainsFunc(c.Roadmap.Initiatives, func(i maturity.Initiative) bool { return i.ID == id }) {
				return errField("%s: the roadmap has no initiative “%s”", label, id)
			}
		}
		return nil
	}
	f.Words = func(c *draftContext, t *T) string {
		var names []string
		for _, id := range *of(t) {
			name := id
			for _, i := range c.Roadmap.Initiatives {
				if i.ID == id {
					name = i.Title
				}
			}
			names = append(names, name)
		}
		return strings.Join(names, "; ")
	}
	return f
}

// joinChecks makes one value a line each of what boxes send, as fields are read.
func joinChecks[T any](fields []fieldSpec[T], form url.Values) {
	for _, f := range fields {
		if values, sent := form[f.Name]; sent && f.Kind == fieldChecks {
			form.Set(f.Name, strings.Join(slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" }), "\n"))
		}
	}
}

// tickChecks marks the boxes of fields that are sets; what is chosen and no longer there keeps its box.
func tickChecks[T any](c *draftContext, fields []fieldSpec[T], shown []formField) {
	for i, f := range fields {
		if f.Kind != fieldChecks {
			continue
		}
		ticked := strings.Split(shown[i].Value, "\n")
		shown[i].Choices = f.Choices(c)
		for k := range shown[i].Choices {
			shown[i].Choices[k].On = slices.Contains(ticked, shown[i].Choices[k].ID)
		}
		for _, id := range ticked {
			if id != "" && !slices.ContainsFunc(shown[i].Choices, func(o choice) bool { return o.ID == id }) {
				shown[i].Choices = append(shown[i].Choices, choice{id, id, true})
			}
		}
	}
}

// figureOf is a number that may be missing. Pounds may be written with the sign.
func figureOf[T any](name, label string, low float64, of func(*T) **float64) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, Width: 10, Get: func(t *T) string {
		if *of(t) == nil {
			return ""
		}
		return plainNumber(**of(t))
	}, Set: func(_ *draftContext, t *T, v string) error {
		if v == "" {
			*of(t) = nil
			return nil
		}
		n, ok := decimal(strings.TrimSpace(strings.TrimPrefix(v, "£")))
		if !ok || n < low || n > 1e12 {
			return errField("%s: “%s” is not a number%s. Leave it empty where it is not known", label, v, map[bool]string{true: " from 0 on", false: ""}[low == 0])
		}
		*of(t) = &n
		return nil
	}}
}

// poundsOf is an amount that must be there.
func poundsOf[T any](name, label string, of func(*T) *float64) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, Width: 10, Get: func(t *T) string {
		if *of(t) == 0 {
			return ""
		}
		return plainNumber(*of(t))
	}, Set: func(_ *draftContext, t *T, v string) error {
		n, ok := decimal(strings.TrimSpace(strings.TrimPrefix(v, "£")))
		if !ok || n > 1e12 || n < -1e12 {
			return errField("%s: “%s” is not an amount", label, v)
		}
		*of(t) = n
		return nil
	}}
}

// periodOf is a month, quarter or year.
func periodOf[T any](name, label string, of func(*T) *period.Period) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, Width: 20, Get: func(t *T) string {
		if of(t).IsZero() {
			return ""
		}
		return of(t).Short()
	}, Set: func(_ *draftContext, t *T, v string) error {
		if v == "" {
			*of(t) = period.Period{}
			return nil
		}
		p, err := period.Parse(v, period.KindNone, period.DMY)
		if err != nil {
			return errField("%s: %s", label, err)
		}
		*of(t) = p
		return nil
	}, Words: func(_ *draftContext, t *T) string {
		if of(t).IsZero() {
			return ""
		}
		return of(t).Label()
	}}
}
