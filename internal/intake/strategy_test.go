package intake_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/internal/intake"
	"waymark/internal/maturity"
)

var slip = maturity.Correction{Reason: maturity.ErrorCorrected, Words: "Two wards were counted twice."}

// The same file does less or more, as its sender chose; what it leaves alone is told at its cell.
func TestStrategies(t *testing.T) {
	t.Parallel()
	file := long("RTE Q1-2018/19 43", "RTE Q2-2018/19 44", "RTQ Q1-2018/19 50", "R1J Q1-2018/19 60")
	for _, c := range []struct {
		strategy            maturity.Strategy
		counts              string
		left                int64
		stored, issues, who string
	}{
		{"", "2 new, 1 changed, 1 unchanged, 0 held back", 0, "RTE Q2018-04 43 reported\nRTE Q2018-07 44 reported\nRTQ Q2018-04 50 reported\nR1J Q2018-04 60 reported\n", "", ""},
		{maturity.NewOnly, "2 new, 0 changed, 1 unchanged, 0 held back", 1, "RTE Q2018-04 41 reported\nRTE Q2018-07 44 reported\nRTQ Q2018-04 50 reported\nR1J Q2018-04 60 reported\n",
			"warning stored-value-left 1 at D2 (RTE): discharge.within-24-hours, April to June 2018 (Q1 2018 to 2019): 43, stored: 41\n", "RTE 1 new 0 changed 1 left"},
		{maturity.CorrectionsOnly, "0 new, 1 changed, 1 unchanged, 0 held back", 2, "RTE Q2018-04 43 reported\nRTQ Q2018-04 50 reported\n",
			"warning new-value-left-out 2 at D3 (RTE): discharge.within-24-hours, July to September 2018 (Q2 2018 to 2019): 44\n", "R1J 0 new 0 changed 1 left, RTE 0 new 1 changed 1 left"},
	} {
		o := open(t)
		o.write(long("RTE Q1-2018/19 41", "RTQ Q1-2018/19 50"))
		s := o.send(file, intake.Meta{AutoWrite: true, Strategy: c.strategy, Why: slip})
		if s.State != maturity.SubmissionWritten || counts(s.Report) != c.counts || s.Report.Left != c.left || issueText(s.Report) != c.issues {
			t.Errorf("%q: %s, %s, %d left\n%s", c.strategy, s.State, counts(s.Report), s.Report.Left, issueText(s.Report))
		}
		if got := o.stored(); got != c.stored {
			t.Errorf("%q: stored\n%s", c.strategy, got)
		}
		if got := o.lefts(s.ID); got != c.who {
			t.Errorf("%q: organisations %q, want %q", c.strategy, got, c.who)
		}
	}
}

// lefts lists the organisations of which the submission left something alone.
func (o *office) lefts(id int64) string {
	outcomes, err := o.db.SubmissionOutcomes(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	var who []string
	for _, out := range outcomes {
		if out.Left > 0 {
			who = append(who, fmt.Sprintf("%s %d new %d changed %d left", out.Organisation.Code, out.New, out.Changed, out.Left))
		}
	}
	return strings.Join(who, ", ")
}

// No published value is replaced without a reason: the file waits, whatever its sender wished, and says so.
func TestNothingIsReplacedWithoutAReason(t *testing.T) {
	t.Parallel()
	o := open(t)
	first := o.write(long("RTE Q1-2018/19 41", "RTQ Q1-2018/19 50"))
	waiting := o.send(long("RTE Q1-2018/19 43", "RTE Q2-2018/19 44"), intake.Meta{AutoWrite: true})
	if waiting.State != maturity.SubmissionChecked || !waiting.WantsReason() {
		t.Fatalf("%s, wants a reason: %v", waiting.State, waiting.WantsReason())
	}
	for _, why := range []maturity.Correction{{}, {Reason: maturity.ErrorCorrected}, {Words: "because"}, {Reason: "whim", Words: "because"}, {Reason: maturity.ErrorCorrected, Words: strings.Repeat("x", 1001)}} {
		if _, err := o.Confirm(t.Context(), waiting.ID, why, "analyst", ""); maturity.CodeOf(err) != maturity.Invalid {
			t.Errorf("confirmed for %.20q: %v", why.Says(), err)
		}
	}
	if got := o.stored(); got != "RTE Q2018-04 41 reported\nRTQ Q2018-04 50 reported\n" {
		t.Fatalf("stored\n%s", got)
	}
	if _, err := o.Confirm(t.Context(), waiting.ID, slip, "analyst", ""); err != nil {
		t.Fatal(err)
	}
	written, err := o.RunOne(t.Context(), waiting.ID, nil)
	if err != nil || written.State != maturity.SubmissionWritten || written.Correction() != slip {
		t.Fatal(written.State, written.Correction(), err)
	}
	origins, err := o.db.WhereFrom(t.Context(), o.trust["RTE"].ID, "discharge.within-24-hours", quarter("Q2018-04"), nil, written.KnownFrom)
	if err != nil || len(origins) != 2 || origins[0].Submission.Correction() != slip || origins[0].Replaced == nil || origins[1].Submission.ID != first.ID || origins[1].Submission.Reason != "" {
		t.Errorf("%+v %v", origins, err)
	}
}

// What was stored between check and writing counts too: a file that had nothing to replace when it was confirmed waits
// again, and one sent for new values alone leaves it.
func TestReasonIsWantedForWhatWasStoredMeanwhile(t *testing.T) {
	t.Parallel()
	for _, strategy := range []maturity.Strategy{maturity.NewAndCorrections, maturity.NewOnly} {
		o := open(t)
		s := o.send(long("RTE Q1-2018/19 43", "RTQ Q1-2018/19 50"), intake.Meta{Strategy: strategy})
		o.send(long("RTE Q1-2018/19 41"), intake.Meta{AutoWrite: true, KnownFrom: time.Date(2018, 7, 20, 0, 0, 0, 0, time.UTC)})
		if _, err := o.Confirm(t.Context(), s.ID, maturity.Correction{}, "analyst", ""); err != nil {
			t.Fatal(err)
		}
		s, err := o.RunOne(context.Background(), s.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		want, stored := maturity.SubmissionChecked, "RTE Q2018-04 41 reported\n"
		if strategy == maturity.NewOnly {
			want, stored = maturity.SubmissionWritten, "RTE Q2018-04 41 reported\nRTQ Q2018-04 50 reported\n"
		}
		if s.State != want || s.WantsReason() != (strategy == maturity.NewAndCorrections) || o.stored() != stored {
			t.Errorf("%s: %s, %s\n%s", strategy, s.State, counts(s.Report), o.stored())
		}
		if strategy == maturity.NewOnly && (counts(s.Report) != "1 new, 0 changed, 0 unchanged, 0 held back" || s.Report.Left != 1) {
			t.Errorf("%s, %d left", counts(s.Report), s.Report.Left)
		}
	}
}
