package definition_test

import (
	"testing"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/maturity"
)

// shipped loads the definitions that ship with Waymark.
func shipped(t testing.TB) *maturity.Catalogue {
	t.Helper()
	c, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatalf("the shipped definitions have faults:\n%v", err)
	}
	return c
}

func TestShippedDefinitionsLoad(t *testing.T) { shipped(t) }

func TestSummary(t *testing.T) {
	t.Log(definition.Summary(shipped(t)))
}
