package returns

import (
	"context"
	"strings"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Problem is something about a value that keeps a return from being submitted.
type Problem struct {
	Measure  string // "" for the return as a whole
	Sentence string
}

// Unready is why a return cannot be submitted. It is Invalid.
type Unready struct{ Problems []Problem }

// Error is the sentences.
func (u *Unready) Error() string {
	lines := make([]string, len(u.Problems))
	for i, p := range u.Problems {
		lines[i] = p.Sentence
	}
	return strings.Join(lines, " ")
}

// Submit hands the return in: every required figure has a value or says why not, and nothing that was found stands
// against it. It answers Conflict for a version that is not the present one.
func (d *Desk) Submit(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64) (maturity.ReturnFile, error) {
	extended, granted, err := d.Store.ExtendedUntil(ctx, key)
	if err != nil {
		return maturity.ReturnFile{}, err
	}
	// The rules read the database, so they judge before the return is kept from others; the version tells that it is the same.
	checked, c, err := d.Open(ctx, who, key)
	if err != nil {
		return checked, err
	}
	findings, err := d.findings(ctx, c, checked)
	if err != nil {
		return checked, err
	}
	file, err := d.act(ctx, who, key, seen, maturity.StepSubmitted, func(a *acting) error {
		if err := a.inTime(extended, granted); err != nil {
			return err
		}
		if a.file.Version != checked.Version {
			return errStale
		}
		if problems := a.Problems(a.c, a.file, findings); len(problems) > 0 {
			u := &Unready{problems}
			return maturity.Wrap(u, maturity.Invalid, u.Error())
		}
		after := &a.move.After
		after.SubmittedAt, after.SubmittedBy = a.at, who.Account.Login
		if after.FirstSubmittedAt.IsZero() {
			after.FirstSubmittedAt = a.at
		}
		after.Hash = Hash(Document(a.file))
		to := maturity.ReturnSubmitted
		if a.c.Approvals == 0 {
			to = maturity.ReturnApproved
		}
		a.step(maturity.StepSubmitted, to, "")
		return nil
	})
	if err == nil && d.Receipts != nil {
		// What was submitted stands either way; the receipt is issued when it is asked for.
		if _, failed := d.Receipt(context.WithoutCancel(ctx), file); failed != nil {
			d.Log.Warn("no receipt yet", "return", file.ID, "error", failed)
		}
	}
	return file, err
}

// inTime refuses a return after its collection has closed, or a correction after the time for corrections.
func (a *acting) inTime(extended period.Day, granted bool) error {
	if a.file.Live() {
		return a.inRefresh()
	}
	_, _, last, _ := collection.Days(a.c, a.file.Period)
	if granted && extended > last {
		last = extended
	}
	if a.today(a.who) > last {
		return maturity.Errorf(maturity.Invalid, "The collection closed on %s. Ask for an extension if the return is still wanted.", last.Long())
	}
	return nil
}

// inRefresh refuses a correction after the time for corrections.
func (a *acting) inRefresh() error {
	if _, _, _, last := collection.Days(a.c, a.file.Period); a.today(a.who) > last {
		return maturity.Errorf(maturity.Invalid, "Corrections of this return were taken until %s.", last.Long())
	}
	return nil
}

// Withdraw takes a submitted return back, to be changed and submitted again. Its approvals are void.
func (d *Desk) Withdraw(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64, why string) (maturity.ReturnFile, error) {
	return d.act(ctx, who, key, seen, maturity.StepWithdrawn, func(a *acting) error {
		why = strings.TrimSpace(why)
		a.voidApprovals("the return was taken back to be changed")
		a.loosen()
		a.step(maturity.StepWithdrawn, maturity.ReturnDraft, why)
		return nil
	})
}
