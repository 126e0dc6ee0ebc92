package page

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

type deploymentsPage struct {
	roadmap.DeploymentChart
	Address    string
	Sentence   string
	Subject    string // "the whole system", or an organisation
	Drawing    template.HTML
	Tables     []deploymentTable
	Certainty  Table
	Provenance Provenance
}

// deploymentTable is what stands behind the marks of a capability.
type deploymentTable struct {
	ID        string
	Title     string
	Framework string
	Scope     string // what of it needs the whole system, as its framework says
	Table     Table
}

func deploymentsDrawing(in chart.DeploymentsInput) board.Drawing {
	return board.Drawing{Key: planKey(chart.KindDeployments, in), Describe: func() (chart.Figure, error) { return withoutTable(chart.Deployments(in)) }}
}

// roadmapDeployments shows what goes live for which capability when.
func (p *Pages) roadmapDeployments(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	organisation := c.QueryParam("organisation")
	page := deploymentsPage{DeploymentChart: plan.Deployed(organisation, p.roadmapToday(at), p.roadmapAsAtWords(at)), Address: roadmapAddress(plan.ID) + "/deployments", Subject: "the whole system"}
	for _, o := range page.Organisations {
		if o.Chosen {
			page.Subject = o.Words
		}
	}
	if organisation != "" && page.Subject == "the whole system" {
		return maturity.Errorf(maturity.NotFound, "No organisation of this roadmap has the code %s.", organisation)
	}
	page.Sentence = page.DeploymentChart.Sentence()
	shell := p.roadmapShell(c, plan, page.Sentence)
	narrow := roadmapAddress(plan.ID) + "/pictures/deployments?"
	if organisation != "" {
		narrow += url.Values{"organisation": {organisation}}.Encode()
	}
	if len(page.Groups) > 0 {
		if page.Drawing, err = p.planPicture(c, shell, deploymentsDrawing(page.Picture), narrow); err != nil {
			return err
		}
	}
	page.fill(plan, shell)
	page.Provenance = p.roadmapProvenance(c, plan, at, plan.Title)
	if page.Picture.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "roadmap_deployments", shell, page)
}

// fill sets the tables: what is behind each mark, and how firm each year is.
func (page *deploymentsPage) fill(plan *roadmap.Plan, shell Shell) {
	for n, g := range page.Groups {
		t := deploymentTable{ID: "capability-" + strconv.Itoa(n+1), Title: g.Title, Framework: g.Framework, Scope: g.Scope}
		t.Table = Table{Caption: "What is deployed: " + g.Title, Heard: true, Empty: "Nothing is deployed or planned for this.", Columns: []Column{{Words: "What"}, {Words: "Mark", Number: true}, {Words: "Organisation"}, {Words: "Status"}, {Words: "When"}, {Words: "Conditions and notes"}}}
		for _, one := range g.GoLives {
			t.Table.Rows = append(t.Table.Rows, goLiveRow(plan, shell, one))
		}
		page.Tables = append(page.Tables, t)
	}
	page.Certainty = Table{Caption: "How firm the go-lives of each year are", Heard: true, Empty: "There are no go-lives to count.",
		Columns: []Column{{Words: "Financial year"}, {Words: "Go-lives", Number: true}, {Words: "Complete", Number: true}, {Words: "Active", Number: true}, {Words: "Committed", Number: true}, {Words: "Aspirational", Number: true}, {Words: "Not stated", Number: true}, {Words: "Not yet agreed"}}}
	for _, y := range page.Years {
		number := func(n int) Cell { return Cell{Words: wholeNumber(n)} }
		page.Certainty.Rows = append(page.Certainty.Rows, []Cell{{Words: y.Year}, number(y.All), number(y.Complete), number(y.Active), number(y.Committed), number(y.Aspirational), number(y.NotStated), {Words: y.Words()}})
	}
}

func goLiveRow(plan *roadmap.Plan, shell Shell, g roadmap.GoLive) []Cell {
	status := Cell{Words: g.Status.Words(), Missing: g.Status == ""}
	if g.Basis == maturity.ByReading {
		status.Note = "inferred"
	}
	when := dateCell(g.When)
	if g.Live {
		when.Note = "in use"
	}
	notes := Cell{Words: "none", Missing: true}
	words := g.Note
	for _, condition := range g.Conditions {
		words = joinedWords(words, "only after: "+condition)
	}
	if g.Illustrative {
		words = joinedWords(words, "illustrative")
	}
	if words != "" {
		notes = Cell{Words: words}
	}
	return []Cell{{Words: g.Title, Address: shell.Link(initiativePath(plan.ID, g.Initiative.ID))}, {Words: strconv.Itoa(g.Number)}, {Words: orWords(g.Organisation, "not stated"), Missing: g.Organisation == ""}, status, when, notes}
}

func joinedWords(words, more string) string {
	if words == "" {
		return more
	}
	return words + "; " + more
}

type wavesPage struct {
	Sentence   string
	RollOuts   []wavesPart
	More       int // roll-outs that the page leaves out
	Provenance Provenance
}

type wavesPart struct {
	roadmap.RollOut
	Address string // of the initiative
	Drawing template.HTML
}

// mostRollOuts bounds the pictures of a page.
const mostRollOuts = 12

func wavesDrawing(in chart.WavesInput) board.Drawing {
	return board.Drawing{Key: planKey(chart.KindWaves, in), Describe: func() (chart.Figure, error) { return chart.Waves(in) }}
}

// roadmapWaves shows roll-outs over many sites against their plan.
func (p *Pages) roadmapWaves(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	all := plan.RollOuts(p.roadmapToday(at), p.roadmapAsAtWords(at))
	page := wavesPage{Sentence: roadmap.RollOutSentence(all), More: max(0, len(all)-mostRollOuts), Provenance: p.roadmapProvenance(c, plan, at, plan.Title)}
	shell := p.roadmapShell(c, plan, page.Sentence)
	if slices.ContainsFunc(all, func(r roadmap.RollOut) bool { return r.Picture.Illustrative }) {
		shell = shell.withIllustrative()
	}
	for _, r := range all[:min(len(all), mostRollOuts)] {
		part := wavesPart{RollOut: r, Address: shell.Link(initiativePath(plan.ID, r.Initiative.ID))}
		if part.Drawing, err = p.planPicture(c, shell, wavesDrawing(r.Picture), roadmapAddress(plan.ID)+"/pictures/waves?initiative="+url.QueryEscape(r.Initiative.ID)); err != nil {
			return err
		}
		page.RollOuts = append(page.RollOuts, part)
	}
	return p.show(c, http.StatusOK, "roadmap_waves", shell, page)
}

// roadmapPicture is the drawing of one of a roadmap's pictures for small screens.
func (p *Pages) roadmapPicture(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	switch c.Param("picture") {
	case "timeline":
		q, _, _, err := p.timelineQuery(c, plan, at)
		if err != nil {
			return err
		}
		return p.narrowPicture(c, ganttDrawing(plan.Timeline(q).Picture))
	case "deployments":
		return p.narrowPicture(c, deploymentsDrawing(plan.Deployed(c.QueryParam("organisation"), p.roadmapToday(at), p.roadmapAsAtWords(at)).Picture))
	case "dependencies":
		return p.narrowPicture(c, graphDrawing(plan.Dependencies(p.dependencyQuery(c, plan, at)).Graph))
	case "slips":
		page, err := p.compareVersions(c, plan, at)
		if err != nil {
			return err
		}
		if drawing, any := p.slipDrawing(plan, at, &page); any {
			return p.narrowPicture(c, drawing)
		}
	case "waves":
		for _, r := range plan.RollOuts(p.roadmapToday(at), p.roadmapAsAtWords(at)) {
			if r.Initiative.ID == c.QueryParam("initiative") {
				return p.narrowPicture(c, wavesDrawing(r.Picture))
			}
		}
	}
	return noSuchPicture()
}
