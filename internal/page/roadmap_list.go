package page

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// roadmapInitiativeRoutes are the list of roadmaps, initiatives, reports, and what leads from a figure to a plan.
func (p *Pages) roadmapInitiativeRoutes() []httpkit.Route {
	if p.Roadmaps == nil {
		return nil
	}
	route := func(method, path string, right httpkit.Right, body int64, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: method, Path: path, Right: right, Body: body}, Handle: handle}
	}
	const one = roadmapPath + "/initiatives/:initiative"
	return []httpkit.Route{
		route(http.MethodGet, "/roadmap", httpkit.SignedIn, 0, p.roadmaps),
		route(http.MethodGet, roadmapPath+"/initiatives/new", httpkit.Decide, 0, p.newInitiativeForm),
		route(http.MethodPost, roadmapPath+"/initiatives/new", httpkit.Decide, initiativeForm, p.newInitiative),
		route(http.MethodGet, one, httpkit.SignedIn, 0, p.initiative),
		route(http.MethodGet, one+"/edit", httpkit.Decide, 0, p.editInitiativeForm),
		route(http.MethodPost, one+"/edit", httpkit.Decide, initiativeForm, p.saveInitiative),
		route(http.MethodGet, roadmapPath+"/updates", httpkit.SignedIn, 0, p.planUpdates),
		route(http.MethodPost, roadmapPath+"/updates", httpkit.Send, 0, p.reportPlan),
		route(http.MethodGet, "/initiatives", httpkit.SignedIn, 0, p.carrying),
	}
}

type roadmapsPage struct {
	Headline string
	Rows     []roadmapRow
	MayLoad  bool
	Load     string // where a file is loaded
}

type roadmapRow struct {
	*roadmap.Plan
	Address  string
	Sentence string
	AsAt     string // where it opens at a day of its own
	Own      bool   // of a footprint that the visitor works for
}

// roadmaps lists the roadmaps, those of the visitor's own footprints first.
func (p *Pages) roadmaps(c echo.Context) error {
	seen, at, err := p.roadmapPlans(c)
	if err != nil {
		return err
	}
	shell := p.shell(c, "Roadmaps").under("/roadmap").asKnownAt(at)
	account := signedIn(c)
	page := roadmapsPage{}
	late := 0
	for _, s := range seen {
		row := roadmapRow{Plan: s.Plan, Address: shell.Link(roadmapAddress(s.ID)), Sentence: roadmapSentence(s)}
		if s.at.Query != at.Query {
			row.AsAt = s.at.Words
		}
		row.Own = slices.ContainsFunc(account.Grants, func(g maturity.Grant) bool { return g.Code != "" && p.concerns(c, g.Code, s.Plan) })
		if isLate(s) {
			late++
		}
		page.MayLoad = page.MayLoad || p.mayEditRoadmap(c, s.Plan)
		page.Rows = append(page.Rows, row)
	}
	slices.SortStableFunc(page.Rows, func(a, b roadmapRow) int {
		return cmp.Or(-compareBool(a.Own, b.Own), cmp.Compare(maturity.FoldName(a.Title), maturity.FoldName(b.Title)))
	})
	page.MayLoad = page.MayLoad || mayHoldRoadmaps(account)
	if page.MayLoad && p.kit.Has("/roadmap/upload") {
		page.Load = "/roadmap/upload"
	}
	page.Headline = roadmapsHeadline(len(seen), late)
	return p.show(c, http.StatusOK, "roadmaps", shell, page)
}

func mayHoldRoadmaps(a maturity.Account) bool {
	return slices.ContainsFunc(a.Grants, func(g maturity.Grant) bool { return maturity.EditRoadmap.Permits(g.Role) })
}

// concerns reports whether a code is that of a roadmap's footprint, or of an organisation that the roadmap names.
func (p *Pages) concerns(_ echo.Context, code string, plan *roadmap.Plan) bool {
	if plan.Footprint.Code == code {
		return true
	}
	for _, o := range plan.Bodies {
		if o.Code == code {
			return true
		}
	}
	return false
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func isLate(s seenRoadmap) bool {
	return slices.ContainsFunc(s.Milestones(s.Today), func(m roadmap.DatedMilestone) bool { return m.Late })
}

func roadmapsHeadline(all, late int) string {
	switch {
	case all == 0:
		return "No roadmap is loaded yet"
	case all == 1 && late == 1:
		return "The roadmap has late milestones"
	case all == 1:
		return "No milestone of the roadmap is late"
	case late == 0:
		return "None of " + wholeNumber(all) + " roadmaps has a late milestone"
	}
	return wholeNumber(late) + " of " + wholeNumber(all) + " roadmaps " + hasHave(late) + " late milestones"
}

// roadmapSentence says how a roadmap stands: "48 initiatives. 11 of 60 milestones are late; 20 have no date."
func roadmapSentence(s seenRoadmap) string {
	undated := 0
	for _, m := range s.Milestones(s.Today) {
		if m.State.Open() && (m.Date == nil || m.Date.Latest == 0) {
			undated++
		}
	}
	words := countWords(len(s.Initiatives), "initiative", "initiatives") + ". " + strings.TrimSuffix(s.Sentence(s.Today), ".")
	if undated > 0 {
		words += "; " + wholeNumber(undated) + " " + hasHave(undated) + " no date"
	}
	return words + "."
}
