package page

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// answerSection is every answer with its note and what it rests on, in the order of ranks and questions.
func (page *prioritiesPage) answerSection() registerSection {
	table := registerTable{ID: "answers", Caption: "Answers and what they rest on", Columns: []Column{{Words: "Initiative"}, {Words: "Question"}, {Words: "Answer", Number: true}, {Words: "Note"}, {Words: "Rests on"}}, Empty: "No question is answered."}
	byKey := map[string]maturity.PriorityScore{}
	for _, s := range page.Plan.Scores {
		byKey[s.Key()] = s
	}
	for _, row := range page.Result.Rows {
		for _, criterion := range page.Set.Items {
			s, ok := byKey[maturity.PriorityScore{Set: page.Set.ID, Criterion: criterion.ID, Initiative: row.Initiative}.Key()]
			if !ok {
				continue
			}
			question := said(criterion.Title)
			answer := registerCell{Words: plainNumber(s.Score)}
			if s.Illustrative {
				answer.Note = "illustrative"
			}
			table.Rows = append(table.Rows, registerRow{ID: row.Initiative + "-" + criterion.ID, Cells: []registerCell{said(titleOf(page.Plan, row.Initiative)), question, answer, saidOr(s.Note, "none"), saidOr(evidenceWords(s.Evidence), "nothing named")}})
		}
	}
	return registerSection{ID: "answers", Title: "Answers and what they rest on", Table: &table, Folded: "All " + countWords(len(table.Rows), "answer", "answers")}
}

// evidenceWords is "survey: practices ask for it (March 2018); ...".
func evidenceWords(list []maturity.Evidence) string {
	var out []string
	for _, e := range list {
		words := e.Words
		if e.Kind != "" {
			words = strings.TrimSuffix(upperFirst(e.Kind)+": "+words, ": ")
		}
		if e.Date != nil {
			words += " (" + e.Date.Words() + ")"
		}
		out = append(out, words)
	}
	return strings.Join(out, "; ")
}

// priorityHistories adds the priorities of periods, and how they and the answers came about.
func (p *Pages) priorityHistories(c echo.Context, page *prioritiesPage) error {
	table := registerTable{ID: "priorities-periods", Caption: "Priorities named for a time", Columns: []Column{{Words: "Time"}, {Words: "Named"}, {Words: "Initiatives"}, {Words: "Place in the source"}}, Empty: "No priorities are named for a time."}
	for _, x := range page.Plan.Priorities {
		title := said(upperFirst(x.Title))
		title.Note = x.Note
		row := registerRow{ID: "period-" + x.ID, Cells: []registerCell{title, saidOr(strings.Join(x.Items, "; "), "nothing"), page.initiativeCell(x.Initiatives, "none named"), page.source(x.Place)}}
		if page.may {
			row.Change = &Link{Words: x.Title, Address: page.Address + "/periods/" + url.PathEscape(x.ID)}
		}
		table.Rows = append(table.Rows, row)
	}
	section := registerSection{ID: "periods", Title: "Priorities named for a time", Table: &table}
	if page.may {
		section.Links = []Link{{Words: "Name priorities for a time", Address: page.Address + "/periods/new"}}
	}
	page.Sections = append(page.Sections, section)
	ctx := c.Request().Context()
	periods, err := p.Roadmaps.Desk.PriorityChanges(ctx, page.Plan.ID, page.at.Time)
	if err != nil {
		return err
	}
	scores, err := p.Roadmaps.Desk.ScoreChanges(ctx, page.Plan.ID, page.at.Time)
	if err != nil {
		return err
	}
	page.Sections = append(page.Sections, p.historySection(page.Plan, periods, scores))
	return nil
}

// priorityEvent is what one change did to priorities and answers.
type priorityEvent struct {
	roadmap.ItemStates[struct{}]
	words []string
}

// historySection lists the changes of priorities and answers, the newest first.
func (p *Pages) historySection(plan *roadmap.Plan, periods []roadmap.ItemStates[maturity.PeriodPriorities], scores []roadmap.ItemStates[maturity.PriorityScore]) registerSection {
	var events []*priorityEvent
	at := func(c maturity.RoadmapChange) *priorityEvent {
		for _, e := range events {
			if e.Change.At.Equal(c.At) {
				return e
			}
		}
		e := &priorityEvent{}
		e.Change = c
		events = append(events, e)
		return e
	}
	for _, x := range periods {
		e := at(x.Change)
		e.words = append(e.words, periodChangeWords(x))
	}
	for _, x := range scores {
		e := at(x.Change)
		e.words = append(e.words, scoreChangeWords(plan, x))
	}
	slices.SortStableFunc(events, func(a, b *priorityEvent) int { return b.Change.At.Compare(a.Change.At) })
	table := registerTable{ID: "priorities-history", Caption: "How priorities and answers came about", Columns: []Column{{Words: "When"}, {Words: "What changed"}, {Words: "Why"}, {Words: "By"}}, Empty: "Nothing has changed."}
	for _, e := range events {
		table.Rows = append(table.Rows, registerRow{ID: fmt.Sprintf("change-%d", e.Change.ID), Cells: []registerCell{said(p.dayWords(e.Change.At)), said(firstFew(e.words)), saidOr(e.Change.Reason, "no reason given"), saidOr(e.Change.By, "not known")}})
	}
	return registerSection{ID: "history", Title: "How priorities and answers came about", Table: &table, Folded: upperFirst(countWords(len(events), "change", "changes"))}
}

// firstFew is the first of some statements and how many more there are.
func firstFew(list []string) string {
	shown := list[:min(len(list), 5)]
	words := strings.Join(shown, "; ")
	if more := len(list) - len(shown); more > 0 {
		words += "; and " + wholeNumber(more) + " more"
	}
	return words
}

func scoreChangeWords(plan *roadmap.Plan, x roadmap.ItemStates[maturity.PriorityScore]) string {
	s := x.After
	if s == nil {
		s = x.Before
	}
	question := s.Criterion
	for _, set := range plan.Criteria {
		for _, c := range set.Items {
			if set.ID == s.Set && c.ID == s.Criterion {
				question = c.Title
			}
		}
	}
	words := titleOf(plan, s.Initiative) + ", " + question + ": "
	switch {
	case x.Before == nil:
		return words + plainNumber(x.After.Score)
	case x.After == nil:
		return words + "answer " + plainNumber(x.Before.Score) + " taken away"
	case x.Before.Score == x.After.Score:
		return words + "note or evidence"
	}
	return words + "from " + plainNumber(x.Before.Score) + " to " + plainNumber(x.After.Score)
}

func periodChangeWords(x roadmap.ItemStates[maturity.PeriodPriorities]) string {
	switch {
	case x.Before == nil:
		return "priorities of " + x.After.Title + " named"
	case x.After == nil:
		return "priorities of " + x.Before.Title + " taken away"
	}
	came, went := missingFrom(x.After.Items, x.Before.Items), missingFrom(x.Before.Items, x.After.Items)
	came, went = append(came, missingFrom(x.After.Initiatives, x.Before.Initiatives)...), append(went, missingFrom(x.Before.Initiatives, x.After.Initiatives)...)
	var parts []string
	if len(came) > 0 {
		parts = append(parts, "with "+strings.Join(came, ", "))
	}
	if len(went) > 0 {
		parts = append(parts, "without "+strings.Join(went, ", "))
	}
	return strings.TrimSpace("priorities of " + x.After.Title + " changed: " + strings.Join(parts, "; "))
}

// missingFrom lists what stands in a and not in b.
func missingFrom(a, b []string) (out []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}
