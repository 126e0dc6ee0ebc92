package page

import (
	"cmp"
	"net/url"

	"waymark/internal/maturity"
)

// pilotSection lists the trials of a roadmap: what came of each, and whether it is to be spread. Nothing is concluded from
// a source's silence: a trial without a result is one of which nobody has told it.
func (page *registersPage) pilotSection() registerSection {
	table := registerTable{ID: "pilots", Caption: "Pilots and what was decided", Columns: []Column{{Words: "Pilot"}, {Words: "Owners"}, {Words: "Result"}, {Words: "Decision"}, {Words: "Date"}, {Words: "Place in the source"}},
		Empty: "No initiative of this roadmap is marked as a pilot."}
	results, decisions := 0, 0
	for k := range page.Plan.Initiatives {
		i := &page.Plan.Initiatives[k]
		if i.Pilot == nil {
			continue
		}
		results, decisions = results+countIf(i.Pilot.Result != ""), decisions+countIf(i.Pilot.Decision != "")
		table.Rows = append(table.Rows, page.pilotRow(i))
	}
	s := registerSection{ID: "pilots", Title: "Pilots", Table: &table}
	if n := len(table.Rows); n > 0 {
		s.Words = []string{"A result is told for " + wholeNumber(results) + " of " + countWords(n, "pilot", "pilots") + ", and a decision for " + wholeNumber(decisions) + "."}
	}
	return s
}

func countIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (page *registersPage) pilotRow(i *maturity.Initiative) registerRow {
	address := initiativeAddress(page.Plan.ID, i.ID)
	date := registerCell{Words: "no date given", Missing: true}
	if i.Pilot.Date != nil {
		date = said(i.Pilot.Date.Words())
	}
	owners := registerCell{Words: "no owner named", Missing: true}
	if len(i.Organisations) > 0 {
		owners = registerCell{}
		for _, named := range i.Organisations {
			l := Link{Words: named}
			if known, ok := page.Plan.Bodies[named]; ok {
				l = Link{Words: cmp.Or(known.ShortName, known.Name), Address: page.shell.Link("/organisations/" + url.PathEscape(known.Code))}
			}
			owners.Links = append(owners.Links, l)
		}
	}
	row := registerRow{ID: "pilot-" + i.ID, Cells: []registerCell{{Words: i.Title, Address: page.shell.Link(address)}, owners, saidOr(upperFirst(i.Pilot.Result), "not told"), saidOr(upperFirst(i.Pilot.Decision), "not decided, as far as is told"), date, page.source(i.Pilot.Place)}}
	if i.Illustrative && (i.Pilot.Result != "" || i.Pilot.Decision != "") {
		row.Cells[2].Note = "illustrative: part of this initiative is invented for the demonstration"
	}
	if page.may {
		row.Change = &Link{Words: i.Title, Address: address + "/edit#part-pilot"}
	}
	return row
}
