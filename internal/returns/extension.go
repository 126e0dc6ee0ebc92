package returns

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// ExtensionStore keeps requests for extensions and what was decided about them.
type ExtensionStore interface {
	RequestExtension(ctx context.Context, e maturity.Extension, entry maturity.AuditEntry) (maturity.Extension, error)
	DecideExtension(ctx context.Context, id int64, by string, at time.Time, granted bool, entry maturity.AuditEntry) (maturity.Extension, error)
	Extension(ctx context.Context, id int64) (maturity.Extension, error)
}

// Extensions moves deadlines of single returns. A deadline moved ends by itself: after its day the return is late again.
type Extensions struct {
	Store  ExtensionStore
	Rights Rights
	Rounds *Rounds
}

// LongestReason bounds the words of a request, in letters.
const LongestReason = 1000

// Request asks for a later deadline for a return that is due and not in. The actor must be one who may fill it in.
func (x *Extensions) Request(ctx context.Context, who Actor, key maturity.ReturnKey, until period.Day, reason string) (maturity.Extension, error) {
	c, err := x.may(ctx, who, key, maturity.EditReturn, "You may see this return, but not ask for a later deadline.")
	if err != nil {
		return maturity.Extension{}, err
	}
	reason = strings.TrimSpace(reason)
	switch letters := utf8.RuneCountInString(reason); {
	case letters == 0:
		return maturity.Extension{}, maturity.Errorf(maturity.Invalid, "Say why the return needs more time.")
	case letters > LongestReason:
		return maturity.Extension{}, maturity.Errorf(maturity.Invalid, "The reason has %d letters; at most %d fit.", letters, LongestReason)
	}
	row, err := x.row(ctx, c, key)
	if err != nil {
		return maturity.Extension{}, err
	}
	if err := x.fits(c, row, until); err != nil {
		return maturity.Extension{}, err
	}
	at := x.now()
	e := maturity.Extension{ReturnKey: key, Until: until, Reason: reason, RequestedBy: who.Account.Login, RequestedAt: at}
	return x.Store.RequestExtension(ctx, e, x.entry(who, "extension.requested", key, at, map[string]any{"until": until.String(), "reason": reason}))
}

// fits refuses a day that moves nothing, and one after the time for corrections.
func (x *Extensions) fits(c maturity.Collection, row Row, until period.Day) error {
	_, _, _, last := collection.Days(c, row.Period)
	today := x.Rounds.Today(time.Time{})
	switch {
	case row.Standing.State.In():
		return maturity.Errorf(maturity.Conflict, "The return is in. It needs no later deadline.")
	case row.Standing.State == collection.NotOpen:
		return maturity.Errorf(maturity.Invalid, "The return cannot be begun yet. Ask when it is open.")
	case until <= row.Standing.Deadline:
		return maturity.Errorf(maturity.Invalid, "Choose a day after the deadline, which is %s.", row.Standing.Deadline.Long())
	case until < today:
		return maturity.Errorf(maturity.Invalid, "Choose a day that has not passed.")
	case until > last:
		return maturity.Errorf(maturity.Invalid, "Choose a day not after %s, the last for this collection.", last.Long())
	}
	return nil
}

// Decide grants or refuses a request about a return. Whoever asked does not decide, unless the collection lets people approve their own.
// A request whose day has passed can only be refused.
func (x *Extensions) Decide(ctx context.Context, who Actor, key maturity.ReturnKey, id int64, granted bool) (maturity.Extension, error) {
	c, err := x.may(ctx, who, key, maturity.ApproveReturn, "You may see this request, but not decide about it.")
	if err != nil {
		return maturity.Extension{}, err
	}
	e, err := x.Store.Extension(ctx, id)
	if err != nil {
		return e, err
	}
	if e.ReturnKey != key {
		return maturity.Extension{}, errUnknown
	}
	if e.RequestedBy == who.Account.Login && !c.OwnApproval {
		return e, maturity.Errorf(maturity.Forbidden, "You asked for this extension. Somebody else decides about it.")
	}
	if granted && e.Until < x.Rounds.Today(time.Time{}) {
		return e, maturity.Errorf(maturity.Conflict, "The day asked for, %s, has passed.", e.Until.Long())
	}
	at, action := x.now(), "extension.refused"
	if granted {
		action = "extension.granted"
	}
	detail := map[string]any{"until": e.Until.String(), "reason": e.Reason, "requested_by": e.RequestedBy, "request": strconv.FormatInt(id, 10)}
	return x.Store.DecideExtension(ctx, id, who.Account.Login, at, granted, x.entry(who, action, e.ReturnKey, at, detail))
}

// may finds the collection. What the actor may not see does not exist; what it may see but not do is forbidden.
func (x *Extensions) may(ctx context.Context, who Actor, key maturity.ReturnKey, what maturity.Permission, sentence string) (maturity.Collection, error) {
	c, ok := x.Rounds.Catalogue.Collection(key.Collection)
	if !ok || !collection.Has(c, key.Period) {
		return c, errUnknown
	}
	for _, each := range []struct {
		what    maturity.Permission
		without error
	}{{maturity.ReadDraft, errUnknown}, {what, maturity.Errorf(maturity.Forbidden, "%s", sentence)}} {
		scope, err := x.Rights.Reach(ctx, who.Account, each.what, c)
		if err != nil {
			return c, err
		}
		if !scope.May(key.Organisation) {
			return c, each.without
		}
	}
	return c, nil
}

// row finds the return among those that are due.
func (x *Extensions) row(ctx context.Context, c maturity.Collection, key maturity.ReturnKey) (Row, error) {
	round, err := x.Rounds.Round(ctx, c.ID, key.Period, time.Time{})
	if err != nil {
		return Row{}, err
	}
	for _, row := range round.Rows {
		if row.ID == key.Organisation {
			return row, nil
		}
	}
	return Row{}, maturity.Errorf(maturity.NotFound, "No return is due from this organisation for %s.", key.Period.Label())
}

func (x *Extensions) now() time.Time {
	return x.Rounds.moment(time.Time{}).UTC().Truncate(time.Microsecond)
}

func (x *Extensions) entry(who Actor, action string, key maturity.ReturnKey, at time.Time, detail map[string]any) maturity.AuditEntry {
	detail["organisation"] = key.Organisation
	return maturity.AuditEntry{At: at, Account: who.Account.Login, Action: action, Subject: Subject(key), RequestID: who.RequestID, Detail: detail}
}
