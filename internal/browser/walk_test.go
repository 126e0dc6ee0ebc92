package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// windows is how many windows look at pages at the same time.
const windows = 2

// walker has a window for each person, opened when it is needed.
type walker struct {
	t         *testing.T
	site      *site
	furnished *furnished
	open      map[string]*visitor
}

func (w *walker) as(who string) *visitor {
	w.t.Helper()
	if w.open[who] == nil {
		w.open[who] = w.site.door(w.t, w.furnished, who)
		w.open[who].complaints()
	}
	return w.open[who]
}

// inWindows does something with every page, in several windows at a time.
func (s *site) inWindows(t *testing.T, f *furnished, do func(*walker, place)) {
	queue := make(chan place, len(pages))
	for _, p := range pages {
		p.path = f.words.Replace(p.path)
		queue <- p
	}
	close(queue)
	for n := range windows {
		t.Run(fmt.Sprint("window ", n+1), func(t *testing.T) {
			t.Parallel()
			w := &walker{t: t, site: s, furnished: f, open: map[string]*visitor{}}
			for p := range queue {
				do(w, p)
			}
		})
	}
}

// What holds on every page for every visitor: it fits a wide and a narrow window and text of twice the size, breaks no
// rule of the content policy, says nothing on the console, is there without scripts, and axe finds nothing.
func (s *site) everyPage(t *testing.T) {
	f := s.furnish(t)
	var mu sync.Mutex
	var seen figures
	var numbers int
	t.Run("look", func(t *testing.T) {
		s.inWindows(t, f, func(w *walker, p place) {
			each, compared := w.as(p.as).everyWay(p)
			mu.Lock()
			defer mu.Unlock()
			seen.add(each)
			numbers += compared
		})
	})
	t.Run("files", func(t *testing.T) { s.everyFile(t, f) })
	missing := s.visitor(t)
	if status := missing.open("/no/such/page"); status != http.StatusNotFound {
		t.Errorf("a page that is not: %d", status)
	}
	seen.check(t)
	if numbers < fewestNumbers {
		t.Errorf("only %d numbers of pictures were compared with their tables", numbers)
	}
	t.Log(numbers, "numbers of pictures are in their tables")
}

// figures are what the statement of accessibility says of the last run.
type figures struct {
	Axe        string `json:"axe"`
	Pages      int    `json:"pages"`
	Views      int    `json:"views"`
	Violations int    `json:"violations"`
}

// statementFile is what the statement of accessibility reads.
const statementFile = "../../web/templates/accessibility.json"

func (f *figures) add(o figures) {
	f.Pages, f.Views, f.Violations = f.Pages+o.Pages, f.Views+o.Views, f.Violations+o.Violations
}

// check compares with what the statement says; -update writes it.
func (f figures) check(t *testing.T) {
	t.Helper()
	f.Axe = axeVersion()
	if *update {
		text := fmt.Sprintf("{\"axe\": %q, \"pages\": %d, \"views\": %d, \"violations\": %d}\n", f.Axe, f.Pages, f.Views, f.Violations)
		if err := os.WriteFile(statementFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var said figures
	text, err := os.ReadFile(statementFile)
	if err == nil {
		err = json.Unmarshal(text, &said)
	}
	if err != nil || said != f {
		t.Errorf("the statement of accessibility says %+v (%v), this run %+v: run the test with -update", said, err, f)
	}
}

// everyWay looks at a page in a wide and a narrow window and with text of twice the size, and counts the numbers of its
// pictures, which are in their tables.
func (v *visitor) everyWay(p place) (seen figures, numbers int) {
	v.t.Helper()
	path := p.path
	began := time.Now()
	seen.Pages = 1
	v.view(1280, 16)
	if status := v.open(path); status != http.StatusOK {
		v.t.Errorf("%s: %d", path, status)
		return seen, 0
	}
	numbers = v.compareNumbers(path)
	if !p.paper {
		v.wellFormed(path)
	}
	for _, way := range waysOf(p) {
		v.view(way.width, way.text)
		where := path + " " + way.words
		v.fits(where, way.width)
		seen.Views++
		seen.Violations += len(v.axe(where).Violations)
		v.quiet(where)
	}
	v.view(1280, 16)
	if p.brief {
		v.t.Log(path, time.Since(began))
		return seen, numbers
	}
	v.still(path)
	v.do(withoutScripts())
	v.readable(path)
	v.do(withScripts())
	v.t.Log(path, time.Since(began))
	return seen, numbers
}

// way is a window and the size of its letters.
type way struct {
	words       string
	width, text int64
}

func waysOf(p place) []way {
	narrow := way{"in a narrow window", 320, 16}
	if p.brief {
		return []way{narrow}
	}
	return []way{{"", 1280, 16}, narrow, {"with large text", 1280, 32}}
}

// view sets the width of the window and the size of letters.
func (v *visitor) view(width, text int64) {
	v.t.Helper()
	v.do(chromedp.EmulateViewport(width, 900), chromedp.ActionFunc(func(ctx context.Context) error {
		return page.SetFontSizes(&page.FontSizes{Standard: text, Fixed: text * 13 / 16}).Do(ctx)
	}))
}

// still checks that nothing moves for who asked for that.
func (v *visitor) still(path string) {
	v.t.Helper()
	v.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}))
	if moving := ask[string](v, `[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
		return s.animationName !== 'none' || s.scrollBehavior === 'smooth' || s.transitionDuration.split(',').some(d => parseFloat(d) > 0) && s.transitionProperty !== 'none'; })
		.slice(0, 3).map(e => e.tagName + '.' + e.className).join(', ')`); moving != "" {
		v.t.Errorf("%s moves although the visitor asked for less motion: %s", path, moving)
	}
	v.do(emulation.SetEmulatedMedia())
}

// fits checks that nothing sticks out of the window.
func (v *visitor) fits(where string, width int64) {
	v.t.Helper()
	if wide := ask[int64](v, `document.documentElement.scrollWidth`); wide > width {
		v.t.Errorf("%s is %d wide in a window of %d: %s", where, wide, width, ask[string](v, widest))
	}
}

// everyFile fetches what is no page, and looks that it is what it should be.
func (s *site) everyFile(t *testing.T, f *furnished) {
	people := map[string]*crawler{}
	for _, file := range files {
		who := s.known(t, people, file.as)
		if file.after != "" {
			who.get(file.after)
		}
		path := f.words.Replace(file.path)
		answer, err := who.http.Get(s.address + path)
		if err != nil {
			t.Fatal(err)
		}
		size, err := io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if media, _, _ := strings.Cut(answer.Header.Get("Content-Type"), ";"); answer.StatusCode != http.StatusOK || media != file.media || size == 0 || err != nil {
			t.Errorf("%s: %d %s of %d bytes (%v), want a file of %s", path, answer.StatusCode, media, size, err, file.media)
		}
	}
}
