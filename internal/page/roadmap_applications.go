package page

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/priority"
	"waymark/internal/roadmap"
)

// judgeOf puts the initiatives that a set is for in order.
func judgeOf(plan *roadmap.Plan, set maturity.CriteriaSet, scores []maturity.PriorityScore) priority.Result {
	in := priority.Input{Set: set, Scores: scores, Seed: prioritySeed, Initiatives: set.Judges(&plan.Roadmap)}
	if slices.ContainsFunc(set.Items, func(c maturity.Criterion) bool { return c.Weight != nil }) {
		in.Freedom = priority.AroundWeighted
	}
	return priority.Of(in)
}

// applicationSections list the applications for money that a set of questions judges: how each is scored against the others,
// and how far the decision about it is. Nil where no set is for money.
func (page *registersPage) applicationSections() (out []registerSection) {
	for _, set := range page.Plan.Criteria {
		if len(set.Funds) == 0 {
			continue
		}
		result := judgeOf(page.Plan, set, page.Plan.Scores)
		table := registerTable{ID: "money-applications-" + set.ID, Caption: "Applications: " + set.Title, Columns: []Column{{Words: "Application"}, {Words: "Money"}, {Words: "Rank", Number: true}, {Words: "Score", Number: true}, {Words: "Answered", Number: true}, {Words: "Way of the decision"}, {Words: "Stage gates"}},
			Empty: "No application is written down."}
		for _, row := range result.Rows {
			if i := page.Plan.Initiative(row.Initiative); i != nil {
				table.Rows = append(table.Rows, page.applicationRow(set, i, row))
			}
		}
		s := registerSection{ID: "applications-" + set.ID, Title: "Applications for money: " + set.Title, Table: &table, Words: []string{page.fundsWords(set)}}
		if set.Note != "" {
			s.Words = append(s.Words, set.Note)
		}
		s.Links = []Link{{Words: "The questions, and the order they give", Address: page.shell.Link(roadmapAddress(page.Plan.ID) + "/priorities?set=" + url.QueryEscape(set.ID))}}
		for _, x := range page.Plan.Scores {
			if x.Set == set.ID && x.Illustrative {
				page.shell = page.shell.withIllustrative()
			}
		}
		out = append(out, s)
	}
	return out
}

// fundsWords says which money a set judges applications for.
func (page *registersPage) fundsWords(set maturity.CriteriaSet) string {
	var names []string
	for _, f := range page.Plan.Funding {
		if slices.Contains(set.Funds, f.ID) {
			names = append(names, "“"+f.Title+"”")
		}
	}
	return fmt.Sprintf("Initiatives that ask for the money of %s are judged by %s of their own, apart from the order of the whole roadmap.", strings.Join(names, ", "), countWords(len(set.Items), "question", "questions"))
}

func (page *registersPage) applicationRow(set maturity.CriteriaSet, i *maturity.Initiative, row priority.Ranked) registerRow {
	var money, path []string
	for _, f := range page.Plan.Funding {
		if slices.Contains(set.Funds, f.ID) && slices.Contains(f.Initiatives, i.ID) {
			money = append(money, f.Title+": "+fundingWords(f))
			for _, step := range f.Path {
				path = append(path, fundingStepWords(step))
			}
		}
	}
	var gates []string
	for _, g := range i.Gates {
		words := upperFirst(g.Stage) + ": " + maturity.LowerFirst(g.State.Words())
		if g.Body != "" {
			words += ", by " + g.Body
		}
		if g.Date != nil {
			words += " (" + g.Date.Words() + ")"
		}
		gates = append(gates, words)
	}
	own := roadmapAddress(page.Plan.ID)
	answers := own + "/priorities/" + url.PathEscape(i.ID) + "?set=" + url.QueryEscape(set.ID)
	if !page.may {
		answers = page.shell.Link(answers)
	}
	return registerRow{ID: "application-" + set.ID + "-" + i.ID, Change: &Link{Words: i.Title, Address: answers}, ChangeWords: "Answers", Cells: []registerCell{
		{Words: i.Title, Address: page.shell.Link(initiativeAddress(page.Plan.ID, i.ID))}, said(strings.Join(money, "; ")), rankCell(row), scoreCell(row), said(fmt.Sprintf("%d of %d", row.Answered, row.Of)),
		wordsCell(path, "not stated"), wordsCell(gates, "no gate is set")}}
}

// fundingStepWords is "CCG governing body decides: planned".
func fundingStepWords(step maturity.FundingStep) string {
	words := strings.TrimSpace(step.Body+" "+step.Does) + ": " + maturity.LowerFirst(step.State.Words())
	if step.Date != nil {
		words += " (" + step.Date.Words() + ")"
	}
	return words
}

// wordsCell is a list of words, or what is said where there are none.
func wordsCell(words []string, missing string) registerCell {
	if len(words) == 0 {
		return registerCell{Words: missing, Missing: true}
	}
	var links []Link
	for _, w := range words {
		links = append(links, Link{Words: w})
	}
	return registerCell{Links: links}
}
