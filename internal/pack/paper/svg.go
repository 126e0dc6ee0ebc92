package paper

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"

	"waymark/internal/chart"
)

// What a drawing inside a page may hold. The renderer keeps to this already; the page checks it again, since from here on
// the bytes are kept, mailed and opened elsewhere.
var (
	drawing   = []string{"g", "defs", "clipPath", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
	forbidden = []string{"style", "href", "src", "class", "xmlns", "role", "tabindex"}
	reference = regexp.MustCompile(`^url\(#([A-Za-z0-9_-]+)\)$`)
	number    = regexp.MustCompile(`^[0-9]{1,5}(\.[0-9]+)?$`)
)

var errNoDrawing = errors.New("paper: there is no drawing")

// inline is a drawing as it stands in the page: its ids begin with prefix, so that two drawings never share one, and its
// title and description are those of the figure.
func inline(svg []byte, f chart.Figure, prefix string) (template.HTML, error) {
	if len(svg) == 0 {
		return "", errNoDrawing
	}
	d := inliner{prefix: prefix, ids: map[string]string{}}
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = d.token(token, decoder, f)
		}
		if err != nil {
			return "", fmt.Errorf("paper: a drawing cannot stand in a page: %w", err)
		}
	}
	if len(d.open) != 0 || d.out.Len() == 0 {
		return "", errors.New("paper: a drawing is not whole")
	}
	return template.HTML(d.out.String()), nil
}

type inliner struct {
	out    strings.Builder
	prefix string
	ids    map[string]string
	open   []string
}

func (d *inliner) token(token xml.Token, decoder *xml.Decoder, f chart.Figure) error {
	switch t := token.(type) {
	case xml.StartElement:
		return d.start(t, decoder, f)
	case xml.EndElement:
		if len(d.open) == 0 || d.open[len(d.open)-1] != t.Name.Local {
			return fmt.Errorf("%q is closed and was not open", t.Name.Local)
		}
		d.open = d.open[:len(d.open)-1]
		d.out.WriteString("</" + t.Name.Local + ">")
	case xml.CharData:
		if len(d.open) > 0 {
			return xml.EscapeText(&d.out, t)
		}
	case xml.Directive:
		return errors.New("it holds a directive")
	}
	return nil
}

func (d *inliner) start(t xml.StartElement, decoder *xml.Decoder, f chart.Figure) error {
	name := t.Name.Local
	switch {
	case t.Name.Space != "":
		return fmt.Errorf("it holds %s:%s", t.Name.Space, name)
	case len(d.open) == 0:
		if name != "svg" || d.out.Len() > 0 {
			return fmt.Errorf("it begins with %q", name)
		}
		if err := d.root(t.Attr, f); err != nil {
			return err
		}
	case name == "title" || name == "desc":
		return skip(decoder)
	case !slices.Contains(drawing, name):
		return fmt.Errorf("it holds a %q element", name)
	default:
		d.out.WriteString("<" + name)
		for _, a := range t.Attr {
			d.attribute(a)
		}
		d.out.WriteString(">")
	}
	d.open = append(d.open, name)
	return nil
}

// skip passes over the rest of an element that was just opened.
func skip(decoder *xml.Decoder) error {
	for depth := 1; depth > 0; {
		token, err := decoder.RawToken()
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

func (d *inliner) root(given []xml.Attr, f chart.Figure) error {
	size := map[string]string{}
	for _, a := range given {
		if a.Name.Space == "" && number.MatchString(a.Value) {
			size[a.Name.Local] = a.Value
		}
	}
	width, height := size["width"], size["height"]
	if width == "" || height == "" {
		return errors.New("it has no size")
	}
	fmt.Fprintf(&d.out, `<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" aria-labelledby="%[1]stitle" aria-describedby="%[1]sdesc" width="%[2]s" height="%[3]s" viewBox="0 0 %[2]s %[3]s" font-family="Arial, Liberation Sans, Helvetica, sans-serif">`,
		d.prefix, width, height)
	for _, part := range [][2]string{{"title", f.Title}, {"desc", f.Reading}} {
		fmt.Fprintf(&d.out, `<%s id="%s%[1]s">`, part[0], d.prefix)
		template.HTMLEscape(&d.out, []byte(part[1]))
		d.out.WriteString("</" + part[0] + ">")
	}
	return nil
}

// attribute writes one unless it could act, fetch or clash.
func (d *inliner) attribute(a xml.Attr) {
	name, value := a.Name.Local, a.Value
	if a.Name.Space != "" || slices.Contains(forbidden, name) || strings.HasPrefix(strings.ToLower(name), "on") {
		return
	}
	if m := reference.FindStringSubmatch(value); m != nil {
		value = "url(#" + d.id(m[1]) + ")"
	} else if strings.Contains(strings.ToLower(value), "url(") {
		return
	} else if name == "id" {
		value = d.id(value)
	}
	d.out.WriteString(" " + name + `="`)
	_ = xml.EscapeText(&d.out, []byte(value))
	d.out.WriteString(`"`)
}

func (d *inliner) id(own string) string {
	if _, known := d.ids[own]; !known {
		d.ids[own] = d.prefix + itoa(len(d.ids))
	}
	return d.ids[own]
}
