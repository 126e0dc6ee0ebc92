package browser

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axeScript is put into pages through the devtools, which the content policy of the pages does not bind: the policy stays
// as it is for everybody else.
//
//go:embed testdata/axe/axe.min.js
var axeScript string

// runAxe asks for every rule of WCAG 2.0, 2.1 and 2.2, levels A and AA. Target size is off by default in axe.
const runAxe = `axe.run(document, {
	runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']},
	rules: {'target-size': {enabled: true}}, resultTypes: ['violations'],
}).then(r => ({
	Rules: r.passes.length + r.violations.length + r.incomplete.length + r.inapplicable.length,
	Violations: r.violations.map(v => ({Rule: v.id, Help: v.help, Where: v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 160) + ' ' + (n.failureSummary || '').slice(0, 240)), Number: v.nodes.length})),
}))`

type axeResult struct {
	Rules      int
	Violations []struct {
		Rule, Help string
		Where      []string
		Number     int
	}
}

// axe checks the page as it is shown now, and fails the test with each violation.
func (v *visitor) axe(where string) axeResult {
	v.t.Helper()
	if !ask[bool](v, `!!window.axe`) {
		v.do(chromedp.Evaluate(axeScript+"; 0", nil))
	}
	var result axeResult
	v.do(chromedp.Evaluate(runAxe, &result, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	if result.Rules < 40 {
		v.t.Errorf("%s: axe tried only %d rules", where, result.Rules)
	}
	for _, f := range result.Violations {
		v.t.Errorf("%s: %s: %s (%d times)\n\t%s", where, f.Rule, f.Help, f.Number, strings.Join(f.Where, "\n\t"))
	}
	return result
}

// axeVersion is what the script calls itself.
func axeVersion() string {
	var version string
	fmt.Sscanf(axeScript, "/*! axe v%s", &version)
	return version
}

// The check is worth nothing if it would not tell: here a page is spoiled in four ways, and each is found.
func (s *site) whatAxeNotices(t *testing.T) {
	v := s.visitor(t)
	v.open("/sign-in")
	v.do(chromedp.Evaluate(axeScript+`;
		const spoil = html => document.querySelector('main').insertAdjacentHTML('beforeend', html);
		spoil('<p id="pale">pale</p><input type="text"><img src="/static/assets/images/favicon.svg"><div><button id="a">a</button><button id="b">b</button></div>');
		document.getElementById('pale').style.color = '#aaa';
		for (const id of ['a', 'b']) Object.assign(document.getElementById(id).style, {fontSize: '6px', padding: 0, border: 0, width: '9px', height: '9px', margin: 0}); 0`, nil))
	var result axeResult
	v.do(chromedp.Evaluate(runAxe, &result, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	var found []string
	for _, f := range result.Violations {
		found = append(found, f.Rule)
	}
	for _, rule := range []string{"color-contrast", "label", "image-alt", "target-size"} {
		if !slices.Contains(found, rule) {
			t.Errorf("axe does not find %s in a page that was spoiled, but %v", rule, found)
		}
	}
}
