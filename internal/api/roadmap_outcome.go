package api

import (
	"context"
	"net/http"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// Outcomes reads what deployments did.
type Outcomes interface {
	DeploymentOutcomes(ctx context.Context, roadmap string, asAt time.Time) ([]maturity.DeploymentOutcome, error)
	InitiativeOutcomes(ctx context.Context, roadmap string, asAt time.Time) ([]maturity.InitiativeOutcome, error)
}

// DeploymentOutcome is what a deployment did to a measure.
type DeploymentOutcome struct {
	Deployment   string    `json:"deployment" doc:"Id"`
	Initiative   string    `json:"initiative" doc:"Id"`
	Organisation string    `json:"organisation" doc:"Code"`
	Measure      string    `json:"measure"`
	GoLive       string    `json:"go_live" format:"date" doc:"The last day it may have been, where only a month or year is known"`
	InUse        bool      `json:"in_use" doc:"false: it was to be in use by then, and nobody has said so"`
	Verdict      string    `json:"verdict" enum:"better,worse,no_change,moved,cannot_tell" doc:"moved: of a measure without a better side"`
	Reason       string    `json:"reason"`
	Change       *float64  `json:"change" doc:"The organisation's own; null: not known"`
	PeersChange  *float64  `json:"peers_change" doc:"Mean of the peers without it"`
	Effect       *float64  `json:"effect" doc:"Change less that of the peers"`
	Low          *float64  `json:"low" doc:"95 % interval of the effect"`
	High         *float64  `json:"high"`
	Peers        int       `json:"peers" doc:"How many"`
	Before       int       `json:"figures_before"`
	After        int       `json:"figures_after"`
	Signal       bool      `json:"control_chart_signals" doc:"A chart with limits from the figures before, of the organisation alone"`
	SignalWords  string    `json:"control_chart"`
	Illustrative bool      `json:"illustrative"`
	KnownFrom    time.Time `json:"known_from" doc:"When it was worked out"`
}

// InitiativeOutcome is what the deployments of an initiative did to a measure together.
type InitiativeOutcome struct {
	Initiative   string    `json:"initiative" doc:"Id"`
	Measure      string    `json:"measure"`
	Known        bool      `json:"known" doc:"false: too few deployments have an estimate"`
	Reason       string    `json:"reason"`
	Deployments  int       `json:"deployments" doc:"How many have an estimate"`
	Gain         *float64  `json:"gain" doc:"Their mean"`
	Low          *float64  `json:"low" doc:"95 % interval of the mean gain"`
	High         *float64  `json:"high"`
	NextLow      *float64  `json:"next_low" doc:"Holds the gain of one further deployment 8 times of 10"`
	NextHigh     *float64  `json:"next_high"`
	Illustrative bool      `json:"illustrative"`
	KnownFrom    time.Time `json:"known_from" doc:"When it was worked out"`
}

func (a *API) registerOutcomes() {
	if a.Roadmaps == nil || a.Outcomes == nil {
		return
	}
	register(a, operation{method: http.MethodGet, path: "/roadmaps/{roadmap}/outcomes", id: "list-roadmap-outcomes", tag: "Roadmaps", right: httpkit.SignedIn, table: true,
		summary: "What finished deployments did to their measures", words: "Each organisation's change against that of organisations like it without the deployment. Evidence, not proof."}, a.deploymentOutcomes)
	register(a, operation{method: http.MethodGet, path: "/roadmaps/{roadmap}/outcomes/initiatives", id: "list-roadmap-initiative-outcomes", tag: "Roadmaps", right: httpkit.SignedIn, table: true,
		summary: "What the deployments of each initiative did together", words: "With the range that holds the gain of a further deployment 8 times of 10."}, a.initiativeOutcomes)
}

func (a *API) deploymentOutcomes(ctx context.Context, q *RoadmapRowsQuery) (*Paged[DeploymentOutcome], error) {
	plan, at, err := a.roadmapAt(ctx, q.RoadmapPath)
	if err != nil {
		return nil, err
	}
	list, err := a.Outcomes.DeploymentOutcomes(ctx, plan.ID, at)
	if err != nil {
		return nil, err
	}
	directory, err := a.Directory(ctx)
	if err != nil {
		return nil, err
	}
	from, to, next, err := q.window(len(list))
	if err != nil {
		return nil, err
	}
	rows := make([]DeploymentOutcome, 0, to-from)
	for _, o := range list[from:to] {
		body, _ := directory.ByID(o.Organisation)
		rows = append(rows, DeploymentOutcome{Deployment: o.Deployment, Initiative: o.Initiative, Organisation: body.Code, Measure: o.Measure, GoLive: o.GoLive.String(), InUse: o.Finished,
			Verdict: string(o.Verdict), Reason: o.Reason, Change: orNull(o.Change), PeersChange: orNull(o.Peers), Effect: orNull(o.Effect), Low: orNull(o.Low), High: orNull(o.High),
			Peers: o.PeerCount, Before: o.Before, After: o.After, Signal: o.Step, SignalWords: o.StepWords, Illustrative: o.Illustrative, KnownFrom: o.KnownFrom.UTC()})
	}
	return paged(ctx, rows, next).asAt(at), nil
}

func (a *API) initiativeOutcomes(ctx context.Context, q *RoadmapRowsQuery) (*Paged[InitiativeOutcome], error) {
	plan, at, err := a.roadmapAt(ctx, q.RoadmapPath)
	if err != nil {
		return nil, err
	}
	list, err := a.Outcomes.InitiativeOutcomes(ctx, plan.ID, at)
	if err != nil {
		return nil, err
	}
	from, to, next, err := q.window(len(list))
	if err != nil {
		return nil, err
	}
	rows := make([]InitiativeOutcome, 0, to-from)
	for _, o := range list[from:to] {
		rows = append(rows, InitiativeOutcome{Initiative: o.Initiative, Measure: o.Measure, Known: o.OK, Reason: o.Reason, Deployments: o.Count, Gain: orNull(o.Gain), Low: orNull(o.Low), High: orNull(o.High),
			NextLow: orNull(o.RangeLow), NextHigh: orNull(o.RangeHigh), Illustrative: o.Illustrative, KnownFrom: o.KnownFrom.UTC()})
	}
	return paged(ctx, rows, next).asAt(at), nil
}
