package board

import (
	"context"
	"slices"
	"sync"
	"time"

	"waymark/internal/maturity"
)

// sharedReader remembers the summaries that were read while one board is filled: a panel that wants some of what another
// read takes them from there. Its answers are shared: nobody may change them.
type sharedReader struct {
	Reader
	mu   sync.Mutex
	read []summaries
}

type summaries struct {
	asAt     time.Time
	of       map[maturity.OrganisationID]bool
	measures map[string]bool // nil: all
	rows     []maturity.Trajectory
}

// sharing is a builder for one board.
func (b *Builder) sharing() *Builder {
	shared := *b
	shared.reader = &sharedReader{Reader: b.reader}
	return &shared
}

// Summaries gives what was read before, where that holds all that is wanted, in the same order.
func (s *sharedReader) Summaries(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.read {
		if r.asAt.Equal(asAt) && r.holds(organisations, measures) {
			return r.only(organisations, measures), nil
		}
	}
	rows, err := s.Reader.Summaries(ctx, organisations, measures, asAt)
	if err != nil {
		return nil, err
	}
	read := summaries{asAt: asAt, of: setOf(organisations), rows: rows}
	if len(measures) > 0 {
		read.measures = setOf(measures)
	}
	s.read = append(s.read, read)
	return slices.Clone(rows), nil
}

func setOf[T comparable](list []T) map[T]bool {
	out := make(map[T]bool, len(list))
	for _, each := range list {
		out[each] = true
	}
	return out
}

func (s summaries) holds(organisations []maturity.OrganisationID, measures []string) bool {
	lacksMeasure := func(m string) bool { return !s.measures[m] }
	if s.measures != nil && (len(measures) == 0 || slices.ContainsFunc(measures, lacksMeasure)) {
		return false
	}
	return !slices.ContainsFunc(organisations, func(o maturity.OrganisationID) bool { return !s.of[o] })
}

func (s summaries) only(organisations []maturity.OrganisationID, measures []string) []maturity.Trajectory {
	who, which := setOf(organisations), setOf(measures)
	var out []maturity.Trajectory
	for _, t := range s.rows {
		if who[t.Organisation] && (len(measures) == 0 || which[t.Measure]) {
			out = append(out, t)
		}
	}
	return out
}

// ahead reads, where a board lists what changed, the summaries that this needs before any other panel asks for some of
// them.
func (b *Builder) ahead(ctx context.Context, definition maturity.Board, q Query) error {
	changes := func(p maturity.Panel) bool { return p.Kind == maturity.PanelChanges }
	if q.Since.At.IsZero() || !q.Since.At.Before(q.AsAt) || !slices.ContainsFunc(definition.Panels, changes) {
		return nil
	}
	ids := idsOf(changedBodies(q))
	for _, at := range []time.Time{q.Since.At, q.AsAt} {
		if _, err := b.reader.Summaries(ctx, ids, nil, at); err != nil {
			return err
		}
	}
	return nil
}
