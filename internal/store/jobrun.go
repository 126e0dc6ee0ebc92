package store

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"time"

	"waymark/internal/maturity"
)

// TryLock takes the advisory lock of a job on a connection of its own, so that it is freed when this process or its
// connection dies. ok is false when another replica holds it.
func (db *DB) TryLock(ctx context.Context, name string) (unlock func(), ok bool, err error) {
	conn, err := db.x.Connx(ctx)
	if err != nil {
		return nil, false, asError(err, "")
	}
	key := lockKey(name)
	if err = conn.GetContext(ctx, &ok, `SELECT pg_try_advisory_lock($1)`, key); err != nil || !ok {
		conn.Close()
		return nil, false, asError(err, "")
	}
	return func() {
		// The caller's context may have ended; the lock must go all the same. Closing the connection would only hand it
		// back to the pool with the lock held.
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_, _ = conn.ExecContext(ending, `SELECT pg_advisory_unlock($1)`, key)
		conn.Close()
	}, true, nil
}

// lockKey spreads job names over the advisory locks' numbers.
func lockKey(name string) int64 {
	h := fnv.New64a()
	h.Write([]byte("waymark job " + name))
	return int64(h.Sum64())
}

// BeginRun opens a row of history for a job. Rows of the job still open belong to runs that died, because the caller
// holds the job's lock: they become lost.
func (db *DB) BeginRun(ctx context.Context, job, node string, at time.Time) (id int64, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE job_run SET outcome = 'lost', finished_at = $2 WHERE job = $1 AND outcome = 'running'`, job, at); err != nil {
			return err
		}
		return tx.GetContext(ctx, &id, `INSERT INTO job_run (job, node, started_at) VALUES ($1, $2, $3) RETURNING id`, job, node, at)
	})
	return id, err
}

// EndRun closes a row of history.
func (db *DB) EndRun(ctx context.Context, id int64, at time.Time, outcome string, counts map[string]int64, failure string) error {
	if counts == nil {
		counts = map[string]int64{}
	}
	text, err := json.Marshal(counts)
	if err != nil {
		return maturity.Wrap(err, maturity.Internal, "The history of the job could not be written.")
	}
	_, err = db.x.ExecContext(ctx, `UPDATE job_run SET finished_at = $2, outcome = $3, counts = $4, failure = $5 WHERE id = $1`, id, at, outcome, text, failure)
	return asError(err, "")
}

// JobRun is one row of a job's history. FinishedAt is nil while it runs.
type JobRun struct {
	ID         int64
	Job        string
	Node       string
	StartedAt  time.Time  `db:"started_at"`
	FinishedAt *time.Time `db:"finished_at"`
	Outcome    string
	Counts     json.RawMessage
	Failure    string
}

// LastRuns gives the latest run of every job, by name.
func (db *DB) LastRuns(ctx context.Context) ([]JobRun, error) {
	var runs []JobRun
	err := db.x.SelectContext(ctx, &runs, `SELECT DISTINCT ON (job) id, job, node, started_at, finished_at, outcome, counts, failure
		FROM job_run ORDER BY job, started_at DESC, id DESC`)
	return runs, asError(err, "")
}

// JobRuns gives the latest runs of a job, newest first.
func (db *DB) JobRuns(ctx context.Context, job string, limit int) ([]JobRun, error) {
	var runs []JobRun
	err := db.x.SelectContext(ctx, &runs, `SELECT id, job, node, started_at, finished_at, outcome, counts, failure
		FROM job_run WHERE job = $1 ORDER BY started_at DESC, id DESC LIMIT $2`, job, limit)
	return runs, asError(err, "")
}

// TidyJobRuns removes finished runs that began before a time, but the newest of each job.
func (db *DB) TidyJobRuns(ctx context.Context, before time.Time) (removed int64, err error) {
	result, err := db.x.ExecContext(ctx, `DELETE FROM job_run r WHERE started_at < $1 AND outcome <> 'running'
		AND EXISTS (SELECT 1 FROM job_run newer WHERE newer.job = r.job AND newer.started_at > r.started_at)`, before)
	if err != nil {
		return 0, asError(err, "")
	}
	removed, err = result.RowsAffected()
	return removed, asError(err, "")
}
