package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/sheet"
)

// Columns are the headings of a row type in CSV: the names of its JSON fields in order. Fields marked csv:"-" (paths
// and other lists of their own) are only in JSON; fields of an embedded struct are columns like all others.
func Columns[T any]() []string { return columnsOf(reflect.TypeFor[T]()) }

func columnsOf(t reflect.Type) []string {
	var out []string
	for f := range fields(t) {
		out = append(out, f.name)
	}
	return out
}

type field struct {
	name  string
	index []int
}

func fields(t reflect.Type) iter.Seq[field] {
	return func(yield func(field) bool) {
		for _, f := range reflect.VisibleFields(t) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous || !f.IsExported() || name == "" || name == "-" || f.Tag.Get("csv") == "-" {
				continue
			}
			if !yield(field{name, f.Index}) {
				return
			}
		}
	}
}

// WriteCSV writes a heading and the rows until one comes with an error, which it returns. Cells that a spreadsheet
// would run as a formula are neutralised.
func WriteCSV[T any](w io.Writer, rows iter.Seq2[T, error]) error {
	columns := slices.Collect(fields(reflect.TypeFor[T]()))
	var failed error
	err := sheet.WriteCSV(w, func(yield func([]string) bool) {
		if !yield(columnsOf(reflect.TypeFor[T]())) {
			return
		}
		cells := make([]string, len(columns))
		for row, err := range rows {
			if err != nil {
				failed = err
				return
			}
			value := reflect.ValueOf(&row).Elem()
			for i, c := range columns {
				cells[i] = cell(value.FieldByIndex(c.index))
			}
			if !yield(cells) {
				return
			}
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

// cell writes a field: nothing for null, yes or no, numbers in their shortest exact form, times in RFC 3339.
func cell(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	switch x := v.Interface().(type) {
	case time.Time:
		return x.Format(time.RFC3339Nano)
	case []string:
		return strings.Join(x, "; ")
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case bool:
		if x {
			return "yes"
		}
		return "no"
	}
	return fmt.Sprint(v.Interface())
}

// WriteJSON writes the rows as one JSON array, a line each, until one comes with an error, which it returns.
func WriteJSON[T any](w io.Writer, rows iter.Seq2[T, error]) error {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out) // ends each row with a line feed
	encoder.SetEscapeHTML(false)
	before := "["
	for row, err := range rows {
		if err != nil {
			return err
		}
		if _, err := out.WriteString(before); err != nil {
			return err
		}
		if err := encoder.Encode(row); err != nil {
			return err
		}
		before = ","
	}
	if before == "[" {
		before = "[]\n"
	} else {
		before = "]\n"
	}
	if _, err := out.WriteString(before); err != nil {
		return err
	}
	return out.Flush()
}

// number is null for what is not given.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// instant is null for the zero time.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
