package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"waymark/internal/chart"
)

// What a drawing may hold. Everything else is dropped where it is harmless decoration and refused where it could act.
var (
	elements = set("svg", "g", "defs", "clipPath", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan")
	shapes   = set("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
	// dropped with all they hold: rules for hovering, which a picture on paper does not need.
	dropped    = set("style")
	attributes = set("x", "y", "dx", "dy", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points", "width", "height", "transform",
		"fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
		"stroke-linejoin", "stroke-miterlimit", "paint-order", "opacity", "font-size", "font-family", "font-weight", "font-style", "text-anchor",
		"dominant-baseline", "clip-path", "id")
	safeValue = regexp.MustCompile(`^[-a-zA-Z0-9#.,%()\s"']*$`)
	reference = regexp.MustCompile(`^url\(#([A-Za-z0-9_-]+)\)$`)
)

func set(names ...string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, name := range names {
		out[name] = true
	}
	return out
}

// clean rewrites what the library drew so that it can stand inside a page: only elements and attributes of the list,
// styles as attributes (a strict policy forbids inline style), ids with a prefix and in order of appearance, a title and
// a description. It refuses a drawing without a shape.
func clean(raw string, f chart.Figure, prefix string) ([]byte, error) {
	c := cleaner{prefix: prefix, ids: map[string]string{}}
	decoder := xml.NewDecoder(strings.NewReader(raw))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("render: the drawing is not well formed: %w", err)
		}
		if err := c.token(token, decoder, f); err != nil {
			return nil, err
		}
	}
	if c.shapes < 2 || c.depth != 0 { // the first shape is the white sheet
		return nil, errors.New("render: the drawing holds no shape")
	}
	return c.out.Bytes(), nil
}

type cleaner struct {
	out    bytes.Buffer
	prefix string
	ids    map[string]string
	shapes int
	depth  int
}

func (c *cleaner) token(token xml.Token, decoder *xml.Decoder, f chart.Figure) error {
	switch t := token.(type) {
	case xml.StartElement:
		name := t.Name.Local
		switch {
		case dropped[name]:
			return decoder.Skip()
		case !elements[name]:
			return fmt.Errorf("render: the drawing holds a %q element", name)
		case name == "svg" && c.depth > 0:
			return errors.New("render: the drawing holds another drawing")
		}
		c.depth++
		if shapes[name] {
			c.shapes++
		}
		if name == "svg" {
			c.root(f)
			return nil
		}
		return c.start(name, t.Attr)
	case xml.EndElement:
		c.depth--
		c.out.WriteString("</" + t.Name.Local + ">")
	case xml.CharData:
		if text := bytes.TrimLeft(t, "\n"); len(text) > 0 {
			return xml.EscapeText(&c.out, text)
		}
	case xml.Directive, xml.ProcInst:
		return errors.New("render: the drawing holds a directive")
	}
	return nil
}

// root writes the svg element with what a screen reader reads out.
func (c *cleaner) root(f chart.Figure) {
	width, height := strconv.Itoa(f.Width), strconv.Itoa(f.Height)
	title, desc := c.prefix+"title", c.prefix+"desc"
	c.out.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="wm-chart" role="img" aria-labelledby="` + title + `" aria-describedby="` + desc +
		`" width="` + width + `" height="` + height + `" viewBox="0 0 ` + width + ` ` + height + `" font-family="Arial, Liberation Sans, Helvetica, sans-serif">`)
	for _, part := range [][3]string{{"title", title, f.Title}, {"desc", desc, f.Reading}} {
		c.out.WriteString("<" + part[0] + ` id="` + part[1] + `">`)
		_ = xml.EscapeText(&c.out, []byte(part[2]))
		c.out.WriteString("</" + part[0] + ">")
	}
}

func (c *cleaner) start(name string, given []xml.Attr) error {
	c.out.WriteString("<" + name)
	for _, a := range given {
		if a.Name.Space == "" && a.Name.Local == "style" {
			for _, declaration := range strings.Split(a.Value, ";") {
				property, value, _ := strings.Cut(declaration, ":")
				if err := c.attribute(strings.TrimSpace(property), strings.TrimSpace(value)); err != nil {
					return err
				}
			}
			continue
		}
		if a.Name.Space == "" {
			if err := c.attribute(a.Name.Local, a.Value); err != nil {
				return err
			}
		}
	}
	c.out.WriteString(">")
	return nil
}

// attribute writes one that is on the list. The font's family is that of the root.
func (c *cleaner) attribute(name, value string) error {
	if !attributes[name] || value == "" || name == "font-family" {
		return nil
	}
	if m := reference.FindStringSubmatch(value); m != nil && name == "clip-path" {
		value = "url(#" + c.id(m[1]) + ")"
	} else if !safeValue.MatchString(value) || strings.Contains(value, "url(") {
		return fmt.Errorf("render: attribute %s holds %q", name, value)
	} else if name == "id" {
		value = c.id(value)
	}
	c.out.WriteString(" " + name + `="`)
	_ = xml.EscapeText(&c.out, []byte(value))
	c.out.WriteString(`"`)
	return nil
}

// id renames: the library counts its drawings, so that its own ids differ from one time to the next.
func (c *cleaner) id(own string) string {
	if _, known := c.ids[own]; !known {
		c.ids[own] = c.prefix + strconv.Itoa(len(c.ids))
	}
	return c.ids[own]
}
