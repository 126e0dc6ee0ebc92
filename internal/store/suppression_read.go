package store

import (
	"context"
	"database/sql"
	"math"
	"time"

	"waymark/internal/disclosure"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// figureRow is a row of observation as the choice of what is held back needs it.
type figureRow struct {
	Organisation int32           `db:"organisation_id"`
	Body         string          `db:"kind"`
	Source       int16           `db:"source_id"`
	Preference   int16           `db:"preference"`
	KnownFrom    time.Time       `db:"known_from"`
	KnownTo      sql.NullTime    `db:"known_to"`
	State        maturity.State  `db:"state"`
	Value        sql.NullFloat64 `db:"value"`
	Numerator    sql.NullFloat64 `db:"numerator"`
	Denominator  sql.NullFloat64 `db:"denominator"`
	Suppressed   int16           `db:"suppressed"`
	Submission   int64           `db:"submission_id"`
	Fresh        bool            `db:"fresh"`
	Least        int             `db:"small_number"`
	Counts       bool            `db:"counts"`
	Parts        bool            `db:"parts"`
	Per          float64         `db:"per"`
}

func (r figureRow) figure() disclosure.Figure {
	f := disclosure.Figure{Body: r.Organisation, Source: r.Source, Rank: r.Preference, From: r.KnownFrom.UnixMicro(), To: math.MaxInt64, Per: r.Per,
		Hidden: r.Suppressed > 0, Fresh: r.Fresh}
	f.Counts = disclosure.Counts{Numerator: orNaN(r.Numerator), Denominator: orNaN(r.Denominator), Value: orNaN(r.Value), Count: r.Counts, Part: r.Parts}
	if r.KnownTo.Valid {
		f.To = r.KnownTo.Time.UnixMicro()
	}
	switch r.State {
	case maturity.Suppressed, maturity.BelowBound, maturity.AboveBound:
		f.Blank = true
	}
	return f
}

// read gives every row of a table that ever was, plans left out.
func (s *suppression) read(ctx context.Context, t table) (out []figureRow, err error) {
	err = s.tx.SelectContext(ctx, &out, `
		SELECT o.organisation_id, organisation.kind, o.source_id, source.preference, o.known_from, nullif(o.known_to, 'infinity') AS known_to, o.state,
			o.value, o.numerator, o.denominator, o.suppressed, o.submission_id, o.submission_id = $4 AS fresh, m.small_number, m.counts, m.parts, m.per
		FROM `+bothHalves+` o JOIN organisation ON organisation.id = o.organisation_id JOIN source ON source.id = o.source_id
		JOIN measure m ON m.id = o.measure_id
		WHERE o.measure_id = $1 AND o.period_kind = $2 AND o.period_start = date '1970-01-01' + $3::integer AND NOT source.is_plan
		ORDER BY o.organisation_id, o.source_id, o.known_from`, t.Measure, int(t.Kind), int(t.Start), s.submission)
	return out, err
}

// datedLink is a relation by which a body belongs to another.
type datedLink struct {
	disclosure.Link
	Since, Until sql.NullInt32 // days since 1970
}

func (s *suppression) readLinks(ctx context.Context) error {
	if s.links != nil {
		return nil
	}
	rows, err := s.tx.QueryContext(ctx, `
		SELECT from_id, to_id, kind, CASE WHEN isfinite(since) THEN since - date '1970-01-01' END, CASE WHEN isfinite(until) THEN until - date '1970-01-01' END
		FROM relation WHERE kind IN ($1, $2, $3) ORDER BY to_id, from_id, kind, relation.since`, maturity.MemberOf, maturity.PartOf, maturity.CommissionedBy)
	if err != nil {
		return err
	}
	defer rows.Close()
	s.links = []datedLink{}
	for rows.Next() {
		var l datedLink
		if err := rows.Scan(&l.From, &l.To, &l.Kind, &l.Since, &l.Until); err != nil {
			return err
		}
		s.links = append(s.links, l)
	}
	return rows.Err()
}

// linksIn gives the links that hold on any day of a period.
func linksIn(all []datedLink, p period.Period) (out []disclosure.Link) {
	first, last := int32(p.Start), int32(p.End())
	for _, l := range all {
		if (!l.Since.Valid || l.Since.Int32 <= last) && (!l.Until.Valid || l.Until.Int32 >= first) {
			out = append(out, l.Link)
		}
	}
	return out
}
