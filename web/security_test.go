package web

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

// allTemplates are all templates by name.
func allTemplates(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(Templates(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(Templates(), name)
		out[name] = string(text)
		return err
	})
	if err != nil || len(out) < 20 {
		t.Fatalf("%d templates: %v", len(out), err)
	}
	return out
}

// Nothing in a page runs but the scripts that are served as files; the policy would stop it anyway.
func TestTemplatesHoldNoScriptOrStyleOfTheirOwn(t *testing.T) {
	for _, c := range []struct{ what, pattern string }{
		{"a script in the page", `(?i)<script(?:[^>]*type="application/json"[^>]*|[^>]*)>\s*[^<\s]`}, {"a style sheet in the page", `(?i)<style`}, {"a style attribute", `(?i)\sstyle=`},
		{"a handler in an attribute", `(?i)\son[a-z]+=`}, {"a script as an address", `(?i)="\s*(?:javascript:|vbscript:|data:[^i])`}, {"a foreign object", `(?i)<(?:object|embed|applet|iframe|base)\b`},
		{"a script or style from elsewhere", `(?i)<(?:script|link|img|source)[^>]*(?:src|href)="(?:https?:)?//`},
	} {
		form := regexp.MustCompile(c.pattern)
		for name, text := range allTemplates(t) {
			for _, found := range form.FindAllString(text, -1) {
				if !strings.Contains(found, "application/json") {
					t.Errorf("%s holds %s: %s", name, c.what, found)
				}
			}
		}
	}
}

// Every form that changes something carries its token, and goes nowhere else.
func TestEveryFormCarriesItsToken(t *testing.T) {
	forms := regexp.MustCompile(`(?is)<form\b([^>]*)>(.*?)</form>`)
	carrying := regexp.MustCompile(carriers(t))
	posted := 0
	for name, text := range allTemplates(t) {
		if strings.Count(text, "<form") != len(forms.FindAllString(text, -1)) {
			t.Errorf("%s: a form is not closed", name)
		}
		for _, form := range forms.FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`(?i)\smethod="(?:get|post)"`).MatchString(form[1]) {
				t.Errorf("%s: a form does not say its method: %s", name, form[1])
			}
			if regexp.MustCompile(`(?i)\saction="[^"/{]`).MatchString(form[1]) {
				t.Errorf("%s: a form goes elsewhere: %s", name, form[1])
			}
			if strings.Contains(strings.ToLower(form[1]), `method="post"`) {
				posted++
				if !carrying.MatchString(form[2]) {
					t.Errorf("%s: a form without its token: %s", name, form[1])
				}
			}
		}
	}
	if posted < 8 {
		t.Errorf("only %d forms change something", posted)
	}
}

// carriers is a pattern of the partials that hold the field of the token, and of the field itself.
func carriers(t *testing.T) string {
	pattern := `name="form_token"`
	define := regexp.MustCompile(`(?s)\{\{define "([a-z_]+)"\}\}(.*?)\{\{end\}\}(?:\n|$)`)
	for range 2 { // a partial may hold a partial
		for _, text := range allTemplates(t) {
			for _, part := range define.FindAllStringSubmatch(text, -1) {
				if call := `\{\{template "` + part[1] + `" `; !strings.Contains(part[2], "<form") && regexp.MustCompile(pattern).MatchString(part[2]) && !strings.Contains(pattern, call) {
					pattern += "|" + call
				}
			}
		}
	}
	if !strings.Contains(pattern, "form_token\" ") {
		t.Fatal("the partial with the token was not found")
	}
	return pattern
}

// Passwords are masked, may be pasted, and can be filled in by a password manager.
func TestPasswordFieldsLetPasswordManagersHelp(t *testing.T) {
	fields := 0
	for name, text := range allTemplates(t) {
		for _, input := range regexp.MustCompile(`<input[^>]*(?:\{\{[^}]*\}\}[^>]*)*>`).FindAllString(text, -1) {
			if strings.Contains(input, `type="password"`) {
				fields++
				if !strings.Contains(input, "autocomplete=") || strings.Contains(input, `autocomplete="off"`) || strings.Contains(input, "onpaste") || strings.Contains(input, "maxlength") {
					t.Errorf("%s: %s", name, input)
				}
			} else if regexp.MustCompile(`\sname="[^"]*(?:password|present|again)[^"]*"`).MatchString(input) {
				t.Errorf("%s: a password would be shown: %s", name, input)
			}
		}
	}
	if fields == 0 {
		t.Error("no field for a password was found")
	}
}

// Links that open elsewhere give the other page no hold on ours.
func TestLinksElsewhereGiveNoHold(t *testing.T) {
	for name, text := range allTemplates(t) {
		for _, link := range regexp.MustCompile(`(?i)<a\b[^>]*target=[^>]*>`).FindAllString(text, -1) {
			if !strings.Contains(link, `rel="noopener`) && !strings.Contains(link, `rel="noreferrer`) {
				t.Errorf("%s: %s", name, link)
			}
		}
	}
}

// Our own scripts write text as text, run nothing that they were given, and keep nothing in the browser.
func TestOwnScriptsAreHarmless(t *testing.T) {
	vendored := []string{"nhsuk-frontend.min.js", "echarts.min.js"}
	forbidden := regexp.MustCompile(`\beval\s*\(|\bFunction\s*\(|\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|createContextualFragment|localStorage|sessionStorage|indexedDB|document\.cookie|postMessage|addEventListener\(\s*['"]message['"]|window\.open|__proto__|\bset(?:Timeout|Interval)\(\s*['"]|https?://`)
	seen := 0
	err := fs.WalkDir(Static(), "js", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name) == vendored[0] || path.Base(name) == vendored[1] {
			return err
		}
		seen++
		for _, found := range forbidden.FindAllString(read(t, name), -1) {
			t.Errorf("%s: %s", name, found)
		}
		return nil
	})
	if err != nil || seen < 2 {
		t.Fatalf("%d scripts: %v", seen, err)
	}
}

// What is served is made for browsers: nothing of the source, of version control or of the build.
func TestOnlyWhatBrowsersNeedIsServed(t *testing.T) {
	for _, files := range []fs.FS{Static(), Templates()} {
		err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if base := path.Base(name); err == nil && name != "." && (strings.HasPrefix(base, ".") || strings.Contains(".go.map.bak.sh.lock", path.Ext(base)) && path.Ext(base) != "") {
				t.Errorf("%s is built in", name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
