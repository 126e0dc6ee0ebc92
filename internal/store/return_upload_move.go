package store

import (
	"context"
	"fmt"
)

// move takes the changed returns to where they stand now, voids approvals and notes the steps.
func (w uploadWrite) move(ctx context.Context) error {
	why := fmt.Sprintf("values were changed by the file %s, submission %d", w.submission.FileName, w.submission.ID)
	correction := w.submission.Correction()
	if _, err := w.tx.ExecContext(ctx, `
		UPDATE return r SET version = w.version, round = w.round, state = CASE r.state WHEN 'changes_requested' THEN r.state ELSE 'draft' END,
			hash = '', held = '', publish_at = NULL, reason = CASE WHEN w.corrects THEN $1 ELSE r.reason END, reason_words = CASE WHEN w.corrects THEN $2 ELSE r.reason_words END,
			submitted_at = CASE WHEN w.corrects THEN NULL ELSE r.submitted_at END, submitted_by = CASE WHEN w.corrects THEN '' ELSE r.submitted_by END
		FROM upload_write w WHERE r.id = w.return_id`, correction.Reason, correction.Words); err != nil {
		return err
	}
	if _, err := w.tx.ExecContext(ctx, `UPDATE return_approval a SET voided_at = $1, voided_why = $2 FROM upload_write w WHERE a.return_id = w.return_id AND a.voided_at IS NULL AND w.approved`,
		w.at, why); err != nil {
		return err
	}
	if correction.Reason != "" {
		why = correction.Says() + " (" + why + ")"
	}
	_, err := w.tx.ExecContext(ctx, `
		INSERT INTO return_step (return_id, round, at, account, action, from_state, to_state, why, version)
		SELECT return_id, round, $1, $2, action, state, CASE action WHEN 'approval_voided' THEN state ELSE 'draft' END, $3, version
		FROM (
			SELECT w.*, 'approval_voided' AS action, 1 AS place FROM upload_write w WHERE approved AND reopens
			UNION ALL SELECT w.*, 'withdrawn', 2 FROM upload_write w WHERE reopens
			UNION ALL SELECT w.*, 'correction_begun', 2 FROM upload_write w WHERE corrects) AS steps
		ORDER BY return_id, place`, w.submission.ReceivedAt, w.by, why)
	return err
}

// valueDetail is a value in the audit, as JSON; NULL where there was none.
func valueDetail(of string) string {
	return `CASE WHEN ` + of + `.measure_id IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object('value', ` + of + `.value, 'numerator', ` + of + `.numerator, 'denominator', ` + of + `.denominator,
		'comment', nullif(` + of + `.comment, ''), 'state', (SELECT word FROM (VALUES (1, 'reported'), (2, 'nil_return'), (3, 'not_applicable'), (4, 'not_available')) AS s (state, word) WHERE s.state = ` + of + `.state))) END`
}

// audit notes for each return which values change, old and new, and what that does to it. It comes before they change.
func (w uploadWrite) audit(ctx context.Context) error {
	_, err := w.tx.ExecContext(ctx, `
		INSERT INTO audit (at, account, action, subject, request_id, detail)
		SELECT $1, coalesce((SELECT pseudonym FROM account WHERE login = $2), $2), action, $3 || organisation_id, '',
			jsonb_build_object('organisation', organisation_id, 'round', round, 'submission', $4::bigint) || detail
		FROM (
			SELECT w.return_id, w.organisation_id, w.round, 'return.saved' AS action, 1 AS place,
				CASE WHEN w.begun THEN '{"began": true}'::jsonb ELSE '{}' END || jsonb_build_object('values', jsonb_object_agg(m.ref, jsonb_build_object('old', `+valueDetail("v")+`, 'new', `+valueDetail("b")+`))) AS detail
			FROM upload_write w JOIN `+w.table+` b USING (organisation_id) JOIN upload_cell c ON c.here = b.ctid AND c.became IN ('new', 'changed') JOIN measure m ON m.id = b.measure_id
			LEFT JOIN return_value v ON v.return_id = w.return_id AND v.measure_id = b.measure_id
			GROUP BY w.return_id, w.organisation_id, w.round, w.begun
			UNION ALL SELECT return_id, organisation_id, round, 'return.approval_voided', 2, jsonb_build_object('from', state) FROM upload_write WHERE approved AND reopens
			UNION ALL SELECT return_id, organisation_id, round, 'return.withdrawn', 3, jsonb_build_object('from', state, 'to', 'draft') FROM upload_write WHERE reopens
			UNION ALL SELECT return_id, organisation_id, round, 'return.correction_begun', 3, jsonb_build_object('from', state, 'to', 'draft', 'reason', $5::text, 'why', $6::text) FROM upload_write WHERE corrects
		) AS acts ORDER BY return_id, place`, w.at, w.by, w.subject(), w.submission.ID, w.submission.Reason, w.submission.ReasonWords)
	return err
}
