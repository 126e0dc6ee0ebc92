package definition_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"waymark/internal/maturity"
	"waymark/internal/testfile"
)

// left are statements of the source that are not kept as they stand, and why.
var left = []struct{ path, why string }{
	{`\.source_doc$`, "the number of the document in the collection it was read from"},
	{`\.status_scale\[`, "the statuses are those of every roadmap"},
	{`\.(status|stage)_basis$`, "kept as stated or inferred; what was stated is kept in status_words"},
	{`\.(state|precision)$`, "kept as this program's word, with the source's own beside it where that differs"},
	{`swb-birmingham-solihull\.initiatives\[\d+\]\.area$`, "kept as the id of the area"},
	{`north-mersey-ilinks\.investment_process\[`, "kept as who does what"},
	{`\.waves\.items\[\d+\]\.wave$`, "kept in the title of the wave"},
	{`oxfordshire-primary-care-it\.dependencies\.cyclic_groups`, "follows from the links"},
	{`\.(row_count|target_year)$`, "a count of what is there, and a year in a sentence"},
	{`\.relation$`, "the kind of the link"},
}

// Every statement and every date of the four real roadmaps is found in the files made of them.
func TestNothingOfTheRealRoadmapsIsLost(t *testing.T) {
	text, err := os.ReadFile(testfile.Shared(t, "domain", "roadmap.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var source struct {
		Footprints []map[string]any `yaml:"footprints"`
	}
	if err := yaml.Unmarshal(text, &source); err != nil {
		t.Fatal(err)
	}
	roadmaps, seen := shippedRoadmaps(t), 0
	for _, footprint := range source.Footprints {
		id := footprint["footprint"].(string)
		r, ok := roadmaps[id]
		if !ok {
			if id != "england" { // a national framework, no local roadmap
				t.Errorf("there is no file for %s", id)
			}
			continue
		}
		seen++
		texts := map[string]bool{}
		textsOf(reflect.ValueOf(r), texts)
		all := ""
		for one := range texts {
			all += "\n" + one
		}
		leaves(footprint, id, func(path, leaf string) {
			if !texts[leaf] && !strings.Contains(all, leaf) && !leftOut(path) {
				t.Errorf("%s: %q is not in the roadmap", path, leaf)
			}
		})
	}
	if seen != 4 {
		t.Errorf("%d of 4 roadmaps were looked at", seen)
	}
}

func leftOut(path string) bool {
	for _, one := range left {
		if regexp.MustCompile(one.path).MatchString(path) {
			return true
		}
	}
	return false
}

// leaves visits every text of the source.
func leaves(v any, path string, visit func(path, leaf string)) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			leaves(inner, path+"."+key, visit)
		}
	case []any:
		for _, inner := range v {
			leaves(inner, path+"[0]", visit)
		}
	case string:
		visit(path, strings.TrimSpace(v))
	}
}

// textsOf collects every text and day of a roadmap.
func textsOf(v reflect.Value, out map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			textsOf(v.Elem(), out)
		}
	case reflect.Struct:
		if d, ok := v.Interface().(maturity.LooseDate); ok {
			out[d.Earliest.String()], out[d.Latest.String()] = true, true
		}
		for i := range v.NumField() {
			textsOf(v.Field(i), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			textsOf(v.Index(i), out)
		}
	case reflect.String:
		out[v.String()] = true
	}
}
