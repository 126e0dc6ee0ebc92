package benchmark_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/benchmark"
	"waymark/internal/maturity"
)

// body is one that a value is expected of. given: "yes", "no", "n/a", "once" (in another period only).
func body(code, given string, below ...benchmark.Branch) benchmark.Branch {
	b := benchmark.Branch{Asked: true, Below: below}
	b.Code, b.Value.Value = code, math.NaN()
	b.Numerator, b.Denominator = math.NaN(), math.NaN()
	switch given {
	case "yes":
		b.State, b.Ever = maturity.Reported, true
		b.Value = benchmark.Value{Value: 50, Numerator: 1, Denominator: 2}
	case "n/a":
		b.State, b.Ever = maturity.NotApplicable, true
	case "once":
		b.Ever = true
	}
	return b
}

func member(b benchmark.Branch) benchmark.Branch {
	b.Listed = true
	return b
}

// other is a body of a kind that the measure is not rolled up from, such as a primary care network.
func other(code string, below ...benchmark.Branch) benchmark.Branch {
	b := body(code, "no", below...)
	b.Asked = false
	return b
}

func TestOneLevelSpeaks(t *testing.T) {
	for _, c := range []struct {
		what     string
		branches []benchmark.Branch
		want     string
	}{
		{"two trusts have nothing to do with each other", []benchmark.Branch{body("A", "yes"), body("B", "no")}, "A B"},
		{"a CCG that alone reports speaks for its practices", []benchmark.Branch{body("CCG", "yes", body("P1", "no"), body("P2", "no"))}, "CCG"},
		{"practices that all report speak for their CCG", []benchmark.Branch{body("CCG", "no", body("P1", "yes"), body("P2", "yes"))}, "P1 P2"},
		{"also when the CCG reports", []benchmark.Branch{body("CCG", "yes", body("P1", "yes"), body("P2", "yes"))}, "P1 P2"},
		{"one practice is no county: the CCG reports for all", []benchmark.Branch{body("CCG", "yes", body("P1", "yes"), body("P2", "no"))}, "CCG"},
		{"with nothing better, some of the practices", []benchmark.Branch{body("CCG", "no", body("P1", "yes"), body("P2", "no"))}, "P1 P2"},
		{"a practice it does not apply to is not missed", []benchmark.Branch{body("CCG", "yes", body("P1", "yes"), body("P2", "n/a"))}, "P1 P2"},
		{"a group row speaks for its practices and its CCG", []benchmark.Branch{body("CCG", "yes", body("GPs", "yes", body("P1", "no"), body("P2", "no")))}, "GPs"},
		{"below a body that is not asked", []benchmark.Branch{body("CCG", "no", other("PCN", body("P1", "yes"), body("P2", "no")), body("P3", "no"))}, "P1 P2 P3"},
		{"a council that is not asked", []benchmark.Branch{other("council"), body("A", "yes")}, "A"},
		{"practices below a trust that is not asked, before any reports", []benchmark.Branch{other("trust", body("P1", "no"))}, ""},
		{"a member below one that is not asked", []benchmark.Branch{other("CCG", member(body("GPs", "no")), body("P1", "no"))}, "GPs"},
		{"nobody reports: the CCG is missing, not each practice", []benchmark.Branch{body("CCG", "no", body("P1", "no"), body("P2", "no"))}, "CCG"},
		{"nobody reports, as ever the group row", []benchmark.Branch{body("CCG", "no", body("GPs", "once"))}, "GPs"},
		{"nobody reports, both have before", []benchmark.Branch{body("CCG", "once", body("P1", "once"))}, "CCG"},
	} {
		var got []string
		for _, m := range benchmark.Speaking(maturity.RollUpRatio, c.branches) {
			got = append(got, m.Code)
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %q, want %q", c.what, text, c.want)
		}
	}
}

// However bodies contain one another and whoever reports, nobody speaks together with a body it contains, nobody twice,
// and whoever reports is either counted or part of, or above, one that is.
func TestNothingIsCountedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := 0
		var grow func(depth int) []benchmark.Branch
		grow = func(depth int) (out []benchmark.Branch) {
			for range rapid.IntRange(0, 3).Draw(t, "n") {
				number++
				b := body(string(rune('a'+number%26))+strings.Repeat("'", number/26), rapid.SampledFrom([]string{"yes", "no", "n/a", "once"}).Draw(t, "given"))
				b.Asked, b.Listed = rapid.Bool().Draw(t, "asked"), rapid.Bool().Draw(t, "listed")
				if depth < 3 {
					b.Below = grow(depth + 1)
				}
				out = append(out, b)
			}
			return out
		}
		branches := grow(0)
		speaks := map[string]bool{}
		for _, m := range benchmark.Speaking(maturity.RollUpRatio, branches) {
			if speaks[m.Code] {
				t.Fatalf("%s speaks twice", m.Code)
			}
			speaks[m.Code] = true
		}
		var look func(b benchmark.Branch, above bool) (below bool)
		look = func(b benchmark.Branch, above bool) (below bool) {
			own := speaks[b.Code]
			if own && above {
				t.Fatalf("%s speaks, and one that contains it", b.Code)
			}
			if own && !b.Asked {
				t.Fatalf("%s is not asked", b.Code)
			}
			for _, child := range b.Below {
				below = look(child, above || own) || below
			}
			if b.Asked && b.State == maturity.Reported && !above && !own && !below {
				t.Fatalf("%s reports and is lost", b.Code)
			}
			return below || own
		}
		for _, b := range branches {
			look(b, false)
		}
	})
}
