package page

import (
	"html/template"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

type measuresPage struct {
	Groups []measuresGroup
	For    string // code of the organisation the links lead to
}

type measuresGroup struct {
	Title, Caveat string
	Measures      []maturity.Measure
}

// measures lists every measure by its framework.
func (p *Pages) measures(c echo.Context) error {
	page := measuresPage{For: c.QueryParam("organisation")}
	index := map[string]int{}
	for _, m := range p.Catalogue.Measures {
		at, seen := index[m.Framework]
		if !seen {
			group := measuresGroup{Title: "Measures counted in practices and trusts"}
			if f, ok := p.Catalogue.Framework(m.Framework); ok {
				group.Title, group.Caveat = f.Title, f.Caveat
			}
			at = len(page.Groups)
			index[m.Framework] = at
			page.Groups = append(page.Groups, group)
		}
		page.Groups[at].Measures = append(page.Groups[at].Measures, m)
	}
	return p.show(c, http.StatusOK, "measures", p.shell(c, "Measures").under("/measures"), page)
}

type measurePage struct {
	board.MeasureView
	Definition []Field
	Trajectory template.HTML // "" where there is none
	Ranked     template.HTML
	Chart      template.HTML // control chart; "" where there is none
	Drawn      measurePictures
	ShowAll    string                  // address of the whole table of organisations; "" where all are shown
	Choices    []maturity.Organisation // whose page it can be
	Provenance Provenance
	NewestFor  string   // period of the newest value, which may be incomplete yet
	Missing    []string // names of organisations whose returns are missing from it
	Comments   comments
	Others     map[maturity.OrganisationID]comments // on figures of the organisations compared
	Planned    *plannedView                         // the initiatives behind its figures
}

// CommentOn is the comment on the figure that a row of the comparison shows; "" where there is none.
func (m measurePage) CommentOn(r board.OrganisationRow) string {
	shown := r.Trajectory.Latest
	if n := len(r.Trajectory.Observed); shown == nil && n > 0 {
		shown = &r.Trajectory.Observed[n-1]
	}
	if shown == nil {
		return ""
	}
	return m.Others[r.Organisation.ID].On(m.Measure.ID, shown.Period.Code(), shown.Source)
}

// HasTargets reports whether the organisations are compared with targets at all.
func (m measurePage) HasTargets() bool {
	return slices.ContainsFunc(m.Rows, func(r board.OrganisationRow) bool { return r.Trajectory.Target != "" })
}

// measure shows one measure for an organisation; without one it takes the first footprint.
func (p *Pages) measure(c echo.Context) error {
	m, ok := p.Catalogue.Measure(c.Param("measure"))
	if !ok {
		return maturity.Errorf(maturity.NotFound, "There is no measure %s.", c.Param("measure"))
	}
	choices, err := p.choices(c)
	if err != nil {
		return err
	}
	code := c.QueryParam("organisation")
	if code == "" && len(choices) > 0 {
		code = choices[0].Code
	}
	if code == "" {
		return maturity.Errorf(maturity.NotFound, "No footprint and no nation is loaded yet for which this measure could be shown.")
	}
	place, err := p.place(c, code)
	if err != nil {
		return err
	}
	view, err := p.Results.Measure(c.Request().Context(), m.ID, place.Query)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(choices, func(o maturity.Organisation) bool { return o.ID == place.Subject.ID }) {
		choices = append([]maturity.Organisation{place.Subject}, choices...)
	}
	page := measurePage{MeasureView: view, Definition: definitionOf(m), Choices: choices,
		Provenance: p.provenance(c, place.Query, view.Period, view.Sources, view.Notes)}
	if view.RollUp != nil {
		page.Missing = missingNames(place.directory, view.RollUp.Missing)
		if n := len(view.Observed); n > 0 {
			page.NewestFor = view.Observed[n-1].Period.Label()
		}
	}
	compared := []maturity.OrganisationID{place.Subject.ID}
	for _, r := range view.Rows {
		compared = append(compared, r.Organisation.ID)
	}
	if page.Others, err = p.commentsOnAll(c, compared, place.Query.AsAt, m.ID); err != nil {
		return err
	}
	page.Comments = page.Others[place.Subject.ID]
	shell := p.shell(c, m.Title).under("/measures").asKnownAt(place.at)
	if page.Planned, err = p.planned(c, place.Subject, place.Directory.FootprintsOf(place.Subject.ID, place.MembersDay()), shell); err != nil {
		return err
	}
	var drawings []board.Drawing
	for _, d := range drawingsOf(view) {
		if d != nil {
			drawings = append(drawings, *d)
		}
	}
	p.prepare(c.Request().Context(), drawings)
	if view.Trajectory != nil {
		if page.Trajectory, err = p.picture(c.Request().Context(), *view.Trajectory); err != nil {
			return err
		}
		page.Trajectory = withNarrow(page.Trajectory, measurePictureAddress(shell, view, chart.KindTrajectory, *view.Trajectory))
	}
	if page.Chart, err = p.controlPicture(c.Request().Context(), shell, view); err != nil {
		return err
	}
	if page.Drawn, err = p.measurePictures(c.Request().Context(), shell, view); err != nil {
		return err
	}
	if view.More > 0 {
		page.ShowAll = shell.Link(measureAddress(m.ID, place.Subject.Code) + "&show=all")
	}
	if view.Ranked != nil {
		if page.Ranked, err = p.picture(c.Request().Context(), *view.Ranked); err != nil {
			return err
		}
		page.Ranked = withNarrow(page.Ranked, measurePictureAddress(shell, view, chart.KindRanked, *view.Ranked))
	}
	page.Provenance.Title = shell.Title
	if view.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "measure", shell, page)
}

// choices are the bodies a measure can be shown for: footprints and nations first.
func (p *Pages) choices(c echo.Context) ([]maturity.Organisation, error) {
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return nil, err
	}
	today := period.DayOf(p.Now().In(p.Location))
	return append(directory.OfKind(maturity.KindFootprint, today), directory.OfKind(maturity.KindNation, today)...), nil
}

// missingNames are at most ten short names, and how many more there are.
func missingNames(directory Directory, codes []string) []string {
	const shown = 10
	var out []string
	for i, code := range codes {
		if i == shown && len(codes) > shown+1 {
			return append(out, maturity.Number(float64(len(codes)-shown), 0)+" more")
		}
		if o, ok := directory.ByCode(code); ok && o.ShortName != "" {
			code = o.ShortName
		}
		out = append(out, code)
	}
	return out
}

// definitionOf is the measure's definition as pages print it.
func definitionOf(m maturity.Measure) []Field {
	out := []Field{{"Why it matters", m.Why}, {"Numerator", m.Numerator}}
	if m.Denominator != "" {
		out = append(out, Field{"Denominator", m.Denominator})
	}
	rollUps := rollUpWords
	out = append(out, Field{"Unit", m.UnitWords}, Field{"Direction", m.Polarity.Words()}, Field{"Footprint value", rollUps[m.RollUp]},
		Field{"Small numbers", m.SmallNumberWords()}, Field{"Source", m.SourceWords}, Field{"Written by", m.Author}, Field{"Checked by", m.Checker}, Field{"To be reviewed by", isoDayWords(m.ReviewBy)})
	return out
}
