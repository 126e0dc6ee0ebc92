package page

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// EarlierMeetings knows the meetings that pages are compared with.
type EarlierMeetings interface {
	// LastMeeting is the last meeting about the organisation on a day before that of a time.
	LastMeeting(ctx context.Context, organisation maturity.OrganisationID, before time.Time) (maturity.Meeting, bool, error)
	Meeting(ctx context.Context, id int64) (maturity.Meeting, error)
	// DecisionsVersion tells one state of all decisions and actions from another.
	DecisionsVersion(ctx context.Context) (string, error)
}

// compared is what the visitor chose besides the as-at time; links keep it.
type compared struct {
	since      string // value of ?since= as it was written; "" for the last meeting
	boundaries string // "today", or "" for those of the as-at day
	banner     *Boundaries
}

// Boundaries says in a banner of an earlier time which members the page shows, and which others the other choice has.
type Boundaries struct {
	Words   string
	Differs string
	Other   Link // the same page with the other boundaries; without words where nothing differs
}

// since reads ?since=: the id of a meeting, or a day. Without one, or with one that is not before the as-at time, it is
// the last meeting before that time about the organisation, or about a footprint that it belongs to. The zero value is
// none.
func (p *Pages) since(c echo.Context, q board.Query) (since board.Since, chosen string, err error) {
	ctx, text := c.Request().Context(), strings.TrimSpace(c.QueryParam("since"))
	if id, err := strconv.ParseInt(text, 10, 64); err == nil && p.Earlier != nil {
		m, err := p.Earlier.Meeting(ctx, id)
		if err != nil {
			return since, "", err
		}
		since = p.sinceMeeting(m)
	} else if text != "" {
		t, err := time.ParseInLocation(time.DateOnly, text, p.Location)
		if err != nil {
			return since, "", maturity.Errorf(maturity.Invalid, "The earlier day cannot be read. Write it as year-month-day, for example 2018-06-12.")
		}
		day := period.DayOf(t)
		since = board.Since{Day: day, At: p.endOf(day), Words: day.Long()}
	}
	if text != "" && since.At.Before(q.AsAt) {
		return since, text, nil
	}
	since, err = p.lastMeeting(ctx, q)
	return since, "", err
}

func (p *Pages) lastMeeting(ctx context.Context, q board.Query) (board.Since, error) {
	if p.Earlier == nil {
		return board.Since{}, nil
	}
	bodies := append([]maturity.Organisation{q.Subject}, q.Directory.FootprintsOf(q.Subject.ID, q.MembersDay())...)
	for i, o := range bodies {
		if i > 1 { // a fixed number of questions, however many footprints there are
			break
		}
		m, found, err := p.Earlier.LastMeeting(ctx, o.ID, q.AsAt)
		if err != nil {
			return board.Since{}, err
		}
		if since := p.sinceMeeting(m); found && since.At.Before(q.AsAt) {
			return since, nil
		}
	}
	return board.Since{}, nil
}

// sinceMeeting takes what the body saw: what its pack was pinned to, or what was known at the end of its day.
func (p *Pages) sinceMeeting(m maturity.Meeting) board.Since {
	since := board.Since{Meeting: m.ID, Day: m.Day, At: m.Seen, Words: "the meeting of " + m.Day.Long()}
	if since.At.IsZero() {
		since.At = p.endOf(m.Day)
	}
	return since
}

// endOf is the last moment of a day in the place of the readers.
func (p *Pages) endOf(day period.Day) time.Time {
	y, m, d := day.Time().Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, p.Location).Add(-time.Microsecond)
}

// boundaries reads ?boundaries=: "then", the members of the as-at day, or "today". It changes nothing on a page as known
// now.
func (p *Pages) boundaries(c echo.Context, q *board.Query, at asAt) (chosen string, banner *Boundaries, err error) {
	chosen = c.QueryParam("boundaries")
	if chosen != "" && chosen != "then" && chosen != "today" {
		return "", nil, maturity.Errorf(maturity.Invalid, "Choose the boundaries of then or of today: boundaries=then or boundaries=today.")
	}
	today := period.DayOf(p.Now().In(p.Location))
	if at.Time.IsZero() || today == q.Today {
		return "", nil, nil
	}
	banner = boundariesBanner(c, *q, today, chosen == "today")
	if chosen != "today" {
		return "", banner, nil
	}
	q.Boundaries = today
	return chosen, banner, nil
}

// boundariesBanner is nil where the subject has no members on either day.
func boundariesBanner(c echo.Context, q board.Query, today period.Day, ofToday bool) *Boundaries {
	joined, left := board.Moved(q.Directory, q.Subject.ID, q.Today, today)
	if len(joined)+len(left) == 0 && len(q.Directory.Members(q.Subject.ID, today)) == 0 {
		return nil
	}
	b := &Boundaries{Words: "Members as they were on " + q.Today.Long() + ".", Differs: "They are the same today."}
	if ofToday {
		b.Words = "Members as they are today, " + today.Long() + "."
		b.Differs = "They were the same on " + q.Today.Long() + "."
	}
	if len(joined)+len(left) == 0 {
		return b
	}
	b.Differs = "Since " + q.Today.Long() + ", " + movedSentence(joined, left) + "."
	if ofToday {
		b.Differs += " Figures of the whole are of those who belonged to it then."
	}
	query, other := c.Request().URL.Query(), "today"
	b.Other.Words = "Show the members of today"
	if ofToday {
		other, b.Other.Words = "then", "Show the members of then"
	}
	query.Set("boundaries", other)
	b.Other.Address = c.Request().URL.EscapedPath() + "?" + query.Encode()
	return b
}

// movedSentence is "2 organisations joined (A, B) and 1 left (C)".
func movedSentence(joined, left []maturity.Organisation) string {
	switch {
	case len(left) == 0:
		return fmt.Sprintf("%s joined (%s)", maturity.Count(len(joined), "organisation", "organisations"), someNames(joined))
	case len(joined) == 0:
		return fmt.Sprintf("%s left (%s)", maturity.Count(len(left), "organisation", "organisations"), someNames(left))
	}
	return fmt.Sprintf("%s joined (%s) and %s left (%s)", maturity.Count(len(joined), "organisation", "organisations"), someNames(joined),
		maturity.Number(float64(len(left)), 0), someNames(left))
}

// someNames are at most five names, and how many more there are.
func someNames(list []maturity.Organisation) string {
	const shown = 5
	var names []string
	for i, o := range list {
		if i == shown && len(list) > shown+1 {
			names = append(names, fmt.Sprintf("%d more", len(list)-shown))
			break
		}
		names = append(names, o.ShortName)
	}
	return strings.Join(names, ", ")
}

// keep adds what the visitor chose to an address.
func (k compared) keep(address string) string {
	for _, field := range []Field{{"boundaries", k.boundaries}, {"since", k.since}} {
		if field.Value == "" || strings.Contains(address, field.Name+"=") {
			continue
		}
		separator := "?"
		if strings.Contains(address, "?") {
			separator = "&"
		}
		address += separator + field.Name + "=" + url.QueryEscape(field.Value)
	}
	return address
}

// Kept are the fields by which a GET form stays where the page is.
func (s Shell) Kept() (out []Field) {
	for _, field := range []Field{{"as_at", s.AtQuery}, {"boundaries", s.kept.boundaries}, {"since", s.kept.since}} {
		if field.Value != "" {
			out = append(out, field)
		}
	}
	return out
}
