package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// What an analyst does for a meeting works without scripts: the forms are plain, and the page of a pack that is being
// frozen loads itself again.
func (s *site) formsWithoutScripts(t *testing.T) {
	s.furnish(t)
	v := s.signIn(t, "demo-analyst", withoutScripts())
	v.open("/meetings/plan")
	v.do(chromedp.SetValue("#code", "gloucestershire-ldr", chromedp.ByQuery), chromedp.SetValue("#body", "Group without scripts", chromedp.ByQuery))
	v.press(`main form button[type=submit]`)
	v.says("There is a problem")
	v.complaints() // the browser notes the status of the answer
	v.do(chromedp.SetValue("#day", comingDay(), chromedp.ByQuery), chromedp.SetValue("#agenda", "Minutes\nFigures", chromedp.ByQuery))
	v.press(`main form button[type=submit]`)
	v.says("Group without scripts", "Minutes", "There is no pack for this meeting yet")

	v.open("/packs/2")
	unchosen := ask[string](v, `document.querySelector('input[name=exception]:not(:checked)').value`)
	v.do(chromedp.Click(`input[name=exception]:not(:checked)`, chromedp.ByQuery))
	v.press(`form[action$="/exceptions"] button:not([name])`)
	v.says("You chose these.")
	if !ask[bool](v, `document.querySelector('input[name=exception][value="`+unchosen+`"]').checked`) {
		t.Errorf("%s does not get a page of its own: %s", unchosen, v.text())
	}
	v.open("/packs/2/words?place=answer")
	v.do(chromedp.SetValue("#words", "Written without scripts.", chromedp.ByQuery))
	v.press(`form[action$="/words"] button[type=submit]`)
	v.says("The first page : written by demo-analyst")
	v.press(`form[action$="/freeze"] button`)
	v.untilFrozen()
	v.press(`form[action$="/publish"] button`)
	v.says("by demo-analyst", "SHA-256 of its bytes")

	v.open("/boards/C1/gloucestershire-ldr/edit")
	v.do(chromedp.SetValue("#p1-title", "Will it be met, without scripts?", chromedp.ByQuery))
	v.press(`main form button[name=do][value=save]`)
	v.open("/boards/C1/gloucestershire-ldr")
	v.says("Will it be met, without scripts?")

	v.open("/explore")
	v.do(chromedp.SetValue("#mq", "paper-free records", chromedp.ByQuery))
	v.press(`main form:has(#mq) button`)
	v.press(`main a[href*="m=paper-free.records"]`)
	v.do(chromedp.SetValue("#oq", "RTE", chromedp.ByQuery))
	v.press(`main form:has(#oq) button`)
	v.press(`main a[href*="o=RTE"]`)
	v.says("Paper-free: Records, Assessments & Plans", "Gloucestershire Hospitals NHS Foundation Trust")
	if rows := ask[int](v, `document.querySelectorAll('main table tbody tr').length`); rows == 0 {
		t.Errorf("%s shows no figure: %s", v.address(), v.text())
	}
	v.quiet("without scripts")
}

// comingDay is a day on which a meeting can still be held.
func comingDay() string { return time.Now().AddDate(0, 0, 14).Format(time.DateOnly) }

// untilFrozen waits as somebody does who leaves the page alone: it loads itself again until it says that it is done.
func (v *visitor) untilFrozen() {
	v.t.Helper()
	for deadline := time.Now().Add(4 * time.Minute); ; time.Sleep(250 * time.Millisecond) {
		var heading string
		if err := chromedp.Run(v.ctx, chromedp.Evaluate(`(document.querySelector('h1') || {}).innerText || ''`, &heading)); err != nil {
			continue // the page is being loaded just now
		}
		if strings.HasPrefix(heading, "The pack is frozen") {
			return
		}
		if heading != "" && !strings.HasPrefix(heading, "The pack is being frozen") || time.Now().After(deadline) {
			v.t.Fatalf("%s says %q, not that the pack is frozen", v.address(), heading)
		}
	}
}
