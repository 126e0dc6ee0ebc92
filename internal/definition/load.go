package definition

import (
	"io/fs"
	"reflect"

	"github.com/goccy/go-yaml/ast"

	"waymark/internal/maturity"
)

// set is all definitions as decoded, before they are checked against each other.
type set struct {
	kinds       []entry[maturity.OrganisationKind]
	sources     []entry[maturity.Source]
	frameworks  []entry[maturity.Framework]
	measures    []entry[maturity.Measure]
	targets     []entry[maturity.Target]
	benchmarks  []entry[maturity.Benchmark]
	commitments []entry[maturity.Commitment]
	layouts     []entry[maturity.Layout]
	boards      []entry[maturity.Board]
	collections []entry[maturity.Collection]
	rules       []entry[maturity.Rule]
}

// Load reads all definitions of a capabilities and a dashboards folder and checks them against each other. Its error
// is Faults with every fault found; then there is no catalogue.
func Load(capabilities, dashboards fs.FS) (*maturity.Catalogue, error) {
	r := &reader{documents: map[string][]document{}, broken: map[string]bool{}}
	r.folder("capabilities", capabilities, capabilityGroup)
	r.folder(groupBoards, dashboards, func(string) string { return groupBoards })
	s := &set{
		kinds:       decodeAll[maturity.OrganisationKind](r, groupKinds),
		sources:     decodeAll[maturity.Source](r, groupSources),
		frameworks:  decodeAll[maturity.Framework](r, groupFrameworks),
		measures:    decodeAll[maturity.Measure](r, groupMeasures),
		targets:     decodeAll[maturity.Target](r, groupTargets),
		benchmarks:  decodeAll[maturity.Benchmark](r, groupBenchmarks),
		commitments: decodeAll[maturity.Commitment](r, groupCommitments),
		layouts:     decodeAll[maturity.Layout](r, groupLayouts),
		boards:      decodeAll[maturity.Board](r, groupBoards),
		collections: decodeAll[maturity.Collection](r, groupCollections),
		rules:       decodeAll[maturity.Rule](r, groupRules),
	}
	s.complete()
	c := newChecker(s, r)
	c.all()
	if len(r.faults) > 0 {
		return nil, r.faults.sorted()
	}
	return s.catalogue(), nil
}

// decodeOne decodes one definition; ok is false when nothing of it could be understood.
func decodeOne[T any](r *reader, doc document, node ast.Node) (entry[T], bool) {
	e := entry[T]{spot: spot{file: doc.file, lines: map[string]int{}, bad: map[string]bool{}}}
	d := &decoder{file: doc.file, anchors: doc.anchors, common: doc.common, lines: e.lines, bad: e.bad, faults: &r.faults}
	before := len(r.faults)
	d.into(reflect.ValueOf(&e.value).Elem(), node, "", 0)
	e.lines[""] = lineOf(firstKey(d.resolve(node, 0)))
	return e, len(r.faults) == before || len(e.lines) > 1
}

// firstKey is the node whose line is the line of the whole: the first key of a mapping.
func firstKey(node ast.Node) ast.Node {
	switch n := node.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 {
			return n.Values[0].Key
		}
	case *ast.MappingValueNode:
		return n.Key
	}
	return node
}

// catalogue joins the checked definitions, each with its place and hash.
func (s *set) catalogue() *maturity.Catalogue {
	c := &maturity.Catalogue{
		Kinds: values(s.kinds), Sources: values(s.sources), Frameworks: values(s.frameworks), Measures: values(s.measures),
		Targets: values(s.targets), Benchmarks: values(s.benchmarks), Commitments: values(s.commitments),
		Layouts: values(s.layouts), Boards: values(s.boards), Collections: values(s.collections), Rules: values(s.rules),
	}
	c.Hash = hashOf(*c)
	c.Index()
	return c
}

func values[T any](entries []entry[T]) []T {
	out := make([]T, len(entries))
	for i := range entries {
		out[i] = entries[i].value
		v := reflect.ValueOf(&out[i]).Elem()
		if hash := v.FieldByName("Hash"); hash.IsValid() {
			hash.SetString(hashOf(out[i]))
		}
		if where := v.FieldByName("Where"); where.IsValid() {
			where.SetString(entries[i].place())
		}
	}
	return out
}
