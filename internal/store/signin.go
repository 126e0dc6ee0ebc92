package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/lib/pq"
)

// SpendAttempt counts one attempt to sign in under every subject, before the password is looked at, so that attempts
// made at the same moment cannot pass the limits together. limits is how many attempts a subject has within window.
// When a subject has used up its own, nothing is counted and until says when the next attempt is free.
func (db *DB) SpendAttempt(ctx context.Context, limits map[string]int, window time.Duration, at time.Time) (until time.Time, err error) {
	subjects := slices.Sorted(maps.Keys(limits))
	err = db.InTx(ctx, func(tx *Tx) error {
		// in one order everywhere, so that two attempts cannot wait for each other
		for _, subject := range subjects {
			if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('sign-in ' || $1, 0))`, subject); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM sign_in_failure WHERE subject = ANY($1) AND at <= $2`, pq.Array(subjects), at.Add(-window)); err != nil {
			return err
		}
		var spent []struct {
			Subject string
			At      time.Time
		}
		if err := tx.SelectContext(ctx, &spent, `SELECT subject, at FROM sign_in_failure WHERE subject = ANY($1) ORDER BY at DESC`, pq.Array(subjects)); err != nil {
			return err
		}
		seen := map[string]int{}
		for _, s := range spent {
			seen[s.Subject]++
			if free := s.At.Add(window); seen[s.Subject] == limits[s.Subject] && free.After(until) {
				until = free
			}
		}
		if !until.IsZero() {
			return nil
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO sign_in_failure (subject, at) SELECT subject, $2 FROM unnest($1::text[]) AS given (subject)`, pq.Array(subjects), at)
		return err
	})
	return until, asError(err, "")
}

// ForgiveAttempt takes back the attempt made at the time under every subject, because it succeeded, and all attempts
// of the subjects in clear.
func (db *DB) ForgiveAttempt(ctx context.Context, subjects []string, at time.Time, clear []string) error {
	_, err := db.x.ExecContext(ctx, `DELETE FROM sign_in_failure WHERE (subject = ANY($1) AND at = $2) OR subject = ANY($3)`,
		pq.Array(subjects), at, pq.Array(clear))
	return asError(err, "")
}
