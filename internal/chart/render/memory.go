package render

import (
	"container/list"
	"sync"
)

// memory keeps the drawings used last, up to a number of bytes.
type memory struct {
	mu    sync.Mutex
	limit int
	held  int
	order *list.List // front: used last
	at    map[string]*list.Element
}

type kept struct {
	hash string
	svg  []byte
}

func newMemory(limit int) *memory {
	return &memory{limit: limit, order: list.New(), at: map[string]*list.Element{}}
}

func (m *memory) get(hash string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.at[hash]
	if !ok {
		return nil, false
	}
	m.order.MoveToFront(e)
	return e.Value.(kept).svg, true
}

func (m *memory) put(hash string, svg []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.at[hash]; ok || len(svg) > m.limit {
		return
	}
	m.at[hash] = m.order.PushFront(kept{hash, svg})
	m.held += len(svg)
	for m.held > m.limit {
		oldest := m.order.Remove(m.order.Back()).(kept)
		delete(m.at, oldest.hash)
		m.held -= len(oldest.svg)
	}
}
