package page

import "testing"

// A figure without an address of a narrow drawing asks for none; what is no figure stays as it is.
func TestFigureWithoutNarrowDrawing(t *testing.T) {
	t.Parallel()
	got := withoutNarrow(`<figure><picture class="wm-figure__narrow"><source srcset="` + narrowHere + `"><img></picture><div>drawn</div></figure>`)
	if got != `<figure><div>drawn</div></figure>` {
		t.Error(got)
	}
	if got := withoutNarrow(`<figure><div>drawn</div></figure>`); got != `<figure><div>drawn</div></figure>` {
		t.Error(got)
	}
}
