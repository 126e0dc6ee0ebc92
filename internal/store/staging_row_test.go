package store

import (
	"math"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

func TestRowsAsCopyText(t *testing.T) {
	known := &refs{measureID: map[string]int16{"eps": 3}}
	base := maturity.Observation{Organisation: 7, Measure: "eps", Period: period.Of(period.KindMonth, period.Date(2018, 7, 1)), State: maturity.Reported,
		Value: 41.5, Numerator: math.NaN(), Denominator: math.NaN(), Cell: maturity.Cell{Row: 14, Column: 3}}
	for name, c := range map[string]struct {
		change func(*maturity.Observation)
		want   string // "" for a refusal
	}{
		"a value":             {func(*maturity.Observation) {}, `7	3	2	2018-07-01	1	0	41.5	\N	\N	0	14	3	\N`},
		"a ratio":             {func(o *maturity.Observation) { o.Numerator, o.Denominator = 83, 200 }, `7	3	2	2018-07-01	1	0	41.5	83	200	0	14	3	\N`},
		"minus zero":          {func(o *maturity.Observation) { o.Value = math.Copysign(0, -1) }, `7	3	2	2018-07-01	1	0	0	\N	\N	0	14	3	\N`},
		"the shortest form":   {func(o *maturity.Observation) { o.Value = 1.0 / 3 }, `7	3	2	2018-07-01	1	0	0.3333333333333333	\N	\N	0	14	3	\N`},
		"a large number":      {func(o *maturity.Observation) { o.Value = 1e300 }, `7	3	2	2018-07-01	1	0	1e+300	\N	\N	0	14	3	\N`},
		"a state":             {func(o *maturity.Observation) { o.State, o.Value = maturity.Suppressed, math.NaN() }, `7	3	2	2018-07-01	5	0	\N	\N	\N	0	14	3	\N`},
		"flags":               {func(o *maturity.Observation) { o.Flags = maturity.Estimated | maturity.Provisional }, `7	3	2	2018-07-01	1	5	41.5	\N	\N	0	14	3	\N`},
		"text with escapes":   {func(o *maturity.Observation) { o.Seen = "\\N\t4\\1\r\n" }, `7	3	2	2018-07-01	1	0	41.5	\N	\N	0	14	3	\\N\t4\\1\r\n`},
		"text with a NUL":     {func(o *maturity.Observation) { o.Seen = "4\x001" }, `7	3	2	2018-07-01	1	0	41.5	\N	\N	0	14	3	4�1`},
		"text that is broken": {func(o *maturity.Observation) { o.Seen = "4\xff1" }, `7	3	2	2018-07-01	1	0	41.5	\N	\N	0	14	3	4�1`},
		"infinity":            {func(o *maturity.Observation) { o.Value = math.Inf(1) }, ""},
		"infinite numerator":  {func(o *maturity.Observation) { o.Numerator = math.Inf(-1) }, ""},
		"reported, no number": {func(o *maturity.Observation) { o.Value = math.NaN() }, ""},
		"unknown measure":     {func(o *maturity.Observation) { o.Measure = "erd" }, ""},
	} {
		o := base
		c.change(&o)
		got, err := newRowEncoder(known, newOrderly(nil)).append(nil, o)
		if (err != nil) != (c.want == "") || err == nil && string(got) != c.want {
			t.Errorf("%s: %q %v, want %q", name, got, err, c.want)
		}
	}
	long := base
	long.Seen = strings.Repeat("é", 10_000)
	if got, err := newRowEncoder(known, newOrderly(nil)).append(nil, long); err != nil || len(got) > 600 || !strings.HasSuffix(string(got), "é…") {
		t.Errorf("a long text becomes %d bytes, %v", len(got), err)
	}
}

func TestOrderlyNeverSaysSoWrongly(t *testing.T) {
	july, august := period.Of(period.KindMonth, period.Date(2018, 7, 1)), period.Of(period.KindMonth, period.Date(2018, 8, 1))
	quarter := period.Of(period.KindQuarter, period.Date(2018, 7, 1))
	row := func(organisation int32, p period.Period, value float64) maturity.Observation {
		o := maturity.Observation{Organisation: maturity.OrganisationID(organisation), Measure: "eps", Period: p, State: maturity.Reported, Value: value}
		if math.IsNaN(value) {
			o.State = maturity.NotAvailable
		}
		return o
	}
	for name, c := range map[string]struct {
		rows []maturity.Observation
		want bool
	}{
		"month after month":          {[]maturity.Observation{row(1, july, 40), row(2, july, 90), row(1, august, 45), row(2, august, 95)}, true},
		"organisation after another": {[]maturity.Observation{row(1, july, 40), row(1, august, 45), row(2, july, 90)}, true},
		"newest first":               {[]maturity.Observation{row(1, august, 45), row(1, july, 40)}, false},
		"the same twice":             {[]maturity.Observation{row(1, july, 40), row(1, july, 40)}, false},
		"a month and its quarter":    {[]maturity.Observation{row(1, july, 40), row(1, quarter, 45)}, true},
		"a jump":                     {[]maturity.Observation{row(1, july, 40), row(1, august, 50.1)}, false},
		"a state is no jump":         {[]maturity.Observation{row(1, july, 40), row(1, august, math.NaN())}, true},
	} {
		w := newOrderly(map[string]float64{"eps": 10})
		for _, o := range c.rows {
			w.see(o, 3)
		}
		if w.broken == c.want {
			t.Errorf("%s: orderly is %v, want %v", name, !w.broken, c.want)
		}
	}
	many := newOrderly(nil)
	for i := range int32(maxSeriesTracked + 1) {
		many.see(row(i, july, 1), 3)
	}
	if !many.broken || many.last != nil {
		t.Error("the memory of orderly is not bounded")
	}
}
