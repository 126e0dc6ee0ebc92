package returns

import (
	"cmp"
	"context"
	"slices"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// RoundStore knows who could owe returns, and what has come in.
type RoundStore interface {
	DatedBodies(ctx context.Context, kinds, footprints []string, since period.Day) ([]maturity.DatedBody, error)
	// Received answers each question on its own.
	Received(ctx context.Context, questions []maturity.ReceiptQuery) ([][]maturity.Received, error)
	Extensions(ctx context.Context, collections []string, periods []period.Period, asAt time.Time) ([]maturity.Extension, error)
}

// Rounds says who owes what by when, and what is in. It reads in a number of queries that does not depend on how many
// organisations and periods there are. It is safe for concurrent use.
type Rounds struct {
	Store     RoundStore
	Catalogue *maturity.Catalogue
	Location  *time.Location   // whose days count
	Clock     func() time.Time // nil: time.Now
}

// Row is one return that is due.
type Row struct {
	collection.Owed
	Period    period.Period
	Standing  collection.Standing
	Measures  int                  // required figures that are there
	Of        int                  // required figures
	State     maturity.ReturnState // "" where nobody has begun one here
	Extension *maturity.Extension  // the newest that was granted
	Asked     *maturity.Extension  // one that waits for a decision
	Refused   []maturity.Extension // those that were refused
}

// Key names the return.
func (r Row) Key(c maturity.Collection) maturity.ReturnKey {
	return maturity.ReturnKey{Collection: c.ID, Organisation: r.ID, Period: r.Period}
}

// Round is one period of a collection.
type Round struct {
	Collection maturity.Collection
	Period     period.Period
	Opens, Due period.Day
	Closes     period.Day
	Rows       []Row // by code
	Excused    []collection.Excused
	Counts     collection.Counts
}

// Today is the day of a time, zero for now, where days are counted.
func (r *Rounds) Today(asAt time.Time) period.Day {
	return period.DayOf(r.moment(asAt))
}

func (r *Rounds) moment(asAt time.Time) time.Time {
	if asAt.IsZero() {
		asAt = time.Now()
		if r.Clock != nil {
			asAt = r.Clock()
		}
	}
	return asAt.In(r.location())
}

func (r *Rounds) location() *time.Location {
	if r.Location == nil {
		return time.UTC
	}
	return r.Location
}

// Round gives one period of a collection as known at a time, zero for now; maturity.NotFound where it has no such period.
func (r *Rounds) Round(ctx context.Context, id string, p period.Period, asAt time.Time) (Round, error) {
	c, ok := r.Catalogue.Collection(id)
	if !ok {
		return Round{}, maturity.Errorf(maturity.NotFound, "There is no collection %q.", id)
	}
	if !collection.Has(c, p) {
		return Round{}, maturity.Errorf(maturity.NotFound, "%s has no returns for %s.", c.Title, p.Label())
	}
	rounds, err := r.rounds(ctx, c, []period.Period{p}, asAt)
	if err != nil {
		return Round{}, err
	}
	return rounds[0], nil
}

// Latest gives the newest periods of a collection that had opened at a time, newest first, at most so many.
func (r *Rounds) Latest(ctx context.Context, c maturity.Collection, most int, asAt time.Time) ([]Round, error) {
	periods := collection.Periods(c, r.Today(asAt))
	return r.rounds(ctx, c, periods[:min(most, len(periods))], asAt)
}

// Before gives the newest periods of a collection that had opened at a time and come before one, zero for any, at most so many.
// more says that there are others.
func (r *Rounds) Before(ctx context.Context, c maturity.Collection, before period.Period, most int, asAt time.Time) (rounds []Round, more bool, err error) {
	periods := collection.Periods(c, r.Today(asAt))
	if !before.IsZero() {
		periods = slices.DeleteFunc(periods, func(p period.Period) bool { return p.Start >= before.Start })
	}
	more, periods = len(periods) > most, periods[:min(most, len(periods))]
	rounds, err = r.rounds(ctx, c, periods, asAt)
	return rounds, more, err
}

// round joins what is due with what came in.
func (r *Rounds) round(c maturity.Collection, p period.Period, bodies []collection.Body, came map[maturity.ReturnKey]maturity.Received, moved map[maturity.ReturnKey][]maturity.Extension, asAt time.Time) Round {
	out := Round{Collection: c, Period: p}
	out.Opens, out.Due, out.Closes, _ = collection.Days(c, p)
	owed, excused := collection.Judged(c, bodies, p)
	out.Excused, out.Rows = excused, make([]Row, 0, len(owed))
	today, required := r.Today(asAt), len(c.Required())
	for _, o := range owed {
		row := Row{Owed: o, Period: p, Of: required}
		key := row.Key(c)
		row.extended(moved[key])
		var until period.Day
		if row.Extension != nil {
			until = row.Extension.Until
		}
		here := came[key]
		row.Measures, row.State = here.Measures, here.State
		if !here.At.IsZero() {
			here.At = here.At.In(r.location())
		}
		row.Standing = collection.Judge(c, p, here.At, until, today)
		out.Counts.Add(row.Standing)
		out.Rows = append(out.Rows, row)
	}
	return out
}

// extended sorts a return's extensions: the farthest granted, the one that waits, those refused.
func (row *Row) extended(list []maturity.Extension) {
	for _, e := range list {
		switch {
		case e.Open():
			row.Asked = &e
		case !e.Granted:
			row.Refused = append(row.Refused, e)
		case row.Extension == nil || e.Until > row.Extension.Until:
			row.Extension = &e
		}
	}
}

// Owes reports whether an organisation owes a return of the collection for the period; why says so in words where it does not.
func (r *Rounds) Owes(ctx context.Context, c maturity.Collection, body maturity.Organisation, p period.Period) (owes bool, why string, err error) {
	var footprints []string
	if len(c.Footprints) > 0 {
		footprints = c.Footprints
	}
	bodies, err := r.Store.DatedBodies(ctx, c.Kinds, footprints, p.Start)
	if err != nil {
		return false, "", err
	}
	owed, excused := collection.Judged(c, bodies, p)
	if _, found := slices.BinarySearchFunc(owed, body.Code, func(o collection.Owed, code string) int { return cmp.Compare(o.Code, code) }); found {
		return true, "", nil
	}
	for _, e := range excused {
		if e.ID == body.ID {
			return false, e.How, nil
		}
	}
	return false, "It is not one of the organisations that owe it.", nil
}

// Outstanding lists the returns of a collection that can be handed in now and are not in. Periods that have closed count as long
// as an extension there is in force.
func (r *Rounds) Outstanding(ctx context.Context, c maturity.Collection) (out []Row, err error) {
	today := r.Today(time.Time{})
	var periods []period.Period
	for _, p := range collection.Periods(c, today) {
		if _, _, _, last := collection.Days(c, p); last >= today { // an extension ends by then
			periods = append(periods, p)
		}
	}
	rounds, err := r.rounds(ctx, c, periods, time.Time{})
	for _, round := range rounds {
		for _, row := range round.Rows {
			if s := row.Standing.State; s == collection.Open || s == collection.Extended || s == collection.Late {
				out = append(out, row)
			}
		}
	}
	return out, err
}
