package spc

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

var missing = math.NaN()

func repeat(v float64, n int) []float64 { return slices.Repeat([]float64{v}, n) }

// usual is a quiet series of n values: 50, 52, 50, 48, 50, 52, ...: mean 50, moving ranges of 2.
func usual(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = []float64{50, 52, 50, 48}[i%4]
	}
	return out
}

func chart(t *testing.T, in Input) Result {
	t.Helper()
	r, err := Chart(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLimitsOfAQuietSeries(t *testing.T) {
	r := chart(t, Input{Values: usual(16)})
	g, found := r.Last()
	if !found || g.Mean != 50 || g.AverageRange != 2 || math.Abs(g.Upper-55.32) > 1e-12 || math.Abs(g.Lower-44.68) > 1e-12 || math.Abs(g.NearUpper-(50+2*2*2.66/3)) > 1e-12 {
		t.Errorf("%+v", g)
	}
	if r.Variation != CommonCause || r.Status != Charted || r.Trial {
		t.Errorf("a quiet series: %v, %v", r.Variation, r.Status)
	}
}

// Each row is judged by its last values after twelve quiet ones, which alone fix the limits: 44.68 and 55.32, close beyond
// 46.45 and 53.55.
func TestRulesOfTheLatestPoint(t *testing.T) {
	for _, c := range []struct {
		name string
		then []float64
		want Rule
	}{
		{"as before", []float64{50, 52}, NoRule},
		{"above the limit", []float64{55.4}, OutsideHigh},
		{"on the limit is not above it", []float64{55.32}, NoRule},
		{"below the limit", []float64{44}, OutsideLow},
		{"two of three close", []float64{54, 51, 54}, TwoOfThreeHigh},
		{"two of three close below, the last quiet value being the third", []float64{46, 46}, TwoOfThreeLow},
		{"two close with one on the other side between them", []float64{54, 49, 54}, NoRule},
		{"one outside does not count as close", []float64{51, 56, 54}, NoRule},
		{"seven above the mean", []float64{51, 52, 51, 52, 51, 52, 51}, ShiftHigh},
		{"a value on the mean ends the run", []float64{51, 52, 51, 50, 51, 52, 51}, NoRule},
		{"six steps up, across the mean", []float64{47, 48, 49, 50, 51, 52, 53}, TrendUp},
		{"a tie ends the rise", []float64{47, 48, 49, 49, 51, 52, 53}, NoRule},
		{"six steps down", []float64{53, 52, 51, 50, 49, 48, 47}, TrendDown},
		{"a rise that ends outside is outside", []float64{48, 49, 50, 51, 52, 53, 56}, OutsideHigh},
	} {
		r := chart(t, Input{Values: append(usual(12), c.then...), Options: Options{FixAfter: 12}})
		if latest, _ := r.Latest(); latest.Rule != c.want {
			t.Errorf("%s: %v, want %v", c.name, latest.Rule, c.want)
		}
	}
}

func TestWhatALabelMeansDependsOnTheDirection(t *testing.T) {
	high := append(usual(12), 60)
	low := append(usual(12), 40)
	for _, c := range []struct {
		values    []float64
		direction Direction
		want      Variation
		letter    string
		colour    string
	}{
		{high, Increase, ImprovementHigh, "H", "blue"}, {high, Decrease, ConcernHigh, "H", "orange"}, {high, Neutral, NeutralHigh, "H", "purple"},
		{low, Increase, ConcernLow, "L", "orange"}, {low, Decrease, ImprovementLow, "L", "blue"}, {low, Neutral, NeutralLow, "L", "purple"},
		{usual(13), Increase, CommonCause, "", "grey"},
	} {
		r := chart(t, Input{Values: c.values, Options: Options{Direction: c.direction, FixAfter: 12}})
		icon, _ := r.Variation.Icon()
		if r.Variation != c.want || icon.Letter != c.letter || icon.Colour != c.colour {
			t.Errorf("%v: %v %q %q, want %v %q %q", c.direction, r.Variation, icon.Letter, icon.Colour, c.want, c.letter, c.colour)
		}
	}
}

func TestAssuranceComparesTargetAndLimits(t *testing.T) {
	g, _ := chart(t, Input{Values: usual(16)}).Last()
	for _, c := range []struct {
		name      string
		target    float64
		direction Direction
		want      Assurance
	}{
		{"above all limits, more is better", 60, Increase, Fail}, {"above all limits, less is better", 60, Decrease, Pass},
		{"below all limits, more is better", 40, Increase, Pass}, {"below all limits, less is better", 40, Decrease, Fail},
		{"between them", 52, Increase, Inconsistent}, {"on the limit", g.Upper, Increase, Inconsistent}, {"no direction", 60, Neutral, NoAssurance},
	} {
		r := chart(t, Input{Values: usual(16), Options: Options{Direction: c.direction, Target: c.target, HasTarget: true}})
		if r.Assurance != c.want {
			t.Errorf("%s: %v, want %v", c.name, r.Assurance, c.want)
		}
	}
	if r := chart(t, Input{Values: usual(16), Options: Options{Direction: Increase}}); r.Assurance != NoAssurance {
		t.Errorf("without a target: %v", r.Assurance)
	}
}

func TestTooLittleVariationIsSaidAndNotCharted(t *testing.T) {
	nearlyFlat := append(repeat(80, 15), repeat(81, 9)...)
	for _, c := range []struct {
		name   string
		values []float64
		fix    int
	}{
		{"flat", repeat(50.1, 20), 0}, {"one change", nearlyFlat, 0}, {"flat while the limits were fixed", append(repeat(80, 12), usual(12)...), 12},
	} {
		options := Options{Direction: Increase, Target: 80, HasTarget: true, FixAfter: c.fix}
		r := chart(t, Input{Values: c.values, Options: options})
		g, _ := r.Last()
		if r.Status != TooLittleVariation || r.Variation != NoVerdict || r.Assurance != NoAssurance || !math.IsNaN(g.Upper) || !strings.Contains(r.VariationSentence(), "too little variation for limits") {
			t.Errorf("%s: %v, %v, %v, %v", c.name, r.Status, r.Variation, r.Assurance, r.VariationSentence())
		}
		for _, p := range r.Points {
			if p.Rule != NoRule || p.Outside {
				t.Errorf("%s: point %d is special", c.name, p.Index)
			}
		}
	}
	options := Options{Direction: Increase, Reference: true}
	if r := chart(t, Input{Values: nearlyFlat, Options: options}); r.Variation != ImprovementHigh || r.Groups[0].Upper != r.Groups[0].Mean {
		t.Errorf("the reference calls every point special: %v", r.Variation)
	}
}

func TestMissingValuesAreDroppedAndCounted(t *testing.T) {
	values := append([]float64{missing}, usual(16)...)
	values = append(values[:5:5], append([]float64{missing}, values[5:]...)...)
	r, whole := chart(t, Input{Values: values}), chart(t, Input{Values: usual(16)})
	a, _ := r.Last()
	b, _ := whole.Last()
	if r.Dropped != 2 || len(r.Points) != 16 || a.Mean != b.Mean || a.Upper != b.Upper || r.DroppedSentence() == "" {
		t.Errorf("%d dropped, %d points, %+v", r.Dropped, len(r.Points), a)
	}
	if r := chart(t, Input{Values: []float64{missing, missing}}); r.Status != NoValues || r.Dropped != 2 || r.VariationSentence() == "" {
		t.Errorf("all missing: %+v", r)
	}
	rising := []float64{1, 2, 3, missing, 5, 6, 7, 8}
	if r := chart(t, Input{Values: rising, Options: Options{Reference: true, KeepMissing: true}}); !r.Stopped || r.Dropped != 1 {
		t.Errorf("the reference stops at a gap in a rise: %+v", r)
	}
}

func TestRebasingNeedsAReason(t *testing.T) {
	moved := Rebase{At: 12, Reason: "moved to the new hospital", Who: "the board"}
	values := append(usual(12), 80, 82, 80, 78, 80, 82, 80, 78, 80, 82, 80, 78, 80)
	before, after := chart(t, Input{Values: values}), chart(t, Input{Values: values, Options: Options{Rebases: []Rebase{moved}}})
	if !before.Variation.Special() || after.Variation.Special() || len(after.Groups) != 2 || after.Groups[1].Rebase.Reason != moved.Reason {
		t.Errorf("before: %v, after: %v in %d parts", before.Variation, after.Variation, len(after.Groups))
	}
	for _, r := range []Rebase{{At: 12}, {At: 12, Reason: " ", Who: "me"}, {At: 12, Reason: "moved"}} {
		refused(t, Input{Values: values, Options: Options{Rebases: []Rebase{r}}}, "a date, a reason and who")
	}
	gap := slices.Clone(values)
	gap[12] = missing
	late := Rebase{At: 99, Reason: "later", Who: "the board"}
	r := chart(t, Input{Values: gap, Options: Options{Rebases: []Rebase{moved, late}}})
	if len(r.Groups) != 2 || r.Groups[1].From != 12 || len(r.Unused) != 1 || r.Unused[0].At != 99 {
		t.Errorf("a rebase in a gap counts from the next point, one after the end not at all: %+v", r.Groups)
	}
}

func TestTrialLimits(t *testing.T) {
	for n, trial := range map[int]bool{12: true, 13: false} {
		r := chart(t, Input{Values: usual(n)})
		if r.Trial != trial || (r.TrialSentence() != "") != trial {
			t.Errorf("%d points: trial %v, %q", n, r.Trial, r.TrialSentence())
		}
	}
	if r := chart(t, Input{Values: []float64{7}}); r.Status != OneValue || r.Groups[0].Mean != 7 || r.TrialSentence() != "" {
		t.Errorf("one value: %+v", r)
	}
}

func TestRefusals(t *testing.T) {
	good := usual(20)
	refused(t, Input{Values: good, Options: Options{FixAfter: 11}}, "at least 12")
	refused(t, Input{Values: good, Options: Options{FixAfter: -1}}, "at least 12")
	refused(t, Input{Values: good, At: []int{1}}, "20 values and 1 positions")
	refused(t, Input{Values: good[:2], At: []int{4, 4}}, "same time")
	refused(t, Input{Values: []float64{1, math.Inf(1)}}, "too large")
	refused(t, Input{Values: good, Options: Options{Target: missing, HasTarget: true}}, "target")
	refused(t, Input{Values: good, Options: Options{Direction: 2}}, "direction")
	refused(t, Input{Values: good, Options: Options{KeepMissing: true}}, "drops them")
}

func refused(t *testing.T, in Input, words string) {
	t.Helper()
	_, err := Chart(in)
	var refusal *Refusal
	if !errors.As(err, &refusal) || !strings.Contains(refusal.Sentence, words) {
		t.Errorf("want a refusal about %q, got %v", words, err)
	}
}

// Every verdict has an icon and words, and no two rules or icons say the same.
func TestWordsAreThereAndDiffer(t *testing.T) {
	said := map[string]bool{}
	for r := NoRule; r <= ShiftLow; r++ {
		if s := r.Sentence(); s == "" || said[s] {
			t.Errorf("%v: %q", r, s)
		} else {
			said[s] = true
		}
	}
	icons := map[Icon]bool{}
	for v := CommonCause; v <= NeutralLow; v++ {
		icon, found := v.Icon()
		if !found || icon.Words == "" || icons[icon] {
			t.Errorf("%v: %+v", v, icon)
		}
		icons[icon] = true
	}
	for a := Pass; a <= Inconsistent; a++ {
		icon, found := a.Icon()
		if !found || icon.Letter == "" || a.Sentence() == "" || icons[icon] {
			t.Errorf("%v: %+v", a, icon)
		}
		icons[icon] = true
	}
}
