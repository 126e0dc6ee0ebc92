package ingest

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

const (
	maxGroups   = 200 // kinds of findings a report lists
	maxExamples = 5
	maxSeen     = 120
)

type issueKey struct{ rule, header, subject string }

// issues collects findings: equal ones are one issue with a count and a few examples, in bounded memory.
type issues struct {
	groups  map[issueKey]*maturity.Issue
	order   []*maturity.Issue
	skipped map[issueKey]struct{} // kinds beyond maxGroups, at most ten times as many are told apart
	worst   maturity.Level        // among skipped
	lost    int64
	none    maturity.Issue // where findings of skipped kinds go
}

func newIssues() *issues {
	full := maturity.Issue{Examples: make([]maturity.IssueExample, maxExamples)} // wants no examples
	return &issues{groups: map[issueKey]*maturity.Issue{}, skipped: map[issueKey]struct{}{}, none: full}
}

// find gives the issue for a rule, heading and subject (a measure, an unresolved text), and whether it is new: then the
// caller may give it a message of its own. Every find counts one occurrence.
func (s *issues) find(code, header, subject string) (issue *maturity.Issue, fresh bool) {
	key := issueKey{code, header, subject}
	if g, ok := s.groups[key]; ok {
		g.Count++
		return g, false
	}
	rule := ruleByCode[code]
	if len(s.order) >= maxGroups && rule.Reach != ofFile {
		s.skip(key, rule)
		return &s.none, false
	}
	header = strings.Clone(header)
	g := &maturity.Issue{Rule: code, Level: rule.Level, Reach: rule.Reach, Message: rule.Meaning, Expected: rule.Remedy, Header: header, Count: 1}
	s.groups[issueKey{code, header, strings.Clone(subject)}] = g
	s.order = append(s.order, g)
	return g, true
}

func (s *issues) skip(key issueKey, rule *Rule) {
	s.lost++
	if rank(rule.Level) < rank(s.worst) || s.worst == "" {
		s.worst = rule.Level
	}
	if len(s.skipped) < 10*maxGroups {
		s.skipped[issueKey{key.rule, strings.Clone(key.header), strings.Clone(key.subject)}] = struct{}{}
	}
}

// example adds a place to an issue while it has few; the same organisation or text is not shown twice.
func example(g *maturity.Issue, e maturity.IssueExample) {
	if len(g.Examples) >= maxExamples {
		return
	}
	e.Seen = cut(e.Seen)
	e.Organisation = cut(e.Organisation)
	g.Examples = append(g.Examples, e)
}

func cut(text string) string {
	runes := []rune(text)
	if len(runes) > maxSeen {
		return string(runes[:maxSeen-1]) + "…"
	}
	return strings.Clone(text)
}

// list gives the findings, gravest first, otherwise in the order in which they were met.
func (s *issues) list() []maturity.Issue {
	out := make([]maturity.Issue, 0, len(s.order)+1)
	for _, g := range s.order {
		out = append(out, *g)
	}
	if s.lost > 0 {
		kinds := fmt.Sprintf("%d", len(s.skipped))
		if len(s.skipped) >= 10*maxGroups {
			kinds = "more than " + kinds
		}
		rule := ruleByCode[MoreFindings]
		out = append(out, maturity.Issue{Rule: MoreFindings, Level: s.worst, Reach: ofValue, Count: s.lost,
			Message: "There are " + kinds + " more kinds of findings than this report lists.", Expected: rule.Remedy})
	}
	slices.SortStableFunc(out, func(a, b maturity.Issue) int {
		return 10*(rank(a.Level)-rank(b.Level)) + reachRank(a.Reach) - reachRank(b.Reach)
	})
	return out
}

func rank(l maturity.Level) int {
	return slices.Index([]maturity.Level{fault, warning, info}, l)
}

func reachRank(r maturity.Reach) int {
	return slices.Index([]maturity.Reach{ofFile, ofOrg, ofValue}, r)
}
