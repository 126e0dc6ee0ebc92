package exchange

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// cell is a text with its address.
type cell struct {
	text string
	at   string
}

// grid is one table as a file holds it: headings, and rows that may be shorter.
type grid struct {
	sheet string // as faults call it; "" in a CSV file
	head  []cell
	rows  [][]cell
	lines []string // address of each row as a whole
}

// Reading is what a file holds.
type Reading struct {
	Roadmap  maturity.Roadmap
	Faults   Faults
	Warnings []string
}

// tableReader fills a roadmap from grids.
type tableReader struct {
	out    Reading
	root   reflect.Value
	items  map[*kind]map[string]found // parents by their keys
	places map[string]cellPlace       // path in the roadmap -> where it is written
}

type found struct {
	value reflect.Value
	path  string
}

type cellPlace struct{ sheet, at, seen string }

// ReadTables makes a roadmap of tables as Tables gives them.
func ReadTables(tables []Table) Reading {
	grids := map[string]grid{}
	for _, t := range tables {
		g := grid{sheet: t.Name}
		for i, name := range t.Columns {
			g.head = append(g.head, cell{name, sheet.Address{Row: 1, Column: i + 1}.String()})
		}
		for i, row := range t.Rows {
			cells := make([]cell, len(row))
			for j, v := range row {
				cells[j] = cell{textOf(v), sheet.Address{Row: i + 2, Column: j + 1}.String()}
			}
			g.rows, g.lines = append(g.rows, cells), append(g.lines, "row "+strconv.Itoa(i+2))
		}
		grids[t.Name] = g
	}
	return readGrids(grids, nil)
}

// textOf is a value of a table as text.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(v)
}

// readGrids makes a roadmap of grids by table name, and checks it by itself.
func readGrids(grids map[string]grid, already Faults) Reading {
	r := &tableReader{items: map[*kind]map[string]found{}, places: map[string]cellPlace{}}
	r.out.Faults = already
	r.root = reflect.ValueOf(&r.out.Roadmap).Elem()
	for _, k := range kinds {
		if g, ok := grids[k.name]; ok {
			r.table(k, g)
		}
		r.index(k)
	}
	if len(r.out.Faults) == 0 {
		for _, f := range maturity.CheckRoadmap(&r.out.Roadmap) {
			r.checked(f)
		}
	}
	if n := len(r.out.Faults); n > maxFaults {
		r.out.Faults = append(r.out.Faults[:maxFaults], Fault{Expected: fmt.Sprintf("%d faults more are not listed", n-maxFaults)})
	}
	return r.out
}

func (r *tableReader) fault(sheet string, c cell, format string, args ...any) {
	r.out.Faults = append(r.out.Faults, Fault{sheet, c.at, c.text, fmt.Sprintf(format, args...)})
}

// heading is a column name as it is compared: no capitals, one space between words.
func heading(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(text, "_", " "))), " ")
}

// table reads the rows of one table.
func (r *tableReader) table(k *kind, g grid) {
	names := k.headingsOf()
	at := make([]int, len(g.head)) // place in names of each column of the file; -1: none
	seen := map[int]bool{}
	for i, h := range g.head {
		name := heading(h.text)
		at[i] = slices.Index(names, name)
		switch {
		case name == "":
		case at[i] < 0:
			r.fault(g.sheet, h, "there is no such column in %s%s", k.name, suggestion(name, names))
		case seen[at[i]]:
			r.fault(g.sheet, h, "this column is there twice")
		}
		seen[at[i]] = true
	}
	for i := range k.keys {
		if !seen[i] && len(g.rows) > 0 {
			r.fault(g.sheet, cell{"", "A1"}, "the column “%s” is missing: it says to which item a row belongs", k.keys[i])
			return
		}
	}
	for i, row := range g.rows {
		r.row(k, g, at, row, g.lines[i])
	}
}

// row reads one row into a new item, or into the head.
func (r *tableReader) row(k *kind, g grid, at []int, row []cell, line string) {
	item := reflect.New(k.typ).Elem()
	keys, path := make([]string, len(k.keys)), ""
	var places []struct {
		name string
		cell
	}
	if k.path == "" {
		item = r.root
	}
	for i, c := range row {
		text := strings.TrimSpace(c.text)
		if text == "" || i >= len(at) || at[i] < 0 {
			if text != "" && (i >= len(at) || heading(g.head[i].text) == "") {
				r.fault(g.sheet, c, "rows of %s have no such column", k.name)
			}
			continue
		}
		if at[i] < len(k.keys) {
			keys[at[i]] = text
			continue
		}
		col := k.columns[at[i]-len(k.keys)]
		if expected := col.set(item, text); expected != "" {
			r.fault(g.sheet, c, "%s", expected)
		}
		places = append(places, struct {
			name string
			cell
		}{col.name, c})
	}
	if k.path != "" {
		if path = r.put(k, g, keys, item, cell{"", line}); path == "" {
			return
		}
	}
	r.places[path] = cellPlace{g.sheet, line, ""}
	for _, p := range places {
		r.places[strings.TrimPrefix(path+"."+dotted(k, p.name), ".")] = cellPlace{g.sheet, p.at, p.text}
	}
}

// put adds an item to the list of its parent and gives its path; "" where there is no such parent.
func (r *tableReader) put(k *kind, g grid, keys []string, item reflect.Value, line cell) string {
	parent := found{r.root, ""}
	if len(k.keys) > 0 {
		var ok bool
		if parent, ok = r.items[k.parent][strings.Join(keys, "\x00")]; !ok {
			r.fault(g.sheet, cell{strings.Join(keys, ", "), line.at}, "there is no such row in %s", k.parent.name)
			return ""
		}
	}
	list := parent.value.Field(k.field)
	list.Set(reflect.Append(list, item))
	field := k.path[strings.LastIndex(k.path, ".")+1:]
	return strings.TrimPrefix(parent.path+"."+underscored(field)+"["+strconv.Itoa(list.Len()-1)+"]", ".")
}

// index finds the items of a table for its children, now that the lists do not grow any more.
func (r *tableReader) index(k *kind) {
	if len(k.children) == 0 || k.path == "" {
		return
	}
	r.items[k] = map[string]found{}
	parents := map[string]found{"": {r.root, ""}}
	if len(k.keys) > 0 {
		parents = r.items[k.parent]
	}
	field := underscored(k.path[strings.LastIndex(k.path, ".")+1:])
	for key, parent := range parents {
		list := parent.value.Field(k.field)
		for i := range list.Len() {
			var own []string
			if len(k.keys) > 0 {
				own = append(own, key)
			}
			for _, at := range k.own {
				own = append(own, textOf(k.columns[at].value(list.Index(i))))
			}
			name := strings.Join(own, "\x00")
			if _, twice := r.items[k][name]; !twice {
				r.items[k][name] = found{list.Index(i), strings.TrimPrefix(parent.path+"."+field+"["+strconv.Itoa(i)+"]", ".")}
			}
		}
	}
}

// checked turns a fault of the roadmap into one of the file.
func (r *tableReader) checked(f maturity.RoadmapFault) {
	path := f.Path
	for {
		if p, ok := r.places[path]; ok {
			r.out.Faults = append(r.out.Faults, Fault{p.sheet, p.at, p.seen, f.Message})
			return
		}
		cut := max(strings.LastIndexAny(path, ".["), 0)
		if path == "" {
			r.out.Faults = append(r.out.Faults, Fault{HeadTable, "", "", f.Message})
			return
		}
		// Below a cell with several columns, such as a date, the first of them is meant.
		if p, ok := r.below(path); ok && cut > 0 && path[cut] == '.' {
			r.out.Faults = append(r.out.Faults, Fault{p.sheet, p.at, p.seen, f.Message})
			return
		}
		path = path[:cut]
	}
}

// below finds the first cell of a part that goes over several columns.
func (r *tableReader) below(path string) (cellPlace, bool) {
	var names []string
	for name := range r.places {
		if rest, ok := strings.CutPrefix(name, path+"."); ok && !strings.ContainsAny(rest, "[") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return cellPlace{}, false
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(len(r.places[a].at)-len(r.places[b].at), cmp.Compare(r.places[a].at, r.places[b].at))
	})
	return r.places[names[0]], true
}

// dotted is a heading as the path of a field: "start as given" start.as_given.
func dotted(k *kind, name string) string {
	for _, c := range k.columns {
		if c.name != name {
			continue
		}
		t, parts := k.typ, []string{}
		for _, i := range c.path {
			if t.Kind() == reflect.Pointer {
				t = t.Elem()
			}
			parts = append(parts, underscored(t.Field(i).Name))
			t = t.Field(i).Type
		}
		return strings.Join(parts, ".")
	}
	return name
}

func underscored(name string) string { return maturity.FieldName(name, '_') }
