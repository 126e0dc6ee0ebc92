package render

import (
	"context"
	"sync"

	"waymark/internal/chart"
)

// many is what a Cache may offer besides: several drawings in one question.
type many interface {
	GetMany(ctx context.Context, hashes []string) (map[string][]byte, error)
	PutMany(ctx context.Context, drawings map[string][]byte) error
}

// Prepare has the drawings of several figures ready in memory for SVG: it asks the cache once for all, draws what is not
// there on as many engines as there are, and keeps all that is new at once. What fails is left to SVG, which says why.
func (r *Renderer) Prepare(ctx context.Context, figures []chart.Figure) {
	cache, ok := r.options.Cache.(many)
	if !ok {
		return
	}
	// It goes on when who asks leaves: others may wait for the same drawing.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*r.options.Timeout)
	defer cancel()
	wanted := map[string]chart.Figure{}
	var hashes []string
	for _, f := range figures {
		if !f.HasPicture() {
			continue
		}
		hash := r.Hash(f)
		if _, kept := r.memory.get(hash); kept || wanted[hash].HasPicture() {
			continue
		}
		wanted[hash] = f
		hashes = append(hashes, hash)
	}
	if len(hashes) == 0 {
		return
	}
	found, err := cache.GetMany(ctx, hashes)
	if err != nil {
		r.options.OnCacheError(err)
		return
	}
	for hash, svg := range found {
		r.memory.put(hash, svg)
		delete(wanted, hash)
	}
	if drawn := r.drawAll(ctx, wanted); len(drawn) > 0 {
		if err := cache.PutMany(ctx, drawn); err != nil {
			r.options.OnCacheError(err)
		}
	}
}

// drawAll draws side by side; those who ask for the same drawing meanwhile wait for it.
func (r *Renderer) drawAll(ctx context.Context, wanted map[string]chart.Figure) map[string][]byte {
	var mu sync.Mutex
	var all sync.WaitGroup
	drawn := map[string][]byte{}
	for hash, f := range wanted {
		all.Go(func() {
			svg, err, _ := r.flight.Do(hash, func() (any, error) { return r.fresh(ctx, hash, f) })
			if err == nil {
				mu.Lock()
				defer mu.Unlock()
				drawn[hash] = svg.([]byte)
			}
		})
	}
	all.Wait()
	return drawn
}
