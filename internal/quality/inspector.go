package quality

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/rule"
)

// Figures reads what rules look at.
type Figures interface {
	RuleFigures(ctx context.Context, organisations []maturity.OrganisationID, measures []string) ([]maturity.Observation, error)
	PeerFigures(ctx context.Context, measures, plans []string) ([]maturity.PeerValues, error)
	SubmittedFigures(ctx context.Context, collection string, p period.Period, source string) ([]maturity.Observation, error)
	MeasuresInUse(ctx context.Context) ([]string, error)
	Returning(ctx context.Context, measures []string) ([]maturity.OrganisationID, error)
	RecomputeDirectory(ctx context.Context) ([]maturity.Organisation, []maturity.Relation, error)
	SeriesBreaks(ctx context.Context, asAt time.Time) ([]maturity.SeriesBreak, error)
}

// Findings keeps what was found.
type Findings interface {
	FindingsDue(ctx context.Context) (due []maturity.StaleSeries, definitions string, err error)
	ClearFindingsDue(ctx context.Context, read []maturity.StaleSeries, definitions string) error
	WriteFindings(ctx context.Context, organisations []maturity.OrganisationID, measures []string, found []maturity.Finding, at time.Time) (maturity.FindingWrite, error)
}

// Inspector applies the rules. It is safe for concurrent use.
type Inspector struct {
	catalogue *maturity.Catalogue
	figures   Figures
	findings  Findings
	needs     map[string]needs // by judged measure
	basis     string           // of the definitions everything is judged with
}

// New makes an inspector.
func New(c *maturity.Catalogue, figures Figures, findings Findings) *Inspector {
	q := &Inspector{catalogue: c, figures: figures, findings: findings, needs: map[string]needs{}, basis: c.Hash}
	for _, m := range c.Measures {
		q.needs[m.ID] = needsOf(c, m.ID)
	}
	return q
}

// needs is what the rules on a measure look at.
type needs struct {
	rules      []maturity.Rule
	own        []string // measures of the judged organisation, the judged one among them
	footprints []string // measures of footprints
	nations    []string
	peers      []string
}

func needsOf(c *maturity.Catalogue, measure string) needs {
	n := needs{own: []string{measure}}
	partner := rule.Counterparts(c)[measure]
	for _, r := range c.Rules {
		if !contains(rule.Judged(r, c), measure) {
			continue
		}
		n.rules = append(n.rules, r)
		for _, o := range rule.Operands(r) {
			id := o.Measure
			switch {
			case o.Number != nil || o.Target || o.Counterpart && partner == "":
				continue
			case o.Counterpart:
				id = partner
			case id == "":
				id = measure
			}
			switch o.Organisation {
			case maturity.ItsFootprint:
				n.footprints = add(n.footprints, id)
			case maturity.TheNation:
				n.nations = add(n.nations, id)
			case maturity.PeersMedian:
				n.peers = add(n.peers, id)
			default:
				n.own = add(n.own, id)
			}
		}
	}
	return n
}
