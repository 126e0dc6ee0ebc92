package page

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// fillRegisters lists the other registers of a roadmap, and what the colours of its plans mean.
func (p *Pages) fillRegisters(_ echo.Context, page *registersPage) error {
	entries := 0
	for _, r := range page.Plan.Registers {
		entries += len(r.Entries)
	}
	page.Heading = fmt.Sprintf("%s with %s stand beside the initiatives", countWords(len(page.Plan.Registers), "register", "registers"), countWords(entries, "entry", "entries"))
	if len(page.Plan.Registers) == 0 {
		page.Heading = "This roadmap has no further registers"
	} else if len(page.Plan.Registers) == 1 {
		page.Heading = strings.Replace(page.Heading, " stand beside", " stands beside", 1)
	}
	page.addLink("registers", "Add a register")
	if words := achievementWords(page.Plan); words != "" {
		page.Lead = append(page.Lead, words)
	}
	page.Sections = append(page.Sections, page.pilotSection())
	for _, r := range page.Plan.Registers {
		page.Sections = append(page.Sections, page.registerSection(r))
	}
	page.Sections = append(page.Sections, meaningSection(page.Plan))
	return nil
}

// achievementWords counts achievements and initiatives together, each once.
func achievementWords(plan *roadmap.Plan) string {
	all, both := 0, 0
	for _, r := range plan.Registers {
		if r.Kind != "achievements" {
			continue
		}
		for _, e := range r.Entries {
			all++
			if slices.ContainsFunc(plan.Initiatives, func(i maturity.Initiative) bool { return slices.Contains(e.Initiatives, i.ID) }) {
				both++
			}
		}
	}
	switch {
	case all == 0:
		return ""
	case both == 0:
		return fmt.Sprintf("%s apart from %s: none of them is counted twice.", upperFirst(countWords(all, "achievement is kept", "achievements are kept")), countWords(len(plan.Initiatives), "initiative", "initiatives"))
	}
	return fmt.Sprintf("%s apart from %s. %s printed as both and %s once: %s in all.", upperFirst(countWords(all, "achievement is kept", "achievements are kept")), countWords(len(plan.Initiatives), "initiative", "initiatives"),
		upperFirst(countWords(both, "item is", "items are")), map[bool]string{true: "counts", false: "count"}[both == 1], wholeNumber(all+len(plan.Initiatives)-both))
}

// registerSection is one register with a column for each name that its entries have fields of.
func (page *registersPage) registerSection(r maturity.RoadmapRegister) registerSection {
	table := registerTable{ID: "register-" + r.ID, Caption: r.Title, Columns: []Column{{Words: "Entry"}}, Empty: "This register has no entry."}
	var names []string
	states, dates, initiatives, places := false, false, false, false
	for _, e := range r.Entries {
		states, dates, initiatives, places = states || e.State != "", dates || e.Date != nil, initiatives || len(e.Initiatives) > 0, places || e.Place != ""
		for _, f := range e.Fields {
			if !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	column := func(on bool, words string) {
		if on {
			table.Columns = append(table.Columns, Column{Words: words})
		}
	}
	column(states, "State")
	column(dates, "Date")
	for _, name := range names {
		column(true, upperFirst(strings.ReplaceAll(name, "_", " ")))
	}
	column(initiatives, "Initiatives")
	column(places, "Place in the source")
	for _, e := range r.Entries {
		title := said(upperFirst(e.Title))
		title.Note = e.Note
		cells := []registerCell{title}
		if states {
			cells = append(cells, saidOr(e.State, "not stated"))
		}
		if dates {
			words := ""
			if e.Date != nil {
				words = e.Date.Words()
			}
			cells = append(cells, saidOr(words, "no date given"))
		}
		for _, name := range names {
			cells = append(cells, saidOr(entryField(r, e, name), "not stated"))
		}
		if initiatives {
			cells = append(cells, page.initiativeCell(e.Initiatives, "none"))
		}
		if places {
			cells = append(cells, page.source(e.Place))
		}
		table.Rows = append(table.Rows, page.changeable(registerRow{ID: e.ID, Cells: cells}, "registers/"+url.PathEscape(r.ID)))
	}
	s := registerSection{ID: "register-" + r.ID, Title: r.Title, Table: &table}
	if page.may {
		own := roadmapAddress(page.Plan.ID) + "/registers/" + url.PathEscape(r.ID)
		s.Links = []Link{{Words: "Add an entry to “" + r.Title + "”", Address: own + "/new"}, {Words: "change the register “" + r.Title + "”", Address: own}}
	}
	if words := stateCounts(r); words != "" {
		s.Words = append(s.Words, words)
	}
	if r.Note != "" {
		s.Words = append(s.Words, r.Note)
	}
	if r.Place != "" {
		s.Words = append(s.Words, "Source: "+page.Plan.Document+", "+r.Place+".")
	}
	return s
}

// stateCounts is "live: 3; planned: 2; state not stated: 1" of a register in which states come back. What stands behind a
// colon in a state explains it and is no state of its own.
func stateCounts(r maturity.RoadmapRegister) string {
	var order []string
	count := map[string]int{}
	silent := 0
	for _, e := range r.Entries {
		state, _, _ := strings.Cut(e.State, ":")
		if state = maturity.LowerFirst(strings.TrimSpace(state)); state == "" {
			silent++
			continue
		}
		if count[state]++; count[state] == 1 {
			order = append(order, state)
		}
	}
	if len(order)+silent == len(r.Entries) {
		return ""
	}
	var parts []string
	for _, state := range order {
		parts = append(parts, state+": "+wholeNumber(count[state]))
	}
	if silent > 0 {
		parts = append(parts, "state not stated: "+wholeNumber(silent))
	}
	return upperFirst(strings.Join(parts, "; ")) + "."
}

// entryField is a further statement of an entry; ids of other entries of its register are said by their titles.
func entryField(r maturity.RoadmapRegister, e maturity.RegisterEntry, name string) string {
	var out []string
	for _, f := range e.Fields {
		if f.Name != name {
			continue
		}
		for _, words := range f.Words {
			if i := slices.IndexFunc(r.Entries, func(other maturity.RegisterEntry) bool { return other.ID == words }); i >= 0 {
				words = r.Entries[i].Title
			}
			out = append(out, words)
		}
	}
	return strings.Join(out, "; ")
}

// meaningSection says what the colours of plans mean in the roadmap's own words.
func meaningSection(plan *roadmap.Plan) registerSection {
	table := registerTable{ID: "register-meanings", Caption: "Colours of plans", Columns: []Column{{Words: "Colour"}, {Words: "Reported as"}, {Words: "Meaning"}, {Words: "Place in the source"}},
		Empty: "The roadmap says nothing of its own: green is on track or done, amber at risk, red late."}
	for _, m := range plan.Meanings {
		var states []string
		for _, s := range m.States {
			states = append(states, maturity.LowerFirst(s.Words()))
		}
		place := plan.Document
		if m.Place != "" {
			place = strings.TrimPrefix(place+", "+m.Place, ", ")
		}
		table.Rows = append(table.Rows, registerRow{ID: string(m.Colour), Cells: []registerCell{said(upperFirst(string(m.Colour))), saidOr(strings.Join(states, ", "), "nothing"), saidOr(upperFirst(m.Words), "not stated"), saidOr(place, "not stated")}})
	}
	return registerSection{ID: "meanings", Title: "What the colours of plans mean", Table: &table,
		Words: []string{"They say how a plan stands, as its owner reports it. They say nothing about figures, which have a status of their own."}}
}
