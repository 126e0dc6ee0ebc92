package definition

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// The groups of definitions: each is a file NAME.yaml or a folder NAME in capabilities/, except boards, which are the
// files of dashboards/.
const (
	groupKinds       = "kinds"
	groupSources     = "sources"
	groupFrameworks  = "frameworks"
	groupMeasures    = "measures"
	groupTargets     = "targets"
	groupBenchmarks  = "benchmarks"
	groupCommitments = "commitments"
	groupLayouts     = "layouts"
	groupCollections = "collections"
	groupRules       = "rules"
	groupBoards      = "dashboards"
)

var groups = []string{groupKinds, groupSources, groupFrameworks, groupMeasures, groupTargets, groupBenchmarks, groupCommitments, groupLayouts, groupCollections, groupRules}

// document is one YAML document of a file: a definition, a list of them, or a list with what they have in common.
type document struct {
	file    string
	body    ast.Node
	anchors map[string]ast.Node
	common  ast.Node // keys that each definition of the document has unless it writes them itself
}

// reader collects the documents of each group and the faults of all.
type reader struct {
	documents map[string][]document
	broken    map[string]bool // groups with a file that could not be read: references into them are not judged
	faults    Faults
}

// folder reads all YAML files below an fs.FS. groupOf names the group of a path, or "" where no file may be.
func (r *reader) folder(name string, files fs.FS, groupOf func(string) string) {
	err := fs.WalkDir(files, ".", func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if at != "." && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		shown := path.Join(name, at)
		switch path.Ext(at) {
		case ".yaml":
		case ".yml":
			r.faults = append(r.faults, Fault{shown, 1, "name the file .yaml"})
			return nil
		default:
			return nil
		}
		group := groupOf(at)
		if group == "" {
			r.faults = append(r.faults, Fault{shown, 1, "no definitions are expected here: use " + among(groups)})
			return nil
		}
		return r.file(shown, group, files, at)
	})
	if err != nil {
		r.faults = append(r.faults, Fault{name, 1, "cannot be read: " + err.Error()})
	}
}

// capabilityGroup is the group of a path below capabilities/.
func capabilityGroup(at string) string {
	first, _, _ := strings.Cut(at, "/")
	first = strings.TrimSuffix(first, ".yaml")
	if slices.Contains(groups, first) {
		return first
	}
	return ""
}

func (r *reader) file(shown, group string, files fs.FS, at string) error {
	bytes, err := fs.ReadFile(files, at)
	if err != nil {
		return err
	}
	parsed, line, err := parse(bytes)
	if err != nil {
		r.broken[group] = true
		r.faults = append(r.faults, Fault{shown, line, "not readable as YAML: " + err.Error()})
		return nil
	}
	for _, doc := range parsed.Docs {
		if doc.Body != nil {
			r.documents[group] = append(r.documents[group], newDocument(shown, doc.Body))
		}
	}
	return nil
}

// parse reads YAML; a fault comes with its line. A panic of the parser on odd input is a fault like any other.
func parse(bytes []byte) (file *ast.File, line int, err error) {
	defer func() {
		if p := recover(); p != nil {
			file, line, err = nil, 1, fmt.Errorf("%v", p)
		}
	}()
	file, err = parser.ParseBytes(bytes, 0)
	if err == nil {
		return file, 0, nil
	}
	line = 1
	if at, ok := err.(yaml.Error); ok {
		if token := at.GetToken(); token != nil && token.Position != nil {
			line = token.Position.Line
		}
		err = fmt.Errorf("%s", at.GetMessage())
	}
	return nil, line, err
}

// decodeAll decodes every definition of a group.
func decodeAll[T any](r *reader, group string) []entry[T] {
	var out []entry[T]
	for _, doc := range r.documents[group] {
		for _, node := range items(doc.body) {
			if e, ok := decodeOne[T](r, doc, node); ok {
				out = append(out, e)
			}
		}
	}
	return out
}

// newDocument splits {common: ..., definitions: [...]} into its two parts; any other body is taken as it is.
func newDocument(file string, body ast.Node) document {
	doc := document{file: file, body: body, anchors: anchorsOf(body)}
	mapping, ok := body.(*ast.MappingNode)
	if !ok || len(mapping.Values) != 2 {
		return doc
	}
	parts := map[string]ast.Node{}
	for _, v := range mapping.Values {
		name, _ := plain(v.Key)
		parts[name] = v.Value
	}
	if parts["common"] != nil && parts["definitions"] != nil {
		doc.common, doc.body = parts["common"], parts["definitions"]
	}
	return doc
}

// items are the definitions of a document: the members of a list, or the one it is.
func items(body ast.Node) []ast.Node {
	switch n := body.(type) {
	case *ast.SequenceNode:
		return n.Values
	case *ast.NullNode, *ast.CommentGroupNode:
		return nil
	}
	return []ast.Node{body}
}
