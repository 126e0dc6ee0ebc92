package browser

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A supplier slips three months. The trust sees it and reports it with one click; the analyst looks at what it does to
// the targets, moves the date with its reason, after seeing what is affected; the board reads it on the page of the roadmap, among
// the changes and at the figure, and can change nothing. Nothing of it needs a mouse or a script.
func (s *site) supplierSlips(t *testing.T) {
	const plan = "/roadmap/gloucestershire-ldr"
	s.ownerReports(t, plan)

	v := s.signIn(t, "demo-analyst")
	v.open(plan + "/initiatives/e-correspondence?as_at=now")
	v.says("A new system for letters comes late", "What if this slips 3 months?")
	v.follow("What if this slips 3 months?")
	v.says("What is otherwise than in the plan")
	v.open(plan + "/items/d-correspondence-rte/move")
	v.do(chromedp.SetValue("#days", "92", chromedp.ByQuery))
	v.press(`form[method="get"] button`)
	v.says("What it affects", "December 2018", "March 2019")
	v.press(`form[method="post"] button[data-prevent-double-click]`)
	v.says("There is a problem") // a move has a reason
	v.complaints()
	v.do(chromedp.SetValue("#reason", "The supplier delivers in March", chromedp.ByQuery))
	v.press(`form[method="post"] button[data-prevent-double-click]`)
	v.says("March 2019")
	v.quiet("moving a go-live")

	board := s.signIn(t, "demo-board")
	board.nav("Roadmap")
	board.open(plan + "/versions?as_at=now")
	board.says("The supplier delivers in March", "March 2019")
	board.open("/measures/discharge.within-24-hours?organisation=RTE&as_at=now")
	board.says("Discharge letters by the system", "31 March 2019")
	board.quiet("what the board reads of it")
	if status := board.open(plan + "/initiatives/e-correspondence/edit"); status != http.StatusForbidden {
		t.Errorf("a board member who opens the form of an initiative gets %d", status)
	}
	board.complaints()
}

// ownerReports is the trust's one click of the month, with a note.
func (s *site) ownerReports(t *testing.T, plan string) {
	trust := s.signIn(t, "demo-trust")
	trust.nav("Roadmap")
	trust.open(plan + "/updates")
	const form = `form.wm-report:has(input[value="e-correspondence"])`
	trust.do(chromedp.Evaluate(`document.querySelector('`+form+` details').open = true; 0`, nil), chromedp.SetValue(form+` input[name="note"]`, "A new system for letters comes late", chromedp.ByQuery))
	trust.press(form + ` button[value="late"]`)
	if said := trust.text(); !strings.Contains(said, "Reported: ") || !strings.Contains(said, "A new system for letters comes late") {
		t.Errorf("after a report the page says:\n%s", said)
	}
	trust.quiet("reporting")
}
