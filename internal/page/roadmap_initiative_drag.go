package page

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// dragItem is a date that a script lets a visitor drag; the page it opens does the rest.
type dragItem struct {
	Title string
	Date  period.Day
	Move  string // address of the page that moves it
}

// mostDragged bounds the marks of a page.
const mostDragged = 60

// draggable are the dated milestones still to come of some initiatives, and their go-lives. Where only a span is known, the
// mark stands on its last day.
func draggable(plan *roadmap.Plan, initiatives ...*maturity.Initiative) (out []dragItem) {
	add := func(title, item string, d *maturity.LooseDate) {
		if d != nil && d.Latest != 0 && len(out) < mostDragged {
			out = append(out, dragItem{title, d.Latest, itemMoveAddress(plan.ID, item)})
		}
	}
	for _, i := range initiatives {
		for _, m := range i.Milestones {
			if m.State.Open() {
				add(m.Title, m.ID, m.Date)
			}
		}
		for _, d := range plan.DeploymentsOf(i.ID) {
			if d.Live == nil {
				add("Go-live at "+d.Organisation, d.ID, d.GoLive)
			}
		}
	}
	return out
}

// maySpot reports whether dates can be moved on a picture: by whoever may edit, and where the picture shows the roadmap as it
// is now.
func (p *Pages) maySpot(c echo.Context, plan *roadmap.Plan) (bool, error) {
	if !p.mayEditRoadmap(c, plan) {
		return false, nil
	}
	now, err := p.roadmapNow(c)
	return err == nil && now.Version == plan.Version, err
}

// spotted is the bars and open milestones of a picture as links to the pages that move them.
type spotted struct {
	chart.Spots
	Links []spotLink
}

type spotLink struct {
	chart.Spot
	Title string
	Move  string
}

// spotsOf are the links over a timeline. What stands under several headings can be moved at each.
func spotsOf(plan *roadmap.Plan, t roadmap.Timeline) spotted {
	out := spotted{Spots: t.Picture.Spots()}
	for _, s := range out.All {
		row := t.Rows[s.Row]
		item, title := row.Initiative.ID, row.Initiative.Title
		switch {
		case s.Milestone:
			item, title = s.ID, row.Row.Milestones[s.Among].Title
		case row.Part && row.Again:
			continue
		case row.Part:
			item, title = s.ID, row.Row.Label
		}
		out.Links = append(out.Links, spotLink{s, title, itemMoveAddress(plan.ID, item)})
	}
	return out
}

// onPicture lays the links over the drawing of a figure.
func (s spotted) onPicture(r *renderer, figure template.HTML) (template.HTML, error) {
	if len(s.Links) == 0 {
		return figure, nil
	}
	over, err := r.partial("roadmap_spots", s)
	if err != nil {
		return "", err
	}
	return withOver(figure, over), nil
}
