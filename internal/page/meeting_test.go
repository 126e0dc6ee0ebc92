package page_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/pack"
	"waymark/internal/pack/paper"
	"waymark/internal/page"
)

// meeting is what the pages of meetings ask, on the site's database and clock.
func (s *site) meeting(catalogue *maturity.Catalogue, location *time.Location) *page.Meetings {
	return &page.Meetings{Store: s.db, Policy: paper.Policy(), Desk: meeting.New(meeting.Options{Store: s.db, Rights: s.accounts, Catalogue: catalogue,
		Boards: board.New(catalogue, s.db).WithChanges(s.db, nil, nil), Pictures: blank{}, Writers: []pack.Writer{paper.Writer{}}, Location: location, Clock: s.clock.now, Worker: "test",
		Directory: func(ctx context.Context) (meeting.Directory, error) { return s.db.Directory(ctx) }})}
}

const hostileBody = `=cmd|' /C calc'!A0 </script><b>£ – é`

// TestAMeetingAndItsPack is the story of an analyst who plans a meeting, prepares its pack and publishes it, and of a member
// who reads it.
func TestAMeetingAndItsPack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('far', 'Far away', 'Far', 'footprint')`)
	s.add("far", account.NewGrant{Role: maturity.RoleAnalyst, Code: "far"})
	s.clock.Time = time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC)
	analyst, viewer, far := s.as("analyst"), s.as("viewer"), s.as("far")
	must(t, viewer.get("/meetings"), http.StatusOK, "No meeting is planned", "No meeting was held yet.")
	must(t, viewer.get("/meetings/plan"), http.StatusForbidden)
	must(t, analyst.post("/meetings/plan", "/meetings/plan", url.Values{"code": {"glos"}, "body": {" "}, "day": {"soon"}}), http.StatusUnprocessableEntity, "Say which body meets", "Give the day of the meeting")
	must(t, far.post("/meetings/plan", "/meetings/plan", url.Values{"code": {"glos"}, "body": {"x"}, "day": {"2026-11-20"}}), http.StatusForbidden)
	must(t, analyst.post("/meetings/plan", "/meetings/plan", url.Values{"code": {"glos"}, "body": {hostileBody}, "day": {"2026-11-20"}, "agenda": {"First\r\nSecond\r\n"}}), http.StatusSeeOther)
	must(t, viewer.get("/meetings"), http.StatusOK, "Next: "+hostileBody+", 20 November 2026", "none yet")
	must(t, viewer.get("/meetings/1"), http.StatusOK, "The meeting has no pack yet", "Second", "No decision is wanted.")
	must(t, viewer.get("/meetings/2"), http.StatusNotFound)
	must(t, viewer.get("/meetings/1/readers"), http.StatusForbidden)

	must(t, analyst.post("/meetings/1", "/meetings/1/decisions", url.Values{"kind": {"action"}, "words": {"Do it"}, "owner": {"Director"}}), http.StatusUnprocessableEntity, "An action needs the day")
	must(t, analyst.post("/meetings/1", "/meetings/1/decisions", url.Values{"kind": {"action"}, "words": {"Do it </script>"}, "owner": {"Director"}, "due": {"2026-11-01"}}), http.StatusSeeOther)
	must(t, viewer.get("/meetings"), http.StatusOK, "; 1 action is overdue", "Do it </script>")
	must(t, analyst.post("/decisions/1", "/decisions/1", url.Values{"words": {"Do it"}, "owner": {"Director"}, "due": {"2026-11-01"}, "state": {"done"}, "version": {"1"}}), http.StatusUnprocessableEntity, "Say what became of it")
	closed := url.Values{"words": {"Do it"}, "owner": {"Director"}, "due": {"2026-11-01"}, "state": {"done"}, "outcome": {"It is done"}, "version": {"1"}}
	must(t, analyst.post("/decisions/1", "/decisions/1", closed), http.StatusSeeOther)
	must(t, analyst.post("/decisions/1", "/decisions/1", closed), http.StatusConflict, "changed by somebody else")
	must(t, viewer.get("/meetings/1"), http.StatusOK, "It is done")

	must(t, analyst.post("/meetings/1", "/meetings/1/packs", url.Values{"board": {"trust"}}), http.StatusUnprocessableEntity, "is not made for")
	must(t, analyst.post("/meetings/1", "/meetings/1/packs", url.Values{"board": {"ldr-steering-group"}, "as_at": {"2027-01-01"}}), http.StatusUnprocessableEntity, "Nothing is known yet")
	must(t, analyst.post("/meetings/1", "/meetings/1/packs", url.Values{"board": {"ldr-steering-group"}}), http.StatusSeeOther)
	draft := must(t, analyst.get("/packs/1"), http.StatusOK, "The pack is a draft", "The first page")
	for _, path := range []string{"/packs/1", "/packs/1/paper", "/packs/1/files/html", "/packs/1/preview"} {
		if a := viewer.get(path); a.status != http.StatusNotFound && a.status != http.StatusForbidden {
			t.Errorf("a viewer gets %s of a draft: %d", path, a.status)
		}
	}
	words := "/packs/1/words?place=answer"
	must(t, analyst.post(words, "/packs/1/words", url.Values{"place": {"answer"}, "seen": {"0"}, "words": {"Look at <b>this</b>"}}), http.StatusSeeOther)
	must(t, analyst.post(words, "/packs/1/words", url.Values{"place": {"answer"}, "seen": {"0"}, "words": {"Late"}}), http.StatusConflict)
	must(t, analyst.get(words), http.StatusOK, "Version 1", "Look at <b>this</b>")
	preview := must(t, analyst.get("/packs/1/preview"), http.StatusOK, "Look at <b>this</b>", "Words by an analyst")
	if policy := preview.header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, paper.Policy()) || strings.Contains(policy, "unsafe") {
		t.Errorf("the preview is under %q", policy)
	}

	freeze := url.Values{"version": {hidden(t, draft, "version")}}
	must(t, analyst.post("/packs/1", "/packs/1/freeze", freeze), http.StatusSeeOther)
	must(t, analyst.get("/packs/1"), http.StatusOK, "The pack is being frozen")
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if did, err := s.meeting(catalogue, time.UTC).Desk.Next(t.Context()); err != nil || !did {
		t.Fatal(did, err)
	}
	frozen := must(t, analyst.get("/packs/1"), http.StatusOK, "waits to be published")
	publish := url.Values{"version": {hidden(t, frozen, "version")}}
	must(t, analyst.post("/packs/1", "/packs/1/publish", url.Values{"version": {"1"}}), http.StatusConflict)
	must(t, analyst.post("/packs/1", "/packs/1/publish", publish), http.StatusSeeOther)

	read := must(t, viewer.get("/packs/1/paper"), http.StatusOK, "Look at <b>this</b>", hostileBody)
	if strings.Contains(read.body, "<script") || strings.Contains(read.body, "<b>") {
		t.Error("a name gets into the paper as it is")
	}
	file := must(t, viewer.get("/packs/1/files/html"), http.StatusOK)
	if file.body != read.body || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") || !strings.Contains(file.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the download is not the paper: %v", file.header)
	}
	must(t, viewer.get("/packs/1"), http.StatusOK, strings.Trim(file.header.Get("ETag"), `"`), "Forms that are kept")
	must(t, viewer.get("/packs/1/files/pdf"), http.StatusNotFound)
	must(t, viewer.get("/packs/1/check"), http.StatusForbidden)
	must(t, analyst.get("/packs/1/check"), http.StatusOK, "The pack is the same when it is put together anew")
	var exports int
	if err := s.db.SQL().QueryRow(`SELECT count(*) FROM audit WHERE action = 'export.made' AND detail->>'path' = '/packs/1/files/html'`).Scan(&exports); err != nil || exports != 1 {
		t.Errorf("%d rows tell of the download, %v", exports, err)
	}
	must(t, viewer.get("/meetings/1"), http.StatusOK, "Read the pack as it was published")
	s.clock.Time = s.clock.Add(time.Hour)
	must(t, viewer.get("/meetings/1"), http.StatusOK, "What has changed since", "Nothing changed")
	must(t, analyst.post("/meetings/1", "/meetings/1/cancel", url.Values{"version": {"1"}}), http.StatusConflict, "frozen or published")
}

// TestReadersOfABody: who is sent the packs, and when, is set by who holds the meeting.
func TestReadersOfABody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.clock.Time = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	analyst := s.as("analyst")
	must(t, analyst.post("/meetings/plan", "/meetings/plan", url.Values{"code": {"glos"}, "body": {"Steering group"}, "day": {"2026-10-27"}}), http.StatusSeeOther)
	const readers = "/meetings/1/readers"
	must(t, analyst.get(readers), http.StatusOK, "Nobody is sent the packs of this body", "Packs do not go out by themselves.", "Nothing was sent yet.")
	must(t, analyst.post(readers, readers, url.Values{"address": {"nobody"}, "consent": {"asked"}}), http.StatusUnprocessableEntity, "Give one e-mail address")
	must(t, analyst.post(readers, readers, url.Values{"address": {"one@example.org"}, "consent": {"asked for it"}}), http.StatusSeeOther)
	must(t, analyst.post(readers, "/meetings/1/schedule", url.Values{"days": {"61"}, "time": {"09:00"}}), http.StatusUnprocessableEntity, "Give 0 to 60 days")
	must(t, analyst.post(readers, "/meetings/1/schedule", url.Values{"days": {"2"}, "time": {"01:30"}}), http.StatusSeeOther)
	must(t, analyst.get(readers), http.StatusOK, "1 reader is sent the packs of this body", "one@example.org", "asked for it", "goes out on 25 October 2026 at 1:30am")
	must(t, analyst.post(readers, readers+"/remove", url.Values{"reader": {"1"}}), http.StatusSeeOther)
	must(t, analyst.get(readers), http.StatusOK, "Nobody is sent the packs of this body")
}
