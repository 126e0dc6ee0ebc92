package roadmap

import (
	"slices"
	"sync"

	"waymark/internal/period"
)

// views are what pages need of a whole plan again and again, and what depends on nothing but the plan and a few choices. A
// plan never changes, so neither do they; with the plan they are forgotten. Those of a plan that is not kept are worked
// out each time.
type views struct {
	milestones remembered[period.Day, []DatedMilestone]
	byYear     remembered[period.Day, YearTable]
	orders     remembered[orderChoice, ordered]
	choices    remembered[string, choices] // by what is chosen of organisations and statuses
	ways       remembered[struct{}, []grouping]
}

// mostViews is how many answers of a kind are kept of a plan: days are today and that of a meeting, orders those of visitors
// who turn pages.
const mostViews = 2

// remembered keeps the last few answers. The zero value is ready. It is safe for concurrent use; two that ask for the same
// in the same moment may both work it out.
type remembered[K comparable, V any] struct {
	mu   sync.Mutex
	keys []K // the oldest first
	all  map[K]V
}

func (r *remembered[K, V]) of(key K, work func() V) V {
	r.mu.Lock()
	v, there := r.all[key]
	r.mu.Unlock()
	if there {
		return v
	}
	v = work()
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, there := r.all[key]; there {
		return v
	}
	if r.all == nil {
		r.all = map[K]V{}
	}
	r.all[key] = v
	if r.keys = append(r.keys, key); len(r.keys) > mostViews {
		delete(r.all, r.keys[0])
		r.keys = slices.Delete(r.keys, 0, 1)
	}
	return v
}

// Milestones lists the milestones of a roadmap: late ones first, the longest late first, then those to come by date, then
// those without a date, then those that are done or dropped. Nobody changes them.
func (p *Plan) Milestones(today period.Day) []DatedMilestone {
	if p.views == nil {
		return p.milestones(today)
	}
	return p.views.milestones.of(today, func() []DatedMilestone { return slices.Clip(p.milestones(today)) })
}

// ByYearOn counts the milestones by organisation and the financial year in which they are due. Nobody changes the table.
func (p *Plan) ByYearOn(today period.Day) YearTable {
	if p.views == nil {
		return p.ByYear(p.milestones(today))
	}
	return p.views.byYear.of(today, func() YearTable { return p.ByYear(p.Milestones(today)) })
}

// ways are the groupings for which the roadmap has anything.
func (p *Plan) ways() []grouping {
	if p.views == nil {
		return p.findWays()
	}
	return p.views.ways.of(struct{}{}, p.findWays)
}

// choices are what a visitor can choose of a whole roadmap.
type choices struct {
	statuses, organisations []Choice
	years                   []period.Period
}

func (p *Plan) choices(q TimelineQuery) choices {
	work := func() choices { return choices{p.statusChoices(q), p.organisationChoices(q), p.years()} }
	if p.views == nil {
		return work()
	}
	return p.views.choices.of(q.Status+"\x00"+q.Organisation, work)
}

// orderChoice is what the order of the rows depends on besides the plan.
type orderChoice struct {
	by, status, organisation string
	from, to                 period.Day
}

// ordered are all rows of a choice in their order, with what is told of them.
type ordered struct {
	rows                        []entry
	initiatives, dated, outside int
}

func (p *Plan) ordered(q TimelineQuery, g grouping) ordered {
	if p.views == nil {
		return p.orderRows(q, g)
	}
	return p.views.orders.of(orderChoice{g.value, q.Status, q.Organisation, q.From, q.To}, func() ordered { return p.orderRows(q, g) })
}
