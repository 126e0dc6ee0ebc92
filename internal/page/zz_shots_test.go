package page_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

func TestShots(t *testing.T) {
	s := newSite(t)
	s.addRoles()
	v := s.as("submitter")
	w1 := v.sent("Q2 return July to September 2018.csv", header+line("RTE", "41"))
	v.post(w1, w1+"/write", nil)
	s.read(w1)
	s.clock.Time = s.clock.Add(time.Hour)
	a := s.as("analyst")
	w2 := a.sent("correction.csv", header+line("RTE", "44")+line("RYF", "61"))
	a.post(w2, w2+"/write", nil)
	s.read(w2)
	var many strings.Builder
	many.WriteString(header)
	for i := range 300 {
		fmt.Fprintf(&many, "RTE,Q%d 20%02d/%02d,discharge.within-24-hours,%d,\n", i%4+1, 10+i%8, 11+i%8, 100+i)
	}
	many.WriteString(line("NOBODY", "50") + line("RBA", "12") + line("RTE", "n/a") + "\u202eEVIL name <b>,Q2 2018/19,discharge.within-24-hours,50,\n" + line("RYF", "61"))
	bad := a.sent("A very long file name of a return that somebody sent from a folder with a long name and a date 2018-09-30 final FINAL v3.csv", many.String())
	check := a.sent("to decide.csv", header+line("RTE", "47")+line("RYF", "61"))
	refused := a.sent("photo.csv", "just,some\nrows,of\nnothing,known\n")
	waiting := a.upload("waiting.csv", header+line("RTE", "48"), nil).header.Get("Location")
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	shot := func(name, path string) {
		for _, width := range []int64{1280, 375} {
			var png []byte
			if err := chromedp.Run(ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate(s.server.URL+path), chromedp.Sleep(200*time.Millisecond), chromedp.FullScreenshot(&png, 90)); err != nil {
				t.Fatal(err)
			}
			var wide bool
			chromedp.Run(ctx, chromedp.Evaluate(`document.documentElement.scrollWidth > window.innerWidth`, &wide))
			if wide {
				t.Errorf("%s is wider than %d", path, width)
			}
			os.WriteFile(fmt.Sprintf("/tmp/shots/%s_%d.png", name, width), png, 0o644)
		}
	}
	os.MkdirAll("/tmp/shots", 0o755)
	shot("signin", "/sign-in?next=/data")
	in := func(login, pw string) {
		if err := chromedp.Run(ctx, chromedp.Navigate(s.server.URL+"/sign-in"), chromedp.SendKeys("#login", login), chromedp.SendKeys("#password", pw), chromedp.Submit("#password"), chromedp.Sleep(500*time.Millisecond)); err != nil {
			t.Fatal(err)
		}
	}
	in("", "")
	var png []byte
	chromedp.Run(ctx, chromedp.FullScreenshot(&png, 90))
	os.WriteFile("/tmp/shots/signin_error.png", png, 0o644)
	in("analyst", password)
	shot("data", "/data")
	shot("upload", "/data/upload")
	shot("account", "/account")
	shot("bad", bad)
	shot("check", check)
	shot("refused", refused)
	shot("waiting", waiting)
	shot("written", w2)
	shot("where", "/data/where-from?organisation=RTE&measure=discharge.within-24-hours&period=Q2018-07")
	shot("where_then", "/data/where-from?organisation=RTE&measure=discharge.within-24-hours&period=Q2018-07&as_at=2026-11-21")
	shot("notfound", "/nothing")
	shot("help", "/help")
	shot("cookies", "/cookies")
	shot("accessibility", "/accessibility")
}
