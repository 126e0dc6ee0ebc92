package api

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strings"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// MeasureQuery chooses measures.
type MeasureQuery struct {
	Paging
	Limit     int      `query:"limit" minimum:"1" maximum:"1000" default:"500"`
	Measure   []string `query:"measure,explode" nullable:"false" doc:"Ids of measures, repeated or with commas"`
	Framework []string `query:"framework,explode" nullable:"false" doc:"Ids of frameworks: only their sections and questions"`
	Kind      []string `query:"kind,explode" nullable:"false" doc:"Ids of kinds of organisation: only measures that these return"`
	Text      string   `query:"q" maxLength:"200" doc:"Part of the id or title"`
}

// MeasurePath names one measure.
type MeasurePath struct {
	ID string `path:"id" maxLength:"200" doc:"Id of the measure"`
}

// Measure is the definition of a number.
type Measure struct {
	ID           string   `json:"id"`
	Title        string   `json:"title"`
	Short        string   `json:"short" doc:"Title for columns and axes"`
	Why          string   `json:"why" doc:"Why it matters"`
	Type         string   `json:"type"`
	Unit         string   `json:"unit" enum:"percent,score,stage,count,yes_no,rate"`
	UnitWords    string   `json:"unit_words"`
	Polarity     string   `json:"polarity" enum:"higher,lower,neither"`
	Numerator    string   `json:"numerator" doc:"In words"`
	Denominator  string   `json:"denominator" doc:"In words; empty when the value is no ratio"`
	Low          *float64 `json:"low" doc:"Least value there can be; null: no bound"`
	High         *float64 `json:"high"`
	MayExceed    bool     `json:"may_exceed" doc:"A value above high is kept with a warning"`
	Decimals     int      `json:"decimals"`
	Frequency    string   `json:"frequency" doc:"How often it is due: day, month, quarter, financial_year, calendar_year, or empty"`
	RollUp       string   `json:"roll_up" enum:"ratio,sum,mean,none" doc:"How a footprint's value is made from its organisations' values"`
	SelfAssessed bool     `json:"self_assessed"`
	Caveat       string   `json:"caveat" doc:"Sentence to show wherever a value is shown"`
	Framework    string   `json:"framework" doc:"Id of the framework it belongs to; empty for a free-standing measure"`
	Section      string   `json:"section"`
	Aims         []string `json:"aims" nullable:"false"`
	Kinds        []string `json:"kinds" nullable:"false" doc:"Kinds of organisation that return it; empty: any"`
	Source       string   `json:"source" doc:"In words"`
	Author       string   `json:"author" doc:"A role"`
	Checker      string   `json:"checker" doc:"A role"`
	ReviewBy     string   `json:"review_by"`
	Definition   string   `json:"definition" doc:"Hash of the definition: another one, another definition"`
	Targets      []Target `json:"targets" csv:"-" nullable:"false"`
	Benchmarks   []string `json:"benchmarks" nullable:"false" doc:"Ids of the benchmarks it is compared with; the first is shown by default"`
	Changes      []Change `json:"changes" csv:"-" nullable:"false"`
}

// Target is a value wanted by a date.
type Target struct {
	ID            string   `json:"id"`
	Title         string   `json:"title"`
	Operator      string   `json:"operator" enum:">=,<=,="`
	Value         *float64 `json:"value"`
	Due           *string  `json:"due" format:"date" doc:"The day by which it counts as past due; null: no date was given"`
	DueAsGiven    string   `json:"due_as_given"`
	DuePrecision  string   `json:"due_precision" doc:"How exactly the source gives the date"`
	Organisation  string   `json:"organisation" doc:"Code, when it is one organisation's"`
	Footprint     string   `json:"footprint" doc:"Code, when it is a footprint's; with neither it is national"`
	Kinds         []string `json:"kinds" nullable:"false"`
	Stated        bool     `json:"stated" doc:"False: implied by the wording"`
	BaselineValue *float64 `json:"baseline_value"`
	Baseline      *string  `json:"baseline_period"`
	Document      string   `json:"document"`
	Place         string   `json:"place"`
	Note          string   `json:"note"`
}

// Change is an entry of a definition's change log.
type Change struct {
	Date  string `json:"date"`
	Text  string `json:"text"`
	Break bool   `json:"break" doc:"Values before and after are not comparable"`
}

func (a *API) registerMeasures() {
	register(a, operation{method: http.MethodGet, path: "/measures", id: "list-measures", tag: "Definitions", right: httpkit.SignedIn, table: true,
		summary: "List measures", words: "In order of id, each with its targets and benchmarks."}, a.measures)
	register(a, operation{method: http.MethodGet, path: "/measures/{id}", id: "get-measure", tag: "Definitions", right: httpkit.SignedIn,
		summary: "One measure"}, a.measure)
}

func (a *API) measures(ctx context.Context, q *MeasureQuery) (*Paged[Measure], error) {
	c := chosen{catalogue: a.Catalogue}
	ids, frameworks, kinds := c.measures(q.Measure), c.frameworks(q.Framework), c.kinds(q.Kind)
	text := strings.ToLower(strings.TrimSpace(q.Text))
	var found []maturity.Measure
	for _, m := range a.Catalogue.Measures {
		fits := (len(ids) == 0 || slices.Contains(ids, m.ID)) && (len(frameworks) == 0 || slices.Contains(frameworks, m.Framework)) &&
			(len(kinds) == 0 || len(m.Kinds) == 0 || slices.ContainsFunc(m.Kinds, func(k string) bool { return slices.Contains(kinds, k) })) &&
			(strings.Contains(strings.ToLower(m.ID), text) || strings.Contains(strings.ToLower(m.Title), text))
		if fits && m.ID > q.Cursor && !c.nobody {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, func(x, y maturity.Measure) int { return strings.Compare(x.ID, y.ID) })
	found, next := cut(found, q.Limit, func(m maturity.Measure) string { return m.ID })
	rows := make([]Measure, len(found))
	for i, m := range found {
		rows[i] = a.measureRow(m)
	}
	return paged(ctx, rows, next).explain(c.notes, func() (string, *Exists, error) {
		return "No measure fits the selection.", &Exists{Known: a.measureIDs()}, nil
	})
}

func (c *chosen) frameworks(values []string) []string {
	return c.known("framework", values, func(id string) bool { _, ok := c.catalogue.Framework(id); return ok })
}

// cut keeps a page of what is in memory already; next is the key of its last item when more follow.
func cut[T any](items []T, limit int, key func(T) string) (page []T, next string) {
	if len(items) <= limit {
		return items, ""
	}
	return items[:limit], key(items[limit-1])
}

// measureIDs are all ids, for those who asked for one that is none.
func (a *API) measureIDs() []string {
	var out []string
	for _, m := range a.Catalogue.Measures {
		out = append(out, m.ID)
	}
	slices.Sort(out)
	return out
}

func (a *API) measure(_ context.Context, q *MeasurePath) (*One[Measure], error) {
	m, ok := a.Catalogue.Measure(q.ID)
	if !ok {
		return nil, maturity.Errorf(maturity.NotFound, "There is no measure %s.", tame(q.ID))
	}
	return &One[Measure]{a.measureRow(m)}, nil
}

func (a *API) measureRow(m maturity.Measure) Measure {
	row := Measure{ID: m.ID, Title: m.Title, Short: m.Short, Why: m.Why, Type: m.Type, Unit: string(m.Unit), UnitWords: m.UnitWords, Polarity: string(m.Polarity),
		Numerator: m.Numerator, Denominator: m.Denominator, Low: orNull(m.Low), High: orNull(m.High), MayExceed: m.MayExceed, Decimals: m.Decimals,
		Frequency: m.Frequency.String(), RollUp: string(m.RollUp), SelfAssessed: m.SelfAssessed, Caveat: m.Caveat(), Framework: m.Framework, Section: m.Section,
		Aims: full(m.Aims), Kinds: full(m.Kinds), Source: m.SourceWords, Author: m.Author, Checker: m.Checker, ReviewBy: m.ReviewBy, Definition: m.Hash,
		Targets: []Target{}, Benchmarks: []string{}, Changes: []Change{}}
	for _, t := range a.Catalogue.TargetsOf(m.ID) {
		row.Targets = append(row.Targets, targetOf(t))
	}
	for _, b := range a.Catalogue.BenchmarksOf(m) {
		row.Benchmarks = append(row.Benchmarks, b.ID)
	}
	for _, c := range m.Changes {
		row.Changes = append(row.Changes, Change(c))
	}
	return row
}

func targetOf(t maturity.Target) Target {
	out := Target{ID: t.ID, Title: t.Title, Operator: string(t.Operator), Value: orNull(t.Value), Organisation: t.Organisation, Footprint: t.Footprint,
		Kinds: full(t.Kinds), Stated: t.Stated, Document: t.Document, Place: t.Place, Note: t.Note}
	if t.Due != nil {
		out.DueAsGiven, out.DuePrecision = t.Due.AsGiven, string(t.Due.Precision)
		if t.Due.Latest != 0 {
			out.Due = export.Day(&t.Due.Latest)
		}
	}
	if t.Baseline != nil {
		code := t.Baseline.Period.Code()
		out.BaselineValue, out.Baseline = orNull(t.Baseline.Value), &code
	}
	return out
}

func orNull(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// full is never null.
func full(values []string) []string {
	if values == nil {
		return []string{}
	}
	return values
}
