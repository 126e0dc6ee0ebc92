package page

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// fillBenefits lists what is to become better: how much is expected, what came, and what it is counted from.
func (p *Pages) fillBenefits(_ echo.Context, page *registersPage) error {
	list := page.Plan.Benefits
	quantified, measured := 0, 0
	for _, b := range list {
		if b.Quantity != nil || b.Low != nil || b.High != nil {
			quantified++
		}
		if b.Measured != nil {
			measured++
		}
	}
	page.Heading = benefitsHeading(len(list), quantified, measured)
	page.Warnings = lateBaselines(page.Plan)
	page.addLink("benefits", "Add a benefit")
	table := registerTable{ID: "benefits", Caption: "Benefits", Columns: []Column{{Words: "Benefit"}, {Words: "Kind"}, {Words: "Expected", Number: true}, {Words: "Measured", Number: true}, {Words: "Counted from"},
		{Words: "From"}, {Words: "Owner"}, {Words: "Objectives"}, {Words: "Place in the source"}}, Empty: "No benefit is written down."}
	for _, b := range list {
		table.Rows = append(table.Rows, p.benefitRow(page, b))
	}
	page.Sections = append(page.Sections, registerSection{ID: "benefits", Title: "What is to become better", Table: &table})
	if counts := p.countSection(page); counts != nil {
		page.Sections = append(page.Sections, *counts)
	}
	return nil
}

func benefitsHeading(all, quantified, measured int) string {
	switch {
	case all == 0:
		return "No benefit is written down in this roadmap"
	case quantified == 0 && measured == 0 && all == 1:
		return "The one benefit is neither quantified nor measured yet"
	case quantified == 0 && measured == 0:
		return fmt.Sprintf("None of %s quantified yet, and none measured", countWords(all, "benefit is", "benefits is"))
	}
	return fmt.Sprintf("%s of %s quantified; %s measured", wholeNumber(quantified), countWords(all, "benefit is", "benefits are"), countWords(measured, "is", "are"))
}

// lateBaselines are the doubts about baselines that are measured after go-live; of several benefits with the same doubt
// one sentence is made.
func lateBaselines(plan *roadmap.Plan) (out []string) {
	var order []string
	titles := map[string][]string{}
	for _, w := range plan.Warnings {
		if w.Code != "baseline_after_go_live" {
			continue
		}
		title, _, _, _ := plan.Find(w.Item)
		words := strings.Replace(w.Words, strconv.Quote(title), "%s", 1)
		if len(titles[words]) == 0 {
			order = append(order, words)
		}
		titles[words] = append(titles[words], "“"+title+"”")
	}
	for _, words := range order {
		named := strings.Join(titles[words], ", ")
		if n := len(titles[words]); n > 1 {
			named = wholeNumber(n) + " benefits (" + named + ")"
		}
		out = append(out, strings.Replace(words, "%s", named, 1))
	}
	return out
}

func (p *Pages) benefitRow(page *registersPage, b maturity.RoadmapBenefit) registerRow {
	title := said(upperFirst(b.Title))
	title.Note = b.Note
	if m, ok := p.Catalogue.Measure(b.Measure); ok {
		title.Links = []Link{{Words: m.Title, Address: page.shell.Link("/measures/" + url.PathEscape(b.Measure) + "?organisation=" + url.QueryEscape(page.Plan.Footprint.Code))}}
	}
	expected := saidOr(expectedBenefit(b), "not yet quantified")
	expected.Note = map[maturity.Direction]string{maturity.DirectionUp: "is to go up", maturity.DirectionDown: "is to go down"}[b.Direction]
	measured := registerCell{Words: "not measured", Missing: true}
	if b.Measured != nil {
		measured = registerCell{Words: quantityWords(*b.Measured, b.Unit), Note: againstExpected(b), Raw: plainNumber(*b.Measured)}
	}
	return page.changeable(registerRow{ID: b.ID, Cells: []registerCell{title, saidOr(upperFirst(b.Kind), "not stated"), expected, measured, baselineCell(b.Baseline, b.Unit),
		page.initiativeCell(b.Initiatives, "the whole roadmap"), saidOr(b.OwnerRole, "not stated"), saidOr(strings.Join(objectiveWords(page.Plan, b.Objectives), "; "), "none named"), page.source(b.Place)}}, "benefits")
}

// quantityWords is a number with its unit.
func quantityWords(v float64, unit string) string {
	words := strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
	if whole, fraction, cut := strings.Cut(words, "."); len(whole) > 3 {
		n, _ := strconv.ParseFloat(whole, 64)
		words = maturity.Number(n, 0)
		if cut {
			words += "." + fraction
		}
	}
	switch unit {
	case "":
		return words
	case "%", "percent":
		return words + "%"
	case "£", "pounds":
		return "£" + words
	}
	return words + " " + unit
}

// expectedBenefit is what is expected: a quantity, a range, or both; "" for neither.
func expectedBenefit(b maturity.RoadmapBenefit) string {
	var parts []string
	if b.Quantity != nil {
		parts = append(parts, quantityWords(*b.Quantity, b.Unit))
	}
	switch {
	case b.Low != nil && b.High != nil:
		parts = append(parts, quantityWords(*b.Low, "")+" to "+quantityWords(*b.High, b.Unit))
	case b.Low != nil:
		parts = append(parts, "at least "+quantityWords(*b.Low, b.Unit))
	case b.High != nil:
		parts = append(parts, "at most "+quantityWords(*b.High, b.Unit))
	}
	return strings.Join(parts, ", range ")
}

// againstExpected sets what was measured against what was expected.
func againstExpected(b maturity.RoadmapBenefit) string {
	low, high := b.Low, b.High
	if low == nil && high == nil {
		if b.Quantity == nil {
			return "no range was expected"
		}
		low, high = b.Quantity, b.Quantity
	}
	switch v := *b.Measured; {
	case low != nil && v < *low:
		return "below what was expected"
	case high != nil && v > *high:
		return "above what was expected"
	}
	return "as expected"
}

func baselineCell(b *maturity.BenefitBaseline, unit string) registerCell {
	if b == nil {
		return registerCell{Words: "no baseline", Missing: true}
	}
	cell := registerCell{Words: "not measured yet"}
	if b.Value != nil {
		cell = said(quantityWords(*b.Value, unit))
	}
	if b.Date != nil {
		cell.Words += ", " + b.Date.Words()
	}
	var notes []string
	if b.ReportedTo != "" {
		notes = append(notes, "reported to "+b.ReportedTo)
	}
	if b.Note != "" {
		notes = append(notes, b.Note)
	}
	cell.Note = strings.Join(notes, "; ")
	return cell
}

// objectiveWords are objectives by their titles, where they are items of a frame.
func objectiveWords(plan *roadmap.Plan, ids []string) (out []string) {
	for _, id := range ids {
		words := id
		if frame, item, ok := strings.Cut(id, "/"); ok {
			for _, f := range plan.Frames {
				if i := slices.IndexFunc(f.Items, func(i maturity.FrameItem) bool { return i.ID == item }); f.ID == frame && i >= 0 {
					words = f.Items[i].Title
				}
			}
		}
		out = append(out, words)
	}
	return out
}

// countSection lists milestones that ask for a number within a time; nil where there is none.
func (p *Pages) countSection(page *registersPage) *registerSection {
	list := roadmap.CountTargets(&page.Plan.Roadmap)
	if len(list) == 0 {
		return nil
	}
	table := registerTable{ID: "counts", Caption: "Numbers to be reached in a time", Columns: []Column{{Words: "What is counted"}, {Words: "Number", Number: true}, {Words: "Within"}, {Words: "Counted from"}, {Words: "So by"}, {Words: "State"}, {Words: "Initiative"}}}
	for _, t := range list {
		within := registerCell{Words: "no time stated", Missing: true}
		if t.WithinMonths > 0 {
			within = said(countWords(t.WithinMonths, "month", "months"))
		}
		from := registerCell{Words: "a start that has no date", Missing: true}
		if t.Start != nil {
			from = said(t.Start.Words())
		}
		if title, _, _, ok := page.Plan.Find(t.From); ok {
			from.Note = title
		}
		due := registerCell{Words: "cannot be said", Missing: true}
		if t.DueTo != nil {
			due = said(t.DueTo.Long())
			if *t.DueFrom != *t.DueTo {
				due.Words = t.DueFrom.Long() + " to " + t.DueTo.Long()
			}
		}
		state := said(t.State.Words())
		if t.State.Open() && t.DueTo != nil && *t.DueTo < p.roadmapToday(page.at) {
			state = said("Late")
		}
		title := said(t.Title)
		title.Note = t.Note
		table.Rows = append(table.Rows, registerRow{ID: t.ID, Cells: []registerCell{title, said(wholeNumber(t.CountTo)), within, from, due, state, page.initiativeCell([]string{t.Initiative}, "")}})
	}
	return &registerSection{ID: "counts", Title: "Numbers to be reached in a time", Table: &table,
		Words: []string{"The time runs from a start. Where that start is a month or a year, the day by which the number is wanted is a span as long."}}
}
