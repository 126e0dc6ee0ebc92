package forecast_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"waymark/internal/forecast"
	"waymark/internal/forecast/train"
	"waymark/internal/stat"
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
			for k, v := range scores(s.Values, at, q) {
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

// scores are MASE, sWIS, sCRPS and the shares inside the bands of the forecasts made after the first at values.
func scores(values []float64, at int, forecasts []stat.Predictive) (s [5]float64) {
	step := 0.0
	for i := 1; i < at; i++ {
		step += math.Abs(values[i]-values[i-1]) / float64(at-1)
	}
	n := float64(len(forecasts))
	unit := n * max(0.1, step)
	for h, q := range forecasts {
		y := values[at+h]
		pinball := func(i int) float64 {
			if y >= q[i] {
				return (y - q[i]) * stat.Levels[i]
			}
			return (q[i] - y) * (1 - stat.Levels[i])
		}
		s[0] += math.Abs(y-q[stat.Median]) / unit
		s[1] += (pinball(stat.Median) + pinball(stat.Low80) + pinball(stat.High80) + pinball(stat.Low95) + pinball(stat.High95)) / 2.5 / unit
		for i := 1; i < stat.NumberOfLevels-1; i++ {
			s[2] += 2 * pinball(i) / 19 / unit
		}
		if q[stat.Low80] <= y && y <= q[stat.High80] {
			s[3] += 1 / n
		}
		if q[stat.Low95] <= y && y <= q[stat.High95] {
			s[4] += 1 / n
		}
	}
	return s
}
