// Package meeting holds meetings, what they decide, and the way of their packs: a draft that an analyst writes in, frozen by
// a worker into bytes that are kept, published, delivered to readers. A pack is put together from its pin and its words alone,
// so that the same pin gives the same bytes in any year. The room decides who may do what and when; it knows neither SQL nor
// HTTP, and never draws what was published anew.
package meeting

import (
	"context"
	"log/slog"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/pack"
	"waymark/internal/period"
)

// Rights tells for which organisations an account may do something (account.Service).
type Rights interface {
	Reach(ctx context.Context, a maturity.Account, what maturity.Permission, c maturity.Collection) (maturity.Scope, error)
}

// Boards fills boards as known at a time (board.Builder).
type Boards interface {
	BuildBoard(ctx context.Context, definition maturity.Board, q board.Query) (board.View, error)
	Changes(ctx context.Context, q board.Query) (board.Changes, error)
}

// Directory knows the organisations.
type Directory interface {
	board.Directory
	ByCode(code string) (maturity.Organisation, bool)
}

// Pictures draws figures (render.Renderer).
type Pictures interface {
	SVG(ctx context.Context, f chart.Figure) ([]byte, error)
}

// Options says what a desk works with.
type Options struct {
	Store     Store
	Rights    Rights
	Catalogue *maturity.Catalogue
	Boards    Boards
	// Board finds a definition by its id: a shipped board, or a copy that somebody edited. nil: shipped ones only.
	Board     func(ctx context.Context, id string) (maturity.Board, error)
	Directory func(ctx context.Context) (Directory, error)
	// Basis counts the returns that figures of measures rest on in a period (returns.Rounds). nil: nobody does.
	Basis    func(ctx context.Context, subject maturity.Organisation, measures []string, p period.Period, asAt time.Time) (collection.Counts, error)
	Pictures Pictures
	Writers  []pack.Writer // HTML among them
	Location *time.Location
	Clock    func() time.Time
	Recorded func() time.Time // what the audit tells as the time; nil: Clock. Another one only where a meeting of the past is made up
	BaseURL  string           // of this installation, for links in messages and papers; "": none
	Worker   string           // names this process among others
	Log      *slog.Logger
}

// Desk is where meetings are planned and packs made. It is safe for concurrent use.
type Desk struct {
	Options
	nudge chan struct{}
}

// New makes a desk.
func New(o Options) *Desk {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Board == nil {
		o.Board = func(_ context.Context, id string) (maturity.Board, error) {
			if b, ok := o.Catalogue.Board(id); ok {
				return b, nil
			}
			return maturity.Board{}, maturity.Errorf(maturity.NotFound, "There is no board %q.", id)
		}
	}
	return &Desk{o, make(chan struct{}, 1)}
}

// Actor is who does something.
type Actor struct {
	Account   maturity.Account
	RequestID string
}

func (d *Desk) now() time.Time { return d.Clock().UTC().Truncate(time.Microsecond) }

// Today is the day where the readers are.
func (d *Desk) Today() period.Day { return period.DayOf(d.Clock().In(d.Location)) }

// May reports whether the account may hold meetings about the organisation.
func (d *Desk) May(ctx context.Context, a maturity.Account, organisation maturity.OrganisationID) (bool, error) {
	scope, err := d.Rights.Reach(ctx, a, maturity.HoldMeeting, maturity.Collection{})
	return scope.May(organisation), err
}

// Scope is the set of organisations about which the account may hold meetings.
func (d *Desk) Scope(ctx context.Context, a maturity.Account) (maturity.Scope, error) {
	return d.Rights.Reach(ctx, a, maturity.HoldMeeting, maturity.Collection{})
}

func (d *Desk) demand(ctx context.Context, who Actor, organisation maturity.OrganisationID) error {
	may, err := d.May(ctx, who.Account, organisation)
	if err == nil && !may {
		err = maturity.Errorf(maturity.Forbidden, "You may read about this meeting, but not prepare it. An analyst of the organisation or an administrator can.")
	}
	return err
}

func (d *Desk) entry(who Actor, action, subject string, at time.Time, detail map[string]any) maturity.AuditEntry {
	if detail == nil {
		detail = map[string]any{}
	}
	if d.Recorded != nil {
		at = d.Recorded()
	}
	return maturity.AuditEntry{At: at, Account: who.Account.Login, Action: action, Subject: subject, RequestID: who.RequestID, Detail: detail}
}

// The most letters that fit.
const (
	LongestBody    = 200
	LongestItem    = 500
	LongestWords   = 5000 // of a narrative, a decision or an outcome
	longestAgenda  = 50   // items
	longestAddress = 254
)

// line takes a text for one line: no line ends, control or direction characters.
func line(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }), " ")
}

// lines is a text of several lines without control and direction characters.
func lines(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, text))
}

// need checks a text for being there and fitting.
func need(what, text string, most int) error {
	switch letters := utf8.RuneCountInString(text); {
	case letters == 0:
		return maturity.Errorf(maturity.Invalid, "%s is missing.", what)
	case letters > most:
		return maturity.Errorf(maturity.Invalid, "%s has %d letters; at most %d fit.", what, letters, most)
	}
	return nil
}
