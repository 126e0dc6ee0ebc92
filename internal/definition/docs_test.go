package definition

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"waymark/internal/maturity"
)

// headings are the sections of docs/definitions.md, one for each type a file can hold.
var headings = map[reflect.Type]string{
	reflect.TypeFor[maturity.OrganisationKind](): "Kind of organisation", reflect.TypeFor[maturity.Source](): "Source",
	reflect.TypeFor[maturity.Framework](): "Framework", reflect.TypeFor[maturity.Expectation](): "Expectation",
	reflect.TypeFor[maturity.Term](): "Term", reflect.TypeFor[maturity.AnswerScale](): "Answer scale",
	reflect.TypeFor[maturity.Answer](): "Answer", reflect.TypeFor[maturity.Group](): "Group",
	reflect.TypeFor[maturity.Section](): "Section", reflect.TypeFor[maturity.RelatedFigure](): "Related figure",
	reflect.TypeFor[maturity.Measure](): "Measure", reflect.TypeFor[maturity.Change](): "Change",
	reflect.TypeFor[maturity.Target](): "Target", reflect.TypeFor[maturity.LooseDate](): "Date",
	reflect.TypeFor[maturity.Baseline](): "Baseline", reflect.TypeFor[maturity.Benchmark](): "Benchmark",
	reflect.TypeFor[maturity.Commitment](): "Commitment", reflect.TypeFor[maturity.Layout](): "Layout",
	reflect.TypeFor[maturity.SheetLayout](): "Sheet", reflect.TypeFor[maturity.FormRule](): "Form", reflect.TypeFor[maturity.ColumnLayout](): "Column",
	reflect.TypeFor[maturity.PeriodRule](): "Period", reflect.TypeFor[maturity.ValueRule](): "Value",
	reflect.TypeFor[maturity.ValueCondition](): "Condition", reflect.TypeFor[maturity.MatrixRule](): "Matrix",
	reflect.TypeFor[maturity.Collection](): "Collection", reflect.TypeFor[maturity.Rule](): "Rule",
	reflect.TypeFor[maturity.Operand](): "Operand", reflect.TypeFor[maturity.Comparison](): "Comparison",
	reflect.TypeFor[maturity.Board](): "Board", reflect.TypeFor[maturity.Panel](): "Panel",
	reflect.TypeFor[maturity.Selector](): "Selector", reflect.TypeFor[maturity.PanelCondition](): "When",
}

var (
	headingLine = regexp.MustCompile(`(?m)^##+ (.+)$`)
	rowKeys     = regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|")
	example     = regexp.MustCompile("(?s)```yaml\n(.*?)```")
)

// documented splits the page into the text under each heading.
func documented(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("../../docs/definitions.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	places := headingLine.FindAllStringSubmatchIndex(string(page), -1)
	for i, at := range places {
		end := len(page)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		out[string(page[at[2]:at[3]])] = string(page[at[1]:end])
	}
	return out
}

// known collects the struct types that files can hold, from the groups downwards.
func known() map[reflect.Type]bool {
	out := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || isScalar(t) || out[t] {
			return
		}
		out[t] = true
		for _, f := range fieldsOf(t) {
			walk(t.Field(f.index).Type)
		}
	}
	groups := reflect.TypeFor[set]()
	for i := range groups.NumField() {
		value, _ := groups.Field(i).Type.Elem().FieldByName("value")
		walk(value.Type)
	}
	return out
}

// Every key a file may hold has a row in the section of its type, and no row speaks of a key that is gone.
func TestEveryFieldIsDocumented(t *testing.T) {
	page := documented(t)
	for typ := range known() {
		text, ok := page[headings[typ]]
		if !ok {
			t.Errorf("docs/definitions.md has no section for %s", typ)
			continue
		}
		var rows []string
		for _, row := range rowKeys.FindAllStringSubmatch(text, -1) {
			for _, key := range strings.Split(row[1], ",") {
				rows = append(rows, strings.Trim(key, " `"))
			}
		}
		for _, key := range keysOf(typ) {
			if !slices.Contains(rows, key) {
				t.Errorf("section %q has no row for %q", headings[typ], key)
			}
		}
		for _, key := range rows {
			if !slices.Contains(keysOf(typ), key) {
				t.Errorf("section %q explains %q, which is no key", headings[typ], key)
			}
		}
	}
}

// The examples are what a reader copies: each must decode without a fault.
func TestExamplesDecode(t *testing.T) {
	groups := reflect.TypeFor[set]()
	page := documented(t)
	for i := range groups.NumField() {
		value, _ := groups.Field(i).Type.Elem().FieldByName("value")
		match := example.FindStringSubmatch(page[headings[value.Type]])
		if match == nil {
			t.Errorf("section %q has no example", headings[value.Type])
			continue
		}
		file, _, err := parse([]byte(match[1]))
		if err != nil {
			t.Errorf("example of %q: %v", headings[value.Type], err)
			continue
		}
		var faults Faults
		d := &decoder{file: headings[value.Type], lines: map[string]int{}, bad: map[string]bool{}, faults: &faults}
		d.into(reflect.New(value.Type).Elem(), file.Docs[0].Body, "", 0)
		for _, fault := range faults {
			t.Error(fault)
		}
	}
}
