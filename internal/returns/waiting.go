package returns

import (
	"context"
	"errors"
	"time"

	"waymark/internal/maturity"
)

// Lister lists returns that somebody has begun.
type Lister interface {
	Returns(ctx context.Context, f maturity.ReturnFilter) ([]maturity.ListedReturn, error)
	ReturnByID(ctx context.Context, id int64) (maturity.ListedReturn, error)
	ReturnOfSubmission(ctx context.Context, submission int64) (maturity.ListedReturn, error)
	// ReturnsDue lists approved returns whose time of publication has come, and who set it.
	ReturnsDue(ctx context.Context, now time.Time) ([]maturity.ListedReturn, error)
}

// Waiting is what waits for somebody in one return.
type Waiting struct {
	maturity.ListedReturn
	Collection maturity.Collection
	May        map[maturity.Permission]bool
	Approve    bool // the reader may approve it now
	Publish    bool // the reader may publish it now
}

// Waiting lists the returns that wait for a decision which the actor may take: submitted, approved and held ones.
func (d *Desk) Waiting(ctx context.Context, who Actor) ([]Waiting, error) {
	var out []Waiting
	for _, c := range d.Catalogue.Collections { // few, and each has its own rights
		scopes, err := d.scopes(ctx, who, c)
		if err != nil {
			return nil, err
		}
		list, err := d.Lister.Returns(ctx, within(scopes[maturity.ReviewReturn], maturity.ReturnFilter{Collection: c.ID, States: []maturity.ReturnState{maturity.ReturnSubmitted, maturity.ReturnApproved}}))
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			w := Waiting{ListedReturn: r, Collection: c, May: map[maturity.Permission]bool{}}
			for what, scope := range scopes {
				w.May[what] = scope.May(r.Organisation)
			}
			w.Approve = r.State == maturity.ReturnSubmitted && w.May[maturity.ApproveReturn]
			w.Publish = r.State == maturity.ReturnApproved && w.May[maturity.PublishReturn] && r.Held == ""
			out = append(out, w)
		}
	}
	return out, nil
}

func (d *Desk) scopes(ctx context.Context, who Actor, c maturity.Collection) (map[maturity.Permission]maturity.Scope, error) {
	out := map[maturity.Permission]maturity.Scope{}
	for _, what := range []maturity.Permission{maturity.ReadDraft, maturity.ReviewReturn, maturity.ApproveReturn, maturity.PublishReturn} {
		scope, err := d.Rights.Reach(ctx, who.Account, what, c)
		if err != nil {
			return nil, err
		}
		out[what] = scope
	}
	return out, nil
}

// within narrows a filter to a scope.
func within(s maturity.Scope, f maturity.ReturnFilter) maturity.ReturnFilter {
	f.Everywhere = s.All
	for id := range s.Organisations {
		f.Organisations = append(f.Organisations, id)
	}
	return f
}

// Seen names a return and the version of it that somebody saw.
type Seen struct {
	Key     maturity.ReturnKey
	Version int64
}

// Outcome is what became of one return of many.
type Outcome struct {
	Seen
	File maturity.ReturnFile
	Err  error
}

// Each does an act to many returns, each judged by itself: one that is refused keeps no other back.
func Each(list []Seen, act func(Seen) (maturity.ReturnFile, error)) []Outcome {
	out := make([]Outcome, len(list))
	for i, s := range list {
		file, err := act(s)
		out[i] = Outcome{s, file, err}
	}
	return out
}

// PublishDue publishes what was approved to be published at a time that has come. One that fails keeps no other back:
// it is tried again the next time, and all errors are told. What somebody changed meanwhile is left.
func (d *Desk) PublishDue(ctx context.Context) (published int, err error) {
	list, err := d.Lister.ReturnsDue(ctx, d.now())
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, r := range list {
		switch err := d.publishDue(ctx, r); maturity.CodeOf(err) {
		case "":
			published++
		case maturity.Conflict:
		default:
			faults = append(faults, err)
		}
	}
	if published > 0 && d.Published != nil {
		d.Published()
	}
	return published, errors.Join(faults...)
}

// publishDue publishes one return in the name of who set the time. The right to do so was looked at then.
func (d *Desk) publishDue(ctx context.Context, r maturity.ListedReturn) error {
	c, err := d.collection(r.ReturnKey)
	if err != nil {
		return err
	}
	who := Actor{Account: maturity.Account{Login: r.ScheduledBy}, RequestID: "schedule"}
	file, err := d.Store.ReturnFile(ctx, r.ReturnKey)
	if err != nil {
		return err
	}
	if d.Guard != nil && !released(file) {
		held, err := d.Guard.Hold(ctx, c, r.Period, []maturity.ReturnFile{file})
		if err != nil {
			return err
		}
		if why := held[file.ID]; why != "" {
			return d.hold(ctx, who, file, why)
		}
	}
	_, err = d.Store.ChangeReturn(ctx, r.ID, func(now maturity.ReturnFile) (*maturity.ReturnMove, error) {
		if now.Version != file.Version || now.State != maturity.ReturnApproved || now.PublishAt.IsZero() {
			return nil, errStale
		}
		a := d.begin(who, now)
		a.c = c
		return &a.move, a.publish("at the time that was set")
	})
	return err
}
