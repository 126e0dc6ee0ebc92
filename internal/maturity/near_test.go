package maturity_test

import (
	"strings"
	"testing"

	"waymark/internal/maturity"
)

func TestNearest(t *testing.T) {
	allowed := []string{"milestones", "measures", "phases"}
	for word, want := range map[string]string{"milestone": "milestones", "mesures": "measures", "phases": "phases", "wages": "", "": "", strings.Repeat("m", 1_000_000): ""} {
		if got := maturity.Nearest(word, allowed); got != want {
			t.Errorf("%.20s: %q, want %q", word, got, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"kitten", "sitting", 3}, {"ab", "ba", 2}} {
		if got, back := maturity.EditDistance(c.a, c.b), maturity.EditDistance(c.b, c.a); got != c.want || back != c.want {
			t.Errorf("%q and %q: %d and %d, want %d", c.a, c.b, got, back, c.want)
		}
	}
}
