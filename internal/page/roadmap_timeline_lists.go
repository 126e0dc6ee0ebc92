package page

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// planKey stands for everything a picture of a plan is made from; "" where that cannot be written down.
func planKey(kind string, in any) string {
	text, err := json.Marshal(in)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %x", kind, sha256.Sum256(text))
}

// planPicture draws a picture whose narrow drawing is at an address.
func (p *Pages) planPicture(c echo.Context, shell Shell, d board.Drawing, narrow string) (template.HTML, error) {
	html, err := p.picture(c.Request().Context(), d)
	if err != nil {
		return "", err
	}
	if d.Key != "" {
		narrow += "&v=" + drawingVersion(d)
	}
	return withNarrow(html, shell.Link(strings.TrimSuffix(strings.Replace(narrow, "?&", "?", 1), "?"))), nil
}

// fillLists sets what is late, with its owner, and what has no date: never dropped, and never called late.
func (page *timelinePage) fillLists(plan *roadmap.Plan, shell Shell, q roadmap.TimelineQuery, milestones []roadmap.DatedMilestone) {
	late := plan.LateMilestones(q, milestones)
	all := page.Query
	all.Show, all.Page = "late", 1
	if len(late) > mostListed && page.Query.Show != "late" {
		page.LateMore, page.LateAll = len(late)-mostListed, all.with(shell, page.Address)+"#late"
		late = late[:mostListed]
	}
	late = late[:min(len(late), mostAtAll)]
	page.Late = Table{Caption: "Late milestones, the longest late first", Heard: true, Empty: lateWhy(milestones),
		Columns: []Column{{Words: "Milestone"}, {Words: "Initiative"}, {Words: "Owner"}, {Words: "Due"}, {Words: "How late"}, {Words: "Stands before"}}}
	for _, m := range late {
		page.Late.Rows = append(page.Late.Rows, []Cell{{Words: m.Title}, {Words: m.Initiative.Title, Address: shell.Link(initiativePath(plan.ID, m.Initiative.ID))}, ownerCell(m), dateCell(m.Date), {Words: m.Words}, beforeCell(m)})
	}
	undated := plan.Undated(q)
	all.Show = "undated"
	if len(undated) > mostListed && page.Query.Show != "undated" {
		page.UndatedMore, page.UndatedAll = len(undated)-mostListed, all.with(shell, page.Address)+"#undated"
		undated = undated[:mostListed]
	}
	undated = undated[:min(len(undated), mostAtAll)]
	page.Undated = Table{Caption: "Initiatives and milestones without a date", Heard: true, Empty: "Everything has a date.", Columns: []Column{{Words: "What", Wide: true}, {Words: "Milestone of", Wide: true}, {Words: "What the source says"}}}
	nested := slices.ContainsFunc(undated, func(u roadmap.UndatedItem) bool { return u.Milestone })
	if !nested {
		page.Undated.Columns = slices.Delete(page.Undated.Columns, 1, 2)
	}
	for _, u := range undated {
		what, of := Cell{Words: u.Title}, Cell{Words: u.Initiative.Title, Address: shell.Link(initiativePath(plan.ID, u.Initiative.ID))}
		if !u.Milestone {
			what, of = of, Cell{Words: "an initiative itself", Missing: true}
		}
		row := []Cell{what, of, {Words: orWords(u.Words, "nothing"), Missing: u.Words == ""}}
		if !nested {
			row = slices.Delete(row, 1, 2)
		}
		page.Undated.Rows = append(page.Undated.Rows, row)
	}
}

// mostAtAll bounds a list that is asked for whole.
const mostAtAll = 2000

func orWords(words, otherwise string) string {
	if words == "" {
		return otherwise
	}
	return words
}

// lateWhy says why the list of late milestones is empty.
func lateWhy(milestones []roadmap.DatedMilestone) string {
	switch {
	case len(milestones) == 0:
		return "This roadmap names no milestones, so none can be late."
	case !slices.ContainsFunc(milestones, func(m roadmap.DatedMilestone) bool { return m.Date != nil && m.Date.Latest != 0 }):
		return "No milestone of this roadmap has a date, so none can be late."
	}
	return "No milestone is late."
}

func ownerCell(m roadmap.DatedMilestone) Cell {
	var names []string
	for _, o := range m.Owners {
		names = append(names, orWords(o.ShortName, o.Name))
	}
	if len(names) == 0 {
		names = m.Initiative.Organisations
	}
	c := named(names)
	if m.Initiative.OwnerRole != "" {
		c.Note = m.Initiative.OwnerRole
		c.Missing = false
	}
	return c
}

func beforeCell(m roadmap.DatedMilestone) Cell {
	if len(m.Targets) == 0 {
		return Cell{Words: "no target", Missing: true}
	}
	next := m.Targets[0]
	c := Cell{Words: next.Title, Address: ""}
	if n := len(m.Targets) - 1; n > 0 {
		c.Note = "and " + countWords(n, "more target", "more targets")
	}
	return c
}

// statusChoiceWords is a choice with how many it has.
func statusChoiceWords(c roadmap.Choice) string {
	return fmt.Sprintf("%s (%s)", c.Words, wholeNumber(c.Count))
}

// yearCell is a cell of the table of milestones by year.
func yearCell(c roadmap.YearCell) Cell {
	return Cell{Words: c.Words(), Missing: c.All == 0}
}

// yearTable sets milestones by organisation and financial year.
func yearTable(t roadmap.YearTable, shell Shell) Table {
	out := Table{Caption: "Milestones by organisation and financial year", Heard: true, Columns: []Column{{Words: "Organisation"}}, Empty: "There are no milestones."}
	for _, y := range t.Years {
		out.Columns = append(out.Columns, Column{Words: y, Number: true})
	}
	if len(t.Rows) == 0 {
		return out
	}
	add := func(r roadmap.YearRow, address string) {
		row := []Cell{{Words: r.Name, Address: address}}
		for _, c := range r.Cells {
			row = append(row, yearCell(c))
		}
		out.Rows = append(out.Rows, row)
	}
	for _, r := range t.Rows {
		address := ""
		if r.Code != "" {
			address = shell.Link("/organisations/" + r.Code)
		}
		add(r, address)
	}
	if len(t.Rows) > 1 {
		add(t.Total, "")
	}
	return out
}

// matrixTable sets one frame of a roadmap against another.
func matrixTable(m roadmap.Matrix) Table {
	out := Table{Caption: m.Title + " against " + maturity.LowerFirst(m.Against), Heard: true, Columns: []Column{{Words: m.Title}}}
	for _, c := range m.Columns {
		out.Columns = append(out.Columns, Column{Words: fmt.Sprintf("%s (%s)", c.Title, countWords(c.Initiatives, "initiative", "initiatives"))})
	}
	for _, r := range m.Rows {
		row := []Cell{{Words: r.Title}}
		if r.Initiatives > 0 {
			row[0].Note = countWords(r.Initiatives, "initiative", "initiatives")
		}
		for _, c := range r.Cells {
			cell := Cell{Words: c.Words}
			switch {
			case !c.Linked && c.Initiatives == 0:
				cell = Cell{Words: "nothing", Missing: true}
			case c.Words == "" && c.Linked:
				cell = Cell{Words: "named, without words", Missing: true}
			case c.Words == "":
				cell.Words = "not named"
			}
			if c.Initiatives > 0 {
				cell.Note = countWords(c.Initiatives, "initiative", "initiatives")
			}
			row = append(row, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// timelineFunctions are what the templates of plans may call.
func timelineFunctions() template.FuncMap {
	return template.FuncMap{
		"statusChoice": statusChoiceWords,
		"yearTable":    yearTable,
		"frameTable":   matrixTable,
		"yearBegins":   func(y period.Period) string { return strconv.Itoa(y.Start.Time().Year()) },
	}
}
