package returns_test

import (
	"fmt"
	"sync"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/returns"
)

// together runs all at the same moment and gives their errors.
func together(acts ...func() error) []error {
	errs, start := make([]error, len(acts)), make(chan struct{})
	var all sync.WaitGroup
	for i, act := range acts {
		all.Go(func() {
			<-start
			errs[i] = act()
		})
	}
	close(start)
	all.Wait()
	return errs
}

// TestTwoApproversAtOnce: one of them wins; the other, who saw a version without that approval, is told to look again,
// and then may.
func TestTwoApproversAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	file := o.filled("trust", 50, 60)
	file = o.must(o.Submit(ctx, as("trust"), o.key, file.Version))
	approve := func(login string, seen int64) func() error {
		return func() error { _, err := o.Approve(ctx, as(login), o.key, seen); return err }
	}
	errs := together(approve("first", file.Version), approve("second", file.Version))
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("%v", errs)
	}
	late := "first"
	if errs[0] == nil {
		late = "second"
	}
	if maturity.CodeOf(errs[0])+maturity.CodeOf(errs[1]) != maturity.Conflict {
		t.Fatalf("%v", errs)
	}
	file, _ = o.db.ReturnFile(ctx, o.key)
	file = o.must(o.Approve(ctx, as(late), o.key, file.Version))
	if file.State != maturity.ReturnApproved || len(file.Standing()) != 2 {
		t.Errorf("%+v", file.Return)
	}
}

// TestADoubleClickCountsOnce: for each act the same request twice at the same moment. Both are answered as done; one step,
// one approval, one submission.
func TestADoubleClickCountsOnce(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	file := o.filled("trust", 50, 60)
	for _, c := range []struct{ who, act string }{{"trust", maturity.StepSubmitted}, {"first", maturity.StepApproved}, {"second", maturity.StepApproved}, {"analyst", maturity.StepPublished}, {"trust", maturity.StepCorrectionBegun}} {
		before := len(file.Steps)
		do := func() error { _, err := acts(o.Desk, as(c.who), o.key, file.Version)[c.act](); return err }
		for _, err := range together(do, do, do) {
			if err != nil {
				t.Errorf("%s: %v", c.act, err)
			}
		}
		file, _ = o.db.ReturnFile(ctx, o.key)
		if len(file.Steps) != before+1 {
			t.Errorf("%s made %d steps", c.act, len(file.Steps)-before)
		}
	}
	var submissions, audits int
	o.scan(&submissions, `SELECT count(*) FROM submission WHERE via = 'return'`)
	o.scan(&audits, `SELECT count(*) FROM audit WHERE action = 'return.published'`)
	if submissions != 1 || audits != 1 || len(file.Approvals) != 2 {
		t.Errorf("%d submissions, %d audit rows, %d approvals", submissions, audits, len(file.Approvals))
	}
}

// TestTwoPeopleOnOneReturn: figures of different measures are all kept. Of the same measure one is kept, and everybody
// else is told of it with their own in hand.
func TestTwoPeopleOnOneReturn(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	var clashes [6][]returns.Clash
	var saves []func() error
	for i := range clashes {
		measure, login := []string{"alpha", "beta"}[i%2], fmt.Sprint([]string{"trust", "colleague", "analyst"}[i/2])
		saves = append(saves, func() (err error) {
			_, clashes[i], err = o.Save(ctx, as(login), o.key, []returns.Saving{figure(measure, float64(i), 0)})
			return err
		})
	}
	for _, err := range together(saves...) {
		if err != nil {
			t.Fatal(err)
		}
	}
	file, _ := o.db.ReturnFile(ctx, o.key)
	for i := range clashes {
		v, _ := file.Value([]string{"alpha", "beta"}[i%2])
		kept := v.Value == float64(i)
		if kept != (len(clashes[i]) == 0) {
			t.Errorf("%d: kept %v, clashes %v", i, kept, clashes[i])
		}
		if !kept && (clashes[i][0].Theirs.Value != v.Value || clashes[i][0].Theirs.By != v.By || clashes[i][0].Yours.Value != float64(i)) {
			t.Errorf("%d was told %+v", i, clashes[i][0])
		}
	}
	if len(file.Values) != 2 {
		t.Errorf("%d values", len(file.Values))
	}
	var begun int
	if o.scan(&begun, `SELECT count(*) FROM return_step WHERE action = 'began'`); begun != 1 {
		t.Errorf("begun %d times", begun)
	}
}

// TestAChangeAndAnApprovalAtOnce: whatever the order, no approval stands over figures it did not see.
func TestAChangeAndAnApprovalAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	file := o.filled("trust", 50, 60)
	file = o.must(o.Submit(ctx, as("trust"), o.key, file.Version))
	alpha, _ := file.Value("alpha")
	together(
		func() error { _, err := o.Approve(ctx, as("first"), o.key, file.Version); return err },
		func() error {
			_, _, err := o.Save(ctx, as("colleague"), o.key, []returns.Saving{figure("alpha", 51, alpha.Revision)})
			return err
		})
	file, _ = o.db.ReturnFile(ctx, o.key)
	if now, _ := file.Value("alpha"); file.State != maturity.ReturnDraft || now.Value != 51 || len(file.Standing()) != 0 {
		t.Errorf("%+v %+v", file.Return, file.Approvals)
	}
}
