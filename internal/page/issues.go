package page

import (
	"strings"

	"waymark/internal/maturity"
)

// issueGroups puts the issues of a submission under their levels, the gravest first. Issues that refuse the file or
// hold back organisations come before those about single cells.
func issueGroups(issues []maturity.Issue) []issueGroup {
	groups := []issueGroup{
		{Title: "The file cannot be used", Sentence: "Because of this nothing in the file is written."},
		{Title: "Errors that hold values back", Sentence: "The values of the organisations concerned are not written. Those of all others are."},
		{Title: "Errors in single values", Sentence: "These values are not written."},
		{Title: "Warnings", Sentence: "These values are written and shown with a caveat."},
		{Title: "For your information", Sentence: "Nothing is wrong here."},
	}
	for _, i := range issues {
		g := &groups[groupOf(i)]
		g.Issues = append(g.Issues, issueView{i, exampleTable(i), i.Count - int64(len(i.Examples))})
	}
	var out []issueGroup
	for _, g := range groups {
		if len(g.Issues) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func groupOf(i maturity.Issue) int {
	switch {
	case i.Level == maturity.LevelWarning:
		return 3
	case i.Level == maturity.LevelInfo:
		return 4
	case i.Reach == maturity.ReachFile:
		return 0
	case i.Reach == maturity.ReachOrganisation:
		return 1
	}
	return 2
}

// exampleTable lists the places of an issue. Columns that no example fills are left out.
func exampleTable(i maturity.Issue) Table {
	var seen, organisation, other, suggestion bool
	for _, e := range i.Examples {
		seen, organisation, other, suggestion = seen || e.Seen != "", organisation || e.Organisation != "", other || e.Other != nil, suggestion || len(e.Suggestions) > 0
	}
	table := Table{Caption: "Where: " + countWords(i.Count, "place", "places"), Columns: []Column{{Words: "Cell"}}}
	if int64(len(i.Examples)) < i.Count {
		table.Caption += ", the first " + wholeNumber(len(i.Examples))
	}
	for _, c := range []struct {
		wanted bool
		words  string
	}{{other, "Also at"}, {i.Header != "", "Column"}, {seen, "Seen there"}, {organisation, "Organisation"}, {suggestion, "Did you mean"}} {
		if c.wanted {
			table.Columns = append(table.Columns, Column{Words: c.words})
		}
	}
	for _, e := range i.Examples {
		row := []Cell{{Words: placeWords(e.Cell)}}
		if other {
			cell := missing("not given")
			if e.Other != nil {
				cell = Cell{Words: placeWords(*e.Other)}
			}
			row = append(row, cell)
		}
		if i.Header != "" {
			row = append(row, Cell{Words: i.Header})
		}
		if seen {
			row = append(row, orMissing(e.Seen, "an empty cell"))
		}
		if organisation {
			row = append(row, orMissing(e.Organisation, "not given"))
		}
		if suggestion {
			row = append(row, orMissing(strings.Join(e.Suggestions, ", "), "nothing close"))
		}
		table.Rows = append(table.Rows, row)
	}
	if len(i.Examples) == 1 && i.Examples[0].Cell == (maturity.Cell{}) && len(table.Columns) == 1 {
		table.Rows = nil // about the file as a whole
	}
	return table
}

// placeWords is a cell for people: C14 on sheet Returns.
func placeWords(c maturity.Cell) string {
	switch place := c.A1(); {
	case place == "" && c.Row > 0:
		return "Row " + wholeNumber(c.Row)
	case place == "" && c.Sheet != "":
		return "Sheet " + c.Sheet
	case place == "":
		return "The file"
	case c.Sheet != "":
		return place + " on sheet " + c.Sheet
	default:
		return place
	}
}

func missing(words string) Cell { return Cell{Words: words, Missing: true} }

func orMissing(text, otherwise string) Cell {
	if text == "" {
		return missing(otherwise)
	}
	return Cell{Words: text}
}
