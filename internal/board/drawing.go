package board

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"reflect"
	"time"

	"waymark/internal/chart"
)

// Drawing is a picture that is described only when it is asked for. Describing one (positions, labels, the table of its
// numbers) takes longer than everything else on a page; whoever shows the same picture again need not do it again.
type Drawing struct {
	// Key stands for everything the picture is described from, values, definitions, names and times: drawings with the
	// same key are the same figure to the last byte. "" is the key of nothing: such a picture is described each time.
	Key string
	// Describe makes the figure.
	Describe func() (chart.Figure, error)
}

// Described is a picture that was described before.
func Described(f chart.Figure) Drawing {
	return Drawing{Describe: func() (chart.Figure, error) { return f, nil }}
}

func trajectoryDrawing(in chart.TrajectoryInput) Drawing {
	return Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Trajectory(in) }}
}

func rankedDrawing(in chart.RankedInput) Drawing {
	return Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Ranked(in) }}
}

// Multiples is a picture of several small trajectories on the same axes.
func Multiples(in chart.MultiplesInput) Drawing {
	return Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Multiples(in) }}
}

// keyOf is a hash over a value, its type, and all that it holds or points at, so that a field somebody adds is in it
// too. It is "" for what has no fixed order or content, such as a map or a function.
func keyOf(in any) string {
	v := reflect.ValueOf(in)
	text, ok := appendContent(append(make([]byte, 0, 16<<10), v.Type().String()...), v)
	if !ok {
		return ""
	}
	sum := sha256.Sum256(text)
	return string(sum[:])
}

var timeType = reflect.TypeFor[time.Time]()

// appendContent writes a value so that different values of one type give different bytes: numbers in eight bytes, texts
// and lists after their length.
func appendContent(b []byte, v reflect.Value) (out []byte, ok bool) {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1), true
		}
		return append(b, 0), true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.BigEndian.AppendUint64(b, uint64(v.Int())), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.BigEndian.AppendUint64(b, v.Uint()), true
	case reflect.Float32, reflect.Float64:
		return binary.BigEndian.AppendUint64(b, math.Float64bits(v.Float())), true
	case reflect.String:
		return append(binary.BigEndian.AppendUint64(b, uint64(v.Len())), v.String()...), true
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0), true
		}
		return appendContent(append(b, 1), v.Elem())
	case reflect.Slice, reflect.Array:
		b, ok = binary.BigEndian.AppendUint64(b, uint64(v.Len())), true
		for i := 0; ok && i < v.Len(); i++ {
			b, ok = appendContent(b, v.Index(i))
		}
		return b, ok
	case reflect.Struct:
		if v.Type() == timeType {
			return appendTime(b, v)
		}
		ok = true
		for i := 0; ok && i < v.NumField(); i++ {
			b, ok = appendContent(b, v.Field(i))
		}
		return b, ok
	}
	return b, false
}

// appendTime writes a moment; where its clock stands is no part of it.
func appendTime(b []byte, v reflect.Value) ([]byte, bool) {
	if !v.CanInterface() {
		return b, false
	}
	t := v.Interface().(time.Time)
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(b, uint64(t.Unix())), uint64(t.Nanosecond())), true
}
