package page

import (
	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// returnQuestions is what was asked about a return and its figures, for who may see it.
type returnQuestions struct {
	Table    Table
	MayRaise bool
}

// questionsOn reads the questions about a return; nil where there are no pages of them.
func (p *Pages) questionsOn(c echo.Context, key maturity.ReturnKey) (*returnQuestions, error) {
	if p.Quality == nil {
		return nil, nil
	}
	ctx, who := c.Request().Context(), inspectorOf(c)
	about := maturity.ReviewFlag{Collection: key.Collection, Organisation: key.Organisation, Period: key.Period}
	flags, err := p.Quality.Desk.Flags(ctx, who, maturity.FlagFilter{Both: true, About: &about})
	if err != nil {
		return nil, err
	}
	out := &returnQuestions{Table: Table{Caption: "Questions about it", Size: "m", Columns: []Column{{Words: "Question"}, {Words: "About"}, {Words: "State"}}}}
	for _, f := range flags {
		subject, state := "the return as a whole", stillOpen(f)
		if m, ok := p.Catalogue.Measure(f.Measure); ok {
			subject = m.Title
		}
		if !f.Open() {
			state = "closed, " + p.dayWords(f.ClosedAt)
		}
		out.Table.Rows = append(out.Table.Rows, []Cell{{Words: f.Text, Address: flagAddress(f.ID), Note: f.By + ", " + p.dayWords(f.At)}, {Words: subject}, {Words: state}})
	}
	out.MayRaise, err = p.Quality.Desk.MayRaise(ctx, who, about)
	return out, err
}
