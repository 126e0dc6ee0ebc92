package raster

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// node is one element.
type node struct {
	name       string
	attributes map[string]string
	children   []*node
	text       string
}

func (n *node) number(name string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSuffix(n.attributes[name], "px"), 64)
	if err != nil {
		return 0
	}
	return v
}

// deepest bounds how far elements may stand in one another; a drawing has four levels.
const deepest = 64

func parse(svg []byte) (*node, error) {
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	var open []*node
	var root *node
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotOurs, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attributes: map[string]string{}}
			for _, a := range t.Attr {
				n.attributes[a.Name.Local] = a.Value
			}
			switch {
			case len(open) > 0:
				parent := open[len(open)-1]
				parent.children = append(parent.children, n)
			case root == nil:
				root = n
			}
			if open = append(open, n); len(open) > deepest {
				return nil, fmt.Errorf("%w: its elements stand too deep in one another", ErrNotOurs)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			}
		}
	}
	if root == nil || root.name != "svg" {
		return nil, fmt.Errorf("%w: it does not begin with an svg element", ErrNotOurs)
	}
	return root, nil
}

// clips finds the rectangles that parts of the drawing are cut to, by the id under which they are used.
func clips(n *node, into map[string]*node) {
	if n.name == "clipPath" && len(n.children) > 0 {
		into["url(#"+n.attributes["id"]+")"] = n.children[0]
	}
	for _, child := range n.children {
		clips(child, into)
	}
}
