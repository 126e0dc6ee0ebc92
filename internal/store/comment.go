package store

import (
	"context"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// putComments keeps comments on stored values from a time on; rows gives, as a query, organisation, measure, kind and
// start of the period, source, words, login and the time. Other words on the same value end; the same words stay. A comment is
// for the value as it was believed then: when the value is replaced later, the comment is not shown with the new one.
func (tx *Tx) putComments(ctx context.Context, rows string, args ...any) error {
	const names = ` AS given (organisation_id, measure_id, period_kind, period_start, source_id, words, set_by, known_from) `
	const same = `c.organisation_id = given.organisation_id AND c.measure_id = given.measure_id AND c.period_kind = given.period_kind
		AND c.period_start = given.period_start AND c.source_id = given.source_id AND c.known_to = 'infinity'`
	if _, err := tx.ExecContext(ctx, `UPDATE observation_comment c SET known_to = greatest(given.known_from, c.known_from + interval '1 microsecond')
		FROM (`+rows+`)`+names+`WHERE `+same+` AND c.words <> given.words`, args...); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO observation_comment (organisation_id, measure_id, period_kind, period_start, source_id, words, set_by, known_from)
		SELECT given.organisation_id, given.measure_id, given.period_kind, given.period_start, given.source_id, given.words, given.set_by,
			greatest(given.known_from, (SELECT max(known_to) FROM observation_comment c WHERE `+strings.Replace(same, "= 'infinity'", "<> 'infinity'", 1)+`))
		FROM (`+rows+`)`+names+`WHERE NOT EXISTS (SELECT 1 FROM observation_comment c WHERE `+same+`)`, args...)
	return err
}

// publishComments takes the comments of a return along when its values are published: the comment is then printed with
// the value. It belongs into the transaction that publishes.
func (tx *Tx) publishComments(ctx context.Context, id int64, source int16, at time.Time) error {
	return tx.putComments(ctx, `SELECT r.organisation_id, v.measure_id, r.period_kind, r.period_start, $2::smallint, v.comment, v.saved_by, $3::timestamptz
		FROM return_value v JOIN return r ON r.id = v.return_id WHERE v.return_id = $1 AND v.comment <> ''`, id, source, at)
}

// ofValue joins a comment c with the value o it was made on. What is suppressed has no comment: words could tell it.
const ofValue = `c.organisation_id = o.organisation_id AND c.measure_id = o.measure_id AND c.period_start = o.period_start AND c.period_kind = o.period_kind
	AND c.source_id = o.source_id AND c.known_from >= o.known_from AND o.state <> 5`

// commentColumn is the comment on a value o as known at a time, a parameter; "" for now.
func commentColumn(at string) string {
	believed := `c.known_to = 'infinity'`
	if at != "" {
		believed = `c.known_from <= ` + at + ` AND c.known_to > ` + at
	}
	return `, coalesce((SELECT c.words FROM observation_comment c WHERE ` + ofValue + ` AND ` + believed + `), '') AS comment`
}

// Comments lists the comments on stored values, in order of organisation, measure, period and source.
func (db *DB) Comments(ctx context.Context, f maturity.CommentFilter) ([]maturity.Comment, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	s := selection{}
	s.asAt(f.AsAt)
	believed := `c.known_to = 'infinity'`
	if !f.AsAt.IsZero() {
		s.add(`c.known_from <= ?`, f.AsAt)
		s.add(`c.known_to > ?`, f.AsAt)
		believed = `true`
	}
	s.add(believed)
	if len(f.Organisations) > 0 {
		s.add(`o.organisation_id = ANY (?)`, organisationArray(f.Organisations))
	}
	if len(f.Measures) > 0 {
		s.add(`o.measure_id = ANY (?::smallint[])`, catalogueNumbers(f.Measures, refs.measureID))
	}
	var rows []struct {
		Organisation maturity.OrganisationID `db:"organisation_id"`
		Measure      int16                   `db:"measure_id"`
		Kind         period.Kind             `db:"period_kind"`
		Start        period.Day
		Source       int16 `db:"source_id"`
		Words        string
		By           string    `db:"set_by"`
		KnownFrom    time.Time `db:"known_from"`
	}
	err = db.x.SelectContext(ctx, &rows, `SELECT o.organisation_id, o.measure_id, o.period_kind, o.period_start - date '1970-01-01' AS start, o.source_id, c.words, c.set_by, c.known_from
		FROM observation_comment c JOIN observation_shown o ON `+ofValue+` WHERE `+strings.Join(s.where, ` AND `)+`
		ORDER BY o.organisation_id, o.measure_id, o.period_start, o.period_kind, o.source_id`, s.args...)
	if err != nil {
		return nil, asError(err, "The comments could not be read.")
	}
	out := make([]maturity.Comment, len(rows))
	for i, r := range rows {
		out[i] = maturity.Comment{Organisation: r.Organisation, Measure: refs.measureRef[r.Measure], Period: period.Period{Kind: r.Kind, Start: r.Start},
			Source: refs.sourceRef[r.Source], Text: r.Words, By: r.By, KnownFrom: r.KnownFrom}
	}
	return out, nil
}
