package returns_test

import (
	"context"
	"strings"
	"testing"

	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/returns"
)

func TestAFormGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	d := openDoor(t, scheme(), 2)
	form := d.form("RTE")
	form.Put(d.bodies["RTE"].ID, reported("alpha", 41.5, 0))
	form.Put(d.bodies["RTE"].ID, maturity.ReturnValue{Measure: "beta", State: maturity.NotAvailable, Value: nan, Numerator: nan, Denominator: nan, Comment: "=1+1 the system is new"})
	s := d.send(form, intake.Meta{SubmitReturns: true})
	if s.State != maturity.SubmissionWritten || s.Collection != "digital" {
		t.Fatalf("%s %q\n%s", s.State, s.Collection, issues(s))
	}
	if got := d.stands("RTE"); got != "submitted round 1: alpha=41.5 beta=NaN(not_available)[=1+1 the system is new]" {
		t.Error(got)
	}
	if got := d.outcomes(s); got != "RTE submitted 2/0/0/0/0" {
		t.Error(got)
	}
	// The same form, downloaded again and sent back as it is, changes nothing.
	again := d.send(d.form("RTE"), intake.Meta{SubmitReturns: true})
	if got := d.outcomes(again); again.State != maturity.SubmissionWritten || got != "RTE unchanged 0/0/2/0/0" {
		t.Errorf("%s: %s\n%s", again.State, got, issues(again))
	}
}

func TestEachReturnIsJudgedByItself(t *testing.T) {
	t.Parallel()
	d := openDoor(t, scheme(), 6)
	ctx := t.Context()
	own := func(code string) maturity.ReturnKey { key := d.key; key.Organisation = d.bodies[code].ID; return key }
	// RTE is approved, TR1 published, TR2 submitted, TR3 a draft, TR4 not begun, TR5 says it already, TR6 is no acute trust.
	d.approved(41, 51)
	for _, code := range []string{"TR1", "TR2", "TR3", "TR5"} {
		file, _, err := d.Save(ctx, as("trust"), own(code), []returns.Saving{figure("alpha", 41, 0), figure("beta", 51, 0)})
		if err != nil {
			t.Fatal(err)
		}
		if code == "TR1" || code == "TR2" {
			file = d.must(d.Submit(ctx, as("trust"), own(code), file.Version))
		}
		if code == "TR1" {
			file = d.must(d.Approve(ctx, as("first"), own(code), file.Version))
			file = d.must(d.Approve(ctx, as("second"), own(code), file.Version))
			d.must(d.Publish(ctx, as("analyst"), own(code), file.Version))
		}
	}
	d.exec(`UPDATE organisation SET kind = 'community' WHERE code = 'TR6'`)
	lines := []string{"RTE alpha 42", "TR1 alpha 42", "TR2 alpha 42", "TR3 alpha 42", "TR4 alpha 42", "TR4 beta 52", "TR5 alpha 41", "TR5 beta 51", "TR6 alpha 42"}
	s := d.plain(intake.Meta{SubmitReturns: true}, lines...)
	if got := issues(s); got != "error owes-no-return 1 at D10: alpha, April to June 2026 (Q1 2026 to 2027): 42, stored: \n"+
		"error return-published 1 at D3: alpha, April to June 2026 (Q1 2026 to 2027): 42, stored: 41\n"+
		"error return-approved 1 at D2: alpha, April to June 2026 (Q1 2026 to 2027): 42, stored: 41" {
		t.Error(got)
	}
	if got := d.outcomes(s); s.State != maturity.SubmissionWritten || got != "RTE held 0/0/0/1/0; TR1 held 0/0/0/1/0; TR2 submitted 0/1/0/0/0; TR3 submitted 0/1/0/0/0; TR4 submitted 2/0/0/0/0; TR5 submitted 0/0/2/0/0; TR6 held 0/0/0/1/0" {
		t.Errorf("%s: %s", s.State, got)
	}
	for code, want := range map[string]string{"RTE": "approved round 1: alpha=41 beta=51", "TR1": "published round 1: alpha=41 beta=51", "TR2": "submitted round 1: alpha=42 beta=51",
		"TR3": "submitted round 1: alpha=42 beta=51", "TR4": "submitted round 1: alpha=42 beta=52", "TR5": "submitted round 1: alpha=41 beta=51", "TR6": "-"} {
		if got := d.stands(code); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
	// With the reason, what is approved is a draft again and what is published begins a correction; both are submitted.
	why := maturity.Correction{Reason: maturity.ErrorCorrected, Words: "Counted twice"}
	s = d.plain(intake.Meta{SubmitReturns: true, Why: why}, lines[:8]...)
	if got := d.outcomes(s); got != "RTE submitted 0/1/0/0/0; TR1 submitted 0/1/0/0/0; TR2 unchanged 0/0/1/0/0; TR3 unchanged 0/0/1/0/0; TR4 unchanged 0/0/2/0/0; TR5 unchanged 0/0/2/0/0" {
		t.Error(got)
	}
	if c := s.Report.Changes; len(c) != 2 || c[0].Organisation != "RTE" || c[0].Old != "41" || c[0].New != "42" || c[0].Cell.A1() != "D2" {
		t.Errorf("%+v", c)
	}
	corrected, err := d.db.ReturnFile(ctx, own("TR1"))
	if err != nil || corrected.Round != 2 || corrected.Reason != maturity.ErrorCorrected || corrected.ReasonWords != "Counted twice" || corrected.State != maturity.ReturnSubmitted {
		t.Errorf("%+v %v", corrected.Return, err)
	}
	approved, err := d.db.ReturnFile(ctx, own("RTE"))
	if err != nil || approved.State != maturity.ReturnSubmitted || len(approved.Standing()) != 0 {
		t.Errorf("%+v %v", approved.Approvals, err)
	}
	var actions []string
	for _, step := range approved.Steps {
		actions = append(actions, step.Action)
	}
	if got := strings.Join(actions, " "); got != "began submitted approved approved approval_voided withdrawn submitted" {
		t.Error(got)
	}
	changes, err := d.db.ReturnChanges(ctx, approved.ID)
	if err != nil || len(changes) != 3 || changes[0].Value != 42 || changes[0].Submission != s.ID || changes[0].Version != changes[0].Revision {
		t.Errorf("%+v %v", changes, err)
	}
	var saved string
	d.scan(&saved, `SELECT detail ->> 'values' FROM audit WHERE action = 'return.saved' AND subject = $1 ORDER BY id DESC LIMIT 1`, maturity.ReturnSubject(d.key))
	if saved != `{"alpha": {"new": {"state": "reported", "value": 42}, "old": {"state": "reported", "value": 41}}}` {
		t.Error(saved)
	}
}

// A figure that somebody saved since the form was downloaded stays: both are told, nothing is overwritten silently.
func TestAFormThatIsOutOfDate(t *testing.T) {
	t.Parallel()
	d := openDoor(t, scheme(), 0)
	d.filled("trust", 41, 51)
	form := d.form("RTE")
	d.filled("colleague", 44, 51) // alpha has moved on; beta has not
	id := d.bodies["RTE"].ID
	seen := func(measure string) int64 { v := form.Value(id, measure); return v.Revision }
	form.Put(id, reported("alpha", 42, seen("alpha")))
	form.Put(id, reported("beta", 52, seen("beta")))
	s := d.send(form, intake.Meta{SubmitReturns: true})
	if got := issues(s); !strings.Contains(got, "error newer-figure-saved 1 at D9: alpha, April to June 2026 (Q1 2026 to 2027): 42, stored: 44") {
		t.Error(got)
	}
	if got := d.stands("RTE"); got != "draft round 1: alpha=44 beta=52" { // and it is not submitted over somebody's head
		t.Error(got)
	}
	if got := d.outcomes(s); got != "RTE saved 0/1/0/1/0" {
		t.Error(got)
	}
	// The same figure as the newer one is no conflict.
	form.Put(id, reported("alpha", 44, 1))
	form.Put(id, reported("beta", 52, 1))
	if got := d.outcomes(d.send(form, intake.Meta{})); got != "RTE unchanged 0/0/2/0/0" {
		t.Error(got)
	}
	// A figure that was taken away since is a conflict too.
	now := d.form("RTE")
	value := now.Value(id, "alpha")
	if _, _, err := d.Save(t.Context(), as("colleague"), d.key, []returns.Saving{{ReturnValue: maturity.ReturnValue{Measure: "alpha", Revision: value.Revision}, Clear: true}}); err != nil {
		t.Fatal(err)
	}
	now.Put(id, reported("alpha", 45, value.Revision))
	if got := issues(d.send(now, intake.Meta{})); !strings.Contains(got, "newer-figure-saved 1") || d.stands("RTE") != "draft round 1: beta=52" {
		t.Errorf("%s\n%s", got, d.stands("RTE"))
	}
}

func TestUploadsAgainstTheRoundsDays(t *testing.T) {
	t.Parallel()
	d := openDoor(t, scheme(), 1) // due 20 July, closes 9 August
	d.on("2026-08-09")
	late := d.plain(intake.Meta{SubmitReturns: true, CheckOnly: true}, "RTE alpha 41", "RTE beta 51")
	if got := d.outcomes(late); late.State != maturity.SubmissionChecked || got != "RTE saved 2/0/0/0/0" || d.stands("RTE") != "-" {
		t.Errorf("%s %s %s", late.State, got, d.stands("RTE"))
	}
	// What arrives on the last day counts as of then, however long it takes to be worked on.
	s, _, err := d.intake.Accept(t.Context(), strings.NewReader("Organisation code,Period,Measure id,Value,State\nRTE,Q1 2026/27,alpha,41,\nRTE,Q1 2026/27,beta,51,\n"),
		intake.Meta{FileName: "plain.csv", Collection: "digital", SubmitReturns: true, AutoWrite: true, Everywhere: true, SubmittedBy: "trust", Via: "page"})
	if err != nil {
		t.Fatal(err)
	}
	d.on("2026-08-11")
	if s, err = d.intake.RunOne(t.Context(), s.ID, nil); err != nil {
		t.Fatal(err)
	}
	file, err := d.db.ReturnFile(t.Context(), d.key)
	if err != nil || file.State != maturity.ReturnSubmitted || !file.SubmittedAt.Equal(s.ReceivedAt) || !file.Steps[len(file.Steps)-1].At.Equal(s.ReceivedAt) {
		t.Errorf("%s at %s, received %s: %s %v", file.State, file.SubmittedAt, s.ReceivedAt, d.outcomes(s), err)
	}
	// After the last day it is held back, unless there is an extension.
	closed := d.plain(intake.Meta{SubmitReturns: true}, "TR1 alpha 41", "TR1 beta 51")
	if got := d.outcomes(closed); closed.State != maturity.SubmissionRefused || got != "TR1 held 0/0/0/2/0" || !strings.Contains(issues(closed), "round-closed 1 at D2") {
		t.Errorf("%s %s\n%s", closed.State, got, issues(closed))
	}
	d.exec(`INSERT INTO return_extension (collection, organisation_id, period_kind, period_start, until, reason, requested_by, requested_at, decided_by, decided_at, granted)
		SELECT 'digital', id, 3, '2026-04-01', '2026-08-20', 'ill', 'trust', now(), 'first', now(), true FROM organisation WHERE code = 'TR1'`)
	again := d.plain(intake.Meta{SubmitReturns: true}, "TR1 alpha 41", "TR1 beta 51")
	if got := d.outcomes(again); got != "TR1 submitted 2/0/0/0/0" {
		t.Errorf("%s\n%s", got, issues(again))
	}
	// Another period, several periods, one that has not opened.
	for file, rule := range map[string]string{"RTE,Q1 2025/26,alpha,41,\n": "not-a-period-of-the-collection", "RTE,Q1 2026/27,alpha,41,\nRTE,Q4 2025/26,alpha,41,\n": "several-periods"} {
		if s := d.sendBytes([]byte("Organisation code,Period,Measure id,Value,State\n"+file), intake.Meta{FileName: "plain.csv", Collection: "digital"}); s.State != maturity.SubmissionRefused || !strings.Contains(issues(s), rule) {
			t.Errorf("%s: %s\n%s", rule, s.State, issues(s))
		}
	}
}

// stumbling is a use case that ends with its worker before it has submitted anything.
type stumbling struct {
	returns.Upload
	left int
}

func (s *stumbling) HandIn(ctx context.Context, sent maturity.Submission, list []maturity.HandIn) ([]maturity.HandIn, error) {
	if s.left--; s.left >= 0 {
		panic("the worker dies")
	}
	return s.Upload.HandIn(ctx, sent, list)
}

// A worker that ends after the figures are in and before the returns are submitted leaves that to another.
func TestSubmittingGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	d := openDoor(t, scheme(), 0)
	d.intake.Returns = &stumbling{d.intake.Returns.(returns.Upload), 1}
	s, _, err := d.intake.Accept(t.Context(), strings.NewReader("Organisation code,Period,Measure id,Value,State\nRTE,Q1 2026/27,alpha,41,\nRTE,Q1 2026/27,beta,51,\n"),
		intake.Meta{FileName: "plain.csv", Collection: "digital", SubmitReturns: true, AutoWrite: true, Everywhere: true, SubmittedBy: "trust", Via: "page"})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // read, write, die
		_, _ = d.intake.Next(t.Context())
	}
	if got := d.stands("RTE"); got != "draft round 1: alpha=41 beta=51" {
		t.Fatal(got)
	}
	d.exec(`UPDATE submission SET heartbeat = NULL`) // the silence is over
	if s, err = d.intake.RunOne(t.Context(), s.ID, nil); err != nil || s.State != maturity.SubmissionWritten || s.Report.New != 2 {
		t.Fatalf("%s %d new: %v", s.State, s.Report.New, err)
	}
	if got, out := d.stands("RTE"), d.outcomes(s); got != "submitted round 1: alpha=41 beta=51" || out != "RTE submitted 2/0/0/0/0" {
		t.Error(got, out)
	}
}

// Only what the sender may: another organisation's rows are held back, and its return is neither saved nor submitted.
func TestUploadsOnlyForOwnOrganisations(t *testing.T) {
	t.Parallel()
	d := openDoor(t, scheme(), 1)
	own := []maturity.OrganisationID{d.bodies["RTE"].ID}
	s := d.plain(intake.Meta{SubmitReturns: true, SubmittedBy: "trust", May: own}, "RTE alpha 41", "RTE beta 51", "TR1 alpha 41", "TR1 beta 51")
	if got := d.outcomes(s); got != "RTE submitted 2/0/0/0/0; TR1 held 0/0/0/2/0" || d.stands("TR1") != "-" || !strings.Contains(issues(s), "not-your-organisation") {
		t.Errorf("%s\n%s", got, issues(s))
	}
	// One organisation's errors hold back no other; a measure that is not asked for holds back nothing.
	s = d.plain(intake.Meta{SubmitReturns: true}, "RTE alpha 141", "TR1 alpha 42", "TR1 beta 52")
	if got := d.outcomes(s); got != "RTE held 0/0/0/1/0; TR1 submitted 2/0/0/0/0" || d.stands("RTE") != "submitted round 1: alpha=41 beta=51" {
		t.Errorf("%s %s\n%s", got, d.stands("RTE"), issues(s))
	}
	// Strategies count against the returns.
	s = d.plain(intake.Meta{Strategy: maturity.NewOnly}, "TR1 alpha 43", "TR1 gamma 10")
	if got := d.outcomes(s); got != "TR1 saved 1/0/0/0/1" || d.stands("TR1") != "draft round 1: alpha=42 beta=52 gamma=10" {
		t.Errorf("%s %s\n%s", got, d.stands("TR1"), issues(s))
	}
	s = d.plain(intake.Meta{Strategy: maturity.CorrectionsOnly}, "RTE gamma 10", "TR1 alpha 43")
	if got := d.outcomes(s); got != "RTE unchanged 0/0/0/0/1; TR1 saved 0/1/0/0/0" {
		t.Errorf("%s\n%s", got, issues(s))
	}
}
