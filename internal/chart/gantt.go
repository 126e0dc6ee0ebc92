package chart

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindGantt is the Figure.Kind of Gantt.
const KindGantt = "gantt"

// GanttRow is one initiative, or a part of one.
type GanttRow struct {
	ID         string // for links
	Label      string
	Group      string // heading it stands under; rows of a group follow each other
	Owner      string // for the table
	Status     maturity.InitiativeStatus
	Start, End *maturity.LooseDate // nil: no date
	Milestones []GanttMilestone
	// Of the plan it is compared with; Compared says that it was in it.
	Compared           bool
	ThenStart, ThenEnd *maturity.LooseDate
	Note               string
}

// GanttMilestone is a mark on a row.
type GanttMilestone struct {
	ID    string // for whoever lays something over the mark
	Title string
	Date  *maturity.LooseDate
	State maturity.MilestoneState
	Late  bool
	Then  *maturity.LooseDate // where it was in the plan it is compared with; nil: not there, or the same
}

// GanttLink says that To waits for From, both ids of rows; one that is not there is left out.
type GanttLink struct {
	From, To string
	Violated bool // the dates contradict it
}

// GanttInput is what a timeline of initiatives is made from. The page gives the rows it shows; the picture takes 40.
type GanttInput struct {
	Title        string // headline; "" makes one from the rows by fixed rules
	Subtitle     string
	Things       string // what the rows are: "initiatives"
	Rows         []GanttRow
	Links        []GanttLink
	From, To     period.Day // the least that the time axis shows; 0: as the dates need
	Only         bool       // show From to To and nothing beyond
	Today        period.Day // 0: no line
	Then         string     // "as known on 12 June 2018": what the thin bars are; "" where nothing is compared
	AsAt         string
	SourceWords  string
	Illustrative bool
	Notes        []string
}

// Gantt draws bars against time under headings. A bar is full where its dates are certain and thin where they are not; a
// row without a date says so. Without a row there is no picture.
func Gantt(in GanttInput) (Figure, error) {
	seen := map[string]bool{}
	for _, r := range in.Rows {
		if r.ID != "" && seen[r.ID] {
			return Figure{}, fmt.Errorf("gantt: two rows have the id %q", r.ID)
		}
		seen[r.ID] = true
	}
	f := in.figure()
	if len(in.Rows) == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

// figure is all of it but the picture.
func (in GanttInput) figure() Figure {
	return Figure{
		Kind: KindGantt, Title: in.headline(), Subtitle: in.subtitle(), Reading: in.reading(), Table: in.table(), Notes: plainNotes(in.Illustrative, in.Notes),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
}

func plainNotes(illustrative bool, notes []string) []string {
	out := notesOf(illustrative)
	for _, n := range notes {
		if n = plain(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

func (r GanttRow) label() string { return orElse(plain(r.Label), orElse(plain(r.ID), "Unnamed")) }

// dated reports whether the row has anything on the time axis.
func (r GanttRow) dated() bool {
	return r.barred() || slices.ContainsFunc(r.Milestones, func(m GanttMilestone) bool { return m.dated() })
}

func (r GanttRow) barred() bool {
	_, _, start := window(r.Start)
	_, _, end := window(r.End)
	return start || end
}

func (m GanttMilestone) dated() bool {
	_, _, known := window(m.Date)
	return known
}

func (r GanttRow) late() int {
	n := 0
	for _, m := range r.Milestones {
		if m.Late {
			n++
		}
	}
	return n
}

// words beside a row: its status, and how many milestones are late.
func (r GanttRow) words() string {
	if n := r.late(); n > 0 {
		return fmt.Sprintf("%s, %d late", r.Status.Words(), n)
	}
	return r.Status.Words()
}

// count of rows with a date, milestones, those with a date and those that are late. A milestone whose row stands under
// several headings counts once.
func (in GanttInput) count() (dated, milestones, withDate, late int) {
	counted := map[string]bool{}
	for _, r := range in.Rows {
		if r.dated() {
			dated++
		}
		for _, m := range r.Milestones {
			if m.ID != "" && counted[m.ID] {
				continue
			}
			counted[m.ID] = true
			milestones++
			if m.Late {
				late++
			}
			if m.dated() {
				withDate++
			}
		}
	}
	return dated, milestones, withDate, late
}

func (in GanttInput) things() string { return orElse(plain(in.Things), "initiatives") }

func (in GanttInput) headline() string {
	dated, milestones, withDate, late := in.count()
	switch {
	case in.Title != "":
		return plain(in.Title)
	case len(in.Rows) == 0:
		return "There are no " + in.things() + " to show"
	case late > 0:
		return fmt.Sprintf("%d of %s late", late, counted(milestones, "milestone is", "milestones are"))
	case dated == 0:
		return fmt.Sprintf("None of %d %s has a date", len(in.Rows), in.things())
	case withDate > 0 && in.Today != 0:
		return fmt.Sprintf("None of %s is late", counted(withDate, "dated milestone", "dated milestones"))
	}
	return fmt.Sprintf("%d of %d %s have a date", dated, len(in.Rows), in.things())
}

func (in GanttInput) subtitle() string {
	if text := strings.TrimRight(plain(in.Subtitle), ". "); text != "" {
		return text + "."
	}
	return fmt.Sprintf("%s, %d in all.", upperFirst(in.things()), len(in.Rows))
}

func (in GanttInput) reading() string {
	if len(in.Rows) == 0 {
		return "There is nothing to show on a time axis."
	}
	dated, milestones, _, late := in.count()
	parts := []string{fmt.Sprintf("%d %s, %d with a date and %d without", len(in.Rows), in.things(), dated, len(in.Rows)-dated)}
	if milestones > 0 {
		parts = append(parts, fmt.Sprintf("%d of %s late", late, counted(milestones, "milestone is", "milestones are")))
	}
	var named []string
	for _, r := range in.Rows {
		for _, m := range r.Milestones {
			name := fmt.Sprintf("%s of %s", isolate(plain(m.Title)), nameOf(maturity.Organisation{Name: r.label()}))
			if m.Late && len(named) < 3 && !slices.Contains(named, name) {
				named = append(named, name)
			}
		}
	}
	if len(named) > 0 {
		parts = append(parts, "late are, first, "+strings.Join(named, ", "))
	}
	return sentence(parts...)
}

// table is a row for every row, whole. Columns that no row has anything for are left out.
func (in GanttInput) table() Table {
	t := Table{Caption: upperFirst(in.things()) + " with their dates", Columns: []Column{{"Item", false}}}
	has := func(of func(GanttRow) bool) bool { return slices.ContainsFunc(in.Rows, of) }
	var cells []func(GanttRow) string
	add := func(head string, of func(GanttRow) string) {
		t.Columns, cells = append(t.Columns, Column{head, false}), append(cells, of)
	}
	if has(func(r GanttRow) bool { return plain(r.Group) != "" }) {
		add("Under", func(r GanttRow) string { return orElse(plain(r.Group), "not grouped") })
	}
	if has(func(r GanttRow) bool { return plain(r.Owner) != "" }) {
		add("Owner", func(r GanttRow) string { return orElse(plain(r.Owner), "not stated") })
	}
	add("Status", func(r GanttRow) string { return r.words() })
	add("Start", func(r GanttRow) string { return dateCell(r.Start) })
	add("End", func(r GanttRow) string { return dateCell(r.End) })
	if in.Then != "" {
		add("Start "+plain(in.Then), func(r GanttRow) string { return r.thenCell(r.ThenStart) })
		add("End "+plain(in.Then), func(r GanttRow) string { return r.thenCell(r.ThenEnd) })
	}
	add("Milestones", func(r GanttRow) string { return r.milestoneCell() })
	needs := in.needs()
	if len(needs) > 0 {
		add("Waits for", func(r GanttRow) string { return orElse(strings.Join(needs[r.ID], "; "), "nothing shown here") })
	}
	if has(func(r GanttRow) bool { return plain(r.Note) != "" }) {
		add("Note", func(r GanttRow) string { return orElse(plain(r.Note), "none") })
	}
	for _, r := range in.Rows {
		row := Row{Cells: []string{r.label()}}
		for _, of := range cells {
			row.Cells = append(row.Cells, of(r))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (r GanttRow) thenCell(d *maturity.LooseDate) string {
	if !r.Compared {
		return "not in it"
	}
	return dateCell(d)
}

// milestoneCell are the milestones of a row: "Go-live: February 2017, late".
func (r GanttRow) milestoneCell() string {
	var out []string
	for _, m := range r.Milestones {
		out = append(out, fmt.Sprintf("%s: %s, %s", orElse(plain(m.Title), "Unnamed"), dateCell(m.Date), m.StateWords()))
	}
	return orElse(strings.Join(out, "; "), "none")
}

// StateWords say how a milestone stands: "late, was March 2018".
func (m GanttMilestone) StateWords() string {
	words := maturity.LowerFirst(m.State.Words())
	if m.Late {
		words = "late"
	}
	if _, _, known := window(m.Then); known {
		words += ", was " + dateCell(m.Then)
	}
	return words
}

// needs are the labels of what each row waits for, among the rows.
func (in GanttInput) needs() map[string][]string {
	names := map[string]string{}
	for _, r := range in.Rows {
		if r.ID != "" {
			names[r.ID] = r.label()
		}
	}
	out := map[string][]string{}
	for _, l := range in.Links {
		from, known := names[l.From]
		if _, there := names[l.To]; !known || !there {
			continue
		}
		if l.Violated {
			from += " (the dates contradict it)"
		}
		out[l.To] = append(out[l.To], from)
	}
	return out
}
