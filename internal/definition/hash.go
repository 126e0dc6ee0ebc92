package definition

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// hashOf is the hash of a definition's content: the same for the same content wherever it is written, another as soon
// as anything in it changes. 16 hexadecimal digits are enough to tell a few thousand definitions apart.
func hashOf(definition any) string {
	sum := sha256.New()
	write(sum, reflect.ValueOf(definition))
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// write puts a value into w field by field in a form in which different values read differently.
func write(w io.Writer, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			fmt.Fprint(w, "nil;")
			return
		}
		write(w, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || computed[f.Name] || v.Field(i).IsZero() {
				continue
			}
			fmt.Fprintf(w, "%s{", f.Name)
			write(w, v.Field(i))
			fmt.Fprint(w, "}")
		}
	case reflect.Slice:
		fmt.Fprintf(w, "[%d:", v.Len())
		for i := range v.Len() {
			write(w, v.Index(i))
		}
		fmt.Fprint(w, "]")
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			fmt.Fprintf(w, "%q:", k.String())
			write(w, v.MapIndex(k))
		}
	default:
		fmt.Fprintf(w, "%q;", fmt.Sprint(v))
	}
}
