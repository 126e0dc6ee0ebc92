package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var deploymentOutcomeMerge = mergeKind{
	table:   "deployment_outcome",
	columns: `organisation_id integer, measure_id smallint, roadmap_id text, deployment text, initiative text, verdict text, inputs_hash text, record jsonb`,
	names:   `organisation_id, measure_id, roadmap_id, deployment, initiative, verdict, inputs_hash, record`,
	key:     `o.organisation_id = n.organisation_id AND o.measure_id = n.measure_id AND o.roadmap_id = n.roadmap_id AND o.deployment = n.deployment`,
	same:    `o.inputs_hash = n.inputs_hash AND o.initiative = n.initiative AND o.verdict = n.verdict AND o.record = n.record`,
}

var initiativeOutcomeMerge = mergeKind{
	table:   "initiative_outcome",
	columns: `roadmap_id text, initiative text, measure_id smallint, inputs_hash text, record jsonb`,
	names:   `roadmap_id, initiative, measure_id, inputs_hash, record`,
	key:     `o.roadmap_id = n.roadmap_id AND o.initiative = n.initiative AND o.measure_id = n.measure_id`,
	same:    `o.inputs_hash = n.inputs_hash AND o.record = n.record`,
}

// outcomeRecord is what a row of deployment_outcome says beside its columns.
type outcomeRecord struct {
	GoLive       period.Day      `json:"go_live"`
	Finished     bool            `json:"finished"`
	Reason       string          `json:"reason"`
	Level        *float64        `json:"level,omitempty"`
	Change       *float64        `json:"change,omitempty"`
	Peers        *float64        `json:"peers,omitempty"`
	Effect       *float64        `json:"effect,omitempty"`
	Low          *float64        `json:"low,omitempty"`
	High         *float64        `json:"high,omitempty"`
	PeerCount    int             `json:"peer_count"`
	Before       int             `json:"before"`
	After        int             `json:"after"`
	Step         bool            `json:"step"`
	StepWords    string          `json:"step_words,omitempty"`
	Illustrative bool            `json:"illustrative,omitempty"`
	Path         []outcomePlaced `json:"path,omitempty"`
}

type outcomePlaced struct {
	Period string   `json:"period"`
	Value  *float64 `json:"value,omitempty"`
	Low    *float64 `json:"low,omitempty"`
	Middle *float64 `json:"middle,omitempty"`
	High   *float64 `json:"high,omitempty"`
	Side   int      `json:"side,omitempty"`
}

type pooledRecord struct {
	OK           bool     `json:"ok"`
	Reason       string   `json:"reason,omitempty"`
	Count        int      `json:"count"`
	Gain         *float64 `json:"gain,omitempty"`
	Low          *float64 `json:"low,omitempty"`
	High         *float64 `json:"high,omitempty"`
	RangeLow     *float64 `json:"range_low,omitempty"`
	RangeHigh    *float64 `json:"range_high,omitempty"`
	Illustrative bool     `json:"illustrative,omitempty"`
}

// known is a number for JSON, which has no NaN.
func known(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

func unlessNaN(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}

// WriteOutcomes brings all outcomes of a measure into the tables, those of deployments and of initiatives; what nothing
// follows any more is closed.
func (db *DB) WriteOutcomes(ctx context.Context, asAt time.Time, measure string, deployments []maturity.DeploymentOutcome, initiatives []maturity.InitiativeOutcome) (maturity.WriteCounts, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return maturity.WriteCounts{}, err
	}
	id := refs.measureID[measure]
	var lines, pooled []byte
	for _, o := range deployments {
		record := outcomeRecord{o.GoLive, o.Finished, o.Reason, known(o.Level), known(o.Change), known(o.Peers), known(o.Effect), known(o.Low), known(o.High),
			o.PeerCount, o.Before, o.After, o.Step, o.StepWords, o.Illustrative, nil}
		for _, p := range o.Path {
			record.Path = append(record.Path, outcomePlaced{p.Period.Code(), known(p.Value), known(p.Low), known(p.Middle), known(p.High), p.Side})
		}
		lines = fmt.Appendf(lines, "%d\t%d\t", o.Organisation, id)
		if lines, err = appendRecord(lines, record, o.Roadmap, o.Deployment, o.Initiative, string(o.Verdict), o.InputsHash); err != nil {
			return maturity.WriteCounts{}, err
		}
	}
	for _, o := range initiatives {
		pooled = appendText(pooled, o.Roadmap)
		pooled = appendText(append(pooled, '\t'), o.Initiative)
		pooled = fmt.Appendf(pooled, "\t%d\t", id)
		record := pooledRecord{o.OK, o.Reason, o.Count, known(o.Gain), known(o.Low), known(o.High), known(o.RangeLow), known(o.RangeHigh), o.Illustrative}
		if pooled, err = appendRecord(pooled, record, o.InputsHash); err != nil {
			return maturity.WriteCounts{}, err
		}
	}
	counts, err := db.mergeResults(ctx, deploymentOutcomeMerge, asAt, id, lines, true)
	if err != nil {
		return counts, err
	}
	more, err := db.mergeResults(ctx, initiativeOutcomeMerge, asAt, id, pooled, true)
	return counts.Add(more), err
}

// appendRecord appends texts and then a record, as the rest of a line of COPY text.
func appendRecord(lines []byte, record any, texts ...string) ([]byte, error) {
	for _, text := range texts {
		lines = append(appendText(lines, text), '\t')
	}
	encoded, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("outcome: %w", err)
	}
	return append(appendText(lines, string(encoded)), '\n'), nil
}

// OutcomeMeasures lists the measures with an outcome that is believed now.
func (db *DB) OutcomeMeasures(ctx context.Context) (measures []string, err error) {
	err = db.x.SelectContext(ctx, &measures, `SELECT ref FROM measure WHERE id IN (
		SELECT measure_id FROM deployment_outcome WHERE known_to = 'infinity' UNION SELECT measure_id FROM initiative_outcome WHERE known_to = 'infinity') ORDER BY ref COLLATE "C"`)
	return measures, asError(err, "The outcomes could not be read.")
}

// DeploymentOutcomes gives the outcomes of a roadmap's deployments as at a time (zero: now), by initiative, deployment and measure.
func (db *DB) DeploymentOutcomes(ctx context.Context, roadmap string, asAt time.Time) ([]maturity.DeploymentOutcome, error) {
	var rows []struct {
		Organisation maturity.OrganisationID `db:"organisation_id"`
		Measure      string
		Deployment   string
		Initiative   string
		Verdict      maturity.OutcomeVerdict
		KnownFrom    time.Time `db:"known_from"`
		Inputs       string    `db:"inputs_hash"`
		Record       []byte
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT organisation_id, ref AS measure, deployment, initiative, verdict, known_from, inputs_hash, record
		FROM deployment_outcome JOIN measure ON measure.id = measure_id WHERE roadmap_id = $1 AND `+atTime+`
		ORDER BY initiative COLLATE "C", deployment COLLATE "C", ref COLLATE "C"`, roadmap, momentOrNow(asAt))
	if err != nil {
		return nil, asError(err, "The outcomes could not be read.")
	}
	out := make([]maturity.DeploymentOutcome, len(rows))
	for i, r := range rows {
		var x outcomeRecord
		if err := json.Unmarshal(r.Record, &x); err != nil {
			return nil, asError(err, "The outcomes could not be read.")
		}
		o := maturity.DeploymentOutcome{Roadmap: roadmap, Deployment: r.Deployment, Initiative: r.Initiative, Organisation: r.Organisation, Measure: r.Measure,
			GoLive: x.GoLive, Finished: x.Finished, KnownFrom: r.KnownFrom, Verdict: r.Verdict, Reason: x.Reason, Level: unlessNaN(x.Level), Change: unlessNaN(x.Change),
			Peers: unlessNaN(x.Peers), Effect: unlessNaN(x.Effect), Low: unlessNaN(x.Low), High: unlessNaN(x.High), PeerCount: x.PeerCount, Before: x.Before,
			After: x.After, Step: x.Step, StepWords: x.StepWords, Illustrative: x.Illustrative, InputsHash: r.Inputs}
		for _, p := range x.Path {
			at, err := period.FromCode(p.Period)
			if err != nil {
				return nil, asError(err, "The outcomes could not be read.")
			}
			o.Path = append(o.Path, maturity.OutcomePoint{Period: at, Value: unlessNaN(p.Value), Low: unlessNaN(p.Low), Middle: unlessNaN(p.Middle), High: unlessNaN(p.High), Side: p.Side})
		}
		out[i] = o
	}
	return out, nil
}

// InitiativeOutcomes gives a roadmap's outcomes by initiative as at a time (zero: now), by initiative and measure.
func (db *DB) InitiativeOutcomes(ctx context.Context, roadmap string, asAt time.Time) ([]maturity.InitiativeOutcome, error) {
	var rows []struct {
		Initiative, Measure string
		KnownFrom           time.Time `db:"known_from"`
		Inputs              string    `db:"inputs_hash"`
		Record              []byte
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT initiative, ref AS measure, known_from, inputs_hash, record FROM initiative_outcome JOIN measure ON measure.id = measure_id
		WHERE roadmap_id = $1 AND `+atTime+` ORDER BY initiative COLLATE "C", ref COLLATE "C"`, roadmap, momentOrNow(asAt))
	if err != nil {
		return nil, asError(err, "The outcomes could not be read.")
	}
	out := make([]maturity.InitiativeOutcome, len(rows))
	for i, r := range rows {
		var x pooledRecord
		if err := json.Unmarshal(r.Record, &x); err != nil {
			return nil, asError(err, "The outcomes could not be read.")
		}
		out[i] = maturity.InitiativeOutcome{Roadmap: roadmap, Initiative: r.Initiative, Measure: r.Measure, KnownFrom: r.KnownFrom, OK: x.OK, Reason: x.Reason, Count: x.Count,
			Gain: unlessNaN(x.Gain), Low: unlessNaN(x.Low), High: unlessNaN(x.High), RangeLow: unlessNaN(x.RangeLow), RangeHigh: unlessNaN(x.RangeHigh),
			Illustrative: x.Illustrative, InputsHash: r.Inputs}
	}
	return out, nil
}

// atTime is the condition that a row is believed at $2, or now where that is NULL.
const atTime = `CASE WHEN $2::timestamptz IS NULL THEN known_to = 'infinity' ELSE known_from <= $2 AND known_to > $2 END`

func momentOrNow(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at
}
