package outcome

import (
	"cmp"
	"slices"

	"waymark/internal/effect"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// case is one deployment with one measure that it is to move.
type oneCase struct {
	plan        *roadmap.Plan
	deployment  maturity.Deployment
	effect      maturity.Effect
	body        maturity.Organisation
	from, until period.Day
	finished    bool
}

// casesOf lists by measure the deployments that were to be live by today, with every measure they are to move. Where a
// deployment names no effects, those measures count that its initiative names, without a ramp.
func casesOf(plans []*roadmap.Plan, known func(measure string) bool, today period.Day) map[string][]oneCase {
	out := map[string][]oneCase{}
	for _, plan := range plans {
		for _, d := range plan.Deployments {
			from, until, finished, ok := goLive(d, today)
			body, there := plan.Bodies[d.Organisation]
			if !ok || !there {
				continue
			}
			for _, e := range effectsOf(plan, d) {
				if known(e.Measure) {
					out[e.Measure] = append(out[e.Measure], oneCase{plan, d, e, body, from, until, finished})
				}
			}
		}
	}
	return out
}

// effectsOf are what a deployment is to move, each measure once.
func effectsOf(plan *roadmap.Plan, d maturity.Deployment) (out []maturity.Effect) {
	list := d.Effects
	if initiative := plan.Initiative(d.Initiative); len(list) == 0 && initiative != nil {
		for _, measure := range initiative.Measures {
			list = append(list, maturity.Effect{Measure: measure})
		}
	}
	for _, e := range list {
		if e.Measure != "" && !slices.ContainsFunc(out, func(known maturity.Effect) bool { return known.Measure == e.Measure }) {
			out = append(out, e)
		}
	}
	return out
}

// goLive is between which days a deployment went live, no finer than is known, and whether somebody has said that it did.
// ok is false for one that is still to come, only wanted, or has no date.
func goLive(d maturity.Deployment, today period.Day) (from, until period.Day, finished, ok bool) {
	switch date := d.GoLive; {
	case d.Live != nil:
		return *d.Live, *d.Live, true, *d.Live <= today
	case date == nil || date.Latest == 0 || date.Earliest == 0 || date.Latest >= today || d.Status == maturity.InitiativeAspirational:
		return 0, 0, false, false
	default:
		return date.Earliest, date.Latest, d.Status == maturity.InitiativeComplete, true
	}
}

// panelOf sets a case beside all bodies of its organisation's kind with figures of the measure.
func (c oneCase) panel(m maturity.Measure, bodies map[maturity.OrganisationID]*series, kind []maturity.OrganisationID, cases []oneCase) effect.Panel {
	p := effect.Panel{Measure: m, Own: effect.Body{ID: c.body.ID}, From: c.from, Until: c.until, Delay: c.effect.Delay, Months: c.effect.Months}
	if own := bodies[c.body.ID]; own != nil {
		p.Own = own.Body
	}
	for _, id := range kind {
		if id != c.body.ID {
			p.Peers = append(p.Peers, bodies[id].Body)
		}
	}
	for _, other := range cases {
		if other.body.ID != c.body.ID || other.deployment.ID == c.deployment.ID && other.plan.ID == c.plan.ID {
			continue
		}
		title := other.deployment.Title
		if initiative := other.plan.Initiative(other.deployment.Initiative); title == "" && initiative != nil {
			title = initiative.Title
		}
		p.Beside = append(p.Beside, effect.Other{Title: title, Live: other.from})
	}
	slices.SortFunc(p.Beside, func(a, b effect.Other) int { return cmp.Or(cmp.Compare(a.Live, b.Live), cmp.Compare(a.Title, b.Title)) })
	return p
}

// outcome is the record of a case.
func (c oneCase) outcome(p effect.Panel, o effect.Outcome) maturity.DeploymentOutcome {
	out := maturity.DeploymentOutcome{Roadmap: c.plan.ID, Deployment: c.deployment.ID, Initiative: c.deployment.Initiative, Organisation: c.body.ID, Measure: p.Measure.ID,
		GoLive: c.until, Finished: c.finished, Verdict: o.Verdict, Reason: o.Reason, Level: o.Level, Change: o.Own, Peers: o.PeersChange, Effect: o.Effect, Low: o.Low,
		High: o.High, PeerCount: len(o.Used), Before: o.Before, After: o.After, Step: o.Step.Signal, StepWords: o.Step.Words,
		Illustrative: o.Illustrative || c.deployment.Illustrative, InputsHash: hash(p, c.finished)}
	for _, point := range o.Path {
		out.Path = append(out.Path, maturity.OutcomePoint{Period: point.Period, Value: point.Value, Low: point.Low, Middle: point.Middle, High: point.High, Side: int(point.Side)})
	}
	if !c.finished {
		out.Verdict = maturity.OutcomeCannotTell
		out.Reason = "Nobody has said that it is in use. It was to go live by " + c.until.Long() + "."
		out.Change, out.Peers, out.Effect, out.Low, out.High = unknown, unknown, unknown, unknown, unknown
		out.Step, out.StepWords = false, ""
	}
	return out
}
