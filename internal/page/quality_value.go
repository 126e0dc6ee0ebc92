package page

import (
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// valueChecks is what was found in one stored value, what was said of it and asked about it.
type valueChecks struct {
	Findings  Table
	Questions Table
	MayRaise  bool
	Source    string // id of the source of the value shown
	Code      string
	Measure   string
	Period    string
}

// checksOf reads the checks of a value; nil where there are no pages of them, or the page looks at an earlier time: what
// is found is what is found now.
func (p *Pages) checksOf(c echo.Context, page whereFromPage, source string, at time.Time) (*valueChecks, error) {
	if p.Quality == nil || !at.IsZero() {
		return nil, nil
	}
	ctx, who := c.Request().Context(), inspectorOf(c)
	out := &valueChecks{Source: source, Code: page.Organisation.Code, Measure: page.Measure.ID, Period: page.Period.Code(),
		Findings: Table{Caption: "What was found in it", Size: "m", Columns: []Column{{Words: "What was found"}, {Words: "Severity"}, {Words: "Why it stands"}}}}
	key := &maturity.FindingValue{Organisation: page.Organisation.ID, Measure: page.Measure.ID, Period: page.Period.Code()}
	for _, state := range []maturity.FindingState{maturity.FindingOpen, maturity.FindingAccepted} {
		list, _, err := p.Quality.Findings.Findings(ctx, maturity.FindingFilter{State: state, Key: key})
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			why := missing("open")
			if f.Accepted != nil {
				why = Cell{Words: f.Accepted.Comment, Note: f.Accepted.By}
			}
			out.Findings.Rows = append(out.Findings.Rows, []Cell{{Words: f.Message, Address: findingAddress(f.ID)}, {Words: severityWords[f.Severity]}, why})
		}
	}
	about := maturity.ReviewFlag{Organisation: page.Organisation.ID, Measure: page.Measure.ID, Period: page.Period}
	flags, err := p.Quality.Desk.Flags(ctx, who, maturity.FlagFilter{Both: true, About: &about})
	if err != nil {
		return nil, err
	}
	out.Questions = Table{Caption: "Questions about it", Size: "m", Columns: []Column{{Words: "Question"}, {Words: "State"}}}
	for _, f := range flags {
		state := stillOpen(f)
		if !f.Open() {
			state = "closed, " + p.dayWords(f.ClosedAt)
		}
		out.Questions.Rows = append(out.Questions.Rows, []Cell{{Words: f.Text, Address: flagAddress(f.ID), Note: f.By + ", " + p.dayWords(f.At)}, {Words: state}})
	}
	if source != "" {
		out.MayRaise, err = p.Quality.Desk.MayReview(ctx, who, page.Organisation.ID, page.Measure.ID, source)
	}
	return out, err
}

// comments are the words on stored values of one organisation, by measure, period and source.
type comments map[commentKey]string

type commentKey struct{ measure, period, source string }

// commentsOn reads the comments on values of an organisation as known at a time; no measures are all.
func (p *Pages) commentsOn(c echo.Context, organisation maturity.OrganisationID, at time.Time, measures ...string) (comments, error) {
	of, err := p.commentsOnAll(c, []maturity.OrganisationID{organisation}, at, measures...)
	return of[organisation], err
}

// commentsOnAll reads the comments on values of several organisations.
func (p *Pages) commentsOnAll(c echo.Context, organisations []maturity.OrganisationID, at time.Time, measures ...string) (map[maturity.OrganisationID]comments, error) {
	if p.Quality == nil || len(organisations) == 0 {
		return nil, nil
	}
	list, err := p.Quality.Findings.Comments(c.Request().Context(), maturity.CommentFilter{Organisations: organisations, Measures: measures, AsAt: at})
	out := map[maturity.OrganisationID]comments{}
	for _, each := range list {
		if out[each.Organisation] == nil {
			out[each.Organisation] = comments{}
		}
		out[each.Organisation][commentKey{each.Measure, each.Period.Code(), each.Source}] = each.Text
	}
	return out, err
}

// On is the comment on a value, its period given as a code; "" where there is none.
func (m comments) On(measure, period, source string) string {
	return m[commentKey{measure, period, source}]
}
