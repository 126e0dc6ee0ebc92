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

// MessageReminder is the kind of message that reminds of returns.
const MessageReminder = "reminder"

// Message is one message to one account, with what came of it.
type Message struct {
	ID      int64
	Account int32
	Login   string
	Kind    string     // MessageReminder
	Day     period.Day // there is one a day of a kind to an account
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
