package browser

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// smallScreen checks what a telephone shows: every figure as a drawing of its own, of which no letter is tiny, and no
// table that has to be scrolled but those folded away. A wide window and paper have the other drawing, and a wide window
// fetches none.
func (v *visitor) smallScreen(t *testing.T, path string) {
	t.Helper()
	type shown struct {
		Figures, Narrow, Wide, Fetched int
		Scrolling                      []string
	}
	look := func() shown {
		return ask[shown](v, `(() => {
			const all = s => [...document.querySelectorAll(s)], there = e => e.getClientRects().length > 0;
			return {Figures: all('figure.wm-figure svg').length, Narrow: all('.wm-figure__narrow img').filter(there).length, Wide: all('.wm-figure__picture svg').filter(there).length,
				Fetched: all('.wm-figure__narrow img').filter(i => i.complete && i.naturalWidth === 340).length,
				Scrolling: all('.wm-scroll').filter(b => there(b) && !b.closest('details') && b.scrollWidth > b.clientWidth + 1).map(b => b.getAttribute('aria-label'))};
		})()`)
	}
	v.do(chromedp.EmulateViewport(1280, 900))
	v.open(path)
	if s := look(); s.Narrow != 0 || s.Fetched != 0 || s.Wide != s.Figures {
		t.Errorf("%s in a wide window: %+v", path, s)
	}
	v.do(chromedp.EmulateViewport(375, 900))
	v.open(path)
	// Each drawing is fetched when somebody comes near it; here all are wanted.
	for range 100 {
		if ask[bool](v, `[...document.querySelectorAll('.wm-figure__narrow img')].map(i => { i.loading = 'eager'; return i.complete && i.naturalWidth === 340; }).every(Boolean)`) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	v.quiet(path + " on a telephone")
	if s := look(); s.Figures == 0 || s.Narrow != s.Figures || s.Fetched != s.Figures || s.Wide != 0 || len(s.Scrolling) > 0 {
		t.Errorf("%s on a telephone: %+v", path, s)
	}
	v.do(emulation.SetEmulatedMedia().WithMedia("print"))
	if s := look(); s.Narrow != 0 || s.Wide != s.Figures {
		t.Errorf("%s on paper: %+v", path, s)
	}
	v.do(emulation.SetEmulatedMedia().WithMedia(""))
}
