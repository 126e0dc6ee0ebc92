package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// hostile are names of organisations as a reference file could bring them.
var hostile = map[string]string{
	"XH1": `</script><script>alert(1)</script>`,
	"XH2": `__f__(alert(1))__f__`,
	"XH3": `O'Brien & "Sons" <img src=x onerror=alert(1)>`,
	"XH4": strings.Repeat("Very long name of a trust ", 12)[:300],
	"XH5": `מרכז רפואי (תל אביב)`,
	"XH6": `Café £ – é {value} ${alert(1)} {{alert(1)}} %3Cscript%3E`,
	"XH7": `javascript:alert(1)//' onload='alert(1)`,
	"XH8": spoiled,
}

// spoiled begins like a formula, ends a script, has letters beyond ASCII, and is 300 characters long.
var spoiled = string([]rune(`=cmd|' /C calc'!A0 </script><script>alert(1)</script> £ – é ` + strings.Repeat("of the long river ", 20))[:299]) + "x"

// Names come from files of others. On no page may one of them run, hide or turn into something else.
func (s *site) hostileNames(t *testing.T) {
	v := s.signIn(t, "demo-analyst")
	v.do(chromedp.EmulateViewport(375, 900))
	for code, name := range hostile {
		for _, path := range []string{"/organisations/" + code, "/boards/trust/" + code, "/measures/discharge.within-24-hours?organisation=" + code,
			"/data/where-from?organisation=" + code + "&measure=discharge.within-24-hours&period=Q2018-07"} {
			v.unharmed(path, name)
		}
	}
	sent := v.submissionOf("hostile.csv")
	for _, path := range []string{"/boards/ldr-steering-group/gloucestershire-ldr?show=all", "/organisations?text=XH", "/measures/discharge.within-24-hours", sent} {
		names := make([]string, 0, len(hostile))
		for _, name := range hostile {
			names = append(names, name)
		}
		v.unharmed(path, names...)
	}
}

// submissionOf is the page of a file that was sent.
func (v *visitor) submissionOf(file string) string {
	v.t.Helper()
	v.open("/data")
	v.follow(file)
	return v.address()
}

func hostileReturn() string {
	var text strings.Builder
	text.WriteString("Organisation code,Period,Measure,Illustrative numerator,Illustrative denominator,Illustrative value\n")
	for _, quarter := range []string{"Q1 2017/18", "Q2 2017/18", "Q3 2017/18", "Q4 2017/18", "Q1 2018/19", "Q2 2018/19"} {
		for code := range hostile {
			text.WriteString(code + "," + quarter + ",discharge.within-24-hours,40,50,\n")
		}
	}
	return text.String()
}

// unharmed opens a page in a narrow window: the names read as they were given, fit, and nothing of them runs.
func (v *visitor) unharmed(path string, names ...string) {
	v.t.Helper()
	if status := v.open(path); status != 200 {
		v.t.Fatalf("%s: %d", path, status)
	}
	v.quiet(path)
	if wide := ask[int64](v, `document.documentElement.scrollWidth`); wide > 375 {
		v.t.Errorf("%s is %d wide in a window of 375: %s", path, wide, ask[string](v, widest))
	}
	text := v.text()
	for _, name := range names {
		if !strings.Contains(text, strings.TrimSpace(name)) {
			v.t.Errorf("%s does not say %q:\n%s", path, name, text)
		}
	}
	if strange := ask[string](v, `[...document.querySelectorAll('script:not([src]), script:not([src^="/static/"]), img:not(.wm-figure__narrow > img[src^="data:image/gif;"]), iframe, object, [onerror], [onload], a[href^="javascript:"]')].map(e => e.outerHTML).join(' ')`); strange != "" {
		v.t.Errorf("%s holds %s", path, strange)
	}
}

// These tests are worth nothing if the browser would not tell: here scripts do run, and are refused.
func (s *site) whatIsNoticed(t *testing.T) {
	v := s.visitor(t)
	v.open("/sign-in")
	v.quiet("signing in")
	v.do(chromedp.Evaluate(`setTimeout(() => alert(1)), 0`, nil))
	v.noticed("a dialog opened: 1")
	v.do(chromedp.Evaluate(`document.body.append(Object.assign(document.createElement('script'), {textContent: 'alert(2)'})), 0`, nil))
	v.noticed("content security policy: script-src")
	v.do(chromedp.Evaluate(`document.body.append(Object.assign(new Image(), {src: 'https://example.invalid/'})), 0`, nil))
	v.noticed("content security policy: img-src")
	v.do(chromedp.Evaluate(`setTimeout(() => { throw new Error('broken') }), 0`, nil))
	v.noticed("broken")
}

// noticed waits until the browser complains of something.
func (v *visitor) noticed(of string) {
	v.t.Helper()
	var all []string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		all = append(all, v.complaints()...)
		if strings.Contains(strings.Join(all, "\n"), of) {
			return
		}
	}
	v.t.Errorf("the browser does not complain of %q, but of %q", of, all)
}
