package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const whereFrom = `
	SELECT ` + observationColumns + `, s.received_at, s.submitted_by, s.via, s.file_name, s.size, s.sha256, s.layout, s.layout_version, s.reason, s.reason_words,
		source.preference
	FROM observation_shown o JOIN source ON source.id = o.source_id LEFT JOIN submission s ON s.id = o.submission_id
	WHERE o.organisation_id = $1 AND o.measure_id = $2 AND o.period_start = $3 AND o.period_kind = $4
	ORDER BY source.preference, o.source_id, o.known_from DESC`

type originRow struct {
	observationRow
	ReceivedAt  sql.NullTime   `db:"received_at"`
	SubmittedBy sql.NullString `db:"submitted_by"`
	Via         sql.NullString `db:"via"`
	FileName    sql.NullString `db:"file_name"`
	Size        sql.NullInt64  `db:"size"`
	SHA256      sql.NullString `db:"sha256"`
	Layout      sql.NullString `db:"layout"`
	Version     sql.NullInt64  `db:"layout_version"`
	Reason      sql.NullString `db:"reason"`
	ReasonWords sql.NullString `db:"reason_words"`
	Preference  int            `db:"preference"`
}

// WhereFrom gives everything that was ever believed of one organisation, measure and period: preferred source first,
// newest first within a source, each with the submission it came from and what it replaced. asAt (zero: now) decides
// which one is marked as preferred, which is none of the sources in plans; later rows are given too.
func (db *DB) WhereFrom(ctx context.Context, organisation maturity.OrganisationID, measure string, p period.Period, plans []string, asAt time.Time) ([]maturity.Origin, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	var rows []originRow
	if err := db.x.SelectContext(ctx, &rows, whereFrom, organisation, refs.measureID[measure], p.Start.String(), int(p.Kind)); err != nil {
		return nil, asError(err, "The origin of the value could not be read.")
	}
	out, preferred := make([]maturity.Origin, len(rows)), false
	for i, r := range rows {
		o := r.observation(refs)
		out[i] = maturity.Origin{Observation: o, Submission: maturity.Submission{ID: o.Submission, ReceivedAt: r.ReceivedAt.Time, SubmittedBy: r.SubmittedBy.String,
			Via: r.Via.String, FileName: r.FileName.String, Size: r.Size.Int64, SHA256: r.SHA256.String, Layout: r.Layout.String, Version: int(r.Version.Int64),
			Reason: maturity.CorrectionReason(r.Reason.String), ReasonWords: r.ReasonWords.String}}
		if !preferred && o.BelievedAt(asAt) && !slices.Contains(plans, o.Source) {
			out[i].Preferred, preferred = true, true
		}
		if i > 0 && rows[i-1].SourceID == r.SourceID {
			out[i-1].Replaced = &out[i].Observation
		}
	}
	return out, nil
}
