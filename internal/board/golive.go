package board

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// GoLives knows the deployments behind figures.
type GoLives interface {
	// Paths are those of the roadmaps known at a time. They serve one page.
	Paths(ctx context.Context, asAt time.Time) (Paths, error)
}

// Paths tells of the go-lives behind trajectories.
type Paths interface {
	Behind(m maturity.Measure, target *maturity.Target, t maturity.Trajectory) Behind
}

// Behind answers "why this step?": the go-lives behind a path.
type Behind struct {
	Steps        []GoLive // by day
	Sentence     string   // what they do to the chance of the target; "" where that cannot be told
	Illustrative bool
}

// GoLive is one of them in words.
type GoLive struct {
	Day          period.Day
	When         string // "planned for 1 April 2019", "in use since 3 May 2018"
	Title        string
	Organisation string
	Effect       string
	Share        string  // "counts as one part in 9"; "" where all of it counts
	Size         float64 // of what it adds here
	Address      string  // of the initiative, without a host
	InUse        bool
}

// WithGoLives joins the deployments of roadmaps.
func (b *Builder) WithGoLives(g GoLives) *Builder {
	b.goLives = g
	return b
}

// paths are the go-lives of a page; nil where no roadmap is joined.
func (b *Builder) paths(ctx context.Context, q Query) (Paths, error) {
	if b.goLives == nil {
		return nil, nil
	}
	return b.goLives.Paths(ctx, q.AsAt)
}

func (b *Builder) behind(p Paths, t maturity.Trajectory) Behind {
	m, known := b.catalogue.Measure(t.Measure)
	if p == nil || !known {
		return Behind{}
	}
	if target, ok := b.target(t.Target); ok {
		return p.Behind(m, &target, t)
	}
	return p.Behind(m, nil, t)
}

// The bounds of what one path says.
const (
	mostGoLiveMarks = 5
	mostGoLives     = 60
)

// goLiveMarks point the largest go-lives out on the axis. Several of one thing are one mark, on the first day.
func goLiveMarks(steps []GoLive) []chart.Mark {
	type group struct {
		first GoLive
		count int
		size  float64
	}
	var groups []*group
	by := map[string]*group{}
	for _, s := range steps {
		g := by[s.Title]
		if g == nil {
			g = &group{first: s}
			by[s.Title] = g
			groups = append(groups, g)
		}
		g.count++
		g.size += math.Abs(s.Size)
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Compare(b.size, a.size) })
	groups = groups[:min(len(groups), mostGoLiveMarks)]
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Compare(a.first.Day, b.first.Day) })
	var out []chart.Mark
	for _, g := range groups {
		words := "Live: " + g.first.Title
		if g.count > 1 {
			words += " (1 of " + maturity.Number(float64(g.count), 0) + ")"
		}
		out = append(out, chart.Mark{Day: g.first.Day, Words: words})
	}
	return out
}
