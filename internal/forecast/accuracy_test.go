package forecast

import (
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"testing"
	"time"

	"waymark/internal/stat"
	"waymark/internal/testfile"
)

var accuracy = flag.Bool("accuracy", false, "print the comparison with R on the reference series")

// score is what score.py computes of one forecast origin.
type score struct {
	family                          string
	real                            bool
	mase, swis, scrps, cov80, cov95 float64
}

// TestAccuracyOnReferenceSeries keeps what docs/statistics.md states: coverage near what the bands claim, bands better
// than the best of R's, medians about equal. It scores as score.py does; R's columns come from results.csv.
func TestAccuracyOnReferenceSeries(t *testing.T) {
	folder := testfile.Shared(t, "reference", "forecast", "open")
	ref := readReference(t, folder)
	began := time.Now()
	forecasts := ref.forecastAll(t)
	took := time.Since(began)
	ours := ref.scoreAll(forecasts)
	theirs := readResults(t, filepath.Join(folder, "results.csv"), ours)

	all := mean(ours)
	best := score{mase: math.Inf(1), swis: math.Inf(1)}
	for _, list := range theirs {
		m := mean(list)
		best.mase, best.swis = min(best.mase, m.mase), min(best.swis, m.swis)
	}
	if all.cov80 < .77 || all.cov80 > .85 || all.cov95 < .93 || all.cov95 > .975 {
		t.Errorf("80 %% bands hold %.3f, 95 %% bands %.3f", all.cov80, all.cov95)
	}
	if all.swis > .96*best.swis || all.mase > 1.02*best.mase {
		t.Errorf("sWIS %.4f and MASE %.4f, the best of R's methods %.4f and %.4f", all.swis, all.mase, best.swis, best.mase)
	}
	brier, calibration, rBrier := ref.chances(t, folder, forecasts)
	if brier > rBrier {
		t.Errorf("Brier %.4f, R's best %.4f", brier, rBrier)
	}
	if *accuracy {
		fmt.Printf("%d forecasts, %.1f µs each; Brier %.4f (R's best %.4f), calibration error %.4f\n", len(ours), took.Seconds()*1e6/float64(len(ours)), brier, rBrier, calibration)
		printTable("all series", ours, theirs, func(score) bool { return true })
		printTable("real series", ours, theirs, func(s score) bool { return s.real })
		printFamilies(ours, theirs)
	}
}

type origin struct {
	series string
	at, h  int
}

type reference struct {
	values  map[string][]float64
	meta    map[string][]string // kind, family, freq
	origins []origin
}

func readReference(t *testing.T, folder string) *reference {
	r := &reference{map[string][]float64{}, map[string][]string{}, nil}
	for _, row := range rows(t, filepath.Join(folder, "series.csv")) {
		r.values[row[0]] = append(r.values[row[0]], number(row[2]))
	}
	for _, row := range rows(t, filepath.Join(folder, "meta.csv")) {
		r.meta[row[0]] = row[1:]
	}
	for _, row := range rows(t, filepath.Join(folder, "origins.csv")) {
		r.origins = append(r.origins, origin{row[0], int(number(row[1])), int(number(row[2]))})
	}
	return r
}

func (r *reference) forecastAll(t *testing.T) [][]stat.Predictive {
	m := New()
	out := make([][]stat.Predictive, len(r.origins))
	for i, o := range r.origins {
		q, err := m.Forecast(Input{Series: Series{Values: r.values[o.series][:o.at]}, Low: 0, High: 100, Horizon: o.h})
		if err != nil {
			t.Fatalf("%v: %v", o, err)
		}
		out[i] = q
	}
	return out
}

func (r *reference) scoreAll(forecasts [][]stat.Predictive) []score {
	out := make([]score, len(r.origins))
	for i, o := range r.origins {
		seen, next := r.values[o.series][:o.at], r.values[o.series][o.at:o.at+o.h]
		out[i] = scoreOne(next, forecasts[i], changeOf(seen))
		out[i].family, out[i].real = r.meta[o.series][1], r.meta[o.series][0] == "real"
	}
	return out
}

// changeOf is the unit of errors: the mean absolute change of what is seen, at least 0.1.
func changeOf(seen []float64) float64 {
	step := 0.0
	for j := 1; j < len(seen); j++ {
		step += math.Abs(seen[j]-seen[j-1]) / float64(len(seen)-1)
	}
	return max(.1, step)
}

func scoreOne(next []float64, forecast []stat.Predictive, scale float64) (s score) {
	n := float64(len(next))
	for h, y := range next {
		q := forecast[h]
		e := math.Abs(y - q[stat.Median])
		width := func(low, high, penalty float64) float64 {
			return high - low + penalty*(max(0, low-y)+max(0, y-high))
		}
		s.mase += e / scale / n
		s.swis += (.5*e + .1*width(q[stat.Low80], q[stat.High80], 10) + .025*width(q[stat.Low95], q[stat.High95], 40)) / 2.5 / scale / n
		for i := 1; i <= 19; i++ {
			if y >= q[i] {
				s.scrps += 2 * (y - q[i]) * stat.Levels[i] / 19 / scale / n
			} else {
				s.scrps += 2 * (q[i] - y) * (1 - stat.Levels[i]) / 19 / scale / n
			}
		}
		if q[stat.Low80] <= y && y <= q[stat.High80] {
			s.cov80 += 1 / n
		}
		if q[stat.Low95] <= y && y <= q[stat.High95] {
			s.cov95 += 1 / n
		}
	}
	return s
}

// chances scores the stated chances of meeting a target against what happened.
func (r *reference) chances(t *testing.T, folder string, forecasts [][]stat.Predictive) (brier, calibration, best float64) {
	index := map[string]int{}
	for i, o := range r.origins {
		index[fmt.Sprint(o.series, o.at)] = i
	}
	file := rowsWithHead(t, filepath.Join(folder, "probs.csv"))
	theirs := make([]float64, len(file[0]))
	var stated, came [10]float64
	n := float64(len(file) - 1)
	for _, row := range file[1:] {
		q := forecasts[index[row[0]+row[1]]][int(number(row[2]))-1]
		met, p := number(row[4]), q.AtLeast(number(row[3]))
		brier += (p - met) * (p - met) / n
		bin := min(9, int(p*10))
		stated[bin] += p / n
		came[bin] += met / n
		for c := 5; c < len(row); c++ {
			theirs[c] += (number(row[c]) - met) * (number(row[c]) - met) / n
		}
	}
	for i := range stated {
		calibration += math.Abs(stated[i] - came[i])
	}
	return brier, calibration, slices.Min(theirs[5:])
}

func readResults(t *testing.T, path string, ours []score) map[string][]score {
	file := rowsWithHead(t, path)
	column := map[string]int{}
	for i, name := range file[0] {
		column[name] = i
	}
	meta := map[string][]string{}
	for _, row := range rows(t, filepath.Join(filepath.Dir(path), "meta.csv")) {
		meta[row[0]] = row[1:]
	}
	out := map[string][]score{}
	for _, row := range file[1:] {
		get := func(name string) float64 { return number(row[column[name]]) }
		method := row[column["method"]]
		out[method] = append(out[method], score{meta[row[0]][1], meta[row[0]][0] == "real", get("mase"), get("swis"), get("scrps"), get("cov80"), get("cov95")})
	}
	for method, list := range out {
		if len(list) != len(ours) {
			delete(out, method) // on primary origins only
		}
	}
	return out
}

func mean(list []score) (m score) {
	n := float64(len(list))
	for _, s := range list {
		m.mase, m.swis, m.scrps = m.mase+s.mase/n, m.swis+s.swis/n, m.scrps+s.scrps/n
		m.cov80, m.cov95 = m.cov80+s.cov80/n, m.cov95+s.cov95/n
	}
	return m
}

func only(list []score, keep func(score) bool) (out []score) {
	for _, s := range list {
		if keep(s) {
			out = append(out, s)
		}
	}
	return out
}

func printTable(title string, ours []score, theirs map[string][]score, keep func(score) bool) {
	fmt.Printf("\n%s (%d)\n%-22s %7s %7s %7s %6s %6s\n", title, len(only(ours, keep)), "", "MASE", "sWIS", "sCRPS", "cov80", "cov95")
	line := func(name string, m score) {
		fmt.Printf("%-22s %7.3f %7.4f %7.4f %6.3f %6.3f\n", name, m.mase, m.swis, m.scrps, m.cov80, m.cov95)
	}
	line("Waymark", mean(only(ours, keep)))
	var names []string
	for name := range theirs {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		return mean(only(theirs[names[i]], keep)).swis < mean(only(theirs[names[j]], keep)).swis
	})
	for _, name := range names {
		line(name, mean(only(theirs[name], keep)))
	}
}

func printFamilies(ours []score, theirs map[string][]score) {
	seen := map[string]bool{}
	fmt.Printf("\n%-22s %5s %7s %7s %6s %6s %9s\n", "family", "n", "MASE", "sWIS", "cov80", "cov95", "of comb4")
	for _, s := range ours {
		if seen[s.family] {
			continue
		}
		seen[s.family] = true
		keep := func(o score) bool { return o.family == s.family }
		m, r := mean(only(ours, keep)), mean(only(theirs["comb4_logit"], keep))
		fmt.Printf("%-22s %5d %7.3f %7.4f %6.3f %6.3f %9.2f\n", s.family, len(only(ours, keep)), m.mase, m.swis, m.cov80, m.cov95, m.swis/r.swis)
	}
}

func rows(t *testing.T, path string) [][]string { return rowsWithHead(t, path)[1:] }

func rowsWithHead(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	list, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func number(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}
