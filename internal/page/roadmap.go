package page

import (
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/whatif"
)

// Roadmaps is where pages read and change roadmaps.
type Roadmaps struct {
	Desk *roadmap.Desk
	// Outcomes gives what deployments did; nil: no page about it.
	Outcomes OutcomeReader
	// Standings gives trajectories without their paths; nil: nothing is said of targets.
	Standings standingReader
	// Scenarios answers what would be if; nil: no pages of scenarios.
	Scenarios *whatif.Desk
	// Files receives files with roadmaps; nil: no pages of files.
	Files *roadmap.Files
}

// roadmapPages are the pages of a roadmap in the order of their navigation. One whose route does not exist is left out.
var roadmapPages = []Link{{Words: "Timeline", Address: ""}, {Words: "Deployments", Address: "/deployments"}, {Words: "Dependencies", Address: "/dependencies"}, {Words: "Waves", Address: "/waves"},
	{Words: "Priorities", Address: "/priorities"}, {Words: "Gaps", Address: "/gaps"}, {Words: "Risks", Address: "/risks"}, {Words: "Benefits", Address: "/benefits"}, {Words: "Money", Address: "/money"},
	{Words: "Registers", Address: "/registers"}, {Words: "Scenarios", Address: "/scenarios"},
	{Words: "Reports", Address: "/updates"}, {Words: "Did it work", Address: "/outcomes"}, {Words: "Versions", Address: "/versions"}, {Words: "Files", Address: "/files"}}

const roadmapPath = "/roadmap/:roadmap"

func roadmapAddress(id string) string { return "/roadmap/" + id }

// plannerOf is who changes a roadmap by this request.
func plannerOf(c echo.Context) roadmap.Who {
	return roadmap.Who{Account: signedIn(c), RequestID: httpkit.RequestID(c)}
}

// roadmapPlan is the roadmap of the address as known at the visitor's time: ?as_at=, or else the day its footprint is
// shown as at, or else now.
func (p *Pages) roadmapPlan(c echo.Context) (*roadmap.Plan, asAt, error) {
	ctx, id := c.Request().Context(), c.Param("roadmap")
	at, chosen, err := p.asAt(c)
	if err != nil {
		return nil, at, err
	}
	if !chosen {
		// Whose it is does not change, so any time tells it.
		newest, err := p.Roadmaps.Desk.Get(ctx, id, time.Time{})
		if err != nil {
			return nil, at, err
		}
		if newest.Footprint.ShownAsAt == nil {
			return newest, p.keepAt(c, at), nil
		}
		at = p.asAtDay(c, *newest.Footprint.ShownAsAt)
	}
	plan, err := p.Roadmaps.Desk.Get(ctx, id, at.Time)
	return plan, p.keepAt(c, at), err
}

// roadmapNow is the newest version of the roadmap of the address, for forms that change it.
func (p *Pages) roadmapNow(c echo.Context) (*roadmap.Plan, error) {
	return p.Roadmaps.Desk.Get(c.Request().Context(), c.Param("roadmap"), time.Time{})
}

// roadmapAtKey is where the time of a page waits for its shell.
const roadmapAtKey = "roadmap.as_at"

func (p *Pages) keepAt(c echo.Context, at asAt) asAt {
	c.Set(roadmapAtKey, at)
	return at
}

// roadmapToday is the last day of what a page of a roadmap knows.
func (p *Pages) roadmapToday(at asAt) period.Day {
	if at.Time.IsZero() {
		return period.DayOf(p.Now().In(p.Location))
	}
	return period.DayOf(at.Time.In(p.Location))
}

// roadmapShell begins the frame of a page of a roadmap: under the roadmap's own page, as known at the time of roadmapPlan,
// with the navigation between its pages. Further crumbs are the pages between.
func (p *Pages) roadmapShell(c echo.Context, plan *roadmap.Plan, title string, between ...Link) Shell {
	s := p.shell(c, title)
	if at, ok := c.Get(roadmapAtKey).(asAt); ok {
		s = s.asKnownAt(at)
	}
	own := roadmapAddress(plan.ID)
	s.Of = plan.Title
	var crumbs []Link
	if s.Path != own {
		crumbs = append(crumbs, Link{Words: plan.Title, Address: s.Link(own)})
		for _, b := range between {
			b.Address = s.Link(b.Address)
			crumbs = append(crumbs, b)
		}
	}
	s = s.under("/roadmap", crumbs...)
	longest := ""
	for _, one := range roadmapPages {
		if address := own + one.Address; p.kit != nil && p.kit.Has(roadmapPath+one.Address) {
			s.Local = append(s.Local, Link{Words: one.Words, Address: s.Link(address)})
			if (s.Path == address || strings.HasPrefix(s.Path, address+"/") && one.Address != "") && len(one.Address) >= len(longest) {
				longest = one.Address
				for i := range s.Local {
					s.Local[i].Current = i == len(s.Local)-1
				}
			}
		}
	}
	return s
}

// mayEditRoadmap reports whether the visitor may change the roadmap.
func (p *Pages) mayEditRoadmap(c echo.Context, plan *roadmap.Plan) bool {
	may, err := p.Roadmaps.Desk.May(c.Request().Context(), signedIn(c), plan)
	return err == nil && may
}

// mayReport reports whether the visitor may report how an initiative stands.
func (p *Pages) mayReport(c echo.Context, plan *roadmap.Plan, initiative string) bool {
	may, err := p.Roadmaps.Desk.MayReport(c.Request().Context(), signedIn(c), plan, initiative)
	return err == nil && may
}

// mustEditRoadmap fails where the visitor may read a roadmap but not change it.
func (p *Pages) mustEditRoadmap(c echo.Context, plan *roadmap.Plan) error {
	may, err := p.Roadmaps.Desk.May(c.Request().Context(), signedIn(c), plan)
	if err == nil && !may {
		err = maturity.Errorf(maturity.Forbidden, "You may read this roadmap, but not change it.")
	}
	return err
}

// seenRoadmap is a roadmap of a list with the time as at which it is shown.
type seenRoadmap struct {
	*roadmap.Plan
	at    asAt
	Today period.Day
}

// roadmapPlans lists the roadmaps as known at the visitor's time: each as at the day its footprint is shown as at, unless
// the visitor chose one. Those of which nothing was known then are left out.
func (p *Pages) roadmapPlans(c echo.Context) ([]seenRoadmap, asAt, error) {
	ctx := c.Request().Context()
	at, chosen, err := p.asAt(c)
	if err != nil {
		return nil, at, err
	}
	plans, err := p.Roadmaps.Desk.List(ctx, at.Time)
	if err != nil {
		return nil, at, err
	}
	out := make([]seenRoadmap, 0, len(plans))
	for _, plan := range plans {
		seen := seenRoadmap{plan, at, p.roadmapToday(at)}
		if day := plan.Footprint.ShownAsAt; !chosen && day != nil {
			seen.at = p.asAtDay(c, *day)
			if seen.Plan, err = p.Roadmaps.Desk.Get(ctx, plan.ID, seen.at.Time); maturity.CodeOf(err) == maturity.NotFound {
				continue
			} else if err != nil {
				return nil, at, err
			}
			seen.Today = p.roadmapToday(seen.at)
		}
		out = append(out, seen)
	}
	return out, at, nil
}
