package page

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

type undoRoadmapPage struct {
	Heading string
	Action  string
	Back    string
	Reason  string
	Change  changeRow
	Rows    Table
	Faults  []FieldFault
}

// undoRoadmapForm asks before a change is taken back.
func (p *Pages) undoRoadmapForm(c echo.Context) error {
	return p.showUndoRoadmap(c, http.StatusOK, undoRoadmapPage{})
}

func changeNumber(c echo.Context) (int64, error) {
	number, err := strconv.ParseInt(c.Param("change"), 10, 64)
	if err != nil {
		return 0, maturity.Errorf(maturity.NotFound, "This roadmap has no such change.")
	}
	return number, nil
}

func (p *Pages) showUndoRoadmap(c echo.Context, status int, page undoRoadmapPage) error {
	plan, err := p.roadmapNow(c)
	if err != nil {
		return err
	}
	if err := p.mustEditRoadmap(c, plan); err != nil {
		return err
	}
	number, err := changeNumber(c)
	if err != nil {
		return err
	}
	change, items, err := p.Roadmaps.Desk.Change(c.Request().Context(), plan.ID, number)
	if err != nil {
		return err
	}
	page.Back = roadmapAddress(plan.ID) + "/versions"
	page.Action, page.Heading = page.Back+"/"+strconv.FormatInt(number, 10)+"/undo", "Take this change back?"
	page.Change = changeRow{RoadmapChange: change, When: momentWords(change.At.In(p.Location)), Who: changeMaker(change.By, true), WayWords: wayWords[change.Way]}
	page.Rows = Table{Caption: "What becomes as it was before", Columns: []Column{{Words: "Item"}, {Words: "Kind"}, {Words: "What happens"}}}
	for _, item := range items {
		page.Rows.Rows = append(page.Rows.Rows, undoneRow(item))
	}
	shell := p.roadmapShell(c, plan, page.Heading, Link{Words: "Versions", Address: page.Back})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "roadmap_undo", shell, page)
}

func undoneRow(item roadmap.ItemChange) []Cell {
	words, shown := "becomes as it was before", item.Before
	switch {
	case item.Before == nil:
		words, shown = "is removed again", item.After
	case item.After == nil:
		words = "comes back"
	}
	title := item.Key
	if shown != nil {
		title = roadmap.TitleOf(*shown)
	}
	return []Cell{{Words: title}, {Words: string(item.Kind)}, {Words: words}}
}

// undoRoadmap takes a change back.
func (p *Pages) undoRoadmap(c echo.Context) error {
	number, err := changeNumber(c)
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(posted(c, "reason"))
	if reason == "" {
		return p.showUndoRoadmap(c, http.StatusUnprocessableEntity, undoRoadmapPage{Faults: []FieldFault{{"reason", "Say why the change is taken back"}}})
	}
	_, err = p.Roadmaps.Desk.Undo(c.Request().Context(), plannerOf(c), c.Param("roadmap"), number, reason)
	if code := maturity.CodeOf(err); err != nil && (code == maturity.Invalid || code == maturity.Conflict) {
		status := http.StatusUnprocessableEntity
		if code == maturity.Conflict {
			status = http.StatusConflict
		}
		return p.showUndoRoadmap(c, status, undoRoadmapPage{Reason: reason, Faults: []FieldFault{{"reason", maturity.SentenceOf(err)}}})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, roadmapAddress(c.Param("roadmap"))+"/versions?as_at=now")
}
