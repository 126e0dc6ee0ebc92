package page

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// reviewsPage is what waits for the visitor's decision, or with Collection the publishing of one collection and period.
type reviewsPage struct {
	Headline, Lead string
	Address        string
	Publishing     bool
	Collection     maturity.Collection
	Groups         []reviewGroup
	Outcomes       []outcomeLine
	Done, Refused  int
	Faults         []FieldFault
	Day, Time      string
}

// reviewGroup is the returns of one kind of waiting, with the button that does something to those that are ticked.
type reviewGroup struct {
	ID, Title, Words string
	Act, Button      string // "" where nothing can be done to many at once
	Embargo          bool   // a time of publication can be given
	Rows             []reviewRow
}

type reviewRow struct {
	Pick, Address string // "" for a row that cannot be ticked
	Body          maturity.Organisation
	Title, Note   string
	Since         string
}

// outcomeLine is what became of one return of those that were ticked.
type outcomeLine struct{ Name, Address, Words, Fault string }

func (p *Pages) reviews(c echo.Context) error {
	page, err := p.readReviews(c)
	if err != nil {
		return err
	}
	return p.showReviews(c, http.StatusOK, page)
}

func (p *Pages) showReviews(c echo.Context, status int, page reviewsPage) error {
	shell := p.shell(c, page.Headline).under("/data", Link{Words: "Returns", Address: "/data/returns"})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "reviews", shell, page)
}

// readReviews reads what waits; where the address names a collection and period, what of it can be published.
func (p *Pages) readReviews(c echo.Context) (page reviewsPage, err error) {
	who := p.actor(c)
	waiting, err := p.Desk.Waiting(c.Request().Context(), who)
	if err != nil {
		return page, err
	}
	page.Address = c.Request().URL.Path
	if id := c.Param("collection"); id != "" {
		return p.readPublishing(c, page, waiting)
	}
	groups := map[string]*reviewGroup{
		"approve": {ID: "approve", Title: "To be approved", Words: "Your approval signs the figures of each return you tick.", Act: "approve", Button: "Approve those that are ticked"},
		"review":  {ID: "review", Title: "To be looked at", Words: "You may ask for changes. Somebody else decides about these."},
		"publish": {ID: "publish", Title: "To be published", Words: "They are approved.", Act: "publish", Button: "Publish those that are ticked", Embargo: true},
		"held":    {ID: "held", Title: "Held back", Words: "They are approved, but something has to be explained before they are published."},
		"planned": {ID: "planned", Title: "To be published at a time that is set", Words: "They are published by themselves."},
	}
	decisions := 0
	for _, w := range waiting {
		id := p.waitsFor(w, who.Account.Login)
		groups[id].Rows = append(groups[id].Rows, p.reviewRow(w, groups[id].Act != ""))
		if id == "approve" || id == "publish" || id == "held" {
			decisions++
		}
	}
	asked, err := p.askedExtensions(c, who)
	if err != nil {
		return page, err
	}
	groups["extensions"] = &reviewGroup{ID: "extensions", Title: "Later deadlines that are asked for", Words: "Open one to grant or refuse it.", Rows: asked}
	for _, id := range []string{"approve", "publish", "held", "extensions", "review", "planned"} {
		if len(groups[id].Rows) > 0 {
			page.Groups = append(page.Groups, *groups[id])
		}
	}
	page.Headline = "Nothing waits for you"
	if decisions > 0 {
		page.Headline = countWords(decisions, "return waits", "returns wait") + " for your decision"
	} else if len(asked) > 0 {
		page.Headline = countWords(len(asked), "later deadline is", "later deadlines are") + " asked for"
	} else if len(page.Groups) > 0 {
		page.Headline = "No return waits for your decision"
	}
	return page, nil
}

// roundsLookedAt is how many periods back extensions are looked for; older ones are closed for good.
const roundsLookedAt = 8

// askedExtensions lists the requests for a later deadline that the visitor may decide about.
func (p *Pages) askedExtensions(c echo.Context, who returns.Actor) (rows []reviewRow, err error) {
	if p.Follow == nil {
		return nil, nil
	}
	ctx := c.Request().Context()
	for _, each := range p.Catalogue.Collections {
		scope, err := p.Follow.Rights.Reach(ctx, who.Account, maturity.ApproveReturn, each)
		if err != nil {
			return nil, err
		}
		if !scope.All && len(scope.Organisations) == 0 {
			continue
		}
		rounds, err := p.Follow.Rounds.Latest(ctx, each, roundsLookedAt, time.Time{})
		if err != nil {
			return nil, err
		}
		for _, round := range rounds {
			for _, r := range round.Rows {
				if r.Asked == nil || !scope.May(r.ID) || r.Asked.RequestedBy == who.Account.Login && !each.OwnApproval {
					continue
				}
				rows = append(rows, reviewRow{Address: returnAddress(each.ID, r.Period, r.Code) + "/extension", Body: r.Organisation, Title: each.Title + ", " + r.Period.Label(),
					Since: "asked for by " + r.Asked.RequestedBy + " until " + r.Asked.Until.Long(), Note: r.Asked.Reason})
			}
		}
	}
	return rows, nil
}

// waitsFor is the group a return belongs to, for this visitor.
func (p *Pages) waitsFor(w returns.Waiting, login string) string {
	switch {
	case w.Held != "":
		return "held"
	case w.State == maturity.ReturnApproved && !w.PublishAt.IsZero():
		return "planned"
	case w.Publish:
		return "publish"
	case w.Approve && w.SubmittedBy != login:
		return "approve"
	}
	return "review"
}

func (p *Pages) reviewRow(w returns.Waiting, pick bool) reviewRow {
	row := reviewRow{Address: returnAddress(w.Collection.ID, w.Period, w.Body.Code), Body: w.Body, Title: w.Collection.Title + ", " + w.Period.Label(),
		Since: "submitted by " + w.SubmittedBy + " on " + p.dayWords(w.SubmittedAt)}
	switch {
	case w.Held != "":
		row.Note = w.Held
	case !w.PublishAt.IsZero():
		row.Note = "to be published on " + p.momentWords(w.PublishAt)
	case w.Collection.Approvals > 0:
		row.Note = fmt.Sprintf("%d of %s", w.Approvals, countWords(w.Collection.Approvals, "approval", "approvals"))
	}
	if pick {
		row.Pick = fmt.Sprintf("%s/%s/%d/%d", w.Collection.ID, w.Period.Code(), w.Organisation, w.Version)
	}
	return row
}

// readPublishing keeps what is approved of one collection and period.
func (p *Pages) readPublishing(c echo.Context, page reviewsPage, waiting []returns.Waiting) (reviewsPage, error) {
	unknown := maturity.Errorf(maturity.NotFound, "There is no such collection and period.")
	collection, known := p.Catalogue.Collection(c.Param("collection"))
	span, err := period.FromCode(c.Param("period"))
	if err != nil || !known {
		return page, unknown
	}
	page.Publishing, page.Collection = true, collection
	ready := reviewGroup{ID: "publish", Title: "Approved", Act: "publish", Button: "Publish those that are ticked", Embargo: true, Words: "They are published together, now or at a time to come."}
	held := reviewGroup{ID: "held", Title: "Held back", Words: "Open one to see why, and to release it."}
	open := 0
	for _, w := range waiting {
		switch {
		case w.Collection.ID != collection.ID || w.Period != span:
		case w.Publish:
			ready.Rows = append(ready.Rows, p.reviewRow(w, true))
		case w.Held != "":
			held.Rows = append(held.Rows, p.reviewRow(w, false))
		default:
			open++
		}
	}
	for _, g := range []reviewGroup{ready, held} {
		if len(g.Rows) > 0 {
			page.Groups = append(page.Groups, g)
		}
	}
	page.Headline = countWords(len(ready.Rows), "return is", "returns are") + " ready to be published"
	page.Lead = collection.Title + ", " + span.Label() + ". " + countWords(open, "further return is", "further returns are") + " submitted but not approved."
	return page, nil
}

// decideMany does one act to every return that is ticked. Each is judged by itself, and told by itself.
func (p *Pages) decideMany(c echo.Context) error {
	page := reviewsPage{Day: c.FormValue("day"), Time: c.FormValue("time")}
	picks := c.Request().PostForm["pick"]
	ctx, who := c.Request().Context(), p.actor(c)
	act := func(s returns.Seen) (maturity.ReturnFile, error) { return p.Desk.Approve(ctx, who, s.Key, s.Version) }
	if c.FormValue("act") == "publish" {
		at, err := p.embargoTime(c)
		if err != nil {
			page.Faults = append(page.Faults, FieldFault{"day", maturity.SentenceOf(err)})
		}
		act = p.publishing(c, who, at)
	}
	if len(picks) == 0 {
		page.Faults = append(page.Faults, FieldFault{"", "Tick the returns it is about."})
	}
	var list []returns.Seen
	for _, pick := range picks {
		s, err := parsePick(pick)
		if err != nil {
			return err
		}
		list = append(list, s)
	}
	var outcomes []outcomeLine
	done := 0
	if len(page.Faults) == 0 {
		for _, o := range returns.Each(list, act) {
			line := p.outcomeLine(c, o)
			outcomes = append(outcomes, line)
			if line.Fault == "" {
				done++
			}
		}
	}
	now, err := p.readReviews(c)
	if err != nil {
		return err
	}
	now.Faults, now.Day, now.Time, now.Outcomes, now.Done, now.Refused = page.Faults, page.Day, page.Time, outcomes, done, len(outcomes)-done
	status := http.StatusOK
	if len(page.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	} else if done == 0 {
		status = http.StatusConflict
	}
	return p.showReviews(c, status, now)
}

// publishing publishes now, or at a time to come.
func (p *Pages) publishing(c echo.Context, who returns.Actor, at time.Time) func(returns.Seen) (maturity.ReturnFile, error) {
	ctx := c.Request().Context()
	if at.IsZero() {
		return func(s returns.Seen) (maturity.ReturnFile, error) { return p.Desk.Publish(ctx, who, s.Key, s.Version) }
	}
	return func(s returns.Seen) (maturity.ReturnFile, error) {
		return p.Desk.Schedule(ctx, who, s.Key, s.Version, at)
	}
}

// parsePick reads which return, at which version, was ticked.
func parsePick(text string) (s returns.Seen, err error) {
	unreadable := maturity.Errorf(maturity.Invalid, "The form could not be read. Load the page again.")
	parts := strings.Split(text, "/")
	if len(parts) != 4 {
		return s, unreadable
	}
	organisation, faulty := strconv.ParseInt(parts[2], 10, 32)
	if s.Version, err = strconv.ParseInt(parts[3], 10, 64); err != nil || faulty != nil {
		return s, unreadable
	}
	s.Key.Collection, s.Key.Organisation = parts[0], maturity.OrganisationID(organisation)
	if s.Key.Period, err = period.FromCode(parts[1]); err != nil {
		return s, unreadable
	}
	return s, nil
}

func (p *Pages) outcomeLine(c echo.Context, o returns.Outcome) outcomeLine {
	line := outcomeLine{Name: o.File.Body.Name}
	if o.Err != nil {
		line.Fault = maturity.SentenceOf(o.Err)
		if code := maturity.CodeOf(o.Err); code == maturity.Internal {
			p.kit.Log.ErrorContext(c.Request().Context(), "a return of many", "error", o.Err)
		}
	}
	if line.Name == "" {
		line.Name = "A return"
		if body, err := p.Desk.Bodies(c.Request().Context(), o.Key.Organisation); err == nil && maturity.CodeOf(o.Err) != maturity.NotFound {
			line.Name = body.Name
			line.Address = returnAddress(o.Key.Collection, o.Key.Period, body.Code)
		}
		return line
	}
	line.Address = returnAddress(o.Key.Collection, o.Key.Period, o.File.Body.Code)
	line.Words = "is " + o.File.State.Words()
	if o.File.State == maturity.ReturnApproved && !o.File.PublishAt.IsZero() {
		line.Words = "is published on " + p.momentWords(o.File.PublishAt)
	}
	return line
}

// reviewRoutes are the pages of what waits.
func (p *Pages) reviewRoutes() []httpkit.Route {
	var out []httpkit.Route
	for _, path := range []string{"/data/reviews", "/data/reviews/:collection/:period"} {
		out = append(out, httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: httpkit.Decide}, Handle: p.reviews},
			httpkit.Route{Rule: httpkit.Rule{Method: http.MethodPost, Path: path, Right: httpkit.Decide, Body: 512 << 10}, Handle: p.decideMany})
	}
	return out
}
