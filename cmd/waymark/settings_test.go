package main

import (
	"os"
	"strings"
	"testing"

	"waymark/internal/config"
)

// The table of settings in the docs is the one in the code.
func TestEverySettingIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range config.Settings() {
		shown := ""
		if s.Default != "" {
			shown = "`" + s.Default + "`"
		}
		if row := strings.ReplaceAll("| `"+s.Env+"` | "+shown+" | ", "|  |", "| |"); !strings.Contains(string(text), row) {
			t.Errorf("docs/operations.md has no row beginning %q", row)
		}
	}
}
