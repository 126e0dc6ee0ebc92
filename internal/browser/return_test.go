package browser

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/collection"
	"waymark/internal/definition"
	"waymark/internal/period"
)

const (
	returnNumerator   = `[name="numerator.discharge.within-24-hours"]`
	returnDenominator = `[name="denominator.discharge.within-24-hours"]`
	returnField       = `[data-measure="discharge.within-24-hours"]`
)

// waits reads the page until it says the words.
func (v *visitor) waits(words string) {
	v.t.Helper()
	for deadline := time.Now().Add(time.Minute); !strings.Contains(v.text(), words); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			v.t.Fatalf("%s does not come to say %q:\n%s", v.address(), words, v.text())
		}
	}
}

// A trust types its figures, which are saved as they are typed, while an analyst has the same form open; an approver signs
// them, the analyst publishes them, and only then does the steering group see them.
func (s *site) returnOfThree(t *testing.T) {
	definitions, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := definitions.Collection("gloucestershire-trusts")
	periods := collection.Periods(c, period.DayOf(time.Now()))
	if len(periods) == 0 {
		t.Fatal("the collection has not begun: the clock of this machine is wrong")
	}
	at := "/data/returns/gloucestershire-trusts/" + periods[0].Code() + "/RTE"
	trust, analyst, board := s.signIn(t, "demo-trust"), s.signIn(t, "demo-analyst"), s.signIn(t, "demo-board")
	if status := board.open(at); status != http.StatusNotFound {
		t.Errorf("a reader opens a return that is not published: %d", status)
	}
	board.complaints()
	trust.open(at)
	analyst.open(at)
	trust.do(chromedp.SendKeys(returnNumerator, "83", chromedp.ByQuery), chromedp.SendKeys(returnDenominator, "100", chromedp.ByQuery))
	trust.waits("Saved by demo-trust")
	trust.says("= 83%")
	if said := ask[string](trust, `document.querySelector('.wm-return__state').textContent`); !strings.HasPrefix(said, "Saved ") {
		t.Errorf("what a screen reader hears: %q", said)
	}
	analyst.do(chromedp.SendKeys(returnNumerator, "70", chromedp.ByQuery), chromedp.SendKeys(returnDenominator, "100", chromedp.ByQuery))
	analyst.waits("demo-trust saved 83% (83 of 100) meanwhile. Yours is not saved.")
	analyst.do(chromedp.Click(returnField+` .wm-return__fault button:nth-of-type(2)`, chromedp.ByQuery))
	if now := ask[string](analyst, `document.querySelector('`+returnNumerator+`').value`); now != "83" {
		t.Errorf("the other figure was chosen, and %q stands in the field", now)
	}
	analyst.quiet("two people on one return")

	trust.open(at)
	trust.press(`form[action$="/submit"] button`)
	trust.says("The return is submitted.", "Submitted: waiting for 1 approval", "signed receipt")
	trust.quiet("submitting")
	approver := s.signIn(t, "demo-approver")
	approver.open("/data/reviews")
	approver.says("Gloucestershire Hospitals NHS Foundation Trust")
	approver.open(at)
	approver.press(`form[action$="/approve"] button`)
	approver.says("Your approval is signed and kept.", "Approved: ready to be published")
	approver.quiet("approving")
	if status := board.open(at); status != http.StatusNotFound {
		t.Errorf("a reader opens a return that is approved: %d", status)
	}
	board.complaints()
	analyst.open(at)
	analyst.press(`form[action$="/publish"] button`)
	analyst.says("The return is published.")
	analyst.quiet("publishing")
	board.open(at)
	board.says("Published on", "83%", "Illustrative figures.")
	board.follow("83%")
	board.says("Where this came from", "gloucestershire-trusts-"+periods[0].Code()+"-RTE-round-1.csv", "F2")
	board.follow("See the return it was published from")
	if now := board.address(); now != at {
		t.Errorf("the value leads to %s", now)
	}
	board.quiet("reading")
}
