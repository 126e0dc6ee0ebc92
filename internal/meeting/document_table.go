package meeting

import (
	"strings"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/pack"
)

func columns(heads ...string) (out []chart.Column) {
	for _, h := range heads {
		out = append(out, chart.Column{Head: strings.TrimPrefix(h, "#"), Numeric: strings.HasPrefix(h, "#")})
	}
	return out
}

// point is the cell of a reported figure: its words, its number, and where it came from.
func (p *paper) point(o maturity.Organisation, measure string, at *maturity.PathPoint, words string) pack.Cell {
	c := pack.Cell{Words: orElse(words, "not submitted")}
	if at != nil {
		c.Address = p.from(o.Code, measure, at.Period.Code())
		c.Number, c.Numeric = at.Value, at.HasValue
	}
	return c
}

func status(s maturity.Status) pack.Cell {
	return pack.Cell{Words: orElse(s.Words(), "not known"), Status: string(s)}
}

func (p *paper) targets(name, caption string, rows []board.TargetRow) *pack.Table {
	t := &pack.Table{Name: name, Caption: caption, Columns: columns("Measure", "#Latest", "For", "Wanted", "By", "Forecast", "Verdict")}
	for _, r := range rows {
		p.note(r.Measure.ID)
		t.Rows = append(t.Rows, []pack.Cell{{Words: r.Title}, p.point(p.View.Subject, r.Measure.ID, r.Trajectory.Latest, r.Latest), {Words: orElse(r.LatestFor, "no period")},
			{Words: orElse(r.Wanted, "not stated")}, {Words: orElse(r.Due, "no date given")}, {Words: orElse(r.Forecast, "no forecast")}, status(r.Status)})
	}
	return t
}

func (p *paper) organisations(name string, v board.PanelView) *pack.Table {
	p.note(v.Measure.ID)
	caption := orElse(v.Panel.Title, "Organisations")
	if v.Measure.Title != "" {
		caption += ": " + v.Measure.Title
	}
	t := &pack.Table{Name: name, Caption: caption, Columns: columns("Organisation", "#Latest", "For", "Gap", "Pace", "Forecast", "Verdict")}
	for _, r := range v.Organisations {
		t.Rows = append(t.Rows, []pack.Cell{{Words: r.Organisation.Name}, p.point(r.Organisation, r.Trajectory.Measure, r.Trajectory.Latest, r.Latest), {Words: orElse(r.LatestFor, "no period")},
			{Words: orElse(r.Gap, "not known")}, {Words: orElse(r.Pace, "not known")}, {Words: orElse(r.Forecast, "no forecast")}, status(r.Status)})
	}
	return t
}

func (p *paper) values(name string, v board.PanelView) *pack.Table {
	t := &pack.Table{Name: name, Caption: orElse(v.Panel.Title, "Latest figures")}
	t.Columns = columns("Organisation")
	for _, r := range v.Table.Rows {
		p.note(r.Measure.ID)
		t.Columns = append(t.Columns, chart.Column{Head: r.Measure.Title, Numeric: true})
	}
	for i, o := range v.Table.Organisations {
		row := []pack.Cell{{Words: o.Name}}
		for _, r := range v.Table.Rows {
			cell := r.Cells[i]
			words := orElse(cell.Value, "not submitted")
			if cell.PeriodWords != "" {
				words += " (" + cell.PeriodWords + ")"
			}
			row = append(row, pack.Cell{Words: words, Address: p.from(o.Code, r.Measure.ID, cell.Period)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p *paper) matrix(name string, v board.PanelView) (out []pack.Block) {
	m := v.Matrix
	for _, sentence := range m.Findings {
		out = append(out, pack.Block{Text: sentence})
	}
	t := pack.Table{Name: name, Caption: orElse(v.Panel.Title, m.Framework.Title), Columns: columns("Section", "#National average")}
	for _, o := range m.Organisations {
		t.Columns = append(t.Columns, chart.Column{Head: orElse(o.ShortName, o.Name), Numeric: true})
	}
	for _, g := range m.Groups {
		for _, r := range g.Rows {
			p.note(r.Measure.ID)
			row := []pack.Cell{{Words: r.Section.Title}, {Words: orElse(r.National, "not published")}}
			for _, c := range r.Cells {
				words := orElse(c.Value, "not submitted")
				if c.Word != "" {
					words += ", " + c.Word
				}
				row = append(row, pack.Cell{Words: words, Address: p.from(c.Organisation.Code, c.Measure, c.Period)})
			}
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) > 0 {
		out = append(out, pack.Block{Table: &t})
	}
	if m.Caveat != "" {
		out = append(out, pack.Block{Text: m.Caveat})
	}
	return out
}

func (p *paper) changesTable(name string, c board.Changes) (pack.Table, bool) {
	t := pack.Table{Name: name, Caption: "What changed", Columns: columns("What", "Organisation", "Then", "Now", "Better or worse", "Why")}
	for _, r := range c.Rows {
		p.note(r.Measure)
		now := pack.Cell{Words: orElse(r.Now, "not known")}
		if r.Address != "" {
			separator := "?"
			if strings.Contains(r.Address, "?") {
				separator = "&"
			}
			now.Address = r.Address + separator + "as_at=" + p.moment()
		}
		t.Rows = append(t.Rows, []pack.Cell{{Words: r.Kind.Words() + ": " + r.Title}, {Words: orElse(r.Organisation.Name, p.View.Subject.Name)},
			{Words: orElse(r.Then, "not known")}, now, {Words: r.Direction()}, {Words: orElse(r.Why, "not known")}})
	}
	return t, len(t.Rows) > 0
}

func (p *paper) assurance(name string, m *board.AssuranceMatrix) (out []pack.Block) {
	out = append(out, pack.Block{Text: orElse(m.Sentence, m.Title)})
	t := pack.Table{Name: name, Caption: orElse(m.Title, "Variation and assurance"), Columns: columns("Variation")}
	for _, c := range m.Columns {
		t.Columns = append(t.Columns, chart.Column{Head: c.Words})
	}
	for _, r := range m.Rows {
		row := []pack.Cell{{Words: r.Words}}
		for _, c := range r.Cells {
			row = append(row, pack.Cell{Words: entries(c.Entries)})
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) > 0 {
		out = append(out, pack.Block{Table: &t})
	}
	for _, a := range m.Apart {
		out = append(out, pack.Block{Text: a.Words + ": " + entries(a.Entries) + "."})
	}
	return out
}

func entries(list []board.AssuranceEntry) string {
	if len(list) == 0 {
		return "none"
	}
	labels := make([]string, len(list))
	for i, e := range list {
		labels[i] = e.Label
		if e.Note != "" {
			labels[i] += " (" + e.Note + ")"
		}
	}
	return strings.Join(labels, ", ")
}

func (p *paper) milestones(name string, v board.PanelView) *pack.Table {
	t := &pack.Table{Name: name, Caption: orElse(v.Panel.Title, "Milestones"), Columns: columns("Milestone", "Due", "State")}
	for _, r := range v.Milestones {
		t.Rows = append(t.Rows, []pack.Cell{{Words: orElse(r.Title, "no title")}, {Words: orElse(r.Due, "no day set")}, {Words: orElse(r.Words, "not known")}})
	}
	return t
}
