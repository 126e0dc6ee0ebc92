package page

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
)

// assuranceView is an assurance matrix in its frame.
type assuranceView struct {
	Matrix *board.AssuranceMatrix
	Shell  Shell
}

// assuranceLink is one name in it with the address of its chart.
type assuranceLink struct{ Label, Address, Note string }

// assuranceList is the names in a cell: the first, and the rest that would not be read.
type assuranceList struct {
	Total       string
	First, Rest []assuranceLink
}

const namesShown = 12

func newAssuranceList(entries []board.AssuranceEntry, shell Shell) assuranceList {
	out := assuranceList{Total: wholeNumber(len(entries)) + ":"}
	for i, e := range entries {
		link := assuranceLink{e.Label, shell.Link(measureAddress(e.Measure.ID, e.Organisation.Code)), e.Note}
		if i < namesShown {
			out.First = append(out.First, link)
		} else {
			out.Rest = append(out.Rest, link)
		}
	}
	return out
}

// measureAddress is the page of a measure for an organisation.
func measureAddress(measure, organisation string) string {
	return "/measures/" + url.PathEscape(measure) + "?" + url.Values{"organisation": {organisation}}.Encode()
}

type assurancePage struct {
	board.AssuranceView
	Provenance Provenance
	Own        string // value of the choice of the organisation's own measures
}

// assurance shows who stands where by variation and assurance.
func (p *Pages) assurance(c echo.Context) error {
	place, err := p.groupedPlace(c, c.Param("code"))
	if err != nil {
		return err
	}
	view, err := p.Results.Assurance(c.Request().Context(), c.QueryParam("measure"), place.Query)
	if err != nil {
		return err
	}
	shell := p.under(c, place, "Variation and assurance: "+place.Subject.Name)
	page := assurancePage{view, p.provenance(c, place.Query, view.Period, view.Sources, view.Caveats), board.OwnMeasures}
	page.Provenance.Title = shell.Title
	if view.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "assurance", shell, page)
}

// under is the frame of a page below that of an organisation.
func (p *Pages) under(c echo.Context, at place, title string) Shell {
	shell := p.shell(c, title).asKnownAt(at.at)
	return shell.under("/organisations", Link{Words: at.Subject.ShortName, Address: shell.Link("/organisations/" + url.PathEscape(at.Subject.Code))})
}
