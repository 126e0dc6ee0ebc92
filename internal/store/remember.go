package store

import (
	"context"
	"fmt"
	"sync"
)

type memoryKey struct{}

type memory struct {
	mu   sync.Mutex
	kept map[string]any
}

// Remembering gives a context for one request that only reads: what its parts ask again and again, such as whom an account
// may act for and which state the figures are in, is asked of the database once and is then the same for all of them.
func Remembering(ctx context.Context) context.Context {
	return context.WithValue(ctx, memoryKey{}, &memory{kept: map[string]any{}})
}

// once reads what was not read before in a context of Remembering; in any other it reads. What fails is not kept. The
// answer is shared: nobody may change it.
func once[T any](ctx context.Context, what string, asked []any, read func() (T, error)) (T, error) {
	m, ok := ctx.Value(memoryKey{}).(*memory)
	if !ok {
		return read()
	}
	key := fmt.Sprintf("%s %#v", what, asked)
	m.mu.Lock()
	kept, known := m.kept[key]
	m.mu.Unlock()
	if known {
		return kept.(T), nil
	}
	out, err := read()
	if err == nil {
		m.mu.Lock()
		m.kept[key] = out
		m.mu.Unlock()
	}
	return out, err
}
