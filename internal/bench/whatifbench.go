package bench

import (
	"context"
	"fmt"
	"io"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/schedule"
	"waymark/internal/store"
	"waymark/internal/whatif"
)

// The size of a footprint about which "what if" is asked, and the aim for the answer.
const (
	whatifBodies   = 100
	whatifMeasures = 20
	whatifRounds   = 11
	mostWhatif     = time.Second
)

// WhatifResult is what was measured of one question.
type WhatifResult struct {
	Ask, Read time.Duration // the whole answer, and the one statement that it reads the results with
	Targets   int           // of organisations and measures
	GoLives   int
	Changed   int // chances that the scenario gives otherwise
}

// Whatif measures how long a scenario takes that moves every go-live of a footprint: every organisation deploys one
// initiative for every measure. DSN names an empty database.
func Whatif(ctx context.Context, dsn string, bodies, measures int, out io.Writer) (r WhatifResult, err error) {
	b := &boardBench{BoardOptions: BoardOptions{DSN: dsn, Bodies: bodies, Measures: measures, Footprints: 1, Out: out}, catalogue: boardCatalogue(measures)}
	if b.DB, err = store.Open(ctx, dsn); err != nil {
		return r, err
	}
	defer b.DB.Close()
	if err := b.prepare(ctx, &BoardResult{}); err != nil {
		return r, err
	}
	directory, err := b.DB.Directory(ctx)
	if err != nil {
		return r, err
	}
	at := whatif.At{AsAt: benchNow, Today: period.DayOf(benchNow), Directory: directory}
	plan, err := whatifPlan(b.catalogue, directory, at.Today)
	if err != nil {
		return r, err
	}
	desk := &whatif.Desk{Results: b.DB, Catalogue: b.catalogue}
	scenario := maturity.Scenario{Roadmap: plan.ID}
	for i := range plan.Initiatives {
		scenario.Steps = append(scenario.Steps, maturity.ScenarioStep{Kind: maturity.StepMove, Item: plan.Initiatives[i].ID, Days: 180})
	}
	var answer *whatif.Answer
	if r.Ask, err = median(whatifRounds, func() (err error) { answer, err = desk.Ask(ctx, plan, scenario, at); return err }); err != nil {
		return r, err
	}
	r.Targets, r.GoLives = len(answer.Cells), len(plan.Deployments)
	for _, c := range answer.Cells {
		if c.Changes() {
			r.Changed++
		}
	}
	ids := []maturity.OrganisationID{plan.Footprint.ID}
	for _, o := range directory.Within(plan.Footprint.ID, at.Today) {
		ids = append(ids, o.ID)
	}
	r.Read, err = median(whatifRounds, func() error { _, err := b.DB.Summaries(ctx, ids, answer.Measures, benchNow); return err })
	return r, err
}

// whatifPlan is a roadmap with an initiative for each measure, deployed at every organisation next year.
func whatifPlan(c *maturity.Catalogue, directory *store.Directory, today period.Day) (*roadmap.Plan, error) {
	footprint, ok := directory.ByCode("F1")
	if !ok {
		return nil, fmt.Errorf("bench: there is no footprint")
	}
	plan := &roadmap.Plan{KeptRoadmap: maturity.KeptRoadmap{Roadmap: maturity.Roadmap{ID: "bench", Title: "Roadmap"}, Footprint: footprint}, Bodies: map[string]maturity.Organisation{}}
	bodies := directory.Within(footprint.ID, today)
	for i, m := range c.Measures {
		in := maturity.Initiative{ID: "initiative-" + m.ID, Title: m.Title}
		if i > 0 {
			in.Links = []maturity.RoadmapLink{{To: "initiative-" + c.Measures[i-1].ID, Kind: maturity.LinkPrerequisite}}
		}
		plan.Initiatives = append(plan.Initiatives, in)
		for j, o := range bodies {
			plan.Bodies[o.Code] = o
			day := today + 30 + period.Day((i*31+j*7)%200)
			plan.Deployments = append(plan.Deployments, maturity.Deployment{ID: in.ID + "-" + o.Code, Initiative: in.ID, Organisation: o.Code,
				GoLive:  &maturity.LooseDate{Precision: maturity.PrecisionDay, Earliest: day, Latest: day},
				Effects: []maturity.Effect{{Measure: m.ID, Delay: 1, Months: 12, Gain: 6, Low: 2, High: 10}}})
		}
	}
	plan.Network = schedule.Of(&plan.Roadmap)
	return plan, nil
}

func (r *runner) whatif(ctx context.Context, dsn string) error {
	bodies := r.scaled(whatifBodies, 5)
	found, err := Whatif(ctx, dsn, bodies, whatifMeasures, r.Out)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("a scenario over %s organisations and %d measures (%s targets, %s go-lives moved, %s chances changed)", thousands(bodies), whatifMeasures, thousands(found.Targets), thousands(found.GoLives), thousands(found.Changed))
	r.report.add(Figure{Part: "whatif", What: what, Measured: fmt.Sprintf("%.0f ms", float64(found.Ask)/float64(time.Millisecond)), Baseline: fmt.Sprintf("its one statement alone: %.0f ms", float64(found.Read)/float64(time.Millisecond)),
		Ratio: float64(found.Ask) / float64(found.Read), Aim: "at most 1 s"}.reached(found.Ask <= mostWhatif))
	return nil
}
