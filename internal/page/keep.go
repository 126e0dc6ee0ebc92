package page

import (
	"container/list"
	"sync"
)

// keep holds what was written before, by a key of everything it shows, up to a number of bytes: what was shown last.
// Nothing in it can be out of date, because the key changes with what is shown, and nothing of a visitor may be in it. It
// is safe for concurrent use; another process simply writes its own.
type keep[V any] struct {
	mu    sync.Mutex
	limit int // bytes; 0 keeps nothing
	held  int
	order *list.List // front: shown last
	at    map[string]*list.Element
}

type keptItem[V any] struct {
	key   string
	value V
	size  int
}

func newKeep[V any](limit int) *keep[V] {
	return &keep[V]{limit: limit, order: list.New(), at: map[string]*list.Element{}}
}

func (k *keep[V]) get(key string) (value V, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.at[key]
	if !ok {
		return value, false
	}
	k.order.MoveToFront(e)
	return e.Value.(keptItem[V]).value, true
}

// put keeps a value of about so many bytes. The key "" is the key of nothing.
func (k *keep[V]) put(key string, value V, bytes int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	item := keptItem[V]{key, value, bytes + len(key) + 200}
	if _, ok := k.at[key]; ok || key == "" || item.size > k.limit {
		return
	}
	k.at[key] = k.order.PushFront(item)
	k.held += item.size
	for k.held > k.limit {
		oldest := k.order.Remove(k.order.Back()).(keptItem[V])
		delete(k.at, oldest.key)
		k.held -= oldest.size
	}
}
