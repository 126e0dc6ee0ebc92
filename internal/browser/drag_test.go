package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Dates are moved by dragging, on the picture of a timeline and, from the keyboard, in the list of an initiative. Both open
// the page that shows what the move affects; nothing is saved by letting go.
func (s *site) analystDrags(t *testing.T) {
	const plan = "/roadmap/gloucestershire-ldr"
	v := s.signIn(t, "demo-analyst")
	v.open(plan + "?as_at=now")
	var spots struct {
		Links, Outside int
		Move           string
		X, Y, Day      float64
	}
	v.do(chromedp.ScrollIntoView("svg[data-wm-spots]", chromedp.ByQuery), chromedp.Evaluate(`(() => {
		const over = document.querySelector('svg[data-wm-spots]'), under = over.previousElementSibling, a = over.getBoundingClientRect(), b = under.getBoundingClientRect();
		if (Math.abs(a.width - b.width) > 1 || Math.abs(a.height - b.height) > 1) throw new Error('the links do not lie on the picture');
		const links = [...over.querySelectorAll('a')], marks = links.filter(l => l.querySelector('.wm-spot--mark'));
		const wide = r => { const b = r.getBoundingClientRect(); return {x: b.left + b.width / 2, y: b.top + b.height / 2, in: b.left >= a.left && b.right <= a.right + 1 && b.top >= a.top && b.bottom <= a.bottom}; };
		const shown = marks.find(l => { const at = wide(l.querySelector('rect')); return at.y > 0 && at.y < innerHeight && document.elementFromPoint(at.x, at.y) === l.querySelector('rect'); });
		const at = wide(shown.querySelector('rect'));
		return {Links: links.length, Outside: links.filter(l => !wide(l.querySelector('rect')).in).length, Move: shown.href.baseVal, X: at.x, Y: at.y, Day: Number(over.dataset.wmDay) * a.width / over.viewBox.baseVal.width};
	})()`, &spots))
	if spots.Links < 10 || spots.Outside > 0 {
		t.Errorf("%d links lie on the timeline, %d of them outside of it", spots.Links, spots.Outside)
	}
	step := 92 * spots.Day
	v.mouse(input.MouseMoved, spots.X, spots.Y)
	v.mouse(input.MousePressed, spots.X, spots.Y)
	v.mouse(input.MouseMoved, spots.X+step/2, spots.Y)
	v.mouse(input.MouseMoved, spots.X+step, spots.Y)
	if said := ask[string](v, `document.querySelector('svg[data-wm-spots] text').textContent`); said != "+92 days" {
		t.Errorf("while a milestone is dragged, the picture says %q", said)
	}
	if _, err := chromedp.RunResponse(v.ctx, input.DispatchMouseEvent(input.MouseReleased, spots.X+step, spots.Y).WithButton(input.Left).WithClickCount(1)); err != nil {
		t.Fatal("letting go of a milestone: ", err)
	}
	if at := v.address(); !strings.HasSuffix(at, spots.Move+"?days=92") {
		t.Errorf("letting go of a milestone leads to %s, want %s?days=92", at, spots.Move)
	}
	v.says("What it affects")
	v.quiet("dragging on the timeline")

	v.open(plan + "/initiatives/e-correspondence?as_at=now")
	v.do(chromedp.Evaluate(`document.querySelector('[data-wm-drag-box] details').open = true; document.querySelector('[data-wm-drag] button').focus(); 0`, nil))
	v.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.PageDown), chromedp.KeyEvent(kb.PageDown), chromedp.KeyEvent(kb.PageUp), chromedp.KeyEvent(kb.PageUp), chromedp.KeyEvent(kb.PageUp))
	if said := ask[string](v, `document.activeElement.getAttribute('aria-valuetext')`); !strings.Contains(said, "press Enter") {
		t.Errorf("a date that was moved says %q", said)
	}
	v.enterKey()
	if at := v.address(); !strings.HasSuffix(at, "/move?days=31") {
		t.Errorf("a day and a month from the keyboard lead to %s", at)
	}
	v.says("What it affects")
	v.quiet("moving from the keyboard")
}

// mouse is a press, move or release of the left button at a place of the window.
func (v *visitor) mouse(kind input.MouseType, x, y float64) {
	v.t.Helper()
	v.do(input.DispatchMouseEvent(kind, x, y).WithButton(input.Left).WithButtons(1).WithClickCount(1))
}
