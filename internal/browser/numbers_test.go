package browser

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"waymark/internal/chart"
)

// fewestNumbers is how many numbers are compared on all pages at the least: fewer, and the pictures were not read.
const fewestNumbers = 300

var (
	numberIn = regexp.MustCompile(`[−-]?\d[\d,]*(\.\d+)?%?`)
	// dated are days and periods, which pictures write shorter than tables.
	dated = regexp.MustCompile(`(\d{1,2} )?\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*( 20\d\d)?|\bQ[1-4]\b|\b(19|20)\d\d([/–-]\d\d)?\b`)
)

// drawing is a picture as the page holds it, without scripts too: what is written in it, and its table, title, reading
// and notes.
type drawing struct {
	Title, Words string
	Labels       []struct {
		Text  string
		Quiet bool // in the ink of axes, days and notes
	}
}

// drawings reads the figures of a page or a paper. The numbers behind a picture of a paper stand further
// back; where a picture has no table of its own the page's are it, with links in them.
const drawings = `[...document.querySelectorAll('figure.wm-figure, .figure[id^="paper-picture"]')].filter(f => f.querySelector('svg')).map(f => {
	const svg = f.querySelector('svg'), title = (svg.querySelector('title') || {}).textContent || '', behind = f.querySelector('a[href^="#paper-numbers-"]');
	const own = behind ? document.querySelector(behind.hash).parentElement : f.querySelector('table');
	const tables = own ? [own] : [...document.querySelectorAll('main table')].filter(t => !t.closest('figure'));
	const said = [title, ...[...f.querySelectorAll('figcaption, .reading')].map(e => e.textContent)];
	for (const table of tables) said.push(...[...table.querySelectorAll('caption, th, td')].map(e => e.textContent), table.querySelectorAll('tbody tr').length);
	return {Title: title, Words: said.join(' | '), Labels: [...svg.querySelectorAll('text')].map(e => ({Text: e.textContent, Quiet: (e.getAttribute('fill') || '').toUpperCase() === '%s'}))};
})`

// strangers are the numbers that a picture writes and nothing beside it says, with how many it writes. What it writes in
// quiet ink are ends of scales, days, and the line of its notes.
func (d drawing) strangers() (strange []string, numbers int) {
	known := map[string]bool{}
	for _, n := range numberIn.FindAllString(d.Words, -1) {
		known[strings.TrimRight(n, ",")] = true
	}
	for _, label := range d.Labels {
		if label.Quiet {
			continue
		}
		for _, n := range numberIn.FindAllString(dated.ReplaceAllString(label.Text, ""), -1) {
			if numbers++; !known[strings.TrimRight(n, ",")] {
				strange = append(strange, fmt.Sprintf("%s in %q", n, label.Text))
			}
		}
	}
	return strange, numbers
}

// compareNumbers compares every picture of the page with its table and gives how many numbers were compared.
func (v *visitor) compareNumbers(where string) (numbers int) {
	v.t.Helper()
	for _, d := range v.drawings() {
		strange, n := d.strangers()
		if numbers += n; n == 0 {
			v.t.Errorf("%s: no number is written in %q", where, d.Title)
		}
		for _, each := range strange {
			v.t.Errorf("%s: %s of the picture %q is not in its table: %s", where, each, d.Title, d.Words)
		}
	}
	return numbers
}

func (v *visitor) drawings() []drawing {
	v.t.Helper()
	return ask[[]drawing](v, fmt.Sprintf(drawings, strings.ToUpper(chart.Quiet.Text)))
}

// The comparison is worth nothing if it would not tell: a number of a picture is changed, and one of a table.
func (s *site) whatNumbersNotice(t *testing.T) {
	v := s.signIn(t, "demo-analyst")
	for change, script := range map[string]string{
		"in the picture": `const label = [...document.querySelectorAll('figure svg text[font-weight=bold]')].findLast(e => /\d%/.test(e.textContent)); label.textContent = label.textContent.replace(/\d+(\.\d)?%/, '12,345.6%')`,
		"in the table":   `for (const e of document.querySelectorAll('figure td, figure th, figure caption, figure figcaption, figure svg title')) e.textContent = e.textContent.replaceAll(/\d/g, '') + ' 3'`,
	} {
		v.open("/measures/discharge.within-24-hours?organisation=RTE")
		if n := v.compareNumbers("before a change " + change); n < 5 {
			t.Errorf("only %d numbers are compared", n)
		}
		v.do(chromedp.Evaluate(`{ `+script+` } 0`, nil))
		var all []string
		for _, d := range v.drawings() {
			strange, _ := d.strangers()
			all = append(all, strange...)
		}
		if len(all) == 0 || change == "in the picture" && !slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, "12,345.6%") }) {
			t.Errorf("a change %s is not found: %q", change, all)
		}
	}
}

func TestStrangersOfAPicture(t *testing.T) {
	t.Parallel()
	d := drawing{Words: "Target at least 1,200 | 84.7% | −3"}
	for text, want := range map[string]int{"Reported 84.7%": 0, "1,200": 0, "−3 points": 0, "Due 2020": 0, "12 Jun 2018": 0, "Q1 2016/17": 0, "84.8%": 1, "3": 1, "84.7": 1, "1,200 or 1,300": 1} {
		d.Labels = append(d.Labels[:0], struct {
			Text  string
			Quiet bool
		}{text, false})
		if strange, _ := d.strangers(); len(strange) != want {
			t.Errorf("%s: %q", text, strange)
		}
	}
}
