package definition

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"waymark/internal/maturity"
)

// deepest is how far parts may be nested, longest how many parts a definition may have; more can only come from an
// alias that holds itself.
const (
	deepest = 40
	longest = 200_000
)

// decoder fills one definition from its YAML node and keeps the line of every part.
type decoder struct {
	file    string
	anchors map[string]ast.Node
	common  ast.Node // keys of the whole definition where it does not write them itself
	lines   map[string]int
	bad     map[string]bool
	faults  *Faults
	steps   int
	most    int // steps; 0: longest
}

func (d *decoder) fault(node ast.Node, format string, args ...any) {
	*d.faults = append(*d.faults, Fault{d.file, lineOf(node), fmt.Sprintf(format, args...)})
}

// unread faults a part that could not be read and marks it, so that no check complains that it is missing.
func (d *decoder) unread(node ast.Node, path, format string, args ...any) {
	d.bad[path] = true
	d.fault(node, format, args...)
}

func lineOf(node ast.Node) int {
	if node == nil || node.GetToken() == nil || node.GetToken().Position == nil {
		return 1
	}
	return node.GetToken().Position.Line
}

// into decodes node into target; path is the place of the part inside the definition.
func (d *decoder) into(target reflect.Value, node ast.Node, path string, depth int) {
	node = d.resolve(node, depth)
	if node == nil {
		d.bad[path] = true
		return
	}
	if _, seen := d.lines[path]; !seen {
		d.lines[path] = lineOf(node)
	}
	if target.Kind() == reflect.Pointer {
		if _, empty := node.(*ast.NullNode); empty {
			return
		}
		target.Set(reflect.New(target.Type().Elem()))
		d.into(target.Elem(), node, path, depth)
		return
	}
	switch {
	case isScalar(target.Type()):
		d.scalar(target, node, path)
	case target.Kind() == reflect.Struct:
		d.structure(target, node, path, depth)
	case target.Kind() == reflect.Slice:
		d.list(target, node, path, depth)
	case target.Kind() == reflect.Map:
		d.table(target, node, path, depth)
	default:
		panic("definition: no way to read a " + target.Type().String())
	}
}

// pair is one key of a mapping.
type pair struct {
	name  string
	key   ast.Node
	value ast.Node
}

// structure decodes a mapping whose keys are the fields of a struct.
func (d *decoder) structure(target reflect.Value, node ast.Node, path string, depth int) {
	entries, ok := d.mapping(node, depth)
	if !ok {
		d.unread(node, path, "%s must be a set of keys: %s", naming(path), strings.Join(keysOf(target.Type()), ", "))
		return
	}
	if path == "" && d.common != nil {
		shared, _ := d.mapping(d.resolve(d.common, depth), depth)
		entries = over(shared, entries)
	}
	index := map[string]int{}
	for _, f := range fieldsOf(target.Type()) {
		index[f.key] = f.index
	}
	for _, e := range entries {
		i, known := index[e.name]
		if !known {
			keys := keysOf(target.Type())
			d.bad[join(path, maturity.Nearest(e.name, keys))] = true
			d.fault(e.key, "unknown key %q%s", e.name, suggest(e.name, keys))
			continue
		}
		inner := join(path, e.name)
		d.lines[inner] = lineOf(e.key)
		if words, is := pairs[e.name]; is && target.Field(i).Kind() == reflect.Bool {
			d.pairWord(target.Field(i), words, e, inner)
			continue
		}
		d.into(target.Field(i), e.value, inner, depth+1)
	}
}

// pairWord reads one of two words into a yes/no field.
func (d *decoder) pairWord(target reflect.Value, words [2]string, e pair, path string) {
	text, _ := plain(d.resolve(e.value, 0))
	if text != words[0] && text != words[1] {
		d.unread(e.value, path, "%s must be %s or %s, not %q", e.name, words[0], words[1], text)
		return
	}
	target.SetBool(text == words[1])
}

func (d *decoder) list(target reflect.Value, node ast.Node, path string, depth int) {
	if _, empty := node.(*ast.NullNode); empty {
		return
	}
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		d.unread(node, path, "%s must be a list", naming(path))
		return
	}
	out := reflect.MakeSlice(target.Type(), len(sequence.Values), len(sequence.Values))
	for i, item := range sequence.Values {
		d.into(out.Index(i), item, path+"["+strconv.Itoa(i)+"]", depth+1)
	}
	target.Set(out)
}

// table decodes a mapping whose keys are free texts.
func (d *decoder) table(target reflect.Value, node ast.Node, path string, depth int) {
	entries, ok := d.mapping(node, depth)
	if !ok {
		d.unread(node, path, "%s must be a set of keys with a value each", naming(path))
		return
	}
	out := reflect.MakeMapWithSize(target.Type(), len(entries))
	for _, e := range entries {
		inner := join(path, e.name)
		d.lines[inner] = lineOf(e.key)
		value := reflect.New(target.Type().Elem()).Elem()
		d.into(value, e.value, inner, depth+1)
		out.SetMapIndex(reflect.ValueOf(e.name), value)
	}
	target.Set(out)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// naming is how a message calls a part: its key, or "the definition".
func naming(path string) string {
	if path == "" {
		return "the definition"
	}
	return path
}
