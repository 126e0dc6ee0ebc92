package page

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// Parts tells what a computed value was made of.
type Parts interface {
	RollUps(ctx context.Context, footprints []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.RollUpValue, error)
	Observations(ctx context.Context, f maturity.ObservationFilter) (page []maturity.Observation, next string, err error)
}

type computedPage struct {
	Organisation maturity.Organisation
	Measure      maturity.Measure
	Period       string
	Value        string
	Method       string
	Made         string // sums of numerators and denominators; "" for methods without
	Reporting    int
	Expected     int
	Missing      []string
	Parts        Table
	Caveat       string
}

// whereComputed answers for a value that nobody sent: a footprint's, made of its organisations' values, each with a link
// to its own cell. found is false when there is no such value.
func (p *Pages) whereComputed(c echo.Context, subject whereFromPage, at asAt) (found bool, err error) {
	when := at.Time
	if when.IsZero() {
		when = p.Now()
	}
	ctx := c.Request().Context()
	values, err := p.Parts.RollUps(ctx, []maturity.OrganisationID{subject.Organisation.ID}, []string{subject.Measure.ID}, when)
	if err != nil {
		return false, err
	}
	for _, v := range values {
		if v.Period != subject.Period {
			continue
		}
		page := computedPage{Organisation: subject.Organisation, Measure: subject.Measure, Period: v.Period.Label(), Value: subject.Measure.Format(v.Value),
			Method: rollUpWords[v.Method], Reporting: v.Reporting, Expected: v.Expected, Missing: v.Missing, Caveat: subject.Caveat}
		if v.Method == maturity.RollUpRatio {
			page.Made = partWords(v.Numerator) + " of " + partWords(v.Denominator)
		}
		shell := p.shell(c, "Where from: "+subject.Measure.Title).under("/data").asKnownAt(at)
		if page.Parts, err = p.parts(ctx, shell, subject, when); err != nil {
			return false, err
		}
		if v.Illustrative {
			shell = shell.withIllustrative()
		}
		return true, p.show(c, http.StatusOK, "where_computed", shell, page)
	}
	return false, nil
}

// parts lists the members' values of the period.
func (p *Pages) parts(ctx context.Context, shell Shell, subject whereFromPage, when time.Time) (Table, error) {
	table := Table{Caption: "The values it was made of", Size: "m", Empty: "The organisations' values are not there any more.",
		Columns: []Column{{Words: "Organisation"}, {Words: "Value", Number: true}, {Words: "Made of", Number: true}, {Words: "Source"}}}
	filter := maturity.ObservationFilter{Footprint: subject.Organisation.ID, Measures: []string{subject.Measure.ID}, Kind: subject.Period.Kind,
		From: subject.Period.Start, To: subject.Period.Start, AsAt: when}
	for _, s := range p.Catalogue.Sources {
		if s.Kind == maturity.SourcePlan {
			filter.Except = append(filter.Except, s.ID)
		}
	}
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return table, err
	}
	observations, _, err := p.Parts.Observations(ctx, filter)
	if err != nil {
		return table, err
	}
	for _, o := range observations {
		body, known := directory.ByID(o.Organisation)
		if !known || body.ID == subject.Organisation.ID {
			continue
		}
		value := valueCell(subject.Measure, o)
		value.Address = shell.Link(WhereFromAddress(body.Code, subject.Measure.ID, subject.Period))
		source, _ := p.Catalogue.Source(o.Source)
		table.Rows = append(table.Rows, []Cell{{Words: body.Name}, value, {Words: partWords(o.Numerator) + " of " + partWords(o.Denominator)}, {Words: source.Title}})
	}
	return table, nil
}
