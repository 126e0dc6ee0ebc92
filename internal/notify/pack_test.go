package notify_test

import (
	"context"
	"strings"
	"testing"

	"waymark/internal/maturity"
)

// TestPacksGoThroughTheSameOutbox: a message that brings a pack has its file with it, is not dropped with the reminders, and
// waits where the file cannot be read.
func TestPacksGoThroughTheSameOutbox(t *testing.T) {
	o := open(t)
	o.at("2026-11-03 08:00")
	var meeting, pack, reader, message int64
	o.scan(&meeting, `INSERT INTO meeting (organisation_id, body, day, planned_by, planned_at) SELECT id, 'Steering group', '2026-11-10', 'ann', now() FROM organisation WHERE code = 'RTE' RETURNING id`)
	o.scan(&pack, `INSERT INTO pack (meeting_id, edition, board, as_at, definitions, boundaries, state, made_by, made_at) VALUES ($1, 1, 'trust', now(), 'x', now(), 'published', 'ann', now()) RETURNING id`, meeting)
	for _, address := range []string{"one@board.example", "two@board.example"} {
		o.scan(&reader, `INSERT INTO meeting_reader (organisation_id, body, address, consent, added_by, added_at) SELECT organisation_id, body, $2, 'asked', 'ann', now() FROM meeting WHERE id = $1 RETURNING id`, meeting, address)
		m := maturity.Message{Pack: pack, Reader: reader, Kind: maturity.MessagePack, Subject: "Pack", Plain: "It is attached.", MadeAt: o.now}
		if ok, err := o.db.WriteDelivery(t.Context(), m, maturity.AuditEntry{At: o.now, Account: maturity.BySystem, Action: "pack.delivered"}); err != nil || !ok {
			t.Fatal(ok, err)
		}
		if again, err := o.db.WriteDelivery(t.Context(), m, maturity.AuditEntry{At: o.now}); err != nil || again {
			t.Fatal("written twice: ", again, err)
		}
	}
	o.scan(&message, `SELECT min(id) FROM message`)
	o.Attach = func(_ context.Context, m maturity.Message) ([]maturity.Attachment, error) {
		if m.ID == message {
			return nil, maturity.Errorf(maturity.Unavailable, "The database cannot be reached.")
		}
		return []maturity.Attachment{{Name: "pack.html", Media: "text/html; charset=utf-8", Bytes: []byte("<p>Pack of the meeting</p>")}}, nil
	}
	p := &post{}
	o.serve(p, 0)
	if n := o.send(); n.Sent != 1 || n.Again != 1 || n.Dropped != 0 || len(p.taken) != 1 {
		t.Fatalf("%+v, %v, %s", n, p.taken, o.states())
	}
	list, err := o.db.PackMessages(t.Context(), meeting)
	if err != nil || len(list) != 2 || list[0].State != maturity.MessageSent || list[1].State != maturity.MessagePending || !strings.Contains(list[1].Because, "cannot be reached") {
		t.Fatalf("%+v %v", list, err)
	}
}
