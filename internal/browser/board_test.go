package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// stepsToACell is how far the cell of a file may be from a number of a pack.
const stepsToACell = 3

// A member of a steering group reads the verdict, what has changed since the last meeting, and the pack as that meeting saw
// it; from a reported number of the pack, and from a computed one, real links lead to the cell of the file it came from.
func (s *site) boardMemberReads(t *testing.T) {
	v := s.signIn(t, "demo-board")
	v.press(`main a[href="/boards/ldr-steering-group/gloucestershire-ldr"]`)
	v.says("What changed since the last meeting", "Decisions wanted")
	v.nav("Meetings")
	v.press(`main a[href="/meetings/1"]`)
	v.says("What has changed since", "This is what the meeting saw")
	v.follow("All that changed since this meeting, and why")
	if at, rows := v.address(), ask[int](v, `document.querySelectorAll('main table tbody tr').length`); !strings.HasPrefix(at, "/changes/gloucestershire-ldr?since=1") || rows == 0 {
		t.Errorf("what changed since the meeting is at %s, %d changes: %s", at, rows, v.text())
	}
	v.nav("Meetings")
	v.press(`main a[href="/meetings/2"]`)
	meeting := v.address()
	for _, number := range []string{`a.from[href*="measure=discharge.within-24-hours"][href*="organisation=RTE"]`, `a.from[href*="measure=discharge.within-24-hours"][href*="organisation=gloucestershire-ldr"]`} {
		v.open(meeting)
		v.follow("Read the pack as it was published")
		if at := v.address(); at != "/packs/2/paper" {
			t.Fatalf("the pack as it was published is at %s", at)
		}
		shown := ask[string](v, fmt.Sprintf(`document.querySelector('%s').parentElement.querySelector('bdi').textContent`, number))
		v.press(number)
		if heading := v.heading(); !strings.HasSuffix(heading, ": "+shown) || !strings.Contains(v.text(), "As known on 15 November 2018") {
			t.Errorf("the number %s of the pack leads to %q", shown, heading)
		}
		steps := 1
		for ; steps < stepsToACell && !v.atACell(); steps++ {
			v.press(`main table a[href^="/data/where-from"]`)
		}
		if !v.atACell() {
			t.Errorf("after %d steps from %s of the pack there is no cell, but %s:\n%s", steps, shown, v.address(), v.text())
		}
		v.quiet("from the pack to a cell")
	}
}

// atACell says whether the page names a file and a place in it.
func (v *visitor) atACell() bool {
	v.t.Helper()
	return ask[bool](v, `(() => {
		const all = Object.fromEntries([...document.querySelectorAll('main dt')].map(e => [e.textContent.trim(), e.nextElementSibling.textContent.trim()]));
		return /\.csv$/.test(all.File || '') && /^[A-Z]+\d+$/.test(all.Place || '');
	})()`)
}

// nav follows a word of the header.
func (v *visitor) nav(words string) {
	v.t.Helper()
	if _, err := chromedp.RunResponse(v.ctx, chromedp.Click(`//header//a[normalize-space()="`+words+`"]`, chromedp.BySearch)); err != nil {
		v.t.Fatalf("following %q of the header on %s: %v", words, v.address(), err)
	}
}
