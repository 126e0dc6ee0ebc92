package page

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// dragItem is a date that a script lets a visitor drag; the page it opens does the rest.
type dragItem struct {
	Title string
	Date  period.Day
	Slot  string // which date of the item
	Move  string // address of the page that moves it
}

// mostDragged bounds the marks of a page.
const mostDragged = 60

// draggable are the dated milestones still to come of some initiatives, and their go-lives. Where only a span is known, the
// mark stands on its last day.
func draggable(plan *roadmap.Plan, initiatives ...*maturity.Initiative) (out []dragItem) {
	add := func(title, item, slot string, d *maturity.LooseDate) {
		if d != nil && d.Latest != 0 && len(out) < mostDragged {
			out = append(out, dragItem{title, d.Latest, slot, moveAddress(plan.ID, item)})
		}
	}
	for _, i := range initiatives {
		for _, m := range i.Milestones {
			if m.State.Open() {
				add(m.Title, m.ID, "date", m.Date)
			}
		}
		for _, d := range plan.DeploymentsOf(i.ID) {
			if d.Live == nil {
				add("Go-live at "+d.Organisation, d.ID, "go-live", d.GoLive)
			}
		}
	}
	return out
}
