package page

import (
	"bytes"
	"context"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/outcome"
	"waymark/internal/roadmap"
	"waymark/internal/sheet"
)

// OutcomeReader gives what was worked out of what deployments did.
type OutcomeReader interface {
	DeploymentOutcomes(ctx context.Context, roadmap string, asAt time.Time) ([]maturity.DeploymentOutcome, error)
	InitiativeOutcomes(ctx context.Context, roadmap string, asAt time.Time) ([]maturity.InitiativeOutcome, error)
}

// roadmapOutcomeRoutes are "did it work?".
func (p *Pages) roadmapOutcomeRoutes() []httpkit.Route {
	if p.Roadmaps == nil || p.Roadmaps.Outcomes == nil {
		return nil
	}
	route := func(method, path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: method, Path: roadmapPath + path, Right: right}, Handle: handle}
	}
	return []httpkit.Route{
		route(http.MethodGet, "/outcomes", httpkit.SignedIn, p.roadmapOutcomes),
		route(http.MethodGet, "/outcomes/outcomes.csv", httpkit.SignedIn, p.roadmapOutcomesFile),
		route(http.MethodGet, "/outcomes/picture", httpkit.SignedIn, p.roadmapOutcomePicture),
		route(http.MethodGet, "/outcomes/range", httpkit.Decide, p.outcomeRangeForm),
		route(http.MethodPost, "/outcomes/range", httpkit.Decide, p.useOutcomeRange),
	}
}

func outcomesAddress(roadmap string) string { return roadmapAddress(roadmap) + "/outcomes" }

// outcomesPage says what finished deployments did.
type outcomesPage struct {
	Plan       *roadmap.Plan
	Headline   string
	Waiting    int
	Rows       []outcomeRow // all
	Finished   []outcomeRow
	Awaited    []outcomeRow // that were to be in use by now
	Pooled     []pooledRow
	Pictures   []outcomePart
	More       int // with an estimate, without a picture here
	MayUse     bool
	CSV        string
	Provenance Provenance
}

// outcomePart is one deployment's picture.
type outcomePart struct {
	ID, Title string
	Row       outcomeRow
	Drawing   template.HTML
}

// mostOutcomePictures is how many pictures the page holds; drawing one takes a while.
const mostOutcomePictures = 8

// roadmapOutcomes shows what finished deployments did to their measures.
func (p *Pages) roadmapOutcomes(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	list, err := p.Roadmaps.Outcomes.DeploymentOutcomes(ctx, plan.ID, at.Time)
	if err != nil {
		return err
	}
	pooled, err := p.Roadmaps.Outcomes.InitiativeOutcomes(ctx, plan.ID, at.Time)
	if err != nil {
		return err
	}
	tally := outcome.TallyOf(list)
	page := outcomesPage{Plan: plan, Headline: tally.Headline(), Waiting: tally.Waiting, MayUse: at.Time.IsZero() && p.mayEditRoadmap(c, plan)}
	shell := p.roadmapShell(c, plan, page.Headline)
	page.CSV = shell.Link(outcomesAddress(plan.ID) + "/outcomes.csv")
	page.Provenance = p.roadmapProvenance(c, plan, at, plan.Title)
	rows, err := p.outcomeRows(ctx, shell, plan, list)
	if err != nil {
		return err
	}
	page.Rows = rows
	for _, o := range pooled {
		if o.Count == 0 {
			continue // its deployments say above why
		}
		page.Pooled = append(page.Pooled, p.pooledRow(shell, plan, o, page.MayUse))
	}
	for i, row := range rows {
		if row.Outcome.Illustrative {
			shell = shell.withIllustrative()
		}
		if row.Outcome.Finished {
			page.Finished = append(page.Finished, row)
		} else {
			page.Awaited = append(page.Awaited, row)
		}
		if !row.Told() {
			continue
		}
		if len(page.Pictures) == mostOutcomePictures {
			page.More++
			continue
		}
		part := outcomePart{ID: "picture-" + wholeNumber(i+1), Title: row.What + ", " + row.Organisation, Row: row}
		if part.Drawing, err = p.planPicture(c, shell, p.outcomeDrawing(plan, row, p.roadmapAsAtWords(at)), outcomePictureAddress(plan.ID, row.Outcome)); err != nil {
			return err
		}
		page.Pictures = append(page.Pictures, part)
	}
	return p.show(c, http.StatusOK, "roadmap_outcomes", shell, page)
}

func outcomePictureAddress(roadmap string, o maturity.DeploymentOutcome) string {
	return outcomesAddress(roadmap) + "/picture?" + url.Values{"deployment": {o.Deployment}, "measure": {o.Measure}}.Encode()
}

// roadmapOutcomePicture is the drawing of one deployment for small screens.
func (p *Pages) roadmapOutcomePicture(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	list, err := p.Roadmaps.Outcomes.DeploymentOutcomes(c.Request().Context(), plan.ID, at.Time)
	if err != nil {
		return err
	}
	for _, o := range list {
		if o.Deployment != c.QueryParam("deployment") || o.Measure != c.QueryParam("measure") || len(o.Path) == 0 {
			continue
		}
		rows, err := p.outcomeRows(c.Request().Context(), p.roadmapShell(c, plan, ""), plan, []maturity.DeploymentOutcome{o})
		if err != nil || len(rows) == 0 {
			return err
		}
		return p.narrowPicture(c, p.outcomeDrawing(plan, rows[0], p.roadmapAsAtWords(at)))
	}
	return noSuchPicture()
}

// roadmapOutcomesFile gives the outcomes as CSV.
func (p *Pages) roadmapOutcomesFile(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	list, err := p.Roadmaps.Outcomes.DeploymentOutcomes(ctx, plan.ID, at.Time)
	if err != nil {
		return err
	}
	rows, err := p.outcomeRows(ctx, p.roadmapShell(c, plan, ""), plan, list)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	if err := sheet.WriteCSV(&out, outcomeLines(rows)); err != nil {
		return err
	}
	attach(c, plan.ID+"-outcomes.csv")
	return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
}

// outcomeLines are the rows of the file.
func outcomeLines(rows []outcomeRow) func(yield func([]string) bool) {
	yesOrNo := map[bool]string{true: "yes", false: "no"}
	number := func(v float64) string {
		if math.IsNaN(v) {
			return ""
		}
		return plainNumber(v)
	}
	return func(yield func([]string) bool) {
		if !yield([]string{"deployment", "initiative", "organisation", "organisation_name", "measure", "go_live", "in_use", "verdict", "reason", "change", "peers_change", "effect", "low", "high",
			"expected_gain", "expected_low", "expected_high", "peers", "figures_before", "figures_after", "control_chart_signals", "control_chart", "illustrative"}) {
			return
		}
		for _, r := range rows {
			o := r.Outcome
			gain, low, high := "", "", ""
			if e := r.Expected; e != nil {
				gain = plainNumber(e.Gain)
				if e.Known() {
					low, high = plainNumber(e.Low), plainNumber(e.High)
				}
			}
			if !yield([]string{o.Deployment, o.Initiative, r.Code, r.Organisation, o.Measure, o.GoLive.String(), yesOrNo[o.Finished], string(o.Verdict), o.Reason, number(o.Change), number(o.Peers),
				number(o.Effect), number(o.Low), number(o.High), gain, low, high, wholeNumber(o.PeerCount), wholeNumber(o.Before), wholeNumber(o.After), yesOrNo[o.Step], o.StepWords, yesOrNo[o.Illustrative]}) {
				return
			}
		}
	}
}
