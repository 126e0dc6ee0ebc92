package explore

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Query is a choice with the moment at which it is looked at.
type Query struct {
	Choice    Choice
	Directory Directory
	AsAt      time.Time
	AsKnown   string     // AsAt in words: "now", "on 15 November 2018"
	LinkAt    string     // value of as_at in the addresses of figures; "" for now
	Today     period.Day // the day of AsAt in the place of the readers
	Members   period.Day // the day whose members count: Today, or that on which the page is read
	From      int        // the first series wanted, counted from 0; the pages before it hold the others
}

// View is the answer: the choice in words and the figures.
type View struct {
	Choice
	Directory       Directory
	Measures        []maturity.Measure
	UnknownMeasures []string
	Chosen          []Chosen
	Organisations   []maturity.Organisation
	// Axes are, for each measure, the periods for which anything is known of any chosen organisation.
	Axes     [][]period.Period
	Sentence string
	TooLarge string   // why no figures are shown; "" when they are
	Rows     []Series // of this page
	All      []Series // every series, where they are few enough for pictures; nil otherwise
	First    int      // number of the first series of this page, from 0
	PerPage  int      // series on a page
	today    period.Day
	kind     func(string) (maturity.OrganisationKind, bool)
}

// Series is the figures of one organisation and measure: a cell for each period of the measure's axis.
type Series struct {
	Organisation maturity.Organisation
	Measure      maturity.Measure
	Cells        []Cell
}

// SeriesCount is how many series the choice has.
func (v View) SeriesCount() int { return len(v.Measures) * len(v.Organisations) }

// CellCount is how many figures and states the choice has.
func (v View) CellCount() int {
	periods := 0
	for _, axis := range v.Axes {
		periods += len(axis)
	}
	return periods * len(v.Organisations)
}

// Columns are the periods of all measures together, in order: the columns of a wide table.
func (v View) Columns() []period.Period {
	var out []period.Period
	for _, axis := range v.Axes {
		out = append(out, axis...)
	}
	slices.SortFunc(out, period.Compare)
	return slices.Compact(out)
}

// View answers for a page: a fixed number of reads, and of a large choice only what one page shows.
func (e *Explorer) View(ctx context.Context, q Query) (View, error) {
	v, err := e.prepare(ctx, q, MaxPageSeries)
	if err != nil || v.TooLarge != "" || v.CellCount() == 0 {
		return v, err
	}
	perSeries := max(1, v.CellCount()/max(1, v.SeriesCount()))
	v.PerPage = max(1, PageCells/perSeries)
	v.First = min(max(0, q.From), v.SeriesCount()-1)
	v.First -= v.First % v.PerPage
	last := min(v.First+v.PerPage, v.SeriesCount())
	if v.CellCount() <= PictureCells {
		if v.All, err = e.series(ctx, q, v, v.Organisations); err != nil {
			return v, err
		}
		v.Rows = v.All[v.First:last]
		return v, nil
	}
	n := len(v.Measures)
	from, to := v.First/n, (last+n-1)/n
	some, err := e.series(ctx, q, v, v.Organisations[from:to])
	if err == nil {
		v.Rows = some[v.First-from*n : last-from*n]
	}
	return v, err
}

// Each calls yield for every series of a choice, for files: in the order of the page, in bounded memory.
func (e *Explorer) Each(ctx context.Context, q Query, begin func(View) error, yield func(Series) error) error {
	v, err := e.prepare(ctx, q, MaxFileSeries)
	if err != nil {
		return err
	}
	if v.TooLarge != "" {
		return maturity.Errorf(maturity.TooLarge, "%s", v.TooLarge)
	}
	if err := begin(v); err != nil || v.CellCount() == 0 {
		return err
	}
	for some := range slices.Chunk(v.Organisations, organisationsA) {
		series, err := e.series(ctx, q, v, some)
		if err != nil {
			return err
		}
		for _, s := range series {
			if err := yield(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// prepare looks everything up but the figures.
func (e *Explorer) prepare(ctx context.Context, q Query, limit int) (View, error) {
	v, err := e.resolve(ctx, q.Choice, q.Directory, q.Members)
	v.today, v.kind = q.Today, e.Catalogue.Kind
	if err != nil || len(v.Measures) == 0 || len(v.Organisations) == 0 {
		return v, err
	}
	if n := v.SeriesCount(); n > limit {
		v.TooLarge = "These are " + maturity.Count(len(v.Measures), "measure", "measures") + " for " + maturity.Count(len(v.Organisations), "organisation", "organisations") + ": " +
			maturity.Number(float64(n), 0) + " series, and at most " + maturity.Number(float64(limit), 0) + " can be shown at once. Choose fewer measures or organisations."
		if limit < MaxFileSeries && n <= MaxFileSeries {
			v.TooLarge += " The CSV and JSON files can hold them all."
		}
		v.Sentence = v.sentence(q.AsKnown)
		return v, nil
	}
	known, err := e.Reader.KnownPeriods(ctx, e.filter(q, v, v.Organisations))
	if err != nil {
		return v, err
	}
	rolled, err := e.rollUps(ctx, q, v, v.Organisations)
	if err != nil {
		return v, err
	}
	v.Axes = make([][]period.Period, len(v.Measures))
	place := map[string]int{}
	for i, m := range v.Measures {
		place[m.ID] = i
	}
	for _, k := range known {
		if i, ok := place[k.Measure]; ok && q.Choice.covers(k.Period) {
			v.Axes[i] = append(v.Axes[i], k.Period)
		}
	}
	for _, r := range rolled {
		if i, ok := place[r.Measure]; ok && q.Choice.covers(r.Period) {
			v.Axes[i] = append(v.Axes[i], r.Period)
		}
	}
	for i := range v.Axes {
		slices.SortFunc(v.Axes[i], period.Compare)
		v.Axes[i] = slices.Compact(v.Axes[i])
	}
	v.Sentence = v.sentence(q.AsKnown)
	return v, nil
}

// covers reports whether a period is within the choice.
func (c Choice) covers(p period.Period) bool {
	return (c.Every == period.KindNone || c.Every == p.Kind) && (c.From.IsZero() || p.Start >= c.From.Start) && (c.To.IsZero() || p.End() <= c.To.End())
}

// filter chooses the observations: none that were only committed to.
func (e *Explorer) filter(q Query, v View, of []maturity.Organisation) maturity.ObservationFilter {
	f := maturity.ObservationFilter{AsAt: q.AsAt, Except: e.Catalogue.Plans(), Kind: q.Choice.Every}
	for _, o := range of {
		f.Organisations = append(f.Organisations, o.ID)
	}
	for _, m := range v.Measures {
		f.Measures = append(f.Measures, m.ID)
	}
	if !q.Choice.From.IsZero() {
		f.From = q.Choice.From.Start
	}
	if !q.Choice.To.IsZero() {
		f.To = q.Choice.To.End()
	}
	return f
}

// rollUps reads the values of the footprints among the organisations; nothing is read where there are none.
func (e *Explorer) rollUps(ctx context.Context, q Query, v View, of []maturity.Organisation) ([]maturity.RollUpValue, error) {
	var footprints []maturity.OrganisationID
	for _, o := range of {
		if o.Kind == maturity.KindFootprint {
			footprints = append(footprints, o.ID)
		}
	}
	if len(footprints) == 0 {
		return nil, nil
	}
	var measures []string
	for _, m := range v.Measures {
		measures = append(measures, m.ID)
	}
	return e.Reader.RollUps(ctx, footprints, measures, q.AsAt)
}

type cellKey struct {
	organisation maturity.OrganisationID
	measure      string
	period       period.Period
}

// series reads the figures of some of the organisations.
func (e *Explorer) series(ctx context.Context, q Query, v View, of []maturity.Organisation) ([]Series, error) {
	measures := map[string]maturity.Measure{}
	for _, m := range v.Measures {
		measures[m.ID] = m
	}
	cells := map[cellKey]Cell{}
	rolled, err := e.rollUps(ctx, q, v, of)
	if err != nil {
		return nil, err
	}
	for _, r := range rolled {
		cells[cellKey{r.Organisation, r.Measure, r.Period}] = computed(measures[r.Measure], r)
	}
	err = e.Reader.EachSeries(ctx, e.filter(q, v, of), func(s maturity.Series) error {
		for _, o := range s.Observations {
			cells[cellKey{o.Organisation, o.Measure, o.Period}] = e.observed(measures[o.Measure], o)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]Series, 0, len(of)*len(v.Measures))
	for _, o := range of {
		for i, m := range v.Measures {
			s := Series{Organisation: o, Measure: m, Cells: make([]Cell, len(v.Axes[i]))}
			for j, p := range v.Axes[i] {
				cell, ok := cells[cellKey{o.ID, m.ID, p}]
				if !ok {
					cell = absent(m, o, p, v.today)
				}
				s.Cells[j] = cell
			}
			out = append(out, s)
		}
	}
	return out, nil
}
