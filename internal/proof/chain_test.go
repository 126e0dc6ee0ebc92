package proof_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/proof"
	"waymark/internal/receipt"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 123456000, time.UTC)

func write(t *testing.T, db *store.DB, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		err := db.AppendAudit(t.Context(), maturity.AuditEntry{At: noon.Add(time.Duration(i) * time.Second), Account: "command", Action: "test.written",
			Subject: maturity.SubmissionSubject(int64(i)), Detail: map[string]any{"file": "Q2 – “£” مستشفى.csv", "size": 311 + i, "share": 0.1, "b": true, "aa": nil}})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// as runs SQL past the triggers, as somebody who owns the database can.
func as(t *testing.T, db *store.DB, statements ...string) {
	t.Helper()
	conn, err := db.SQL().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, s := range append([]string{`SET session_replication_role = replica`}, append(statements, `SET session_replication_role = DEFAULT`)...) {
		if _, err := conn.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func key(t *testing.T) receipt.Key {
	t.Helper()
	k, err := receipt.NewKey(strings.NewReader(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// outside is a receipt somebody has at home: its head is that of the chain at this moment.
func outside(t *testing.T, db *store.DB) receipt.Statement {
	t.Helper()
	head, err := db.AuditHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return receipt.Statement{Kind: receipt.ForSubmission, Number: 9, Issued: noon, Audit: receipt.Head{Seq: head.Seq, Hash: head.Hash}}
}

func kinds(faults []proof.Fault) string {
	var words []string
	for _, f := range faults {
		words = append(words, fmt.Sprintf("%s %d/%d", f.Kind, f.Seq, f.Row))
	}
	return strings.Join(words, ", ")
}

// anew writes a chain that holds together over whatever rows there are.
const anew = `DO $$ DECLARE r audit; s bigint := 0; h bytea := sha256(''); n bytea; BEGIN
	DELETE FROM audit_chain;
	FOR r IN SELECT * FROM audit ORDER BY id LOOP
		s := s + 1; n := audit_hash(s, h, r);
		INSERT INTO audit_chain VALUES (s, r.id, h, n); h := n;
	END LOOP;
	UPDATE audit_head SET seq = s, hash = h; END $$`

// What somebody with the rights of the database's owner does to ten rows, and what the check says.
func TestTamperingWithTheAuditIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, sql, want, withReceipt string }{
		{"nothing", `SELECT 1`, "", ""},
		{"a detail changed", `UPDATE audit SET detail = '{"size": 1}' WHERE id = 4`, "changed 4/4", ""},
		{"a person exchanged", `UPDATE audit SET account = 'person-0000000000' WHERE id = 1`, "changed 1/1", ""},
		{"the last changed", `UPDATE audit SET at = at + interval '1 microsecond' WHERE id = 10`, "changed 10/10", ""},
		{"a letter moved from one field to the next", `UPDATE audit SET action = 'test.writte', subject = 'n' || subject WHERE id = 5`, "changed 5/5", ""},
		{"a row removed", `DELETE FROM audit WHERE id = 4`, "removed 4/0", ""},
		{"a row and its link removed", `DELETE FROM audit WHERE id = 4; DELETE FROM audit_chain WHERE seq = 4`, "removed 4/0", ""},
		{"two removed and the gap closed", `DELETE FROM audit WHERE id IN (4, 5); DELETE FROM audit_chain WHERE seq IN (4, 5); UPDATE audit_chain SET seq = seq - 2 WHERE seq > 5`,
			"moved 4/6, moved 5/7, moved 6/8, moved 7/9, moved 8/10, cut 9/0", "moved 4/6, moved 5/7, moved 6/8, moved 7/9, moved 8/10, cut 9/0, cut 10/0"},
		{"the last removed", `DELETE FROM audit WHERE id = 10; DELETE FROM audit_chain WHERE seq = 10`, "cut 10/0", "cut 10/0, cut 10/0"},
		{"the last removed and the head put back", `DELETE FROM audit WHERE id = 10; DELETE FROM audit_chain WHERE seq = 10;
			UPDATE audit_head SET seq = 9, hash = (SELECT hash FROM audit_chain WHERE seq = 9)`, "", "cut 10/0"},
		{"all removed", `DELETE FROM audit_chain; DELETE FROM audit`, "cut 1/0", "cut 1/0, cut 10/0"},
		{"a row put in past the chain", `INSERT INTO audit (at, account, action) VALUES (now(), 'command', 'return.approved')`, "inserted 0/11", ""},
		{"a row put in with a link of its own", `INSERT INTO audit OVERRIDING SYSTEM VALUE VALUES (77, now(), 'command', 'return.approved', '', '', '{}');
			INSERT INTO audit_chain SELECT 11, 77, hash, sha256('x') FROM audit_head; UPDATE audit_head SET seq = 11, hash = sha256('x')`, "changed 11/77", ""},
		{"two rows exchanged", `UPDATE audit_chain SET audit_id = 100 WHERE seq = 3; UPDATE audit_chain SET audit_id = 3 WHERE seq = 7; UPDATE audit_chain SET audit_id = 7 WHERE seq = 3`,
			"changed 3/7, changed 7/3", ""},
		{"two links exchanged", `UPDATE audit_chain SET seq = 100 WHERE seq = 3; UPDATE audit_chain SET seq = 3 WHERE seq = 7; UPDATE audit_chain SET seq = 7 WHERE seq = 100`,
			"moved 3/7, changed 4/4, moved 7/3, changed 8/8", ""},
		{"a link put right again by itself", `UPDATE audit SET account = 'x' WHERE id = 4; UPDATE audit_chain c SET hash = audit_hash(4, c.previous, a) FROM audit a WHERE a.id = 4 AND c.seq = 4`,
			"changed 5/5", ""},
		{"the head alone", `UPDATE audit_head SET hash = sha256('x')`, "head_changed 10/0", ""},
		{"the whole chain written anew", `UPDATE audit SET account = 'x' WHERE id = 4; ` + anew, "", "written_anew 10/10"},
		{"written anew without a row", `DELETE FROM audit WHERE id = 4; ` + anew, "", "cut 10/0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			db := storetest.New(t)
			write(t, db, 1, 10)
			at := outside(t, db)
			as(t, db, c.sql)
			inside, err := proof.Check(t.Context(), db, proof.Wanted{})
			if err != nil || kinds(inside.Faults) != c.want {
				t.Errorf("%s, %v; want %s\n%+v", kinds(inside.Faults), err, c.want, inside.Faults)
			}
			both, err := proof.Check(t.Context(), db, proof.Wanted{Further: []receipt.Statement{at}})
			if c.withReceipt == "" {
				c.withReceipt = c.want
			}
			if err != nil || kinds(both.Faults) != c.withReceipt {
				t.Errorf("with a receipt: %s, %v; want %s", kinds(both.Faults), err, c.withReceipt)
			}
		})
	}
}

func TestAPartOfTheChainCanBeChecked(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	write(t, db, 1, 10)
	as(t, db, `UPDATE audit SET account = 'x' WHERE id = 4`)
	for _, c := range []struct {
		from, to, links int64
		want            string
	}{{0, 0, 10, "changed 4/4"}, {5, 0, 6, ""}, {4, 4, 1, "changed 4/4"}, {1, 3, 3, ""}, {11, 0, 0, ""}, {12, 0, 0, "cut 12/0"}} {
		got, err := proof.Check(t.Context(), db, proof.Wanted{From: c.from, To: c.to})
		if err != nil || kinds(got.Faults) != c.want || got.Links != c.links {
			t.Errorf("%d to %d: %d links, %s, %v; want %d, %s", c.from, c.to, got.Links, kinds(got.Faults), err, c.links, c.want)
		}
	}
}

// The program's own statements cannot change what is in the audit.
func TestTheAuditIsOnlyAddedTo(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	write(t, db, 1, 2)
	for _, s := range []string{`UPDATE audit SET account = 'x'`, `DELETE FROM audit`, `DELETE FROM audit WHERE false`, `TRUNCATE audit CASCADE`, `UPDATE audit_chain SET hash = ''`, `DELETE FROM audit_chain`, `TRUNCATE audit_chain`,
		`INSERT INTO audit_chain VALUES (3, 1, '', '')`, `UPDATE audit_head SET seq = 0`, `DELETE FROM audit_head`, `INSERT INTO audit_head VALUES (false, 0, '')`, `UPDATE receipt SET number = 1`, `DELETE FROM receipt`} {
		if _, err := db.SQL().Exec(s); err == nil || !strings.Contains(err.Error(), "is only ever added to") {
			t.Errorf("%s: %v", s, err)
		}
	}
	if got, err := proof.Check(t.Context(), db, proof.Wanted{}); err != nil || got.Links != 2 || got.Count != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// A hundred transactions at once, each with up to three rows, a third of them rolled back, some slow: nobody waits for a
// transaction that is still at work, no two wait for one another, and the chain has no gap.
func TestManyWritersMakeOneChain(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	giveUp := errors.New("rolled back")
	var want int64
	var group sync.WaitGroup
	slow, done := make(chan struct{}), make(chan error, 1)
	// One that writes its row first and takes until all others have committed.
	go func() {
		done <- db.InTx(context.WithoutCancel(t.Context()), func(tx *store.Tx) error {
			_, err := tx.Exec(`INSERT INTO audit (at, account, action) VALUES (now(), 'command', 'test.slow')`)
			<-slow
			return err
		})
	}()
	start := time.Now()
	for i := range 100 {
		rows := 1 + i%3
		if i%3 != 1 {
			want += int64(rows)
		}
		group.Go(func() {
			err := db.InTx(context.WithoutCancel(t.Context()), func(tx *store.Tx) error {
				for range rows {
					if _, err := tx.Exec(`INSERT INTO audit (at, account, action) VALUES (clock_timestamp(), 'command', 'test.many')`); err != nil {
						return err
					}
				}
				if i%3 == 1 {
					return giveUp
				}
				return nil
			})
			if err != nil && !errors.Is(err, giveUp) {
				t.Errorf("transaction %d: %v", i, err)
			}
		})
	}
	group.Wait()
	t.Logf("100 transactions took %s", time.Since(start))
	close(slow)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	got, err := proof.Check(t.Context(), db, proof.Wanted{})
	if err != nil || got.Links != want+1 || got.Head.Seq != want+1 || got.Count != 0 {
		t.Errorf("%+v, %v; want %d links", got, err, want+1)
	}
}

// A transaction with many rows, some of them inside savepoints, is linked whole; what was rolled back is not.
func TestATransactionWithManyRowsIsLinkedAtOnce(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	write(t, db, 1, 1)
	insert := `INSERT INTO audit (at, account, action) SELECT now(), 'command', 'test.many' FROM generate_series(1, $1)`
	err := db.InTx(t.Context(), func(tx *store.Tx) error {
		for _, statement := range []string{``, `SAVEPOINT kept`, `RELEASE kept`, `SAVEPOINT lost`, `ROLLBACK TO lost`} {
			if statement != "" {
				if _, err := tx.Exec(statement); err != nil {
					return err
				}
			}
			if _, err := tx.Exec(insert, 300); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := proof.Check(t.Context(), db, proof.Wanted{})
	if err != nil || len(got.Faults) > 0 || got.Links != 1+4*300 {
		t.Errorf("%d links, %s, %v", got.Links, kinds(got.Faults), err)
	}
}
