package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

type findingRow struct {
	ID           int64
	Rule         string
	Organisation maturity.OrganisationID `db:"organisation_id"`
	Measure      int16                   `db:"measure_id"`
	Kind         period.Kind             `db:"period_kind"`
	Start        period.Day
	Source       int16 `db:"source_id"`
	Other        string
	Severity     maturity.Level
	Message      string
	Left         string `db:"seen_left"`
	Right        string `db:"seen_right"`
	Acceptable   bool
	FirstSeen    time.Time    `db:"first_seen"`
	LastSeen     time.Time    `db:"last_seen"`
	ResolvedAt   sql.NullTime `db:"resolved_at"`
	AcceptedBy   string       `db:"accepted_by"`
	AcceptedAt   sql.NullTime `db:"accepted_at"`
	Comment      string
}

func (r findingRow) finding(refs *refs) maturity.Finding {
	f := maturity.Finding{ID: r.ID, FindingKey: maturity.FindingKey{Rule: r.Rule, Organisation: r.Organisation, Measure: refs.measureRef[r.Measure],
		Period: period.Period{Kind: r.Kind, Start: r.Start}, Source: refs.sourceRef[r.Source], Other: r.Other},
		Severity: r.Severity, Message: r.Message, Left: r.Left, Right: r.Right, Acceptable: r.Acceptable, FirstSeen: r.FirstSeen, LastSeen: r.LastSeen, ResolvedAt: r.ResolvedAt.Time}
	if r.AcceptedAt.Valid {
		f.Accepted = &maturity.Acceptance{By: r.AcceptedBy, At: r.AcceptedAt.Time, Comment: r.Comment}
	}
	return f
}

// A finding whose value has been masked since is not shown: its numbers would be.
const stillShown = `EXISTS (SELECT 1 FROM observation_shown v WHERE v.organisation_id = o.organisation_id AND v.measure_id = o.measure_id AND v.period_start = o.period_start
	AND v.period_kind = o.period_kind AND v.source_id = o.source_id AND v.known_to = 'infinity' AND v.state <> 5)`

var findingStates = map[maturity.FindingState]string{
	"": `o.resolved_at IS NULL AND o.accepted_at IS NULL`, maturity.FindingOpen: `o.resolved_at IS NULL AND o.accepted_at IS NULL`,
	maturity.FindingAccepted: `o.resolved_at IS NULL AND o.accepted_at IS NOT NULL`, maturity.FindingResolved: `o.resolved_at IS NOT NULL`,
}

const severityRank = `CASE o.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END`

func selectFindings(f maturity.FindingFilter, refs *refs) (*selection, error) {
	s := &selection{}
	state, known := findingStates[f.State]
	if !known {
		return s, maturity.Errorf(maturity.Invalid, "The state of a finding is open, accepted or resolved.")
	}
	s.add(state)
	s.add(stillShown)
	if f.Severity != "" {
		s.add(`o.severity = ?`, string(f.Severity))
	}
	if f.Rule != "" {
		s.add(`o.rule = ?`, f.Rule)
	}
	if f.Measure != "" {
		s.add(`o.measure_id = ANY (?::smallint[])`, catalogueNumbers([]string{f.Measure}, refs.measureID))
	}
	if len(f.Organisations) > 0 {
		s.add(`o.organisation_id = ANY (?)`, organisationArray(f.Organisations))
	}
	s.within(f.Footprint, time.Time{})
	if f.ID != 0 {
		s.add(`o.id = ?`, f.ID)
	}
	if f.Key == nil {
		return s, nil
	}
	p, err := period.FromCode(f.Key.Period)
	s.add(`o.organisation_id = ?`, f.Key.Organisation)
	s.add(`o.measure_id = ANY (?::smallint[])`, catalogueNumbers([]string{f.Key.Measure}, refs.measureID))
	s.add(`o.period_kind = ?`, int(p.Kind))
	s.add(`o.period_start = ?`, p.Start.String())
	return s, err
}

// Findings gives a page of findings, the gravest first, among these the newest period first; next is where it ended.
func (db *DB) Findings(ctx context.Context, f maturity.FindingFilter) (page []maturity.Finding, next string, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, "", err
	}
	s, err := selectFindings(f, refs)
	if err != nil {
		return nil, "", err
	}
	if f.After != "" {
		var rank, day int32
		var id int64
		if n, err := fmt.Sscanf(f.After, "%d.%d.%d", &rank, &day, &id); err != nil || n != 3 || day < -maxCursorDay || day > maxCursorDay {
			return nil, "", maturity.Errorf(maturity.Invalid, "The cursor cannot be read. Use the one the page before gave, unchanged.")
		}
		s.add(`(`+severityRank+`, date '1970-01-01' - o.period_start, o.id) > (?::integer, ?::integer, ?::bigint)`, rank, -day, id)
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 100
	}
	var rows []findingRow
	err = db.x.SelectContext(ctx, &rows, `SELECT o.id, o.rule, o.organisation_id, o.measure_id, o.period_kind, o.period_start - date '1970-01-01' AS start, o.source_id, o.other,
			o.severity, o.message, o.seen_left, o.seen_right, o.acceptable, o.first_seen, o.last_seen, o.resolved_at, o.accepted_by, o.accepted_at, o.comment
		FROM finding o WHERE `+strings.Join(s.where, ` AND `)+fmt.Sprintf(` ORDER BY `+severityRank+`, o.period_start DESC, o.id LIMIT %d`, limit+1), s.args...)
	if err != nil {
		return nil, "", asError(err, "The findings could not be read.")
	}
	for i, r := range rows {
		if i == limit {
			last := rows[i-1]
			next = fmt.Sprintf("%d.%d.%d", map[maturity.Level]int{maturity.LevelError: 0, maturity.LevelWarning: 1, maturity.LevelInfo: 2}[last.Severity], int32(last.Start), last.ID)
			break
		}
		page = append(page, r.finding(refs))
	}
	return page, next, nil
}

// Finding reads one finding; NotFound where there is none, or its value has been masked.
func (db *DB) Finding(ctx context.Context, id int64) (maturity.Finding, error) {
	for _, state := range []maturity.FindingState{maturity.FindingOpen, maturity.FindingAccepted, maturity.FindingResolved} {
		page, _, err := db.Findings(ctx, maturity.FindingFilter{ID: id, State: state, Limit: 1})
		if err != nil || len(page) > 0 {
			return append(page, maturity.Finding{})[0], err
		}
	}
	return maturity.Finding{}, maturity.Errorf(maturity.NotFound, "There is no such finding.")
}

// CountFindings counts open findings by severity, and accepted ones; the filter's state and severity are not looked at.
func (db *DB) CountFindings(ctx context.Context, f maturity.FindingFilter) (n maturity.FindingCounts, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return n, err
	}
	f.State, f.Severity = maturity.FindingOpen, ""
	s, err := selectFindings(f, refs)
	if err != nil {
		return n, err
	}
	s.where[0] = `o.resolved_at IS NULL`
	err = db.x.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE accepted_at IS NULL AND severity = 'error'), count(*) FILTER (WHERE accepted_at IS NULL AND severity = 'warning'),
		count(*) FILTER (WHERE accepted_at IS NULL AND severity = 'info'), count(*) FILTER (WHERE accepted_at IS NOT NULL)
		FROM finding o WHERE `+strings.Join(s.where, ` AND `), s.args...).Scan(&n.Errors, &n.Warnings, &n.Infos, &n.Accepted)
	return n, asError(err, "The findings could not be counted.")
}

// FindingRules lists the rules that have findings which are not resolved, in order of id.
func (db *DB) FindingRules(ctx context.Context) (out []string, err error) {
	err = db.x.SelectContext(ctx, &out, `SELECT DISTINCT rule FROM finding WHERE resolved_at IS NULL ORDER BY rule`)
	return out, asError(err, "")
}
