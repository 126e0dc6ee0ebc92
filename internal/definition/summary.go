package definition

import (
	"strings"

	"waymark/internal/maturity"
)

// Count is how many definitions of a group a catalogue holds.
type Count struct {
	Group  string `json:"group"`
	Number int    `json:"number"`
}

// Counts lists the groups of definitions in the order they are read.
func Counts(c *maturity.Catalogue) []Count {
	sections := 0
	for _, f := range c.Frameworks {
		for range f.Sections {
			sections++
		}
	}
	return []Count{
		{"kinds", len(c.Kinds)}, {"sources", len(c.Sources)}, {"frameworks", len(c.Frameworks)}, {"sections", sections},
		{"measures", len(c.Measures)}, {"targets", len(c.Targets)}, {"benchmarks", len(c.Benchmarks)},
		{"commitments", len(c.Commitments)}, {"layouts", len(c.Layouts)},
		{"collections", len(c.Collections)}, {"rules", len(c.Rules)}, {"boards", len(c.Boards)},
	}
}

// Summary is what `waymark check` says of definitions without faults, in one line.
func Summary(c *maturity.Catalogue) string {
	parts := []string{}
	for _, n := range Counts(c) {
		parts = append(parts, maturity.Count(n.Number, strings.TrimSuffix(n.Group, "s"), n.Group))
	}
	return "No faults in " + strings.Join(parts, ", ") + "."
}
