package definition

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"waymark/internal/period"
)

var (
	dayType    = reflect.TypeFor[period.Day]()
	periodType = reflect.TypeFor[period.Period]()
)

func isScalar(t reflect.Type) bool {
	if t == periodType {
		return true
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Slice, reflect.Map:
		return false
	}
	return true
}

// scalar decodes a single value.
func (d *decoder) scalar(target reflect.Value, node ast.Node, path string) {
	text, ok := plain(node)
	if !ok {
		d.unread(node, path, "%s must be a single value", naming(path))
		return
	}
	if wanted := setScalar(target, text, isNull(node)); wanted != "" {
		d.unread(node, path, "%s must be %s, not %q", naming(path), wanted, text)
	}
}

// setScalar sets target to what text says, or answers in words what would be accepted.
func setScalar(target reflect.Value, text string, null bool) (wanted string) {
	t := target.Type()
	if allowed, is := words[t]; is {
		if !slices.Contains(allowed, text) {
			return among(allowed)
		}
		target.SetString(text)
		return ""
	}
	if c, is := coded[t]; is {
		v, ok := c.read(text)
		if !ok {
			return among(c.words)
		}
		target.Set(reflect.ValueOf(v))
		return ""
	}
	switch {
	case t == dayType:
		at, err := time.Parse("2006-01-02", text)
		if err != nil {
			return "a day such as 2017-03-31"
		}
		target.Set(reflect.ValueOf(period.DayOf(at)))
	case t == periodType:
		p, err := period.FromCode(text)
		if err != nil {
			return "a period code such as M2018-07, Q2018-07 or FY2018"
		}
		target.Set(reflect.ValueOf(p))
	case t.Kind() == reflect.String:
		if null {
			text = ""
		}
		target.SetString(strings.TrimSpace(text))
	case t.Kind() == reflect.Bool:
		if text != "true" && text != "false" {
			return "true or false"
		}
		target.SetBool(text == "true")
	case t.Kind() == reflect.Float64:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || v != v || v-v != 0 {
			return "a number"
		}
		target.SetFloat(v)
	default:
		v, err := strconv.Atoi(text)
		if err != nil {
			return "a whole number"
		}
		target.SetInt(int64(v))
	}
	return ""
}
