package page

import (
	"fmt"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/priority"
	"waymark/internal/roadmap"
)

// prioritySeed begins the weightings that are tried: the same for everybody, so that the same page says the same.
const prioritySeed = 1

// holds is the share of weightings from which on a place among the first counts as held.
const holds = 0.9

type prioritiesPage struct {
	registersPage
	Sets     []choice
	Set      maturity.CriteriaSet
	Result   priority.Result
	Weights  []weightField
	Freedoms []choice
	Faults   []FieldFault
	Tried    bool // the visitor tries weights of his own
	Address  string
	Effort   template.HTML
	Also     []string
	Forms    []Link // of the questions, for those who may
}

// weightField is the weight of a question as the visitor may try another.
type weightField struct {
	Name, Title, Question, Value, Share string
}

// roadmapPriorities shows the order of initiatives by the questions of a footprint, and how sure it is.
func (p *Pages) roadmapPriorities(c echo.Context) error {
	begun, err := p.registersPage(c)
	if err != nil {
		return err
	}
	page := prioritiesPage{registersPage: *begun}
	if err := p.fillPriorities(c, &page); err != nil {
		return err
	}
	page.shell.Title = page.Heading + ": " + page.Plan.Title
	page.shell.Fault = len(page.Faults) > 0
	query := c.Request().URL.Query()
	query.Del("as_at")
	for i := range page.Sections {
		page.Sections[i].drop()
		if t := page.Sections[i].Table; t != nil && len(t.Rows) > 0 {
			file := roadmapAddress(page.Plan.ID) + "/tables/" + url.PathEscape(t.ID) + ".csv"
			page.Sections[i].File = page.shell.Link(withParts(file, query.Encode()))
		}
	}
	return p.show(c, http.StatusOK, "roadmap_priorities", page.shell, page)
}

// fillPrioritiesFile is the tables of the page for their files.
func (p *Pages) fillPrioritiesFile(c echo.Context, begun *registersPage) error {
	page := prioritiesPage{registersPage: *begun}
	err := p.fillPriorities(c, &page)
	*begun = page.registersPage
	return err
}

func (p *Pages) fillPriorities(c echo.Context, page *prioritiesPage) error {
	page.Address = roadmapAddress(page.Plan.ID) + "/priorities"
	page.chooseSet(c.QueryParam("set"))
	in := page.input(c)
	page.Result = priority.Of(in)
	page.fillWeights(c)
	page.Heading = prioritiesHeading(page.Plan, page.Result)
	if len(page.Set.Funds) > 0 && len(page.Result.Rows) == 0 {
		page.Heading = "No application for money is written down for these questions to judge"
	}
	page.questionForms()
	page.Lead = append(page.Lead, page.leadWords()...)
	for _, s := range page.Plan.Scores {
		if s.Set == page.Set.ID && s.Illustrative {
			page.shell = page.shell.withIllustrative()
			break
		}
	}
	if len(page.Set.Items) > 0 {
		page.Sections = append(page.Sections, page.orderSections()...)
	}
	if s := page.crossingSection(); s != nil {
		page.Sections = append(page.Sections, *s)
	}
	effort, err := p.effortSection(c, page)
	if err != nil {
		return err
	}
	page.Sections = append(page.Sections, effort)
	if len(page.Set.Items) > 0 {
		page.Sections = append(page.Sections, page.answerSection())
	}
	return p.priorityHistories(c, page)
}

// chooseSet takes the criteria set of the address, or the first.
func (page *prioritiesPage) chooseSet(id string) {
	for i, s := range page.Plan.Criteria {
		if i == 0 || s.ID == id {
			page.Set = s
		}
	}
	if len(page.Plan.Criteria) > 1 {
		for _, s := range page.Plan.Criteria {
			page.Sets = append(page.Sets, choice{s.ID, s.Title, s.ID == page.Set.ID})
		}
	}
	page.Also = append(slices.Clone(page.Set.Inputs), page.Set.Also...)
}

// scoreScale is the lowest and the highest answer of a set.
func scoreScale(s maturity.CriteriaSet) (low, high float64) {
	if s.Low == 0 && s.High == 0 {
		return 0, 3
	}
	return s.Low, s.High
}

// mostWeight is the largest weight a visitor may try.
const mostWeight = 1000

// input reads the weights that a visitor tries from the address.
func (page *prioritiesPage) input(c echo.Context) priority.Input {
	in := priority.Input{Set: page.Set, Scores: page.Plan.Scores, Seed: prioritySeed, Initiatives: page.Set.Judges(&page.Plan.Roadmap)}
	tried := map[string]float64{}
	sum := 0.0
	for _, criterion := range page.Set.Items {
		text := strings.TrimSpace(c.QueryParam("w-" + criterion.ID))
		if text == "" {
			continue
		}
		w, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
		if err != nil || !(w >= 0 && w <= mostWeight) {
			page.Faults = append(page.Faults, FieldFault{"w-" + criterion.ID, fmt.Sprintf("The weight of “%s” must be a number from 0 to %s", criterion.Title, wholeNumber(mostWeight))})
			continue
		}
		tried[criterion.ID], sum = w, sum+w
	}
	if len(page.Faults) == 0 && len(tried) > 0 {
		if sum == 0 && len(tried) == len(page.Set.Items) {
			page.Faults = append(page.Faults, FieldFault{"w-" + page.Set.Items[0].ID, "At least one question must have a weight above 0"})
		} else {
			in.Weights, page.Tried = tried, true
		}
	}
	stated := page.Tried || slices.ContainsFunc(page.Set.Items, func(c maturity.Criterion) bool { return c.Weight != nil })
	if in.Freedom = priority.Freedom(c.QueryParam("free")); in.Freedom != priority.AnyWeighting && in.Freedom != priority.AroundWeighted {
		if in.Freedom = priority.AnyWeighting; stated {
			in.Freedom = priority.AroundWeighted
		}
	}
	return in
}

func (page *prioritiesPage) fillWeights(c echo.Context) {
	for _, w := range page.Result.Weights {
		f := weightField{Name: "w-" + w.Criterion.ID, Title: w.Criterion.Title, Question: w.Criterion.Question, Share: wholePercent(w.Share)}
		if f.Value = c.QueryParam(f.Name); f.Value == "" && w.Criterion.Weight != nil && !page.Tried {
			f.Value = plainNumber(*w.Criterion.Weight)
		}
		page.Weights = append(page.Weights, f)
	}
	page.Freedoms = choices(string(page.Result.Freedom), string(priority.AnyWeighting), "every weighting there is", string(priority.AroundWeighted), "around these weights: half of each stays")
}

// wholePercent is a share in whole per cent, which says 0 or 100 only where it is that.
func wholePercent(share float64) string {
	switch {
	case math.IsNaN(share):
		return ""
	case share > 0 && share < 0.005:
		return "under 1%"
	case share < 1 && share >= 0.995:
		return "over 99%"
	}
	return maturity.Number(100*share, 0) + "%"
}

func prioritiesHeading(plan *roadmap.Plan, r priority.Result) string {
	if len(plan.Criteria) == 0 {
		return "This roadmap has no questions by which it puts its initiatives in order"
	}
	if r.Count == 0 {
		return fmt.Sprintf("No initiative is scored yet: %s for answers", countWords(len(r.Weights), "question waits", "questions wait"))
	}
	first := r.Rows[0]
	words := titleOf(plan, first.Initiative) + " comes first"
	if first.Tied > 1 {
		words = countWords(first.Tied, "initiative shares", "initiatives share") + " the first place"
	}
	if r.Count <= r.Top {
		return words + " of " + countWords(r.Count, "initiative that is scored", "initiatives that are scored")
	}
	held := 0
	for _, row := range r.Rows {
		if row.TopShare >= holds {
			held++
		}
	}
	return fmt.Sprintf("%s; %s a place among the first %d in at least 9 of 10 weightings", words, countWords(held, "initiative keeps", "initiatives keep"), r.Top)
}

func titleOf(plan *roadmap.Plan, id string) string {
	if i := plan.Initiative(id); i != nil {
		return i.Title
	}
	return id
}

// questionForms lead to the forms of the questions.
func (page *prioritiesPage) questionForms() {
	if !page.may {
		return
	}
	if page.Set.ID != "" {
		page.Forms = append(page.Forms, Link{Words: "Change these questions, their weights or the scale", Address: page.Address + "/questions/" + url.PathEscape(page.Set.ID)})
	}
	page.Forms = append(page.Forms, Link{Words: "Add a set of questions", Address: page.Address + "/questions/new"})
}

func (page *prioritiesPage) leadWords() (out []string) {
	r := page.Result
	if len(page.Set.Items) == 0 {
		return []string{"What it has, bands and judgements of effort and impact, is below."}
	}
	if len(page.Set.Funds) > 0 {
		if out = append(out, page.fundsWords(page.Set)); len(r.Rows) == 0 {
			return out
		}
	}
	answered := 0
	for _, row := range r.Rows {
		if row.Answered > 0 {
			answered++
		}
	}
	words := fmt.Sprintf("%s of %s an answer to at least one of the %s.", wholeNumber(answered), countWords(len(r.Rows), "initiative has", "initiatives have"), countWords(len(page.Set.Items), "question", "questions"))
	if left := len(r.Rows) - answered; left > 0 && answered > 0 {
		words += " The other " + wholeNumber(left) + " " + hasOrHave(left) + " no rank."
	}
	out = append(out, words)
	switch {
	case page.Tried:
		out = append(out, "These are weights you try. Nothing is saved.")
	case !r.Stated:
		out = append(out, "The source gives no weights, so all questions weigh the same.")
	}
	if r.Count > 0 {
		tried := "spread evenly over all weightings there are"
		if r.Freedom == priority.AroundWeighted {
			tried = "each of them half the weights below and half a weighting drawn evenly from all there are"
		}
		out = append(out, fmt.Sprintf("%s weightings were tried, %s.", wholeNumber(r.Draws), tried))
	}
	for _, band := range page.Plan.Bands {
		if priority.Mandated(band) {
			out = append(out, "“"+band+"” is a band of its own, decided outside. What is in it is done whatever its score: no score overrules it.")
		}
	}
	return out
}

// orderSections are the order, and apart from it what has no rank.
func (page *prioritiesPage) orderSections() []registerSection {
	r := page.Result
	share := fmt.Sprintf("Among the first %d", r.Top)
	table := registerTable{ID: "priorities", Caption: "Initiatives in order", Columns: []Column{{Words: "Initiative"}, {Words: "Rank", Number: true}, {Words: "Score", Number: true}, {Words: "Answered", Number: true}, {Words: "Band"},
		{Words: share, Number: true}, {Words: "Rank with other weights", Number: true}, {Words: "Effort and impact"}}, Empty: "There is no initiative to put in order."}
	without := registerTable{ID: "priorities-unranked", Caption: "Initiatives without a rank", Columns: []Column{{Words: "Initiative"}, {Words: "Answered", Number: true}, {Words: "Band"}, {Words: "Effort and impact"}}}
	for _, row := range r.Rows {
		i := page.Plan.Initiative(row.Initiative)
		if i == nil {
			continue
		}
		line := registerRow{ID: i.ID, Cells: []registerCell{{Words: i.Title, Address: page.shell.Link(roadmapAddress(page.Plan.ID) + "/initiatives/" + url.PathEscape(i.ID))}, rankCell(row), scoreCell(row), said(fmt.Sprintf("%d of %d", row.Answered, row.Of)),
			saidOr(i.Band, "none stated"), saidOr(wholePercent(row.TopShare), "no rank"), rangeCell(row), saidOr(quadrantWords(*i), "not judged")}}
		if row.Rank == 0 && r.Count > 0 {
			without.Rows = append(without.Rows, page.answersLink(registerRow{ID: i.ID, Cells: []registerCell{line.Cells[0], line.Cells[3], line.Cells[4], line.Cells[7]}}, i.Title))
			continue
		}
		table.Rows = append(table.Rows, page.answersLink(line, i.Title))
	}
	low, high := scoreScale(page.Set)
	out := []registerSection{{ID: "order", Title: "The order", Table: &table, Words: []string{
		fmt.Sprintf("The score is the mean of the answers there are, by the weights of their questions, from %s to %s. A question without an answer is left out, not counted as nought, so look at how many were answered.", plainNumber(low), plainNumber(high))}}}
	if n := len(without.Rows); n > 0 {
		out = append(out, registerSection{ID: "unranked", Title: "Without a rank", Table: &without, Folded: upperFirst(countWords(n, "initiative", "initiatives")) + " without an answer that weighs"})
	}
	return out
}

// answersLink leads to the answers of an initiative: everybody may read them, as known at the time of the page; who may
// change them goes to the form, which is of now.
func (page *prioritiesPage) answersLink(row registerRow, title string) registerRow {
	address := page.Address + "/" + url.PathEscape(row.ID) + "?set=" + url.QueryEscape(page.Set.ID)
	if !page.may {
		address = page.shell.Link(address)
	}
	row.Change = &Link{Words: title, Address: address}
	row.ChangeWords = "Answers"
	return row
}

func rankCell(row priority.Ranked) registerCell {
	if row.Rank == 0 {
		return registerCell{Words: "no rank", Missing: true}
	}
	cell := said(wholeNumber(row.Rank))
	if row.Tied > 1 {
		cell.Note = "shared by " + wholeNumber(row.Tied)
	}
	return cell
}

func scoreCell(row priority.Ranked) registerCell {
	if math.IsNaN(row.Score) {
		return registerCell{Words: "none", Missing: true}
	}
	return registerCell{Words: strconv.FormatFloat(row.Score, 'f', 2, 64), Raw: plainNumber(row.Score)}
}

// rangeCell is the best and the worst rank found; where both are proven, that no weighting leads beyond.
func rangeCell(row priority.Ranked) registerCell {
	if row.Rank == 0 || row.Best == 0 {
		return registerCell{Words: "no rank", Missing: true}
	}
	cell := said(wholeNumber(row.Best) + " to " + wholeNumber(row.Worst))
	if row.Best == row.Worst {
		cell.Words = "always " + wholeNumber(row.Best)
	}
	if row.BestProven && row.WorstProven {
		cell.Note = "whatever the weights"
	}
	return cell
}

func quadrantWords(i maturity.Initiative) string {
	if q := priority.QuadrantOf(i); q != priority.QuadrantUnknown {
		return q.Words()
	}
	return ""
}
