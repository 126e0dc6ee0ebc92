package maturity

import (
	"time"

	"waymark/internal/period"
)

// MessageState is what came of a message.
type MessageState string

// The states of a message.
const (
	MessagePending MessageState = "pending" // to be sent, or to be tried again
	MessageSending MessageState = "sending" // handed to the mail server at this moment
	MessageSent    MessageState = "sent"    // the mail server took it
	MessageFailed  MessageState = "failed"  // given up; Because says why
	MessageDropped MessageState = "dropped" // not wanted any more before it was sent
)

// Words is the state for people.
func (s MessageState) Words() string {
	if s == MessagePending {
		return "waiting"
	}
	return string(s)
}

// The kinds of message.
const (
	MessageReminder = "reminder" // of returns
	MessagePack     = "pack"     // of a meeting, to a reader
)

// Attachment is a file that goes with a message. It is read when the message is sent and not kept with it.
type Attachment struct {
	Name, Media string
	Bytes       []byte
}

// Message is one message to one account or reader, with what came of it.
type Message struct {
	ID      int64
	Account int32 // 0: to a reader
	Login   string
	Kind    string
	Pack    int64      // that it carries; 0: none
	Reader  int64      // 0: to an account, or to a reader who was removed since
	Day     period.Day // there is one a day of a kind to an account, and one of a pack to a reader
	Address string
	Subject string
	Plain   string
	HTML    string
	MadeAt  time.Time
	State   MessageState
	Tries   int
	NextAt  time.Time // not tried before
	SentAt  time.Time // zero: not sent
	Because string
	About   []ReturnKey // returns it reminds of
	Attach  []Attachment
}

// Contact is an account that submits for an organisation.
type Contact struct {
	Account      int32
	Login        string
	Email        string // "" for none
	Organisation OrganisationID
	Collection   string // "": all
}

// Reminded is the last reminder of a return to anybody.
type Reminded struct {
	ReturnKey
	Account int32
	Day     period.Day
	SentAt  time.Time // zero: written, and not sent yet
}
