package store

import (
	"context"
	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// CheckReturns compares the staged rows of a submission that goes into returns with one another and with what the returns
// hold, set by set, and keeps what would become of each organisation's. tell makes the outcome of what was found.
func (db *DB) CheckReturns(ctx context.Context, s maturity.Submission, worker string, rules maturity.ReturnRules,
	tell func(maturity.ReturnFindings) maturity.Submission) (maturity.Submission, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return s, err
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		mine, err := tx.own(ctx, s.ID, worker)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, tuning); err != nil {
			return err
		}
		u := newUpload(tx, s, `staging.`+pq.QuoteIdentifier(mine.name), rules, refs)
		found, err := u.check(ctx)
		if err != nil {
			return err
		}
		s = tell(found)
		keep := (s.State == maturity.SubmissionChecked || s.State == maturity.SubmissionWriting) && !s.CheckOnly
		if !keep {
			if err := tx.dropStaging(ctx, mine.name); err != nil {
				return err
			}
		} else if _, err := tx.ExecContext(ctx, `UPDATE submission SET staged = (SELECT count(*) FROM `+u.table+`) WHERE id = $1`, s.ID); err != nil {
			return err
		}
		return tx.conclude(ctx, s, keep)
	})
	return s, err
}

// upload is one look at a file for returns inside a transaction.
type upload struct {
	stagingCheck
	rules maturity.ReturnRules
	found maturity.ReturnFindings
}

func newUpload(tx *Tx, s maturity.Submission, table string, rules maturity.ReturnRules, refs *refs) *upload {
	return &upload{stagingCheck: stagingCheck{tx: tx, submission: s, table: table, rules: maturity.StagingRules{Held: rules.Held, Lost: rules.Lost}, refs: refs}, rules: rules}
}

// check finds values given twice, then judges the rest.
func (u *upload) check(ctx context.Context) (maturity.ReturnFindings, error) {
	if _, err := u.tx.ExecContext(ctx, `ANALYZE `+u.table); err != nil {
		return u.found, err
	}
	if err := u.findNeighbours(ctx); err != nil {
		return u.found, err
	}
	var found maturity.StagingFindings
	if err := u.repeats(ctx, &found); err != nil {
		return u.found, err
	}
	u.found.Repeats, u.found.Conflicts = found.Repeats, found.Conflicts
	if err := u.judge(ctx, u.stagingCheck.held(&found)); err != nil {
		return u.found, err
	}
	if _, err := u.tx.ExecContext(ctx, `DELETE FROM submission_organisation WHERE submission_id = $1`, u.submission.ID); err != nil {
		return u.found, err
	}
	return u.found, u.keepOutcomes(ctx)
}

// judge decides about each row, and about each organisation's return.
func (u *upload) judge(ctx context.Context, held []maturity.OrganisationID) error {
	if _, err := u.tx.ExecContext(ctx, `
		CREATE TEMPORARY TABLE IF NOT EXISTS upload_return (organisation_id integer PRIMARY KEY, return_id bigint, state text, why text, touched boolean) ON COMMIT DROP;
		CREATE TEMPORARY TABLE IF NOT EXISTS upload_cell (here tid, organisation_id integer, became text) ON COMMIT DROP;
		TRUNCATE upload_return; TRUNCATE upload_cell`); err != nil {
		return err
	}
	r := u.rules
	if _, err := u.tx.ExecContext(ctx, judgeReturns(u.table), r.Collection, r.Period.Kind, r.Period.Start.String(), organisationArray(held), mayArray(u.submission), organisationArray(r.Owing),
		int(r.Today), int(r.Closes), int(r.Refresh), u.submission.Reason != ""); err != nil {
		return err
	}
	if _, err := u.tx.ExecContext(ctx, judgeCells(u.table), u.submission.Strategy); err != nil {
		return err
	}
	if _, err := u.tx.ExecContext(ctx, `UPDATE upload_return u SET touched = true WHERE EXISTS (
			SELECT 1 FROM upload_cell c WHERE c.organisation_id = u.organisation_id AND c.became IN ('new', 'changed', 'stale'));
		ANALYZE upload_return; ANALYZE upload_cell`); err != nil {
		return err
	}
	return u.tell(ctx)
}

// judgeReturns looks whose returns the rows are for, and whether they can be written: why is the code of what is against it.
func judgeReturns(table string) string {
	return `
	INSERT INTO upload_return (organisation_id, return_id, state, why, touched)
	SELECT g.organisation_id, r.id, coalesce(r.state, ''), CASE
		WHEN g.organisation_id = ANY ($4) OR NOT coalesce(g.organisation_id = ANY ($5::integer[]), true) THEN 'held'
		WHEN NOT g.organisation_id = ANY ($6) THEN 'not_owed'
		WHEN r.published_at IS NULL AND $7 > greatest($8, e.until - date '1970-01-01') THEN 'closed'
		WHEN r.state IN ('published', 'corrected') AND NOT $10 THEN 'published'
		WHEN r.published_at IS NOT NULL AND $7 > $9 THEN 'closed'
		WHEN r.state = 'approved' AND NOT $10 THEN 'approved'
		ELSE '' END, false
	FROM (SELECT DISTINCT organisation_id FROM ` + table + `) g
	LEFT JOIN return r ON r.organisation_id = g.organisation_id AND r.collection = $1 AND r.period_kind = $2 AND r.period_start = $3
	LEFT JOIN (SELECT organisation_id, max(until) AS until FROM return_extension WHERE collection = $1 AND period_kind = $2 AND period_start = $3 AND granted GROUP BY organisation_id) e
		ON e.organisation_id = g.organisation_id`
}

// judgeCells compares each row with the value of the return. A form says which revision its sender saw: where somebody
// saved another value since, that one stays.
func judgeCells(table string) string {
	return `
	INSERT INTO upload_cell (here, organisation_id, became)
	SELECT b.ctid, b.organisation_id, CASE
		WHEN v.measure_id IS NOT NULL AND (v.state, v.value, v.numerator, v.denominator) IS NOT DISTINCT FROM (b.state, b.value, b.numerator, b.denominator)
			AND v.comment = coalesce(b.comment, v.comment) THEN 'unchanged'
		WHEN b.revision <> coalesce(v.revision, 0) THEN 'stale'
		WHEN v.measure_id IS NULL AND $1 = 'corrections_only' OR v.measure_id IS NOT NULL AND $1 = 'new_only' THEN 'left'
		WHEN v.measure_id IS NULL THEN 'new'
		ELSE 'changed' END
	FROM ` + table + ` b JOIN upload_return u USING (organisation_id) LEFT JOIN return_value v ON v.return_id = u.return_id AND v.measure_id = b.measure_id`
}

// tell reports what is against rows and returns, with the first places.
func (u *upload) tell(ctx context.Context) error {
	for why, into := range map[string]*maturity.Clashes{"not_owed": &u.found.NotOwed, "closed": &u.found.Closed, "published": &u.found.Published, "approved": &u.found.Approved} {
		if err := u.gather(ctx, into, `u.why = $2 AND u.touched AND c.became <> 'unchanged' AND c.here = (SELECT min(f.here) FROM upload_cell f WHERE f.organisation_id = c.organisation_id AND f.became <> 'unchanged')`, why); err != nil {
			return err
		}
	}
	if err := u.gather(ctx, &u.found.Stale, `u.why = '' AND c.became = $2`, "stale"); err != nil {
		return err
	}
	if err := u.gather(ctx, &u.found.Left, `u.why = '' AND c.became = $2`, "left"); err != nil {
		return err
	}
	var changed maturity.Clashes
	err := u.gatherMany(ctx, &changed, `u.why = '' AND c.became = $2`, "changed", changesShown)
	u.found.Changes = changed.Examples
	return err
}

// gather counts the rows b of cells c in returns u for which something holds, and gives the first of them.
func (u *upload) gather(ctx context.Context, into *maturity.Clashes, which, word string) (err error) {
	return u.gatherMany(ctx, into, which, word, examplesShown)
}

func (u *upload) gatherMany(ctx context.Context, into *maturity.Clashes, which, word string, most int) (err error) {
	from := ` FROM upload_cell c JOIN ` + u.table + ` b ON b.ctid = c.here JOIN upload_return u ON u.organisation_id = c.organisation_id
		LEFT JOIN return_value a ON a.return_id = u.return_id AND a.measure_id = b.measure_id` + clashJoins + ` WHERE ` + which
	if err := u.tx.GetContext(ctx, &into.Count, `SELECT count(*)`+from, u.submission.ID, word); err != nil || into.Count == 0 {
		return err
	}
	into.Examples, err = u.examples(ctx, `SELECT `+leftColumns+from+` ORDER BY b.sheet, b.cell_row, b.cell_column LIMIT $3`, u.submission.ID, word, most)
	return err
}
