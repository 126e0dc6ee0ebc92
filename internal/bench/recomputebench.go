package bench

import (
	"context"
	"fmt"
	"io"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/recompute"
	"waymark/internal/store"
)

// RecomputeOptions says what the recompute is measured with. DB is an empty, migrated database of its own.
type RecomputeOptions struct {
	DB       *store.DB
	Measures int       // 0: 20
	Bodies   int       // organisations; 0: 5,000, so 100,000 series
	Points   int       // months of each series; 0: 36
	Workers  int       // 0: one per processor
	Out      io.Writer // where progress is told; may be nil
}

// RecomputeResult is what was measured.
type RecomputeResult struct {
	Series, Observations int64
	BareRead             time.Duration // the same rows, read and dropped
	First                time.Duration // everything is computed and written
	Again                time.Duration // nothing has changed
	One                  time.Duration // one series was corrected
	Written              int64
}

// String is the result in lines.
func (r RecomputeResult) String() string {
	return fmt.Sprintf(`recompute of %d series of %d observations (aim: 100,000 under 60 s on 2 cores)
  first run      %6.1f s, %d results written, %.1f times a bare read of the same rows (%.1f s)
  second run     %6.1f s, nothing written
  one correction %6.2f s
`, r.Series, r.Observations, r.First.Seconds(), r.Written, r.First.Seconds()/r.BareRead.Seconds(), r.BareRead.Seconds(), r.Again.Seconds(), r.One.Seconds())
}

// benchNow is after the last month of the generated series.
var benchNow = time.Date(2019, 1, 15, 0, 0, 0, 0, time.UTC)

// Recompute measures a full run over generated series, a second one that has nothing to do, and one after a single
// correction.
func Recompute(ctx context.Context, o RecomputeOptions) (r RecomputeResult, err error) {
	o.Measures, o.Bodies, o.Points = orElse(o.Measures, 20), orElse(o.Bodies, 5000), orElse(o.Points, 36)
	if o.Out == nil {
		o.Out = io.Discard
	}
	catalogue := recomputeCatalogue(o.Measures)
	if err := o.generate(ctx, catalogue); err != nil {
		return r, err
	}
	r.Series, r.Observations = int64(o.Measures*o.Bodies), int64(o.Measures*o.Bodies*o.Points)
	if r.BareRead, err = o.bareRead(ctx, catalogue); err != nil {
		return r, err
	}
	work := recompute.New(o.DB, o.DB, catalogue, recompute.Options{Workers: o.Workers, Progress: func(done, of int) { fmt.Fprintf(o.Out, "\rrecompute: measure %d of %d", done, of) }})
	run := func(asAt time.Time, scope recompute.Scope) (time.Duration, recompute.Counts, error) {
		began := time.Now()
		counts, err := work.Run(ctx, asAt, scope)
		fmt.Fprintln(o.Out)
		return time.Since(began), counts, err
	}
	var counts recompute.Counts
	if r.First, counts, err = run(benchNow, recompute.All); err != nil {
		return r, err
	}
	r.Written = counts.Map()["written"]
	if counts.Trajectories.Written != r.Series {
		return r, fmt.Errorf("%d of %d series were written: %+v", counts.Trajectories.Written, r.Series, counts)
	}
	if r.Again, counts, err = run(benchNow.Add(time.Hour), recompute.All); err != nil {
		return r, err
	}
	if n := counts.Map()["written"]; n != 0 {
		return r, fmt.Errorf("the second run wrote %d results", n)
	}
	if err := o.correct(ctx); err != nil {
		return r, err
	}
	if r.One, counts, err = run(benchNow.Add(3*time.Hour), recompute.Stale); err == nil && counts.Trajectories.Written != 1 {
		err = fmt.Errorf("one correction changed %d trajectories", counts.Trajectories.Written)
	}
	return r, err
}

func orElse(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

func recomputeCatalogue(measures int) *maturity.Catalogue {
	c := &maturity.Catalogue{
		Kinds:   []maturity.OrganisationKind{{ID: "practice"}, {ID: "trust"}},
		Sources: []maturity.Source{{ID: "bench", Kind: maturity.SourceReturn}},
	}
	for i := range measures {
		id := fmt.Sprintf("bench-%02d", i)
		c.Measures = append(c.Measures, maturity.Measure{ID: id, Hash: id, Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Frequency: period.KindMonth, RollUp: maturity.RollUpRatio})
		c.Targets = append(c.Targets, maturity.Target{ID: id + "-80", Hash: id, Measure: id, Operator: maturity.AtLeast, Value: 80, Due: &maturity.LooseDate{Latest: period.Date(2020, time.March, 31)}})
		c.Benchmarks = append(c.Benchmarks, maturity.Benchmark{ID: id + "-alike", Hash: id, Title: "Average of the same kind", Measures: []string{id}, Method: maturity.BenchmarkRatio})
	}
	c.Index()
	return c
}

// generate fills the database: S-shaped roll-outs with their own start, pace and noise, made by a formula of the
// numbers of series and month, so that every run has the same rows.
func (o RecomputeOptions) generate(ctx context.Context, c *maturity.Catalogue) error {
	if err := o.DB.SyncCatalogue(ctx, c); err != nil {
		return err
	}
	for _, statement := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO organisation (code, name, short_name, kind) SELECT 'B' || n, 'Bench ' || n, 'Bench ' || n, CASE WHEN n % 50 = 0 THEN 'trust' ELSE 'practice' END FROM generate_series(1, $1) n`, []any{o.Bodies}},
		{`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, numerator, denominator, submission_id, sheet, cell_row, cell_column)
			SELECT id, m, $1, at, s, at + interval '40 days', 1, 100.0 * made / patients, made, patients, 0, 0, 0, 0
			FROM (SELECT o.id, m.id AS m, source.id AS s, (date '2016-01-01' + t * interval '1 month')::date AS at, patients,
					round(patients * least(1, greatest(0, 1 / (1 + exp(3.5 - (0.04 + 0.12 * ((o.id * 7 + m.id * 13) % 17) / 17.0) * t - ((o.id + m.id) % 11) / 3.0)) + 0.02 * sin(o.id * 12.9898 + m.id * 4.1 + t * 78.233)))) AS made
				FROM organisation o CROSS JOIN measure m CROSS JOIN source CROSS JOIN generate_series(0, $2 - 1) t CROSS JOIN LATERAL (SELECT 200 + o.id % 900 AS patients) p
				ORDER BY o.id, m.id, t) AS made`, []any{int(period.KindMonth), o.Points}},
		{`ANALYZE observation`, nil},
	} {
		if _, err := o.DB.SQL().ExecContext(ctx, statement.sql, statement.args...); err != nil {
			return err
		}
	}
	return nil
}

// bareRead reads the rows that the recompute needs, one measure after the other, and drops them.
func (o RecomputeOptions) bareRead(ctx context.Context, c *maturity.Catalogue) (time.Duration, error) {
	began := time.Now()
	for _, m := range c.Measures {
		if err := o.DB.EachPoint(ctx, m.ID, nil, benchNow, func(maturity.Observation) error { return nil }); err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

// correct supersedes one value of one series, two hours after the first run.
func (o RecomputeOptions) correct(ctx context.Context) error {
	_, err := o.DB.SQL().ExecContext(ctx, `
		WITH one AS (SELECT * FROM observation ORDER BY organisation_id, measure_id, period_start LIMIT 1),
		closed AS (UPDATE observation o SET known_to = $1::timestamptz FROM one
			WHERE (o.organisation_id, o.measure_id, o.period_start) = (one.organisation_id, one.measure_id, one.period_start)),
		stale AS (INSERT INTO stale_series SELECT organisation_id, measure_id, $1::timestamptz FROM one)
		INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, numerator, denominator, submission_id, sheet, cell_row, cell_column)
		SELECT organisation_id, measure_id, period_kind, period_start, source_id, $1::timestamptz, state, 50, denominator / 2, denominator, 0, 0, 0, 0 FROM one`, benchNow.Add(2*time.Hour))
	return err
}
