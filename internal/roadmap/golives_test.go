package roadmap_test

import (
	"fmt"
	"strings"
	"testing"

	"waymark/internal/chart"
)

// A go-live that serves several capabilities has a mark for each: the page and its picture say both numbers.
func TestGoLivesAndMarksAreToldApart(t *testing.T) {
	view := shipped(t)["gloucestershire-ldr"].Deployed("", nov2018, "15 November 2018")
	marks := 0
	for _, r := range view.Picture.Rows {
		marks += len(r.Marks)
	}
	if marks <= view.All {
		t.Fatalf("%d marks of %d go-lives show nothing", marks, view.All)
	}
	f, err := chart.Deployments(view.Picture)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("%d go-lives with %d marks", view.All, marks); !strings.HasPrefix(f.Reading, want) {
		t.Errorf("the picture reads %q, want %q", f.Reading, want)
	}
	if want := fmt.Sprintf("of %d go-lives", view.All); !strings.Contains(view.Sentence(), want) || f.Title != view.Sentence() {
		t.Errorf("the page says %q and its picture %q, want %q", view.Sentence(), f.Title, want)
	}
}
