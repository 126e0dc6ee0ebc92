package page

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/collection"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// Follow is what the pages about who owes what ask.
type Follow struct {
	Rights     returns.Rights
	Rounds     *returns.Rounds
	Extensions *returns.Extensions
	Chase      *returns.Chase
	Outbox     Outbox
	Versions   interface {
		RoundsVersion(ctx context.Context) (string, error)
	} // tells one state of returns from another
	BaseURL string // of this Waymark, for texts to be sent; "": no links in them
}

// followRoutes are the pages of collections, extensions and messages.
func (p *Pages) followRoutes() []httpkit.Route {
	if p.Follow == nil {
		return nil
	}
	route := func(method, path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: method, Path: path, Right: right}, Handle: handle}
	}
	const one = "/data/returns/:collection/:period/:code/extension"
	return []httpkit.Route{
		route(http.MethodGet, "/data/returns", httpkit.SignedIn, p.collections),
		route(http.MethodGet, "/data/returns/:collection/:period", httpkit.SignedIn, p.round),
		route(http.MethodGet, one, httpkit.SignedIn, p.extension),
		route(http.MethodPost, one, httpkit.Send, p.requestExtension),
		route(http.MethodPost, one+"/decide", httpkit.Decide, p.decideExtension),
		route(http.MethodGet, "/data/chase", httpkit.Decide, p.chase),
		route(http.MethodGet, "/data/chase.csv", httpkit.Decide, p.chaseList),
		route(http.MethodGet, "/data/outbox", httpkit.SignedIn, p.outbox),
		route(http.MethodPost, "/data/outbox/resend", httpkit.Administer, p.resendMessage),
	}
}

// latestRounds is how many periods of a collection its list shows.
const latestRounds = 4

type collectionsPage struct {
	Headline string
	Own      Table // the visitor's returns that are to come in
	HasOwn   bool
	Sections []collectionSection
	MayChase bool
	Late     int
}

type collectionSection struct {
	Collection maturity.Collection
	Lead       string // what is open now, in a sentence
	open       bool
	Rounds     Table
	None       string
}

// collections lists every collection with what is open now and its last periods.
func (p *Pages) collections(c echo.Context) error {
	at, _, err := p.asAt(c)
	if err != nil {
		return err
	}
	shell := p.shell(c, "Returns").under("/data").asKnownAt(at)
	who, today := p.actor(c), p.Follow.Rounds.Today(at.Time)
	page := collectionsPage{MayChase: who.Account.MayDecide(), Own: ownTable()}
	open, next := 0, period.Day(0)
	illustrative := false
	for _, each := range p.Catalogue.Collections {
		rounds, err := p.Follow.Rounds.Latest(c.Request().Context(), each, latestRounds, at.Time)
		if err != nil {
			return err
		}
		scope, err := p.Follow.Rights.Reach(c.Request().Context(), who.Account, maturity.EditReturn, each)
		if err != nil {
			return err
		}
		section := collectionSection{Collection: each, Lead: openWordsOf(rounds, today), Rounds: p.roundsTable(each, rounds, shell)}
		if len(rounds) == 0 {
			section.None = "Its first period opens on " + firstOpening(each).Long() + "."
		}
		for _, r := range rounds {
			page.Late += r.Counts.Late
			if today <= r.Closes {
				open, section.open = open+1, true
				if r.Due >= today && (next == 0 || r.Due < next) {
					next = r.Due
				}
			}
			p.addOwn(&page.Own, r, scope, shell)
		}
		illustrative = illustrative || p.illustrativeSource(each)
		page.Sections = append(page.Sections, section)
	}
	slices.SortStableFunc(page.Sections, func(x, y collectionSection) int { return cmp.Compare(closedLast(x), closedLast(y)) })
	page.HasOwn = len(page.Own.Rows) > 0 && len(page.Own.Rows) <= 20
	page.Headline = openHeadline(open, next)
	if illustrative {
		shell = shell.withIllustrative()
	}
	shell.Title = page.Headline
	return p.show(c, http.StatusOK, "collections", shell, page)
}

// closedLast is 1 for a collection of which nothing is open.
func closedLast(s collectionSection) int {
	if s.open {
		return 0
	}
	return 1
}

func firstOpening(c maturity.Collection) period.Day {
	opens, _, _, _ := collection.Days(c, c.From)
	return opens
}

func (p *Pages) illustrativeSource(c maturity.Collection) bool {
	s, _ := p.Catalogue.Source(c.Source)
	return s.Illustrative
}

// openHeadline is the answer of the list: what can be handed in, and by when next.
func openHeadline(open int, next period.Day) string {
	switch {
	case open == 0:
		return "No collection is open"
	case next == 0:
		return countWords(open, "round of returns is open", "rounds of returns are open") + ", past the deadline"
	}
	return countWords(open, "round of returns is open", "rounds of returns are open") + "; the next deadline is " + next.Long()
}

// openWordsOf says what of a collection can be handed in on a day.
func openWordsOf(rounds []returns.Round, today period.Day) string {
	var parts []string
	for _, r := range rounds {
		if today > r.Closes {
			continue
		}
		when := "was due on " + r.Due.Long() + " and closes on " + r.Closes.Long()
		if today <= r.Due {
			when = "is due on " + r.Due.Long()
		}
		parts = append(parts, fmt.Sprintf("%s %s. %s", r.Period.Label(), when, r.Counts.Sentence()))
	}
	if len(parts) == 0 && len(rounds) > 0 && rounds[0].Period == rounds[0].Collection.Until {
		return "It ended with " + rounds[0].Period.Label() + "."
	}
	if len(parts) == 0 {
		return "Nothing is open."
	}
	return strings.Join(parts, " ")
}

func roundAddress(id string, at period.Period) string {
	return "/data/returns/" + url.PathEscape(id) + "/" + at.Code()
}

func (p *Pages) roundsTable(c maturity.Collection, rounds []returns.Round, shell Shell) Table {
	t := Table{Caption: "Last periods of " + c.Title, Columns: []Column{{Words: "Period"}, {Words: "Due"}, {Words: "Expected", Number: true}, {Words: "In", Number: true},
		{Words: "On time", Number: true}, {Words: "To come", Number: true}, {Words: "Late", Number: true}, {Words: "Missing", Number: true}}}
	for _, r := range rounds {
		n := r.Counts
		t.Rows = append(t.Rows, []Cell{{Words: r.Period.Label(), Address: shell.Link(roundAddress(c.ID, r.Period))}, {Words: r.Due.Long()}, {Words: wholeNumber(n.Expected)},
			{Words: wholeNumber(n.Received), Note: shareWords(n)}, {Words: wholeNumber(n.OnTime)}, {Words: wholeNumber(n.ToCome)}, {Words: wholeNumber(n.Late)}, {Words: wholeNumber(n.Missing)}})
	}
	return t
}

// shareWords is the completeness in whole percent; only all of them is 100%, and only none 0%.
func shareWords(n collection.Counts) string {
	if n.Expected == 0 {
		return ""
	}
	percent := int(math.Round(n.Share() * 100))
	if n.Received < n.Expected {
		percent = min(percent, 99)
	}
	if n.Received > 0 {
		percent = max(percent, 1)
	}
	return fmt.Sprintf("%d%%", percent)
}

func ownTable() Table {
	return Table{Caption: "Your returns to come in", Size: "m", Columns: []Column{{Words: "Organisation"}, {Words: "Return"}, {Words: "Period"}, {Words: "Standing"}}}
}

// addOwn lists a round's returns that the visitor may fill in and that are not in. Who may fill in everybody's is not asked.
func (p *Pages) addOwn(t *Table, r returns.Round, scope maturity.Scope, shell Shell) {
	if scope.All {
		return
	}
	for _, row := range r.Rows {
		wanted := []collection.State{collection.Open, collection.Extended, collection.Late}
		if scope.May(row.ID) && slices.Contains(wanted, row.Standing.State) {
			t.Rows = append(t.Rows, []Cell{{Words: row.Name, Address: shell.Link(returnAddress(r.Collection.ID, r.Period, row.Code))}, {Words: r.Collection.Title}, {Words: r.Period.Short()}, {Words: upperFirst(row.Standing.Words())}})
		}
	}
}
