package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const submissionColumns = `id, received_at, known_from, submitted_by, coalesce(account_id, 0) AS account_id, via, file_name, size, sha256,
	state, check_only, auto_write, layout_hint, period_hint, may, may IS NULL AS everywhere, layout, layout_version, definitions,
	source, rows_read, report, failure, attempts, finished_at, staging, staged, strategy, reason, reason_words, collection, submit_returns,
	coalesce(only_organisation, 0) AS only_organisation`

type submissionRow struct {
	ID            int64         `db:"id"`
	ReceivedAt    time.Time     `db:"received_at"`
	KnownFrom     time.Time     `db:"known_from"`
	SubmittedBy   string        `db:"submitted_by"`
	Account       int32         `db:"account_id"`
	Via           string        `db:"via"`
	FileName      string        `db:"file_name"`
	Size          int64         `db:"size"`
	SHA256        string        `db:"sha256"`
	State         string        `db:"state"`
	CheckOnly     bool          `db:"check_only"`
	AutoWrite     bool          `db:"auto_write"`
	LayoutHint    string        `db:"layout_hint"`
	PeriodHint    string        `db:"period_hint"`
	May           pq.Int32Array `db:"may"`
	Everywhere    bool          `db:"everywhere"`
	Layout        string        `db:"layout"`
	LayoutVersion int           `db:"layout_version"`
	Definitions   string        `db:"definitions"`
	Source        string        `db:"source"`
	RowsRead      int64         `db:"rows_read"`
	Report        []byte        `db:"report"`
	Failure       string        `db:"failure"`
	Attempts      int           `db:"attempts"`
	FinishedAt    sql.NullTime  `db:"finished_at"`
	Staging       string        `db:"staging"`
	Staged        int64         `db:"staged"`
	Strategy      string        `db:"strategy"`
	Reason        string        `db:"reason"`
	ReasonWords   string        `db:"reason_words"`
	Collection    string        `db:"collection"`
	SubmitReturns bool          `db:"submit_returns"`
	Only          int32         `db:"only_organisation"`
}

func (r submissionRow) submission() (maturity.Submission, error) {
	s := maturity.Submission{ID: r.ID, ReceivedAt: r.ReceivedAt, KnownFrom: r.KnownFrom, SubmittedBy: r.SubmittedBy, Account: r.Account,
		Via: r.Via, FileName: r.FileName, Size: r.Size, SHA256: r.SHA256, State: maturity.SubmissionState(r.State), CheckOnly: r.CheckOnly,
		AutoWrite: r.AutoWrite, LayoutHint: r.LayoutHint, Everywhere: r.Everywhere, Definitions: r.Definitions, Layout: r.Layout,
		Version: r.LayoutVersion, Source: r.Source, RowsRead: r.RowsRead, Failure: r.Failure, FinishedAt: r.FinishedAt.Time, Attempts: r.Attempts,
		Strategy: maturity.Strategy(r.Strategy), Reason: maturity.CorrectionReason(r.Reason), ReasonWords: r.ReasonWords, Collection: r.Collection, SubmitReturns: r.SubmitReturns, Only: maturity.OrganisationID(r.Only)}
	for _, id := range r.May {
		s.May = append(s.May, maturity.OrganisationID(id))
	}
	if r.PeriodHint != "" {
		var err error
		if s.PeriodHint, err = period.FromCode(r.PeriodHint); err != nil {
			return s, maturity.Wrap(err, maturity.Internal, "The submission's period cannot be read.")
		}
	}
	if err := json.Unmarshal(r.Report, &s.Report); err != nil {
		return s, maturity.Wrap(err, maturity.Internal, "The submission's report cannot be read.")
	}
	return s, nil
}

func mayArray(s maturity.Submission) any {
	if s.Everywhere {
		return nil
	}
	return organisationArray(s.May)
}

func organisationArray(ids []maturity.OrganisationID) pq.Int32Array {
	out := make(pq.Int32Array, len(ids)) // never nil: NULL would mean every organisation
	for i, id := range ids {
		out[i] = int32(id)
	}
	return out
}

// Submission reads one submission with its report.
func (db *DB) Submission(ctx context.Context, id int64) (maturity.Submission, error) {
	return submissionOf(ctx, db.x, `SELECT `+submissionColumns+` FROM submission WHERE id = $1`, id)
}

func submissionOf(ctx context.Context, q sqlx.QueryerContext, query string, args ...any) (maturity.Submission, error) {
	var row submissionRow
	if err := sqlx.GetContext(ctx, q, &row, query, args...); err != nil {
		return maturity.Submission{}, asError(err, "There is no such submission.")
	}
	return row.submission()
}

const submissionsQuery = `
	SELECT ` + submissionColumns + ` FROM submission
	WHERE ($1 OR account_id = nullif($2, 0) OR EXISTS (
			SELECT 1 FROM submission_organisation touched
			WHERE touched.submission_id = submission.id AND touched.organisation_id = ANY ($3::integer[])))
		AND ($4::bigint = 0 OR id = $4) AND ($5::bigint = 0 OR id < $5) AND (cardinality($6::text[]) = 0 OR state = ANY ($6))
	ORDER BY id DESC LIMIT $7`

// Submissions lists what the filter's visitor may see, newest first.
func (db *DB) Submissions(ctx context.Context, f maturity.SubmissionFilter) ([]maturity.Submission, error) {
	states := make([]string, len(f.States))
	for i, s := range f.States {
		states[i] = string(s)
	}
	if f.Limit <= 0 {
		f.Limit = 50
	}
	var rows []submissionRow
	err := db.x.SelectContext(ctx, &rows, submissionsQuery,
		f.Everywhere, f.Account, organisationArray(f.Organisations), f.ID, f.Before, pq.Array(states), f.Limit)
	if err != nil {
		return nil, asError(err, "The submissions could not be listed.")
	}
	out := make([]maturity.Submission, len(rows))
	for i, row := range rows {
		if out[i], err = row.submission(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SubmissionOutcomes lists what a submission did, or would do, organisation by organisation, in order of name.
func (db *DB) SubmissionOutcomes(ctx context.Context, id int64) ([]maturity.OrganisationOutcome, error) {
	var rows []struct {
		ID                                 maturity.OrganisationID
		Code, Name, Short, Kind            string
		HeldBack                           bool `db:"held_back"`
		New, Changed, Unchanged, HeldCount int64
		Left                               int64
		Outcome                            maturity.ReturnOutcome
		Why                                string
		PeriodKind                         period.Kind `db:"period_kind"`
		PeriodStart                        period.Day  `db:"period_start"`
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT o.id, o.code, o.name, o.short_name AS short, o.kind, so.held_back, so.new_values AS new, so.changed_values AS changed,
			so.unchanged_values AS unchanged, so.held_values AS heldcount, so.left_values AS left, so.outcome, so.why, coalesce(r.period_kind, 0) AS period_kind, coalesce(r.period_start - date '1970-01-01', 0) AS period_start
		FROM submission_organisation so JOIN organisation o ON o.id = so.organisation_id LEFT JOIN return r ON r.id = so.return_id
		WHERE so.submission_id = $1 ORDER BY o.name, o.code`, id)
	if err != nil {
		return nil, asError(err, "")
	}
	out := make([]maturity.OrganisationOutcome, len(rows))
	for i, r := range rows {
		out[i] = maturity.OrganisationOutcome{
			Organisation:  maturity.Organisation{ID: r.ID, Code: r.Code, Name: r.Name, ShortName: r.Short, Kind: r.Kind},
			HeldBack:      r.HeldBack,
			StagingCounts: maturity.StagingCounts{New: r.New, Changed: r.Changed, Unchanged: r.Unchanged, HeldBack: r.HeldCount, Left: r.Left},
			Outcome:       r.Outcome, Why: r.Why, Period: period.Period{Kind: r.PeriodKind, Start: r.PeriodStart},
		}
	}
	return out, nil
}

func submissionAudit(action string, id int64, account string, at time.Time, requestID string, detail map[string]any) maturity.AuditEntry {
	if account == "" {
		account = "command"
	}
	return maturity.AuditEntry{At: at, Account: account, Action: action, Subject: maturity.SubmissionSubject(id), RequestID: requestID, Detail: detail}
}
