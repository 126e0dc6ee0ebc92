package definition

import (
	"reflect"
	"sync"

	"waymark/internal/maturity"
)

// computed are the fields of definitions that are not written in a file.
var computed = map[string]bool{"Hash": true, "Where": true}

// spelled are the fields whose name in a file is not their name in Go in snake case.
var spelled = map[reflect.Type]map[string]string{
	reflect.TypeFor[maturity.Target](): {"Stated": "basis"},
}

// pairs are the yes/no fields that a file writes as one of two words: the first is no, the second yes.
var pairs = map[string][2]string{"basis": {"implied", "stated"}}

// field is a key a file may use for a struct.
type field struct {
	key   string
	index int
}

// fields are those of the types asked for before: a large roadmap asks a hundred thousand times.
var fields sync.Map // reflect.Type to []field

// fieldsOf lists the keys of a struct in declared order. The list is shared: do not change it.
func fieldsOf(t reflect.Type) []field {
	if known, ok := fields.Load(t); ok {
		return known.([]field)
	}
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || computed[f.Name] {
			continue
		}
		key := spelled[t][f.Name]
		if key == "" {
			key = maturity.FieldName(f.Name, '_')
		}
		out = append(out, field{key, i})
	}
	fields.Store(t, out)
	return out
}

func keysOf(t reflect.Type) []string {
	var out []string
	for _, f := range fieldsOf(t) {
		out = append(out, f.key)
	}
	return out
}
