package casefile

import (
	"fmt"
	"math"
	"reflect"
)

// tolerance is how far numbers may be apart, relative to the larger of their size and 1e-300.
const tolerance = 1e-9

// Differences lists where two results differ: numbers by more than 1e-9 relative, anything else at all. A case that the
// reference stopped at is compared by who stopped: see docs/statistics.md.
func Differences(want, got Expected) []string {
	if want.Error || got.Error {
		if want.Error != got.Error {
			return []string{fmt.Sprintf("error: want %v, got %v", want.Error, got.Error)}
		}
		return nil
	}
	if want.Result == nil || got.Result == nil {
		return []string{"there is no result"}
	}
	a, b := *want.Result, *got.Result
	a.Ours, b.Ours = Ours{}, Ours{}
	var found []string
	compare("", reflect.ValueOf(a), reflect.ValueOf(b), &found)
	return found
}

func compare(path string, want, got reflect.Value, found *[]string) {
	differ := func(want, got any) { *found = append(*found, fmt.Sprintf("%s: want %v, got %v", path, want, got)) }
	switch want.Kind() {
	case reflect.Struct:
		for i := range want.NumField() {
			compare(path+"/"+want.Type().Field(i).Name, want.Field(i), got.Field(i), found)
		}
	case reflect.Slice, reflect.Array:
		if want.Len() != got.Len() {
			differ(want.Len(), got.Len())
			return
		}
		for i := range want.Len() {
			compare(fmt.Sprintf("%s/%d", path, i), want.Index(i), got.Index(i), found)
		}
	case reflect.Pointer:
		if want.IsNil() || got.IsNil() {
			if want.IsNil() != got.IsNil() {
				differ(want, got)
			}
			return
		}
		compare(path, want.Elem(), got.Elem(), found)
	case reflect.Float64:
		if !near(want.Float(), got.Float()) {
			differ(want, got)
		}
	default:
		if !want.Equal(got) {
			differ(want, got)
		}
	}
}

func near(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= tolerance*max(math.Abs(a), math.Abs(b), 1e-300)
}
