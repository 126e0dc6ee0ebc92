package exchange

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var (
	dayType    = reflect.TypeFor[period.Day]()
	periodType = reflect.TypeFor[period.Period]()
)

// column is one column of a table: a field of an item, or of a struct inside it.
type column struct {
	name string
	path []int // fields to go through, pointers followed
	typ  reflect.Type
}

// child is a list of parts that has a table of its own.
type child struct {
	name  string // the field in Go
	index int
	typ   reflect.Type // of the parts
}

// columnsOf lists the columns of a struct in declared order, and its lists of parts.
func columnsOf(t reflect.Type) (columns []column, children []child) {
	var gather func(t reflect.Type, prefix string, path []int)
	gather = func(t reflect.Type, prefix string, path []int) {
		for i := range t.NumField() {
			f := t.Field(i)
			at := append(append([]int(nil), path...), i)
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			switch {
			case single(inner), inner.Kind() == reflect.Slice && single(inner.Elem()):
				columns = append(columns, column{prefix + maturity.FieldName(f.Name, ' '), at, f.Type})
			case inner.Kind() == reflect.Slice:
				children = append(children, child{f.Name, i, inner.Elem()})
			default:
				gather(inner, prefix+maturity.FieldName(f.Name, ' ')+" ", at)
			}
		}
	}
	gather(t, "", nil)
	return columns, children
}

// single reports a type that fits into a cell.
func single(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		return t == periodType
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return false
	}
	return true
}

// value is what a column of an item holds; nil where there is nothing.
func (c column) value(item reflect.Value) any {
	v := item
	for _, i := range c.path {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return nil
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	} else if v.IsZero() {
		return nil
	}
	switch v.Type() {
	case dayType:
		return v.Interface().(period.Day).String()
	case periodType:
		return v.Interface().(period.Period).Code()
	}
	switch v.Kind() {
	case reflect.Slice:
		lines := make([]string, v.Len())
		for i := range lines {
			lines[i] = oneLine.Replace(v.Index(i).String())
		}
		return strings.Join(lines, "\n")
	case reflect.Bool:
		return "yes"
	case reflect.Float64:
		return v.Float()
	case reflect.String:
		return v.String()
	}
	return v.Int()
}

// A list stands in a cell one member a line; a line end inside a member is written as two signs.
var oneLine = strings.NewReplacer(`\`, `\\`, "\n", `\n`)

func manyLines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, unescaped(line))
		}
	}
	return out
}

func unescaped(line string) string {
	if !strings.Contains(line, `\`) {
		return line
	}
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' && i+1 < len(line) && (line[i+1] == '\\' || line[i+1] == 'n') {
			i++
			if line[i] == 'n' {
				b.WriteByte('\n')
				continue
			}
		}
		b.WriteByte(line[i])
	}
	return b.String()
}

// set puts a text into the column of an item, or answers what would be accepted.
func (c column) set(item reflect.Value, text string) (expected string) {
	v := item
	for _, i := range c.path {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	if v.Kind() == reflect.Pointer {
		inner := reflect.New(v.Type().Elem())
		if expected = setValue(inner.Elem(), text); expected == "" {
			v.Set(inner)
		}
		return expected
	}
	return setValue(v, text)
}

func setValue(v reflect.Value, text string) (expected string) {
	switch v.Type() {
	case dayType:
		day, ok := readDay(text)
		if !ok {
			return "a day such as 2017-03-31"
		}
		v.SetInt(int64(day))
		return ""
	case periodType:
		p, err := period.Parse(text, period.KindNone, period.DMY)
		if err != nil {
			return "a period such as Q2 2018/19, July 2018 or FY2018"
		}
		v.Set(reflect.ValueOf(p))
		return ""
	}
	switch v.Kind() {
	case reflect.Slice:
		for _, line := range manyLines(text) {
			member := reflect.New(v.Type().Elem()).Elem()
			member.SetString(line)
			v.Set(reflect.Append(v, member))
		}
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		switch strings.ToLower(text) {
		case "yes", "true", "y", "1":
			v.SetBool(true)
		case "no", "false", "n", "0":
		default:
			return "yes or no"
		}
	case reflect.Float64:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n-n != 0 {
			return "a number"
		}
		v.SetFloat(n)
	default:
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return "a whole number"
		}
		v.SetInt(n)
	}
	return ""
}

// readDay takes 2017-03-31, with a time of day behind it, and 31/03/2017.
func readDay(text string) (period.Day, bool) {
	if len(text) > 10 && (text[10] == ' ' || text[10] == 'T') {
		text = text[:10]
	}
	for _, form := range []string{"2006-01-02", "02/01/2006", "2/1/2006"} {
		if at, err := time.Parse(form, text); err == nil {
			return period.DayOf(at), true
		}
	}
	return 0, false
}
