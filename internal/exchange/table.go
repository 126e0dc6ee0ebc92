package exchange

import (
	"reflect"
	"strings"

	"waymark/internal/maturity"
)

// Table is one table of a roadmap: all items or parts of a kind, a row each.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]any // string, int64, float64, or nil for a blank cell
}

// HeadTable is the table of what is in no list.
const HeadTable = "Roadmap"

// kind is a table's make: where its rows are in a roadmap, and what says to which item they belong.
type kind struct {
	name     string
	parent   *kind // nil: a list of the roadmap itself
	field    int   // of the parent
	path     string
	typ      reflect.Type
	keys     []string // columns in front that name the parents
	columns  []column
	own      []int // places in columns of what names a row for its children
	children []*kind
}

// headings are the names of tables whose field in Go says too little, and the columns by which their children know them.
var headings = map[string]struct{ table, key string }{
	"Workstreams": {"Workstreams", ""}, "Meanings": {"Meanings", ""},
	"Frames": {"Frames", "frame"}, "Frames.Items": {"Frame items", "item"}, "Frames.Items.Cells": {"Frame cells", ""},
	"Initiatives": {"Initiatives", "initiative"}, "Initiatives.Drivers": {"Drivers", ""}, "Initiatives.Phases": {"Phases", ""},
	"Initiatives.Gates": {"Stage gates", ""}, "Initiatives.Waves": {"Waves", "wave"}, "Initiatives.Waves.Reports": {"Wave reports", ""},
	"Initiatives.Milestones": {"Milestones", ""}, "Initiatives.Links": {"Links", ""},
	"Deployments": {"Deployments", "deployment"}, "Deployments.Effects": {"Effects", ""},
	"Gaps": {"Gaps", ""}, "Risks": {"Risks", ""}, "Benefits": {"Benefits", ""},
	"Funding": {"Funding", "funding"}, "Funding.Path": {"Funding path", ""}, "Funding.Spend": {"Spend", ""},
	"Criteria": {"Criteria", "criteria"}, "Criteria.Items": {"Questions", ""},
	"Scores": {"Scores", ""}, "Scores.Evidence": {"Evidence", ""}, "Priorities": {"Priorities", ""},
	"Registers": {"Registers", "register"}, "Registers.Entries": {"Register entries", "entry"}, "Registers.Entries.Fields": {"Register fields", ""},
	"Updates": {"Updates", ""},
}

// kinds are all tables, parents before their children; the first is the head.
var kinds = allKinds()

func allKinds() []*kind {
	columns, children := columnsOf(reflect.TypeFor[maturity.Roadmap]())
	head := &kind{name: HeadTable, typ: reflect.TypeFor[maturity.Roadmap](), columns: columns}
	out := []*kind{head}
	var add func(parent *kind, path string, c child)
	add = func(parent *kind, path string, c child) {
		path = strings.TrimPrefix(path+"."+c.name, ".")
		named, ok := headings[path]
		if !ok {
			named.table = strings.ReplaceAll(path, ".", " ") // a test asks for a better name
		}
		k := &kind{name: named.table, parent: parent, field: c.index, path: path, typ: c.typ}
		if parent.parent != nil || parent != head {
			k.keys = append(append(k.keys, parent.keys...), parent.ownNames()...)
		}
		var children []child
		k.columns, children = columnsOf(c.typ)
		k.names(named.key)
		parent.children = append(parent.children, k)
		out = append(out, k)
		for _, inner := range children {
			add(k, path, inner)
		}
	}
	for _, c := range children {
		add(head, "", c)
	}
	return out
}

// names finds the columns that name a row: its id, or for scores what they are about.
func (k *kind) names(string) {
	if k.path == "Scores" {
		k.own = []int{0, 1, 2}
		return
	}
	for i, c := range k.columns {
		if c.name == "id" {
			k.own = []int{i}
		}
	}
}

// ownNames are the headings of those columns in the children's tables.
func (k *kind) ownNames() []string {
	if k.path == "Scores" {
		return []string{"set", "criterion", "initiative"}
	}
	return []string{headings[k.path].key}
}

// headingsOf are all column names of a table.
func (k *kind) headingsOf() []string {
	out := append([]string(nil), k.keys...)
	for _, c := range k.columns {
		out = append(out, c.name)
	}
	return out
}

// Tables are all tables of a roadmap, the head first. Tables without a row are there too.
func Tables(r maturity.Roadmap) []Table {
	out := make([]Table, len(kinds))
	place := map[*kind]int{}
	for i, k := range kinds {
		out[i] = Table{Name: k.name, Columns: k.headingsOf()}
		place[k] = i
	}
	var walk func(k *kind, item reflect.Value, keys []any)
	walk = func(k *kind, item reflect.Value, keys []any) {
		row := append([]any(nil), keys...)
		for _, c := range k.columns {
			row = append(row, c.value(item))
		}
		t := &out[place[k]]
		t.Rows = append(t.Rows, row)
		var below []any
		if k.path != "" {
			below = append(below, keys...)
			for _, i := range k.own {
				below = append(below, k.columns[i].value(item))
			}
		}
		for _, inner := range k.children {
			list := item.Field(inner.field)
			for i := range list.Len() {
				walk(inner, list.Index(i), below)
			}
		}
	}
	walk(kinds[0], reflect.ValueOf(r), nil)
	return out
}
