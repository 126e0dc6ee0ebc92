package page

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/whatif"
)

type compareScenariosPage struct {
	Heading     string
	A, B        *whatif.Answer
	ALink       string
	BLink       string
	Rows        []comparedOutlook
	Dates       []comparedDate
	Illustrates bool
}

// comparedOutlook is a target with the plan and with two scenarios.
type comparedOutlook struct {
	whatif.Cell
	Address    string
	Plan, A, B outlookCell
	Better     string // which of the two is the likelier
}

// comparedDate is an item whose date differs in one of them.
type comparedDate struct {
	Title, Plan, A, B string
}

// compareScenarios shows two scenarios side by side.
func (p *Pages) compareScenarios(c echo.Context) error {
	a, where, err := p.asked(c)
	if err != nil {
		return err
	}
	plan := a.Plan
	id, err := strconv.ParseInt(c.QueryParam("with"), 10, 64)
	if err != nil || id < 1 {
		return maturity.Errorf(maturity.Invalid, "Choose the scenario to compare with.")
	}
	other, err := p.Roadmaps.Scenarios.Get(c.Request().Context(), plan.ID, id)
	if err != nil {
		return err
	}
	b, err := p.Roadmaps.Scenarios.Ask(c.Request().Context(), plan, other, where)
	if err != nil {
		return err
	}
	page := compareScenariosPage{A: a, B: b, Illustrates: a.Illustrative || b.Illustrative}
	page.fill(a, b)
	shell := p.roadmapShell(c, plan, page.Heading, Link{Words: "Scenarios", Address: scenariosAddress(plan.ID)})
	if page.Illustrates {
		shell = shell.withIllustrative()
	}
	page.ALink, page.BLink = shell.Link(scenarioAddress(plan.ID, a.Scenario.ID)), shell.Link(scenarioAddress(plan.ID, b.Scenario.ID))
	for i := range page.Rows {
		page.Rows[i].Address = shell.Link(measureAddress(page.Rows[i].Measure.ID, page.Rows[i].Organisation.Code))
	}
	return p.show(c, http.StatusOK, "roadmap_scenario_compare", labelled(shell, plan), page)
}

// fill sets the answers side by side: only what one of them changes.
func (page *compareScenariosPage) fill(a, b *whatif.Answer) {
	byKey := map[string]whatif.Cell{}
	for _, c := range b.Cells {
		byKey[cellKey(c)] = c
	}
	first, second := 0, 0
	for _, c := range a.Cells {
		d, ok := byKey[cellKey(c)]
		if !ok || !c.Plan.Known() || !c.Changes() && !d.Changes() {
			continue
		}
		row := comparedOutlook{Cell: c, Plan: outlookWords(c, c.Plan), A: outlookWords(c, c.Scenario), B: outlookWords(d, d.Scenario), Better: "the same"}
		switch {
		case c.Scenario.Chance > d.Scenario.Chance:
			row.Better, first = "the first", first+1
		case c.Scenario.Chance < d.Scenario.Chance:
			row.Better, second = "the second", second+1
		}
		page.Rows = append(page.Rows, row)
	}
	page.Dates = comparedDates(a, b)
	page.Heading = compareHeading(len(page.Rows), first, second)
}

func compareHeading(all, first, second int) string {
	switch {
	case all == 0:
		return "Neither scenario changes a chance of meeting a target"
	case first == 0 && second == 0:
		return "Both scenarios do the same to " + countWords(all, "target", "targets")
	case second == 0:
		return "The first scenario is the better one for " + wholeNumber(first) + " of " + countWords(all, "target", "targets")
	case first == 0:
		return "The second scenario is the better one for " + wholeNumber(second) + " of " + countWords(all, "target", "targets")
	}
	return "The first scenario is better for " + countWords(first, "target", "targets") + ", the second for " + wholeNumber(second)
}

func comparedDates(a, b *whatif.Answer) []comparedDate {
	at := map[string]int{}
	var out []comparedDate
	add := func(of *whatif.Answer, second bool) {
		for _, d := range of.Dates {
			i, known := at[d.Item]
			if !known {
				row := newMovedRow(Shell{}, of, d)
				i, at[d.Item] = len(out), len(out)
				out = append(out, comparedDate{Title: row.Title, Plan: row.From, A: row.From, B: row.From})
			}
			if row := newMovedRow(Shell{}, of, d); second {
				out[i].B = row.To
			} else {
				out[i].A = row.To
			}
		}
	}
	add(a, false)
	add(b, true)
	return out[:min(len(out), 2*fewDates)]
}
