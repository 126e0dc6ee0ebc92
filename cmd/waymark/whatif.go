package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/whatif"
)

// scenarios is where "what if" is asked of roadmaps.
func (s *session) scenarios(rights roadmap.Rights) *whatif.Desk {
	return &whatif.Desk{Store: s.db, Results: s.db, Roadmaps: s.roadmaps(rights), Catalogue: s.catalogue, Now: time.Now}
}

// goLives tells boards of the deployments behind figures.
type goLives struct{ *session }

// Paths are those of the roadmaps known at a time.
func (g goLives) Paths(ctx context.Context, asAt time.Time) (board.Paths, error) {
	plans, err := g.roadmaps(nil).List(ctx, asAt)
	if err != nil || len(plans) == 0 {
		return nil, err
	}
	directory, err := g.db.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return paths{whatif.NewPaths(plans, whatif.At{AsAt: asAt, Today: period.DayOf(asAt.In(g.config.Location)), Directory: directory})}, nil
}

type paths struct{ *whatif.Paths }

// Behind puts the go-lives behind a path into the words of boards.
func (p paths) Behind(m maturity.Measure, target *maturity.Target, t maturity.Trajectory) board.Behind {
	steps, alone, with, known := p.Paths.Behind(m, target, &t)
	var out board.Behind
	for _, s := range steps {
		g := board.GoLive{Day: s.Day, When: s.When(), Title: s.Title(), Organisation: s.Organisation.ShortName, Effect: page.EffectSentence(s.Effect, m), Size: s.Effect.Gain * s.Weight,
			Address: "/roadmap/" + s.Roadmap + "/initiatives/" + s.Deployment.Initiative, InUse: s.InUse()}
		if s.Weight < 1 {
			g.Share = fmt.Sprintf("counts here as one part in %s", maturity.Number(math.Round(1/s.Weight), 0))
		}
		out.Illustrative = out.Illustrative || s.Effect.Illustrative || s.Deployment.Illustrative
		out.Steps = append(out.Steps, g)
	}
	if known && !math.IsNaN(with.Chance) && with.Added.Median != 0 {
		out.Sentence = fmt.Sprintf("The forecast is made from the figures alone and gives the target a chance of %s. With what these go-lives are still to add it is %s.", maturity.Chance(alone.Chance), maturity.Chance(with.Chance))
	}
	return out
}
