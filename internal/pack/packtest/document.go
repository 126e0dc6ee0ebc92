// Package packtest holds papers for tests, for the storybook and for measuring: a realistic one, made from canned figures,
// and hostile ones. Every figure in them is invented. It serves no page.
package packtest

import (
	"context"

	"waymark/internal/chart"
	"waymark/internal/pack"
)

// Draw draws a figure; nil leaves the pictures of a paper without a drawing.
type Draw func(context.Context, chart.Figure) ([]byte, error)

// Document is a paper as a steering group would get it: every kind of section, block and fact is in it.
func Document(ctx context.Context, draw Draw) (pack.Document, error) {
	figures, err := figures()
	if err != nil {
		return pack.Document{}, err
	}
	d := frame()
	d.Sections = []pack.Section{
		{ID: "answer", Kind: pack.Answer, Title: "Where we stand", Blocks: []pack.Block{
			picture("verdict", figures[0], 3, 14),
			{Narrative: &pack.Narrative{Words: "Electronic prescribing has risen in eight of ten quarters, but by less than the plan asks for. At the present pace the target is met in September 2022.", Generated: true}},
			{Narrative: &pack.Narrative{Words: "Three practices in the Forest moved to a new system in August and sent nothing for that month.\n\nWe expect their figures with the next return.", By: "demo-analyst", At: "12 March 2019, 16:40"}},
		}},
		{ID: "changes", Kind: pack.Changes, Title: "7 things changed since 12 December 2018: 4 better, 3 worse", Blocks: []pack.Block{table(changes())}},
		{ID: "decisions", Kind: pack.Decisions, Title: "Decisions wanted of this meeting", Blocks: []pack.Block{table(decisions()), {Text: "Actions of earlier meetings that are still open stand in the same table."}}},
		{ID: "summary", Kind: pack.Summary, Title: "All targets", Blocks: []pack.Block{table(matrix())}},
		{ID: "exception-beds", Kind: pack.Exceptions, Title: "Wards with an electronic bed state", Blocks: []pack.Block{
			picture("beds", figures[1], 9, 11),
			{Narrative: &pack.Narrative{Words: "Two wards went back to the whiteboard in January because their screens failed.", By: "demo-trust", At: "11 March 2019, 09:05"}},
		}},
		{ID: "exception-summaries", Kind: pack.Exceptions, Title: "Discharge summaries sent within a day", Blocks: []pack.Block{picture("summaries", figures[2], 40, 10)}},
		{ID: "appendix", Kind: pack.Appendix, Title: "The other pictures of this board", Blocks: []pack.Block{
			picture("practices", figures[3], 60, 12),
			picture("fax", figures[4], 0, 0),
			{Text: "No return has said anything about shared care records yet."},
		}},
	}
	return d, drawAll(ctx, d, draw)
}

// Many is the same paper with as many pictures as are asked for, all different, for measuring.
func Many(ctx context.Context, pictures int, draw Draw) (pack.Document, error) {
	d := frame()
	d.Sections = []pack.Section{{ID: "summary", Kind: pack.Summary, Title: "All targets", Blocks: []pack.Block{table(matrix())}}}
	for i := range pictures {
		f, err := numbered(i)
		if err != nil {
			return d, err
		}
		name := "measure-" + words(i+1)
		d.Sections = append(d.Sections, pack.Section{ID: name, Kind: pack.Exceptions, Title: "Measure " + words(i+1), Blocks: []pack.Block{picture(name, f, 100*i, 12)}})
	}
	return d, drawAll(ctx, d, draw)
}

func drawAll(ctx context.Context, d pack.Document, draw Draw) error {
	for _, p := range d.Pictures() {
		if draw == nil || !p.Figure.HasPicture() {
			continue
		}
		svg, err := draw(ctx, p.Figure)
		if err != nil {
			return err
		}
		p.SVG = svg
	}
	return nil
}

// picture is a block whose rows lead to invented places: row by row from one number on, as many as are given.
func picture(name string, f chart.Figure, from, rows int) pack.Block {
	p := &pack.Picture{Name: name, Figure: f}
	for i := range min(rows, len(f.Table.Rows)) {
		p.Sources = append(p.Sources, "/observations/"+words(from+i)+"/from")
	}
	return pack.Block{Picture: p}
}

func table(t pack.Table) pack.Block { return pack.Block{Table: &t} }
