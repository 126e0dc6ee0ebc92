package store_test

import (
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// meetingHouse is a database with two organisations and an account.
func meetingHouse(t *testing.T) *store.DB {
	t.Helper()
	db := storetest.New(t)
	for _, statement := range []string{
		`INSERT INTO organisation (id, code, name, short_name, kind) OVERRIDING SYSTEM VALUE VALUES (1, 'F1', 'Footprint', 'Footprint', 'footprint'), (2, 'RTE', 'Trust', 'Trust', 'acute')`,
	} {
		if _, err := db.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func plan(t *testing.T, db *store.DB, body, day string) maturity.Meeting {
	t.Helper()
	at, _ := time.Parse(time.DateOnly, day)
	m, err := db.PlanMeeting(t.Context(), maturity.Meeting{Organisation: 1, Body: body, Day: period.DayOf(at), Agenda: []string{"Apologies"}, By: "analyst", At: at.AddDate(0, -1, 0)},
		maturity.AuditEntry{At: at, Account: "analyst", Action: "meeting.planned"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheLastMeetingIsTheOneBeforeTheDay(t *testing.T) {
	t.Parallel()
	db := meetingHouse(t)
	june, november := plan(t, db, "Steering group", "2018-06-12"), plan(t, db, "Steering group", "2018-11-27")
	if again := plan(t, db, "Steering group", "2018-06-12"); again.ID != june.ID {
		t.Errorf("the same meeting again became %d, not %d", again.ID, june.ID)
	}
	gone := plan(t, db, "Steering group", "2018-09-11")
	gone.Cancelled = true
	if _, err := db.ChangeMeeting(t.Context(), gone, maturity.AuditEntry{At: gone.At, Action: "meeting.cancelled", Account: "analyst", Subject: maturity.MeetingSubject(gone.ID)}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ChangeMeeting(t.Context(), gone, maturity.AuditEntry{}); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("a change over an older version gave %v", err)
	}
	for _, c := range []struct {
		before string
		want   int64
	}{
		{"2018-06-12T10:00:00Z", 0}, {"2018-06-12T22:59:00Z", 0}, {"2018-06-12T23:01:00Z", june.ID}, // midnight in London is 23:00 UTC in June
		{"2018-11-15T09:00:00Z", june.ID}, {"2018-11-28T00:00:00Z", november.ID},
	} {
		before, _ := time.Parse(time.RFC3339, c.before)
		got, ok, err := db.LastMeeting(t.Context(), 1, before)
		if err != nil || ok != (c.want != 0) || got.ID != c.want {
			t.Errorf("before %s: %d %v %v, want %d", c.before, got.ID, ok, err, c.want)
		}
	}
	if earlier, ok, err := db.EarlierMeeting(t.Context(), november); err != nil || !ok || earlier.ID != june.ID {
		t.Errorf("before November: %+v %v %v", earlier, ok, err)
	}
	if _, ok, _ := db.LastMeeting(t.Context(), 2, time.Now()); ok {
		t.Error("a body without meetings has one")
	}
}

func TestDecisionsAreOpenAsTheyWereKnownThen(t *testing.T) {
	t.Parallel()
	db := meetingHouse(t)
	june, november := plan(t, db, "Steering group", "2018-06-12"), plan(t, db, "Steering group", "2018-11-27")
	day := func(text string) time.Time { at, _ := time.Parse(time.DateOnly, text); return at }
	due := period.Date(2018, time.September, 30)
	keep := func(m maturity.Meeting, kind maturity.DecisionKind, words, at string, from int64) maturity.Decision {
		d := maturity.Decision{Meeting: m.ID, Kind: kind, Words: words, State: maturity.DecisionOpen, From: from, By: "analyst", At: day(at)}
		if kind == maturity.ActionToTake {
			d.Owner, d.Due = "Chief information officer", &due
		}
		kept, err := db.KeepDecision(t.Context(), d, maturity.AuditEntry{At: d.At, Account: "analyst", Action: "decision.kept", Subject: maturity.MeetingSubject(m.ID)})
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	action := keep(june, maturity.ActionToTake, "Publish a plan", "2018-06-12", 0)
	wanted := keep(november, maturity.DecisionWanted, "Fund the portal", "2018-11-01", 0)
	second := keep(june, maturity.ActionToTake, "Name a lead", "2018-06-12", 0)
	second.State, second.Outcome = maturity.DecisionDone, "A lead was named"
	entry := maturity.AuditEntry{At: day("2018-08-01"), Account: "analyst", Action: "decision.done", Subject: maturity.MeetingSubject(june.ID)}
	if err := db.ChangeDecision(t.Context(), second, day("2018-08-01"), entry); err != nil {
		t.Fatal(err)
	}
	if err := db.ChangeDecision(t.Context(), second, day("2018-08-01"), entry); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("an older version was taken: %v", err)
	}
	carried := keep(november, maturity.ActionToTake, "Publish a plan", "2018-11-02", action.ID)
	if again := keep(november, maturity.ActionToTake, "Publish a plan", "2018-11-02", action.ID); again.ID != carried.ID {
		t.Error("an action was carried to the same meeting twice")
	}
	for _, c := range []struct {
		at   string
		want []int64
	}{
		{"2018-06-01", nil}, {"2018-07-01", []int64{action.ID, second.ID}}, {"2018-09-01", []int64{action.ID}},
		{"2018-11-15", []int64{wanted.ID, carried.ID}},
	} {
		got, err := db.Decisions(t.Context(), 1, day(c.at))
		if err != nil || len(got) != len(c.want) {
			t.Errorf("%s: %+v %v, want %v", c.at, got, err, c.want)
			continue
		}
		for i := range got {
			if got[i].ID != c.want[i] || got[i].State != maturity.DecisionOpen || got[i].Outcome != "" {
				t.Errorf("%s: %+v, want %d open", c.at, got[i], c.want[i])
			}
		}
	}
}
