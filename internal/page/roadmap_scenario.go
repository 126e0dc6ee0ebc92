package page

import (
	"bytes"
	"cmp"
	"html/template"
	"iter"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
	"waymark/internal/whatif"
)

type scenarioPage struct {
	answerView
	Scenario maturity.Scenario
	Steps    []stepRow
	Saved    string // day
	May      bool
	Change   string // where it is changed
	Apply    string // where it is taken over into the plan
	Retire   string
	CSV      string
	Others   []choice // scenarios it can be compared with
	Compare  string
	Picture  template.HTML // of the chosen target; "" where there is none
	Chosen   string
	Cells    []choice // targets that can be drawn
	Action   string
	Keep     []Field
	Trail    Trail
}

// scenario shows what a kept scenario does.
func (p *Pages) scenario(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	s, err := p.scenarioOf(c, plan.ID)
	if err != nil {
		return err
	}
	where, err := p.whatifAt(c, at)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	a, err := p.Roadmaps.Scenarios.Ask(ctx, plan, s, where)
	if err != nil {
		return err
	}
	shell := p.roadmapShell(c, plan, a.Sentence, Link{Words: "Scenarios", Address: scenariosAddress(plan.ID)})
	if a.Illustrative {
		shell = shell.withIllustrative()
	}
	own := scenarioAddress(plan.ID, s.ID)
	page := scenarioPage{answerView: newAnswerView(shell, a, c.QueryParam("show") == "all"), Scenario: s, Saved: p.dayWords(s.At), May: p.mayEditRoadmap(c, plan), Action: own, Compare: own + "/compare",
		Change: shell.Link(askAddress(plan.ID, s, s.Steps)), Apply: own + "/apply", Retire: own + "/retire", CSV: shell.Link(own + "/targets.csv")}
	if page.More > 0 {
		page.ShowAll = shell.Link(own + "?show=all")
	}
	if at.Query != "" {
		page.Keep = []Field{{"as_at", at.Query}}
	}
	for _, step := range s.Steps {
		page.Steps = append(page.Steps, stepRow{Words: whatif.StepWords(plan, step), Note: stepNote(p.Catalogue, step)})
	}
	list, err := p.Roadmaps.Scenarios.List(ctx, plan.ID)
	if err != nil {
		return err
	}
	for _, other := range list {
		if other.ID != s.ID {
			page.Others = append(page.Others, choice{ID: strconv.FormatInt(other.ID, 10), Words: other.Title})
		}
	}
	page.Cells, page.Chosen = drawable(a, c.QueryParam("target"))
	if page.Picture, err = p.scenarioDrawing(c, a, page.Chosen, where, shell); err != nil {
		return err
	}
	if page.Trail, err = p.trail(c, maturity.ScenarioSubject(s.ID)); err != nil {
		return err
	}
	return p.show(c, http.StatusOK, "roadmap_scenario", labelled(shell, plan), page)
}

// drawable lists the targets with a forecast, and which is drawn: the one asked for, else the first.
func drawable(a *whatif.Answer, asked string) (out []choice, chosen string) {
	for _, cell := range a.Cells {
		if !cell.Plan.Known() || len(out) == 200 {
			continue
		}
		key := cellKey(cell)
		if out = append(out, choice{ID: key, Words: cell.Organisation.ShortName + ": " + cell.Target.Title}); key == asked {
			chosen = key
		}
	}
	if chosen == "" && len(out) > 0 {
		chosen = out[0].ID
	}
	return out, chosen
}

// cellKey names a target of an organisation in an address.
func cellKey(c whatif.Cell) string { return c.Organisation.Code + "/" + c.Target.ID }

// cellOf finds a cell by its key.
func cellOf(a *whatif.Answer, key string) (whatif.Cell, bool) {
	i := slices.IndexFunc(a.Cells, func(c whatif.Cell) bool { return cellKey(c) == key })
	if i < 0 {
		return whatif.Cell{}, false
	}
	return a.Cells[i], true
}

// outlooks draws one target three times on the same axes: from the figures alone, with the plan, with the scenario.
func (p *Pages) outlooks(c echo.Context, a *whatif.Answer, key string, at whatif.At) (d board.Drawing, ok bool, err error) {
	cell, ok := cellOf(a, key)
	if !ok {
		return d, false, nil
	}
	path, ok, err := p.Roadmaps.Scenarios.Path(c.Request().Context(), a, cell.Organisation.ID, cell.Target.ID, at)
	if err != nil || !ok {
		return d, false, err
	}
	in := chart.MultiplesInput{Title: outlookHeadline(path), Measure: path.Measure, Target: &path.Target, AsAt: at.Today.Long(), Illustrative: a.Illustrative, One: "outlook", Many: "outlooks"}
	for _, each := range []struct {
		label   string
		outlook whatif.Outlook
		bands   []maturity.BandPoint
	}{{"Figures alone", path.Figures, path.Trajectory.Projected}, {"With the plan", path.Cell.Plan, path.Plan}, {"With the scenario", path.Cell.Scenario, path.Scenario}} {
		t := path.Trajectory
		t.Projected, t.Status, t.Probability = each.bands, each.outlook.Status, each.outlook.Chance
		if t.AtDue != nil {
			due := *t.AtDue
			for _, b := range each.bands {
				if b.Period == due.Period {
					due = b
				}
			}
			t.AtDue = &due
		}
		in.Cells = append(in.Cells, chart.MultipleCell{Label: each.label, Trajectory: t})
	}
	return board.Multiples(in), true, nil
}

func outlookHeadline(path whatif.Path) string {
	return path.Organisation.ShortName + ": chance of " + maturity.LowerFirst(path.Target.Title) + " " + maturity.Chance(path.Cell.Plan.Chance) + " with the plan, " + maturity.Chance(path.Cell.Scenario.Chance) + " with the scenario"
}

func (p *Pages) scenarioDrawing(c echo.Context, a *whatif.Answer, key string, at whatif.At, shell Shell) (template.HTML, error) {
	d, ok, err := p.outlooks(c, a, key, at)
	if err != nil || !ok {
		return "", err
	}
	html, err := p.picture(c.Request().Context(), d)
	if err != nil {
		return "", err
	}
	return withNarrow(html, shell.Link(scenarioAddress(a.Plan.ID, a.Scenario.ID)+"/picture?target="+url.QueryEscape(key)+"&v="+drawingVersion(d))), nil
}

// scenarioPicture is that drawing for small screens.
func (p *Pages) scenarioPicture(c echo.Context) error {
	a, where, err := p.asked(c)
	if err != nil {
		return err
	}
	_, chosen := drawable(a, c.QueryParam("target"))
	d, ok, err := p.outlooks(c, a, chosen, where)
	if err != nil {
		return err
	}
	if !ok {
		return noSuchPicture()
	}
	return p.narrowPicture(c, d)
}

// asked answers the scenario of the address.
func (p *Pages) asked(c echo.Context) (*whatif.Answer, whatif.At, error) {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return nil, whatif.At{}, err
	}
	s, err := p.scenarioOf(c, plan.ID)
	if err != nil {
		return nil, whatif.At{}, err
	}
	where, err := p.whatifAt(c, at)
	if err != nil {
		return nil, where, err
	}
	a, err := p.Roadmaps.Scenarios.Ask(c.Request().Context(), plan, s, where)
	return a, where, err
}

// scenarioFile gives every target of the footprint with its outlooks as CSV.
func (p *Pages) scenarioFile(c echo.Context) error {
	a, _, err := p.asked(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	if err := sheet.WriteCSV(&out, outlookRows(a)); err != nil {
		return err
	}
	attach(c, a.Plan.ID+"-scenario-"+strconv.FormatInt(a.Scenario.ID, 10)+".csv")
	return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
}

func outlookRows(a *whatif.Answer) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		head := []string{"organisation_code", "organisation", "measure", "target", "target_title"}
		for _, of := range []string{"figures", "plan", "scenario"} {
			head = append(head, of+"_chance", of+"_status", of+"_forecast", of+"_low_80", of+"_high_80")
		}
		if !yield(append(head, "illustrative")) {
			return
		}
		for _, c := range a.Cells {
			row := []string{c.Organisation.Code, c.Organisation.Name, c.Measure.ID, c.Target.ID, c.Target.Title}
			for _, o := range []whatif.Outlook{c.Figures, c.Plan, c.Scenario} {
				row = append(row, numberCell(o.Chance, 4), string(o.Status), numberCell(o.Median, 4), numberCell(o.Low, 4), numberCell(o.High, 4))
			}
			if !yield(append(row, strconv.FormatBool(a.Illustrative))) {
				return
			}
		}
	}
}

// numberCell is a number for machines; what is not known is empty.
func numberCell(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return cmp.Or(text, "0")
}
