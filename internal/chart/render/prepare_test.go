package render

import (
	"context"
	"testing"

	"waymark/internal/chart"
)

// countingMany is a cache that is asked for several at once.
type countingMany struct {
	counting
	asked, kept int
}

func (c *countingMany) GetMany(ctx context.Context, hashes []string) (map[string][]byte, error) {
	c.asked++
	out := map[string][]byte{}
	for _, hash := range hashes {
		if svg, ok := c.held[hash]; ok {
			out[hash] = svg
		}
	}
	return out, c.fail
}

func (c *countingMany) PutMany(ctx context.Context, drawings map[string][]byte) error {
	c.kept++
	if c.held == nil {
		c.held = map[string][]byte{}
	}
	for hash, svg := range drawings {
		c.held[hash] = svg
	}
	return c.fail
}

// Three figures cost two questions, then none, and one in another process; the drawings are those that SVG gives.
func TestPreparingSeveralFigures(t *testing.T) {
	var figures []chart.Figure
	for _, title := range []string{"One", "Two", "Three", "Two"} {
		f := example(small)
		f.Title = title
		figures = append(figures, f)
	}
	plain := renderer(t, Options{Workers: 1})
	cache := &countingMany{}
	for round, want := range []struct{ asked, kept int }{{1, 1}, {2, 1}} { // each round is another process
		r := renderer(t, Options{Workers: 2, Cache: cache})
		r.Prepare(t.Context(), figures)
		r.Prepare(t.Context(), figures)
		for _, f := range figures {
			got, err := r.SVG(t.Context(), f)
			if alone, _ := plain.SVG(t.Context(), f); err != nil || string(got) != string(alone) {
				t.Errorf("%s is drawn otherwise: %v", f.Title, err)
			}
		}
		if cache.asked != want.asked || cache.kept != want.kept || cache.gets+cache.puts != 0 {
			t.Errorf("round %d: asked %d, kept %d, one by one %d", round, cache.asked, cache.kept, cache.gets+cache.puts)
		}
	}
}
