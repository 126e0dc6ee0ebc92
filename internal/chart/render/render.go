// Package render turns a chart.Figure into SVG: it runs ECharts in a script engine, without a browser, measures text by
// a table, and cleans what comes out so that it can stand inside a page under a strict content security policy. It
// decides nothing about what a picture says, and it keeps no state but a cache.
package render

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/dop251/goja"
	"golang.org/x/sync/singleflight"

	"waymark/internal/chart"
)

// version is part of every hash: raise it when the same option comes to be drawn otherwise.
const version = "1"

// ErrNothing says that a figure has nothing to draw; the page shows its reading and its table.
var ErrNothing = errors.New("render: there is nothing to draw")

// Cache keeps drawings for longer than a process lives. Get reports false for an unknown hash.
type Cache interface {
	Get(ctx context.Context, hash string) (svg []byte, found bool, err error)
	Put(ctx context.Context, hash string, svg []byte) error
}

// Options sets a Renderer up. Only ECharts is required.
type Options struct {
	ECharts []byte        // the library's distribution file, unchanged
	Workers int           // engines at work at a time; 0 is one per core. Each takes about 5 MB
	Timeout time.Duration // for one drawing; 0 is 10 seconds
	Cache   Cache         // nil: memory only
	// MemoryBytes bounds the drawings kept in memory; 0 is 32 MB.
	MemoryBytes int
	// OnCacheError hears of a Cache that failed; the drawing is delivered all the same. nil: nobody.
	OnCacheError func(error)
}

// Renderer draws figures. It is safe for concurrent use.
type Renderer struct {
	options Options
	library *goja.Program
	salt    [32]byte
	engines chan *engine // idle ones; nil stands for one not yet made
	memory  *memory
	flight  singleflight.Group
}

// New compiles the library, which takes about a fifth of a second; engines are made when they are first needed.
func New(o Options) (*Renderer, error) {
	library, err := compile(o.ECharts)
	if err != nil {
		return nil, err
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.MemoryBytes <= 0 {
		o.MemoryBytes = 32 << 20
	}
	if o.OnCacheError == nil {
		o.OnCacheError = func(error) {}
	}
	r := &Renderer{options: o, library: library, salt: sha256.Sum256(append([]byte(version), o.ECharts...)), engines: make(chan *engine, o.Workers), memory: newMemory(o.MemoryBytes)}
	for range o.Workers {
		r.engines <- nil
	}
	return r, nil
}

// Hash identifies a drawing: equal hashes are equal bytes, whichever process drew them.
func (r *Renderer) Hash(f chart.Figure) string {
	h := sha256.New()
	h.Write(r.salt[:])
	for _, part := range []string{f.Title, f.Subtitle, f.Reading, string(f.Option)} {
		_ = binary.Write(h, binary.BigEndian, uint64(len(part)))
		h.Write([]byte(part))
	}
	_ = binary.Write(h, binary.BigEndian, [2]uint64{uint64(f.Width), uint64(f.Height)})
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// SVG is the figure as one svg element, ready to stand inside an HTML page. ErrNothing says that there is nothing to
// draw; any other error that drawing failed: the page shows the reading and the table either way.
func (r *Renderer) SVG(ctx context.Context, f chart.Figure) ([]byte, error) {
	if !f.HasPicture() {
		return nil, ErrNothing
	}
	hash := r.Hash(f)
	if svg, ok := r.memory.get(hash); ok {
		return svg, nil
	}
	// Those who ask for the same drawing meanwhile wait for it; it goes on when the first of them leaves.
	answer := r.flight.DoChan(hash, func() (any, error) { return r.make(context.WithoutCancel(ctx), hash, f) })
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case result := <-answer:
		if result.Err != nil {
			return nil, result.Err
		}
		return result.Val.([]byte), nil
	}
}

// make fetches the drawing from the cache or draws it and keeps it.
func (r *Renderer) make(ctx context.Context, hash string, f chart.Figure) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*r.options.Timeout)
	defer cancel()
	if r.options.Cache != nil {
		svg, found, err := r.options.Cache.Get(ctx, hash)
		if err != nil {
			r.options.OnCacheError(err)
		}
		if found {
			r.memory.put(hash, svg)
			return svg, nil
		}
	}
	svg, err := r.fresh(ctx, hash, f)
	if err != nil {
		return nil, err
	}
	if r.options.Cache != nil {
		if err := r.options.Cache.Put(ctx, hash, svg); err != nil {
			r.options.OnCacheError(err)
		}
	}
	return svg, nil
}

// fresh draws and keeps the drawing in memory.
func (r *Renderer) fresh(ctx context.Context, hash string, f chart.Figure) ([]byte, error) {
	raw, err := r.draw(ctx, f)
	if err != nil {
		return nil, err
	}
	svg, err := clean(raw, f, "c"+hash[:10]+"-")
	if err == nil {
		r.memory.put(hash, svg)
	}
	return svg, err
}

// draw borrows an engine. One that was stopped or panicked is thrown away: nobody knows what state it is in.
func (r *Renderer) draw(ctx context.Context, f chart.Figure) (svg string, err error) {
	var e *engine
	select {
	case e = <-r.engines:
	case <-ctx.Done():
		return "", fmt.Errorf("render: no engine was free: %w", ctx.Err())
	}
	defer func() {
		if caught := recover(); caught != nil {
			err = fmt.Errorf("render: the script engine panicked: %v", caught)
		}
		if err != nil {
			e = nil
		}
		r.engines <- e
	}()
	if e == nil {
		if e, err = newEngine(r.library); err != nil {
			return "", err
		}
	}
	stop := time.AfterFunc(r.options.Timeout, func() { e.runtime.Interrupt("render: drawing took too long") })
	defer stop.Stop()
	return e.render(f.Option, f.Width, f.Height)
}
