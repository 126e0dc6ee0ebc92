package browser

import (
	"net/http"
	"strings"

	"github.com/chromedp/chromedp"
)

// pagesWithPictures are those on which figures are drawn.
var pagesWithPictures = []string{"/boards/ldr-steering-group/gloucestershire-ldr", "/boards/online-consultation/ENG", "/boards/trust/RTE", "/measures/discharge.within-24-hours"}

// widest names what sticks out of the window to the right, unless it is inside a box that scrolls.
const widest = `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.wm-scroll, .wm-figure__picture'))
	.slice(0, 3).map(e => e.tagName + '.' + e.className).join(', ') || 'inside a box that scrolls'`

// wellFormed checks what makes a page easy to read by ear: a title, one first heading, no heading level left out, a name
// for every field, table and picture, and no id twice.
func (v *visitor) wellFormed(path string) {
	v.t.Helper()
	for _, fault := range ask[[]string](v, `(() => {
		const out = [], all = s => [...document.querySelectorAll(s)];
		if (!/ – Waymark$/.test(document.title)) out.push('title ' + document.title);
		if (all('h1').length !== 1) out.push(all('h1').length + ' first headings');
		let level = 1;
		for (const h of all('main h1, main h2, main h3, main h4')) {
			const n = +h.tagName[1];
			if (n > level + 1) out.push('level left out before ' + h.textContent.trim());
			level = n;
		}
		for (const f of all('main input:not([type=hidden]):not([hidden]), main select, main textarea:not([hidden])')) if (!f.labels || !f.labels.length) out.push('no label for ' + f.name);
		for (const t of all('table')) if (!t.caption || !t.caption.textContent.trim()) out.push('a table without caption');
		for (const s of all('.wm-figure__picture svg:not([aria-hidden=true])')) if (s.getAttribute('role') !== 'img' || !s.querySelector('title')) out.push('a picture without title');
		const ids = all('[id]').map(e => e.id);
		for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) out.push('id twice: ' + id);
		for (const e of all('.wm-status, [class*="wm-status--"]')) if (!/[A-Za-z]{3}/.test([...e.childNodes].filter(n => n.nodeType === 3 || n.getAttribute('aria-hidden') !== 'true').map(n => n.textContent).join(''))) out.push('a status without a word: ' + e.outerHTML);
		for (const e of all('[class*="wm-matrix__cell--"]')) if (!/\S/.test((e.querySelector('[aria-hidden]') || {}).textContent || '') || !/[a-z]{3}/.test((e.querySelector('.nhsuk-u-visually-hidden') || {}).textContent || '')) out.push('a shade without shape and word: ' + e.outerHTML);
		if (all('[style], style').length) out.push('styles inside the page');
		return out;
	})()`) {
		v.t.Errorf("%s: %s", path, fault)
	}
}

// readable checks a page without scripts.
func (v *visitor) readable(path string) {
	v.t.Helper()
	if status := v.open(path); status != http.StatusOK {
		v.t.Errorf("%s without scripts: %d", path, status)
	}
	v.quiet(path + " without scripts")
	if heading := v.heading(); heading == "" {
		v.t.Errorf("%s without scripts has no heading", path)
	}
	if hidden := ask[int](v, `[...document.querySelectorAll('main input:not([type=hidden]), main select, main [type=submit], main figure, main table')]
		.filter(e => !e.closest('details:not([open]), .wm-print-only') && e.getClientRects().length === 0).length`); hidden > 0 {
		v.t.Errorf("%s without scripts hides %d fields, pictures or tables", path, hidden)
	}
}

// drawn checks that each figure has a picture with shapes in it, a reading, and its numbers in a table.
func (v *visitor) drawn(path string) {
	v.t.Helper()
	v.do(chromedp.EmulateViewport(1280, 900))
	v.open(path)
	figures := ask[[]struct {
		Shapes, Rows, Width float64
		Title, Reading      string
	}](v, `[...document.querySelectorAll('figure.wm-figure')].map(f => ({
		Shapes: f.querySelectorAll('svg path, svg polyline, svg rect, svg circle').length, Rows: f.querySelectorAll('table tbody tr').length,
		Width: (f.querySelector('svg') || f).getBoundingClientRect().width,
		Title: (f.querySelector('svg title') || {}).textContent || '', Reading: f.querySelector('figcaption').textContent.trim()}))`)
	if len(figures) == 0 {
		v.t.Errorf("%s has no figure", path)
	}
	for _, f := range figures {
		if f.Shapes < 5 || f.Rows == 0 || f.Width < 400 || f.Title == "" || !strings.HasSuffix(f.Reading, ".") {
			v.t.Errorf("%s: a figure is not whole: %+v", path, f)
		}
	}
}
