package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"waymark/internal/maturity"
	"waymark/internal/store/storetest"
)

func TestReliabilityComesBackAsKnownThen(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	catalogue := &maturity.Catalogue{Measures: []maturity.Measure{{ID: "eps"}, {ID: "wards"}}}
	catalogue.Index()
	ctx := t.Context()
	if err := db.SyncCatalogue(ctx, catalogue); err != nil {
		t.Fatal(err)
	}
	first, second := time.Date(2018, 8, 1, 9, 0, 0, 0, time.UTC), time.Date(2018, 11, 1, 9, 0, 0, 0, time.UTC)
	empty := maturity.ReliabilityRecord{Verdict: maturity.VerdictTooFew}
	full := maturity.ReliabilityRecord{Figures: 120, Organisations: 9, Periods: 8, Share50: 0.5, Share80: 0.7649, Share95: 0.9, UsualLow: 0.71, UsualHigh: 0.89, Independent: 61.4,
		Below: 10, Above: 18, Statements: 1, Brier: 0.09, Bins: []maturity.ReliabilityBin{{Statements: 1, Stated: 0.7, Came: 1}}, Corrected: 7, Illustrative: true, Verdict: maturity.VerdictAsSaid}
	write := func(at time.Time, measure, inputs string, stated, tested maturity.ReliabilityRecord) maturity.WriteCounts {
		t.Helper()
		counts, err := db.WriteReliability(ctx, at, maturity.Reliability{Measure: measure, InputsHash: inputs, Definition: "d", Stated: stated, BackTest: tested})
		if err != nil {
			t.Fatal(err)
		}
		return counts
	}
	write(first, "eps", "1", empty, full)
	write(first, "wards", "1", empty, empty)
	if c := write(second, "eps", "1", empty, full); c.Written != 0 || c.Unchanged != 1 {
		t.Errorf("the same again: %+v", c)
	}
	if c := write(second, "eps", "2", full, full); c.Written != 1 {
		t.Errorf("another: %+v", c)
	}
	if c := write(first.Add(time.Hour), "eps", "3", empty, empty); c.Written != 0 || c.Later != 1 {
		t.Errorf("time goes forward only: %+v", c)
	}
	for _, c := range []struct {
		name     string
		at       time.Time
		measures []string
		want     []maturity.Reliability
	}{
		{"before any", first.Add(-time.Hour), nil, []maturity.Reliability{}},
		{"as known then", first, []string{"eps"}, []maturity.Reliability{{Measure: "eps", Stated: empty, BackTest: full, InputsHash: "1", Definition: "d", KnownFrom: first, KnownTo: second}}},
		{"now, all", time.Time{}, nil, []maturity.Reliability{{Measure: "eps", Stated: full, BackTest: full, InputsHash: "2", Definition: "d", KnownFrom: second},
			{Measure: "wards", Stated: empty, BackTest: empty, InputsHash: "1", Definition: "d", KnownFrom: first}}},
		{"none known", time.Time{}, []string{"beds"}, []maturity.Reliability{}},
	} {
		got, err := db.Reliability(ctx, c.measures, c.at)
		if diff := cmp.Diff(c.want, got, cmpopts.EquateApproxTime(0)); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", c.name, err, diff)
		}
	}
	if closed, err := db.CloseOtherMeasures(ctx, second, []string{"eps"}); err != nil || closed != 1 {
		t.Errorf("%d closed: %v", closed, err)
	}
}
