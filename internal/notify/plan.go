package notify

import (
	"cmp"
	"slices"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Item is one return that is not in.
type Item struct {
	Collection   maturity.Collection
	Organisation maturity.Organisation
	Period       period.Period
	Standing     collection.Standing
}

// Key names the return.
func (i Item) Key() maturity.ReturnKey {
	return maturity.ReturnKey{Collection: i.Collection.ID, Organisation: i.Organisation.ID, Period: i.Period}
}

// catchUp is for how many days a reminder that fell on a day without a run, such as a Sunday, is still made.
const catchUp = 5

// reminderDay is the last day, not after today, on which a reminder of the return was due; false when none was in the last
// days, or when the deadline has passed since one that announced it.
func reminderDay(i Item, today period.Day) (period.Day, bool) {
	best, found := period.Day(0), false
	consider := func(day period.Day) {
		if day <= today && day > today-catchUp && (!found || day > best) {
			best, found = day, true
		}
	}
	for _, before := range i.Collection.RemindBefore {
		if today <= i.Standing.Deadline {
			consider(i.Standing.Deadline - period.Day(before))
		}
	}
	for _, after := range i.Collection.RemindAfter {
		consider(i.Standing.Deadline + period.Day(after))
	}
	return best, found
}

// wants reports whether a return asks for action now.
func wants(i Item) bool {
	switch i.Standing.State {
	case collection.Open, collection.Extended, collection.Late:
		return true
	}
	return false
}

// Digest is what one person is reminded of.
type Digest struct {
	Contact maturity.Contact
	Items   []Item // by collection, organisation and period
}

// digests chooses whom to remind on a day: those for whom a reminder of any return is due that they have not had since. They
// are told of all their returns that are to come in.
func digests(items []Item, contacts []maturity.Contact, had map[reminded]period.Day, today period.Day) (out []Digest) {
	place := map[int32]int{}
	due := map[int32]bool{}
	for _, c := range contacts {
		for _, i := range items {
			if i.Organisation.ID != c.Organisation || c.Collection != "" && c.Collection != i.Collection.ID || c.Email == "" || !wants(i) {
				continue
			}
			at, there := place[c.Account]
			if !there {
				at, place[c.Account] = len(out), len(out)
				out = append(out, Digest{Contact: c})
			}
			if slices.ContainsFunc(out[at].Items, func(x Item) bool { return x.Key() == i.Key() }) {
				continue // two grants for the same
			}
			out[at].Items = append(out[at].Items, i)
			day, is := reminderDay(i, today)
			last, once := had[reminded{c.Account, i.Key()}]
			due[c.Account] = due[c.Account] || is && (!once || last < day)
		}
	}
	out = slices.DeleteFunc(out, func(d Digest) bool { return !due[d.Contact.Account] })
	for _, d := range out {
		slices.SortFunc(d.Items, func(x, y Item) int {
			return cmp.Or(cmp.Compare(x.Standing.Deadline, y.Standing.Deadline), cmp.Compare(x.Collection.Title, y.Collection.Title), cmp.Compare(x.Organisation.Code, y.Organisation.Code), period.Compare(x.Period, y.Period))
		})
	}
	return out
}

// reminded is a return somebody was reminded of.
type reminded struct {
	account int32
	key     maturity.ReturnKey
}
