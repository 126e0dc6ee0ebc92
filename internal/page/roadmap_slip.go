package page

import (
	"html/template"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
	"waymark/internal/whatif"
)

// slipView is the section of an initiative's page about what depends on it.
type slipView struct {
	*whatif.SlipView
	Heads []string // of the slips
	Rows  []slipRow
	More  int
	Asks  []Link // "what if this slips three months?"
	Shell Shell
}

type slipRow struct {
	whatif.Slip
	Address string
	Plan    outlookCell
	Slips   []slipCell
}

type slipCell struct {
	Head string
	outlookCell
	Change string
}

// mostSlipRows is how many targets stand on an initiative's page; the question itself shows all.
const mostSlipRows = 12

// roadmapSlip is that section; "" where no scenarios are asked.
func (p *Pages) roadmapSlip(c echo.Context, plan *roadmap.Plan, initiative *maturity.Initiative, at asAt, shell Shell) (template.HTML, error) {
	if p.Roadmaps == nil || p.Roadmaps.Scenarios == nil || initiative.Status == maturity.InitiativeComplete {
		return "", nil
	}
	where, err := p.whatifAt(c, at)
	if err != nil {
		return "", err
	}
	found, err := p.Roadmaps.Scenarios.Slip(c.Request().Context(), plan, initiative.ID, where)
	if err != nil {
		return "", err
	}
	return p.renderer.partial("roadmap_slip", newSlipView(shell, plan, found))
}

func newSlipView(shell Shell, plan *roadmap.Plan, found *whatif.SlipView) slipView {
	v := slipView{SlipView: found, Shell: shell}
	for _, days := range whatif.Slips {
		words := whatif.SpanWords(days)
		v.Heads = append(v.Heads, "If it slips "+words)
		v.Asks = append(v.Asks, Link{Words: "What if this slips " + words + "?", Address: shell.Link(scenariosAddress(plan.ID) + "/new?item=" + found.Initiative + "&days=" + strconv.Itoa(days))})
	}
	for _, s := range found.Rows {
		if len(v.Rows) == mostSlipRows {
			v.More++
			continue
		}
		row := slipRow{Slip: s, Address: shell.Link(measureAddress(s.Measure.ID, s.Organisation.Code)), Plan: outlookWords(s.Cell, s.Cell.Plan)}
		for i, chance := range s.Chances {
			o := s.Cell.Plan
			o.Chance = chance
			row.Slips = append(row.Slips, slipCell{Head: v.Heads[i], outlookCell: outlookWords(s.Cell, o), Change: changeWords(chance - s.Cell.Plan.Chance)})
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}
