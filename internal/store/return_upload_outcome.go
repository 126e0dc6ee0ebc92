package store

import (
	"context"
	"maps"
	"slices"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// whyWords says in words what keeps an organisation's return from being written.
const whyWords = `(VALUES ('held', 'Its values have errors, or are not yours to send.'), ('not_owed', 'No return is wanted from it for the period.'),
	('closed', 'The round has closed.'), ('published', 'The return is published, and the file gives no reason for a correction.'),
	('approved', 'The return is approved, and the file gives no reason for a change.')) AS words (code, said)`

// keepUploadOutcomes counts by organisation what became of the rows. What was counted at the check stays: by the time of
// writing, the rows that were not to be written are gone.
const keepUploadOutcomes = `
	INSERT INTO submission_organisation AS kept (submission_id, organisation_id, held_back, new_values, changed_values, unchanged_values, held_values, left_values, return_id, outcome, why)
	SELECT $1, organisation_id, against <> '', CASE WHEN against = '' THEN fresh ELSE 0 END, CASE WHEN against = '' THEN changed ELSE 0 END, same,
		stale + CASE WHEN against <> '' THEN fresh + changed ELSE 0 END, gone, return_id,
		CASE WHEN against <> '' THEN 'held' WHEN fresh + changed > 0 THEN 'saved' ELSE 'unchanged' END, coalesce(said, '')
	FROM (
		SELECT u.organisation_id, u.return_id, CASE WHEN u.touched OR u.why = 'held' THEN u.why ELSE '' END AS against,
			count(*) FILTER (WHERE became = 'new') AS fresh, count(*) FILTER (WHERE became = 'changed') AS changed, count(*) FILTER (WHERE became = 'unchanged') AS same,
			count(*) FILTER (WHERE became = 'stale') AS stale, count(*) FILTER (WHERE became = 'left') AS gone
		FROM upload_return u LEFT JOIN upload_cell c USING (organisation_id) GROUP BY u.organisation_id) AS counted
	LEFT JOIN ` + whyWords + ` ON code = against
	ON CONFLICT (submission_id, organisation_id) DO UPDATE SET held_back = excluded.held_back, new_values = excluded.new_values, changed_values = excluded.changed_values,
		unchanged_values = kept.unchanged_values + excluded.unchanged_values, held_values = kept.held_values + excluded.held_values,
		left_values = kept.left_values + excluded.left_values, return_id = excluded.return_id, outcome = excluded.outcome, why = excluded.why`

// keepOutcomes counts, and drops the rows that are not to be written.
func (u *upload) keepOutcomes(ctx context.Context) error {
	if _, err := u.tx.ExecContext(ctx, keepUploadOutcomes, u.submission.ID); err != nil {
		return err
	}
	if err := u.keepLost(ctx); err != nil {
		return err
	}
	if _, err := u.tx.ExecContext(ctx, `DELETE FROM `+u.table+` WHERE ctid IN (
			SELECT c.here FROM upload_cell c JOIN upload_return r USING (organisation_id) WHERE r.why <> '' OR c.became NOT IN ('new', 'changed'))`); err != nil {
		return err
	}
	n := &u.found.Counts
	return u.tx.QueryRowContext(ctx, outcomeSums, u.submission.ID).Scan(&n.New, &n.Changed, &n.Unchanged, &n.HeldBack, &n.Left)
}

// keepLost adds the values that could not be staged at all, and the organisations of which nothing could.
func (u *upload) keepLost(ctx context.Context) error {
	held := map[maturity.OrganisationID]int64{}
	for _, id := range u.rules.Held {
		held[id] = 0
	}
	maps.Copy(held, u.rules.Lost)
	if len(held) == 0 {
		return nil
	}
	ids := slices.Sorted(maps.Keys(held))
	lost := make([]int64, len(ids))
	for i, id := range ids {
		lost[i] = held[id]
	}
	_, err := u.tx.ExecContext(ctx, `
		INSERT INTO submission_organisation AS kept (submission_id, organisation_id, held_back, new_values, changed_values, unchanged_values, held_values, outcome, why)
		SELECT $1, id, true, 0, 0, 0, lost, 'held', (SELECT said FROM `+whyWords+` WHERE code = 'held') FROM unnest($2::integer[], $3::bigint[]) AS given (id, lost)
		ON CONFLICT (submission_id, organisation_id) DO UPDATE SET held_values = kept.held_values + excluded.held_values`,
		u.submission.ID, organisationArray(ids), pq.Array(lost))
	return err
}
