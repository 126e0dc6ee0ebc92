package page

import (
	"html/template"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// plannedLinks lead from one figure that asks for something to what is planned about it, and to opening an initiative.
type plannedLinks struct {
	Carrying string // where the initiatives are listed; "" for no link
	Words    string
	About    string // whose figure of what, where the words beside the link do not say it
	Open     string // where one can be opened; "" where the visitor may not, or need not
}

const plannedWords = "What is planned"

// newPlannedLinks are for a page that is made for its visitor: it says how many initiatives there are, and lets whoever may
// open one.
func newPlannedLinks(v *plannedView, m maturity.Measure, target string, status maturity.Status) (l plannedLinks) {
	if v == nil || len(v.plans) == 0 {
		return l
	}
	n, red := v.Count(m.ID), isRed(status)
	if n == 0 && !red {
		return l
	}
	l.Carrying, l.Words, l.About = v.shell.Link(carryingAddress(m.ID, target, v.of.Code)), plannedWords+" ("+wholeNumber(n)+")", "for "+m.Title
	if n == 0 {
		l.Words = "Nothing is planned"
	}
	if red && v.edit != "" {
		l.Open = roadmapAddress(v.edit) + "/initiatives/new?" + aboutFigure(m.ID, target, v.of.Code).Encode()
	}
	return l
}

// planLink is for tables that are the same for everybody, such as those of boards: the list it leads to lets whoever may
// open an initiative. It reads no roadmap.
func (p *Pages) planLink(shell Shell, measure, target, organisation, about string) (l plannedLinks) {
	if p.Roadmaps == nil {
		return l
	}
	return plannedLinks{Carrying: shell.Link(carryingAddress(measure, target, organisation)), Words: plannedWords, About: about}
}

// planBriefly is the same for cells that hold a number only.
func (p *Pages) planBriefly(shell Shell, measure, target, organisation, about string) plannedLinks {
	l := p.planLink(shell, measure, target, organisation, about)
	l.Words = "Plans"
	return l
}

// plannedMany are those of several names that share a cell; Lead is set where there is one alone.
type plannedMany struct {
	Lead *plannedLinks
	All  []plannedName
}

type plannedName struct {
	Label string
	plannedLinks
}

// assurancePlans lead from the names in a cell of an assurance matrix to what is planned about each.
func (p *Pages) assurancePlans(cell board.AssuranceCell, shell Shell) (many plannedMany) {
	if p.Roadmaps == nil || !cell.Asks {
		return many
	}
	for _, e := range cell.Entries {
		many.All = append(many.All, plannedName{e.Label, p.planLink(shell, e.Measure.ID, e.Target, e.Organisation.Code, "for "+e.Label)})
	}
	if len(many.All) == 1 {
		many.Lead = &many.All[0].plannedLinks
	}
	return many
}

// plannedFunctions are what templates call to lead from figures to plans.
func (p *Pages) plannedFunctions() template.FuncMap {
	return template.FuncMap{
		"isRed":          isRed,
		"planLink":       p.planLink,
		"planBriefly":    p.planBriefly,
		"plannedLinks":   newPlannedLinks,
		"assurancePlans": p.assurancePlans,
	}
}
