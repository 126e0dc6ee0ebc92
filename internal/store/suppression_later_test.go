package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// A figure that everybody could see is masked once it would give away a small one that came later. Results that were
// computed from it are gone at every as-at time, the series is stale, and a run that began before may not write.
func TestResultsThatRestOnAMaskedFigureAreWithdrawn(t *testing.T) {
	t.Parallel()
	rows := []string{"P1 share 2019-01-01 return 2019-03-01 30 100 -", "P2 share 2019-01-01 return 2019-03-01 60 100 -", "P3 share 2019-01-01 return 2019-03-01 65 100 -",
		"CCG share 2019-01-01 return 2019-03-01 155 300 -", "P1 free 2019-01-01 return 2019-03-01 30 100 -"}
	db, shown := held(t, rows...)
	if strings.Join(shown, " ") != "shown shown shown shown shown" {
		t.Fatal(shown)
	}
	id := func(code string) (id maturity.OrganisationID) {
		o, err := db.OrganisationByCode(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		return o.ID
	}
	count := func(query string) (n int) {
		if err := db.SQL().QueryRowContext(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	at := time.Date(2019, 3, 2, 0, 0, 0, 0, time.UTC)
	roll := func(asAt time.Time, measure string, value float64) maturity.WriteCounts {
		counts, err := db.WriteRollUps(t.Context(), asAt, measure, []maturity.RollUpValue{{Organisation: id("FOOT"), Measure: measure, Period: month("2019-01-01"),
			Method: maturity.RollUpRatio, Value: value, Numerator: 90, Denominator: 200, Reporting: 2, Expected: 2}})
		if err != nil {
			t.Fatal(err)
		}
		return counts
	}
	if _, _, err := db.RecomputeDirectory(t.Context()); err != nil { // a run begins
		t.Fatal(err)
	}
	roll(at, "share", 45)
	roll(at, "free", 45)
	// The rule becomes stricter: 30 of 100 is small now.
	stricter := *ruled
	stricter.Measures = append([]maturity.Measure{{ID: "share", Unit: maturity.UnitPercent, Per: 100, SmallNumber: 31}}, ruled.Measures[1:]...)
	if err := db.SyncCatalogue(t.Context(), &stricter); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(readBack(t, db, rows)); got != "[suppressed suppressed shown shown shown]" {
		t.Error(got)
	}
	if n := count(`SELECT count(*) FROM roll_up JOIN measure ON measure.id = measure_id WHERE ref = 'share'`); n != 0 {
		t.Errorf("%d roll-ups of the measure are still there", n)
	}
	if n := count(`SELECT count(*) FROM roll_up JOIN measure ON measure.id = measure_id WHERE ref = 'free'`); n != 1 {
		t.Errorf("%d roll-ups of another measure, want 1", n)
	}
	if n := count(`SELECT count(*) FROM stale_series JOIN measure ON measure.id = measure_id JOIN organisation ON organisation.id = organisation_id WHERE ref = 'share' AND code = 'P1'`); n != 1 {
		t.Error("the series is not stale")
	}
	if counts := roll(at, "share", 45); counts.Written != 0 || counts.Later != 1 {
		t.Errorf("a run that began before wrote: %+v", counts)
	}
	if _, _, err := db.RecomputeDirectory(t.Context()); err != nil { // the next run
		t.Fatal(err)
	}
	if counts := roll(at, "share", 80); counts.Written != 1 {
		t.Errorf("the next run did not write: %+v", counts)
	}
	if err := db.SyncCatalogue(t.Context(), ruled); err != nil { // and back
		t.Fatal(err)
	}
	if got := fmt.Sprint(readBack(t, db, rows)); got != "[shown shown shown shown shown]" {
		t.Error("with the old rule again: ", got)
	}
}

// An empty view costs next to nothing: the plan of a series is that of the table.
func TestTheViewUsesTheIndexesOfTheTable(t *testing.T) {
	t.Parallel()
	db, _ := held(t)
	if _, err := db.SQL().ExecContext(t.Context(), `INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, submission_id, sheet, cell_row, cell_column)
		SELECT o, m, 2, date '2010-01-01' + 31 * p, 1, '2019-01-01', 1, 40, 1, 0, 0, 0 FROM generate_series(1, 500) o, generate_series(1, 2) m, generate_series(1, 20) p`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.SQL().ExecContext(t.Context(), `ANALYZE observation`); err != nil {
		t.Fatal(err)
	}
	for index, where := range map[string]string{"observation_pkey": `organisation_id = 7 AND measure_id = 1 AND known_from <= now() AND known_to > now()`,
		"observation_measure": `measure_id = 1 AND known_to = 'infinity' AND period_start = '2010-02-01'`} {
		rows, err := db.SQL().QueryContext(t.Context(), `EXPLAIN SELECT * FROM observation_shown WHERE `+where)
		if err != nil {
			t.Fatal(err)
		}
		plan := ""
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			plan += line + "\n"
		}
		rows.Close()
		if !strings.Contains(plan, index) || strings.Contains(plan, "Join") {
			t.Errorf("%s:\n%s", where, plan)
		}
	}
}

func month(day string) period.Period {
	at, _ := time.Parse(time.DateOnly, day)
	return period.Of(period.KindMonth, period.DayOf(at))
}
