package page

import (
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/priority"
)

// mostNamed is how many initiatives a sentence of a table names.
const mostNamed = 3

// crossingSection lists the initiatives whose band and score disagree; nil where the roadmap has no bands.
func (page *prioritiesPage) crossingSection() *registerSection {
	if len(page.Plan.Bands) == 0 || page.Result.Count == 0 {
		return nil
	}
	table := registerTable{ID: "priorities-bands", Caption: "Where band and score disagree", Columns: []Column{{Words: "Initiative"}, {Words: "Band"}, {Words: "Rank", Number: true}, {Words: "By score it comes"}}, Empty: "Bands and scores agree."}
	for _, x := range priority.Crossings(page.Plan.Bands, page.Plan.Initiatives, page.Result.Rows) {
		var words []string
		if len(x.Over) > 0 {
			words = append(words, "before "+page.named(x.Over)+" of a more urgent band")
		}
		if len(x.Under) > 0 {
			words = append(words, "after "+page.named(x.Under)+" of a less urgent band")
		}
		table.Rows = append(table.Rows, registerRow{ID: "band-" + x.Initiative, Cells: []registerCell{said(titleOf(page.Plan, x.Initiative)), said(x.Band), said(wholeNumber(x.Rank)), said(upperFirst(strings.Join(words, "; ")))}})
	}
	return &registerSection{ID: "bands", Title: "Where band and score disagree", Table: &table, Words: []string{"Bands are what was decided, and stay. A score that says otherwise is a reason to look again."}}
}

func (page *prioritiesPage) named(ids []string) string {
	var names []string
	for _, id := range ids[:min(len(ids), mostNamed)] {
		names = append(names, "“"+titleOf(page.Plan, id)+"”")
	}
	if more := len(ids) - len(names); more > 0 {
		return strings.Join(names, ", ") + " and " + wholeNumber(more) + " more"
	}
	return strings.Join(names, ", ")
}

// effortSection sets effort against impact.
func (p *Pages) effortSection(c echo.Context, page *prioritiesPage) (registerSection, error) {
	s := registerSection{ID: "effort", Title: "Effort against impact"}
	in := chart.EffortInput{AsAt: p.roadmapToday(page.at).Long(), SourceWords: page.Plan.Title}
	count := map[priority.Quadrant]int{}
	for _, i := range page.Plan.Initiatives {
		in.Items = append(in.Items, chart.EffortItem{Label: i.Title, Effort: i.Effort, Impact: i.Impact, Note: i.Band})
		in.Illustrative = in.Illustrative || i.Illustrative && i.Effort != nil
		count[priority.QuadrantOf(i)]++
	}
	if count[priority.QuadrantUnknown] == len(page.Plan.Initiatives) {
		s.Words = []string{"No initiative is judged for effort and impact yet. The form of its answers asks for both."}
		return s, nil
	}
	if in.Illustrative {
		page.shell = page.shell.withIllustrative()
	}
	var parts []string
	for _, q := range priority.Quadrants() {
		if count[q] > 0 {
			parts = append(parts, maturity.LowerFirst(q.Words())+": "+wholeNumber(count[q]))
		}
	}
	s.Words = []string{upperFirst(strings.Join(parts, "; ")) + ". Much impact is 4 or 5, little effort 1 or 2."}
	f, err := chart.Effort(in)
	if err != nil {
		return s, err
	}
	s.Picture, err = p.roadmapFigure(c, f)
	return s, err
}
