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
}

// Receipt gives the number of the receipt for what was submitted last; it is issued where it was not yet.
func (d *Desk) Receipt(ctx context.Context, file maturity.ReturnFile) (int64, error) {
	if d.Receipts == nil || file.SubmittedAt.IsZero() || file.Hash == "" {
		return 0, maturity.Errorf(maturity.NotFound, "There is no receipt: the return is not submitted.")
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
