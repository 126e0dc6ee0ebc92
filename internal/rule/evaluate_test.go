package rule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/rule"
)

var number = func(v float64) *float64 { return &v }

// Each case is a rule over "eps" unless it says otherwise, the figures, and what it finds: organisation, period, left and
// right. Nothing after "finds" means that the rule says nothing.
func TestRules(t *testing.T) {
	type operand = maturity.Operand
	for _, c := range []struct {
		what    string
		rule    maturity.Rule
		figures string
		finds   string
	}{
		{"another source says something else: the less preferred one is found", maturity.Rule{Operator: "=", Right: operand{Source: "other"}},
			"RTE eps Q2018-07 table 13\nRTE eps Q2018-07 text 12", "RTE Q2018-07 text 12% 13%"},
		{"three sources make three pairs", maturity.Rule{Operator: "=", Right: operand{Source: "other"}},
			"RTE eps Q2018-07 table 13\nRTE eps Q2018-07 text 12\nRTE eps Q2018-07 leaflet 11", "RTE Q2018-07 text 12% 13%; RTE Q2018-07 leaflet 11% 13%; RTE Q2018-07 leaflet 11% 12%"},
		{"rounding is no contradiction", maturity.Rule{Operator: "=", Right: operand{Source: "other"}, Tolerance: 0.5},
			"RTE eps Q2018-07 table 84\nRTE eps Q2018-07 text 84.38", ""},
		{"numbers that would print the same are printed in full", maturity.Rule{Operator: "=", Right: operand{Source: "other"}},
			"RTE eps Q2018-07 table 84.25\nRTE eps Q2018-07 text 84.38", "RTE Q2018-07 text 84.38% 84.25%"},
		{"another period is not contradicted", maturity.Rule{Operator: "=", Right: operand{Source: "other"}},
			"RTE eps Q2018-07 table 13\nRTE eps Q2018-10 text 12", ""},
		{"an invented figure contradicts nothing", maturity.Rule{Operator: "=", Right: operand{Source: "other"}},
			"RTE eps Q2018-07 table 13\nRTE eps Q2018-07 invented 12", ""},
		{"a plan is neither judged nor compared with", maturity.Rule{Operator: "=", Right: operand{Source: "other"}},
			"RTE eps Q2018-07 table 13\nRTE eps Q2018-07 plan 12", ""},
		{"a dash is no value", maturity.Rule{Operator: "=", Right: operand{Source: "other"}},
			"RTE eps Q2018-07 table not_available\nRTE eps Q2018-07 text 12", ""},
		{"another measure of the same body and period", maturity.Rule{Operator: "<=", Right: operand{Measure: "letters"}},
			"RTE eps Q2018-07 table 60\nRTE letters Q2018-07 table 55\nR1J eps Q2018-07 table 60\nR1J letters Q2018-04 table 55", "RTE Q2018-07 table 60% 55%"},
		{"the period before, of the same source", maturity.Rule{Operator: ">=", Right: operand{Period: maturity.PreviousPeriod}},
			"RTE eps Q2018-04 table 60\nRTE eps Q2018-07 table 50\nRTE eps Q2018-10 text 40\nRTE eps Q2019-04 table 30", "RTE Q2018-07 table 50% 60%"},
		{"a year before, times a constant", maturity.Rule{Operator: "<=", Right: operand{Period: maturity.YearBefore, Times: 1.5}},
			"RTE eps Q2017-07 table 40\nRTE eps Q2018-04 table 90\nRTE eps Q2018-07 table 61", "RTE Q2018-07 table 61% 60%"},
		{"the highest before", maturity.Rule{Operator: ">=", Right: operand{Period: maturity.HighestBefore}, Tolerance: 5},
			"RTE eps Q2017-07 table 40\nRTE eps Q2017-10 table 55\nRTE eps Q2018-01 table 51\nRTE eps Q2018-07 table 49", "RTE Q2018-07 table 49% 55%"},
		{"the lowest before", maturity.Rule{Operator: ">=", Right: operand{Period: maturity.LowestBefore}},
			"RTE eps Q2017-07 table 40\nRTE eps Q2017-10 table 55\nRTE eps Q2018-01 table 39", "RTE Q2018-01 table 39% 40%"},
		{"the nation", maturity.Rule{Operator: ">=", Right: operand{Organisation: maturity.TheNation}, Organisations: []string{"RTE", "R1J"}},
			"ENG eps Q2018-07 text 48\nRTE eps Q2018-07 table 51\nR1J eps Q2018-07 table 38\nRA1 eps Q2018-07 table 2", "R1J Q2018-07 table 38% 48%"},
		{"a footprint, where the body is in one only", maturity.Rule{Operator: "<=", Left: operand{Part: maturity.PartDenominator}, Right: operand{Organisation: maturity.ItsFootprint, Part: maturity.PartDenominator}},
			"glos eps Q2018-07 table 50/100\nRTE eps Q2018-07 table 20/120\nR1J eps Q2018-07 table 20/120", "RTE Q2018-07 table 120 100"},
		{"the nation's average of the other instrument, newest to then", maturity.Rule{Measures: []string{"social-lead"}, Operator: ">=", Right: operand{Counterpart: true, Organisation: maturity.TheNation, Period: maturity.NewestToThen}},
			"ENG lead FY2014 table 90\nENG lead FY2015 table 76\nENG lead FY2017 table 10\nGCC social-lead FY2016 table 71", "GCC FY2016 table 71 76"},
		{"a number", maturity.Rule{Operator: "<", Right: operand{Number: number(60)}}, "RTE eps Q2018-07 table 60\nR1J eps Q2018-07 table 59.9", "RTE Q2018-07 table 60% 60%"},
		{"the stated target that is due next", maturity.Rule{Operator: "<", Right: operand{Target: true}}, "RTE eps Q2018-07 table 83\nR1J eps Q2018-07 table 79\nRTE eps Q2020-01 table 83", "RTE Q2018-07 table 83% 80%"},
		{"a target of one body", maturity.Rule{Measures: []string{"letters"}, Operator: "<", Right: operand{Target: true}}, "RTE letters Q2018-07 table 96\nR1J letters Q2018-07 table 97", "RTE Q2018-07 table 96% 95%"},
		{"a sum, missing where a part is", maturity.Rule{Operator: "!=", Left: operand{Sum: []operand{{}, {Measure: "letters"}}}, Right: operand{Number: number(100)}},
			"RTE eps Q2018-07 table 85\nRTE letters Q2018-07 table 15\nR1J eps Q2018-07 table 85\nGCC eps Q2018-07 table 85\nGCC letters Q2018-07 table 16", "RTE Q2018-07 table 100% 100%"},
		{"an answer's score", maturity.Rule{Measures: []string{"lead"}, Operator: maturity.OnScale, Tolerance: 0.5}, "RTE lead FY2015 table 5\nR1J lead FY2015 table 17\nGCC lead FY2015 table 50", "RTE FY2015 table 5 "},
		{"no scales, nothing said", maturity.Rule{Measures: []string{"social-lead"}, Operator: maturity.OnScale}, "GCC social-lead FY2015 table 5", ""},
		{"an inferred place", maturity.Rule{Operator: "=", Left: operand{Part: maturity.PartInferred}, Right: operand{Number: number(0)}}, "RTE eps Q2018-07 table 8 inferred\nR1J eps Q2018-07 table 8\nGCC eps Q2018-07 table not_applicable inferred", "RTE Q2018-07 table 1 0"},
		{"only under a condition", maturity.Rule{Operator: "!=", Right: operand{Measure: "letters"}, When: []maturity.Comparison{{Left: operand{Organisation: maturity.TheNation}, Operator: "=", Right: operand{Measure: "letters", Organisation: maturity.TheNation}}}},
			"RTE eps Q2018-07 table 79.17\nRTE letters Q2018-07 table 79.17\nENG eps Q2018-07 table 76.33\nENG letters Q2018-07 table 76.33\nRTE eps Q2018-10 table 5\nRTE letters Q2018-10 table 5\nENG eps Q2018-10 table 1\nENG letters Q2018-10 table 2\nR1J eps Q2019-01 table 5\nR1J letters Q2019-01 table 5",
			"RTE Q2018-07 table 79.17% 79.17%"},
		{"only some kinds and sources", maturity.Rule{Operator: "<", Right: operand{Number: number(1)}, Kinds: []string{"council"}, Sources: []string{"text"}},
			"RTE eps Q2018-07 text 8\nGCC eps Q2018-07 text 8\nGCC eps Q2018-10 table 8", "GCC Q2018-07 text 8% 1%"},
		{"a plan, where its source is named", maturity.Rule{Operator: "<=", Right: operand{Number: number(100)}, Sources: []string{"plan"}}, "RTE eps Q2028-07 plan 140", "RTE Q2028-07 plan 140% 100%"},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := c.rule
			if r.ID = "r"; r.Measures == nil {
				r.Measures = []string{"eps"}
			}
			var got []string
			for _, f := range rule.Evaluate([]maturity.Rule{r}, rule.NewFacts(catalogue(), bodies, figures(t, c.figures), nil), nil) {
				got = append(got, fmt.Sprint(codeOf(f.Organisation), " ", f.Period.Code(), " ", f.Source, " ", f.Left, " ", f.Right))
			}
			if found := strings.Join(got, "; "); found != c.finds {
				t.Errorf("finds %q, want %q", found, c.finds)
			}
		})
	}
}

func TestPeersMedianLeavesTheJudgedOut(t *testing.T) {
	p, _ := period.FromCode("Q2018-07")
	r := maturity.Rule{ID: "r", Measures: []string{"eps"}, Operator: "<=", Right: maturity.Operand{Organisation: maturity.PeersMedian}}
	stored := figures(t, "RA6 eps Q2018-07 table 90")
	for _, c := range []struct {
		peers []float64
		want  string
	}{
		{[]float64{10, 20, 30, 40, 50, 90}, "30%"}, // of the five others
		{[]float64{20, 30, 40, 50, 90}, ""},        // four others are too few
	} {
		found := rule.Evaluate([]maturity.Rule{r}, rule.NewFacts(catalogue(), bodies, stored, []maturity.PeerValues{{Measure: "eps", Kind: "trust", Period: p, Values: c.peers}}), nil)
		got := ""
		for _, f := range found {
			got += f.Right
		}
		if got != c.want {
			t.Errorf("%v: held against %q, want %q", c.peers, got, c.want)
		}
	}
}

func TestMessage(t *testing.T) {
	r := maturity.Rule{ID: "r", Severity: maturity.LevelWarning, Measures: []string{"eps"}, Operator: "=", Right: maturity.Operand{Source: "other"},
		Message: "{organisation}, {measure}, {period}: {source} has {left}, {other} {right}: {difference} apart."}
	found := rule.Evaluate([]maturity.Rule{r}, rule.NewFacts(catalogue(), bodies, figures(t, "RTE eps Q2018-07 table 1313.5\nRTE eps Q2018-07 text 12"), nil), nil)
	if want := "Hospitals, Share of eps, Q2 2018/19: The text has 12%, The table 1,313.5%: 1,301.5 points apart."; len(found) != 1 || found[0].Message != want || !found[0].Acceptable {
		t.Fatalf("%+v, want %s", found, want)
	}
	if want := "r|2|eps|Q2018-07|text|table"; found[0].FindingKey.String() != want {
		t.Errorf("key %s, want %s", found[0].FindingKey, want)
	}
}

// A rule that misses an operand says nothing: taking any figures away never makes a finding about one that stays, where
// the operand is a single figure.
func TestTakingFiguresAwayNeverAccuses(t *testing.T) {
	rules := []maturity.Rule{
		{ID: "other", Measures: []string{"eps"}, Operator: "=", Right: maturity.Operand{Source: "other"}},
		{ID: "nation", Measures: []string{"eps"}, Operator: ">=", Right: maturity.Operand{Organisation: maturity.TheNation, Source: "table"}},
		{ID: "before", Measures: []string{"eps"}, Operator: ">=", Right: maturity.Operand{Period: maturity.PreviousPeriod}},
		{ID: "sum", Measures: []string{"eps"}, Operator: "!=", Left: maturity.Operand{Sum: []maturity.Operand{{}, {Measure: "letters", Source: "table"}}}, Right: maturity.Operand{Number: number(3)}},
	}
	rapid.Check(t, func(t *rapid.T) {
		var all []maturity.Observation
		for _, o := range []maturity.OrganisationID{1, 2, 3} {
			for _, measure := range []string{"eps", "letters"} {
				for q := range 3 {
					for _, source := range []string{"table", "text", "plan"} {
						all = append(all, maturity.Observation{Organisation: o, Measure: measure, Source: source, State: maturity.Reported,
							Period: period.Of(period.KindQuarter, period.Date(2018, 4, 1)).Add(q), Value: float64(rapid.IntRange(0, 3).Draw(t, "value"))})
					}
				}
			}
		}
		keys := func(stored []maturity.Observation) (out []string) {
			for _, f := range rule.Evaluate(rules, rule.NewFacts(catalogue(), bodies, stored, nil), nil) {
				out = append(out, f.FindingKey.String())
			}
			return out
		}
		whole := keys(all)
		kept := slices.DeleteFunc(slices.Clone(all), func(maturity.Observation) bool { return rapid.Bool().Draw(t, "gone") })
		for _, key := range keys(kept) {
			if !slices.Contains(whole, key) {
				t.Fatalf("%s is found only because something is missing", key)
			}
		}
		// The order in which figures are given makes no difference.
		if other := keys(rapid.Permutation(all).Draw(t, "order")); !slices.Equal(whole, other) {
			t.Fatalf("in another order: %v, not %v", other, whole)
		}
	})
}

// Every comparator is the negation of its opposite, with and without tolerance.
func TestHoldsIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		left, right := rapid.Float64Range(-1e6, 1e6).Draw(t, "left"), rapid.Float64Range(-1e6, 1e6).Draw(t, "right")
		if rapid.Bool().Draw(t, "same") {
			right = left
		}
		by := rapid.Float64Range(0, 10).Draw(t, "tolerance")
		if rule.Holds("=", left, right, by) == rule.Holds("!=", left, right, by) {
			t.Fatal("= and != agree")
		}
		if rule.Holds("<=", left, right, by) != rule.Holds(">=", right, left, by) || rule.Holds("<", left, right, 0) && rule.Holds(">=", left, right, 0) && left != right {
			t.Fatal("the sides do not mirror")
		}
		if rule.Holds("<", left, left, 0) || rule.Holds(">", left, left, 0) || !rule.Holds("<=", left, left, 0) {
			t.Fatal("a number is below itself")
		}
	})
}
