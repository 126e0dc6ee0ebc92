package page_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestOneNavigationLeadsThroughARoadmap: it stands above what each page says, marks the page that is open, and the roadmap
// is named above the heading.
func TestOneNavigationLeadsThroughARoadmap(t *testing.T) {
	t.Parallel()
	analyst := planned(t).as("analyst")
	for page, words := range map[string]string{"": "Timeline", "/deployments": "Deployments", "/dependencies": "Dependencies", "/waves": "Waves", "/priorities": "Priorities", "/gaps": "Gaps",
		"/gaps/new": "Gaps", "/risks": "Risks", "/benefits": "Benefits", "/money": "Money", "/registers": "Registers", "/updates": "Reports",
		"/versions": "Versions", "/initiatives/portal": "", "/initiatives/portal/edit": "", "/items/records-live/move": ""} {
		got := analyst.get("/roadmap/plan" + page)
		if got.status != http.StatusOK {
			t.Fatalf("%q is %d", page, got.status)
		}
		body := got.body
		before, main, _ := strings.Cut(body, "<main")
		if strings.Count(before, `aria-label="Pages of this roadmap"`) != 1 || strings.Contains(main, "wm-local") {
			t.Errorf("%q has not one navigation above what it says", page)
		}
		if _, marked, _ := strings.Cut(before, `aria-current="page">`); !strings.HasPrefix(marked, words) || words == "" && marked != "" {
			t.Errorf("%q marks %.20q as open, not %q", page, marked, words)
		}
		if caption, heading := strings.Index(main, "The plan"), strings.Index(main, "<h1"); caption < 0 || caption > heading {
			t.Errorf("%q does not name the roadmap above its heading", page)
		}
	}
}

// TestWhatHasNoDateIsNamedOnce: an initiative without a date is not said to be of itself.
func TestWhatHasNoDateIsNamedOnce(t *testing.T) {
	t.Parallel()
	body := must(t, planned(t).as("viewer").get("/roadmap/plan"), http.StatusOK, "Initiatives and milestones without a date").body
	_, list, _ := strings.Cut(body, `id="undated"`)
	list, _, _ = strings.Cut(list, "</section>")
	if strings.Count(list, ">Without a date<") != 1 || strings.Count(list, "<bdi>Portal</bdi>") != 1 || strings.Contains(list, "Milestone of") {
		t.Errorf("what has no date is listed as\n%s", list)
	}
}
