package definition

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"waymark/internal/maturity"
)

// checker checks definitions by themselves and against each other.
type checker struct {
	*set
	faults   *Faults
	broken   map[string]bool
	ids      map[string]map[string]bool // group -> ids
	sections map[string]bool            // "framework/section"
	measure  map[string]maturity.Measure
}

func newChecker(s *set, r *reader) *checker {
	c := &checker{set: s, faults: &r.faults, broken: r.broken, ids: map[string]map[string]bool{}, sections: map[string]bool{}, measure: map[string]maturity.Measure{}}
	idsOf(c, groupKinds, s.kinds, func(k maturity.OrganisationKind) string { return k.ID })
	idsOf(c, groupSources, s.sources, func(v maturity.Source) string { return v.ID })
	idsOf(c, groupFrameworks, s.frameworks, func(v maturity.Framework) string { return v.ID })
	idsOf(c, groupMeasures, s.measures, func(v maturity.Measure) string { return v.ID })
	idsOf(c, groupTargets, s.targets, func(v maturity.Target) string { return v.ID })
	idsOf(c, groupBenchmarks, s.benchmarks, func(v maturity.Benchmark) string { return v.ID })
	idsOf(c, groupCommitments, s.commitments, func(v maturity.Commitment) string { return v.ID })
	idsOf(c, groupLayouts, s.layouts, func(v maturity.Layout) string { return v.ID })
	idsOf(c, groupBoards, s.boards, func(v maturity.Board) string { return v.ID })
	idsOf(c, groupCollections, s.collections, func(v maturity.Collection) string { return v.ID })
	idsOf(c, groupRules, s.rules, func(v maturity.Rule) string { return v.ID })
	for _, f := range s.frameworks {
		for _, section := range f.value.Sections {
			c.sections[f.value.ID+"/"+section.ID] = true
		}
	}
	for _, m := range s.measures {
		c.measure[m.value.ID] = m.value
	}
	return c
}

// idForm is what an id may look like: it stands in addresses and files.
var idForm = regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*$`)

// idsOf records the ids of a group and faults missing, ill-formed and double ones.
func idsOf[T any](c *checker, group string, entries []entry[T], id func(T) string) {
	c.ids[group] = map[string]bool{}
	first := map[string]string{}
	for _, e := range entries {
		name := id(e.value)
		switch {
		case name == "":
			c.fault(e.spot, "", "id is missing")
		case !idForm.MatchString(name):
			c.fault(e.spot, "id", "id %q may have only small letters, digits, and single - . or _ between them", name)
		case first[name] != "":
			c.fault(e.spot, "id", "id %q is already used at %s", name, first[name])
		default:
			first[name] = e.place()
		}
		c.ids[group][name] = true
	}
}

func (c *checker) all() {
	checkEach(c.kinds, c.kind)
	c.ranks()
	checkEach(c.sources, c.source)
	checkEach(c.frameworks, c.framework)
	checkEach(c.measures, c.oneMeasure)
	checkEach(c.targets, c.target)
	checkEach(c.benchmarks, c.benchmark)
	checkEach(c.commitments, c.commitment)
	checkEach(c.layouts, c.layout)
	checkEach(c.boards, c.board)
	checkEach(c.collections, c.collection)
	checkEach(c.rules, c.rule)
	c.sameTargets()
}

func checkEach[T any](entries []entry[T], check func(spot, T)) {
	for _, e := range entries {
		check(e.spot, e.value)
	}
}

func (c *checker) fault(at spot, path, format string, args ...any) {
	if !at.unread(path) {
		*c.faults = append(*c.faults, Fault{at.file, at.line(path), fmt.Sprintf(format, args...)})
	}
}

// need faults an empty text.
func (c *checker) need(at spot, path, text string) {
	if text == "" {
		c.fault(at, path, "%s is missing", path)
	}
}

// singular is how messages call a member of a group.
var singular = map[string]string{
	groupKinds: "kind", groupSources: "source", groupFrameworks: "framework", groupMeasures: "measure", groupTargets: "target",
	groupCommitments: "commitment",
}

// refer faults an id that no definition of the group has. Empty ids are not judged.
func (c *checker) refer(at spot, path, group, id string) {
	if id == "" || c.ids[group][id] || c.broken[group] {
		return
	}
	c.fault(at, path, "there is no %s %q%s", singular[group], id, suggest(id, keys(c.ids[group])))
}

func (c *checker) referAll(at spot, path, group string, ids []string) {
	for i, id := range ids {
		c.refer(at, fmt.Sprintf("%s[%d]", path, i), group, id)
	}
}

// referSection faults a "framework/section" that no framework has.
func (c *checker) referSection(at spot, path, name string) {
	if name == "" || c.sections[name] || c.broken[groupFrameworks] {
		return
	}
	c.fault(at, path, "there is no section %q (framework/section)%s", name, suggest(name, keys(c.sections)))
}

// regexps faults a regular expression that does not compile.
func (c *checker) regexps(at spot, path, expression string) *regexp.Regexp {
	re, err := regexp.Compile(expression)
	if err != nil {
		c.fault(at, path, "%s is no regular expression: %s", path, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return nil
	}
	return re
}

// oneOf faults a word that is not in the list.
func (c *checker) oneOf(at spot, path, word string, allowed []string) {
	if word != "" && !slices.Contains(allowed, word) {
		c.fault(at, path, "%s must be %s, not %q", path, among(allowed), word)
	}
}

// isoDay faults a text that is no day.
func (c *checker) isoDay(at spot, path, text string) {
	if _, err := time.Parse("2006-01-02", text); text != "" && err != nil {
		c.fault(at, path, "%s must be a day such as 2017-03-31, not %q", path, text)
	}
}

func (c *checker) atMost(at spot, path, text string, letters int) {
	if n := utf8.RuneCountInString(text); n > letters {
		c.fault(at, path, "%s has %d letters; at most %d fit", path, n, letters)
	}
}

func keys(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
