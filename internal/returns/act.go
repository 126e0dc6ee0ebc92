package returns

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
)

// way is what an act needs: a permission, and a state to begin from.
type way struct {
	needs maturity.Permission
	from  []maturity.ReturnState
}

// ways is the one table of what can be done to a return when, and by whom.
var ways = map[string]way{
	maturity.StepSubmitted:        {maturity.EditReturn, []maturity.ReturnState{maturity.ReturnDraft, maturity.ReturnChangesRequested}},
	maturity.StepWithdrawn:        {maturity.EditReturn, []maturity.ReturnState{maturity.ReturnSubmitted, maturity.ReturnApproved}},
	maturity.StepChangesRequested: {maturity.ReviewReturn, []maturity.ReturnState{maturity.ReturnSubmitted, maturity.ReturnApproved}},
	maturity.StepApproved:         {maturity.ApproveReturn, []maturity.ReturnState{maturity.ReturnSubmitted}},
	maturity.StepPublished:        {maturity.PublishReturn, []maturity.ReturnState{maturity.ReturnApproved}},
	maturity.StepScheduled:        {maturity.PublishReturn, []maturity.ReturnState{maturity.ReturnApproved}},
	maturity.StepReleased:         {maturity.PublishReturn, []maturity.ReturnState{maturity.ReturnApproved}},
	maturity.StepCorrectionBegun:  {maturity.EditReturn, []maturity.ReturnState{maturity.ReturnPublished, maturity.ReturnCorrected}},
}

// Acts lists everything that can be done to a return besides filling it in.
func Acts() []string {
	return []string{maturity.StepSubmitted, maturity.StepWithdrawn, maturity.StepChangesRequested, maturity.StepApproved, maturity.StepScheduled,
		maturity.StepReleased, maturity.StepPublished, maturity.StepCorrectionBegun}
}

// Offers reports whether an act can be done to the return by somebody with these permissions, as far as the state and
// the person decide it: for the buttons of a page.
func Offers(act string, c maturity.Collection, file maturity.ReturnFile, may map[maturity.Permission]bool, login string) bool {
	w := ways[act]
	if !may[w.needs] || !slices.Contains(w.from, file.State) {
		return false
	}
	switch act {
	case maturity.StepApproved:
		return mayApprove(c, file, login) == nil
	case maturity.StepReleased:
		return file.Held != ""
	case maturity.StepPublished, maturity.StepScheduled:
		return file.Held == ""
	}
	return true
}

// acting is one act on a return that nobody else can change meanwhile.
type acting struct {
	*Desk
	who  Actor
	c    maturity.Collection
	file maturity.ReturnFile
	at   time.Time
	move maturity.ReturnMove
}

var errStale = maturity.Errorf(maturity.Conflict, "This return has changed since you opened it. Look at what changed, then decide again.")

// act does one act: the permission, the version that was seen and the state are looked at here, the rest by decide. An
// act that the same person has just done to the version seen is done already, and nothing happens again.
func (d *Desk) act(ctx context.Context, who Actor, key maturity.ReturnKey, seen int64, action string, decide func(*acting) error) (maturity.ReturnFile, error) {
	file, c, err := d.Open(ctx, who, key)
	if err != nil {
		return file, err
	}
	w := ways[action]
	if may, err := d.may(ctx, who, w.needs, c, key.Organisation); err != nil || !may {
		return file, orForbidden(err, "Your account may see this return, but not do that to it.")
	}
	return d.Store.ChangeReturn(ctx, file.ID, func(file maturity.ReturnFile) (*maturity.ReturnMove, error) {
		if replayed(file, who.Account.Login, action, seen) {
			return nil, nil
		}
		if file.Version != seen {
			return nil, errStale
		}
		if !slices.Contains(w.from, file.State) {
			return nil, maturity.Errorf(maturity.Conflict, "The return is %s. That cannot be done to it now.", stateWords(file))
		}
		a := d.begin(who, file)
		a.c = c
		if err := decide(a); err != nil {
			return nil, err
		}
		return &a.move, nil
	})
}

// begin is an act that does nothing yet. It is dated by when the request, or the file, arrived: whether a return was in
// time does not depend on how long it took to work on it.
func (d *Desk) begin(who Actor, file maturity.ReturnFile) *acting {
	at := d.now()
	if !who.Arrived.IsZero() && who.Arrived.Before(at) {
		at = who.Arrived.UTC().Truncate(time.Microsecond)
	}
	return &acting{Desk: d, who: who, file: file, at: at, move: maturity.ReturnMove{After: file.Return, By: who.Account.Login, At: at}}
}

func stateWords(file maturity.ReturnFile) string {
	if file.State == maturity.ReturnDraft {
		return "a draft"
	}
	return file.State.Words()
}

// replayed recognises an act that arrives a second time: a double click, a form sent again.
func replayed(file maturity.ReturnFile, login, action string, seen int64) bool {
	if file.Version != seen+1 {
		return false
	}
	return slices.ContainsFunc(file.Steps, func(s maturity.ReturnStep) bool {
		return s.Version == file.Version && s.By == login && s.Action == action
	})
}

// step notes the act, and leaves the return in the state.
func (a *acting) step(action string, to maturity.ReturnState, why string) {
	a.move.Steps = append(a.move.Steps, maturity.ReturnStep{At: a.at, By: a.who.Account.Login, Action: action, From: a.file.State, To: to,
		Round: a.move.After.Round, Why: why, Hash: a.move.After.Hash})
	a.move.After.State = to
	detail := map[string]any{"from": string(a.file.State), "to": string(to), "round": a.move.After.Round}
	if why != "" {
		detail["why"] = why
	}
	if a.move.After.Hash != "" {
		detail["hash"] = a.move.After.Hash
	}
	a.move.Audit = append(a.move.Audit, a.entry(a.who, "return."+action, a.file.ReturnKey, a.at, detail))
}

// voidApprovals strikes the approvals that stand through, if there are any.
func (a *acting) voidApprovals(why string) {
	if len(a.file.Standing()) == 0 {
		return
	}
	a.move.Void = why
	a.move.Steps = append(a.move.Steps, maturity.ReturnStep{At: a.at, By: a.who.Account.Login, Action: maturity.StepApprovalVoided, From: a.file.State, To: a.file.State,
		Round: a.file.Round, Why: why, Hash: a.file.Hash})
	a.move.Audit = append(a.move.Audit, a.entry(a.who, "return.approval_voided", a.file.ReturnKey, a.at, map[string]any{"why": why, "hash": a.file.Hash}))
}

// loosen takes back what rested on the values as they were submitted.
func (a *acting) loosen() {
	a.move.After.Hash, a.move.After.Held, a.move.After.PublishAt = "", "", time.Time{}
}
