package workbook

import (
	"strconv"
	"strings"

	"waymark/internal/pack"
)

// cover is the first sheet: the answer, what it rests on, and what is on the others.
func (b *book) cover(name string) error {
	d := b.document
	p := b.page(name)
	lines := [][2]string{{d.Title, "title"}, {d.Subject, "strong"}, {d.Body, "line"}, {d.Day, "line"}}
	if d.Edition > 1 {
		lines = append(lines, [2]string{"Edition " + strconv.Itoa(d.Edition), "line"})
	}
	lines = append(lines, [][2]string{{d.Verdict, "strong"}, {d.Figures, "line"}, {d.Freshness, "line"}}...)
	for _, w := range d.Warnings {
		lines = append(lines, [2]string{w, "strong"})
	}
	for _, l := range lines {
		if err := p.line(l[0], l[1]); err != nil {
			return err
		}
	}
	var facts [][2]string
	for _, f := range d.Facts {
		facts = append(facts, [2]string{f.Name, f.Words})
	}
	if d.Address != "" {
		facts = append(facts, [2]string{"Kept at", d.Address})
	}
	var agenda [][2]string
	for i, a := range d.Agenda {
		agenda = append(agenda, [2]string{strconv.Itoa(i + 1), a})
	}
	for _, part := range []struct {
		head string
		rows [][2]string
	}{{"What this paper rests on", facts}, {"Agenda", agenda}} {
		if err := p.pairs(part.head, part.rows); err != nil {
			return err
		}
	}
	if err := p.list(); err != nil {
		return err
	}
	return p.finish(0)
}

// pairs writes two columns below a heading; without rows it writes nothing.
func (p *page) pairs(head string, rows [][2]string) error {
	if len(rows) == 0 {
		return nil
	}
	p.row++
	if err := p.line(head, "strong"); err != nil {
		return err
	}
	for _, r := range rows {
		p.row++
		for j, words := range r {
			if err := p.put(j+1, p.row, words, "words"); err != nil {
				return err
			}
		}
	}
	return nil
}

// list leads to the other sheets.
func (p *page) list() error {
	p.row++
	if err := p.line("Sheets", "strong"); err != nil {
		return err
	}
	for _, e := range p.contents {
		p.row++
		if err := p.put(1, p.row, e.sheet, "link"); err != nil {
			return err
		}
		if err := p.file.SetCellHyperLink(p.name, at(1, p.row), "'"+strings.ReplaceAll(e.sheet, "'", "''")+"'!A1", "Location"); err != nil {
			return err
		}
		if err := p.put(2, p.row, e.words, "words"); err != nil {
			return err
		}
	}
	return nil
}

// said is the sheet of everything that the paper says in sentences, section by section, and whose words they are.
func (b *book) said() error {
	p, err := b.add("Words", "What is said beside the pictures and tables")
	if err != nil {
		return err
	}
	if err := p.head("What is said beside the pictures and tables", b.document.Fact("Sources")); err != nil {
		return err
	}
	var rows [][]string
	n := 0
	for _, s := range b.document.Sections {
		rows = append(rows, []string{s.Title, "heading", "the paper"})
		for _, block := range s.Blocks {
			switch {
			case block.Picture != nil:
				n++
				rows = append(rows, []string{block.Picture.Figure.Reading, "reading of picture " + strconv.Itoa(n), pack.Narrative{Generated: true}.Origin()})
			case block.Narrative != nil:
				rows = append(rows, []string{block.Narrative.Words, "narrative", block.Narrative.Origin()})
			case block.Table == nil && block.Text != "":
				rows = append(rows, []string{block.Text, "text", "the paper"})
			}
		}
	}
	return p.texts([]string{"Words", "What they are", "Whose they are"}, rows)
}

// definitions is the sheet that explains the measures.
func (b *book) definitions() error {
	p, err := b.add("Definitions", "What the measures mean")
	if err != nil {
		return err
	}
	if err := p.head("What the measures mean", b.document.Fact("Definitions")); err != nil {
		return err
	}
	var rows [][]string
	for _, m := range b.document.Measures {
		rows = append(rows, []string{m.Title, m.Meaning, m.Formula, m.Unit, m.Polarity, m.Source, m.ID})
	}
	return p.texts([]string{"Measure", "Meaning", "Formula", "Unit", "Direction", "Source", "Short name"}, rows)
}

// texts writes a header and rows of words; a cell without any says so.
func (p *page) texts(heads []string, rows [][]string) error {
	p.row++
	header := p.row
	for j, head := range heads {
		if err := p.put(j+1, header, head, "head"); err != nil {
			return err
		}
	}
	for _, r := range rows {
		p.row++
		for j, words := range r {
			if words == "" {
				words = "not given"
			}
			if err := p.put(j+1, p.row, words, "words"); err != nil {
				return err
			}
		}
	}
	return p.finish(header)
}
