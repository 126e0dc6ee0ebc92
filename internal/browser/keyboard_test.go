package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// storyPages are the pages on the way of the three stories, by who walks there.
var storyPages = []place{
	{path: "/sign-in", as: "nobody"},
	{path: "/", as: "demo-board"},
	{path: "/boards/ldr-steering-group/gloucestershire-ldr", as: "demo-board"},
	{path: "/measures/discharge.within-24-hours?organisation=RTE", as: "demo-board"},
	{path: "/data/where-from?organisation=RTE&measure=discharge.within-24-hours&period=Q2018-04", as: "demo-board"},
	{path: "/data"},
	{path: "/data/upload"},
	{path: "/data/quality/questions/{question}"},
	{path: "/data/returns/gloucestershire-paper-free/{period}/RTE", as: "demo-trust"},
	{path: "/meetings"},
	{path: "/packs/2"},
	{path: "/boards/C1/gloucestershire-ldr/edit"},
	{path: "/explore"},
	{path: "/groups"},
}

// operable is everything on the page that a mouse could use and that is there to be seen, in the order of the page. Of a
// group of radio buttons the keyboard stops at one.
const operable = `[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter(e => {
	if (e.disabled || e.tabIndex < 0 || e.closest('details:not([open])') && e.tagName !== 'SUMMARY') return false;
	if (e.type === 'radio') return e.checked || !document.querySelector('input[type=radio][name="' + CSS.escape(e.name) + '"]:checked') && e === document.querySelector('input[type=radio][name="' + CSS.escape(e.name) + '"]');
	return e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
})`

// stop is where the focus is.
type stop struct {
	Place   int // in the order of operable; -1 for none of them
	Words   string
	Visible bool // that it has the focus can be seen
	Shown   bool // it is inside the window
	Parts   bool // it has several stops
}

const focused = `(() => {
	const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
	// A small box that is drawn by its label shows its focus there.
	const drawn = e.matches('.nhsuk-checkboxes__input, .nhsuk-radios__input') ? getComputedStyle(e.nextElementSibling, '::before') : s;
	return {Place: (window.wmOperable || (window.wmOperable = ` + operable + `)).indexOf(e), Words: e.tagName + ' ' + (e.innerText || e.name || '').trim().slice(0, 60),
		Visible: drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) > 0 || drawn.boxShadow !== 'none', Parts: e.type === 'date', Shown: box.bottom > 0 && box.top < innerHeight};
})()`

// The keyboard reaches everything that can be operated, in the order of the page, and comes out at the end; where it is
// can be seen at every stop. The first stop leads past the header.
func (s *site) byKeyboard(t *testing.T) {
	f := s.furnish(t)
	w := &walker{t: t, site: s, furnished: f, open: map[string]*visitor{}}
	for _, p := range storyPages {
		path := f.words.Replace(p.path)
		v := w.as(p.as)
		v.open(path)
		v.tabThrough(path)
		v.skips(path)
		v.quiet(path + " by keyboard")
	}
}

func (v *visitor) tabThrough(path string) {
	v.t.Helper()
	all := ask[int](v, `(window.wmOperable = `+operable+`).length`)
	var seen []int
	for range 2*all + 10 {
		v.do(chromedp.KeyEvent(kb.Tab))
		at := ask[stop](v, focused)
		if at.Place < 0 {
			break
		}
		if at.Parts && len(seen) > 0 && at.Place == seen[len(seen)-1] {
			continue // a date has a stop for day, month and year
		}
		if slices.Contains(seen, at.Place) {
			v.t.Errorf("%s: the keyboard comes back to %s", path, at.Words)
			return
		}
		if len(seen) > 0 && at.Place < seen[len(seen)-1] {
			v.t.Errorf("%s: the keyboard jumps back to %s", path, at.Words)
		}
		if !at.Visible || !at.Shown {
			v.t.Errorf("%s: it cannot be seen that %s has the focus: %+v", path, at.Words, at)
		}
		seen = append(seen, at.Place)
	}
	for n := range all {
		if !slices.Contains(seen, n) {
			v.t.Errorf("%s: the keyboard does not reach %s", path, ask[string](v, fmt.Sprintf(`wmOperable[%d].outerHTML.slice(0, 120)`, n)))
		}
	}
}

// skips follows the first link, past the header.
func (v *visitor) skips(path string) {
	v.t.Helper()
	v.open(path)
	v.do(chromedp.KeyEvent(kb.Tab))
	if first := ask[stop](v, focused); !strings.HasPrefix(first.Words, "A Skip to main content") {
		v.t.Errorf("%s: the first stop is %s", path, first.Words)
	}
	v.do(chromedp.KeyEvent(kb.Enter))
	if at := ask[string](v, `document.activeElement.tagName + location.hash`); at != "MAIN#maincontent" {
		v.t.Errorf("%s: the skip link leads to %s", path, at)
	}
	v.do(chromedp.KeyEvent(kb.Tab))
	if !ask[bool](v, `document.querySelector('main').contains(document.activeElement) || !document.querySelector('main a, main button, main input')`) {
		v.t.Errorf("%s: after the skip link the keyboard is not in the main part", path)
	}
}

// tabTo goes with the keyboard alone to what says the words.
func (v *visitor) tabTo(words string) {
	v.t.Helper()
	for range 400 {
		v.do(chromedp.KeyEvent(kb.Tab))
		if said := ask[string](v, `((e) => (e.labels && e.labels.length ? e.labels[0].innerText : e.innerText).trim())(document.activeElement)`); strings.HasPrefix(said, words) {
			return
		}
	}
	v.t.Fatalf("%s: the keyboard does not come to %q", v.address(), words)
}

// A board member who uses no mouse signs in, opens the board, reads the numbers of a picture and follows one to its cell.
func (s *site) boardMemberByKeyboard(t *testing.T) {
	v := s.visitor(t)
	v.open("/sign-in")
	v.tabTo("Sign-in name")
	v.do(chromedp.KeyEvent("demo-board"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(s.passwords["demo-board"]))
	v.enterKey()
	v.tabTo("Digital roadmap steering group")
	v.enterKey()
	if at := v.address(); !strings.HasPrefix(at, "/boards/ldr-steering-group/gloucestershire-ldr") {
		t.Fatalf("the board is not where the first link leads, but %s", at)
	}
	v.tabTo("The numbers behind this picture")
	v.do(chromedp.KeyEvent(kb.Enter))
	if !ask[bool](v, `document.activeElement.closest('details').open`) {
		t.Error("the numbers do not open with the keyboard")
	}
	v.quiet("by keyboard")
}

// enterKey presses the Enter key and waits for the page that follows.
func (v *visitor) enterKey() {
	v.t.Helper()
	if _, err := chromedp.RunResponse(v.ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		v.t.Fatal(err)
	}
}
