package page

import (
	"context"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
)

// profilePictures are the dot plot of one set of domains and, where it has one, the radar of the same rows. A picture for
// which the page has no room is an address.
type profilePictures struct {
	board.ProfilePlot
	DotsHTML, RadarHTML       template.HTML
	DotsAddress, RadarAddress string
}

// The room that pictures have on the page of an organisation, in bytes: what its budget of 150 KB leaves beside the rows.
const (
	pictureRoom = 120_000
	bytesARow   = 1_300
)

func (p *Pages) profilePictures(ctx context.Context, shell Shell, v board.OrganisationView) ([]profilePictures, error) {
	out := make([]profilePictures, len(v.Plots))
	var drawings []board.Drawing
	for _, plot := range v.Plots {
		drawings = append(drawings, plot.Dots)
		if plot.Radar != nil {
			drawings = append(drawings, *plot.Radar)
		}
	}
	p.prepare(ctx, drawings)
	room := pictureRoom - bytesARow*v.Measures
	inside := func(html template.HTML, address string) (template.HTML, string) {
		if room -= len(html); room < 0 {
			return "", address
		}
		return withNarrow(html, address), ""
	}
	for i, plot := range v.Plots {
		out[i].ProfilePlot = plot
		html, err := p.picture(ctx, plot.Dots)
		if err != nil {
			return nil, err
		}
		out[i].DotsHTML, out[i].DotsAddress = inside(html, profilePictureAddress(shell, v, "dots", i, plot.Dots))
		if plot.Radar == nil {
			continue
		}
		if html, err = p.picture(ctx, *plot.Radar); err != nil {
			return nil, err
		}
		out[i].RadarHTML, out[i].RadarAddress = inside(html, profilePictureAddress(shell, v, "radar", i, *plot.Radar))
	}
	return out, nil
}

// Plot is the dot plot of a group of measures; nil where it has none.
func (o organisationPage) Plot(title string) *profilePictures {
	for i := range o.Drawn {
		if o.Drawn[i].Title == title {
			return &o.Drawn[i]
		}
	}
	return nil
}

// profilePictureAddress is where the drawing of a plot for small screens is.
func profilePictureAddress(shell Shell, v board.OrganisationView, kind string, i int, d board.Drawing) string {
	return shell.Link("/organisations/" + url.PathEscape(v.Subject.Code) + "/pictures/" + kind + "-" + strconv.Itoa(i+1) + "?v=" + drawingVersion(d))
}

// profilePicture is the drawing of one plot of an organisation for small screens.
func (p *Pages) profilePicture(c echo.Context) error {
	place, err := p.place(c, c.Param("code"))
	if err != nil {
		return err
	}
	view, err := p.Results.Organisation(c.Request().Context(), place.Query)
	if err != nil {
		return err
	}
	kind, number, _ := strings.Cut(c.Param("picture"), "-")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(view.Plots) {
		return noSuchPicture()
	}
	plot := view.Plots[n-1]
	switch {
	case kind == "dots":
		return p.narrowPicture(c, plot.Dots)
	case kind == "radar" && plot.Radar != nil:
		return p.narrowPicture(c, *plot.Radar)
	}
	return noSuchPicture()
}

// comparisonLinks lead to the pages that set domains and control charts beside each other.
func comparisonLinks(shell Shell, v board.OrganisationView) []Link {
	if v.Measures == 0 {
		return nil
	}
	path := "/organisations/" + url.PathEscape(v.Subject.Code)
	return []Link{{Words: "Organisations by domain, against the level required", Address: shell.Link(path + "/domains")},
		{Words: "Variation and assurance: who gets worse, and who will miss a target", Address: shell.Link(path + "/assurance")}}
}

type betterView struct {
	Rows  []board.BetterRow
	Shell Shell
}
