package page

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// fillRisks lists risks and factors that limit the pace, those that weigh most first and those not judged after them.
func (p *Pages) fillRisks(_ echo.Context, page *registersPage) error {
	risks := slices.Clone(page.Plan.Risks)
	slices.SortStableFunc(risks, func(a, b maturity.RoadmapRisk) int {
		return cmp.Or(compareBool(a.Closed, b.Closed), cmp.Compare(riskWeight(b), riskWeight(a)))
	})
	open, limits, judged := 0, 0, 0
	for _, r := range risks {
		if r.Closed {
			continue
		}
		open++
		if r.Kind == maturity.RiskRateLimiting {
			limits++
		}
		if riskWeight(r) > 0 {
			judged++
		}
	}
	page.Heading = risksHeading(len(risks), open, limits)
	switch {
	case open > 0 && judged == 0:
		page.Lead = []string{"None of them is judged for likelihood and impact yet."}
	case open > 0 && judged < open:
		page.Lead = []string{fmt.Sprintf("%s of %s judged for likelihood and impact; the others stand below them.", wholeNumber(judged), countWords(open, "is", "are"))}
	}
	page.addLink("risks", "Add a risk or limit")
	table := registerTable{ID: "risks", Caption: "Risks and limits", Columns: []Column{{Words: "Risk or limit"}, {Words: "Kind"}, {Words: "Likelihood", Number: true}, {Words: "Impact", Number: true},
		{Words: "Likelihood × impact", Number: true}, {Words: "Holds up"}, {Words: "Owner"}, {Words: "Response"}, {Words: "State"}, {Words: "Place in the source"}}, Empty: "No risk and no limit is written down."}
	for _, r := range risks {
		table.Rows = append(table.Rows, page.riskRow(r))
	}
	section := registerSection{ID: "risks", Title: "The register", Table: &table}
	if len(risks) > 0 {
		section.Words = []string{"Likelihood and impact are judged from 1 (little) to 5 (very much)."}
	}
	page.Sections = append(page.Sections, section)
	return nil
}

// riskWeight is likelihood times impact; 0 where one of them is not judged.
func riskWeight(r maturity.RoadmapRisk) int { return r.Likelihood * r.Impact }

func risksHeading(all, open, limits int) string {
	switch {
	case all == 0:
		return "No risk is written down in this roadmap"
	case open == 0:
		return "All " + countWords(all, "risk and limit is", "risks and limits are") + " closed"
	case limits == open:
		return countWords(open, "factor limits", "factors limit") + " the pace of this roadmap; no other risk is written down"
	case limits == 0:
		return countWords(open, "risk is", "risks are") + " open"
	}
	return fmt.Sprintf("%s open, and %s the pace", countWords(open-limits, "risk is", "risks are"), countWords(limits, "factor limits", "factors limit"))
}

func (page *registersPage) riskRow(r maturity.RoadmapRisk) registerRow {
	title := said(upperFirst(r.Title))
	title.Note = r.Note
	kind := "Risk"
	if r.Kind == maturity.RiskRateLimiting {
		kind = "Limits the pace"
	}
	judged := func(n int) registerCell {
		if n == 0 {
			return registerCell{Words: "not judged", Missing: true}
		}
		return said(wholeNumber(n))
	}
	state := said("Open")
	if r.Closed {
		state = said("Closed")
	}
	return page.changeable(registerRow{ID: r.ID, Cells: []registerCell{title, said(kind), judged(r.Likelihood), judged(r.Impact), judged(riskWeight(r)), page.initiativeCell(r.Initiatives, "the whole roadmap"),
		saidOr(r.OwnerRole, "not stated"), saidOr(r.Response, "not stated"), state, page.source(r.Place)}}, "risks")
}
