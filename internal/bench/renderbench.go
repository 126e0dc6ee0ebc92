package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"waymark/internal/chart"
	"waymark/internal/chart/render"
	"waymark/internal/forecast"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/trajectory"
	"waymark/web"
)

// RenderResult is what drawing was measured at, per picture.
type RenderResult struct {
	Compile            time.Duration // of the chart library, once per process
	Cold               time.Duration // the first picture: an engine is made
	Trajectory, Ranked time.Duration // each picture another one, on a warm engine
	Again              time.Duration // a picture that was drawn before
	Bytes              int           // of a trajectory
	Rate               float64       // pictures a second of both kinds, each another one, on one warm engine
	NodeRate           float64       // of the same pictures in one Node process; 0: there is no Node
}

// Render measures the drawing of pictures of the usual sizes, count of each kind.
func Render(ctx context.Context, count int) (r RenderResult, err error) {
	paths, ranks, err := renderFigures(count + 1)
	if err != nil {
		return r, err
	}
	began := time.Now()
	renderer, err := render.New(render.Options{ECharts: web.ECharts(), Workers: 1})
	if err != nil {
		return r, err
	}
	r.Compile = time.Since(began)
	each := func(figures []chart.Figure) (time.Duration, error) {
		began := time.Now()
		for _, f := range figures {
			svg, err := renderer.SVG(ctx, f)
			if err != nil {
				return 0, err
			}
			r.Bytes = len(svg)
		}
		return time.Since(began) / time.Duration(len(figures)), nil
	}
	for _, step := range []struct {
		took    *time.Duration
		figures []chart.Figure
	}{{&r.Cold, paths[:1]}, {&r.Ranked, ranks[1:]}, {&r.Trajectory, paths[1:]}, {&r.Again, paths[1:2]}} {
		if *step.took, err = each(step.figures); err != nil {
			return r, err
		}
	}
	r.Rate = 2 / (r.Trajectory + r.Ranked).Seconds()
	// The first picture of each kind warms the compiler up, as it made the engine above.
	mixed := []chart.Figure{paths[0], ranks[0]}
	for i := range paths[1:] {
		mixed = append(mixed, paths[i+1], ranks[i+1])
	}
	switch took, err := drawInNode(ctx, mixed, 2); {
	case err == nil:
		r.NodeRate = float64(len(mixed)-2) / took.Seconds()
	case !errors.Is(err, errNoNode):
		return r, err
	}
	return r, nil
}

// renderFigures describes n different trajectories of three years, with target and bands, and n comparisons of 30
// organisations.
func renderFigures(n int) (paths, ranks []chart.Figure, err error) {
	c := boardCatalogue(3)
	m, target := c.Measures[0], c.Targets[0]
	today := period.DayOf(benchNow)
	for i := range n {
		in := trajectory.Input{Organisation: 1, Measure: m, Today: today}
		ranked := chart.RankedInput{Measure: m, Reference: 50, ReferenceTitle: "Average", SourceWords: "Generated", AsAt: today.Long()}
		for t := range 36 {
			value := 100 / (1 + math.Exp(3-0.08*float64(t)-float64(i%50)/50)) * (1 + 0.02*math.Sin(float64(i+t*7)))
			point := trajectory.Point{PathPoint: maturity.PathPoint{Period: period.Of(period.KindMonth, period.Date(2016, time.January, 1)).Add(t), State: maturity.Reported, Value: value, HasValue: true}, Numerator: value, Denominator: 100}
			in.Observed, ranked.Period = append(in.Observed, point), point.Period
			if t < 30 {
				ranked.Items = append(ranked.Items, chart.RankedItem{Organisation: generated(t), State: maturity.Reported, Value: math.Mod(value*float64(t+1), 100), HasValue: true})
			}
		}
		computed := trajectory.Compute(in, []trajectory.Aim{{Target: target}}, forecast.New())[0]
		path, err := chart.Trajectory(chart.TrajectoryInput{Organisation: generated(i), Measure: m, Trajectory: computed, Target: &target, Today: today, AsAt: today.Long(), SourceWords: "Generated"})
		if err != nil {
			return nil, nil, err
		}
		rank, err := chart.Ranked(ranked)
		if err != nil {
			return nil, nil, err
		}
		paths, ranks = append(paths, path), append(ranks, rank)
	}
	return paths, ranks, nil
}

func generated(i int) maturity.Organisation {
	name := fmt.Sprintf("Organisation %d", i)
	return maturity.Organisation{ID: maturity.OrganisationID(i + 1), Code: fmt.Sprintf("B%d", i), Name: name, ShortName: name, Kind: "practice"}
}
