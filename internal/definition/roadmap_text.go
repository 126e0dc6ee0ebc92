package definition

import (
	"bytes"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"waymark/internal/maturity"
)

// Bounds of a roadmap that somebody sends. The largest known has 52 initiatives and 60 kB; ten thousand initiatives
// with three links each have about 6 MB.
const (
	MaxRoadmap  = 8 << 20 // bytes
	longestPlan = 4_000_000
)

// ReadRoadmap reads one roadmap and checks it by itself. Its error is Faults with every fault found, and file is how
// they call it. It takes no anchors, aliases or tags.
func ReadRoadmap(file string, text []byte) (maturity.Roadmap, error) {
	if line, sentence := tooMuch(text, MaxRoadmap); sentence != "" {
		return maturity.Roadmap{}, Faults{{file, line, sentence}}
	}
	if line := tooManyKeys(text); line > 0 {
		return maturity.Roadmap{}, Faults{{file, line, "a set of keys is too long here"}}
	}
	parsed, line, err := parse(text)
	if err != nil {
		return maturity.Roadmap{}, Faults{{file, line, "not readable as YAML: " + err.Error()}}
	}
	var bodies []ast.Node
	for _, doc := range parsed.Docs {
		if doc.Body != nil && !isNull(doc.Body) {
			bodies = append(bodies, doc.Body)
		}
	}
	if len(bodies) != 1 {
		return maturity.Roadmap{}, Faults{{file, 1, "one roadmap is expected in the file, a set of keys beginning with id"}}
	}
	e := entry[maturity.Roadmap]{spot: spot{file: file, lines: map[string]int{}, bad: map[string]bool{}}}
	var faults Faults
	d := &decoder{file: file, lines: e.lines, bad: e.bad, faults: &faults, most: longestPlan}
	d.into(reflect.ValueOf(&e.value).Elem(), bodies[0], "", 0)
	for _, f := range maturity.CheckRoadmap(&e.value) {
		if !e.unread(f.Path) {
			faults = append(faults, Fault{file, e.line(f.Path), f.String()})
		}
	}
	if len(faults) > 0 {
		return maturity.Roadmap{}, faults.sorted()
	}
	dropEmpty(reflect.ValueOf(&e.value).Elem())
	return e.value, nil
}

// Bounds of one set of keys, which the parser compares with each other. The longest has 42.
const (
	mostKeys   = 300
	mostInLine = 1000
)

// tooManyKeys finds the line where a set of keys is longer than any of a roadmap; 0 for none.
func tooManyKeys(text []byte) int {
	type level struct{ indent, keys int }
	var open []level
	number := 0
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		number++
		rest := bytes.TrimLeft(line, " \t")
		if len(rest) == 0 || rest[0] == '#' || !bytes.ContainsAny(rest, ":?") {
			continue
		}
		if bytes.Count(rest, []byte(":")) > mostInLine {
			return number
		}
		indent := len(line) - len(rest)
		item := false
		for len(rest) > 1 && rest[0] == '-' && rest[1] == ' ' { // the set inside an item stands further in
			rest, item = bytes.TrimLeft(rest[1:], " "), true
			indent = len(line) - len(rest)
		}
		for len(open) > 0 && (open[len(open)-1].indent > indent || item && open[len(open)-1].indent == indent) {
			open = open[:len(open)-1]
		}
		if len(open) == 0 || open[len(open)-1].indent < indent {
			open = append(open, level{indent, 0})
		}
		if open[len(open)-1].keys++; open[len(open)-1].keys > mostKeys {
			return number
		}
	}
	return 0
}

// dropEmpty makes lists that are there and empty lists that are not there: a file does not tell the two apart.
func dropEmpty(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			dropEmpty(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			dropEmpty(v.Field(i))
		}
	case reflect.Slice:
		if v.Len() == 0 {
			v.SetZero()
		}
		for i := range v.Len() {
			dropEmpty(v.Index(i))
		}
	}
}

// WriteRoadmap writes a roadmap as a file of seeds/roadmaps/ holds it: the keys in their declared order, without those
// that say nothing. ReadRoadmap reads it back as the same roadmap, except for white space around texts.
func WriteRoadmap(r maturity.Roadmap) []byte {
	w := &planWriter{}
	w.block(reflect.ValueOf(r), "")
	return []byte(w.out.String())
}

// planWriter writes structs as blocks of keys, and small ones on one line.
type planWriter struct {
	out strings.Builder
}

// lineLength is how long a line may become before a list goes over several.
const lineLength = 130

// block writes the keys of a struct; the first stands where the writer is.
func (w *planWriter) block(v reflect.Value, indent string) {
	first := true
	for _, f := range fieldsOf(v.Type()) {
		value := v.Field(f.index)
		if value.IsZero() || value.Kind() == reflect.Slice && value.Len() == 0 {
			continue
		}
		if !first {
			w.out.WriteString(indent)
		}
		first = false
		w.out.WriteString(f.key + ":")
		w.value(value, indent, len(indent)+len(f.key)+2)
	}
	if first {
		w.out.WriteString("{}\n")
	}
}

// value writes what follows a key.
func (w *planWriter) value(v reflect.Value, indent string, used int) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if line := flow(v); (v.Kind() != reflect.Slice || plainList(v.Type())) && used+len(line) <= lineLength || isScalar(v.Type()) {
		w.out.WriteString(" " + line + "\n")
		return
	}
	w.out.WriteByte('\n')
	if v.Kind() == reflect.Struct {
		w.out.WriteString(indent + "  ")
		w.block(v, indent+"  ")
		return
	}
	for i := range v.Len() {
		w.out.WriteString(indent + "  - ")
		w.item(v.Index(i), indent+"    ")
	}
}

// item writes one member of a list.
func (w *planWriter) item(v reflect.Value, indent string) {
	if line := flow(v); isScalar(v.Type()) || len(indent)+len(line) <= lineLength && !holdsLists(v.Type()) {
		w.out.WriteString(line + "\n")
		return
	}
	w.block(v, indent)
}

// plainList reports a list of single values.
func plainList(t reflect.Type) bool { return t.Kind() == reflect.Slice && isScalar(t.Elem()) }

// holdsLists reports a struct with lists of structs inside.
func holdsLists(t reflect.Type) bool {
	for i := range t.NumField() {
		if f := t.Field(i).Type; f.Kind() == reflect.Slice && !isScalar(f.Elem()) {
			return true
		}
	}
	return false
}
