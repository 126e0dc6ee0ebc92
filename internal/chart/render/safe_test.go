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

// clean is the last defence: whatever the library might come to draw, nothing that acts reaches a page.
func TestCleanRefusesWhatActs(t *testing.T) {
	const shapes = `<path d="M0 0"/><path d="M1 1"/>`
	for _, c := range []struct{ name, inside string }{
		{"script", `<script>alert(1)</script>`},
		{"foreign object", `<foreignObject><p>x</p></foreignObject>`},
		{"picture from elsewhere", `<image href="//example.org/x.png"/>`},
		{"link", `<a href="javascript:alert(1)"><path d="M0 0"/></a>`},
		{"use", `<use href="#x"/>`},
		{"animation", `<animate attributeName="href" to="javascript:alert(1)"/>`},
		{"inner drawing", `<svg><path d="M0 0"/></svg>`},
		{"address in a fill", `<path d="M0 0" fill="url(//example.org/#a)"/>`},
		{"address in a style", `<path d="M0 0" style="fill:url(//example.org/#a)"/>`},
		{"address in a clip", `<path d="M0 0" clip-path="url(//example.org/#a)"/>`},
		{"entity", `<text>&lol;</text>`},
		{"not well formed", `<g>`},
		{"directive", `<!DOCTYPE svg [<!ENTITY lol "lol">]>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := clean(`<svg xmlns="http://www.w3.org/2000/svg">`+shapes+c.inside+`</svg>`, example(""), "p-"); err == nil {
				t.Errorf("let through: %s", got)
			}
		})
	}
	t.Run("no shape", func(t *testing.T) {
		if _, err := clean(`<svg><rect width="1"/><text>x</text></svg>`, example(""), "p-"); err == nil {
			t.Error("an empty drawing passed")
		}
	})
	t.Run("event handlers and hover rules are dropped", func(t *testing.T) {
		got, err := clean(`<svg onload="x()">`+shapes+`<path d="M0 0" onclick="alert(1)" class="c" style="fill:#fff;cursor:pointer" ecmeta_x="1"/><style>.c:hover{fill:red}</style></svg>`, example(""), "p-")
		if err != nil {
			t.Fatal(err)
		}
		walk(t, got)
		if want := `<path d="M0 0" fill="#fff"></path></svg>`; !strings.HasSuffix(string(got), want) {
			t.Errorf("%s does not end with %s", got, want)
		}
	})
	t.Run("clips keep their way", func(t *testing.T) {
		got, err := clean(`<svg>`+shapes+`<g clip-path="url(#zr7-c0)"><path d="M0 0"/></g><defs><clipPath id="zr7-c0"><path d="M0 0"/></clipPath></defs></svg>`, example(""), "p-")
		if err != nil {
			t.Fatal(err)
		}
		walk(t, got)
		if !strings.Contains(string(got), `clip-path="url(#p-0)"`) {
			t.Errorf("%s", got)
		}
	})
}

// Hostile names appear letter for letter, as text.
func TestHostileNamesReadRight(t *testing.T) {
	r := renderer(t, Options{})
	for name, wants := range map[string][]string{
		"trajectory-hostile": {`"Sons" <b>Trust</b></script><script>alert(1)</script> __f__(alert(1))__f__ {a}|{b|x} {{c}} {value}`},
		"ranked-hostile":     {"{b}", "{a|b}", "</text></svg><script>alert(1)</script>", "__f__(function(){alert(1)})__f__", "line break[0m"},
	} {
		svg, err := r.SVG(t.Context(), figure(t, "../testdata/"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		text := drawnText(t, svg)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not show %q", name, want)
			}
		}
	}
}

// drawnText is all text elements of a drawing, in order, one line each.
func drawnText(t *testing.T, svg []byte) string {
	t.Helper()
	var out strings.Builder
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	inside := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			inside = token.Name.Local == "text"
		case xml.EndElement:
			if inside {
				out.WriteByte(' ')
			}
			inside = false
		case xml.CharData:
			if inside {
				out.Write(token)
			}
		}
	}
}
