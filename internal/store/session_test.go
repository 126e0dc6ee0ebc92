package store_test

import (
	"testing"
	"time"

	"waymark/internal/store/storetest"
)

// A session that nobody uses ends, at the latest the time after which it was last known to be in use.
func TestSessionsEndWhenNobodyUsesThem(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	sessions := db.Sessions().IdleAfter(30 * time.Minute)
	for _, c := range []struct {
		unused time.Duration
		idle   bool // with an end to idle sessions
		open   bool
	}{{time.Minute, true, true}, {29 * time.Minute, true, true}, {31 * time.Minute, true, false}, {31 * time.Minute, false, true}} {
		if err := sessions.CommitCtx(t.Context(), "token", []byte("data"), time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if _, err := db.SQL().ExecContext(t.Context(), `UPDATE sessions SET last_seen = current_timestamp - $1 * interval '1 second'`, c.unused.Seconds()); err != nil {
			t.Fatal(err)
		}
		from := db.Sessions()
		if c.idle {
			from = sessions
		}
		data, found, err := from.FindCtx(t.Context(), "token")
		if err != nil || found != c.open || found && string(data) != "data" {
			t.Errorf("%+v: %v %v", c, found, err)
		}
		if _, again, err := from.FindCtx(t.Context(), "token"); err != nil || again != c.open {
			t.Errorf("%+v, used again: %v %v", c, again, err)
		}
	}
}
