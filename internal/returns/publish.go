package returns

import (
	"context"
	"fmt"
	"time"

	"waymark/internal/maturity"
)

// Publish writes the approved values as observations. Nothing is written when their hash is not the approved one, an
// approval is missing, the return is held back, or its time has not come.
func (d *Desk) Publish(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64) (maturity.ReturnFile, error) {
	file, err := d.act(ctx, who, key, seen, maturity.StepPublished, func(a *acting) error { return a.publish("") })
	if err == nil && d.Published != nil {
		d.Published()
	}
	return file, err
}

func (a *acting) publish(why string) error {
	document := Document(a.file)
	switch approvals := approvedBy(a.file); {
	case a.file.Held != "":
		return maturity.Errorf(maturity.Conflict, "Publication is held back: %s", a.file.Held)
	case a.file.PublishAt.After(a.at):
		return maturity.Errorf(maturity.Conflict, "The return is under embargo until %s.", a.file.PublishAt.In(a.Location).Format("2 January 2006 at 15:04"))
	case Hash(document) != a.file.Hash:
		return maturity.Errorf(maturity.Conflict, "The values are not those that were submitted. The return has to be submitted and approved again.")
	case approvals < a.c.Approvals:
		return maturity.Errorf(maturity.Conflict, "The return has %d of %d approvals.", approvals, a.c.Approvals)
	}
	a.move.Publish = a.document(document)
	after, to := &a.move.After, maturity.ReturnPublished
	if a.file.Live() {
		to = maturity.ReturnCorrected
	}
	after.PublishedAt, after.PublishAt = a.at, time.Time{}
	a.step(maturity.StepPublished, to, why)
	return nil
}

// approvedBy counts who approved exactly these values.
func approvedBy(file maturity.ReturnFile) int {
	people := map[string]bool{}
	for _, a := range file.Standing() {
		if a.Hash == file.Hash {
			people[a.By] = true
		}
	}
	return len(people)
}

// document is what publishing writes. The same values as the last time are not written again.
func (a *acting) document(text []byte) *maturity.ReturnDocument {
	file := a.file
	if n := len(file.Publications); n > 0 && file.Publications[n-1].Hash == file.Hash {
		return &maturity.ReturnDocument{Same: file.Publications[n-1].Submission}
	}
	name := fmt.Sprintf("%s-%s-%s-round-%d.csv", file.Collection, file.Period.Code(), file.Body.Code, file.Round)
	return &maturity.ReturnDocument{Bytes: text, Observations: observations(file, a.c.Source), Submission: maturity.Submission{
		ReceivedAt: a.at, KnownFrom: a.at, FinishedAt: a.at, SubmittedBy: file.SubmittedBy, Via: "return", FileName: name, Size: int64(len(text)), SHA256: file.Hash,
		State: maturity.SubmissionWritten, Source: a.c.Source, Reason: file.Reason, ReasonWords: file.ReasonWords,
		Report: maturity.Report{Periods: []string{file.Period.Code()}, Measures: a.c.Measures, OrganisationsFound: 1, RowsRead: int64(len(file.Values))}}}
}
