package proof

import (
	"context"

	"waymark/internal/maturity"
	"waymark/internal/receipt"
)

// Written reads the values that a submission wrote.
type Written interface {
	WrittenValues(ctx context.Context, s maturity.Submission, limit int) ([]maturity.Observation, error)
}

// longestText is how much of a message a receipt repeats, and mostIssues how many kinds of issue, in runes.
const longestText, mostIssues = 300, 100

// OfSubmission gives the number of the receipt for a submission whose values were written; one that has none yet gets it
// now. It fails with NotFound for a submission that wrote nothing.
func (r *Receipts) OfSubmission(ctx context.Context, s maturity.Submission) (number int64, err error) {
	if s.State != maturity.SubmissionWritten {
		return 0, maturity.Errorf(maturity.NotFound, "There is no receipt: it is issued when the values have been written.")
	}
	if number, err = r.Newest(ctx, maturity.SubmissionSubject(s.ID)); number != 0 || err != nil {
		return number, err
	}
	statement := receipt.Statement{Kind: receipt.ForSubmission,
		Received: receipt.Received{At: s.ReceivedAt, By: s.SubmittedBy, Submission: s.ID},
		File:     &receipt.File{Name: s.FileName, Size: s.Size, SHA256: s.SHA256},
		Report:   ReportOf(s.Report)}
	if statement.Values, err = r.values(ctx, s); err != nil {
		return 0, err
	}
	return r.Issue(ctx, statement)
}

// ReportOf is what a receipt says of a report.
func ReportOf(r maturity.Report) receipt.Report {
	out := receipt.Report{Rows: r.RowsRead, New: r.New, Changed: r.Changed, Unchanged: r.Unchanged, HeldBack: r.HeldBack}
	for _, i := range r.Issues[:min(len(r.Issues), mostIssues)] {
		out.Issues = append(out.Issues, receipt.Issue{Rule: i.Rule, Level: string(i.Level), Count: i.Count, Message: cut(i.Message)})
	}
	return out
}

func cut(text string) string {
	if runes := []rune(text); len(runes) > longestText {
		return string(runes[:longestText]) + "…"
	}
	return text
}

func (r *Receipts) values(ctx context.Context, s maturity.Submission) (receipt.Values, error) {
	out := receipt.Values{Count: s.Report.New + s.Report.Changed}
	if out.Count > receipt.MostValues {
		return out, nil
	}
	written, err := r.o.Written.WrittenValues(ctx, s, receipt.MostValues)
	if err != nil {
		return out, err
	}
	code, err := r.o.Codes(ctx)
	if err != nil {
		return out, err
	}
	for _, o := range written {
		out.Rows = append(out.Rows, ValueOf(code(o.Organisation), o))
	}
	// What was counted and what is there differ where the values went elsewhere, such as into returns.
	out.Count, out.Listed = int64(len(out.Rows)), true
	return out, nil
}

// ValueOf is a figure as receipts write it.
func ValueOf(code string, o maturity.Observation) receipt.Value {
	return receipt.Value{Organisation: code, Measure: o.Measure, Period: o.Period.Code(), State: o.State.String(),
		Value: receipt.Number(o.Value), Numerator: receipt.Number(o.Numerator), Denominator: receipt.Number(o.Denominator)}
}
