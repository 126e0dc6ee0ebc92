package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// copyPiece is how much text goes into one message of COPY.
const copyPiece = 60 << 10

// StageRows keeps what fill puts in a new staging table of the submission, for the worker that holds it. Reading and
// copying run side by side; memory stays at a few pieces of text. When fill fails, or the worker has lost the
// submission, nothing stays. A value that is not finite is maturity.Invalid. orderly is for StagingRules; maxJump is as
// there.
func (db *DB) StageRows(ctx context.Context, s maturity.Submission, worker string, maxJump map[string]float64,
	fill func(put func(maturity.Observation) error) error) (orderly bool, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return false, err
	}
	conn, err := db.x.DB.Conn(ctx)
	if err != nil {
		return false, asError(err, "")
	}
	defer conn.Close()
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil) // see copyFrom; the end of ctx ends the COPY, and with it the transaction
	if err != nil {
		return false, asError(err, "")
	}
	defer tx.Rollback()
	name := fmt.Sprintf("s%d_%d", s.ID, s.Attempts)
	if err := createStaging(ctx, tx, name); err != nil {
		return false, asError(err, "")
	}
	encoder := newRowEncoder(refs, newOrderly(maxJump))
	if err := copyRows(ctx, conn, name, encoder, fill); err != nil {
		return false, asError(err, "")
	}
	return !encoder.order.broken, asError(db.sealStaging(ctx, tx, s, worker, name, encoder.names), "")
}

// createStaging makes the table. The wait for a table of the same name, left by a worker that hangs, is short: the
// next attempt has another name.
func createStaging(ctx context.Context, tx *sql.Tx, name string) error {
	_, err := tx.ExecContext(ctx, `SET LOCAL lock_timeout = '5s'; DROP TABLE IF EXISTS staging.`+name+`; CREATE UNLOGGED TABLE staging.`+name+` `+stagingTable)
	return err
}

// copyRows runs fill and the COPY side by side: fill encodes, the connection sends.
func copyRows(ctx context.Context, conn *sql.Conn, name string, encoder *rowEncoder, fill func(put func(maturity.Observation) error) error) error {
	pieces, copied, ended := make(chan string, 2), make(chan error, 1), make(chan struct{})
	ctx, cancel := context.WithCancelCause(ctx)
	ready := make(chan struct{})
	begun := sync.OnceFunc(func() { close(ready) })
	defer func() { // after a panic of fill too: nobody may use the connection before the COPY has let go of it
		cancel(nil)
		begun()
		<-ended
	}()
	go func() {
		defer close(ended)
		<-ready // the first row says which columns there are
		err := sendPieces(ctx, conn, `COPY staging.`+name+` (`+encoder.columns()+`) FROM STDIN`, pieces)
		cancel(err)
		copied <- err
	}()
	buf := make([]byte, 0, copyPiece+4096)
	send := func() error {
		select {
		case pieces <- string(buf):
			buf = buf[:0]
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	err := fill(func(o maturity.Observation) (err error) {
		if len(buf) > 0 {
			buf = append(buf, '\n')
		}
		buf, err = encoder.append(buf, o)
		begun()
		if err != nil || len(buf) < copyPiece {
			return err
		}
		return send()
	})
	begun()
	if err == nil && len(buf) > 0 {
		err = send()
	}
	if err != nil {
		cancel(err)
		return err
	}
	close(pieces)
	return <-copied
}

// sealStaging makes the staged rows the submission's own, unless the worker has lost it meanwhile.
func (db *DB) sealStaging(ctx context.Context, plain *sql.Tx, s maturity.Submission, worker, name string, sheets []string) error {
	tx := &Tx{&sqlx.Tx{Tx: plain, Mapper: db.x.Mapper}}
	before, err := tx.own(ctx, s.ID, worker)
	if err != nil {
		return err
	}
	if before.name != name {
		if err := tx.dropStaging(ctx, before.name); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM submission_sheet WHERE submission_id = $1`, s.ID); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO submission_sheet (submission_id, sheet, name)
		SELECT $1, place - 1, name FROM unnest($2::text[]) WITH ORDINALITY AS given (name, place)`, s.ID, pq.Array(sheets)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE submission SET staging = $2, staged = -1 WHERE id = $1`, s.ID, name); err != nil {
		return err
	}
	return tx.Commit()
}

// dropStaging removes a staging table; "" and one that is gone are no error.
func (tx *Tx) dropStaging(ctx context.Context, name string) error {
	if name == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `DROP TABLE IF EXISTS staging.`+pq.QuoteIdentifier(name))
	return err
}

// SweepStaging drops staging tables that no open or checked submission refers to, left behind by a crash between two
// steps, and gives their number.
func (db *DB) SweepStaging(ctx context.Context) (int, error) {
	var names []string
	err := db.x.SelectContext(ctx, &names, `
		SELECT tablename FROM pg_tables
		WHERE schemaname = 'staging' AND NOT EXISTS (
			SELECT 1 FROM submission
			WHERE id = substring(tablename FROM '^s([0-9]+)')::bigint AND state IN ('received', 'reading', 'checked', 'writing'))`)
	if err != nil || len(names) == 0 {
		return 0, asError(err, "")
	}
	for i, name := range names {
		names[i] = `staging.` + pq.QuoteIdentifier(name)
	}
	_, err = db.x.ExecContext(ctx, `DROP TABLE IF EXISTS `+strings.Join(names, ", "))
	return len(names), asError(err, "")
}
