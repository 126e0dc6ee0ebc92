package page

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Origins tells where numbers came from.
type Origins interface {
	WhereFrom(ctx context.Context, organisation maturity.OrganisationID, measure string, p period.Period, plans []string, asAt time.Time) ([]maturity.Origin, error)
	OrganisationByCode(ctx context.Context, code string) (maturity.Organisation, error)
}

// WhereFromAddress is the page that says where a value came from.
func WhereFromAddress(organisation, measure string, p period.Period) string {
	return "/data/where-from?" + url.Values{"organisation": {organisation}, "measure": {measure}, "period": {p.Code()}}.Encode()
}

type whereFromPage struct {
	Organisation maturity.Organisation
	Measure      maturity.Measure
	Period       period.Period
	Value        string // with "planned" or "estimated" before it, where that is all there is; "" when none is believed
	Lead         string // what a planned or estimated value is
	State        string // words when there is no value
	Facts        []Fact
	Submission   int64  // of the value shown, when the visitor may see it
	Return       string // address of the return it was published from; "" for a file
	Sources      Table  // the other sources beside
	History      Table  // what was believed when
	Caveat       string
	Comment      string       // on the value shown
	Checks       *valueChecks // nil: none are shown
}

func (p *Pages) whereFrom(c echo.Context) error {
	at, _, err := p.asAt(c)
	if err != nil {
		return err
	}
	page, err := p.whereFromSubject(c)
	if err != nil {
		return err
	}
	origins, err := p.Origins.WhereFrom(c.Request().Context(), page.Organisation.ID, page.Measure.ID, page.Period, p.Catalogue.Plans(), at.Time)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(origins, func(o maturity.Origin) bool { return o.Preferred }) {
		if found, err := p.whereComputed(c, page, at); found || err != nil {
			return err
		}
	}
	if len(origins) == 0 {
		return maturity.Errorf(maturity.NotFound, "No value is stored of %s for %s in %s.", page.Measure.Title, page.Organisation.Name, page.Period.Label())
	}
	shell := p.shell(c, "Where from: "+page.Measure.Title).under("/data").asKnownAt(at)
	if p.fillOrigins(&page, origins, at.Time) {
		shell = shell.withIllustrative()
	}
	if err := p.linkSubmission(c, &page, origins, at.Time); err != nil {
		return err
	}
	source := ""
	if i := shownOrigin(origins, at.Time); i >= 0 {
		source = origins[i].Observation.Source
	}
	words, err := p.commentsOn(c, page.Organisation.ID, at.Time, page.Measure.ID)
	if err != nil {
		return err
	}
	page.Comment = words.On(page.Measure.ID, page.Period.Code(), source)
	if page.Checks, err = p.checksOf(c, page, source, at.Time); err != nil {
		return err
	}
	return p.show(c, http.StatusOK, "where_from", shell, page)
}

// whereFromSubject reads which value the address asks about.
func (p *Pages) whereFromSubject(c echo.Context) (page whereFromPage, err error) {
	var known bool
	if page.Measure, known = p.Catalogue.Measure(c.QueryParam("measure")); !known {
		return page, maturity.Errorf(maturity.NotFound, "There is no such measure.")
	}
	if page.Period, err = period.FromCode(c.QueryParam("period")); err != nil {
		return page, maturity.Errorf(maturity.Invalid, "The period cannot be read. Write a code such as Q2018-07 or M2018-07.")
	}
	page.Caveat = page.Measure.Caveat()
	page.Organisation, err = p.Origins.OrganisationByCode(c.Request().Context(), c.QueryParam("organisation"))
	return page, err
}

// fillOrigins fills the page and reports whether an invented figure is on it.
func (p *Pages) fillOrigins(page *whereFromPage, origins []maturity.Origin, at time.Time) (illustrative bool) {
	page.State = "no value was known then"
	shown := shownOrigin(origins, at)
	page.Sources = Table{Caption: "Every source that speaks of this value", Size: "m", Columns: []Column{{Words: "Source"}, {Words: "Value", Number: true}, {Words: "Place in the file"}, {Words: "Sent"}}}
	page.History = Table{Caption: "What was believed, newest first", Size: "m", Columns: []Column{{Words: "Believed from"}, {Words: "Until"}, {Words: "Value", Number: true}, {Words: "Why it replaced the one before"}, {Words: "Source"}, {Words: "File and place"}, {Words: "Sent by"}}}
	speaking, suppressed := 0, false
	for i, o := range origins {
		if !at.IsZero() && o.Observation.KnownFrom.After(at) {
			continue // not known then
		}
		suppressed = suppressed || o.Observation.State == maturity.Suppressed
		source, _ := p.Catalogue.Source(o.Observation.Source)
		illustrative = illustrative || source.Illustrative
		if i == shown {
			page.head(o, source)
			page.Facts = p.originFacts(page.Measure, o, source)
		}
		if o.Observation.BelievedAt(at) {
			speaking++
			page.Sources.Rows = append(page.Sources.Rows, []Cell{{Words: sourceTitle(source, o), Note: originNote(o, source)}, valueCell(page.Measure, o.Observation), {Words: placeWords(o.Observation.Cell)}, {Words: p.momentWords(o.Submission.ReceivedAt)}})
		}
		until := missing("still believed")
		if !o.Observation.KnownTo.IsZero() {
			until = Cell{Words: p.momentWords(o.Observation.KnownTo)}
		}
		page.History.Rows = append(page.History.Rows, []Cell{{Words: p.momentWords(o.Observation.KnownFrom)}, until, valueCell(page.Measure, o.Observation), orMissing(whyReplaced(o), "it was the first"),
			{Words: sourceTitle(source, o), Note: kindNote(source)}, {Words: o.Submission.FileName, Note: placeWords(o.Observation.Cell)}, {Words: sentBy(o.Submission)}})
	}
	if speaking < 2 {
		page.Sources.Rows = nil
	}
	if suppressed {
		page.Caveat = strings.TrimSpace(page.Caveat + " " + maturity.SuppressedNote)
	}
	return illustrative
}

func sourceTitle(source maturity.Source, o maturity.Origin) string {
	if source.Title == "" {
		return o.Observation.Source
	}
	return source.Title
}

func originNote(o maturity.Origin, source maturity.Source) string {
	note := kindNote(source)
	if o.Preferred && note != "" {
		note += "; "
	}
	if o.Preferred {
		note += "the one shown on pages"
	}
	return note
}

// kindNote says of a source that its values are not observed.
func kindNote(source maturity.Source) string {
	switch source.Kind {
	case maturity.SourcePlan:
		return "a plan"
	case maturity.SourceEstimate:
		return "an estimate"
	}
	return ""
}

// shownOrigin is the place of the value that the page is headed with: the observed one, or else the plan that was
// believed at the time; -1 for none.
func shownOrigin(origins []maturity.Origin, at time.Time) int {
	if i := slices.IndexFunc(origins, func(o maturity.Origin) bool { return o.Preferred }); i >= 0 {
		return i
	}
	return slices.IndexFunc(origins, func(o maturity.Origin) bool { return o.Observation.BelievedAt(at) })
}

// head puts a value over the page. One that was not observed is never put there bare.
func (page *whereFromPage) head(o maturity.Origin, source maturity.Source) {
	page.Value, page.State = valueWords(page.Measure, o.Observation)
	if page.Value == "" {
		return
	}
	switch {
	case !o.Preferred:
		page.Value = "planned " + page.Value
		page.Lead = "This is a plan: what the organisation committed to for the period. No value had been reported for it at the time this page speaks of, and no page shows the plan as one."
	case source.Kind == maturity.SourceEstimate || o.Observation.Flags&maturity.Estimated != 0:
		page.Value = "estimated " + page.Value
		page.Lead = "This is an estimate: its source did not count it."
	}
}

// originFacts says everything about the value that pages show.
func (p *Pages) originFacts(m maturity.Measure, o maturity.Origin, source maturity.Source) []Fact {
	facts := []Fact{
		{Words: "File", Values: []string{o.Submission.FileName}},
		{Words: "Place", Values: []string{placeWords(o.Observation.Cell)}},
	}
	if o.Observation.Seen != "" {
		facts = append(facts, Fact{Words: "Text read there", Values: []string{o.Observation.Seen}, Code: true})
	}
	if !math.IsNaN(o.Observation.Numerator) || !math.IsNaN(o.Observation.Denominator) {
		facts = append(facts, Fact{Words: "Made of", Values: []string{partWords(o.Observation.Numerator) + " of " + partWords(o.Observation.Denominator)}})
	}
	facts = append(facts,
		Fact{Words: "Sent", Values: []string{p.momentWords(o.Submission.ReceivedAt) + " by " + sentBy(o.Submission)}},
		Fact{Words: "Source", Values: []string{sourceTitle(source, o)}})
	if o.Submission.Layout != "" { // what a return was published as is written, not read
		facts = append(facts, Fact{Words: "Read as", Values: []string{p.layoutWords(o.Submission.Layout, o.Submission.Version)}})
	}
	if words := flagWords(o.Observation.Flags); len(words) > 0 {
		facts = append(facts, Fact{Words: "Caveats", Values: words})
	}
	replaced := []string{"Nothing: it was the first"}
	if o.Replaced != nil {
		value, state := valueWords(m, *o.Replaced)
		replaced = []string{value + state + ", believed from " + p.momentWords(o.Replaced.KnownFrom)}
		if why := whyReplaced(o); why != "" {
			replaced = append(replaced, why)
		}
	}
	return append(facts, Fact{Words: "What it replaced", Values: replaced})
}

// whyReplaced is the reason for which a value took the place of an earlier one; "" where it took none.
func whyReplaced(o maturity.Origin) string {
	switch {
	case o.Replaced == nil:
		return ""
	case o.Submission.Reason == "":
		return "no reason was recorded"
	}
	return o.Submission.Correction().Says()
}

func partWords(n float64) string {
	if math.IsNaN(n) {
		return "not given"
	}
	return maturity.Number(n, 1)
}

func flagWords(f maturity.Flag) []string {
	var out []string
	for _, one := range []struct {
		flag  maturity.Flag
		words string
	}{{maturity.Estimated, "The source calls it an estimate"}, {maturity.Inferred, "Its place in the source had to be inferred"}, {maturity.Provisional, "The source will restate it"}} {
		if f&one.flag != 0 {
			out = append(out, one.words)
		}
	}
	return out
}

// valueWords is an observation as pages print it: value with unit, or else its state.
func valueWords(m maturity.Measure, o maturity.Observation) (value, state string) {
	switch {
	case o.State == maturity.BelowBound || o.State == maturity.AboveBound:
		return o.State.Words() + " " + m.Format(o.Value), ""
	case o.HasValue():
		return m.Format(o.Value), ""
	}
	return "", o.State.Words()
}

func valueCell(m maturity.Measure, o maturity.Observation) Cell {
	value, state := valueWords(m, o)
	return orMissing(value, state)
}

// linkReturn links the return that a value was published from: everybody may see what of it is published.
func (p *Pages) linkReturn(c echo.Context, page *whereFromPage, o maturity.Origin) error {
	if p.Desk == nil || o.Submission.Via != "return" {
		return nil
	}
	r, err := p.Desk.Lister.ReturnOfSubmission(c.Request().Context(), o.Submission.ID)
	if err != nil {
		return err
	}
	page.Return = returnAddress(r.Collection, r.Period, r.Body.Code)
	return nil
}

// linkSubmission links the file of the shown value when the visitor may see it.
func (p *Pages) linkSubmission(c echo.Context, page *whereFromPage, origins []maturity.Origin, at time.Time) error {
	i := shownOrigin(origins, at)
	if i < 0 {
		return nil
	}
	if err := p.linkReturn(c, page, origins[i]); err != nil {
		return err
	}
	_, filter, err := p.sight(c)
	if err != nil {
		return err
	}
	filter.ID, filter.Limit = origins[i].Observation.Submission, 1
	found, err := p.Submissions.Submissions(c.Request().Context(), filter)
	if err == nil && len(found) > 0 {
		page.Submission = found[0].ID
	}
	return err
}
