package page

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// standingReader gives trajectories without their paths. store.DB is one.
type standingReader interface {
	Summaries(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error)
}

// fillGaps lists what is missing with the initiatives that are to close it, and then the capabilities with a target that is
// not met for which the roadmap has no initiative.
func (p *Pages) fillGaps(c echo.Context, page *registersPage) error {
	open, bare := 0, 0
	var domains []string
	for _, g := range page.Plan.Gaps {
		if g.State != maturity.GapClosed {
			open++
			if len(g.Initiatives) == 0 {
				bare++
			}
		}
		if !slices.Contains(domains, g.Domain) {
			domains = append(domains, g.Domain)
		}
	}
	page.Heading = gapsHeading(len(page.Plan.Gaps), open, bare)
	page.addLink("gaps", "Add a gap")
	unplanned, unread, err := p.unplanned(c, page)
	if err != nil {
		return err
	}
	if n := len(unplanned.Table.Rows); n > 0 {
		page.Lead = append(page.Lead, upperFirst(countWords(n, "capability has", "capabilities have"))+" a target that is not met, and the roadmap has no initiative for "+itThem(n)+": see below.")
	} else if !unread {
		page.Lead = append(page.Lead, "Every capability with a target that is not met has an initiative.")
	}
	table := registerTable{ID: "gaps", Caption: "Gaps and what closes them", Columns: []Column{{Words: "Gap"}, {Words: "Area"}, {Words: "Closed by", Wide: true}, {Words: "State"}, {Words: "Place in the source"}},
		Empty: "No gap is written down."}
	for _, domain := range domains {
		for _, g := range page.Plan.Gaps {
			if g.Domain == domain {
				table.Rows = append(table.Rows, page.gapRow(g))
			}
		}
	}
	page.Sections = append(page.Sections, registerSection{ID: "gaps", Title: "Gaps that are written down", Table: &table}, unplanned)
	return nil
}

func (page *registersPage) gapRow(g maturity.RoadmapGap) registerRow {
	title := said(upperFirst(g.Title))
	title.Note = g.Note
	state := said("Open")
	if g.State == maturity.GapClosed {
		state = said("Closed")
	}
	return page.changeable(registerRow{ID: g.ID, Cells: []registerCell{title, saidOr(g.Domain, "not stated"), page.initiativeCell(g.Initiatives, "no initiative"), state, page.source(g.Place)}}, "gaps")
}

func gapsHeading(all, open, bare int) string {
	switch {
	case all == 0:
		return "No gap is written down in this roadmap"
	case open == 0:
		return "All " + countWords(all, "gap is", "gaps are") + " closed"
	case bare == 0:
		return fmt.Sprintf("%s of %s open, each with an initiative that closes it", wholeNumber(open), countWords(all, "gap is", "gaps are"))
	case bare == open && open == 1:
		return "1 gap is open, with no initiative that closes it"
	case bare == open:
		return countWords(open, "gap is", "gaps are") + " open, and none of them has an initiative that closes it"
	}
	return fmt.Sprintf("%s open; %s of them %s no initiative that closes %s", countWords(open, "gap is", "gaps are"), wholeNumber(bare), hasOrHave(bare), itThem(bare))
}

func hasOrHave(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

func itThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// unplanned lists the capabilities that have a target which is not met and no initiative. unread: nothing could be said.
func (p *Pages) unplanned(c echo.Context, page *registersPage) (s registerSection, unread bool, err error) {
	table := registerTable{ID: "unplanned", Caption: "Targets not met, with no initiative", Columns: []Column{{Words: "Capability or aim"}, {Words: "Of"}, {Words: "Targets not met"}, {Words: "Initiatives"}}}
	s = registerSection{ID: "unplanned", Title: "Targets that are not met and have no initiative", Table: &table,
		Words: []string{"Found by comparing the roadmap with the forecasts of the footprint and its members, as known at the time of this page. Targets about which there is too little data are left out."}}
	list, err := p.standings(c, page)
	if err != nil {
		return s, false, err
	}
	if list == nil {
		table.Empty = "No figures of the footprint or its members are known for capabilities with a target."
		return s, true, nil
	}
	table.Empty = "There is none: every capability with a target that is not met has an initiative."
	for _, u := range roadmap.UncoveredBy(p.Catalogue, &page.Plan.Roadmap, list) {
		table.Rows = append(table.Rows, p.unplannedRow(page, u))
	}
	return s, false, nil
}

func (p *Pages) unplannedRow(page *registersPage, u roadmap.Uncovered) registerRow {
	title := said(u.Title)
	of := said(u.Group)
	of.Note = u.Framework
	var targets registerCell
	for _, measure := range u.Measures {
		m, _ := p.Catalogue.Measure(measure)
		targets.Links = append(targets.Links, Link{Words: cmp.Or(m.Short, m.Title) + ": " + statusCounts(u.Unmet, measure),
			Address: page.shell.Link("/measures/" + url.PathEscape(measure) + "?organisation=" + url.QueryEscape(page.Plan.Footprint.Code))})
	}
	none := registerCell{Words: "no initiative", Missing: true}
	if page.may {
		query := url.Values{"measure": {u.Measures[0]}, "target": {u.Unmet[0].Target}}
		none.Links = []Link{{Words: "Open one", Address: roadmapAddress(page.Plan.ID) + "/initiatives/new?" + query.Encode()}}
	}
	return registerRow{ID: strings.ReplaceAll(u.Capability, "/", "-"), Cells: []registerCell{title, of, targets, none}}
}

// statusCounts is "3 unlikely, 1 at risk" of the trajectories of a measure.
func statusCounts(list []maturity.Trajectory, measure string) string {
	var order []maturity.Status
	count := map[maturity.Status]int{}
	for _, t := range list {
		if t.Measure == measure {
			if count[t.Status] == 0 {
				order = append(order, t.Status)
			}
			count[t.Status]++
		}
	}
	var parts []string
	for _, s := range order {
		parts = append(parts, wholeNumber(count[s])+" "+strings.ToLower(s.Words()))
	}
	return strings.Join(parts, ", ")
}

// standings are the trajectories of the footprint and its members for the measures of capabilities, by one read; nil where
// there is none.
func (p *Pages) standings(c echo.Context, page *registersPage) ([]maturity.Trajectory, error) {
	measures := roadmap.CapabilityMeasures(p.Catalogue)
	if p.Roadmaps.Standings == nil || len(measures) == 0 || page.Plan.Footprint.ID == 0 {
		return nil, nil
	}
	ctx := c.Request().Context()
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return nil, err
	}
	bodies := []maturity.OrganisationID{page.Plan.Footprint.ID}
	for _, o := range directory.Members(page.Plan.Footprint.ID, p.roadmapToday(page.at)) {
		bodies = append(bodies, o.ID)
	}
	when := page.at.Time
	if when.IsZero() {
		when = p.Now()
	}
	return p.Roadmaps.Standings.Summaries(ctx, bodies, measures, when)
}
