package board

import (
	"context"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// MeasureView is the page of one measure for a footprint, an organisation or the nation.
type MeasureView struct {
	Query
	Measure    maturity.Measure
	Targets    []TargetRow // of the subject
	Trajectory *Drawing
	MeasurePictures
	Variation    string       // the verdict on variation, or why there is none; "" where nothing is known
	Pace         string       // required against achieved points a quarter
	Control      *ControlView // nil where nothing is known of one
	Trend        *TrendView   // over the last figures; nil where the measure is no proportion
	Arrivals     []ArrivalRow // when the targets will be reached
	Behind       Behind       // the go-lives behind the path
	MoreBehind   int          // of these not shown
	Breaks       []string     // where the series starts anew, in sentences
	Compared     []ComparedRow
	Ranked       *Drawing // nil where nothing can be compared
	Rows         []OrganisationRow
	More         int                  // rows not shown
	Observed     []maturity.PathPoint // the subject's path, for the table with links to where each came from
	RollUp       *maturity.RollUpNote
	Reliability  *ReliabilityView // nil where nothing is forecast
	Revision     *RevisionView    // nil where no figure ever moved
	Illustrative bool
	Sources      []maturity.Source
	Notes        []string // what has to be said of the figures, besides the measure's caveat
	Period       string
	Empty        string
}

// Measure builds the page of one measure: the subject's trajectory, and its members (or itself with its peers)
// compared.
func (b *Builder) Measure(ctx context.Context, id string, q Query) (MeasureView, error) {
	m, ok := b.catalogue.Measure(id)
	if !ok {
		return MeasureView{}, maturity.Errorf(maturity.NotFound, "There is no measure %q.", id)
	}
	others := membersOf(q, m.Kinds)
	others = others[:min(mostRows, len(others))]
	peers := peersFor(maturity.Board{Panels: []maturity.Panel{{Kind: maturity.PanelRanked}}}, q, others)
	ids := slices.Concat([]maturity.OrganisationID{q.Subject.ID}, idsOf(others), idsOf(peers))
	slices.Sort(ids)
	trajectories, err := b.reader.Trajectories(ctx, slices.Compact(ids), []string{id}, q.AsAt)
	if err != nil {
		return MeasureView{}, err
	}
	benchmarks, err := b.reader.Benchmarks(ctx, []string{id}, q.AsAt)
	if err != nil {
		return MeasureView{}, err
	}
	records, err := b.reader.Reliability(ctx, []string{id}, q.AsAt)
	if err != nil {
		return MeasureView{}, err
	}
	revisions, err := b.reader.Revisions(ctx, []string{id}, q.AsAt)
	if err != nil {
		return MeasureView{}, err
	}
	positions, err := b.reader.Positions(ctx, []maturity.OrganisationID{q.Subject.ID}, []string{id}, q.AsAt)
	if err != nil {
		return MeasureView{}, err
	}
	v := MeasureView{Query: q, Measure: m, Compared: b.comparedRows(m, positions), Reliability: reliabilityOf(records, trajectories),
		Revision: revisionOf(m, revisions, q.Today)}
	paths, err := b.paths(ctx, q)
	if err != nil {
		return MeasureView{}, err
	}
	b.fillMeasure(&v, paths, &data{members: others, peers: peers, trajectories: map[seriesKey][]maturity.Trajectory{}}, trajectories, benchmarks)
	return v, nil
}

func (b *Builder) fillMeasure(v *MeasureView, paths Paths, d *data, trajectories []maturity.Trajectory, benchmarks []maturity.BenchmarkValue) {
	for _, t := range trajectories {
		key := seriesKey{t.Organisation, t.Measure}
		d.trajectories[key] = append(d.trajectories[key], t)
	}
	own := d.trajectories[seriesKey{v.Subject.ID, v.Measure.ID}]
	for _, t := range own {
		if row, ok := b.targetRow(t, v.Today); ok {
			v.Targets = append(v.Targets, row)
		}
	}
	if len(own) > 0 {
		main := own[mainTarget(v.Targets)]
		v.Behind = b.behind(paths, main)
		drawing := b.trajectoryDrawing(v.Subject, main, benchmarks, v.Behind, v.Query)
		if n := len(v.Behind.Steps); n > mostGoLives {
			v.MoreBehind, v.Behind.Steps = n-mostGoLives, v.Behind.Steps[:mostGoLives]
		}
		v.Trajectory, v.Observed, v.RollUp = &drawing, main.Observed, main.RollUp
		v.Control = b.control(v.Subject, main, v.Query)
		target, _ := b.target(main.Target)
		v.Variation, v.Pace = variationWords(v.Control), paceSentenceOf(v.Measure, target, main)
		v.Trend, v.Arrivals, v.Breaks = trendView(v.Measure, main.Trend), arrivalRows(v.Targets, v.Today), breakSentences(main)
		if main.Latest != nil {
			v.Period = main.Latest.Period.Label()
		}
	}
	compared, focus := d.compared(maturity.Panel{}, v.Measure.ID, v.Query)
	if len(compared) > 0 {
		if drawing, ok := b.rankedDrawing(v.Measure, v.Query, compared, benchmarks, focus); ok && len(compared) > 1 {
			v.Ranked = &drawing
		}
		v.Rows = b.byName(v.Measure, v.Query, compared)
		if len(v.Rows) > fewRows && !v.All {
			v.More, v.Rows = len(v.Rows)-fewRows, v.Rows[:fewRows]
		}
	}
	v.MeasurePictures = b.measurePictures(v, own, compared, focus, benchmarks)
	page := View{}
	b.describe(&page, d)
	v.Illustrative, v.Sources = page.Illustrative || v.Behind.Illustrative, page.Sources
	v.Notes = slices.DeleteFunc(page.Caveats, func(text string) bool { return text == v.Measure.Caveat() })
	if len(own) == 0 && len(compared) == 0 {
		v.Empty = nothingYet(v.Query)
	}
}

// mainTarget is the target whose chart leads: the stated one that is due first, otherwise the first.
func mainTarget(rows []TargetRow) int {
	best := -1
	for i, r := range rows {
		if !r.Target.Stated || r.Target.Due == nil {
			continue
		}
		if best < 0 || r.Target.Due.Latest < rows[best].Target.Due.Latest {
			best = i
		}
	}
	return max(best, 0)
}

func (b *Builder) byName(m maturity.Measure, q Query, trajectories []maturity.Trajectory) []OrganisationRow {
	var rows []OrganisationRow
	for _, t := range trajectories {
		if o, ok := q.Directory.ByID(t.Organisation); ok {
			target, _ := b.target(t.Target)
			rows = append(rows, b.organisationRow(m, target, o, t))
		}
	}
	slices.SortStableFunc(rows, func(x, y OrganisationRow) int {
		return strings.Compare(x.Organisation.ShortName, y.Organisation.ShortName)
	})
	return rows
}
