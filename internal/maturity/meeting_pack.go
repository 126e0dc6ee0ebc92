package maturity

import (
	"strconv"
	"time"

	"waymark/internal/period"
)

// Pack is the paper of a meeting. Its pin is Board, Period, AsAt, Definitions and Boundaries.
type Pack struct {
	ID          int64
	Meeting     int64
	Edition     int    // 1 for the first
	Reason      string // why there is a later edition
	Board       string // id
	Period      string // code of the newest period that its figures speak of; "" for none
	AsAt        time.Time
	Definitions string // hash of the catalogue
	Boundaries  period.Day
	Exceptions  []string // places that get a page of their own, in order
	Chosen      bool     // an analyst chose Exceptions; otherwise the rule suggests them
	State       PackState
	Version     int64
	Content     []byte // JSON of what the pin cannot bring back, since freezing began
	Verdict     string // of the frozen paper
	Figures     string
	MadeBy      string
	MadeAt      time.Time
	FrozenAt    time.Time
	PublishedBy string
	PublishedAt time.Time
	// SupersededAt is when a later edition was published; zero for the newest.
	SupersededAt    time.Time
	Attempts        int
	Drawn, Pictures int    // progress of freezing
	Failure         string // why the last freezing failed, for people
}

// PackState is how far a pack has come.
type PackState string

// The states of a pack.
const (
	PackDraft     PackState = "draft"     // may be changed
	PackFreezing  PackState = "freezing"  // a worker writes its forms
	PackFrozen    PackState = "frozen"    // its forms are kept; nobody but who prepares it sees them
	PackPublished PackState = "published" // for everybody; never changed again
	PackDropped   PackState = "dropped"   // given up before it was published
)

// PackSubject is a pack in the audit; MeetingSubject a meeting.
func PackSubject(id int64) string { return "pack " + strconv.FormatInt(id, 10) }

// MeetingSubject is a meeting in the audit.
func MeetingSubject(id int64) string { return "meeting " + strconv.FormatInt(id, 10) }

// PackNarrative is one version of the words beside a picture. Generated: the words are made from the figures.
type PackNarrative struct {
	Place     string
	Revision  int
	Words     string // "" where generated
	Generated bool
	By        string // login
	At        time.Time
}

// PackFile is one form of a frozen pack.
type PackFile struct {
	Form   string
	Size   int64
	SHA256 string
	Bytes  []byte // only where they were asked for
}

// PackPicture is a picture of a frozen pack by its hash; "" where it could not be drawn.
type PackPicture struct{ Name, SHA256 string }

// Reader is somebody who is sent the packs of a body's meetings.
type Reader struct {
	ID           int64
	Organisation OrganisationID
	Body         string
	Address      string
	Consent      string // how the person agreed, in words
	By           string // login of who added them
	At           time.Time
}

// Delivery says when the packs of a body's meetings go out.
type Delivery struct {
	Organisation OrganisationID
	Body         string
	DaysBefore   int
	Minute       int // of the day, by the clock of the readers' place
	By           string
	At           time.Time
}

// Readership is a pack that may be sent, with its meeting, when it is to go out and to whom.
type Readership struct {
	Meeting  Meeting
	Pack     Pack
	Delivery Delivery
	Readers  []Reader // who have not had this pack
}
