package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
)

// walk parses a drawing as strict XML and looks at every element and attribute. The lists are the test's own.
func walk(t *testing.T, svg []byte) {
	t.Helper()
	allowed := " svg title desc g defs clipPath path rect circle line polyline polygon text tspan "
	ids, used := map[string]bool{}, []string{}
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well formed: %v", err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !strings.Contains(allowed, " "+e.Name.Local+" ") {
			t.Errorf("element %q", e.Name.Local)
		}
		for _, a := range e.Attr {
			name := a.Name.Local
			if name == "style" || name == "href" || name == "src" || strings.HasPrefix(name, "on") || strings.HasPrefix(name, "ecmeta") {
				t.Errorf("attribute %s=%q", name, a.Value)
			}
			if name != "xmlns" && regexp.MustCompile(`(?i)//|javascript:|data:|expression|@import`).MatchString(a.Value) {
				t.Errorf("attribute %s=%q points outside", name, a.Value)
			}
			if name == "id" {
				if ids[a.Value] {
					t.Errorf("id %q twice", a.Value)
				}
				ids[a.Value] = true
			}
			if m := regexp.MustCompile(`url\(#(.*)\)`).FindStringSubmatch(a.Value); m != nil {
				used = append(used, m[1])
			}
			if name == "aria-labelledby" || name == "aria-describedby" {
				used = append(used, a.Value)
			}
		}
	}
	for _, id := range used {
		if !ids[id] {
			t.Errorf("%q is pointed at but not there", id)
		}
	}
}
