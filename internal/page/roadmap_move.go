package page

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

type movePage struct {
	Heading string
	Action  string
	Back    string
	Item    roadmap.Named
	Slots   []roadmap.Slot
	Slot    string
	Date    string // as written
	Days    string
	Follow  bool
	Reason  string
	Version int64
	Changed bool // the roadmap changed since the visitor looked
	Preview *roadmap.MovePreview
	Effects Table
	Broken  Table
	Lead    []string
	Faults  []FieldFault
}

// moveForm asks where an item is to move, and with an answer in the query shows everything that affects.
func (p *Pages) moveForm(c echo.Context) error {
	page := movePage{Slot: c.QueryParam("slot"), Date: strings.TrimSpace(c.QueryParam("date")), Days: strings.TrimSpace(c.QueryParam("days")), Follow: c.QueryParam("follow") != "no", Reason: c.QueryParam("reason")}
	return p.showMove(c, http.StatusOK, page)
}

// moveItem keeps a move. Where the roadmap changed since the visitor saw what it affects, it shows that anew and asks again.
func (p *Pages) moveItem(c echo.Context) error {
	page := movePage{Slot: posted(c, "slot"), Date: strings.TrimSpace(posted(c, "date")), Days: strings.TrimSpace(posted(c, "days")), Follow: posted(c, "follow") == "yes", Reason: strings.TrimSpace(posted(c, "reason"))}
	plan, err := p.roadmapNow(c)
	if err != nil {
		return err
	}
	if plan.Version != postedNumber(c, "version") {
		page.Changed = true
		return p.showMove(c, http.StatusConflict, page)
	}
	if page.Reason == "" {
		page.Faults = append(page.Faults, FieldFault{"reason", "Say why the date moves: others will read it beside the new date"})
		return p.showMove(c, http.StatusUnprocessableEntity, page)
	}
	if posted(c, "follow") != "yes" && posted(c, "follow") != "no" {
		page.Faults = append(page.Faults, FieldFault{"follow-yes", "Choose whether what follows moves, too"})
		return p.showMove(c, http.StatusUnprocessableEntity, page)
	}
	request, faults := page.request(plan, c.Param("item"))
	if len(faults) > 0 {
		page.Faults = faults
		return p.showMove(c, http.StatusUnprocessableEntity, page)
	}
	change, err := p.Roadmaps.Desk.Move(c.Request().Context(), plannerOf(c), plan, request, page.Reason)
	switch code := maturity.CodeOf(err); {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, nowWhere(plan, roadmapAddress(plan.ID)+"/versions")+"#change-"+strconv.FormatInt(change.ID, 10))
	case code == maturity.Conflict:
		page.Changed = true
		return p.showMove(c, http.StatusConflict, page)
	case code == maturity.Invalid:
		page.Faults = append(page.Faults, FieldFault{"date", maturity.SentenceOf(err)})
		return p.showMove(c, http.StatusUnprocessableEntity, page)
	}
	return err
}

// request reads where the item is to move.
func (page *movePage) request(plan *roadmap.Plan, item string) (m roadmap.MoveRequest, faults []FieldFault) {
	m = roadmap.MoveRequest{Item: item, Slot: page.Slot, Follow: page.Follow}
	if page.Slot == "" {
		if slots := plan.Slots(item); len(slots) == 1 {
			m.Slot = slots[0].Name
		}
	}
	switch {
	case page.Date != "" && page.Days != "":
		return m, []FieldFault{{"date", "Give a new date or a number of days, not both"}}
	case page.Days != "":
		days, err := strconv.Atoi(strings.TrimPrefix(strings.ReplaceAll(page.Days, "−", "-"), "+"))
		if err != nil || days < -5000 || days > 5000 {
			return m, []FieldFault{{"days", "Give a whole number of days, such as 92; a negative one is earlier"}}
		}
		m.Days = days
		return m, nil
	}
	date, err := maturity.ParseDate(page.Date)
	if err != nil {
		return m, []FieldFault{{"date", maturity.SentenceOf(err)}}
	}
	m.To = &date
	return m, nil
}

func (p *Pages) showMove(c echo.Context, status int, page movePage) error {
	plan, err := p.roadmapNow(c)
	if err != nil {
		return err
	}
	if err := p.mustEditRoadmap(c, plan); err != nil {
		return err
	}
	item := c.Param("item")
	page.Item, page.Slots, page.Version = plan.Named(item), plan.Slots(item), plan.Version
	if _, known := plan.Network.Index[item]; !known || len(page.Slots) == 0 {
		return maturity.Errorf(maturity.NotFound, "This roadmap has no item %q whose date could be moved.", item)
	}
	page.Action, page.Back = itemMoveAddress(plan.ID, item), roadmapAddress(plan.ID)+"/dependencies?item="+item
	page.Heading = "Move “" + page.Item.Title + "”"
	if page.Date != "" || page.Days != "" {
		request, faults := page.request(plan, item)
		if len(faults) > 0 {
			if len(page.Faults) == 0 {
				page.Faults = faults
			}
		} else if preview, err := plan.PreviewMove(request); maturity.CodeOf(err) == maturity.Invalid && err != nil {
			if len(page.Faults) == 0 {
				page.Faults = []FieldFault{{"date", maturity.SentenceOf(err)}}
			}
		} else if err != nil {
			return err
		} else {
			page.Preview = &preview
		}
	}
	if len(page.Faults) > 0 && status == http.StatusOK {
		status = http.StatusUnprocessableEntity
	}
	shell := p.roadmapShell(c, plan, page.Heading, Link{Words: "Dependencies", Address: roadmapAddress(plan.ID) + "/dependencies"})
	shell.Fault = len(page.Faults) > 0
	if page.Preview != nil {
		page.fill(p, plan, shell)
	}
	return p.show(c, status, "roadmap_move", shell, page)
}

// fill sets what the move affects: every item with its dates before and after, and what the go-lives among them carry.
func (page *movePage) fill(p *Pages, plan *roadmap.Plan, shell Shell) {
	v := page.Preview
	page.Effects = Table{Caption: "What the move affects", Heard: true, Columns: []Column{{Words: "Item"}, {Words: "Owner"}, {Words: "Planned now"}, {Words: "Then"}, {Words: "Days later", Number: true}, {Words: "Why"}, {Words: "Measures and targets behind it"}}}
	targets := map[string]bool{}
	for _, e := range v.Effects {
		named := plan.Named(e.ID)
		cell := Cell{Words: e.Title, Note: e.What}
		if plan.Initiative(e.Initiative) != nil {
			cell.Address = shell.Link(initiativePath(plan.ID, e.Initiative))
		}
		owner := Cell{Words: strings.Join(named.Owners, ", ")}
		if owner.Words == "" {
			owner = Cell{Words: "not stated", Missing: true}
		}
		then, now := movedDates(e)
		carried := carriedWords(p, e)
		for _, t := range e.Targets {
			targets[t.ID] = true
		}
		page.Effects.Rows = append(page.Effects.Rows, []Cell{cell, owner, then, now, {Words: spareDays(e.Days)}, {Words: whyMoved(e, v.Request.Item)}, carried})
	}
	page.Broken = Table{Caption: "Dates that then contradict what they wait for", Columns: []Column{{Words: "Item"}, {Words: "Waits for"}, {Words: "Which is ready"}, {Words: "But is planned"}, {Words: "Days too early", Number: true}}}
	for _, b := range v.Broken {
		page.Broken.Rows = append(page.Broken.Rows, []Cell{{Words: b.Title}, {Words: b.NeedsTitle}, {Words: b.Ready.Long()}, {Words: "by " + b.Planned.Long()}, {Words: wholeNumber(b.Days)}})
	}
	page.Lead = append(page.Lead, moveSentence(v, len(targets)))
	if words := wholeMonthsSentence(v); words != "" {
		page.Lead = append(page.Lead, words)
	}
	if v.Mended > 0 {
		page.Lead = append(page.Lead, upperFirst(countWords(v.Mended, "contradiction goes", "contradictions go"))+" away.")
	}
}

// moveSentence says in one sentence what a move does.
func moveSentence(v *roadmap.MovePreview, targets int) string {
	parts := []string{}
	if v.Pushed > 0 {
		parts = append(parts, countWords(v.Pushed, "item with a date of its own has to follow", "items with dates of their own have to follow"))
	}
	if v.Derived > 0 {
		parts = append(parts, countWords(v.Derived, "item without a date of its own follows by itself", "items without dates of their own follow by themselves"))
	}
	words := "Nothing else has to move"
	if len(parts) > 0 {
		words = upperFirst(strings.Join(parts, "; "))
	}
	switch {
	case targets == 0:
		return words + ". No target stands behind what moves, as far as the roadmap says."
	default:
		return words + ". " + upperFirst(countWords(targets, "target stands", "targets stand")) + " behind what moves."
	}
}

// wholeMonthsSentence says why what was to move by a number of days moves by another; "" where it does not.
func wholeMonthsSentence(v *roadmap.MovePreview) string {
	days := v.Request.Days
	if v.Request.To != nil {
		return ""
	}
	for _, e := range v.Effects {
		if !e.Moved {
			continue
		}
		for _, d := range e.Dates {
			if d.Then == nil || d.Then.Latest == 0 || int(d.Now.Latest-d.Then.Latest) == days {
				continue
			}
			months := maturity.SlipMonths(days)
			return fmt.Sprintf("%s was asked for. A date that is known by the month, or looser, moves by the whole months that come nearest, which is %s. Days later are counted from the last day of the date now to the last day then, so they can be a few more or fewer.",
				upperFirst(spanLater(days, "day", "days")), spanLater(months, "month", "months"))
		}
	}
	return ""
}

// spanLater is a span with its direction: "3 months later".
func spanLater(n int, one, many string) string {
	if n < 0 {
		return countWords(-n, one, many) + " earlier"
	}
	return countWords(n, one, many) + " later"
}

// movedDates are the dates of an item before and after: its own where it has any, else what follows.
func movedDates(e roadmap.MoveEffect) (then, now Cell) {
	if len(e.Dates) > 0 {
		var a, b []string
		for _, d := range e.Dates {
			prefix := ""
			if len(e.Dates) > 1 {
				prefix = d.Slot + " "
			}
			words := "no date"
			if d.Then != nil {
				words = d.Then.Words()
			}
			a, b = append(a, prefix+words), append(b, prefix+d.Now.Words())
		}
		return Cell{Words: strings.Join(a, "; ")}, Cell{Words: strings.Join(b, "; ")}
	}
	day := func(d interface{ Long() string }, known bool) Cell {
		if !known {
			return Cell{Words: "not known", Missing: true}
		}
		return Cell{Words: "by " + d.Long(), Note: "as it follows"}
	}
	from, to := e.FromEnd, e.ToEnd
	if from == 0 && to == 0 {
		from, to = e.FromStart, e.ToStart
	}
	return day(from, from != 0), day(to, to != 0)
}

func whyMoved(e roadmap.MoveEffect, item string) string {
	switch {
	case e.ID == item:
		return "this is what moves"
	case e.Moved:
		return "part of it"
	case e.Through != "" && e.Own:
		return "waits for " + e.Through
	case e.Through != "":
		return "follows from " + e.Through
	}
	return "follows from its parts"
}

// carriedWords names the measures that a go-live or initiative is to move, and the next target of them.
func carriedWords(p *Pages, e roadmap.MoveEffect) Cell {
	if len(e.Measures) == 0 {
		return Cell{Words: "none named", Missing: true}
	}
	var names []string
	for _, id := range e.Measures {
		name := id
		if p.Catalogue != nil {
			if m, ok := p.Catalogue.Measure(id); ok {
				name = m.Title
			}
		}
		names = append(names, name)
	}
	cell := Cell{Words: strings.Join(names, "; ")}
	if len(e.Targets) > 0 {
		cell.Note = countWords(len(e.Targets), "target", "targets") + ", the next " + e.Targets[0].Title
	}
	return cell
}
