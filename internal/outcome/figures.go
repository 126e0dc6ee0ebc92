package outcome

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"time"

	"waymark/internal/effect"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/trajectory"
)

// series is one organisation's figures of a measure.
type series struct {
	effect.Body
	observed []trajectory.Point
}

// figures reads what is known at a time.
type figures struct {
	*Desk
	asAt     time.Time
	today    period.Day
	body     map[maturity.OrganisationID]maturity.Organisation
	merged   map[maturity.OrganisationID][]maturity.Break
	marked   []maturity.SeriesBreak
	plans    []string
	invented map[string]bool
}

func (d *Desk) figures(ctx context.Context, asAt time.Time, today period.Day) (*figures, error) {
	bodies, relations, err := d.Reader.RecomputeDirectory(ctx)
	if err != nil {
		return nil, err
	}
	f := &figures{Desk: d, asAt: asAt, today: today, body: map[maturity.OrganisationID]maturity.Organisation{}, merged: map[maturity.OrganisationID][]maturity.Break{}, invented: map[string]bool{}}
	for _, o := range bodies {
		f.body[o.ID] = o
	}
	for _, r := range relations {
		to := f.body[r.To]
		if r.Kind == maturity.SucceededBy && r.Since != nil && (to.Opened == nil || *to.Opened < *r.Since) {
			f.merged[r.To] = append(f.merged[r.To], maturity.Break{Day: *r.Since, Kind: maturity.BreakMerger, Reason: f.body[r.From].Code})
		}
	}
	for _, s := range d.Catalogue.Sources {
		if s.Kind == maturity.SourcePlan {
			f.plans = append(f.plans, s.ID)
		}
		f.invented[s.ID] = s.Illustrative
	}
	f.marked, err = d.Reader.SeriesBreaks(ctx, asAt)
	return f, err
}

// read gives the complete figures of all bodies of the kinds, and lists them by kind in their order. Rows that stand for
// several bodies are no peers. Breaks are kept beside the figures, not cut off: a window may lie wholly on one side.
func (f *figures) read(ctx context.Context, m maturity.Measure, kinds map[string][]maturity.OrganisationID) (map[maturity.OrganisationID]*series, error) {
	out := map[maturity.OrganisationID]*series{}
	err := f.Reader.EachPoint(ctx, m.ID, f.plans, f.asAt, func(o maturity.Observation) error {
		body, known := f.body[o.Organisation]
		if _, wanted := kinds[body.Kind]; !known || !wanted || slices.Contains(f.plans, o.Source) {
			return nil
		}
		s := out[o.Organisation]
		if s == nil {
			s = &series{Body: effect.Body{ID: o.Organisation}}
			out[o.Organisation] = s
			if !body.Group {
				kinds[body.Kind] = append(kinds[body.Kind], o.Organisation)
			}
		}
		p := trajectory.Point{Numerator: o.Numerator, Denominator: o.Denominator}
		p.PathPoint = maturity.PathPoint{Period: o.Period, State: o.State, Source: o.Source, Flags: o.Flags, HasValue: o.HasValue(), Illustrative: f.invented[o.Source]}
		if p.HasValue {
			p.Value = trajectory.Round(o.Value)
		}
		s.observed = append(s.observed, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	whole := m
	whole.Changes = nil
	for id, s := range out {
		slices.SortStableFunc(s.observed, func(a, b trajectory.Point) int { return period.Compare(a.Period, b.Period) })
		complete, _ := trajectory.Complete(trajectory.Input{Organisation: id, Measure: whole, Observed: s.observed, Today: f.today})
		for _, p := range complete {
			s.Figures = append(s.Figures, effect.Figure{Period: p.Period, Value: p.Value})
			s.Illustrative = s.Illustrative || p.Illustrative
		}
		s.observed = nil
		s.Breaks = slices.Clone(f.merged[id])
		for _, b := range f.marked {
			if b.Organisation == id && b.Measure == m.ID {
				s.Breaks = append(s.Breaks, b.Break)
			}
		}
		s.Breaks = slices.DeleteFunc(s.Breaks, func(b maturity.Break) bool { return b.Day > f.today })
	}
	return out, nil
}

// hash stands for everything an outcome is made from.
func hash(p effect.Panel, finished bool) string {
	h := sha256.New()
	h.Write([]byte(effect.Version + p.Measure.Hash))
	numbers := []int64{int64(p.From), int64(p.Until), int64(p.Delay), int64(p.Months)}
	if finished {
		numbers = append(numbers, 1)
	}
	for _, other := range p.Beside {
		h.Write([]byte(other.Title + "\x00"))
		numbers = append(numbers, int64(other.Live))
	}
	for _, b := range append([]effect.Body{p.Own}, p.Peers...) {
		numbers = append(numbers, int64(b.ID), int64(len(b.Figures)), int64(len(b.Breaks)))
		for _, f := range b.Figures {
			numbers = append(numbers, int64(f.Period.Start), int64(math.Float64bits(f.Value)))
		}
		for _, br := range b.Breaks {
			h.Write([]byte(string(br.Kind) + br.Reason + "\x00"))
			numbers = append(numbers, int64(br.Day))
		}
		for _, live := range b.Live {
			numbers = append(numbers, int64(live))
		}
	}
	binary.Write(h, binary.LittleEndian, numbers)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func short(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}
