package export

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"waymark/internal/maturity"
)

// Values reads all observations of a selection in constant memory.
type Values interface {
	EachObservation(ctx context.Context, f maturity.ObservationFilter, yield func(maturity.Observation) error) error
}

// Bodies lists organisations.
type Bodies interface {
	Organisations(ctx context.Context, q maturity.OrganisationQuery) (list []maturity.Organisation, next string, err error)
}

// errEnough ends a read whose rows are wanted no longer.
var errEnough = errors.New("enough")

// Observations gives the row of every observation of a selection.
func (n Namer) Observations(ctx context.Context, read Values, f maturity.ObservationFilter) iter.Seq2[Observation, error] {
	return func(yield func(Observation, error) bool) {
		err := read.EachObservation(ctx, f, func(o maturity.Observation) error {
			if !yield(n.Observation(o), nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(Observation{}, err)
		}
	}
}

// Trajectories gives the row of every trajectory of a selection.
func (n Namer) Trajectories(ctx context.Context, read Results, f maturity.ResultFilter, paths bool) iter.Seq2[Trajectory, error] {
	return pages(f.Cursor, func(cursor string) ([]Trajectory, string, error) {
		f.Cursor = cursor
		return n.TrajectoryRows(ctx, read, f, paths)
	})
}

// Positions gives the row of every position of a selection.
func (n Namer) Positions(ctx context.Context, read Results, f maturity.ResultFilter) iter.Seq2[Position, error] {
	return pages(f.Cursor, func(cursor string) ([]Position, string, error) {
		f.Cursor = cursor
		return n.PositionRows(ctx, read, f)
	})
}

// BenchmarkValues gives the row of every value of the benchmarks of a selection.
func (n Namer) BenchmarkValues(ctx context.Context, read Results, f maturity.ResultFilter) iter.Seq2[BenchmarkValue, error] {
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
