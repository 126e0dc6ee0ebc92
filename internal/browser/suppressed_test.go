package browser

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The quarters of a small site. Trust XS1 has three of a million: too few to publish. The footprint's own return gives the
// total, so that without a second suppressed trust the three would be what is left of it. In the next edition of the same
// quarter everybody else stays as they were.
const (
	smallReturns = `Organisation code,Period,Measure,Illustrative numerator,Illustrative denominator,Illustrative value
XS1,Q1 2018/19,discharge.within-24-hours,500213,1000213,
XS1,Q2 2018/19,discharge.within-24-hours,3,1117931,
XS2,Q2 2018/19,discharge.within-24-hours,604397,1223479,
XS3,Q2 2018/19,discharge.within-24-hours,815279,1385141,
XS4,Q2 2018/19,discharge.within-24-hours,926083,1494197,
gloucestershire-ldr,Q2 2018/19,discharge.within-24-hours,2345762,5220748,
`
	smallCorrection = `Organisation code,Period,Measure,Illustrative numerator,Illustrative denominator,Illustrative value
XS1,Q1 2018/19,discharge.within-24-hours,4,1000213,
`
)

// secrets are the suppressed counts, and what they are as a percentage.
var secrets = map[string][]float64{"numerator": {3, 4}, "denominator": {1117931}}

var (
	numbers = regexp.MustCompile(`\d[\d,]*(\.\d+)?`)
	marks   = regexp.MustCompile(`<[^>]*>|"(next_cursor|inputs_hash|definition_hash)":"[^"]*"|\b[0-9a-f]{16,}\b`) // and other numbers that count nothing
)

// largeNumbers are the counts of these tests on a page: nothing else has seven digits and looks like one.
func largeNumbers(text string, into map[float64]bool) {
	for _, word := range numbers.FindAllString(marks.ReplaceAllString(text, " "), -1) {
		if n, err := strconv.ParseFloat(strings.ReplaceAll(word, ",", ""), 64); err == nil && n >= 400_000 && n < 10_000_000 && n == math.Trunc(n) {
			into[n] = true
		}
	}
}

// A suppressed figure is on no page and in no export, at no as-at time, and no total less any of the other figures that
// are shown gives it.
func TestSuppressedFiguresAreNowhere(t *testing.T) {
	t.Parallel()
	seed := newSmallSeed(t, []string{"dma_table2_wide.csv"})
	seed.addMembers(map[string]string{"XS1": "First trust", "XS2": "Second trust", "XS3": "Third trust", "XS4": "Fourth trust"})
	seed.addReturn("small.csv", "2018-11-05", smallReturns)
	seed.addReturn("small-corrected.csv", "2018-11-09", smallCorrection)
	seed.replace("demo/manifest.csv", ",small-corrected.csv,,,", ",small-corrected.csv,,The trust counted again,error")
	s := newSite(t, seed.folder, "").serve()
	c := s.crawler(t, "demo-board")
	const measure = "discharge.within-24-hours"
	pages := []string{"/", "/organisations", "/measures", "/measures/" + measure, "/boards/ldr-steering-group/gloucestershire-ldr", "/organisations/gloucestershire-ldr",
		"/measures/" + measure + "?organisation=gloucestershire-ldr"}
	for _, at := range []string{"2018-11-06", "2018-11-15", "2026-01-01"} {
		for _, code := range []string{"XS1", "XS2", "XS3", "XS4", "gloucestershire-ldr"} {
			pages = append(pages, "/organisations/"+code+"?as_at="+at, "/measures/"+measure+"?organisation="+code+"&as_at="+at, "/boards/trust/"+code+"?as_at="+at,
				"/data/where-from?organisation="+code+"&measure="+measure+"&period=Q2018-07&as_at="+at)
		}
		for _, list := range []string{"observations?all_sources=true&", "observations?", "trajectories?", "benchmarks?", "benchmarks/values?", "reliability?"} {
			for _, format := range []string{"json", "csv"} {
				pages = append(pages, "/api/v1/"+list+"limit=1000&measure="+measure+"&as_at="+at+"&format="+format)
			}
		}
	}
	shown := map[float64]bool{}
	suppressed := 0
	for _, path := range pages {
		text := c.get(path)
		suppressed += strings.Count(text, "suppressed")
		for _, secret := range []string{"1117931", "1,117,931", "0.00026", "0.0003", "\"numerator\":3,", "\"numerator\":4,", "\"numerator\":3.", "as seen"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", path, secret)
			}
		}
		largeNumbers(text, shown)
	}
	if suppressed == 0 {
		t.Error("no page says suppressed")
	}
	for name, values := range secrets {
		for _, secret := range values {
			if how := worked(shown, secret); how != "" {
				t.Errorf("the %s %g follows: %s", name, secret, how)
			}
		}
	}
}

// worked looks for a shown number that is the sum of others and the secret.
func worked(shown map[float64]bool, secret float64) string {
	var all []float64
	for n := range shown {
		all = append(all, n)
	}
	if len(all) > 18 {
		return fmt.Sprintf("%d large numbers are too many to try: %v", len(all), all)
	}
	for _, total := range all {
		for chosen := range 1 << len(all) {
			sum, words := 0.0, []string{}
			for i, n := range all {
				if chosen&(1<<i) != 0 && n != total {
					sum += n
					words = append(words, fmt.Sprint(n))
				}
			}
			if len(words) > 0 && total-sum == secret {
				return fmt.Sprint(total, " less ", strings.Join(words, ", "))
			}
		}
	}
	return ""
}

func (s smallSeed) replace(file, old, with string) {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.folder, file))
	if err != nil || !strings.Contains(string(text), old) {
		s.t.Fatal(file, err, string(text))
	}
	s.write(file, []byte(strings.Replace(string(text), old, with, 1)))
}
