package page

import (
	"bytes"
	"iter"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

type domainsPage struct {
	board.DomainsView
	Provenance Provenance
	CSV        string
	ShowAll    string // address of the whole table; "" where nothing is left out
}

// domains shows organisations by domains against the level that is required of them.
func (p *Pages) domains(c echo.Context) error {
	place, err := p.groupedPlace(c, c.Param("code"))
	if err != nil {
		return err
	}
	view, err := p.Results.Domains(c.Request().Context(), c.QueryParam("domains"), c.QueryParam("part"), place.Query)
	if err != nil {
		return err
	}
	shell := p.under(c, place, "Domains: "+place.Subject.Name)
	page := domainsPage{DomainsView: view, Provenance: p.provenance(c, place.Query, "", view.Sources, view.Caveats)}
	if !view.Period.IsZero() {
		page.Provenance.Period = view.Period.Label()
	}
	page.Provenance.Title = shell.Title
	choice := url.Values{"domains": {view.Chosen.ID}, "part": {view.Part}}
	if view.Group != "" {
		choice.Set("group", view.Group)
	}
	address := "/organisations/" + url.PathEscape(view.Subject.Code) + "/domains"
	page.CSV = shell.Link(address + ".csv?" + choice.Encode())
	if view.More > 0 || view.Measures > 0 {
		choice.Set("show", "all")
		page.ShowAll = shell.Link(address + "?" + choice.Encode())
	}
	if view.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "domains", shell, page)
}

// domainShape says beside the words of a cell what they mean: short of the level, at it, or better; where none is required,
// where the figure stands against the average.
func domainShape(c board.DomainCell) string {
	switch {
	case math.IsNaN(c.Level):
		return positionShapes[c.Position]
	case c.Behind:
		return "▼"
	case c.Position == maturity.PositionSimilar:
		return "●"
	}
	return "▲"
}

// domainGroup is the choices under one heading.
type domainGroup struct {
	Title   string
	Choices []board.DomainChoice
}

// domainGroups tells self-assessed maturity from what was measured.
func domainGroups(choices []board.DomainChoice) (out []domainGroup) {
	assessed, measured := domainGroup{Title: "Self-assessed maturity"}, domainGroup{Title: "Measured capabilities"}
	for _, c := range choices {
		if c.SelfAssessed {
			assessed.Choices = append(assessed.Choices, c)
		} else {
			measured.Choices = append(measured.Choices, c)
		}
	}
	for _, g := range []domainGroup{assessed, measured} {
		if len(g.Choices) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// domainsFile is the whole table as CSV, a line for each figure.
func (p *Pages) domainsFile(c echo.Context) error {
	place, err := p.groupedPlace(c, c.Param("code"))
	if err != nil {
		return err
	}
	place.All = true
	view, err := p.Results.Domains(c.Request().Context(), c.QueryParam("domains"), c.QueryParam("part"), place.Query)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	if err := sheet.WriteCSV(&out, domainLines(view)); err != nil {
		return err
	}
	attach(c, "domains-"+view.Subject.Code+".csv")
	return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
}

func domainLines(v board.DomainsView) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if !yield([]string{"organisation_code", "organisation", "domain", "measure", "period", "value", "shown_as", "required_level", "required_in", "compared", "as_known_on"}) {
			return
		}
		for _, row := range v.Rows {
			for i, cell := range row.Cells {
				required := ""
				if !math.IsNaN(cell.Level) {
					required = v.Period.Code()
				}
				if !yield([]string{row.Organisation.Code, row.Organisation.Name, v.Columns[i].Title, cell.Measure.ID, cell.Period, plainNumber(cell.Number), cell.Value,
					plainNumber(cell.Level), required, cell.Word, v.Today.String()}) {
					return
				}
			}
		}
	}
}

// plainNumber is a number as other programs read it; "" for none.
func plainNumber(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
