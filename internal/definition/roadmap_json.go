package definition

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"waymark/internal/maturity"
)

// WriteRoadmapJSON writes the same keys in the same order as WriteRoadmap, as JSON. ReadRoadmap reads it, too.
func WriteRoadmapJSON(r maturity.Roadmap) ([]byte, error) {
	var out bytes.Buffer
	if err := writeJSON(&out, reflect.ValueOf(r), "\n"); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// writeJSON writes a value; line is the line end with the indent of what holds it.
func writeJSON(out *bytes.Buffer, v reflect.Value, line string) error {
	inner, first := line+" ", true
	next := func() {
		if !first {
			out.WriteByte(',')
		}
		first = false
		out.WriteString(inner)
	}
	switch {
	case v.Kind() == reflect.Pointer:
		return writeJSON(out, v.Elem(), line)
	case v.Type() == dayType, v.Type() == periodType:
		return writeJSON(out, reflect.ValueOf(fmt.Sprint(v)), line)
	case v.Kind() == reflect.Struct:
		out.WriteByte('{')
		for _, f := range fieldsOf(v.Type()) {
			value := v.Field(f.index)
			if value.IsZero() || value.Kind() == reflect.Slice && value.Len() == 0 {
				continue
			}
			next()
			out.WriteString(`"` + f.key + `": `)
			if err := writeJSON(out, value, inner); err != nil {
				return err
			}
		}
		out.WriteString(line + "}")
	case v.Kind() == reflect.Slice:
		out.WriteByte('[')
		for i := range v.Len() {
			next()
			if err := writeJSON(out, v.Index(i), inner); err != nil {
				return err
			}
		}
		out.WriteString(line + "]")
	default:
		text, err := json.Marshal(v.Interface())
		if err != nil {
			return err
		}
		out.Write(text)
	}
	return nil
}
