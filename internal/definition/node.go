package definition

import (
	"github.com/goccy/go-yaml/ast"
)

// resolve follows tags, anchors and aliases to the node that holds the value.
func (d *decoder) resolve(node ast.Node, depth int) ast.Node {
	for range deepest {
		switch n := node.(type) {
		case *ast.AnchorNode:
			node = n.Value
		case *ast.TagNode:
			node = n.Value
		case *ast.AliasNode:
			held, ok := d.anchors[n.Value.String()]
			if !ok {
				d.fault(n, "there is no &%s above", n.Value.String())
				return nil
			}
			node = held
		default:
			if d.steps++; depth > deepest || d.steps > max(d.most, longest) {
				d.fault(node, "the definition is nested too deep or too long")
				return nil
			}
			return node
		}
	}
	return nil
}

// mapping lists the keys of a mapping with "<<" merged in: a key written here wins over a merged one.
func (d *decoder) mapping(node ast.Node, depth int) ([]pair, bool) {
	var values []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		return nil, false
	}
	var merged, own []pair
	for _, v := range values {
		if _, merge := v.Key.(*ast.MergeKeyNode); merge {
			if more, ok := d.mapping(d.resolve(v.Value, depth+1), depth+1); ok && depth < deepest {
				merged = append(merged, more...)
			} else {
				d.fault(v.Key, "<< must name a set of keys above, such as *common")
			}
			continue
		}
		name, _ := plain(v.Key)
		own = append(own, pair{name, v.Key, v.Value})
	}
	return over(merged, own), true
}

// over lays own keys over shared ones: a key written in own wins, and of a key shared twice the first.
func over(shared, own []pair) []pair {
	written := map[string]bool{}
	for _, p := range own {
		written[p.name] = true
	}
	var out []pair
	for _, p := range shared {
		if !written[p.name] {
			written[p.name] = true
			out = append(out, p)
		}
	}
	return append(out, own...)
}

// anchorsOf collects the named parts of a document.
func anchorsOf(node ast.Node) map[string]ast.Node {
	found := anchorFinder{}
	ast.Walk(found, node)
	return found
}

type anchorFinder map[string]ast.Node

func (f anchorFinder) Visit(node ast.Node) ast.Visitor {
	if a, ok := node.(*ast.AnchorNode); ok {
		f[a.Name.String()] = a.Value
	}
	return f
}

// plain is the text of a scalar node; ok is false for lists and mappings.
func plain(node ast.Node) (text string, ok bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.NullNode:
		return "", true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	case *ast.MappingKeyNode:
		return plain(n.Value)
	}
	return "", false
}

func isNull(node ast.Node) bool {
	_, null := node.(*ast.NullNode)
	return null
}
