package export

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"waymark/internal/maturity"
)

// Values reads all rows of a selection in constant memory.
type Values interface {
	EachObservation(ctx context.Context, f maturity.ObservationFilter, yield func(maturity.Observation) error) error
	EachTrajectory(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time, yield func(maturity.Trajectory) error) error
	Positions
	Benchmarks
}

// Bodies lists organisations.
type Bodies interface {
	Organisations(ctx context.Context, q maturity.OrganisationQuery) (list []maturity.Organisation, next string, err error)
}

// errEnough ends a read whose rows are wanted no longer.
var errEnough = errors.New("enough")

// Observations gives the row of every observation of a selection.
func (n Namer) Observations(ctx context.Context, read Values, f maturity.ObservationFilter) iter.Seq2[Observation, error] {
	return rows(func(put func(Observation) error) error {
		return read.EachObservation(ctx, f, func(o maturity.Observation) error { return put(n.Observation(o)) })
	})
}

// Trajectories gives the row of every trajectory of the organisations (none: all) and measures (none: all), as known at
// the namer's time.
func (n Namer) Trajectories(ctx context.Context, read Values, organisations []maturity.OrganisationID, measures []string, paths bool) iter.Seq2[Trajectory, error] {
	at := n.AsAt
	if at.IsZero() {
		at = whatever
	}
	return rows(func(put func(Trajectory) error) error {
		return read.EachTrajectory(ctx, organisations, measures, at, func(t maturity.Trajectory) error { return put(n.Trajectory(t, paths)) })
	})
}

// rows turns a read that calls back into a sequence.
func rows[T any](read func(put func(T) error) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		err := read(func(row T) error {
			if !yield(row, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			var none T
			yield(none, err)
		}
	}
}

// Positions gives the row of every position of a selection.
func (n Namer) Positions(ctx context.Context, read Positions, f maturity.ResultFilter) iter.Seq2[Position, error] {
	return pages(f.Cursor, func(cursor string) ([]Position, string, error) {
		f.Cursor = cursor
		return n.PositionRows(ctx, read, f)
	})
}

// BenchmarkValues gives the row of every value of the benchmarks of a selection.
func (n Namer) BenchmarkValues(ctx context.Context, read Benchmarks, f maturity.ResultFilter) iter.Seq2[BenchmarkValue, error] {
	return pages(f.Cursor, func(cursor string) ([]BenchmarkValue, string, error) {
		f.Cursor = cursor
		return n.BenchmarkRows(ctx, read, f)
	})
}

// Organisations gives the row of every organisation of a selection.
func (n Namer) Organisations(ctx context.Context, read Bodies, q maturity.OrganisationQuery) iter.Seq2[Organisation, error] {
	return pages(q.After, func(cursor string) ([]Organisation, string, error) {
		q.After = cursor
		list, next, err := read.Organisations(ctx, q)
		out := make([]Organisation, len(list))
		for i, o := range list {
			out[i] = n.Organisation(o)
		}
		return out, next, err
	})
}

// pages puts the pages of a read behind one another.
func pages[T any](cursor string, read func(cursor string) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			page, next, err := read(cursor)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, row := range page {
				if !yield(row, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			cursor = next
		}
	}
}

// The years in which a stated time may lie.
const earliestYear, latestYear = 1900, 2999

// AsAt reads a time to look at: a day (its end, in the place of the readers) or an RFC 3339 time. An empty text and
// "now" are now, the zero time.
func AsAt(text string, place *time.Location) (time.Time, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "now" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation("2006-01-02", text, place)
	if err == nil {
		t = t.AddDate(0, 0, 1).Add(-time.Microsecond)
	} else {
		t, err = time.Parse(time.RFC3339, text)
	}
	if err != nil || t.Year() < earliestYear || t.Year() > latestYear {
		return time.Time{}, maturity.Errorf(maturity.Invalid, "The as-at time cannot be read. Write a day such as 2018-11-15, or a time such as 2018-11-15T12:00:00Z.")
	}
	return t, nil
}
