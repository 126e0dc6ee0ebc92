package meeting_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/period"
)

// TestAFrozenPackIsTheSameAYearLater: new figures, corrections and a year change nothing of what the pin gives.
func TestAFrozenPackIsTheSameAYearLater(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.owed = collection.Counts{Expected: 9, Received: 7, Late: 2}
	m := h.meeting("2018-06-12")
	if _, err := h.desk.Keep(t.Context(), analyst, maturity.Decision{Meeting: m.ID, Kind: maturity.DecisionWanted, Words: "Fund the portal </script>", Owner: "Director of finance"}); err != nil {
		t.Fatal(err)
	}
	p := h.draft(m, "")
	if err := h.desk.Write(t.Context(), analyst, p.ID, "answer", "The trusts say why.\n\nTheir figures follow.", 0); err != nil {
		t.Fatal(err)
	}
	p = h.publish(h.freeze(p))
	kept := h.html(p.ID)
	for _, want := range []string{"The trusts say why.", "an analyst", "Fund the portal &lt;/script&gt;", "Hospitals £ – é", p.Verdict, "/data/where-from?", "Discharge summaries", "Based on 7 of 9 returns for January to March 2018", "2 returns are late."} {
		if !bytes.Contains(kept, []byte(want)) {
			t.Errorf("the paper does not say %q", want)
		}
	}
	if bytes.Contains(kept, []byte("<script")) || p.Verdict == "" {
		t.Error("the paper has a script, or no verdict: ", p.Verdict)
	}

	h.now, h.owed = day("2019-06-05"), collection.Counts{Expected: 9, Received: 9}
	last := period.Of(period.KindQuarter, period.Date(2018, 1, 1))
	h.count("RTE", "discharge.within-24-hours", last, 99, 100, day("2018-07-01"))
	for i := 1; i < 5; i++ {
		h.count("RTE", "discharge.within-24-hours", last.Add(i), 95, 100, (last.Add(i).End() + 30).Time())
	}
	h.compute()
	decided, err := h.db.DecisionsOf(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	decided[0].Words, decided[0].State, decided[0].Outcome = "Something else", maturity.DecisionDone, "It was funded."
	if err := h.desk.Amend(t.Context(), analyst, decided[0]); err != nil {
		t.Fatal(err)
	}
	check, err := h.desk.Verify(t.Context(), p.ID)
	if err != nil || !check.Same() || !check.Definitions || check.Pictures == 0 {
		t.Fatalf("%s %+v %v", check.Sentence(), check, err)
	}
	if !bytes.Equal(h.html(p.ID), kept) {
		t.Error("the kept bytes changed")
	}

	// The check can fail: another pin gives other bytes.
	h.exec(`UPDATE pack SET as_at = '2019-06-01' WHERE id = $1`, p.ID)
	if check, err = h.desk.Verify(t.Context(), p.ID); err != nil || check.Same() || check.HTML {
		t.Errorf("as known later it is the same: %+v %v", check, err)
	}
	h.exec(`UPDATE pack SET definitions = 'another' WHERE id = $1`, p.ID)
	if check, err = h.desk.Verify(t.Context(), p.ID); err != nil || check.Definitions || !strings.Contains(check.Sentence(), "definitions have changed") {
		t.Errorf("%s %v", check.Sentence(), err)
	}
}

// TestFreezingSurvivesAKill: a worker that is stopped in the middle leaves nothing half-written, and another goes on.
func TestFreezingSurvivesAKill(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.draft(h.meeting("2018-06-12"), "")
	if _, err := h.desk.Freeze(t.Context(), analyst, p.ID, p.Version); err != nil {
		t.Fatal(err)
	}
	dying, kill := context.WithCancel(t.Context())
	options := h.options
	options.Pictures = &stubborn{Pictures: h.options.Pictures, before: func(n int) error {
		if n == 1 {
			kill()
			return context.Canceled
		}
		return nil
	}}
	if _, err := meeting.New(options).Next(dying); err == nil {
		t.Fatal("the worker that was stopped tells of nothing")
	}
	files, err := h.db.PackFiles(t.Context(), p.ID)
	if now := h.pack(p.ID); err != nil || len(files) != 0 || now.State != maturity.PackFreezing || now.Attempts != 0 {
		t.Fatalf("after the stop: %+v, %d files, %v", now, len(files), err)
	}
	// One that dies without a word is taken for gone after a while.
	if _, ok, err := h.db.ClaimPack(t.Context(), "dead", time.Minute, 0); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if did, _ := h.desk.Next(t.Context()); did {
		t.Fatal("a pack was taken from a worker that lives")
	}
	h.exec(`UPDATE pack SET heartbeat = heartbeat - interval '1 minute'`)
	if did, err := h.desk.Next(t.Context()); err != nil || !did {
		t.Fatal(did, err)
	}
	now := h.pack(p.ID)
	files, err = h.db.PackFiles(t.Context(), p.ID)
	if err != nil || now.State != maturity.PackFrozen || len(files) != 1 || now.Drawn != now.Pictures || now.Pictures == 0 {
		t.Fatalf("after the second worker: %+v, %d files, %v", now, len(files), err)
	}
}

func TestFreezingFailsAfterThreeTries(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.draft(h.meeting("2018-06-12"), "")
	if _, err := h.desk.Freeze(t.Context(), analyst, p.ID, p.Version); err != nil {
		t.Fatal(err)
	}
	options := h.options
	options.Pictures = &stubborn{Pictures: h.options.Pictures, before: func(int) error { return errors.New("no ink") }}
	broken := meeting.New(options)
	for range 3 {
		h.exec(`UPDATE pack SET heartbeat = NULL`)
		if did, err := broken.Next(t.Context()); !did || err == nil {
			t.Fatal(did, err)
		}
	}
	if now := h.pack(p.ID); now.State != maturity.PackDraft || now.Failure == "" || strings.Contains(now.Failure, "no ink") {
		t.Fatalf("%+v", now)
	}
	// It may be tried again.
	if now := h.freeze(h.pack(p.ID)); now.State != maturity.PackFrozen {
		t.Fatalf("%+v", now)
	}
}

// TestFreezingIsCancelledInTheMiddle: what the worker has drawn then goes nowhere.
func TestFreezingIsCancelledInTheMiddle(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.draft(h.meeting("2018-06-12"), "")
	p, err := h.desk.Freeze(t.Context(), analyst, p.ID, p.Version)
	if err != nil {
		t.Fatal(err)
	}
	options := h.options
	options.Pictures = &stubborn{Pictures: h.options.Pictures, before: func(n int) error {
		if n == 1 {
			if _, err := h.desk.Thaw(t.Context(), analyst, p.ID, p.Version); err != nil {
				t.Error(err)
			}
		}
		return nil
	}}
	if did, err := meeting.New(options).Next(t.Context()); !did || err != nil {
		t.Fatal(did, err)
	}
	files, err := h.db.PackFiles(t.Context(), p.ID)
	if now := h.pack(p.ID); err != nil || now.State != maturity.PackDraft || len(files) != 0 {
		t.Fatalf("%+v, %d files, %v", now, len(files), err)
	}
}

// TestTwoPeopleFreezeAndPublishAtOnce: one wins each step, whoever presses how often.
func TestTwoPeopleFreezeAndPublishAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.draft(h.meeting("2018-06-12"), "")
	together := func(what func(meeting.Actor) error) (won int) {
		var group sync.WaitGroup
		var mu sync.Mutex
		for i := range 6 {
			group.Go(func() {
				err := what([]meeting.Actor{analyst, by("second")}[i%2])
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if maturity.CodeOf(err) != maturity.Conflict {
					t.Error(err)
				}
			})
		}
		group.Wait()
		return won
	}
	if won := together(func(who meeting.Actor) error {
		_, err := h.desk.Freeze(t.Context(), who, p.ID, p.Version)
		return err
	}); won != 1 {
		t.Errorf("%d froze the pack", won)
	}
	second := h.options
	second.Worker = "two"
	workers := []*meeting.Desk{h.desk, meeting.New(second)}
	did := make(chan bool, 6)
	var group sync.WaitGroup
	for i := range 6 {
		group.Go(func() {
			d, err := workers[i%2].Next(t.Context())
			if err != nil {
				t.Error(err)
			}
			did <- d
		})
	}
	group.Wait()
	close(did)
	worked := 0
	for d := range did {
		if d {
			worked++
		}
	}
	if p = h.pack(p.ID); worked != 1 || p.State != maturity.PackFrozen {
		t.Fatalf("%d workers froze it: %+v", worked, p)
	}
	// A press that comes when it is published already is answered with what is there.
	if won := together(func(who meeting.Actor) error {
		_, err := h.desk.Publish(t.Context(), who, p.ID, p.Version)
		return err
	}); won < 1 {
		t.Error("nobody published the pack")
	}
	var rows int
	if err := h.db.SQL().QueryRow(`SELECT count(*) FROM audit WHERE action = 'pack.published'`).Scan(&rows); err != nil || rows != 1 {
		t.Errorf("%d rows tell of the publication, %v", rows, err)
	}
}
