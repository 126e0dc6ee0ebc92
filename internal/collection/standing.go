package collection

import (
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// State is where a return stands against its deadline.
type State string

// The states.
const (
	NotOpen  State = "not_open" // cannot be begun yet
	Open     State = "open"     // to come, the deadline has not passed
	Extended State = "extended" // to come, the deadline was moved and has not passed
	OnTime   State = "on_time"  // in, by the deadline
	InLate   State = "in_late"  // in, after the deadline
	Late     State = "late"     // still out after the deadline
	Missing  State = "missing"  // still out when the collection closed
)

// States lists all states in the order in which tables show them.
func States() []State { return []State{OnTime, InLate, Open, Extended, Late, Missing, NotOpen} }

// In reports whether the return is in.
func (s State) In() bool { return s == OnTime || s == InLate }

// Out reports whether the return should be in and is not.
func (s State) Out() bool { return s == Late || s == Missing }

// Standing is how one return stands at a time.
type Standing struct {
	State    State
	DaysLate int        // after the deadline: until it came in, or until now; 0 when it is not late
	DaysLeft int        // until the deadline, its own day counted as 0; only while it is to come
	Deadline period.Day // with an extension, the later day
	Extended bool       // whether the deadline was moved
	Received time.Time  // zero: not in
}

// Judge says how a return stands on a day. received is when the last required measure was there, in the time zone whose
// days count; zero: not yet. extended is the last day of a granted extension; 0: none. A day later than the deadline is
// late by 1 day. What came in after the collection closed is in, late.
func Judge(c maturity.Collection, p period.Period, received time.Time, extended, today period.Day) Standing {
	opens, due, closes, _ := Days(c, p)
	s := Standing{Deadline: due, Received: received}
	if extended > due {
		s.Deadline, s.Extended = extended, true
	}
	switch {
	case !received.IsZero():
		s.State = OnTime
		if day := period.DayOf(received); day > s.Deadline {
			s.State, s.DaysLate = InLate, int(day-s.Deadline)
		}
	case today < opens:
		s.State, s.DaysLeft = NotOpen, int(s.Deadline-today)
	case today <= s.Deadline:
		s.State, s.DaysLeft = Open, int(s.Deadline-today)
		if s.Extended && today > due {
			s.State = Extended
		}
	default:
		s.State, s.DaysLate = Late, int(today-s.Deadline)
		if today > closes {
			s.State = Missing
		}
	}
	return s
}

// Words is the standing for people: "in, 3 days late".
func (s Standing) Words() string {
	switch s.State {
	case NotOpen:
		return "not open yet"
	case Open:
		return "to come, due " + s.Deadline.Long()
	case Extended:
		return "to come, extended to " + s.Deadline.Long()
	case OnTime:
		if s.Extended {
			return "in on time, with an extension"
		}
		return "in on time"
	case InLate:
		return "in, " + days(s.DaysLate) + " late"
	case Late:
		return "late by " + days(s.DaysLate)
	}
	return "missing, " + days(s.DaysLate) + " after the deadline"
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return number(n) + " days"
}

// Counts are returns by how they stand. Expected is the sum of all others but Received.
type Counts struct {
	Expected, Received, OnTime, InLate, ToCome, Late, Missing int
}

// Add counts one more return.
func (n *Counts) Add(s Standing) {
	n.Expected++
	switch s.State {
	case OnTime:
		n.Received, n.OnTime = n.Received+1, n.OnTime+1
	case InLate:
		n.Received, n.InLate = n.Received+1, n.InLate+1
	case Late:
		n.Late++
	case Missing:
		n.Missing++
	default:
		n.ToCome++
	}
}

// Plus adds up the counts of two sets of returns.
func (n Counts) Plus(m Counts) Counts {
	return Counts{n.Expected + m.Expected, n.Received + m.Received, n.OnTime + m.OnTime, n.InLate + m.InLate, n.ToCome + m.ToCome, n.Late + m.Late, n.Missing + m.Missing}
}
