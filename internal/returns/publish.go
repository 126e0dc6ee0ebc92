package returns

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"waymark/internal/maturity"
)

// Publish writes the approved values as observations. Nothing is written when their hash is not the approved one, an
// approval is missing, the return is held back, or its time has not come.
func (d *Desk) Publish(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64) (maturity.ReturnFile, error) {
	if err := d.guard(ctx, who, key, seen); err != nil {
		return maturity.ReturnFile{}, err
	}
	return d.publish(ctx, who, key, seen, "")
}

func (d *Desk) publish(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64, why string) (maturity.ReturnFile, error) {
	file, err := d.act(ctx, who, key, seen, maturity.StepPublished, func(a *acting) error { return a.publish(why) })
	if err == nil && d.Published != nil {
		d.Published()
	}
	return file, err
}

func (a *acting) publish(why string) error {
	a.at = a.now() // figures are known from when they are written, not from when somebody asked
	a.move.At = a.at
	document := Document(a.file)
	switch approvals := approvedBy(a.file); {
	case a.file.Held != "":
		return maturity.Errorf(maturity.Conflict, "Publication is held back: %s", a.file.Held)
	case a.file.PublishAt.After(a.at):
		return maturity.Errorf(maturity.Conflict, "The return is under embargo until %s.", a.embargo())
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

func (a *acting) embargo() string {
	return a.file.PublishAt.In(a.Location).Format("2 January 2006 at 15:04")
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

// maxEmbargo is how far ahead a publication may be planned.
const maxEmbargo = 2 * 366 * 24 * time.Hour

// Schedule has an approved return published at a time to come; the zero time takes that back. Nothing of it is seen
// before.
func (d *Desk) Schedule(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64, at time.Time) (maturity.ReturnFile, error) {
	return d.act(ctx, who, key, seen, maturity.StepScheduled, func(a *acting) error {
		why := "no longer at a time: it is published by hand"
		if !at.IsZero() {
			if !at.After(a.at) || at.Sub(a.at) > maxEmbargo {
				return maturity.Errorf(maturity.Invalid, "Give a time to come, within two years.")
			}
			why = "to be published on " + at.In(d.Location).Format("2 January 2006 at 15:04")
		}
		a.move.After.PublishAt = at.UTC().Truncate(time.Microsecond)
		if at.IsZero() {
			a.move.After.PublishAt = time.Time{}
		}
		a.step(maturity.StepScheduled, a.file.State, why)
		return nil
	})
}

// guard asks whether publication has to be held back, and notes it. What somebody has released stays released while the
// values are the same.
func (d *Desk) guard(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64) error {
	if d.Guard == nil {
		return nil
	}
	file, c, err := d.Open(ctx, who, key)
	if err != nil || file.Version != seen || file.State != maturity.ReturnApproved || file.Held != "" || released(file) {
		return err // the act itself says what is wrong
	}
	if may, err := d.may(ctx, who, maturity.PublishReturn, c, key.Organisation); err != nil || !may {
		return orForbidden(err, "Your account may see this return, but not do that to it.")
	}
	held, err := d.Guard.Hold(ctx, c, key.Period, []maturity.ReturnFile{file})
	if err != nil || held[file.ID] == "" {
		return err
	}
	return d.hold(ctx, who, file, held[file.ID])
}

func released(file maturity.ReturnFile) bool {
	return slices.ContainsFunc(file.Steps, func(s maturity.ReturnStep) bool {
		return s.Action == maturity.StepReleased && s.Round == file.Round && s.Hash == file.Hash
	})
}

// hold notes why a return is held back and answers with it.
func (d *Desk) hold(ctx context.Context, who Actor, file maturity.ReturnFile, why string) error {
	_, err := d.Store.ChangeReturn(ctx, file.ID, func(now maturity.ReturnFile) (*maturity.ReturnMove, error) {
		if now.Version != file.Version {
			return nil, errStale
		}
		a := d.begin(who, now)
		a.move.After.Held, a.move.After.PublishAt = why, time.Time{}
		a.step(maturity.StepHeld, now.State, why)
		return &a.move, nil
	})
	if err != nil {
		return err
	}
	return maturity.Errorf(maturity.Conflict, "Publication is held back: %s", why)
}

// Release lets a return that is held back be published after all, with words on why.
func (d *Desk) Release(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64, why string) (maturity.ReturnFile, error) {
	return d.act(ctx, who, key, seen, maturity.StepReleased, func(a *acting) error {
		why, err := needWords(why, "Say why the return may be published after all.")
		if err != nil {
			return err
		}
		if strings.TrimSpace(a.file.Held) == "" {
			return maturity.Errorf(maturity.Conflict, "The return is not held back.")
		}
		a.move.After.Held = ""
		a.step(maturity.StepReleased, a.file.State, why)
		return nil
	})
}
