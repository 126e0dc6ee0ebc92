package page

import (
	"maps"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/intake"
	"waymark/internal/maturity"
)

// uploadReturns is the part of the upload page about returns.
type uploadReturns struct {
	Collections   []maturity.Collection // those the visitor may return values to
	Collection    string
	Organisation  string // code; "" for whatever the file says
	SubmitReturns bool
}

// offerCollections lists the collections to whose returns the visitor may give values.
func (p *Pages) offerCollections(c echo.Context) (out []maturity.Collection, err error) {
	if p.Reach == nil || p.Desk == nil {
		return nil, nil
	}
	account, _ := httpkit.AccountOf(c.Request().Context())
	for _, one := range p.Catalogue.Collections { // a handful
		scope, err := p.Reach.Reach(c.Request().Context(), account, maturity.EditReturn, one)
		if err != nil {
			return nil, err
		}
		if scope.All || len(scope.Organisations) > 0 {
			out = append(out, one)
		}
	}
	return out, nil
}

// readReturns reads what a sender says about returns.
func (p *Pages) readReturns(c echo.Context, page *uploadPage, meta *intake.Meta) error {
	page.Collection, page.Organisation = c.FormValue("collection"), strings.TrimSpace(c.FormValue("organisation"))
	page.SubmitReturns = c.FormValue("submit_returns") != ""
	meta.Collection, meta.SubmitReturns = page.Collection, page.SubmitReturns
	if page.Organisation != "" {
		body, err := p.Origins.OrganisationByCode(c.Request().Context(), page.Organisation)
		switch {
		case maturity.CodeOf(err) == maturity.NotFound:
			page.Faults = append(page.Faults, FieldFault{"organisation", "There is no organisation with this code"})
		case err != nil:
			return err
		}
		meta.Only = body.ID
	}
	if page.Collection == "" {
		return nil
	}
	offered, err := p.offerCollections(c)
	if !slices.ContainsFunc(offered, func(one maturity.Collection) bool { return one.ID == page.Collection }) {
		page.Faults = append(page.Faults, FieldFault{"collection", "Choose a collection from the list, or none"})
	}
	return err
}

// senderScope is for which organisations the visitor may send values: to a collection's returns, or to be published.
func (p *Pages) senderScope(c echo.Context, collection string) (maturity.Scope, error) {
	ctx := c.Request().Context()
	account, _ := httpkit.AccountOf(ctx)
	if one, ok := p.Catalogue.Collection(collection); ok && p.Reach != nil {
		return p.Reach.Reach(ctx, account, maturity.EditReturn, one)
	}
	return p.Accounts.Scope(ctx, account)
}

// sender notes who sends and for which organisations they may.
func (p *Pages) sender(c echo.Context, meta *intake.Meta) error {
	account, _ := httpkit.AccountOf(c.Request().Context())
	scope, err := p.senderScope(c, meta.Collection)
	meta.SubmittedBy, meta.Account, meta.Everywhere = account.Login, account.ID, scope.All
	meta.May = slices.Sorted(maps.Keys(scope.Organisations))
	return err
}

// returnOutcome is what became of an organisation's return, with a link to it.
func returnOutcome(s maturity.Submission, o maturity.OrganisationOutcome) Cell {
	cell := Cell{Words: upperFirst(o.Outcome.Words()), Note: o.Why}
	if o.Outcome == "" {
		return missing("nothing")
	}
	if !o.Period.IsZero() {
		cell.Address = returnAddress(s.Collection, o.Period, o.Organisation.Code)
	}
	return cell
}

// returnHeadline says where a submission into returns stands, where that differs from one that is published.
func uploadHeadline(s maturity.Submission, change string) (title, sentence string, differs bool) {
	r := s.Report
	switch s.State {
	case maturity.SubmissionWriting:
		return "Saving " + change + " into returns", "You can leave this page and come back.", true
	case maturity.SubmissionWritten:
		if r.New+r.Changed == 0 {
			return "Nothing to save: the returns say all of this already", "The file is kept.", true
		}
		return "Saved into returns: " + change, "Nothing is published before the returns are. What became of each is listed below.", true
	case maturity.SubmissionChecked:
		if !s.CheckOnly && r.New+r.Changed > 0 {
			return "Check before saving into returns: " + change, "Nothing is saved yet. Look at what would change, then save or cancel.", true
		}
	}
	return "", "", false
}

// returnCounts says how many returns ended how.
func returnCounts(outcomes []maturity.OrganisationOutcome) (out []Fact) {
	n := map[maturity.ReturnOutcome]int{}
	for _, o := range outcomes {
		n[o.Outcome]++
	}
	for _, outcome := range []maturity.ReturnOutcome{maturity.OutcomeSubmitted, maturity.OutcomeSaved, maturity.OutcomeIncomplete, maturity.OutcomeNotSubmitted, maturity.OutcomeHeld} {
		if n[outcome] > 0 {
			out = append(out, Fact{Words: "returns " + outcome.Words(), Values: []string{wholeNumber(n[outcome])}})
		}
	}
	return out
}

// changeTable lists the first values that are, or would be, replaced: old and new.
func (p *Pages) changeTable(s maturity.Submission) Table {
	shown, all := s.Report.Changes, s.Report.Changed
	table := Table{Caption: "Values that are replaced", Size: "s", Columns: []Column{{Words: "Organisation"}, {Words: "Measure"}, {Words: "Period"}, {Words: "Old"}, {Words: "New"}, {Words: "Place"}}}
	if s.State == maturity.SubmissionChecked {
		table.Caption = "Values that would be replaced"
	}
	if all > int64(len(shown)) {
		table.Caption += ", the first " + wholeNumber(len(shown)) + " of " + wholeNumber(all)
	}
	if s.Reason != "" {
		table.Caption += ": " + s.Correction().Says()
	}
	if s.State == maturity.SubmissionRefused || all == 0 {
		return table
	}
	for _, c := range shown {
		table.Rows = append(table.Rows, []Cell{{Words: c.Organisation}, {Words: p.measureWords(c.Measure)}, {Words: periodWords(c.Period)}, {Words: c.Old}, {Words: c.New}, {Words: placeWords(c.Cell)}})
	}
	return table
}
