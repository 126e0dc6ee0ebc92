package page

import (
	"html/template"
	"maps"
	"net/url"
	"strings"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// resultFunctions are what the templates about figures may call.
func (p *Pages) resultFunctions() template.FuncMap {
	all := template.FuncMap{
		"controlIcon":   controlIcon,
		"sparkline":     sparkline,
		"shareLine":     shareLine,
		"calibration":   calibration,
		"statusShape":   func(s maturity.Status) string { return statusShapes[s] },
		"positionShape": func(place maturity.Position) string { return positionShapes[place] },
		"targetsTable": func(caption string, rows []board.TargetRow, shell Shell, code string) targetsView {
			return targetsView{caption, code, rows, shell, func(r board.TargetRow) plannedLinks {
				if !isRed(r.Status) {
					return plannedLinks{}
				}
				return p.planLink(shell, r.Measure.ID, r.Target.ID, code, "for "+r.Title)
			}}
		},
		"targetsFor": func(v *plannedView, rows []board.TargetRow, shell Shell, code string) targetsView {
			return targetsView{"Targets", code, rows, shell, func(r board.TargetRow) plannedLinks { return newPlannedLinks(v, r.Measure, r.Target.ID, r.Status) }}
		},
		"matrixTable": func(m *board.Matrix, shell Shell) matrixView { return matrixView{m, shell} },
		"valuesTable": func(caption string, t *board.ValueTable, shell Shell) valuesView {
			return valuesView{caption, t, shell}
		},
		"valueCell":      newValueView,
		"assuranceTable": func(m *board.AssuranceMatrix, shell Shell) assuranceView { return assuranceView{m, shell} },
		"assuranceNames": newAssuranceList,
		"measureAddress": measureAddress,
		"betterTable":    func(rows []board.BetterRow, shell Shell) betterView { return betterView{rows, shell} },
		"domainGroups":   domainGroups,
		"domainShape":    domainShape,
		"domainLine":     domainLine,
		"countsWords":    countsWords,
		"list":           func(ids []string) string { return strings.Join(ids, ", ") },
		"blank":          blank,
		"minusOne":       func(n int) int { return n - 1 },
		"editLine":       func(id, label, value, hint string) editField { return editField{id, label, value, hint} },
		"moreWords":      moreWords,
		"forecastHead":   forecastHead,
		"spanOf":         func(organisations int) int { return organisations + 2 },
		"whereFrom":      whereFromAddress,
		"pointWords":     board.PointWords,
		"sourceTitle":    p.sourceTitle,
		"rollUpWords":    func(r maturity.RollUp) string { return rollUpWords[r] },
		"relationWords": func(l maturity.OrganisationLink) string {
			words := relationWords[l.Kind]
			if l.Outward {
				return words[0]
			}
			return words[1]
		},
	}
	maps.Copy(all, changeFunctions())
	return all
}

type targetsView struct {
	Caption, Code string
	Rows          []board.TargetRow
	Shell         Shell
	planned       func(board.TargetRow) plannedLinks
}

// Links lead from a target to what is planned about it.
func (v targetsView) Links(r board.TargetRow) plannedLinks { return v.planned(r) }

type matrixView struct {
	Matrix *board.Matrix
	Shell  Shell
}

// valueView is one cell of a valuesView with the address of where its value came from.
type valueView struct {
	Cell    board.ValueCell
	Address string
	Head    string // of its column, for small screens
}

// newValueView takes the cell of an organisation; where the rows of the page are organisations its column is the measure's.
func newValueView(row board.ValueRow, at int, shell Shell, tall bool) valueView {
	cell := row.Cells[at]
	head := cell.Organisation.ShortName
	if tall {
		head = row.Measure.Title
	}
	return valueView{cell, shell.Link(whereFromAddress(cell.Organisation.Code, row.Measure.ID, cell.Period)), head}
}

// countsWords is "3 met, 1 past due, 19 no dated target".
func countsWords(counts []board.StatusCount) string {
	parts := make([]string, len(counts))
	for i, c := range counts {
		parts[i] = wholeNumber(c.Number) + " " + maturity.LowerFirst(c.Status.Words())
	}
	return strings.Join(parts, ", ")
}

type valuesView struct {
	Caption string
	Table   *board.ValueTable
	Shell   Shell
}

// Shapes carry a meaning beside its word, so that none rests on colour.
var (
	statusShapes = map[maturity.Status]string{maturity.StatusMet: "✔", maturity.StatusOnTrack: "●", maturity.StatusAtRisk: "◐", maturity.StatusUnlikely: "▲",
		maturity.StatusPastDue: "■", maturity.StatusTooLittle: "○", maturity.StatusNoTarget: "–"}
	positionShapes = map[maturity.Position]string{maturity.PositionAbove: "▲", maturity.PositionSimilar: "●", maturity.PositionBelow: "▼"}
)

var rollUpWords = map[maturity.RollUp]string{maturity.RollUpRatio: "sum of numerators over sum of denominators", maturity.RollUpSum: "sum",
	maturity.RollUpMean: "unweighted mean", maturity.RollUpNone: "not combined"}

var relationWords = map[maturity.RelationKind][2]string{
	maturity.MemberOf: {"Member of", "Has the member"}, maturity.PartnerOf: {"Partner of", "Has the partner"},
	maturity.ProvidesFor: {"Provides services for", "Is served by"}, maturity.PartOf: {"Part of", "Contains"},
	maturity.CommissionedBy: {"Commissioned by", "Commissions"}, maturity.SucceededBy: {"Succeeded by", "Took over from"},
}

// whereFromAddress leads from a number to the cell it came from.
func whereFromAddress(organisation, measure, period string) string {
	return "/data/where-from?" + url.Values{"organisation": {organisation}, "measure": {measure}, "period": {period}}.Encode()
}

func (p *Pages) sourceTitle(id string) string {
	if s, ok := p.Catalogue.Source(id); ok {
		return s.Title
	}
	return "computed from the organisations' figures"
}
