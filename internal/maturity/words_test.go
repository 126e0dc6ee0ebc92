package maturity

import (
	"math"
	"testing"
)

func TestNumbersAreWrittenAsPagesPrintThem(t *testing.T) {
	for _, c := range []struct {
		value    float64
		decimals int
		want     string
	}{{85.5, 1, "85.5"}, {100, 1, "100"}, {0, 0, "0"}, {1234567, 0, "1,234,567"}, {999.6, 0, "1,000"}, {-12, 0, "−12"}, {-0.01, 1, "0"}, {85.55, 3, "85.6"}, {44.5, 0, "45"}, {math.NaN(), 0, ""}} {
		if got := Number(c.value, c.decimals); got != c.want {
			t.Errorf("Number(%v, %d) = %q, want %q", c.value, c.decimals, got, c.want)
		}
	}
	percent, score, count := Measure{Unit: UnitPercent}, Measure{Unit: UnitScore}, Measure{Unit: UnitCount}
	for got, want := range map[string]string{
		percent.Format(77): "77%", score.Format(44): "44", Measure{Unit: UnitYesNo}.Format(1): "Yes", percent.Format(math.NaN()): "",
		percent.FormatPoints(-3): "3 points", score.FormatPoints(1): "1 point", count.FormatPoints(1200): "1,200",
		Count(1, "organisation", "organisations"): "1 organisation", Count(0, "organisation", "organisations"): "0 organisations",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestChancesAreWrittenInWords(t *testing.T) {
	for p, want := range map[float64]string{0.01: "less than 1 in 20", 0.19: "about 1 in 5", 0.72: "about 72%", 0.79: "about 79%", 0.81: "about 4 in 5", 0.49: "about 49%", 0.5: "about 1 in 2", 0.99: "more than 19 in 20", math.NaN(): "not known"} {
		if got := Chance(p); got != want {
			t.Errorf("Chance(%v) = %q, want %q", p, got, want)
		}
	}
}

func TestChanceMove(t *testing.T) {
	for want, c := range map[string][2]float64{
		"from about 1 in 4 to about 1 in 5": {0.25, 0.2}, "from 19% to 14%": {0.19, 0.14}, "from 14% to less than 1 in 20": {0.14, 0.01}, "from not known to 72%": {math.NaN(), 0.72},
	} {
		if got := ChanceMove(c[0], c[1]); got != want {
			t.Errorf("ChanceMove(%v, %v) = %q, want %q", c[0], c[1], got, want)
		}
	}
}

// A forecast is not counted to the last submission.
func TestEstimatesAreNoFinerThanTheyCanBeKnown(t *testing.T) {
	count, percent := Measure{Unit: UnitCount}, Measure{Unit: UnitPercent, Decimals: 1}
	for _, c := range []struct {
		m     Measure
		value float64
		want  string
	}{
		{count, 13720682, "13,700,000"}, {count, 9996, "10,000"}, {count, 1004, "1,000"}, {count, 999, "999"}, {count, 0, "0"}, {count, -20154, "−20,200"},
		{percent, 90.14, "90.1%"}, {count, math.NaN(), ""},
	} {
		if got := c.m.FormatEstimate(c.value); got != c.want {
			t.Errorf("%v is written %q, want %q", c.value, got, c.want)
		}
	}
}
