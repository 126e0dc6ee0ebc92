package store_test

import (
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/store/storetest"
)

// However a connection is lost under a COPY, the error comes back: nobody waits for a transaction that can only end
// after it.
func TestACopyWhoseConnectionIsLostEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		when string
		put  bool // more lines after the loss
	}{{"before its end", false}, {"before its next lines", true}} {
		t.Run(c.when, func(t *testing.T) {
			t.Parallel()
			db := storetest.New(t)
			if _, err := db.SQL().Exec(`CREATE TABLE lines (text text)`); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() {
				ended <- db.CopyLines(t.Context(), `COPY lines FROM STDIN`, func(put func(string) error) error {
					if err := put("one"); err != nil {
						return err
					}
					if _, err := db.SQL().Exec(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`); err != nil {
						return err
					}
					time.Sleep(50 * time.Millisecond) // until the driver has heard
					if c.put {
						return put("\ntwo")
					}
					return nil
				})
			}()
			select {
			case err := <-ended:
				if maturity.CodeOf(err) != maturity.Unavailable {
					t.Errorf("%v", err)
				}
			case <-time.After(20 * time.Second):
				t.Fatal("it waits for ever")
			}
		})
	}
}
