package returns_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// TestAPublishedValueLeadsToItsLine: from the observation to the line of the document whose hash was approved.
func TestAPublishedValueLeadsToItsLine(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	file := o.approved(62.5, 12)
	file = o.must(o.Publish(ctx, as("analyst"), o.key, file.Version))
	origins, err := o.db.WhereFrom(ctx, o.key.Organisation, "beta", quarter, nil, time.Time{})
	if err != nil || len(origins) != 1 {
		t.Fatal(origins, err)
	}
	from := origins[0]
	if from.Submission.Via != "return" || from.Submission.SubmittedBy != "trust" || from.Submission.SHA256 != file.Hash || !from.Observation.KnownFrom.Equal(file.PublishedAt) {
		t.Errorf("%+v %+v", from.Submission, from.Observation)
	}
	var document bytes.Buffer
	if err := o.db.SubmissionBytes(ctx, from.Submission.ID, &document); err != nil {
		t.Fatal(err)
	}
	if returns.Hash(document.Bytes()) != file.Hash || file.Approvals[0].Hash != file.Hash {
		t.Error("the document is not what was approved")
	}
	lines, err := csv.NewReader(&document).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cell := from.Observation.Cell
	if line := lines[cell.Row-1]; line[3] != "beta" || line[cell.Column-1] != "12" || lines[0][cell.Column-1] != "value" {
		t.Errorf("%v at %+v", line, cell)
	}
	if cell.A1() != "F3" {
		t.Errorf("%s", cell.A1())
	}
	var stale int
	if o.scan(&stale, `SELECT count(*) FROM stale_series`); stale != 2 {
		t.Errorf("%d series are computed again", stale)
	}
}

// TestTheSameValuesAreNotWrittenAgain: a correction that changes nothing is published, and nothing is written.
func TestTheSameValuesAreNotWrittenAgain(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	file := o.approved(62.5, 12)
	file = o.must(o.Publish(ctx, as("analyst"), o.key, file.Version))
	file = o.must(o.BeginCorrection(ctx, as("trust"), o.key, file.Version, maturity.Correction{Reason: maturity.ScheduledRevision, Words: "As every year."}))
	file = o.must(o.Submit(ctx, as("trust"), o.key, file.Version))
	file = o.must(o.Approve(ctx, as("first"), o.key, file.Version))
	file = o.must(o.Approve(ctx, as("second"), o.key, file.Version))
	file = o.must(o.Publish(ctx, as("analyst"), o.key, file.Version))
	var submissions int
	o.scan(&submissions, `SELECT count(*) FROM submission`)
	if _, rows := o.believed("alpha"); rows != 1 || submissions != 1 || file.State != maturity.ReturnCorrected || file.Publications[1].Submission != file.Publications[0].Submission {
		t.Errorf("%d rows, %d submissions, %+v", rows, submissions, file.Publications)
	}
}

// TestACommentIsPrintedWithItsValue: from publishing on, and no longer than the return makes it.
func TestACommentIsPrintedWithItsValue(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	said := func(want string) {
		t.Helper()
		list, err := o.db.Comments(ctx, maturity.CommentFilter{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, c := range list {
			got += c.Measure + ": " + c.Text + " (" + c.By + ")"
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	with := figure("alpha", 50, 0)
	with.Comment = "without the new ward"
	if _, _, err := o.Save(ctx, as("trust"), o.key, []returns.Saving{with}); err != nil {
		t.Fatal(err)
	}
	publish := func() maturity.ReturnFile {
		t.Helper()
		file, _ := o.db.ReturnFile(ctx, o.key)
		file = o.must(o.Submit(ctx, as("trust"), o.key, file.Version))
		file = o.must(o.Approve(ctx, as("first"), o.key, file.Version))
		file = o.must(o.Approve(ctx, as("second"), o.key, file.Version))
		said("")
		return o.must(o.Publish(ctx, as("analyst"), o.key, file.Version))
	}
	if _, _, err := o.Save(ctx, as("trust"), o.key, []returns.Saving{figure("beta", 60, 0)}); err != nil {
		t.Fatal(err)
	}
	file := publish()
	said("alpha: without the new ward (trust)")
	file = o.must(o.BeginCorrection(ctx, as("trust"), o.key, file.Version, maturity.Correction{Reason: maturity.ErrorCorrected, Words: "The ward is in it."}))
	o.filled("trust", 50, 60)
	file, _ = o.db.ReturnFile(ctx, o.key)
	file = o.must(o.Submit(ctx, as("trust"), o.key, file.Version))
	file = o.must(o.Approve(ctx, as("first"), o.key, file.Version))
	file = o.must(o.Approve(ctx, as("second"), o.key, file.Version))
	said("alpha: without the new ward (trust)")
	o.must(o.Publish(ctx, as("analyst"), o.key, file.Version))
	said("")
}

// TestNothingIsHalfPublished: where the database refuses the last statement, nothing of the act is there.
func TestNothingIsHalfPublished(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	file := o.approved(62.5, 12)
	if _, err := o.db.SQL().ExecContext(ctx, `ALTER TABLE return_publication ADD CHECK (round > 1)`); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Publish(ctx, as("analyst"), o.key, file.Version); err == nil {
		t.Fatal("published")
	}
	after, _ := o.db.ReturnFile(ctx, o.key)
	var submissions int
	o.scan(&submissions, `SELECT count(*) FROM submission`)
	if _, rows := o.believed("alpha"); rows != 0 || submissions != 0 || after.State != maturity.ReturnApproved || after.Version != file.Version {
		t.Errorf("%d rows, %d submissions, %+v", rows, submissions, after.Return)
	}
}

// TestEmbargo: a return is published by itself when its time has come, once, in the name of who set the time.
func TestEmbargo(t *testing.T) {
	t.Parallel()
	told := 0
	o := open(t, scheme(), func(options *returns.Options) { options.Published = func() { told++ } })
	ctx := t.Context()
	o.Lister = o.db
	file := o.approved(62.5, 12)
	at := time.Date(2026, 7, 20, 9, 30, 0, 0, time.UTC)
	file = o.must(o.Schedule(ctx, as("analyst"), o.key, file.Version, at))
	due := func(day string, want int) {
		t.Helper()
		o.on(day)
		if n, err := o.PublishDue(ctx); n != want || err != nil {
			t.Fatalf("%s: %d published, %v", day, n, err)
		}
	}
	due("2026-07-19", 0)
	if _, rows := o.believed("alpha"); rows != 0 {
		t.Fatal("a figure is public before its time")
	}
	due("2026-07-20", 1)
	due("2026-07-20", 0)
	file, _ = o.db.ReturnFile(ctx, o.key)
	last := file.Steps[len(file.Steps)-1]
	if _, rows := o.believed("alpha"); rows != 1 || last.By != "analyst" || file.State != maturity.ReturnPublished || told != 1 {
		t.Errorf("%d rows, %+v, told %d times", rows, last, told)
	}
}

// TestATimeTakenBackPublishesNothing, nor does one that is followed by a change of the figures.
func TestATimeTakenBackPublishesNothing(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	o.Lister = o.db
	at := time.Date(2026, 7, 20, 9, 30, 0, 0, time.UTC)
	file := o.approved(62.5, 12)
	file = o.must(o.Schedule(ctx, as("analyst"), o.key, file.Version, at))
	file = o.must(o.Schedule(ctx, as("analyst"), o.key, file.Version, time.Time{}))
	file = o.must(o.Schedule(ctx, as("analyst"), o.key, file.Version, at))
	alpha, _ := file.Value("alpha")
	file, _, err := o.Save(ctx, as("trust"), o.key, []returns.Saving{figure("alpha", 63, alpha.Revision)})
	if err != nil || file.State != maturity.ReturnDraft || !file.PublishAt.IsZero() {
		t.Fatalf("%+v %v", file.Return, err)
	}
	o.on("2026-07-21")
	if n, err := o.PublishDue(ctx); n != 0 || err != nil {
		t.Errorf("%d published, %v", n, err)
	}
	file = o.approved(63, 12)
	for _, wrong := range []time.Time{at, at.AddDate(3, 0, 0)} {
		if _, err := o.Schedule(ctx, as("analyst"), o.key, file.Version, wrong); maturity.CodeOf(err) != maturity.Invalid {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// suspicious holds everything back.
type suspicious struct{ asked int }

func (s *suspicious) Hold(_ context.Context, _ maturity.Collection, _ period.Period, list []maturity.ReturnFile) (map[int64]string, error) {
	s.asked++
	return map[int64]string{list[0].ID: "3 of 4 trusts jump in alpha."}, nil
}

// TestHeldBackUntilReleased: by hand and at a time; words release it, for these figures only.
func TestHeldBackUntilReleased(t *testing.T) {
	t.Parallel()
	guard := &suspicious{}
	o := open(t, scheme(), func(options *returns.Options) { options.Guard = guard })
	ctx := t.Context()
	o.Lister = o.db
	file := o.approved(62.5, 12)
	_, err := o.Publish(ctx, as("analyst"), o.key, file.Version)
	if maturity.CodeOf(err) != maturity.Conflict || !strings.Contains(err.Error(), "3 of 4 trusts") {
		t.Fatal(err)
	}
	file, _ = o.db.ReturnFile(ctx, o.key)
	if file.Held == "" || file.State != maturity.ReturnApproved {
		t.Fatalf("%+v", file.Return)
	}
	if _, err := o.Release(ctx, as("analyst"), o.key, file.Version, "  "); maturity.CodeOf(err) != maturity.Invalid {
		t.Fatal(err)
	}
	file = o.must(o.Release(ctx, as("analyst"), o.key, file.Version, "A new system counts all wards."))
	file = o.must(o.Publish(ctx, as("analyst"), o.key, file.Version))
	if _, rows := o.believed("alpha"); rows != 1 || guard.asked != 1 {
		t.Fatalf("%d rows, asked %d times", rows, guard.asked)
	}
	file = o.must(o.BeginCorrection(ctx, as("trust"), o.key, file.Version, maturity.Correction{Reason: maturity.ErrorCorrected, Words: "A slip."}))
	file = o.approved(70, 12)
	o.must(o.Schedule(ctx, as("analyst"), o.key, file.Version, time.Date(2026, 7, 20, 9, 30, 0, 0, time.UTC)))
	o.on("2026-07-21")
	if n, err := o.PublishDue(ctx); n != 0 || err != nil {
		t.Fatalf("%d published, %v", n, err)
	}
	if file, _ = o.db.ReturnFile(ctx, o.key); file.Held == "" || !file.PublishAt.IsZero() {
		t.Errorf("%+v", file.Return)
	}
}
