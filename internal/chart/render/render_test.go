package render

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/internal/chart"
)

func example(option string) chart.Figure {
	return chart.Figure{Title: "A <title> & more", Reading: "A reading.", Option: []byte(option), Width: 300, Height: 200}
}

const small = `{"animation":false,"xAxis":{"type":"category","data":["a","b"]},"yAxis":{},"series":[{"type":"line","data":[1,2],"areaStyle":{}}]}`

func TestWhatCannotBeDrawn(t *testing.T) {
	r := renderer(t, Options{Workers: 1})
	for _, c := range []struct{ name, option, want string }{
		{"unknown series type", `{"xAxis":{},"yAxis":{},"series":[{"type":"lines9","data":[1,2]}]}`, "series wanted [lines9]"},
		{"no series", `{"xAxis":{},"yAxis":{}}`, ErrNothing.Error()},
		{"a series without data", `{"xAxis":{},"yAxis":{},"series":[{"type":"line","data":[]}]}`, ErrNothing.Error()},
		{"not JSON", `{"xAxis":`, "read the option"},
		{"code where data should be", `(function(){return {}})()`, "read the option"},
	} {
		t.Run(c.name, func(t *testing.T) {
			svg, err := r.SVG(t.Context(), example(c.option))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q, %v; want an error with %q", svg, err, c.want)
			}
		})
	}
	if _, err := r.SVG(t.Context(), chart.Figure{Title: "empty"}); !errors.Is(err, ErrNothing) {
		t.Errorf("a figure without picture: %v", err)
	}
	if svg, err := r.SVG(t.Context(), example(small)); err != nil || len(svg) == 0 {
		t.Errorf("after the failures the renderer does not draw: %v", err)
	}
	if _, err := New(Options{}); err == nil {
		t.Error("a renderer was made without a library")
	}
}

func TestDrawingIsStoppedAfterTheLimit(t *testing.T) {
	r := renderer(t, Options{Workers: 1, Timeout: 50 * time.Millisecond})
	e, err := newEngine(r.library)
	if err != nil {
		t.Fatal(err)
	}
	if e.draw, err = looping(e); err != nil {
		t.Fatal(err)
	}
	<-r.engines
	r.engines <- e
	began := time.Now()
	if _, err := r.SVG(t.Context(), example(small)); err == nil || !strings.Contains(err.Error(), "took too long") {
		t.Errorf("err = %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("stopped only after %v", took)
	}
	r.options.Timeout = time.Minute
	if _, err := r.SVG(t.Context(), example(small)); err != nil {
		t.Errorf("the stopped engine was not replaced: %v", err)
	}
}

// The same figure gives the same bytes from any engine, whatever that engine drew before.
func TestBytesDoNotDependOnTheEngine(t *testing.T) {
	all := figures(t)
	wanted := all["trajectory-usual"]
	first, err := renderer(t, Options{Workers: 1}).SVG(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	other := renderer(t, Options{Workers: 2, MemoryBytes: 1}) // too small to remember anything
	if _, err := other.SVG(t.Context(), all["ranked-usual"]); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			again, err := other.SVG(t.Context(), wanted)
			if err != nil || !bytes.Equal(first, again) {
				t.Errorf("other bytes, %v", err)
			}
		})
	}
	wait.Wait()
}

// counting is a Cache that counts, and fails when told to.
type counting struct {
	mu         sync.Mutex
	held       map[string][]byte
	gets, puts int
	fail       error
}

func (c *counting) Get(_ context.Context, hash string) ([]byte, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gets++
	svg, ok := c.held[hash]
	return svg, ok, c.fail
}

func (c *counting) Put(_ context.Context, hash string, svg []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.puts++
	if c.held == nil {
		c.held = map[string][]byte{}
	}
	c.held[hash] = svg
	return c.fail
}

func TestOneDrawingForAllWhoAsk(t *testing.T) {
	cache := &counting{}
	r := renderer(t, Options{Workers: 2, Cache: cache})
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, err := r.SVG(t.Context(), example(small)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if cache.puts != 1 || cache.gets != 1 {
		t.Errorf("%d looked up, %d drawn, want 1 and 1", cache.gets, cache.puts)
	}
	// From then on it comes from memory: the database is not asked again.
	if _, err := r.SVG(t.Context(), example(small)); err != nil || cache.gets != 1 {
		t.Errorf("looked up %d times, %v", cache.gets, err)
	}
	// Another process with the same cache draws nothing.
	before := cache.puts
	if _, err := renderer(t, Options{Cache: cache}).SVG(t.Context(), example(small)); err != nil || cache.puts != before {
		t.Errorf("drawn again: %v", err)
	}
}

func TestABrokenCacheDoesNotSpoilThePage(t *testing.T) {
	heard := 0
	r := renderer(t, Options{Workers: 1, Cache: &counting{fail: errors.New("connection lost")}, OnCacheError: func(error) { heard++ }})
	if svg, err := r.SVG(t.Context(), example(small)); err != nil || len(svg) == 0 {
		t.Errorf("no picture: %v", err)
	}
	if heard != 2 {
		t.Errorf("%d failures were told, want 2", heard)
	}
}

func TestWhoeverLeavesIsNotKept(t *testing.T) {
	r := renderer(t, Options{Workers: 1})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.SVG(ctx, example(small)); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func TestWordsChangeTheHash(t *testing.T) {
	r := renderer(t, Options{})
	a, b := example(small), example(small)
	b.Reading = "Another reading."
	if r.Hash(a) == r.Hash(b) {
		t.Error("two descriptions share a drawing")
	}
}

func TestMemoryForgetsTheOldest(t *testing.T) {
	m := newMemory(10)
	m.put("a", make([]byte, 4))
	m.put("b", make([]byte, 4))
	m.get("a")
	m.put("c", make([]byte, 4))
	m.put("huge", make([]byte, 11))
	for hash, want := range map[string]bool{"a": true, "b": false, "c": true, "huge": false} {
		if _, got := m.get(hash); got != want {
			t.Errorf("%s kept: %v, want %v", hash, got, want)
		}
	}
}
