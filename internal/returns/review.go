package returns

import (
	"context"
	"fmt"
	"strings"
	"time"

	"waymark/internal/maturity"
)

const maxWords = 2000

// needWords trims what somebody says and insists on it.
func needWords(text, sentence string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", maturity.Errorf(maturity.Invalid, "%s", sentence)
	case len([]rune(text)) > maxWords:
		return "", maturity.Errorf(maturity.Invalid, "Say it in at most 2,000 characters.")
	}
	return text, nil
}

// RequestChanges sends a submitted return back with words on what is to be changed. Its approvals are void.
func (d *Desk) RequestChanges(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64, why string) (maturity.ReturnFile, error) {
	return d.act(ctx, who, key, seen, maturity.StepChangesRequested, func(a *acting) error {
		why, err := needWords(why, "Say what has to be changed.")
		if err != nil {
			return err
		}
		a.voidApprovals("changes were requested")
		a.loosen()
		a.step(maturity.StepChangesRequested, maturity.ReturnChangesRequested, why)
		return nil
	})
}

// Approve signs the values as submitted. With as many approvals as the collection asks for, each by somebody else, the
// return is approved.
func (d *Desk) Approve(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64) (maturity.ReturnFile, error) {
	return d.act(ctx, who, key, seen, maturity.StepApproved, func(a *acting) error {
		if err := mayApprove(a.c, a.file, who.Account.Login); err != nil {
			return err
		}
		if Hash(Document(a.file)) != a.file.Hash {
			return maturity.Errorf(maturity.Conflict, "The values are not those that were submitted. The return has to be submitted again.")
		}
		signature, key := a.Signer.Sign(Statement(a.file, who.Account.Login, a.at))
		a.move.Approve = &maturity.ReturnApproval{By: who.Account.Login, At: a.at, Round: a.file.Round, Hash: a.file.Hash, Key: key, Signature: signature}
		to := maturity.ReturnSubmitted
		if len(a.file.Standing())+1 >= a.c.Approvals {
			to = maturity.ReturnApproved
		}
		a.step(maturity.StepApproved, to, "")
		return nil
	})
}

// mayApprove refuses a second approval by the same person, and one of own figures.
func mayApprove(c maturity.Collection, file maturity.ReturnFile, login string) error {
	for _, a := range file.Standing() {
		if a.By == login {
			return maturity.Errorf(maturity.Forbidden, "You have approved these values. Another approver has to do so too.")
		}
	}
	if c.OwnApproval {
		return nil
	}
	own := file.SubmittedBy == login
	for _, v := range file.Values {
		own = own || v.By == login
	}
	if own {
		return maturity.Errorf(maturity.Forbidden, "You gave or submitted figures of this return. Somebody else has to approve it.")
	}
	return nil
}

// BeginCorrection makes a published return a draft again, with the reason. What is published stays until the correction
// is.
func (d *Desk) BeginCorrection(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64, why maturity.Correction) (maturity.ReturnFile, error) {
	return d.act(ctx, who, key, seen, maturity.StepCorrectionBegun, func(a *acting) error {
		why, err := maturity.ParseCorrection(string(why.Reason), why.Words)
		if err != nil {
			return err
		}
		if why.Reason == "" {
			return maturity.Errorf(maturity.Invalid, "Say why the published values have to be corrected.")
		}
		if err := a.inRefresh(); err != nil {
			return err
		}
		after := &a.move.After
		after.Round++
		after.Reason, after.ReasonWords = why.Reason, why.Words
		after.SubmittedAt, after.SubmittedBy = time.Time{}, ""
		a.loosen()
		a.step(maturity.StepCorrectionBegun, maturity.ReturnDraft, fmt.Sprintf("%s: %s", why.Reason.Words(), why.Words))
		return nil
	})
}
