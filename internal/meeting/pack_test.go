package meeting_test

import (
	"math"
	"strings"
	"testing"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
)

func TestWhoMayPrepareAPack(t *testing.T) {
	t.Parallel()
	h := open(t)
	m := h.meeting("2018-06-12")
	p := h.draft(m, "")
	stranger := by("stranger")
	for name, act := range map[string]func(meeting.Actor) error{
		"plan":   func(who meeting.Actor) error { _, err := h.desk.Plan(t.Context(), who, m); return err },
		"change": func(who meeting.Actor) error { _, err := h.desk.Change(t.Context(), who, m); return err },
		"keep": func(who meeting.Actor) error {
			_, err := h.desk.Keep(t.Context(), who, maturity.Decision{Meeting: m.ID, Kind: maturity.DecisionWanted, Words: "x"})
			return err
		},
		"make": func(who meeting.Actor) error {
			_, err := h.desk.Make(t.Context(), who, m.ID, meeting.Pin{Board: "ldr-steering-group"})
			return err
		},
		"carry": func(who meeting.Actor) error { _, err := h.desk.Carry(t.Context(), who, m.ID); return err },
	} {
		if err := act(stranger); maturity.CodeOf(err) != maturity.Forbidden {
			t.Errorf("a stranger may %s: %v", name, err)
		}
	}
	// A draft does not exist for who may not prepare it; once it is published they may read it, and nothing else.
	if _, _, _, err := h.desk.See(t.Context(), stranger.Account, p.ID); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("a stranger sees the draft: %v", err)
	}
	if _, err := h.desk.Freeze(t.Context(), stranger, p.ID, p.Version); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("a stranger freezes: %v", err)
	}
	p = h.publish(h.freeze(p))
	if _, _, may, err := h.desk.See(t.Context(), stranger.Account, p.ID); err != nil || may {
		t.Errorf("a published pack: %v %v", may, err)
	}
	if _, err := h.desk.Thaw(t.Context(), stranger, p.ID, p.Version); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("a stranger thaws: %v", err)
	}
	for name, err := range map[string]error{
		"thawed":    func() error { _, err := h.desk.Thaw(t.Context(), analyst, p.ID, p.Version); return err }(),
		"dropped":   h.desk.Drop(t.Context(), analyst, p.ID, p.Version),
		"written":   h.desk.Write(t.Context(), analyst, p.ID, "answer", "Too late", 0),
		"cancelled": func() error { m.Cancelled = true; _, err := h.desk.Change(t.Context(), analyst, m); return err }(),
	} {
		if maturity.CodeOf(err) != maturity.Conflict {
			t.Errorf("what is published can be %s: %v", name, err)
		}
	}
}

func TestALaterEditionSupersedesTheEarlier(t *testing.T) {
	t.Parallel()
	h := open(t)
	m := h.meeting("2018-06-12")
	first := h.publish(h.freeze(h.draft(m, "")))
	if _, err := h.desk.Make(t.Context(), analyst, m.ID, meeting.Pin{Board: "ldr-steering-group"}); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("a later edition without a reason: %v", err)
	}
	draft := h.draft(m, "A figure was wrong")
	if _, err := h.desk.Make(t.Context(), analyst, m.ID, meeting.Pin{Board: "ldr-steering-group", Reason: "Again"}); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("two editions at once: %v", err)
	}
	if now := h.pack(first.ID); !now.SupersededAt.IsZero() {
		t.Error("a draft superseded what is published")
	}
	before := h.html(first.ID)
	second := h.publish(h.freeze(draft))
	if now := h.pack(first.ID); now.SupersededAt.IsZero() || now.State != maturity.PackPublished || second.Edition != 2 {
		t.Errorf("%+v", now)
	}
	if string(h.html(first.ID)) != string(before) || !strings.Contains(string(h.html(second.ID)), "A figure was wrong") {
		t.Error("the editions are not what they were frozen as")
	}
	seen, err := h.db.Meeting(t.Context(), m.ID)
	if err != nil || !seen.Seen.Equal(second.AsAt) {
		t.Errorf("the meeting saw %s, %v", seen.Seen, err)
	}
}

// TestWordsKeepEveryVersion: edits are kept with their writer, and the generated words come back.
func TestWordsKeepEveryVersion(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.draft(h.meeting("2018-06-12"), "")
	write := func(who, words string, seen int) error {
		return h.desk.Write(t.Context(), by(who), p.ID, "answer", words, seen)
	}
	for _, c := range []struct {
		who, words string
		seen       int
		code       maturity.Code
	}{
		{"analyst", "First", 0, ""}, {"analyst", "First", 0, ""}, {"second", "Another", 0, maturity.Conflict}, {"second", "Second", 1, ""}, {"analyst", "", 2, ""},
		{"analyst", strings.Repeat("a", meeting.LongestWords+1), 3, maturity.Invalid},
	} {
		if err := write(c.who, c.words, c.seen); maturity.CodeOf(err) != c.code {
			t.Errorf("%.20q after version %d: %v", c.words, c.seen, err)
		}
	}
	all, err := h.db.Narratives(t.Context(), p.ID)
	if err != nil || len(all) != 3 || all[1].By != "second" || all[1].Words != "Second" || !all[2].Generated {
		t.Errorf("%+v %v", all, err)
	}
}

func TestWhichTargetsGetAPageOfTheirOwn(t *testing.T) {
	t.Parallel()
	row := func(id string, status maturity.Status, achieved float64) board.TargetRow {
		return board.TargetRow{Target: maturity.Target{ID: id, Operator: maturity.AtLeast}, Title: id, Status: status, Trajectory: maturity.Trajectory{Organisation: 1, AchievedPer: achieved, Probability: math.NaN()}}
	}
	other := row("of another", maturity.StatusPastDue, 0)
	other.Trajectory.Organisation = 2
	v := board.View{Subject: maturity.Organisation{ID: 1}, Panels: []board.PanelView{{Targets: []board.TargetRow{
		row("rising", maturity.StatusUnlikely, 2), row("falling", maturity.StatusUnlikely, -1), row("met", maturity.StatusMet, -1), row("late", maturity.StatusPastDue, 3),
		row("was at risk", maturity.StatusOnTrack, 1), row("unknown pace", maturity.StatusUnlikely, math.NaN()), other}},
		{Targets: []board.TargetRow{row("late", maturity.StatusPastDue, 3)}}}}
	changes := board.Changes{Rows: []board.Change{
		{Kind: board.ChangeStatus, Organisation: maturity.Organisation{ID: 1}, Target: "was at risk", Then: "At risk"},
		{Kind: board.ChangeStatus, Organisation: maturity.Organisation{ID: 2}, Target: "rising", Then: "Met"},
		{Kind: board.ChangeValue, Organisation: maturity.Organisation{ID: 1}, Target: "met", Then: "1"}}}
	got := meeting.Candidates(v, changes)
	want := []struct{ id, reason string }{{"late", "past due"}, {"falling", "unlikely to be met and getting worse"}, {"was at risk", "was at risk at the last meeting"},
		{"rising", ""}, {"unknown pace", ""}, {"met", ""}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, w := range want {
		if got[i].Title != w.id || got[i].Reason != w.reason || got[i].Suggested != (w.reason != "") {
			t.Errorf("%d: %s %q %v, want %s %q", i, got[i].Title, got[i].Reason, got[i].Suggested, w.id, w.reason)
		}
	}
}

// TestWhatIsOpenIsCarried: once, as a chain.
func TestWhatIsOpenIsCarried(t *testing.T) {
	t.Parallel()
	h := open(t)
	june, november := h.meeting("2018-06-12"), h.meeting("2018-11-27")
	due := june.Day + 30
	for _, d := range []maturity.Decision{{Kind: maturity.DecisionTaken, Words: "Decided"}, {Kind: maturity.ActionToTake, Words: "Do it", Owner: "Director", Due: &due}, {Kind: maturity.DecisionWanted, Words: "Fund it"}} {
		d.Meeting = june.ID
		if _, err := h.desk.Keep(t.Context(), analyst, d); err != nil {
			t.Fatal(err)
		}
	}
	for _, bad := range []maturity.Decision{{Kind: maturity.ActionToTake, Words: "No day", Owner: "Director"}, {Kind: maturity.ActionToTake, Words: "No owner", Due: &due}, {Kind: "wish", Words: "x"}, {Kind: maturity.DecisionWanted, Words: " "}} {
		bad.Meeting = june.ID
		if _, err := h.desk.Keep(t.Context(), analyst, bad); maturity.CodeOf(err) != maturity.Invalid {
			t.Errorf("%+v was kept: %v", bad, err)
		}
	}
	for round, want := range []int{2, 0} {
		if n, err := h.desk.Carry(t.Context(), analyst, november.ID); err != nil || n != want {
			t.Errorf("round %d: %d carried, %v", round, n, err)
		}
	}
	list, err := h.db.DecisionsOf(t.Context(), november.ID)
	if err != nil || len(list) != 2 || list[0].From == 0 || list[0].Words != "Do it" {
		t.Fatalf("%+v %v", list, err)
	}
	list[0].State = maturity.DecisionDone
	if err := h.desk.Amend(t.Context(), analyst, list[0]); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("an action was closed without an outcome: %v", err)
	}
	list[0].Outcome = "It was done"
	if err := h.desk.Amend(t.Context(), analyst, list[0]); err != nil {
		t.Error(err)
	}
}
