package page

import (
	"container/list"
	"html/template"
	"sync"
)

// fragments keeps pieces of pages that were written before, by a key of everything they show, up to a number of bytes:
// those that were shown last. Nothing in it can be out of date, because the key changes with what is shown, and nothing
// of a visitor is in it. It is safe for concurrent use; another process simply writes its own.
type fragments struct {
	mu    sync.Mutex
	limit int // bytes; 0 keeps nothing
	held  int
	order *list.List // front: shown last
	at    map[string]*list.Element
}

type fragment struct {
	key  string
	html template.HTML
}

func newFragments(limit int) *fragments {
	return &fragments{limit: limit, order: list.New(), at: map[string]*list.Element{}}
}

func (f *fragments) get(key string) (template.HTML, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e, ok := f.at[key]
	if !ok {
		return "", false
	}
	f.order.MoveToFront(e)
	return e.Value.(fragment).html, true
}

func (f *fragments) put(key string, html template.HTML) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.at[key]; ok || key == "" || len(html) > f.limit {
		return
	}
	f.at[key] = f.order.PushFront(fragment{key, html})
	f.held += len(html)
	for f.held > f.limit {
		oldest := f.order.Remove(f.order.Back()).(fragment)
		delete(f.at, oldest.key)
		f.held -= len(oldest.html)
	}
}
