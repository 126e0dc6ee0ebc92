package page

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
	"waymark/internal/sheet"
)

// registersPage is a page of registers of a roadmap: a sentence, what goes with it, tables.
type registersPage struct {
	Plan     *roadmap.Plan
	Heading  string
	Lead     []string // sentences below the heading
	Warnings []string
	Add      *Link
	Sections []registerSection
	Contents []Link // to the sections, where there are many
	at       asAt
	shell    Shell
	may      bool
}

// registerSection is a heading with words, a picture and a table.
type registerSection struct {
	ID, Title string
	Words     []string
	Picture   template.HTML
	Table     *registerTable
	Folded    string // words under which the table is folded away; "": it stands open
	File      string // address of the table as CSV
	Links     []Link // to forms, for those who may
}

// registerTable is a table whose cells may hold several links. The first cell of a row is its heading.
type registerTable struct {
	ID      string // of its file
	Caption string
	Columns []Column
	Rows    []registerRow
	Empty   string
}

type registerRow struct {
	ID    string // anchor
	Cells []registerCell
	// Change leads to the form of the row, for those who may, under the words "Change" or others.
	Change      *Link
	ChangeWords string
}

// registerCell is words, or links, with a note. Raw is what the file holds instead of words, such as a bare number.
type registerCell struct {
	Words, Address, Note, Raw string
	Missing                   bool
	Links                     []Link
}

func said(words string) registerCell { return registerCell{Words: words} }

// saidOr is words, or what is said where there are none.
func saidOr(words, missing string) registerCell {
	if words == "" {
		return registerCell{Words: missing, Missing: true}
	}
	return registerCell{Words: words}
}

// text is the cell in the file: what is missing is an empty field there.
func (c registerCell) text() string {
	if c.Raw != "" || c.Missing {
		return c.Raw
	}
	words := c.Words
	for _, l := range c.Links {
		if words != "" {
			words += "; "
		}
		words += l.Words
	}
	return words
}

// rows of the file: headings, then the rows, with notes in a column of their own where there are any.
func (t *registerTable) rows(yield func([]string) bool) {
	noted := make([]bool, len(t.Columns))
	for _, r := range t.Rows {
		for i, c := range r.Cells {
			noted[i] = noted[i] || c.Note != ""
		}
	}
	head := []string{"id"}
	for i, c := range t.Columns {
		head = append(head, c.Words)
		if noted[i] {
			head = append(head, c.Words+", note")
		}
	}
	if !yield(head) {
		return
	}
	for _, r := range t.Rows {
		line := []string{r.ID}
		for i, c := range r.Cells {
			line = append(line, c.text())
			if noted[i] {
				line = append(line, c.Note)
			}
		}
		if !yield(line) {
			return
		}
	}
}

// roadmapRegisterRoutes are the registers of a roadmap, and their tables as files.
func (p *Pages) roadmapRegisterRoutes() []httpkit.Route {
	if p.Roadmaps == nil {
		return nil
	}
	get := func(path string, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: roadmapPath + path, Right: httpkit.SignedIn}, Handle: handle}
	}
	forms := append(registerFormRoutes(p, gapForm), registerFormRoutes(p, riskForm)...)
	forms = append(append(forms, registerFormRoutes(p, benefitForm)...), registerFormRoutes(p, fundingForm)...)
	forms = append(append(append(forms, registerFormRoutes(p, criteriaForm)...), registerFormRoutes(p, prioritiesForm)...), p.listRoutes()...)
	return append(append(forms, p.roadmapScoreRoutes()...), []httpkit.Route{
		get("/gaps", p.showRegisters(p.fillGaps)), get("/risks", p.showRegisters(p.fillRisks)), get("/benefits", p.showRegisters(p.fillBenefits)),
		get("/money", p.showRegisters(p.fillMoney)), get("/registers", p.showRegisters(p.fillRegisters)), get("/tables/:file", p.roadmapTable),
		get("/priorities", p.roadmapPriorities),
	}...)
}

// unsaid are the words of cells that say only that a source is silent.
var unsaid = []string{"not stated", "none stated", "none named", "none", "nothing named", "not judged"}

// drop leaves out the columns of which a source says nothing for any row, and says so in a sentence instead. Files keep
// them.
func (s *registerSection) drop() {
	if s.Table == nil || len(s.Table.Rows) < 2 {
		return
	}
	var columns []Column
	var dropped []string
	rows := make([]registerRow, len(s.Table.Rows))
	for i, r := range s.Table.Rows {
		rows[i] = r
		rows[i].Cells = nil
	}
	for k, column := range s.Table.Columns {
		told := k == 0
		for _, r := range s.Table.Rows {
			c := r.Cells[k]
			told = told || !c.Missing || c.Note != "" || len(c.Links) > 0 || !slices.Contains(unsaid, c.Words)
		}
		if !told {
			dropped = append(dropped, maturity.LowerFirst(column.Words))
			continue
		}
		columns = append(columns, column)
		for i, r := range s.Table.Rows {
			rows[i].Cells = append(rows[i].Cells, r.Cells[k])
		}
	}
	if len(dropped) > 0 {
		table := *s.Table
		table.Columns, table.Rows = columns, rows
		s.Table = &table
		s.Words = append(s.Words, "Stated for none of them: "+strings.Join(dropped, ", ")+".")
	}
}

// registerBuilders are the pages that tables come from, by the beginning of the name of their file.
func (p *Pages) registerBuilders() map[string]func(echo.Context, *registersPage) error {
	return map[string]func(echo.Context, *registersPage) error{
		"gaps": p.fillGaps, "unplanned": p.fillGaps, "risks": p.fillRisks, "benefits": p.fillBenefits, "counts": p.fillBenefits,
		"money": p.fillMoney, "register": p.fillRegisters, "pilots": p.fillRegisters,
		"priorities": p.fillPrioritiesFile, "answers": p.fillPrioritiesFile,
	}
}

// roadmapTable gives one table of the registers as CSV.
func (p *Pages) roadmapTable(c echo.Context) error {
	name, csv := strings.CutSuffix(c.Param("file"), ".csv")
	stem, _, _ := strings.Cut(name, "-")
	build := p.registerBuilders()[stem]
	if !csv || build == nil {
		return maturity.Errorf(maturity.NotFound, "There is no such table.")
	}
	page, err := p.registersPage(c)
	if err != nil {
		return err
	}
	if err := build(c, page); err != nil {
		return err
	}
	for _, s := range page.Sections {
		if s.Table == nil || s.Table.ID != name {
			continue
		}
		var out bytes.Buffer
		out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
		if err := sheet.WriteCSV(&out, s.Table.rows); err != nil {
			return err
		}
		attach(c, page.Plan.ID+"-"+name+".csv")
		return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
	}
	return maturity.Errorf(maturity.NotFound, "This roadmap has no such table.")
}

// registersPage begins a page of registers.
func (p *Pages) registersPage(c echo.Context) (*registersPage, error) {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return nil, err
	}
	page := &registersPage{Plan: plan, at: at, may: p.mayEditRoadmap(c, plan)}
	page.shell = p.roadmapShell(c, plan, plan.Title)
	return page, nil
}

// manySections is from how many sections on a page begins with a list of them.
const manySections = 4

// showRegisters fills and shows a page of registers.
func (p *Pages) showRegisters(fill func(echo.Context, *registersPage) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		page, err := p.registersPage(c)
		if err != nil {
			return err
		}
		if err := fill(c, page); err != nil {
			return err
		}
		page.shell.Title = page.Heading + ": " + page.Plan.Title
		for i := range page.Sections {
			page.Sections[i].drop()
			if t := page.Sections[i].Table; t != nil && len(t.Rows) > 0 {
				page.Sections[i].File = page.shell.Link(roadmapAddress(page.Plan.ID) + "/tables/" + url.PathEscape(t.ID) + ".csv")
			}
		}
		if len(page.Sections) >= manySections {
			for _, s := range page.Sections {
				page.Contents = append(page.Contents, Link{Words: s.Title, Address: "#" + s.ID})
			}
		}
		return p.show(c, http.StatusOK, "roadmap_registers", page.shell, *page)
	}
}

// initiativeCell is links to initiatives, or a word where there are none.
func (page *registersPage) initiativeCell(ids []string, none string) registerCell {
	if len(ids) == 0 {
		return registerCell{Words: none, Missing: true}
	}
	return registerCell{Links: initiativeLinkList(page.shell, page.Plan, ids)}
}

// initiativeLinkList is a link to each initiative; an id that stands for none is a word.
func initiativeLinkList(shell Shell, plan *roadmap.Plan, ids []string) (out []Link) {
	for _, id := range ids {
		l := Link{Words: id}
		if i := plan.Initiative(id); i != nil {
			l = Link{Words: i.Title, Address: shell.Link(roadmapAddress(plan.ID) + "/initiatives/" + url.PathEscape(id))}
		}
		out = append(out, l)
	}
	return out
}

// changeable gives a row the link by which those who may change it.
func (page *registersPage) changeable(row registerRow, area string) registerRow {
	if page.may {
		row.Change = &Link{Words: row.Cells[0].Words, Address: roadmapAddress(page.Plan.ID) + "/" + area + "/" + url.PathEscape(row.ID)}
	}
	return row
}

// addLink leads those who may to the form of a new item.
func (page *registersPage) addLink(area, words string) {
	if page.may {
		page.Add = &Link{Words: words, Address: roadmapAddress(page.Plan.ID) + "/" + area + "/new"}
	}
}

// source is where in the document a row stands.
func (page *registersPage) source(place string) registerCell { return saidOr(place, "not stated") }
