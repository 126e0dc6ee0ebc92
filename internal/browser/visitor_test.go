package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

var closeBrowser = func() {}

// chromium is started once; every visitor has a profile of its own in it.
var chromium = sync.OnceValues(func() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	closeBrowser = func() { cancel(); stop() }
	return ctx, chromedp.Run(ctx)
})

// visitor is somebody with a browser window. Everything the browser complains of while he visits is kept.
type visitor struct {
	t    *testing.T
	site *site
	ctx  context.Context

	mu     sync.Mutex
	faults []string
}

// reportViolations runs before any script of a page.
const reportViolations = `addEventListener('securitypolicyviolation', e => console.error('content security policy: ' + e.effectiveDirective + ' ' + e.blockedURI + ' ' + e.sample))`

// newWindow opens a window that shares no cookies with others. chromedp's own way opens a tab, for which a headless
// Chromium without a window has no place.
func newWindow(browser context.Context) (target.ID, error) {
	ctx := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	profile, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
	if err != nil {
		return "", err
	}
	return target.CreateTarget("about:blank").WithBrowserContextID(profile).WithNewWindow(true).Do(ctx)
}

func (s *site) visitor(t *testing.T) *visitor {
	t.Helper()
	browser, err := chromium()
	if err != nil {
		t.Fatal("no browser for tests (Debian: apt-get install chromium): ", err)
	}
	window, err := newWindow(browser)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithTargetID(window))
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, 12*time.Minute)
	t.Cleanup(stop)
	v := &visitor{t: t, site: s, ctx: ctx}
	chromedp.ListenTarget(ctx, v.listen)
	v.do(log.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(reportViolations).Do(ctx)
		return err
	}), chromedp.EmulateViewport(1280, 900))
	return v
}

// listen keeps console errors, uncaught exceptions, refused resources, violations of the content policy, and dialogs.
func (v *visitor) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		v.complain("exception: " + e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning || e.Type == runtime.APITypeAssert {
			text := string(e.Type)
			for _, a := range e.Args {
				text += " " + string(a.Value)
			}
			v.complain(text)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Source == log.SourceSecurity {
			v.complain(string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL)
		}
	case *page.EventJavascriptDialogOpening:
		v.complain("a dialog opened: " + e.Message)
		go chromedp.Run(v.ctx, page.HandleJavaScriptDialog(false))
	}
}

func (v *visitor) complain(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.faults = append(v.faults, text)
}

// complaints gives what the browser complained of since it was last asked.
func (v *visitor) complaints() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := v.faults
	v.faults = nil
	return out
}

// quiet fails the test where the browser complained.
func (v *visitor) quiet(where string) {
	v.t.Helper()
	for _, fault := range v.complaints() {
		v.t.Errorf("%s: %s", where, fault)
	}
}

func (v *visitor) do(actions ...chromedp.Action) {
	v.t.Helper()
	if err := chromedp.Run(v.ctx, actions...); err != nil {
		v.t.Fatal(err)
	}
}

// open goes to an address of the site and gives the status of the answer.
func (v *visitor) open(path string) int64 {
	v.t.Helper()
	answer, err := chromedp.RunResponse(v.ctx, chromedp.Navigate(v.site.address+path))
	if err != nil {
		v.t.Fatalf("%s: %v", path, err)
	}
	return answer.Status
}

// press clicks and waits for the page that follows.
func (v *visitor) press(selector string) {
	v.t.Helper()
	if _, err := chromedp.RunResponse(v.ctx, chromedp.Click(selector, chromedp.ByQuery)); err != nil {
		v.t.Fatalf("pressing %s: %v", selector, err)
	}
}

// follow clicks on the first link of the page with these words.
func (v *visitor) follow(words string) {
	v.t.Helper()
	if _, err := chromedp.RunResponse(v.ctx, chromedp.Click(`//main//a[normalize-space()="`+words+`"]`, chromedp.BySearch)); err != nil {
		v.t.Fatalf("following %q on %s: %v", words, v.address(), err)
	}
}

func (v *visitor) address() string {
	var at string
	v.do(chromedp.Location(&at))
	return strings.TrimPrefix(at, v.site.address)
}

// ask evaluates an expression in the page.
func ask[T any](v *visitor, expression string) T {
	v.t.Helper()
	var out T
	v.do(chromedp.Evaluate(expression, &out))
	return out
}

// text is what the page says, folded parts included, with single spaces between its pieces.
func (v *visitor) text() string {
	v.t.Helper()
	return strings.Join(strings.Fields(ask[string](v, `(() => {
		const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), out = [];
		while (walk.nextNode()) out.push(walk.currentNode.data);
		return out.join(' ');
	})()`)), " ")
}

// heading is the text of the page's first heading.
func (v *visitor) heading() string {
	v.t.Helper()
	return strings.Join(strings.Fields(ask[string](v, `document.querySelector('h1').textContent`)), " ")
}

// says fails the test for everything the page does not say.
func (v *visitor) says(want ...string) {
	v.t.Helper()
	text := v.text()
	for _, w := range want {
		if !strings.Contains(text, w) {
			v.t.Errorf("%s does not say %q:\n%s", v.address(), w, text)
		}
	}
}

// signIn opens a window and signs in.
func (s *site) signIn(t *testing.T, login string, actions ...chromedp.Action) *visitor {
	t.Helper()
	v := s.visitor(t)
	v.do(actions...)
	v.open("/sign-in")
	v.enter(login, s.passwords[login])
	if at := v.address(); at != "/" {
		t.Fatalf("%s is not signed in but at %s: %s", login, at, v.text())
	}
	return v
}

func (v *visitor) enter(login, password string) {
	v.t.Helper()
	v.do(chromedp.SetValue("#login", login, chromedp.ByQuery), chromedp.SetValue("#password", password, chromedp.ByQuery))
	v.press("main form button[type=submit].nhsuk-button:not(.nhsuk-button--secondary)")
}

// withoutScripts is a browser whose visitor switched scripts off.
func withoutScripts() chromedp.Action { return emulation.SetScriptExecutionDisabled(true) }

func withScripts() chromedp.Action { return emulation.SetScriptExecutionDisabled(false) }

// send uploads a file and waits until it is read.
func (v *visitor) send(name, content string) {
	v.t.Helper()
	path := filepath.Join(v.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		v.t.Fatal(err)
	}
	v.open("/data/upload")
	v.do(chromedp.SetUploadFiles("input[name=file]", []string{path}, chromedp.ByQuery))
	v.press("main form button[type=submit]")
	v.until("Check", "Refused", "Failed")
}

// until loads the page again until its heading begins with one of the words.
func (v *visitor) until(words ...string) {
	v.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		heading := v.heading()
		for _, w := range words {
			if strings.HasPrefix(heading, w) {
				return
			}
		}
		if time.Now().After(deadline) {
			v.t.Fatalf("%s still says %q, want one of %q", v.address(), heading, words)
		}
		v.open(v.address())
	}
}
