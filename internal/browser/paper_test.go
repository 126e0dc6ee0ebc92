package browser

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// What is promised of paper: the first sheet of the steering group's board is one A4 page, to the decisions that are wanted,
// and nothing else stands on it; the picture of every roadmap stands on the sheet of its heading. This is the
// demonstration alone: with the hostile names of TestWaymark no sheet would hold it.
func TestOnPaper(t *testing.T) {
	t.Parallel()
	v := newSite(t, newSmallSeed(t, few).folder, "").serve().signIn(t, "demo-board")
	v.open("/boards/ldr-steering-group/gloucestershire-ldr")
	lead, last, next := words(v, "h1"), words(v, ".wm-panel--sheet-end li:last-child bdi"), words(v, ".wm-panel--sheet-end + .wm-panel h2")
	if sheets := v.printed(); len(sheets) < 2 || !strings.Contains(sheets[0], lead) || !strings.Contains(sheets[0], last) || strings.Contains(sheets[0], next) || !strings.Contains(sheets[1], next) {
		t.Errorf("the first sheet is not from %q to %q, or the second not from %q on:\n%s", lead, last, next, strings.Join(sheets[:min(2, len(sheets))], "\n\n--- second sheet ---\n"))
	}
	v.open("/roadmap")
	plans := ask[[]string](v, `[...document.querySelectorAll('main h2 a')].map(a => a.getAttribute('href'))`)
	if len(plans) == 0 {
		t.Error("there is no roadmap to print")
	}
	for _, plan := range plans {
		v.open(plan)
		lead, title := words(v, "h1"), words(v, ".wm-timeline svg > title")
		if sheet := v.printed()[0]; !strings.Contains(sheet, lead) || !strings.Contains(sheet, title) || !strings.Contains(sheet, "Source: ") {
			t.Errorf("%s: the first sheet has not both %q and the picture %q to its source:\n%s", plan, lead, title, sheet)
		}
	}
	v.quiet("on paper")
}

// words are the text of the first element that fits, as one line.
func words(v *visitor, selector string) string {
	v.t.Helper()
	text := line(ask[string](v, `(document.querySelector('`+selector+`') || {textContent: ''}).textContent`))
	if text == "" {
		v.t.Fatalf("%s has no %s", v.address(), selector)
	}
	return text
}

func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// printed is the text of each sheet that the page makes on A4 paper, in the order in which it is printed.
func (v *visitor) printed() (sheets []string) {
	v.t.Helper()
	var data []byte
	v.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		data, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPrintBackground(true).Do(ctx)
		return err
	}))
	for sheet := range strings.SplitSeq(strings.TrimSuffix(textOfPDF(v.t, v.address(), data), "\f"), "\f") {
		sheets = append(sheets, line(sheet))
	}
	return sheets
}
