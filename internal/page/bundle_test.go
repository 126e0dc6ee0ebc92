package page

import (
	"strings"
	"testing"

	"waymark/web"
)

// A page asks for one style sheet and one module: print rules stay on paper, and nothing is imported from elsewhere.
func TestBundlesHoldTheirParts(t *testing.T) {
	t.Parallel()
	a, err := newAssets(web.Static())
	if err != nil {
		t.Fatal(err)
	}
	sheet, script := string(a.files["css/all.css"].bytes), string(a.files["js/all.js"].bytes)
	for _, part := range []string{"--nhsuk-frontend-version:", ".wm-figure__picture", "@media print {\n/* Print sheet"} {
		if strings.Count(sheet, part) == 0 {
			t.Errorf("the style sheet lacks %s", part)
		}
	}
	if open, shut := strings.Count(sheet, "{"), strings.Count(sheet, "}"); open != shut {
		t.Errorf("%d brackets are opened and %d closed", open, shut)
	}
	if !strings.Contains(script, "initAll();") || strings.Contains(script, "import {") {
		t.Error("the module does not start by itself")
	}
}
