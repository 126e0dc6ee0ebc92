package forecast_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"waymark/internal/forecast"
	"waymark/internal/forecast/train"
)

// TestResultsAreAsGoodAsStated scores the shipped constants on the series in the repository, by the protocol of the
// reference, and compares with the row of docs/statistics.md that states it: neither may get better or worse unsaid.
func TestResultsAreAsGoodAsStated(t *testing.T) {
	text, err := os.ReadFile("../../docs/statistics.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`\| shipped, all \| ([\d.]+): .* \| ([\d.]+): .* \| ([\d.]+): .* \| ([\d.]+) % \| ([\d.]+) % \|`).FindSubmatch(text)
	if row == nil {
		t.Fatal("docs/statistics.md no longer states what the shipped constants reach")
	}
	list, err := train.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	var got [5]float64 // MASE, sWIS, sCRPS, share inside the 80 and 95 % bands
	origins := 0.0
	m := forecast.New()
	for _, s := range list {
		n := len(s.Values)
		hold := max(3, (n+3)/4)
		for i, at := range []int{n - hold, n / 2, n * 5 / 8} {
			if i > 0 && (at < 8 || at == n-hold) {
				continue
			}
			q, err := m.Forecast(forecast.Input{Series: forecast.Series{Values: s.Values[:at]}, Low: 0, High: 100, Horizon: min(hold, n-at)})
			if err != nil {
				t.Fatalf("%s from %d: %v", s.ID, at, err)
			}
			origins++
			for k, v := range forecast.Score(s.Values[:at], s.Values[at:at+len(q)], q) {
				got[k] += v
			}
		}
	}
	if origins < 1600 || origins > 1660 {
		t.Errorf("%v origins; the reference has 1,636 of these series", origins)
	}
	for k, name := range []string{"MASE", "sWIS", "sCRPS", "share inside 80 % bands", "share inside 95 % bands"} {
		stated, err := strconv.ParseFloat(string(row[k+1]), 64)
		if err != nil {
			t.Fatal(err)
		}
		value, allowed := got[k]/origins, 0.01*stated
		if k > 2 {
			value, allowed = 100*value, 0.5
		}
		if math.Abs(value-stated) > allowed {
			t.Errorf("%s is %.3f, docs/statistics.md states %v", name, value, stated)
		}
	}
}
