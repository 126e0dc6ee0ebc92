package page

import (
	"cmp"
	"context"
	"html/template"
	"math"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// outcomeRow is one deployment and measure with what came of it.
type outcomeRow struct {
	Outcome                 maturity.DeploymentOutcome
	Measure                 maturity.Measure
	What, Address           string // the initiative
	Code, Organisation      string
	MeasureAddress          string
	When                    string
	Own, Peers, Effect, Out string // Out is the 95 % range
	Expected                *maturity.Effect
	ExpectedWords           string
	Picture                 string // anchor of its picture
}

// Told reports whether there is an estimate that counts.
func (r outcomeRow) Told() bool { return r.Outcome.Verdict != maturity.OutcomeCannotTell }

// outcomeShapes carry the meaning of a verdict beside its word, and outcomeClasses its colour.
var (
	outcomeShapes  = map[maturity.OutcomeVerdict]string{maturity.OutcomeBetter: "✔", maturity.OutcomeWorse: "▲", maturity.OutcomeMoved: "◆", maturity.OutcomeNoChange: "●", maturity.OutcomeCannotTell: "?"}
	outcomeClasses = map[maturity.OutcomeVerdict]string{maturity.OutcomeBetter: "met", maturity.OutcomeWorse: "unlikely", maturity.OutcomeMoved: "at_risk", maturity.OutcomeNoChange: "no_target", maturity.OutcomeCannotTell: "too_little"}
)

func outcomeFunctions() template.FuncMap {
	return template.FuncMap{
		"outcomeShape": func(v maturity.OutcomeVerdict) string { return outcomeShapes[v] },
		"outcomeClass": func(v maturity.OutcomeVerdict) string { return outcomeClasses[v] },
	}
}

// initiativeOutcomes are the rows of one initiative, for its own page; none where nothing was worked out.
func (p *Pages) initiativeOutcomes(c echo.Context, shell Shell, plan *roadmap.Plan, initiative string, at asAt) ([]outcomeRow, error) {
	if p.Roadmaps.Outcomes == nil {
		return nil, nil
	}
	ctx := c.Request().Context()
	list, err := p.Roadmaps.Outcomes.DeploymentOutcomes(ctx, plan.ID, at.Time)
	if err != nil {
		return nil, err
	}
	return p.outcomeRows(ctx, shell, plan, slices.DeleteFunc(list, func(o maturity.DeploymentOutcome) bool { return o.Initiative != initiative }))
}

// outcomeRows names what outcomes are of. Those that can be told stand first, then by initiative and organisation.
func (p *Pages) outcomeRows(ctx context.Context, shell Shell, plan *roadmap.Plan, list []maturity.DeploymentOutcome) ([]outcomeRow, error) {
	if len(list) == 0 {
		return nil, nil
	}
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]outcomeRow, 0, len(list))
	for _, o := range list {
		r := outcomeRow{Outcome: o, What: o.Initiative, When: o.GoLive.Long()}
		r.Measure, _ = p.Catalogue.Measure(o.Measure)
		if i := plan.Initiative(o.Initiative); i != nil {
			r.What, r.Address = i.Title, shell.Link(roadmapAddress(plan.ID)+"/initiatives/"+url.PathEscape(i.ID))
		}
		if body, ok := directory.ByID(o.Organisation); ok {
			r.Code, r.Organisation = body.Code, cmp.Or(body.ShortName, body.Name)
			r.MeasureAddress = shell.Link("/measures/" + url.PathEscape(o.Measure) + "?organisation=" + url.QueryEscape(body.Code))
		}
		r.Own, r.Peers, r.Effect = signed(r.Measure, o.Change), signed(r.Measure, o.Peers), signed(r.Measure, o.Effect)
		if !math.IsNaN(o.Low) {
			r.Out = signed(r.Measure, o.Low) + " to " + signed(r.Measure, o.High)
		}
		r.expect(plan)
		out = append(out, r)
	}
	order := maturity.OutcomeVerdicts()
	slices.SortStableFunc(out, func(a, b outcomeRow) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Outcome.Verdict), slices.Index(order, b.Outcome.Verdict)), cmp.Compare(a.What, b.What), cmp.Compare(a.Organisation, b.Organisation))
	})
	return out, nil
}

// expect is what the plan had expected of the deployment.
func (r *outcomeRow) expect(plan *roadmap.Plan) {
	for _, d := range plan.Deployments {
		if d.ID != r.Outcome.Deployment {
			continue
		}
		for _, e := range d.Effects {
			if e.Measure == r.Outcome.Measure {
				r.Expected, r.ExpectedWords = &e, signed(r.Measure, e.Gain)
				if e.Known() {
					r.ExpectedWords += " (" + signed(r.Measure, e.Low) + " to " + signed(r.Measure, e.High) + ")"
				}
				return
			}
		}
	}
}

// signed is a difference with its sign and no unit, so that columns of them can be compared: +6.1, −2.
func signed(m maturity.Measure, v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	decimals := max(1, m.Decimals)
	if m.Unit == maturity.UnitCount {
		decimals = m.Decimals
	}
	text := maturity.Number(v, decimals)
	if v > 0 && text != maturity.Number(0, decimals) {
		text = "+" + text
	}
	return text
}

// outcomeDrawing is the organisation's path beside the middle of the peers it is compared with.
func (p *Pages) outcomeDrawing(plan *roadmap.Plan, r outcomeRow, asAt string) board.Drawing {
	o := r.Outcome
	in := chart.PeersInput{Measure: r.Measure, Focus: o.Organisation, AsAt: asAt, Illustrative: o.Illustrative, Marks: []chart.Mark{{Day: o.GoLive, Words: "Go-live " + o.GoLive.Time().Format("2 Jan 2006")}},
		Words: &chart.PeersWords{Title: r.Organisation + ": " + outcomeTitle(r), Subtitle: r.Measure.Title + ", " + r.What + ". " + r.Measure.Polarity.Words() + ".", Column: "Line",
			Reading: o.Reason + " The thin line is the middle of " + countWords(o.PeerCount, "organisation", "organisations") + " without it."}}
	own := chart.PeerLine{Organisation: maturity.Organisation{ID: o.Organisation, Code: r.Code, Name: r.Organisation, ShortName: r.Organisation}}
	middle := "Middle of " + countWords(o.PeerCount, "peer", "peers")
	lines := []chart.PeerLine{own, {Organisation: maturity.Organisation{ID: -1, Name: middle, ShortName: middle}}}
	for _, point := range o.Path {
		for i, v := range []float64{point.Value, point.Middle} {
			if !math.IsNaN(v) {
				lines[i].Points = append(lines[i].Points, chart.Point{Period: point.Period, Value: v})
			}
		}
	}
	in.Lines = slices.DeleteFunc(lines, func(l chart.PeerLine) bool { return len(l.Points) == 0 })
	return board.Drawing{Key: planKey("outcome", []string{o.InputsHash, r.Measure.Hash, r.Organisation, r.What, o.Reason, o.GoLive.String(), asAt}), Describe: func() (chart.Figure, error) { return chart.Peers(in) }}
}

func outcomeTitle(r outcomeRow) string {
	points := r.Measure.FormatPoints(r.Outcome.Effect)
	switch {
	case r.Outcome.Verdict == maturity.OutcomeNoChange:
		return "no difference from peers that could not be chance"
	case r.Outcome.Effect < 0:
		return points + " less than peers since the go-live"
	}
	return points + " more than peers since the go-live"
}
