package page

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// rowsOfRound is how many organisations a page of a round shows.
const rowsOfRound = 100

type roundPage struct {
	returns.Round
	Headline   string
	Timeliness string
	Grid       Table
	Twice      bool
	Narrowed   string // what the list is narrowed to, in words
	All        string // address of the list that is not
	List       Table
	Excused    Table
	Pager      Pager
	Earlier    *Link
	Later      *Link
	MayChase   bool
	Trail      Trail
	MayFill    bool   // some of the returns
	Upload     string // address of the page for sending them by file
}

// round shows one period of a collection: how complete it is, and how each return stands.
func (p *Pages) round(c echo.Context) error {
	at, _, err := p.asAt(c)
	if err != nil {
		return err
	}
	when, err := period.FromCode(c.Param("period"))
	if err != nil {
		return maturity.Errorf(maturity.NotFound, "There is no period %q.", c.Param("period"))
	}
	ctx := c.Request().Context()
	round, err := p.Follow.Rounds.Round(ctx, c.Param("collection"), when, at.Time)
	if err != nil {
		return err
	}
	who := p.actor(c)
	drafts, err := p.Follow.Rights.Reach(ctx, who.Account, maturity.ReadDraft, round.Collection)
	if err != nil {
		return err
	}
	chase, err := p.Follow.Rights.Reach(ctx, who.Account, maturity.ChaseReturn, round.Collection)
	if err != nil {
		return err
	}
	fill, err := p.Follow.Rights.Reach(ctx, who.Account, maturity.EditReturn, round.Collection)
	if err != nil {
		return err
	}
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return err
	}
	shell := p.shell(c, round.Counts.Sentence()).under("/data", Link{Words: "Returns", Address: "/data/returns"}).asKnownAt(at)
	if p.illustrativeSource(round.Collection) {
		shell = shell.withIllustrative()
	}
	page := roundPage{Round: round, Headline: round.Counts.Sentence(), MayChase: chase.All || len(chase.Organisations) > 0}
	page.Upload = uploadAddress(round.Collection.ID, round.Period, "")
	page.MayFill = p.ReturnForms != nil && p.Follow.Rounds.Today(at.Time) >= round.Opens && slices.ContainsFunc(round.Rows, func(r returns.Row) bool { return fill.May(r.ID) })
	if n := round.Counts; n.Received+n.Late+n.Missing > 0 {
		page.Timeliness = n.Timeliness()
	}
	if p.Follow.Rounds.Today(at.Time) < round.Opens {
		page.Headline = "Not open yet: it opens on " + round.Opens.Long() + "."
	}
	page.Grid, page.Twice = p.gridTable(round, directory, shell)
	page.Excused = excusedTable(round.Excused)
	page.neighbours(shell)
	if page.Trail, err = p.roundTrail(c, round.Collection.ID, round.Period); err != nil {
		return err
	}
	return p.showRound(c, shell, page, drafts)
}

// showRound narrows and pages the list of organisations.
func (p *Pages) showRound(c echo.Context, shell Shell, page roundPage, drafts maturity.Scope) error {
	here, query := roundAddress(page.Collection.ID, page.Period), url.Values{}
	rows := slices.Clone(page.Rows)
	if under := c.QueryParam("under"); under != "" {
		rows = slices.DeleteFunc(rows, func(r returns.Row) bool { return !slices.Contains(r.Footprints, under) })
		query.Set("under", under)
		page.Narrowed = "under " + under
	}
	if kind := c.QueryParam("kind"); kind != "" {
		rows = slices.DeleteFunc(rows, func(r returns.Row) bool { return r.Kind != kind })
		query.Set("kind", kind)
		page.Narrowed = joinWords(p.kindWords(kind), page.Narrowed)
	}
	if page.Narrowed != "" {
		page.All = shell.Link(here) + "#organisations"
	}
	slices.SortStableFunc(rows, func(x, y returns.Row) int {
		return cmp.Or(cmp.Compare(urgency(x), urgency(y)), cmp.Compare(y.Standing.DaysLate, x.Standing.DaysLate), cmp.Compare(x.Name, y.Name))
	})
	number, _ := strconv.Atoi(c.QueryParam("page"))
	last := max(1, (len(rows)+rowsOfRound-1)/rowsOfRound)
	number = min(max(1, number), last)
	address := func(n int) string {
		query.Set("page", strconv.Itoa(n))
		return shell.Link(here+"?"+query.Encode()) + "#organisations"
	}
	if number > 1 {
		page.Pager.Previous, page.Pager.PreviousWords = address(number-1), "Page "+strconv.Itoa(number-1)
	}
	if number < last {
		page.Pager.Next, page.Pager.NextWords = address(number+1), "Page "+strconv.Itoa(number+1)+" of "+strconv.Itoa(last)
	}
	page.List = p.roundTable(page.Round, rows[(number-1)*rowsOfRound:min(len(rows), number*rowsOfRound)], drafts, shell)
	return p.show(c, http.StatusOK, "round", shell, page)
}

func joinWords(first, second string) string {
	if second == "" {
		return first
	}
	return first + " " + second
}

// urgency puts first what somebody has to do something about.
func urgency(r returns.Row) int {
	return slices.Index([]collection.State{collection.Late, collection.Missing, collection.Extended, collection.Open, collection.InLate, collection.OnTime, collection.NotOpen}, r.Standing.State)
}

func (p *Pages) roundTable(round returns.Round, rows []returns.Row, drafts maturity.Scope, shell Shell) Table {
	t := Table{Caption: "Organisations, those that are out first", Size: "m", Empty: "No organisation owes it: none of a kind that it asks is under its footprints in this period.",
		Columns: []Column{{Words: "Organisation"}, {Words: "Standing"}, {Words: "Came in"}, {Words: "Return"}, {Words: "Notes"}}}
	noted := false
	for _, r := range rows {
		name := Cell{Words: r.Name, Note: r.Code}
		if drafts.May(r.ID) || r.State == maturity.ReturnPublished || r.State == maturity.ReturnCorrected {
			name.Address = returnAddress(round.Collection.ID, round.Period, r.Code)
		}
		came := Cell{Words: "not yet", Missing: true}
		if !r.Standing.Received.IsZero() {
			came = Cell{Words: p.dayWords(r.Standing.Received)}
		} else if r.Measures > 0 {
			came.Note = countWords(r.Measures, "figure", "figures") + " of " + wholeNumber(r.Of)
			if !drafts.May(r.ID) {
				came.Note = ""
			}
		}
		notes := p.rowNotes(round, r, drafts)
		noted = noted || notes != Cell{}
		t.Rows = append(t.Rows, []Cell{name, {Words: upperFirst(r.Standing.Words())}, came, p.returnStateCell(r, drafts), notes})
	}
	if !noted {
		t.Columns = t.Columns[:len(t.Columns)-1]
		for i, row := range t.Rows {
			t.Rows[i] = row[:len(row)-1]
		}
	}
	return t
}

// returnStateCell is where the return is on its way. Who may not see drafts learns no more than that it is published.
func (p *Pages) returnStateCell(r returns.Row, drafts maturity.Scope) Cell {
	switch {
	case r.State == maturity.ReturnPublished || r.State == maturity.ReturnCorrected:
		return Cell{Words: upperFirst(r.State.Words())}
	case r.State != "" && drafts.May(r.ID):
		return Cell{Words: upperFirst(r.State.Words())}
	case r.Standing.State.In():
		return Cell{Words: "Received"}
	case r.State == "" && drafts.May(r.ID):
		return Cell{Words: "Not begun", Missing: true}
	}
	return Cell{Words: "Not in", Missing: true}
}

// rowNotes says what is particular about the return: a merger, an extension. Who may ask for one finds the way here.
func (p *Pages) rowNotes(round returns.Round, r returns.Row, drafts maturity.Scope) Cell {
	if !drafts.May(r.ID) {
		return Cell{Words: r.How}
	}
	way := returnAddress(round.Collection.ID, round.Period, r.Code) + "/extension"
	switch {
	case r.Asked != nil:
		return Cell{Words: "Asked for time until " + r.Asked.Until.Long(), Address: way, Note: joinWords(r.Asked.Reason, r.How)}
	case r.Extension != nil:
		return Cell{Words: "Extended to " + r.Extension.Until.Long(), Address: way, Note: joinWords("By "+r.Extension.DecidedBy+": "+r.Extension.Reason, r.How)}
	case r.Standing.State == collection.Late || r.Standing.State == collection.Missing:
		return Cell{Words: "More time", Address: way, Note: r.How}
	}
	return Cell{Words: r.How}
}

// gridTable counts by footprint and kind; each footprint leads to its organisations.
func (p *Pages) gridTable(round returns.Round, directory Directory, shell Shell) (Table, bool) {
	grid := round.Grid()
	t := Table{Caption: "Returns in, of those expected", Size: "m", Columns: []Column{{Words: "Footprint"}}}
	for _, kind := range grid.Kinds {
		t.Columns = append(t.Columns, Column{Words: upperFirst(p.kindsWords(kind)), Number: true})
	}
	t.Columns = append(t.Columns, Column{Words: "All", Number: true})
	for _, row := range grid.Rows {
		name := Cell{Words: "Under no footprint"}
		if row.Footprint != "" {
			name = Cell{Words: row.Footprint, Address: shell.Link(roundAddress(round.Collection.ID, round.Period)+"?under="+url.QueryEscape(row.Footprint)) + "#organisations"}
			if o, ok := directory.ByCode(row.Footprint); ok {
				name.Words = o.ShortName
			}
		}
		t.Rows = append(t.Rows, gridCells(name, row))
	}
	if len(grid.Rows) > 1 {
		t.Rows = append(t.Rows, gridCells(Cell{Words: "All"}, grid.Total))
	}
	return t, grid.Twice
}

func (p *Pages) kindsWords(id string) string {
	if kind, ok := p.Catalogue.Kind(id); ok {
		return kind.Plural
	}
	return id
}

func gridCells(name Cell, row returns.GridRow) []Cell {
	cells := []Cell{name}
	for _, n := range append(slices.Clone(row.Kinds), row.All) {
		cell := Cell{Words: wholeNumber(n.Received) + " of " + wholeNumber(n.Expected), Note: outWords(n)}
		if n.Expected == 0 {
			cell = Cell{Words: "none due", Missing: true}
		}
		cells = append(cells, cell)
	}
	return cells
}

// outWords says how many are late and missing.
func outWords(n collection.Counts) string {
	switch {
	case n.Late > 0 && n.Missing > 0:
		return wholeNumber(n.Late) + " late, " + wholeNumber(n.Missing) + " missing"
	case n.Late > 0:
		return wholeNumber(n.Late) + " late"
	case n.Missing > 0:
		return wholeNumber(n.Missing) + " missing"
	}
	return ""
}

func excusedTable(list []collection.Excused) Table {
	t := Table{Caption: "Organisations without a return of their own", Columns: []Column{{Words: "Organisation"}, {Words: "Why"}}}
	for _, e := range list {
		t.Rows = append(t.Rows, []Cell{{Words: e.Name, Note: e.Code}, {Words: e.How}})
	}
	return t
}

// neighbours link the periods before and after.
func (page *roundPage) neighbours(shell Shell) {
	for _, each := range []struct {
		p    period.Period
		into **Link
	}{{page.Period.Add(-1), &page.Earlier}, {page.Period.Next(), &page.Later}} {
		if collection.Has(page.Collection, each.p) {
			*each.into = &Link{Words: each.p.Label(), Address: shell.Link(roundAddress(page.Collection.ID, each.p))}
		}
	}
}
