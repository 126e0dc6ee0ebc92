package recompute

import (
	"database/sql"
	"io/fs"
	"math/rand/v2"
	"testing"
	"time"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/reference"
	"waymark/internal/store/storetest"
	"waymark/internal/trajectory"
	"waymark/seeds"
)

// Whoever of the demonstration's organisations reports a measure as shipped: nobody that a footprint expects a value of
// contains another one that it expects a value of, by the stored relations. In 2018 and in 2024, when CCGs have become
// sub-ICB locations.
func TestNoExpectedBodyContainsAnother(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	c, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	var inputs []reference.Input
	for _, pattern := range []string{"organisations/*.csv", "reference/*.csv"} {
		names, _ := fs.Glob(seeds.Files, pattern)
		for _, name := range names {
			data, _ := fs.ReadFile(seeds.Files, name)
			inputs = append(inputs, reference.Input{Name: name, Data: data})
		}
	}
	if _, err := reference.Load(t.Context(), db, inputs); err != nil {
		t.Fatal(err)
	}
	r, err := New(db, db, c, Options{}).start(t.Context(), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	expected, random := 0, rand.New(rand.NewPCG(1, 2))
	for _, code := range []string{"M2018-07", "M2024-07"} {
		at, _ := period.FromCode(code)
		contains := containment(t, db.SQL(), at)
		for _, m := range c.Measures {
			for _, share := range []float64{0, 0.3, 0.7, 1} {
				w := &work{run: r, m: m, kept: map[maturity.OrganisationID]*series{}}
				for _, o := range r.directory.body {
					if r.directory.inside[o.ID] && o.OpenIn(at) && random.Float64() < share {
						p := trajectory.Point{Numerator: 1, Denominator: 2}
						p.PathPoint = maturity.PathPoint{Period: at, State: maturity.Reported, Value: 50, HasValue: true}
						w.kept[o.ID] = &series{body: o, observed: []trajectory.Point{p}}
					}
				}
				for _, footprint := range r.directory.footprints {
					members := w.expected(footprint, at)
					expected += len(members)
					for _, a := range members {
						for _, b := range members {
							if contains[[2]string{a.Code, b.Code}] {
								t.Errorf("%s of %s in %s: %s and %s are both expected, and one contains the other", m.ID, r.directory.body[footprint].Code, code, a.Code, b.Code)
							}
						}
					}
				}
			}
		}
	}
	if expected < 1000 {
		t.Errorf("only %d bodies were expected: the test says nothing", expected)
	}
}

// containment asks the database who contains whom in a period: through any chain of bodies, or as the group row of the
// practices beside it.
func containment(t *testing.T, db *sql.DB, at period.Period) map[[2]string]bool {
	t.Helper()
	rows, err := db.Query(`
		WITH RECURSIVE part AS (
			SELECT from_id, to_id FROM relation WHERE kind IN ('part_of', 'commissioned_by') AND since <= $1 AND until >= $1
		), beside AS (
			SELECT p.from_id, g.from_id AS to_id FROM part p JOIN part g USING (to_id) JOIN organisation a ON a.id = p.from_id JOIN organisation b ON b.id = g.from_id
			WHERE a.kind = 'practice' AND b.kind = 'gp_practices'
		), below AS (
			SELECT * FROM part UNION SELECT * FROM beside
			UNION SELECT p.from_id, b.to_id FROM part p JOIN below b ON b.from_id = p.to_id
		)
		SELECT a.code, b.code FROM below JOIN organisation a ON a.id = from_id JOIN organisation b ON b.id = to_id`, at.End().String())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[[2]string]bool{}
	for rows.Next() {
		var part, whole string
		if err := rows.Scan(&part, &whole); err != nil {
			t.Fatal(err)
		}
		out[[2]string{part, whole}] = true
	}
	if len(out) < 100 {
		t.Fatalf("%d bodies contain others: %v", len(out), rows.Err())
	}
	return out
}
