package returns

import (
	"context"

	"waymark/internal/maturity"
	"waymark/internal/receipt"
)

// Receipts issues signed receipts (proof.Receipts). The same thing received at the same moment gets one receipt, however
// often it is asked for.
type Receipts interface {
	Issue(ctx context.Context, s receipt.Statement) (number int64, err error)
	Newest(ctx context.Context, subject string) (number int64, err error) // 0: none
}

var errNoReceipt = maturity.Errorf(maturity.NotFound, "There is no receipt: nothing was submitted yet.")

// Receipt gives the number of the receipt for what was submitted last; it is issued where it was not yet. Once the values
// of a return change again, it is that of what was submitted before.
func (d *Desk) Receipt(ctx context.Context, file maturity.ReturnFile) (number int64, err error) {
	switch {
	case d.Receipts == nil || file.FirstSubmittedAt.IsZero():
		return 0, errNoReceipt
	case file.SubmittedAt.IsZero() || file.Hash == "":
		if number, err = d.Receipts.Newest(ctx, maturity.ReturnSubject(file.ReturnKey)); err == nil && number == 0 {
			err = errNoReceipt
		}
		return number, err
	}
	return d.Receipts.Issue(ctx, statement(file))
}

// statement is what a receipt of a return says.
func statement(file maturity.ReturnFile) receipt.Statement {
	s := receipt.Statement{Kind: receipt.ForReturn, Subject: maturity.ReturnSubject(file.ReturnKey), Received: receipt.Received{At: file.SubmittedAt, By: file.SubmittedBy,
		Return: file.ID, Round: file.Round, Collection: file.Collection, Organisation: file.Body.Code, Name: file.Body.Name, Period: file.Period.Code(), Hash: file.Hash}}
	s.Values.Count, s.Values.Listed = int64(len(file.Values)), true
	s.Report.Rows = s.Values.Count
	for _, v := range sorted(file.Values) {
		s.Values.Rows = append(s.Values.Rows, receipt.Value{Organisation: file.Body.Code, Measure: v.Measure, Period: file.Period.Code(), State: v.State.String(),
			Value: receipt.Number(v.Value), Numerator: receipt.Number(v.Numerator), Denominator: receipt.Number(v.Denominator)})
	}
	return s
}
