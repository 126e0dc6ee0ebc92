package returns_test

import (
	"context"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// counting counts how often the database is asked.
type counting struct {
	returns.RoundStore
	calls int
}

func (c *counting) DatedBodies(ctx context.Context, kinds, footprints []string, since period.Day) ([]maturity.DatedBody, error) {
	c.calls++
	return c.RoundStore.DatedBodies(ctx, kinds, footprints, since)
}

func (c *counting) Received(ctx context.Context, questions []maturity.ReceiptQuery) ([][]maturity.Received, error) {
	c.calls++
	return c.RoundStore.Received(ctx, questions)
}

func (c *counting) Extensions(ctx context.Context, collections []string, periods []period.Period, asAt time.Time) ([]maturity.Extension, error) {
	c.calls++
	return c.RoundStore.Extensions(ctx, collections, periods, asAt)
}

// 7,000 practices over 20 quarters, 2 figures each, a tenth of them corrected, and every twentieth return missing: as many
// questions to the database as for one, and an answer while a visitor waits.
func TestManyOrganisationsAndPeriods(t *testing.T) {
	c := owing()
	c.Footprints, c.From = nil, quarter.Add(-19)
	h := countyHall(t, c)
	h.exec(`DELETE FROM relation`)
	h.exec(`INSERT INTO organisation (code, name, short_name, kind, opened) SELECT 'P' || lpad(i::text, 5, '0'), 'Practice ' || i, 'Practice ' || i, 'acute', '1974-04-01' FROM generate_series(1, 7000) i`)
	h.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, known_to, state, value, submission_id, sheet, cell_row, cell_column)
		SELECT o.id, m.id, 3, q.start::date, s.id, q.start + interval '100 days' + k.later, CASE WHEN k.later = '0' AND o.id % 10 = 0 THEN q.start + interval '101 days' ELSE 'infinity' END, 1, 50, 1, 0, 1, 1
		FROM organisation o, measure m, source s, generate_series('2021-07-01'::timestamptz, '2026-04-01', '3 months') AS q (start), (VALUES (interval '0'), (interval '1 day')) AS k (later)
		WHERE o.code LIKE 'P%' AND m.ref IN ('alpha', 'beta') AND s.ref = 'return' AND o.id % 20 <> 3 AND (k.later = '0' OR o.id % 10 = 0)`)
	h.exec(`ANALYZE`)
	h.today("2026-08-30")
	count := &counting{RoundStore: h.db}
	h.Store = count
	began := time.Now()
	rounds, err := h.Latest(t.Context(), c, 20, time.Time{})
	whole := time.Since(began)
	if err != nil || len(rounds) != 20 || count.calls != 3 {
		t.Fatalf("%d rounds, %d questions, %v", len(rounds), count.calls, err)
	}
	for _, r := range rounds {
		if n := r.Counts; n.Expected < 7000 || n.Missing < 350 || n.Missing > 360 || n.OnTime != n.Received {
			t.Errorf("%s: %+v", r.Period, n)
		}
	}
	began = time.Now()
	if _, err := h.Round(t.Context(), "digital", quarter, time.Time{}); err != nil {
		t.Fatal(err)
	}
	one := time.Since(began)
	t.Logf("20 periods in %v, one in %v", whole, one)
	if whole > 30*time.Second || one > 4*time.Second { // ten times what it takes on two cores that do nothing else
		t.Errorf("20 periods took %v, one %v", whole, one)
	}
}
