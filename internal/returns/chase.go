package returns

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// ChaseStore knows who submits for whom, and who was reminded of what.
type ChaseStore interface {
	Contacts(ctx context.Context, organisations []maturity.OrganisationID, at time.Time) ([]maturity.Contact, error)
	Reminders(ctx context.Context, collections []string, since period.Day) ([]maturity.Reminded, error)
}

// Chase lists the returns to be asked for.
type Chase struct {
	Store  ChaseStore
	Rights Rights
	Rounds *Rounds
}

// Chased is one return that is out after its deadline, with whom to ask.
type Chased struct {
	Row
	Collection maturity.Collection
	People     []maturity.Contact // accounts that may submit it, those with an address first
	Last       maturity.Reminded  // the last reminder to any of them; its Day is 0 where there was none
}

// Writable lists the addresses of those to ask, each once.
func (c Chased) Writable() (addresses []string) {
	for _, p := range c.People {
		if p.Email != "" && !slices.Contains(addresses, p.Email) {
			addresses = append(addresses, p.Email)
		}
	}
	return addresses
}

// Wanted narrows the list to a collection, and to one period of it. The zero value is everything that can still be handed in.
type Wanted struct {
	Collection string
	Period     period.Period // zero: all that have not closed
}

// remindersBack is how far back the last reminder of a return is looked for, in days.
const remindersBack = 400

// List gives the returns that are late, the latest first, for whose organisations the actor may chase. Those of a period that
// was named are listed when they are missing for good, too. An actor who may chase nobody is refused.
func (c *Chase) List(ctx context.Context, who Actor, w Wanted) (out []Chased, err error) {
	may := false
	for _, each := range c.Rounds.Catalogue.Collections {
		if w.Collection != "" && w.Collection != each.ID {
			continue
		}
		scope, err := c.Rights.Reach(ctx, who.Account, maturity.ChaseReturn, each)
		if err != nil {
			return nil, err
		}
		if !scope.All && len(scope.Organisations) == 0 {
			continue
		}
		may = true
		rounds, err := c.Rounds.rounds(ctx, each, c.periods(each, w), time.Time{})
		if err != nil {
			return nil, err
		}
		for _, round := range rounds {
			for _, row := range round.Rows {
				if row.Standing.State.Out() && scope.May(row.ID) {
					out = append(out, Chased{Row: row, Collection: each})
				}
			}
		}
	}
	if !may {
		return nil, maturity.Errorf(maturity.Forbidden, "Your account does not follow the returns of others.")
	}
	slices.SortStableFunc(out, func(x, y Chased) int {
		return cmp.Or(cmp.Compare(y.Standing.DaysLate, x.Standing.DaysLate), cmp.Compare(x.Code, y.Code), cmp.Compare(x.Collection.ID, y.Collection.ID))
	})
	return out, c.people(ctx, out)
}

// periods are the one that was named, or those that have not closed.
func (c *Chase) periods(each maturity.Collection, w Wanted) (out []period.Period) {
	if !w.Period.IsZero() {
		if collection.Has(each, w.Period) {
			return []period.Period{w.Period}
		}
		return nil
	}
	today := c.Rounds.Today(time.Time{})
	for _, p := range collection.Periods(each, today) {
		if _, _, closes, _ := collection.Days(each, p); closes >= today {
			out = append(out, p)
		}
	}
	return out
}

// people adds whom to ask and when they were last reminded, in two queries.
func (c *Chase) people(ctx context.Context, list []Chased) error {
	if len(list) == 0 {
		return nil
	}
	var ids []maturity.OrganisationID
	var collections []string
	for _, each := range list {
		ids, collections = append(ids, each.ID), append(collections, each.Collection.ID)
	}
	slices.Sort(ids)
	slices.Sort(collections)
	contacts, err := c.Store.Contacts(ctx, slices.Compact(ids), c.Rounds.moment(time.Time{}))
	if err != nil {
		return err
	}
	reminders, err := c.Store.Reminders(ctx, slices.Compact(collections), c.Rounds.Today(time.Time{})-remindersBack)
	if err != nil {
		return err
	}
	last := map[maturity.ReturnKey]maturity.Reminded{}
	for _, r := range reminders {
		if last[r.ReturnKey].Day < r.Day {
			last[r.ReturnKey] = r
		}
	}
	for i := range list {
		each := &list[i]
		each.Last = last[each.Key(each.Collection)]
		for _, p := range contacts {
			if p.Organisation == each.ID && (p.Collection == "" || p.Collection == each.Collection.ID) {
				each.People = append(each.People, p)
			}
		}
		slices.SortStableFunc(each.People, func(x, y maturity.Contact) int { return cmp.Compare(without(x), without(y)) })
	}
	return nil
}

// Letter is a text to write to all who are late with a period of a collection.
type Letter struct {
	Collection maturity.Collection
	Period     period.Period
	To         []string // addresses
	Nobody     []string // organisations nobody can be written to for
	Subject    string
	Text       string
}

// Letters writes one text for each period of a collection in the list. base is the address of this Waymark; "" for no links.
func Letters(list []Chased, base string, today period.Day) (out []Letter) {
	type key struct {
		id string
		p  period.Period
	}
	place := map[key]int{}
	for _, each := range list {
		k := key{each.Collection.ID, each.Period}
		at, there := place[k]
		if !there {
			at, place[k] = len(out), len(out)
			out = append(out, Letter{Collection: each.Collection, Period: each.Period, Subject: "Return for " + each.Period.Label() + " is late: " + each.Collection.Title})
		}
		addresses := each.Writable()
		for _, a := range addresses {
			if !slices.Contains(out[at].To, a) {
				out[at].To = append(out[at].To, a)
			}
		}
		if len(addresses) == 0 {
			out[at].Nobody = append(out[at].Nobody, each.Name+" ("+each.Code+")")
		}
	}
	for i := range out {
		out[i].Text = letterText(out[i], base, today)
	}
	return out
}

func letterText(l Letter, base string, today period.Day) string {
	_, due, closes, _ := collection.Days(l.Collection, l.Period)
	var b strings.Builder
	fmt.Fprintf(&b, "We have not yet received your return for %s: %s.\n\n", l.Period.Label(), l.Collection.Title)
	if today <= closes {
		fmt.Fprintf(&b, "It was due on %s and can be handed in until %s. If you need more time, please ask for an extension and say why.\n\n", due.Long(), closes.Long())
	} else {
		fmt.Fprintf(&b, "It was due on %s, and the collection closed on %s. If you have the figures, please ask for an extension and say why they are late.\n\n", due.Long(), closes.Long())
	}
	if base != "" {
		fmt.Fprintf(&b, "%s/data/returns/%s/%s\n\n", strings.TrimSuffix(base, "/"), l.Collection.ID, l.Period.Code())
	}
	fmt.Fprintf(&b, "What the figures are for: %s\n\nThank you.\n%s\n", l.Collection.Why, l.Collection.Owner)
	return b.String()
}

// without is 1 for somebody who cannot be written to, so that they come last.
func without(c maturity.Contact) int {
	if c.Email == "" {
		return 1
	}
	return 0
}
