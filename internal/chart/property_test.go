package chart

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Whatever path, target and day come together, there are words, whole rows, and a picture that is JSON.
func TestAnyTrajectoryCanBeTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]period.Kind{period.KindDay, period.KindMonth, period.KindQuarter, period.KindFinancialYear, period.KindCalendarYear}).Draw(t, "kind")
		day := func(name string) period.Day {
			return period.Day(rapid.IntRange(int(period.Date(2008, 1, 1)), int(period.Date(2032, 1, 1))).Draw(t, name))
		}
		value := rapid.Float64Range(-50, 1e6)
		in := usual()
		in.Measure.Unit = rapid.SampledFrom([]maturity.Unit{maturity.UnitPercent, maturity.UnitCount, maturity.UnitScore, maturity.UnitYesNo}).Draw(t, "unit")
		in.Trajectory = maturity.Trajectory{Status: rapid.SampledFrom(maturity.Statuses()).Draw(t, "status"), Probability: math.NaN()}
		for i := range rapid.IntRange(0, 6).Draw(t, "observed") {
			p := maturity.PathPoint{Period: period.Of(kind, day("observed")), State: maturity.NotAvailable}
			if rapid.Bool().Draw(t, "has value") {
				p.State, p.Value, p.HasValue, p.Provisional = maturity.Reported, value.Draw(t, "value"), true, i == 0 && rapid.Bool().Draw(t, "provisional")
			}
			in.Trajectory.Observed = append(in.Trajectory.Observed, p)
		}
		if rapid.Bool().Draw(t, "projected") {
			v := value.Draw(t, "median")
			in.Trajectory.Projected = []maturity.BandPoint{{Period: period.Of(kind, day("projected")), Median: v, Low50: v, High50: v, Low80: v, High80: v, Low95: v - 1, High95: v + 1}}
		}
		in.National = []Point{{period.Of(kind, day("national")), value.Draw(t, "national")}}
		in.Target.Value, in.Target.Due.Latest, in.Today = value.Draw(t, "target"), day("due"), day("today")

		f, err := Trajectory(in)
		if err != nil {
			t.Fatal(err)
		}
		if f.Title == "" || f.Reading == "" || f.HasPicture() != hasValue(in) || f.HasPicture() && !json.Valid(f.Option) {
			t.Fatalf("%q %q picture %v", f.Title, f.Reading, f.HasPicture())
		}
		for _, row := range f.Table.Rows {
			if len(row.Cells) != len(f.Table.Columns) {
				t.Fatalf("%d cells under %d columns", len(row.Cells), len(f.Table.Columns))
			}
		}
	})
}

func hasValue(in TrajectoryInput) bool {
	for _, o := range in.Trajectory.Observed {
		if o.HasValue {
			return true
		}
	}
	return false
}
