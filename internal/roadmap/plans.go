package roadmap

import "sync"

// keptItems bounds what a process keeps: roadmaps of so many items in all.
const keptItems = 120_000

// plans are those that were put together before, by id, version and the state of the organisations. The longest unused go
// first. The zero value is ready.
type plans struct {
	mu    sync.Mutex
	kept  map[planKey]*keptPlan
	items int
	turn  int64
}

type planKey struct {
	id        string
	version   int64
	directory string
}

type keptPlan struct {
	plan  *Plan
	items int
	used  int64
}

func (p *plans) get(key planKey) *Plan {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.kept[key]
	if k == nil {
		return nil
	}
	p.turn++
	k.used = p.turn
	return k.plan
}

func (p *plans) keep(key planKey, plan *Plan, items int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		p.kept = map[planKey]*keptPlan{}
	}
	if old := p.kept[key]; old != nil {
		p.items -= old.items
	}
	p.turn++
	p.kept[key] = &keptPlan{plan, items, p.turn}
	p.items += items
	for p.items > keptItems && len(p.kept) > 1 {
		var oldest planKey
		for k, v := range p.kept {
			if o := p.kept[oldest]; o == nil || v.used < o.used {
				oldest = k
			}
		}
		p.items -= p.kept[oldest].items
		delete(p.kept, oldest)
	}
}
