package page

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

type definitionsPage struct {
	Words      string
	Measures   Table
	Frameworks Table
	Count      int
	Hash       string
}

// definitions lists what is defined, narrowed by words.
func (p *Pages) definitions(c echo.Context) error {
	page := definitionsPage{Words: strings.TrimSpace(c.QueryParam("q")), Hash: p.Catalogue.Hash}
	page.Measures = Table{Caption: "Measures", Size: "m", Columns: []Column{{Words: "Measure"}, {Words: "Counted as"}, {Words: "Direction"}, {Words: "Framework"}}, Empty: "No measure has all of these words. Use fewer."}
	found := p.measuresLike(page.Words)
	slices.SortStableFunc(found, func(a, b maturity.Measure) int {
		return strings.Compare(maturity.FoldName(a.Title), maturity.FoldName(b.Title))
	})
	page.Count = len(found)
	for _, m := range found {
		framework := Cell{Words: "free-standing", Missing: true}
		if f, ok := p.Catalogue.Framework(m.Framework); ok {
			framework = Cell{Words: f.Title, Address: "/frameworks/" + f.ID}
		}
		page.Measures.Rows = append(page.Measures.Rows, []Cell{{Words: m.Title, Address: "/measures/" + m.ID + "/definition"}, {Words: m.UnitWords}, {Words: m.Polarity.Words()}, framework})
	}
	page.Frameworks = Table{Caption: "Frameworks", Size: "m", Columns: []Column{{Words: "Framework"}, {Words: "Edition"}, {Words: "Answered"}}, Empty: "No framework is defined."}
	for _, f := range p.Catalogue.Frameworks {
		page.Frameworks.Rows = append(page.Frameworks.Rows, []Cell{{Words: f.Title, Address: "/frameworks/" + f.ID}, orMissing(f.Edition, "none named"), orMissing(f.Window, "at any time")})
	}
	title := "Definitions: what the measures mean"
	return p.show(c, http.StatusOK, "definitions", p.shell(c, title).under("/measures"), page)
}

type frameworkPage struct {
	maturity.Framework
	Facts   []Field
	Groups  []frameworkGroup
	Apart   []Link // frameworks whose scores share no trend line with its own
	Then    *wordingThen
	History []wordingChange
}

type frameworkGroup struct {
	Title string
	Table Table
}

// framework shows a framework's edition, its sections with their measures, its words, and what of it changed.
func (p *Pages) framework(c echo.Context) error {
	f, ok := p.Catalogue.Framework(c.Param("framework"))
	if !ok {
		return maturity.Errorf(maturity.NotFound, "There is no framework %s.", shown(c.Param("framework")))
	}
	at, _, err := p.asAt(c)
	if err != nil {
		return err
	}
	page := frameworkPage{Framework: f, Facts: p.frameworkFacts(f)}
	for _, g := range f.Groups {
		page.Groups = append(page.Groups, p.frameworkGroup(g))
	}
	for _, id := range f.NotComparable {
		if other, ok := p.Catalogue.Framework(id); ok {
			page.Apart = append(page.Apart, Link{Words: other.Title, Address: "/frameworks/" + other.ID})
		}
	}
	if p.Wordings != nil {
		versions, err := p.Wordings.DefinitionVersions(c.Request().Context(), maturity.DefinesFramework, f.ID)
		if err != nil {
			return err
		}
		page.History, page.Then = historyOf(versions, map[string]string{string(maturity.DefinesFramework) + f.ID: "The framework"}), wordingAt(versions, f.Hash, at)
	}
	shell := p.shell(c, f.Title).under("/measures", Link{Words: "Definitions", Address: "/definitions"}).asKnownAt(at)
	return p.show(c, http.StatusOK, "framework", shell, page)
}

func (p *Pages) frameworkFacts(f maturity.Framework) []Field {
	var kinds []string
	for _, id := range f.Kinds {
		kinds = append(kinds, p.kindWords(id))
	}
	compulsory := "voluntary"
	if f.Compulsory {
		compulsory = "compulsory"
	}
	return []Field{{"Edition", f.Edition}, {"Answered", f.Window}, {"Answering was", compulsory}, {"Answered by", strings.Join(kinds, ", ")},
		{"Scale", maturity.Number(f.Low, 1) + " to " + maturity.Number(f.High, 1)}, {"Source", f.Source}, {"File and line", f.Where}, {"Hash of the definition", f.Hash}}
}

func (p *Pages) frameworkGroup(g maturity.Group) frameworkGroup {
	table := Table{Caption: g.Title, Columns: []Column{{Words: "Section"}, {Words: "Measure"}, {Words: "Note"}}, Empty: "It has no sections."}
	add := func(s maturity.Section, of string) {
		measure := missing("none of its own")
		if m, ok := p.Catalogue.Measure(s.Measure); ok {
			measure = Cell{Words: m.Title, Address: "/measures/" + m.ID + "/definition"}
		}
		note := strings.Join(slices.DeleteFunc([]string{s.Condition, s.TimeLimit, s.Note}, func(t string) bool { return t == "" }), "; ")
		if scope := s.ScopeWords(); scope != "" {
			note = strings.TrimSpace(scope + " " + upperFirst(note))
		}
		table.Rows = append(table.Rows, []Cell{{Words: s.Title, Note: of}, measure, orMissing(note, "none")})
	}
	for _, s := range g.Sections {
		add(s, "")
		for _, item := range s.Items {
			add(item, "part of "+s.Title)
		}
	}
	return frameworkGroup{g.Title, table}
}
