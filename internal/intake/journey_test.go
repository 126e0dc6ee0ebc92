package intake_test

import (
	"bytes"
	"testing"

	"waymark/internal/intake"
	"waymark/internal/maturity"
)

func TestAFileBecomesObservations(t *testing.T) {
	t.Parallel()
	o := open(t)
	text := long("RTE Q1-2018/19 41", "RTE Q2-2018/19 44.5", "RTQ Q2-2018/19 - not available")

	checked := o.send(text, intake.Meta{})
	if checked.State != maturity.SubmissionChecked || counts(checked.Report) != "3 new, 0 changed, 0 unchanged, 0 held back" {
		t.Fatalf("%s: %s\n%s", checked.State, counts(checked.Report), issueText(checked.Report))
	}
	if got := o.stored(); got != "" {
		t.Errorf("something was written before it was confirmed:\n%s", got)
	}
	if _, err := o.Confirm(t.Context(), checked.ID, maturity.Correction{}, "analyst", ""); err != nil {
		t.Fatal(err)
	}
	written, err := o.RunOne(t.Context(), checked.ID, nil)
	if err != nil || written.State != maturity.SubmissionWritten {
		t.Fatal(written.State, written.Failure, err)
	}
	const want = "RTE Q2018-04 41 reported\nRTE Q2018-07 44.5 reported\nRTQ Q2018-07 NaN not_available\n"
	if got := o.stored(); got != want {
		t.Errorf("stored\n%swant\n%s", got, want)
	}
	if n := o.count(`SELECT count(*) FROM stale_series`); n != 2 {
		t.Errorf("%d series are stale, want 2", n)
	}
	if n := o.count(`SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'`); n != 0 {
		t.Errorf("%d staging tables are left", n)
	}
	for _, action := range []string{"submission.received", "submission.confirmed", "submission.written"} {
		if n := o.count(`SELECT count(*) FROM audit WHERE action = $1 AND subject = $2`, action, maturity.SubmissionSubject(checked.ID)); n != 1 {
			t.Errorf("%d audit rows %s, want 1", n, action)
		}
	}
	var kept bytes.Buffer
	if err := o.db.SubmissionBytes(t.Context(), checked.ID, &kept); err != nil || kept.String() != text {
		t.Errorf("the bytes kept are not those sent: %v\n%s", err, kept.String())
	}
}

func TestSendingAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	first := o.write(long("RTE Q1-2018/19 41", "RTE Q2-2018/19 44", "RTQ Q1-2018/19 50"))

	// The same values in another file: nothing is new, nothing is written, nothing becomes stale.
	o.exec(`DELETE FROM stale_series`)
	again := o.write(long("RTQ Q1-2018/19 50.0", "RTE Q2-2018/19 44", "RTE Q1-2018/19 41"))
	if got := counts(again.Report); got != "0 new, 0 changed, 3 unchanged, 0 held back" {
		t.Error(got)
	}
	if n := o.count(`SELECT count(*) FROM stale_series`); n != 0 {
		t.Errorf("%d series became stale though nothing changed", n)
	}

	// A correction supersedes; both values stay readable, each at its time.
	corrected := o.correct(long("RTE Q2-2018/19 47", "RTE Q3-2018/19 48"), slip)
	if got := counts(corrected.Report); got != "1 new, 1 changed, 0 unchanged, 0 held back" {
		t.Error(got)
	}
	origins, err := o.db.WhereFrom(t.Context(), o.trust["RTE"].ID, "discharge.within-24-hours", quarter("Q2018-07"), nil, corrected.KnownFrom)
	if err != nil || len(origins) != 2 {
		t.Fatal(origins, err)
	}
	now, before := origins[0], origins[1]
	if now.Observation.Value != 47 || !now.Preferred || now.Submission.ID != corrected.ID || now.Replaced == nil || now.Replaced.Value != 44 {
		t.Errorf("now: %+v", now)
	}
	if before.Observation.Value != 44 || before.Preferred || before.Submission.ID != first.ID || !before.Observation.KnownTo.Equal(corrected.KnownFrom) {
		t.Errorf("before: %+v", before)
	}
	past, _, err := o.db.Observations(t.Context(), maturity.ObservationFilter{AsAt: first.KnownFrom, Organisations: []maturity.OrganisationID{o.trust["RTE"].ID}})
	if err != nil || len(past) != 2 || past[1].Value != 44 {
		t.Errorf("as at the first file: %v %v", past, err)
	}
}

func TestTheSameBytesAreAnsweredOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	text := long("RTE Q1-2018/19 41")
	first := o.write(text)
	accept := func(m intake.Meta) (maturity.Submission, bool) {
		t.Helper()
		s, earlier, err := o.Accept(t.Context(), bytes.NewReader([]byte(text)), everywhere(m))
		if err != nil {
			t.Fatal(err)
		}
		return s, earlier
	}
	if s, earlier := accept(intake.Meta{AutoWrite: true}); !earlier || s.ID != first.ID {
		t.Errorf("the same file again is submission %d (earlier %v), want %d", s.ID, earlier, first.ID)
	}
	for name, m := range map[string]intake.Meta{
		"only checked":        {CheckOnly: true},
		"another layout hint": {AutoWrite: true, LayoutHint: "waymark-long"},
		"another sender":      {AutoWrite: true, SubmittedBy: "submitter"},
		"another name":        {AutoWrite: true, FileName: "other.csv"},
	} {
		if s, earlier := accept(m); earlier {
			t.Errorf("%s: answered with submission %d", name, s.ID)
		}
	}
	// After a correction by another file, the old file is read again: it may be meant to bring the old value back.
	o.correct(long("RTE Q1-2018/19 43"), slip)
	back := o.correct(text, slip)
	if back.ID == first.ID || counts(back.Report) != "0 new, 1 changed, 0 unchanged, 0 held back" {
		t.Errorf("submission %d: %s", back.ID, counts(back.Report))
	}
}

func TestCheckingOnlyChangesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.write(long("RTE Q1-2018/19 41"))
	before := o.stored()
	s := o.send(long("RTE Q1-2018/19 45", "RTE Q2-2018/19 46"), intake.Meta{CheckOnly: true, AutoWrite: true})
	if s.State != maturity.SubmissionChecked || counts(s.Report) != "1 new, 1 changed, 0 unchanged, 0 held back" {
		t.Errorf("%s, %s", s.State, counts(s.Report))
	}
	if _, err := o.Confirm(t.Context(), s.ID, maturity.Correction{}, "", ""); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("confirming a check gives %v", err)
	}
	if after := o.stored(); after != before {
		t.Errorf("stored\n%s", after)
	}
	if n := o.count(`SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'`); n != 0 {
		t.Errorf("%d staging tables are left", n)
	}
}

func TestCancelling(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.send(long("RTE Q1-2018/19 41"), intake.Meta{})
	cancelled, err := o.Cancel(t.Context(), s.ID, "analyst", "")
	if err != nil || cancelled.State != maturity.SubmissionCancelled {
		t.Fatal(cancelled.State, err)
	}
	if _, err := o.Confirm(t.Context(), s.ID, maturity.Correction{}, "analyst", ""); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("confirming what was cancelled gives %v", err)
	}
	written := o.write(long("RTE Q1-2018/19 41"))
	if written.ID == s.ID {
		t.Error("a cancelled submission was the answer to the same bytes")
	}
	if _, err := o.Cancel(t.Context(), written.ID, "analyst", ""); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("cancelling what was written gives %v", err)
	}
}
