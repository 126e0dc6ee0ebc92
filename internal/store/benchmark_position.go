package store

import (
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// positionColumns are what positionRow reads, of a table called o.
const positionColumns = `o.organisation_id AS organisation, o.measure_id AS measure, o.benchmark_ref AS benchmark, o.period_kind AS kind,
	o.period_start - date '1970-01-01' AS start, o.known_from, o.value, o.reference, o.centile, o.place, o.better, o.peers, o.indicative, o.reason,
	o.by_tolerance, o.by_interval, o.low, o.high, o.peer_codes`

type positionRow struct {
	Organisation                  maturity.OrganisationID
	Measure                       int16
	Benchmark                     string
	Kind                          period.Kind
	Start                         period.Day
	KnownFrom                     time.Time `db:"known_from"`
	Value                         float64
	Reference, Centile, Low, High *float64
	Place                         maturity.Position
	ByTolerance                   maturity.Position `db:"by_tolerance"`
	ByInterval                    maturity.Position `db:"by_interval"`
	Better                        *bool
	Peers                         int
	Indicative                    bool
	Reason                        string
	PeerCodes                     pq.StringArray `db:"peer_codes"`
}

// textArray is a list as PostgreSQL reads it.
func textArray(list []string) string {
	text, _ := pq.StringArray(list).Value() // texts always have a form
	if text == nil {
		return "{}"
	}
	return text.(string)
}

func (r positionRow) codes() []string {
	if len(r.PeerCodes) == 0 {
		return nil
	}
	return r.PeerCodes
}

func (r positionRow) result(refs *refs) maturity.BenchmarkResult {
	return maturity.BenchmarkResult{Organisation: r.Organisation, Measure: refs.measureRef[r.Measure], Benchmark: r.Benchmark,
		Period: period.Period{Kind: r.Kind, Start: r.Start}, KnownFrom: r.KnownFrom, Value: r.Value, Reference: orNotGiven(r.Reference),
		Position: r.Place, ByTolerance: r.ByTolerance, ByInterval: r.ByInterval, Low: orNotGiven(r.Low), High: orNotGiven(r.High),
		Better: r.Better, Centile: orNotGiven(r.Centile), Peers: r.Peers, PeerCodes: r.codes(), Indicative: r.Indicative, Reason: r.Reason}
}
