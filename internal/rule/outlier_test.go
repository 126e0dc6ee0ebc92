package rule_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/rule"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var percent = maturity.Measure{ID: "eps", Title: "Share of eps", Unit: maturity.UnitPercent, High: 100, Decimals: 0}

// points puts values into months that follow one another; NaN leaves one out.
func points(values ...float64) (out []rule.Point) {
	month := period.Of(period.KindMonth, period.Date(2016, 1, 1))
	for _, v := range values {
		if !math.IsNaN(v) {
			out = append(out, rule.Point{Period: month, Value: v})
		}
		month = month.Next()
	}
	return out
}

func judge(m maturity.Measure, values ...float64) (rule.Outlier, bool) {
	all := points(values...)
	return rule.JudgeOutlier(m, all[:len(all)-1], all[len(all)-1], 0)
}

// Each line is a series whose last figure is judged.
func TestOutliers(t *testing.T) {
	gone := math.NaN()
	for _, c := range []struct {
		what   string
		series []float64
		spoken bool
		found  bool
	}{
		{"a quiet series goes on", []float64{50, 51, 50, 52, 51, 52, 53, 52, 53, 54}, true, false},
		{"it falls by 20", []float64{50, 51, 50, 52, 51, 52, 53, 52, 53, 33}, true, true},
		{"it falls by 2", []float64{50, 51, 50, 52, 51, 52, 53, 52, 53, 51}, true, false},
		{"seven figures are too few to say", []float64{50, 51, 50, 52, 51, 52, 53, 5}, false, false},
		{"the month before is missing: nothing is said", []float64{50, 51, 50, 52, 51, 52, 53, 52, 53, gone, 33}, false, false},
		{"a hole further back does no harm", []float64{50, 51, 50, 52, gone, 52, 53, 52, 53, 54, 33}, true, true},
		{"after a level shift the new level is not odd", []float64{50, 51, 50, 52, 51, 52, 53, 83, 82, 84}, true, false},
		{"a month after one odd figure the old level is not odd", []float64{50, 51, 50, 52, 51, 52, 53, 52, 12, 52}, true, false},
		{"the same step as every April is not odd", []float64{50, 51, 50, 30, 51, 50, 51, 50, 51, 50, 51, 50, 51, 50, 51, 30}, true, false},
		{"a steady climb goes on", []float64{10, 14, 18, 22, 26, 30, 34, 38, 42, 46}, true, false},
		{"a steady climb stops and falls back", []float64{10, 14, 18, 22, 26, 30, 34, 38, 42, 30}, true, true},
		{"a constant series moves by its last decimal", []float64{100, 100, 100, 100, 100, 100, 100, 100, 100, 99}, true, false},
		{"a constant series moves by 10", []float64{100, 100, 100, 100, 100, 100, 100, 100, 100, 90}, true, true},
	} {
		o, ok := judge(percent, c.series...)
		if ok != c.spoken || o.Found() != c.found {
			t.Errorf("%s: spoken %v, found %v (%+v)", c.what, ok, o.Found(), o)
		}
	}
}

func TestOutlierAllowances(t *testing.T) {
	series := []float64{60, 60.2, 60.1, 60.3, 60.2, 60.3, 60.1, 60.2, 60.3, 66.5}
	tenth := percent
	tenth.Decimals = 1
	if o, _ := judge(tenth, series...); !o.Found() {
		t.Errorf("6.2 points beside changes of 0.1 are not found: %+v", o)
	}
	if o, _ := judge(tenth, 60, 60.2, 60.1, 60.3, 60.2, 60.3, 60.1, 60.2, 60.3, 62.5); o.Found() {
		t.Error("2.2 points are found, which nobody has to explain")
	}
	wide := tenth
	wide.Tolerance = 7
	if o, _ := judge(wide, series...); o.Found() {
		t.Error("a change within the measure's tolerance is found")
	}
	all := points(series...)
	if o, _ := rule.JudgeOutlier(tenth, all[:9], all[9], 20); o.Found() {
		t.Error("6.2 points of 20 patients are found, though one patient more or less is 5 points")
	}
	// Counts grow in shares: 10 % up and down is usual at any size.
	count := maturity.Measure{Unit: maturity.UnitCount}
	if o, _ := judge(count, 100, 110, 100, 1000, 1100, 1000, 1100, 10000, 11000, 10000); o.Found() || !o.Relative {
		t.Errorf("a change of 9 %% is found: %+v", o)
	}
	if o, _ := judge(count, 10000, 10300, 10100, 10200, 10000, 10300, 10100, 10400, 10200, 5000); !o.Found() {
		t.Errorf("a half is not found: %+v", o)
	}
}

// The median and MAD of 1, -1, 2, -1, 1, 1, -1, 1 are 1 and 1 (distances 0, 2, 1, 2, 0, 0, 2, 0: middle 0.5).
func ExampleJudgeOutlier() {
	history := points(50, 51, 50, 52, 51, 52, 53, 52, 53)
	o, _ := rule.JudgeOutlier(percent, history, rule.Point{Period: history[8].Period.Next(), Value: 33}, 0)
	fmt.Println(o.Change, o.Usual, o.Spread, o.Limit, o.Found())
	// Output: -20 1 1 4.5 true
}

func TestOutlierSaysItsNumbers(t *testing.T) {
	lines := ""
	for i, v := range []int{50, 51, 50, 52, 51, 52, 53, 52, 53, 33} {
		lines += fmt.Sprintf("RTE eps M2016-%02d table %d\n", i+1, v)
	}
	found := rule.Outliers(rule.NewFacts(catalogue(), bodies, figures(t, lines), nil), nil, nil)
	want := "33% after 53% (Sep 2016) is a change of −20 points; usual, over 9 figures, is +1 point, give or take 1 point. It is 21 times that away from what was to be expected; the limit is 4.5."
	if len(found) != 1 || found[0].Message != want || found[0].FindingKey.String() != "outlier|2|eps|M2016-10|table|" {
		t.Errorf("%q\nwant %s", messages(found), want)
	}
	// A break between the figures: what was before it says nothing.
	broken := func(maturity.OrganisationID, string) []period.Day { return []period.Day{period.Date(2016, 10, 1)} }
	if found := rule.Outliers(rule.NewFacts(catalogue(), bodies, figures(t, lines), nil), broken, nil); len(found) != 0 {
		t.Errorf("found across a break: %q", messages(found))
	}
}

// processes make n+1 figures of which the last is as usual.
var processes = []struct {
	what string
	make func(r *rand.Rand, n int) []float64
}{
	{"independent noise around a level", each(func(r *rand.Rand, _ int) float64 { return 50 + 2*r.NormFloat64() })},
	{"noise around a climb", each(func(r *rand.Rand, i int) float64 { return 20 + float64(2*i) + 2*r.NormFloat64() })},
	{"random walk", sums(1, func(r *rand.Rand) float64 { return 2 * r.NormFloat64() })},
	{"autoregressive, 0.6", sums(0.6, func(r *rand.Rand) float64 { return 2 * r.NormFloat64() })},
	{"noise with heavy tails (t, 3 degrees)", each(func(r *rand.Rand, _ int) float64 { return 50 + 2*heavy(r) })},
	{"random walk with heavy tails (t, 3 degrees)", sums(1, func(r *rand.Rand) float64 { return 2 * heavy(r) })},
	{"noise with a level shift of 10 deviations somewhere before", func(r *rand.Rand, n int) []float64 {
		x, at := each(func(r *rand.Rand, _ int) float64 { return 50 + 2*r.NormFloat64() })(r, n), 1+r.IntN(n-1)
		for i := at; i <= n; i++ {
			x[i] += 20
		}
		return x
	}},
	{"noise with one odd figure of 15 deviations before", func(r *rand.Rand, n int) []float64 {
		x := each(func(r *rand.Rand, _ int) float64 { return 50 + 2*r.NormFloat64() })(r, n)
		x[r.IntN(n)] += 30
		return x
	}},
	{"percentages near 90, rounded to whole points", each(func(r *rand.Rand, _ int) float64 { return math.Round(90 + 0.8*r.NormFloat64()) })},
}

func each(f func(r *rand.Rand, i int) float64) func(*rand.Rand, int) []float64 {
	return func(r *rand.Rand, n int) (x []float64) {
		for i := range n + 1 {
			x = append(x, f(r, i))
		}
		return x
	}
}

func sums(keep float64, step func(*rand.Rand) float64) func(*rand.Rand, int) []float64 {
	return func(r *rand.Rand, n int) (x []float64) {
		level := 0.0
		for range n + 1 {
			level = keep*level + step(r)
			x = append(x, 50+level)
		}
		return x
	}
}

// heavy is a value of Student's t with 3 degrees of freedom.
func heavy(r *rand.Rand) float64 {
	chi := 0.0
	for range 3 {
		z := r.NormFloat64()
		chi += z * z
	}
	return r.NormFloat64() / math.Sqrt(chi/3)
}

const simulated = 3000

var lengths = []int{8, 12, 24, 36}

func rate(r *rand.Rand, n int, series func(*rand.Rand, int) []float64) float64 {
	found := 0
	for range simulated {
		if o, ok := judge(percent, series(r, n)...); ok && o.Found() {
			found++
		}
	}
	return 100 * float64(found) / simulated
}

// How often a figure that is as usual is taken for an outlier, and how often one that is not is found: the tables of
// docs/quality.md. A quarter that is as usual should rarely ask anybody for a comment.
func TestFalseAlarms(t *testing.T) {
	r := rand.New(rand.NewPCG(20181115, 7))
	var b strings.Builder
	head := func(what string) {
		b.WriteString("| " + what)
		for _, n := range lengths {
			fmt.Fprintf(&b, " | %d figures before", n)
		}
		b.WriteString(" |\n|---|" + strings.Repeat("---|", len(lengths)) + "\n")
	}
	head("as usual: taken for an outlier")
	for _, p := range processes {
		b.WriteString("| " + p.what)
		for _, n := range lengths {
			share := rate(r, n, p.make)
			fmt.Fprintf(&b, " | %.1f%%", share)
			if most := 2.0; share > most && !strings.Contains(p.what, "heavy") {
				t.Errorf("%s, %d figures: %.1f %% false alarms, more than %v", p.what, n, share, most)
			} else if share > 4 {
				t.Errorf("%s, %d figures: %.1f %% false alarms", p.what, n, share)
			}
		}
		b.WriteString(" |\n")
	}
	b.WriteString("\n")
	head("not as usual: found")
	for _, jump := range []float64{5, 10, 15} {
		fmt.Fprintf(&b, "| noise around a level, %.0f deviations off", jump)
		for _, n := range lengths {
			share := rate(r, n, func(r *rand.Rand, n int) []float64 {
				x := processes[0].make(r, n)
				x[n] -= 2 * jump
				return x
			})
			fmt.Fprintf(&b, " | %.0f%%", share)
			if jump == 15 && share < 90 {
				t.Errorf("15 deviations off, %d figures: only %.0f %% found", n, share)
			}
		}
		b.WriteString(" |\n")
	}
	golden(t, "testdata/false-alarms.golden", b.String())
}

// golden compares a table with its file, and with the page that prints it.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
	page, err := os.ReadFile("../../docs/quality.md")
	if err != nil || !strings.Contains(string(page), got) {
		t.Errorf("docs/quality.md does not hold this table: %v\n%s", err, got)
	}
}

func TestJumps(t *testing.T) {
	// Ten organisations of the measure "eps": those of short history are held against max_jump, which is 20.
	line := func(code string, values ...float64) (out string) {
		q := period.Of(period.KindQuarter, period.Date(2018, 7, 1)).Add(1 - len(values))
		for _, v := range values {
			out += fmt.Sprintf("%s eps %s table %v\n", code, q.Code(), v)
			q = q.Next()
		}
		return out
	}
	steady := []float64{50, 51, 50, 52, 51, 52, 53, 52}
	for _, c := range []struct {
		what             string
		figures          string
		compared, jumped int
		held             bool // with a share of 0.4
	}{
		{"six go on", line("RA1", 50, 52) + line("RA2", 50, 60) + line("RA3", 50, 45) + line("RA4", 50, 52) + line("RA5", 50, 52) + line("RA6", 50, 52), 6, 0, false},
		{"two of six jump", line("RA1", 50, 80) + line("RA2", 50, 80) + line("RA3", 50, 45) + line("RA4", 50, 52) + line("RA5", 50, 52) + line("RA6", 50, 52), 6, 2, false},
		{"three of six jump", line("RA1", 50, 80) + line("RA2", 50, 80) + line("RA3", 50, 20) + line("RA4", 50, 52) + line("RA5", 50, 52) + line("RA6", 50, 52), 6, 3, true},
		{"all four jump, but four are too few", line("RA1", 50, 80) + line("RA2", 50, 80) + line("RA3", 50, 80) + line("RA4", 50, 80), 4, 4, false},
		{"who has no figure before is not counted", line("RA1", 50, 80) + line("RA2", 50, 80) + line("RA3", 50, 80) + line("RA4", 50, 52) + line("RA5", 99) + line("RA6", 99), 4, 3, false},
		{"with a long history, its own changes count", line("RA1", append(slices.Clone(steady), 65)...) + line("RA2", 50, 52) + line("RA3", 50, 52) + line("RA4", 50, 52) + line("RA5", 50, 52), 5, 1, false},
	} {
		p := period.Of(period.KindQuarter, period.Date(2018, 7, 1))
		j := rule.CountJumps(rule.NewFacts(catalogue(), bodies, figures(t, c.figures), nil), "eps", "table", p, nil)
		if j.Compared != c.compared || len(j.Jumped) != c.jumped || j.Hold(0.4) != c.held || j.Hold(0) {
			t.Errorf("%s: %+v", c.what, j)
		}
	}
}

func TestRanges(t *testing.T) {
	c := catalogue()
	c.Measures[1].MayExceed = true // letters
	f := rule.NewFacts(c, bodies, figures(t, `
		RTE eps Q2018-07 table 100
		R1J eps Q2018-07 table 100.1
		GCC eps Q2018-07 table -1
		RTE letters Q2018-07 table 140/100
		RA1 eps Q2018-07 table 50/100`), nil)
	var got []string
	for _, found := range rule.Ranges(f, nil) {
		got = append(got, fmt.Sprint(codeOf(found.Organisation), " ", found.Severity, " ", found.Acceptable, " ", found.Message))
	}
	want := []string{"RTE warning true 140% is above 100%. That can be right, such as where patients are counted who have left the list.",
		"R1J error false 100.1% is above 100%, which is as far as share of eps can go.", "GCC error false −1% is below 0%, which is as far as share of eps can go."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wrong := figures(t, "RTE eps Q2018-07 table 50/100")
	wrong[0].Value = 52
	if found := rule.Ranges(rule.NewFacts(c, bodies, wrong, nil), nil); len(found) != 1 || found[0].Message != "52% is given, but 50 of 100 is 50%." {
		t.Errorf("%+v", found)
	}
}
