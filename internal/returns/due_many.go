package returns

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// asked is a collection with the periods of it that are wanted.
type asked struct {
	maturity.Collection
	periods []period.Period
}

// rounds reads several periods of a collection at once.
func (r *Rounds) rounds(ctx context.Context, c maturity.Collection, periods []period.Period, asAt time.Time) ([]Round, error) {
	all, err := r.roundsOf(ctx, []asked{{c, periods}}, asAt)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// roundsOf reads several periods of several collections at once, with as many questions as for one of one.
func (r *Rounds) roundsOf(ctx context.Context, wanted []asked, asAt time.Time) ([][]Round, error) {
	out := make([][]Round, len(wanted))
	asAt = r.moment(asAt)
	everybody := askedBodies(wanted)
	if !everybody.asked {
		return out, nil
	}
	bodies, err := r.Store.DatedBodies(ctx, everybody.kinds, everybody.footprints, everybody.since)
	if err != nil {
		return nil, err
	}
	questions := make([]maturity.ReceiptQuery, len(wanted))
	var ids []string
	var periods []period.Period
	for i, c := range wanted {
		questions[i] = maturity.ReceiptQuery{Collection: c.ID, Source: c.Source, Required: c.Required(), Periods: c.periods, AsAt: asAt}
		ids = append(ids, c.ID)
		for _, p := range c.periods {
			if !slices.Contains(periods, p) {
				periods = append(periods, p)
			}
		}
	}
	in, err := r.Store.Received(ctx, questions)
	if err != nil {
		return nil, err
	}
	extensions, err := r.Store.Extensions(ctx, ids, periods, asAt)
	if err != nil {
		return nil, err
	}
	moved := map[maturity.ReturnKey][]maturity.Extension{}
	for _, e := range extensions {
		moved[e.ReturnKey] = append(moved[e.ReturnKey], e)
	}
	for i, c := range wanted {
		came := map[maturity.ReturnKey]maturity.Received{}
		for _, each := range in[i] {
			came[maturity.ReturnKey{Collection: c.ID, Organisation: each.Organisation, Period: each.Period}] = each
		}
		for _, p := range c.periods {
			out[i] = append(out[i], r.round(c.Collection, p, bodies, came, moved, asAt))
		}
	}
	return out, nil
}

// everybody is who could owe a return of several collections.
type everybody struct {
	kinds, footprints []string // no footprints: under any or none
	since             period.Day
	asked             bool
}

func askedBodies(wanted []asked) (e everybody) {
	everywhere := false
	for _, c := range wanted {
		for _, p := range c.periods {
			if !e.asked || p.Start < e.since {
				e.since, e.asked = p.Start, true
			}
		}
		if len(c.periods) > 0 {
			e.kinds, e.footprints = append(e.kinds, c.Kinds...), append(e.footprints, c.Footprints...)
			everywhere = everywhere || len(c.Footprints) == 0
		}
	}
	slices.Sort(e.kinds)
	slices.Sort(e.footprints)
	e.kinds, e.footprints = slices.Compact(e.kinds), slices.Compact(e.footprints)
	if everywhere {
		e.footprints = nil
	}
	return e
}
