package roadmap

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// LateMilestones are those that are late of the initiatives that a query asks for, the longest late first.
func (p *Plan) LateMilestones(q TimelineQuery, all []DatedMilestone) (out []DatedMilestone) {
	for _, m := range all {
		if m.Late && p.wanted(m.Initiative, q) {
			out = append(out, m)
		}
	}
	return out
}

// UndatedItem is an initiative or a milestone without a date.
type UndatedItem struct {
	Title      string
	Milestone  bool
	Initiative *maturity.Initiative
	Words      string // what the source says instead of a date; "" for nothing
}

// Undated are the initiatives of which nothing has a date, and the open milestones without one, in the order of the
// source. Nothing is dropped.
func (p *Plan) Undated(q TimelineQuery) (out []UndatedItem) {
	for at := range p.Initiatives {
		i := &p.Initiatives[at]
		if !p.wanted(i, q) {
			continue
		}
		if first, _ := daysOf(i); first == 0 {
			out = append(out, UndatedItem{Title: i.Title, Initiative: i, Words: saidInstead(i.Start, i.End)})
		}
		for _, m := range i.Milestones {
			if m.State.Open() && !dated(m.Date) {
				out = append(out, UndatedItem{Title: m.Title, Milestone: true, Initiative: i, Words: saidInstead(m.Date)})
			}
		}
	}
	return out
}

func saidInstead(dates ...*maturity.LooseDate) string {
	for _, d := range dates {
		if d != nil && !dated(d) && d.AsGiven != "" {
			return d.AsGiven
		}
	}
	return ""
}

// YearTable counts milestones by organisation and financial year.
type YearTable struct {
	Years   []string // "2016/17"; the last is "No date" where any milestone has none
	Rows    []YearRow
	Total   YearRow // each milestone once, however many organisations share it
	Shared  bool    // a milestone stands in several rows
	LastDay bool    // some are counted in the year of the last day that they may be
}

// YearRow is one organisation's milestones.
type YearRow struct {
	Name  string
	Code  string // "" where it is no organisation that is known
	Cells []YearCell
}

// YearCell is how many milestones fall into a year, how many of them are done and how many are late.
type YearCell struct{ All, Done, Late int }

// Words of a cell; "none" for no milestone.
func (c YearCell) Words() string {
	if c.All == 0 {
		return "none"
	}
	var parts []string
	if c.Done > 0 {
		parts = append(parts, fmt.Sprintf("%d done", c.Done))
	}
	if c.Late > 0 {
		parts = append(parts, fmt.Sprintf("%d late", c.Late))
	}
	if len(parts) == 0 {
		return fmt.Sprint(c.All)
	}
	return fmt.Sprintf("%d: %s", c.All, strings.Join(parts, ", "))
}

// mostYears bounds the columns; milestones of later years count in the last.
const mostYears = 12

// ByYear counts the milestones of a roadmap by who owns them and by financial year. Dropped ones do not count.
func (p *Plan) ByYear(milestones []DatedMilestone) YearTable {
	var t YearTable
	first, last, without := period.Period{}, period.Period{}, false
	live := slices.DeleteFunc(slices.Clone(milestones), func(m DatedMilestone) bool { return m.State == maturity.MilestoneDropped })
	for _, m := range live {
		y, known := yearOf(m.Date)
		switch {
		case !known:
			without = true
		case first.IsZero():
			first, last = y, y
		default:
			if y.Start < first.Start {
				first = y
			}
			if y.Start > last.Start {
				last = y
			}
		}
		t.LastDay = t.LastDay || known && m.Date.Earliest != 0 && period.Of(period.KindFinancialYear, m.Date.Earliest) != y
	}
	for y := first; !first.IsZero() && y.Start <= last.Start && len(t.Years) < mostYears; y = y.Next() {
		t.Years = append(t.Years, y.Short())
	}
	dated := len(t.Years)
	if without {
		t.Years = append(t.Years, "No date")
	}
	t.Total = YearRow{Name: "All organisations", Cells: make([]YearCell, len(t.Years))}
	rows := map[string]*YearRow{}
	for _, m := range live {
		at := len(t.Years) - 1
		if y, known := yearOf(m.Date); known {
			at = min(period.StepsBetween(first, y), dated-1)
		}
		names := m.Organisations
		if len(names) == 0 {
			names = m.Initiative.Organisations
		}
		owners := p.yearRows(rows, names, len(t.Years))
		t.Shared = t.Shared || len(owners) > 1
		for _, cell := range append(owners, &t.Total) {
			cell.Cells[at].All++
			if m.State == maturity.MilestoneDone {
				cell.Cells[at].Done++
			}
			if m.Late {
				cell.Cells[at].Late++
			}
		}
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, *r)
	}
	slices.SortFunc(t.Rows, func(a, b YearRow) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code)) })
	return t
}

func yearOf(d *maturity.LooseDate) (period.Period, bool) {
	if !dated(d) {
		return period.Period{}, false
	}
	return period.Of(period.KindFinancialYear, cmp.Or(d.Latest, d.Earliest)), true
}

// yearRows are the rows of the owners of a milestone, each once.
func (p *Plan) yearRows(rows map[string]*YearRow, names []string, columns int) (out []*YearRow) {
	if len(names) == 0 {
		names = []string{""}
	}
	for _, n := range names {
		row := YearRow{Name: cmp.Or(n, "No owner named")}
		if o, known := p.Bodies[n]; known {
			row.Name, row.Code = cmp.Or(o.ShortName, o.Name), o.Code
		}
		key := row.Code + "\x00" + row.Name
		if rows[key] == nil {
			row.Cells = make([]YearCell, columns)
			rows[key] = &row
		}
		if !slices.Contains(out, rows[key]) {
			out = append(out, rows[key])
		}
	}
	return out
}

// Matrix is one frame of a roadmap against another, with the text of its cells.
type Matrix struct {
	Title, Against, Note string
	Columns              []MatrixColumn
	Rows                 []MatrixRow
}

// MatrixColumn is an item of the frame that the others are set against.
type MatrixColumn struct {
	Title       string
	Initiatives int // that stand under it
}

// MatrixRow is an item of the frame.
type MatrixRow struct {
	Title       string
	Initiatives int
	Cells       []MatrixCell
}

// MatrixCell is what the source says of both together. Linked says that it names the pair, maybe without words.
type MatrixCell struct {
	Words       string
	Linked      bool
	Initiatives int // that stand under both
}

// Matrices are the frames whose items the source sets against those of another.
func (p *Plan) Matrices() (out []Matrix) {
	items := map[string]string{}
	counts := map[string]int{}
	both := map[[2]string]int{}
	for _, f := range p.Frames {
		for _, item := range f.Items {
			items[f.ID+"/"+item.ID] = item.Title
		}
	}
	for i := range p.Initiatives {
		for _, a := range p.Initiatives[i].Frames {
			counts[a]++
			for _, b := range p.Initiatives[i].Frames {
				both[[2]string{a, b}]++
			}
		}
	}
	for _, f := range p.Frames {
		var columns []string
		for _, item := range f.Items {
			for _, c := range item.Cells {
				if !slices.Contains(columns, c.Against) {
					columns = append(columns, c.Against)
				}
			}
		}
		if len(columns) == 0 {
			continue
		}
		m := Matrix{Title: f.Title, Note: f.Note, Against: p.frameTitle(columns[0])}
		for _, id := range columns {
			m.Columns = append(m.Columns, MatrixColumn{cmp.Or(items[id], id), counts[id]})
		}
		for _, item := range f.Items {
			own := f.ID + "/" + item.ID
			row := MatrixRow{Title: item.Title, Initiatives: counts[own], Cells: make([]MatrixCell, len(columns))}
			for _, c := range item.Cells {
				cell := &row.Cells[slices.Index(columns, c.Against)]
				cell.Words, cell.Linked = c.Words, true
			}
			for n, id := range columns {
				row.Cells[n].Initiatives = both[[2]string{own, id}]
			}
			m.Rows = append(m.Rows, row)
		}
		out = append(out, m)
	}
	return out
}

func (p *Plan) frameTitle(item string) string {
	id, _, _ := strings.Cut(item, "/")
	for _, f := range p.Frames {
		if f.ID == id {
			return f.Title
		}
	}
	return id
}
