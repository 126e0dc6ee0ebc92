package store

import (
	"encoding/base64"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// selection builds the conditions of a filter on observation o.
type selection struct {
	where []string
	args  []any
	at    string // parameter of the as-at time; "" for now
}

func (s *selection) add(condition string, args ...any) {
	for _, a := range args {
		s.args = append(s.args, a)
		condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(s.args)), 1)
	}
	s.where = append(s.where, condition)
}

func (s *selection) asAt(at time.Time) {
	if at.IsZero() {
		s.add(`o.known_to = 'infinity'`)
		return
	}
	s.add(`o.known_from <= ? AND o.known_to > ?`, at, at)
	s.at = fmt.Sprintf("$%d", len(s.args))
}

// within chooses a footprint and its members on the day of a time (zero: now).
func (s *selection) within(footprint maturity.OrganisationID, day time.Time) {
	if footprint == 0 {
		return
	}
	if day.IsZero() {
		day = time.Now()
	}
	s.add(`(o.organisation_id = ? OR o.organisation_id IN (SELECT from_id FROM relation
		WHERE to_id = ? AND kind = 'member_of' AND since <= ?::date AND until >= ?::date))`, footprint, footprint, day, day)
}

func selectObservations(f maturity.ObservationFilter, refs *refs) (*selection, error) {
	s := &selection{}
	s.asAt(f.AsAt)
	if len(f.Organisations) > 0 {
		s.add(`o.organisation_id = ANY (?)`, organisationArray(f.Organisations))
	}
	s.within(f.Footprint, f.AsAt)
	if len(f.Measures) > 0 {
		s.add(`o.measure_id = ANY (?::smallint[])`, catalogueNumbers(f.Measures, refs.measureID))
	}
	if len(f.Sources) > 0 {
		s.add(`o.source_id = ANY (?::smallint[])`, catalogueNumbers(f.Sources, refs.sourceID))
	}
	if len(f.Except) > 0 {
		s.add(`o.source_id <> ALL (?::smallint[])`, catalogueNumbers(f.Except, refs.sourceID))
	}
	if f.Kind != period.KindNone {
		s.add(`o.period_kind = ?`, int(f.Kind))
	}
	if f.From != 0 {
		s.add(`o.period_start >= ?`, f.From.String())
	}
	if f.To != 0 {
		s.add(`o.period_start <= ?`, f.To.String())
	}
	return s, s.after(f.Cursor)
}

// catalogueNumbers looks ids up; unknown ones are left out, so that they choose nothing.
func catalogueNumbers(ids []string, known map[string]int16) pq.Int32Array {
	out := pq.Int32Array{}
	for _, id := range ids {
		if n, ok := known[id]; ok {
			out = append(out, int32(n))
		}
	}
	return out
}

// maxCursorDay keeps a cursor that somebody made up within the dates of the database.
const maxCursorDay = 700_000

// A cursor is the key of the last row of a page, in text, in URL-safe base64.
const cursorForm = "%d.%d.%d.%d.%d"

func cursorOf(r observationRow, allSources bool) string {
	if !allSources {
		r.SourceID = math.MaxInt16 // the whole period is done with
	}
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, cursorForm, r.Organisation, r.MeasureID, r.Start, r.Kind, r.SourceID))
}

func (s *selection) after(cursor string) error {
	if cursor == "" {
		return nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	var organisation, start int32
	var measure, kind, source int16
	if err == nil {
		_, err = fmt.Sscanf(string(text), cursorForm, &organisation, &measure, &start, &kind, &source)
	}
	if err == nil && (start < -maxCursorDay || start > maxCursorDay) {
		err = fmt.Errorf("day %d", start)
	}
	if err != nil {
		return maturity.Wrap(err, maturity.Invalid, "The cursor cannot be read. Use the one the page before gave, unchanged.")
	}
	s.add(`(o.organisation_id, o.measure_id, o.period_start, o.period_kind, o.source_id) > (?, ?::smallint, ?::date, ?::smallint, ?::smallint)`,
		organisation, measure, period.Day(start).String(), kind, source)
	return nil
}

// query is the filter's statement in key order.
func (s *selection) query(all bool) string {
	where := ` FROM observation_shown o WHERE ` + strings.Join(s.where, ` AND `)
	if all {
		return `SELECT ` + observationColumns + commentColumn(s.at) + where + ` ORDER BY o.organisation_id, o.measure_id, o.period_start, o.period_kind, o.source_id`
	}
	where = ` FROM observation_shown o JOIN source ON source.id = o.source_id WHERE ` + strings.Join(s.where, ` AND `)
	return `SELECT DISTINCT ON (o.organisation_id, o.measure_id, o.period_start, o.period_kind) ` + observationColumns + commentColumn(s.at) + where + `
		ORDER BY o.organisation_id, o.measure_id, o.period_start, o.period_kind, source.preference, o.source_id`
}
