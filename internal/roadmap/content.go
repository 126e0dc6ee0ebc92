package roadmap

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The content of an item is JSON for people as well: names in lower case, days and periods as they are written, and
// nothing for what nobody said. So rows are small, and a field that a later program adds reads as not said.

var (
	dayType    = reflect.TypeFor[period.Day]()
	periodType = reflect.TypeFor[period.Period]()
)

// encode is the value as JSON holds it; false where there is nothing to say.
func encode(v reflect.Value) (any, bool) {
	if !v.IsValid() || v.IsZero() {
		return nil, false
	}
	switch v.Type() {
	case dayType:
		return period.Day(v.Int()).String(), true
	case periodType:
		return v.Interface().(period.Period).Code(), true
	}
	switch v.Kind() {
	case reflect.Pointer:
		if out, said := encode(v.Elem()); said {
			return out, true
		}
		return bare(v.Elem()), true // an amount of 0 pounds is not an amount that nobody stated
	case reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			if each, said := encode(v.Index(i)); said {
				out[i] = each
			} else {
				out[i] = bare(v.Index(i))
			}
		}
		return out, len(out) > 0
	case reflect.Struct:
		out := map[string]any{}
		for _, f := range fieldsOf(v.Type()) {
			if each, said := encode(v.Field(f.at)); said {
				out[f.name] = each
			}
		}
		return out, true
	}
	return v.Interface(), true
}

// bare is a zero value where there has to be one.
func bare(v reflect.Value) any {
	switch {
	case v.Type() == dayType:
		return period.Day(0).String()
	case v.Kind() == reflect.Struct:
		return map[string]any{}
	case v.Kind() == reflect.Slice:
		return []any{}
	}
	return v.Interface()
}

// decode fills v with what JSON holds. Names that v does not have are passed over.
func decode(from any, v reflect.Value) error {
	if from == nil {
		return nil
	}
	switch v.Type() {
	case dayType:
		text, ok := from.(string)
		day, err := time.Parse(time.DateOnly, text)
		if !ok || err != nil {
			return fmt.Errorf("%v is no day", from)
		}
		v.SetInt(int64(period.DayOf(day)))
		return nil
	case periodType:
		text, _ := from.(string)
		p, err := period.FromCode(text)
		if err != nil {
			return fmt.Errorf("%v is no period", from)
		}
		v.Set(reflect.ValueOf(p))
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		to := reflect.New(v.Type().Elem())
		v.Set(to)
		return decode(from, to.Elem())
	case reflect.Slice:
		list, ok := from.([]any)
		if !ok || len(list) == 0 {
			return nil
		}
		to := reflect.MakeSlice(v.Type(), len(list), len(list))
		v.Set(to)
		for i, each := range list {
			if err := decode(each, to.Index(i)); err != nil {
				return err
			}
		}
		return nil
	case reflect.Struct:
		said, _ := from.(map[string]any)
		for _, f := range fieldsOf(v.Type()) {
			if each, ok := said[f.name]; ok {
				if err := decode(each, v.Field(f.at)); err != nil {
					return fmt.Errorf("%s: %w", f.name, err)
				}
			}
		}
		return nil
	}
	return decodePlain(from, v)
}

func decodePlain(from any, v reflect.Value) error {
	switch given := from.(type) {
	case string:
		if v.Kind() == reflect.String {
			v.SetString(given)
			return nil
		}
	case bool:
		if v.Kind() == reflect.Bool {
			v.SetBool(given)
			return nil
		}
	case json.Number:
		if v.CanInt() {
			n, err := given.Int64()
			v.SetInt(n)
			return err
		}
		if v.CanFloat() {
			n, err := given.Float64()
			v.SetFloat(n)
			return err
		}
	}
	return fmt.Errorf("%v does not fit", from)
}

type field struct {
	at   int
	name string
}

var fields sync.Map // reflect.Type -> []field

func fieldsOf(t reflect.Type) []field {
	if known, ok := fields.Load(t); ok {
		return known.([]field)
	}
	var out []field
	for i := range t.NumField() {
		out = append(out, field{i, maturity.FieldName(t.Field(i).Name, '_')})
	}
	fields.Store(t, out)
	return out
}

// content is an item as JSON, the same bytes for the same item.
func content(item any) json.RawMessage {
	value, said := encode(reflect.ValueOf(item))
	if !said {
		value = map[string]any{}
	}
	text, err := json.Marshal(value)
	if err != nil { // an amount that is no number; Check refuses those before
		panic(err)
	}
	return text
}

// read fills an item from its content.
func read[T any](item maturity.RoadmapItem) (out T, err error) {
	decoder := json.NewDecoder(strings.NewReader(string(item.Content)))
	decoder.UseNumber()
	var value any
	if err = decoder.Decode(&value); err == nil {
		err = decode(value, reflect.ValueOf(&out).Elem())
	}
	if err != nil {
		err = fmt.Errorf("%s %s of the roadmap cannot be read: %w", item.Kind, item.Key, err)
	}
	return out, err
}
