package bench

import (
	"context"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// boardMonths is nine years.
const boardMonths = 108

// boardCatalogue is the measures of the recompute with a framework over seven of them and a board like that of a
// steering group: a verdict, three pictures, the worst organisations, two lists of targets and a matrix.
func boardCatalogue(measures int) *maturity.Catalogue {
	c := recomputeCatalogue(measures)
	c.Kinds = append(c.Kinds, maturity.OrganisationKind{ID: maturity.KindFootprint, Singular: "footprint", Plural: "footprints"})
	f := maturity.Framework{ID: "bench", Title: "Seven capabilities", Groups: []maturity.Group{{ID: "all", Title: "Capabilities"}}}
	for i := range c.Measures {
		m := &c.Measures[i]
		m.Title, m.UnitWords, m.Decimals = fmt.Sprintf("Share %d of patients", i+1), "% of patients", 1
		if i < 7 {
			m.Framework, m.Section = f.ID, m.ID
			f.Groups[0].Sections = append(f.Groups[0].Sections, maturity.Section{ID: m.ID, Title: m.Title, Measure: m.ID})
		}
	}
	c.Frameworks = append(c.Frameworks, f)
	at := func(from, to int) (ids []string) {
		for _, m := range c.Measures[min(from, measures):min(to, measures)] {
			ids = append(ids, m.ID)
		}
		return ids
	}
	trajectory := func(i int) maturity.Panel {
		return maturity.Panel{ID: fmt.Sprintf("path-%d", i), Kind: maturity.PanelTrajectory, Title: c.Measures[i].Title, Measures: at(i, i+1), Target: c.Targets[i].ID}
	}
	c.Boards = []maturity.Board{{ID: "bench", Title: "Steering group", For: []string{maturity.KindFootprint}, Panels: []maturity.Panel{
		{ID: "verdict", Kind: maturity.PanelHeadline, Title: "Will the goals be met?", Measures: at(0, 3)},
		trajectory(0),
		{ID: "where-not", Kind: maturity.PanelOrganisations, Title: "Where not", Measures: at(0, 1), Target: c.Targets[0].ID, Limit: 5},
		trajectory(1), trajectory(2),
		{ID: "capabilities", Kind: maturity.PanelTargets, Title: "Capabilities", Measures: at(3, 10)},
		{ID: "aims", Kind: maturity.PanelTargets, Title: "Aims", Measures: at(10, 13)},
		{ID: "matrix", Kind: maturity.PanelMatrix, Title: "Matrix", Framework: f.ID, Kinds: []string{"trust"}},
	}}}
	c.Index()
	return c
}

// boardMonth is one month of all organisations and measures: S-shaped roll-outs with their own start, pace and noise, by
// a formula of the numbers, so that every run has the same rows.
const boardMonth = `
	INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, numerator, denominator, submission_id, sheet, cell_row, cell_column)
	SELECT id, m, $1, $2::date, s, $2::date + interval '40 days', 1, 100.0 * made / patients, made, patients, 0, 0, row_number() OVER (), 4
	FROM (SELECT o.id, m.id AS m, source.id AS s, patients,
			round(patients * least(1, greatest(0, 1 / (1 + exp(5 - (0.02 + 0.06 * ((o.id * 7 + m.id * 13) % 17) / 17.0) * $3 - ((o.id + m.id) % 11) / 3.0)) + 0.02 * sin(o.id * 12.9898 + m.id * 4.1 + $3 * 78.233)))) AS made
		FROM organisation o CROSS JOIN measure m CROSS JOIN source CROSS JOIN LATERAL (SELECT 200 + o.id % 900 AS patients) p
		WHERE o.kind <> 'footprint') AS made`

// generate fills the database as publications would, month after month; the indexes are made at the end.
func (b *boardBench) generate(ctx context.Context) error {
	if err := b.DB.SyncCatalogue(ctx, b.catalogue); err != nil {
		return err
	}
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO organisation (code, name, short_name, kind) SELECT 'F' || n, 'Footprint ' || n, 'Footprint ' || n, 'footprint' FROM generate_series(1, %d) n`, b.Footprints),
		fmt.Sprintf(`INSERT INTO organisation (code, name, short_name, kind) SELECT 'B' || n, 'Organisation ' || n, 'Organisation ' || n, CASE WHEN n / %d %% 16 = 0 THEN 'trust' ELSE 'practice' END FROM generate_series(1, %d) n`, b.Footprints, b.Bodies),
		fmt.Sprintf(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT o.id, f.id, 'member_of', 'bench' FROM organisation o JOIN organisation f ON f.code = 'F' || 1 + substr(o.code, 2)::integer %% %d WHERE o.kind <> 'footprint'`, b.Footprints),
	} {
		if _, err := b.DB.SQL().ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	restore, err := b.withoutIndexes(ctx)
	if err != nil {
		return err
	}
	if err := b.fill(ctx); err != nil {
		return err
	}
	fmt.Fprintln(b.Out, "making the indexes")
	for _, statement := range append(restore, `VACUUM ANALYZE observation`) {
		if _, err := b.DB.SQL().ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// fill writes the months, two at a time.
func (b *boardBench) fill(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(2)
	first := period.Of(period.KindMonth, period.Date(2010, time.January, 1))
	for t := range boardMonths {
		group.Go(func() error {
			at := first.Add(t)
			_, err := b.DB.SQL().ExecContext(ctx, boardMonth, int(at.Kind), at.Start.String(), t)
			if t%12 == 11 {
				fmt.Fprintf(b.Out, "generated up to %s\n", at.Label())
			}
			return err
		})
	}
	return group.Wait()
}

// withoutIndexes takes the indexes off the observations and gives the statements that bring them back.
func (b *boardBench) withoutIndexes(ctx context.Context) (restore []string, err error) {
	var all string
	err = b.DB.SQL().QueryRowContext(ctx, `
		SELECT string_agg(CASE WHEN k.conname IS NULL THEN x.indexdef ELSE 'ALTER TABLE observation ADD ' || pg_get_constraintdef(k.oid) END, ';')
		FROM pg_indexes x LEFT JOIN pg_constraint k ON k.conname = x.indexname AND k.contype = 'p'
		WHERE x.tablename = 'observation' AND x.schemaname = current_schema()`).Scan(&all)
	if err != nil {
		return nil, err
	}
	_, err = b.DB.SQL().ExecContext(ctx, `DO $$ DECLARE x record; BEGIN
		ALTER TABLE observation DROP CONSTRAINT observation_pkey;
		FOR x IN SELECT indexname FROM pg_indexes WHERE tablename = 'observation' AND schemaname = current_schema() LOOP
			EXECUTE 'DROP INDEX ' || quote_ident(x.indexname);
		END LOOP;
	END $$`)
	return strings.Split(all, ";"), err
}
