package meeting

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Content is what a paper says besides what its pin brings back. While the pack is a draft it is gathered anew each time; when
// freezing begins it is kept with the pack, so that nothing that changes later changes the paper.
type Content struct {
	Meeting    maturity.Meeting         `json:"meeting"`
	Board      maturity.Board           `json:"board"`
	Since      board.Since              `json:"since"`
	Decisions  []maturity.Decision      `json:"decisions"` // wanted of this meeting, and actions still open
	Narratives []maturity.PackNarrative `json:"narratives"`
	Address    string                   `json:"address"`
	Basis      string                   `json:"basis"` // which returns the newest figures rest on; "" where no collection asks for them
}

// content is what the pack keeps, or what it would keep if it were frozen now.
func (d *Desk) content(ctx context.Context, p maturity.Pack) (c Content, err error) {
	if len(p.Content) > 0 {
		return c, json.Unmarshal(p.Content, &c)
	}
	if c.Meeting, err = d.Store.Meeting(ctx, p.Meeting); err != nil {
		return c, err
	}
	if c.Board, err = d.Board(ctx, p.Board); err != nil {
		return c, err
	}
	if c.Since, err = d.since(ctx, c.Meeting); err != nil {
		return c, err
	}
	if c.Decisions, err = d.asked(ctx, c.Meeting); err != nil {
		return c, err
	}
	all, err := d.Store.Narratives(ctx, p.ID)
	c.Narratives = newest(all)
	if d.BaseURL != "" {
		c.Address = strings.TrimSuffix(d.BaseURL, "/") + packAddress(p.ID)
	}
	return c, err
}

func packAddress(id int64) string { return "/packs/" + strconv.FormatInt(id, 10) }

// newest keeps the last version of the words at each place. Whose account wrote them is left out: a paper cannot forget.
func newest(all []maturity.PackNarrative) (out []maturity.PackNarrative) {
	for i, n := range all {
		if i+1 == len(all) || all[i+1].Place != n.Place {
			n.By = ""
			out = append(out, n)
		}
	}
	return out
}

// since is the body's meeting before, with what it saw: its published pack, or else what was known at the end of its day.
func (d *Desk) since(ctx context.Context, m maturity.Meeting) (board.Since, error) {
	earlier, ok, err := d.Store.EarlierMeeting(ctx, m)
	if err != nil || !ok {
		return board.Since{}, err
	}
	return d.SinceOf(earlier), nil
}

// SinceOf is a meeting as the moment from which changes are counted.
func (d *Desk) SinceOf(m maturity.Meeting) board.Since {
	at := m.Seen
	if at.IsZero() {
		at = d.endOf(m.Day)
	}
	return board.Since{Meeting: m.ID, Day: m.Day, At: at, Words: "the meeting of " + m.Day.Long()}
}

// endOf is the last moment of a day where the readers are.
func (d *Desk) endOf(day period.Day) time.Time {
	y, month, n := day.Time().Date()
	return time.Date(y, month, n+1, 0, 0, 0, 0, d.Location).Add(-time.Microsecond)
}

// asked lists what the meeting is asked to decide, and what is open of the body's meeting before.
func (d *Desk) asked(ctx context.Context, m maturity.Meeting) ([]maturity.Decision, error) {
	own, err := d.Store.DecisionsOf(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	own = slices.DeleteFunc(own, func(each maturity.Decision) bool {
		return each.Kind == maturity.DecisionTaken || each.State != maturity.DecisionOpen
	})
	earlier, err := d.Carriable(ctx, m)
	for i := range own { // the paper says what, not who wrote it down
		own[i].By = ""
	}
	for i := range earlier {
		earlier[i].By = ""
	}
	return append(own, earlier...), err
}

// basis says which returns the newest figures of the board rest on, as its page does.
func (d *Desk) basis(ctx context.Context, m Material, q board.Query) (string, error) {
	if d.Basis == nil || m.View.Newest.IsZero() {
		return "", nil
	}
	n, err := d.Basis(ctx, q.Subject, d.Catalogue.MeasuresOn(m.Content.Board), m.View.Newest, q.AsAt)
	return n.Basis(m.View.Newest.Label()), err
}

// query is the pin as a question to the boards.
func (d *Desk) query(ctx context.Context, p maturity.Pack, c Content) (q board.Query, err error) {
	directory, err := d.Directory(ctx)
	if err != nil {
		return q, err
	}
	subject, ok := directory.ByID(c.Meeting.Organisation)
	if !ok {
		return q, maturity.Errorf(maturity.NotFound, "The organisation of the meeting is not known any more.")
	}
	return board.Query{Subject: subject, Directory: directory, AsAt: p.AsAt, Today: period.DayOf(p.AsAt.In(d.Location)), Boundaries: p.Boundaries, Since: c.Since, All: true}, nil
}
