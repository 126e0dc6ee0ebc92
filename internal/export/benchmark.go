package export

import (
	"time"

	"waymark/internal/maturity"
)

// Position is an organisation's value in its latest complete period against a benchmark.
type Position struct {
	Subject
	Benchmark      string    `json:"benchmark" doc:"Id of the benchmark"`
	BenchmarkTitle string    `json:"benchmark_title"`
	Method         string    `json:"method" enum:"published,mean,median,ratio" doc:"How the benchmark's value comes about; published: as its publisher prints it"`
	Period         string    `json:"period"`
	PeriodLabel    string    `json:"period_label"`
	Value          *float64  `json:"value" doc:"The organisation's value"`
	Reference      *float64  `json:"reference" doc:"The benchmark's value; null when it cannot be given, and then reason says why"`
	Position       string    `json:"position" enum:"above,similar,below,unknown"`
	PositionBasis  string    `json:"position_basis" enum:",interval and tolerance,tolerance" doc:"How it was judged; by tolerance alone where the value is no proportion with its counts. Empty when unknown"`
	ByTolerance    string    `json:"by_tolerance" enum:"above,similar,below,unknown" doc:"By the measure's tolerance alone"`
	ByInterval     string    `json:"by_interval" enum:",above,similar,below" doc:"By the 95 % interval alone; empty without one"`
	IntervalLow    *float64  `json:"interval_low" doc:"95 % Wilson score interval of the value; null where it is no proportion with its counts"`
	IntervalHigh   *float64  `json:"interval_high"`
	Better         *bool     `json:"better" doc:"Null when the position is similar or unknown, or neither direction is better"`
	Centile        *float64  `json:"centile" doc:"Share of peers at or below, 0 to 100; never for self-assessed scores"`
	Peers          *int      `json:"peers" doc:"Organisations in the benchmark; null where its publisher does not say"`
	PeerCodes      []string  `json:"peer_codes" nullable:"false" doc:"Who they are, the nearest first, where they were chosen for this organisation"`
	Indicative     bool      `json:"indicative" doc:"Compared with the average of another instrument"`
	Reason         string    `json:"reason" doc:"Why the position is unknown or indicative"`
	KnownFrom      time.Time `json:"known_from" doc:"As-at time it was computed for"`
	WhereFrom      *string   `json:"where_from" doc:"Page that traces the value; null for a footprint's computed value"`
	Provenance
}

// position makes the row of a position. sources are the ids of those that the organisation's value comes from.
func (n Namer) position(r maturity.BenchmarkResult, computed bool, sources ...string) Position {
	organisation, subject := n.subject(r.Organisation, r.Measure)
	title, method := n.benchmark(r.Benchmark)
	row := Position{Subject: subject, Benchmark: r.Benchmark, BenchmarkTitle: title, Method: method, Period: r.Period.Code(), PeriodLabel: r.Period.Label(),
		Value: number(r.Value), Reference: number(r.Reference), Position: string(r.Position), Better: r.Better, Centile: number(r.Centile), Peers: stated(r.Peers, method),
		PositionBasis: r.Basis(), ByTolerance: string(r.ByTolerance), ByInterval: string(r.ByInterval), IntervalLow: number(r.Low), IntervalHigh: number(r.High),
		PeerCodes:  append([]string{}, r.PeerCodes...),
		Indicative: r.Indicative, Reason: r.Reason, KnownFrom: r.KnownFrom.UTC(), Provenance: n.provenance(sources...)}
	if !computed {
		link := n.whereFrom(organisation.Code, r.Measure, r.Period)
		row.WhereFrom = &link
	}
	return row
}

// BenchmarkValue is the value of a benchmark in a period.
type BenchmarkValue struct {
	MeasureSubject
	Benchmark      string   `json:"benchmark" doc:"Id of the benchmark"`
	BenchmarkTitle string   `json:"benchmark_title"`
	Method         string   `json:"method" enum:"published,mean,median,ratio"`
	Population     string   `json:"population" doc:"Kind of organisation it speaks of, where the benchmark is per kind"`
	Period         string   `json:"period"`
	PeriodLabel    string   `json:"period_label"`
	Value          *float64 `json:"value" doc:"Null when it cannot be given, and then reason says why"`
	Peers          *int     `json:"peers" doc:"Organisations in it; null where its publisher does not say"`
	Centile5       *float64 `json:"centile_5"`
	Centile25      *float64 `json:"centile_25"`
	Centile50      *float64 `json:"centile_50"`
	Centile75      *float64 `json:"centile_75"`
	Centile95      *float64 `json:"centile_95"`
	Reason         string   `json:"reason"`
	Provenance
}

// benchmarkValue makes the row of a benchmark's value. sources are the ids of those that values in it come from.
func (n Namer) benchmarkValue(v maturity.BenchmarkValue, sources ...string) BenchmarkValue {
	_, measure := n.measure(v.Measure)
	title, method := n.benchmark(v.Benchmark)
	row := BenchmarkValue{MeasureSubject: measure, Benchmark: v.Benchmark, BenchmarkTitle: title, Method: method, Population: v.Population, Period: v.Period.Code(),
		PeriodLabel: v.Period.Label(), Value: number(v.Value), Peers: stated(v.Peers, method), Reason: v.Reason, Provenance: n.provenance(sources...)}
	if len(v.Centiles) == 5 {
		for i, into := range []**float64{&row.Centile5, &row.Centile25, &row.Centile50, &row.Centile75, &row.Centile95} {
			*into = number(v.Centiles[i])
		}
	}
	return row
}

func (n Namer) benchmark(id string) (title, method string) {
	b, ok := n.Catalogue.Benchmark(id)
	if !ok {
		return id, string(maturity.BenchmarkPublished)
	}
	return b.Title, string(b.Method)
}

// stated is null for the 0 that stands for "not said" beside a published value.
func stated(peers int, method string) *int {
	if peers == 0 && method == string(maturity.BenchmarkPublished) {
		return nil
	}
	return &peers
}
