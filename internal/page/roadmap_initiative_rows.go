package page

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// mostRows is how many rows of a kind a form is read for.
const mostRows = 200

// rowsOf is a list of items inside a P, such as the milestones of an initiative.
type rowsOf[P any] interface {
	// show gives the rows as the form draws them: of what was sent, or else of the item itself.
	show(c *draftContext, of *P, at string, form url.Values, faults []FieldFault) formRows
	// read takes the rows of a form into the item.
	read(c *draftContext, into *P, at string, form url.Values) []FieldFault
	// untouched reports whether nothing is typed into any row.
	untouched(at string, form url.Values) bool
	// diff lists what differs, each under the name of its row.
	diff(c *draftContext, from, to *P, label string) []draftChange
}

// draftChange is one field that differs. A side that is "" was not there.
type draftChange struct{ Label, From, To string }

// rowSpec is the table of one kind of row.
type rowSpec[P, T any] struct {
	Name  string // of its fields
	One   string // "milestone"
	Title string
	Hint  string
	Of    func(*P) *[]T
	ID    func(*T) *string // nil: such rows have no id
	Key   func(*T) string  // tells rows without id apart in a list of changes
	Head  func(*draftContext, *T) string
	// Begin gives a new row what it starts with, and Need says what it lacks: a field and a sentence.
	Begin  func(*T)
	Need   func(*draftContext, *T) (field, sentence string)
	Fields []fieldSpec[T]
	Inner  rowsOf[T]
}

// formRows is a list of rows as the form draws it.
type formRows struct {
	At, Name, One, Title, Hint string
	Count                      int // of rows on the page, blank ones among them
	Rows                       []formRow
	Add                        string // value of the button for one more
}

// formRow is one row; a blank one waits for something new.
type formRow struct {
	At, Key, Head string
	Blank, Open   bool
	Removed       bool // its box is ticked
	Fields        []formField
	Inner         *formRows
}

// formField is one field as the form draws it.
type formField struct {
	ID, Label, Hint, Kind, Value, List, Fault string
	Width                                     int
	Choices                                   []choice
	On                                        bool
}

// Describes are the ids of what is said about the field.
func (f formField) Describes() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Fault != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

func showFields[T any](c *draftContext, fields []fieldSpec[T], of *T, at string, form url.Values, faults []FieldFault) (out []formField) {
	for _, f := range fields {
		shown := formField{ID: at + f.Name, Label: f.Label, Hint: f.Hint, Kind: f.Kind, List: f.List, Width: f.Width, Value: f.shownValue(of), Fault: fieldFault(at+f.Name, faults).Sentence}
		if form != nil {
			shown.Value = newlines(form.Get(shown.ID))
		}
		shown.On = shown.Value != ""
		if f.Choices != nil {
			shown.Choices = f.Choices(c)
			for i := range shown.Choices {
				shown.Choices[i].On = shown.Choices[i].ID == shown.Value
			}
			if !slices.ContainsFunc(shown.Choices, func(o choice) bool { return o.On }) {
				shown.Choices = append([]choice{{shown.Value, cmp.Or(shown.Value, "Not stated"), true}}, shown.Choices...)
			}
		}
		out = append(out, shown)
	}
	return out
}

func (s rowSpec[P, T]) rowAt(at string, i int) string { return fmt.Sprintf("%s%s%d-", at, s.Name, i) }

func (s rowSpec[P, T]) show(c *draftContext, of *P, at string, form url.Values, faults []FieldFault) formRows {
	list := *s.Of(of)
	out := formRows{At: at, Name: s.Name, One: s.One, Title: s.Title, Hint: s.Hint, Add: "more " + at + s.Name}
	count := len(list) + 1
	if form != nil {
		count = min(mostRows, numberIn(form, at+s.Name+"-rows"))
		if form.Get("do") == out.Add {
			count = min(mostRows, count+1)
		}
	}
	out.Count = count
	for i := range count {
		row := formRow{At: s.rowAt(at, i), Blank: true}
		item := s.begun()
		if form != nil {
			row.Key, row.Removed = form.Get(row.At+"key"), form.Get(row.At+"remove") != ""
			if found := s.find(list, row.Key); found != nil {
				item, row.Blank = *found, false
			}
			if !s.blank(row.At, form) {
				row.Blank = false
			}
		} else if i < len(list) {
			item, row.Key, row.Blank = list[i], s.key(list, i), false
		}
		row.Fields = showFields(c, s.Fields, &item, row.At, form, faults)
		if s.Inner != nil {
			inner := s.Inner.show(c, &item, row.At, form, faults)
			row.Inner = &inner
		}
		row.Head = "New " + s.One
		if !row.Blank && s.Head != nil {
			row.Head = strings.TrimSpace(upperFirst(s.One) + " " + strconv.Itoa(i+1) + ": " + s.headOf(c, item, row.At, form))
		}
		row.Open = slices.ContainsFunc(faults, func(f FieldFault) bool { return strings.HasPrefix(f.Field, row.At) }) || form != nil && (row.Key == "" && !row.Blank || strings.HasPrefix(form.Get("do"), "more "+row.At))
		if form != nil && form.Get("do") == out.Add && i == count-1 {
			row.Open = true
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// headOf is the heading of a row as typed.
func (s rowSpec[P, T]) headOf(c *draftContext, item T, at string, form url.Values) string {
	if form != nil {
		readFields(c, s.Fields, at, form, &item)
	}
	return s.Head(c, &item)
}

// key tells a row of the list again when the form comes back: by its id, or else by its place.
func (s rowSpec[P, T]) key(list []T, i int) string {
	if s.ID != nil {
		return *s.ID(&list[i])
	}
	return strconv.Itoa(i)
}

func (s rowSpec[P, T]) find(list []T, key string) *T {
	for i := range list {
		if key != "" && s.key(list, i) == key {
			return &list[i]
		}
	}
	return nil
}

// begun is a new row as it starts.
func (s rowSpec[P, T]) begun() (row T) {
	if s.Begin != nil {
		s.Begin(&row)
	}
	return row
}

// blank reports whether nothing is typed into a row; a choice that stands where it began is nothing.
func (s rowSpec[P, T]) blank(at string, form url.Values) bool {
	none := s.begun()
	for _, f := range s.Fields {
		if v := field(form, at+f.Name); v != "" && v != f.shownValue(&none) {
			return false
		}
	}
	return s.Inner == nil || s.Inner.untouched(at, form)
}

func (s rowSpec[P, T]) untouched(at string, form url.Values) bool {
	for i := range min(mostRows, numberIn(form, at+s.Name+"-rows")) {
		if !s.blank(s.rowAt(at, i), form) {
			return false
		}
	}
	return true
}

func (s rowSpec[P, T]) read(c *draftContext, into *P, at string, form url.Values) (faults []FieldFault) {
	if _, sent := form[at+s.Name+"-rows"]; !sent {
		return nil
	}
	list := s.Of(into)
	var out []T
	for i := range min(mostRows, numberIn(form, at+s.Name+"-rows")) {
		at := s.rowAt(at, i)
		key := form.Get(at + "key")
		found := s.find(*list, key)
		blank := s.blank(at, form)
		if form.Get(at+"remove") != "" || found == nil && blank {
			continue
		}
		row := s.begun()
		if found != nil {
			row = *found
		}
		bad := readFields(c, s.Fields, at, form, &row)
		if s.Inner != nil {
			bad = append(bad, s.Inner.read(c, &row, at, form)...)
		}
		if s.Need != nil && len(bad) == 0 {
			if name, sentence := s.Need(c, &row); sentence != "" {
				bad = append(bad, FieldFault{at + name, sentence})
			}
		}
		if s.ID != nil && *s.ID(&row) == "" {
			*s.ID(&row) = c.newID(s.Head(c, &row), s.One)
		}
		faults, out = append(faults, bad...), append(out, row)
	}
	if len(out) > 0 || len(*list) > 0 {
		*list = out
	}
	return faults
}

// newID is an id that nothing has yet, made of words.
func (c *draftContext) newID(words, otherwise string) string {
	base := slug(words)
	if base == "" {
		base = slug(otherwise)
	}
	if c.Prefix != "" {
		base = c.Prefix + "-" + base
	}
	id := base
	for n := 2; c.Taken[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	if c.Taken != nil {
		c.Taken[id] = true
	}
	return id
}

// slug is words as an id has them: small letters, digits and hyphens, at most 48.
func slug(words string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(words) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 48 {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}
