package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// FrameworkQuery pages through frameworks.
type FrameworkQuery struct {
	Paging
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"500"`
}

// FrameworkPath names one framework.
type FrameworkPath struct {
	ID string `path:"id" maxLength:"200" doc:"Id of the framework"`
}

// Framework is a published structure of sections and questions, or of capabilities and aims.
type Framework struct {
	ID            string   `json:"id"`
	Title         string   `json:"title"`
	Edition       string   `json:"edition"`
	Caveat        string   `json:"caveat"`
	Source        string   `json:"source" doc:"Document and place"`
	Kinds         []string `json:"kinds" nullable:"false" doc:"Kinds of organisation that answer it"`
	Low           *float64 `json:"low" doc:"Ends of its scale"`
	High          *float64 `json:"high"`
	Unit          string   `json:"unit"`
	Window        string   `json:"window" doc:"When it was answered"`
	Compulsory    bool     `json:"compulsory"`
	NotComparable []string `json:"not_comparable" nullable:"false" doc:"Frameworks whose scores must never share a trend line with its own"`
	Definition    string   `json:"definition" doc:"Hash of the definition"`
	Groups        []Group  `json:"groups" csv:"-" nullable:"false"`
}

// Group is a set of sections, or a capability with its aims.
type Group struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Sections []Section `json:"sections" nullable:"false"`
}

// Section is a part of a framework that is scored: a section, a question or an aim.
type Section struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Parent      string   `json:"parent" doc:"Id of the section it is a question or part of; empty for none"`
	Measure     string   `json:"measure" doc:"Id of the measure that holds its value"`
	Tags        []string `json:"tags" nullable:"false"`
	Counterpart string   `json:"counterpart" doc:"Section of another instrument it stands beside; such a comparison is indicative only"`
	Note        string   `json:"note"`
	Condition   string   `json:"condition"`
	TimeLimit   string   `json:"time_limit"`
}

func (a *API) registerFrameworks() {
	register(a, operation{method: http.MethodGet, path: "/frameworks", id: "list-frameworks", tag: "Definitions", right: httpkit.SignedIn, table: true,
		summary: "List frameworks", words: "In order of id, each with its groups and sections."}, a.frameworks)
	register(a, operation{method: http.MethodGet, path: "/frameworks/{id}", id: "get-framework", tag: "Definitions", right: httpkit.SignedIn,
		summary: "One framework"}, a.framework)
}

func (a *API) frameworks(ctx context.Context, q *FrameworkQuery) (*Paged[Framework], error) {
	var found []maturity.Framework
	for _, f := range a.Catalogue.Frameworks {
		if f.ID > q.Cursor {
			found = append(found, f)
		}
	}
	slices.SortFunc(found, func(x, y maturity.Framework) int { return strings.Compare(x.ID, y.ID) })
	found, next := cut(found, q.Limit, func(f maturity.Framework) string { return f.ID })
	rows := make([]Framework, len(found))
	for i, f := range found {
		rows[i] = frameworkRow(f)
	}
	return paged(ctx, rows, next).explain(nil, func() (string, *Exists, error) {
		return "There is no framework here.", nil, nil
	})
}

func (a *API) framework(_ context.Context, q *FrameworkPath) (*One[Framework], error) {
	f, ok := a.Catalogue.Framework(q.ID)
	if !ok {
		return nil, maturity.Errorf(maturity.NotFound, "There is no framework %s.", tame(q.ID))
	}
	return &One[Framework]{frameworkRow(f)}, nil
}

func frameworkRow(f maturity.Framework) Framework {
	row := Framework{ID: f.ID, Title: f.Title, Edition: f.Edition, Caveat: f.Caveat, Source: f.Source, Kinds: full(f.Kinds), Low: orNull(f.Low), High: orNull(f.High),
		Unit: string(f.Unit), Window: f.Window, Compulsory: f.Compulsory, NotComparable: full(f.NotComparable), Definition: f.Hash, Groups: []Group{}}
	for _, g := range f.Groups {
		group := Group{ID: g.ID, Title: g.Title, Sections: []Section{}}
		for _, s := range g.Sections {
			group.Sections = append(group.Sections, sectionOf(s, ""))
			for _, item := range s.Items {
				group.Sections = append(group.Sections, sectionOf(item, s.ID))
			}
		}
		row.Groups = append(row.Groups, group)
	}
	return row
}

func sectionOf(s maturity.Section, parent string) Section {
	return Section{ID: s.ID, Title: s.Title, Parent: parent, Measure: s.Measure, Tags: full(s.Tags), Counterpart: s.Counterpart, Note: s.Note, Condition: s.Condition, TimeLimit: s.TimeLimit}
}
