package demo

import (
	"context"
	"fmt"
	"math"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// invented are the returns of the newest quarter as the demonstration leaves them, so that every page of the workflow has
// something on it. Their figures are invented, and belong to the illustrative source.
var invented = []struct {
	collection, code string
	by               string // who fills it in
	state            maturity.ReturnState
}{
	{"gloucestershire-paper-free", "RTE", "demo-trust", maturity.ReturnDraft},
	{"gloucestershire-paper-free", "RTQ", "demo-analyst", maturity.ReturnSubmitted},
	{"gloucestershire-paper-free", "gcc", "demo-analyst", maturity.ReturnChangesRequested},
	{"gloucestershire-paper-free", "RYF", "demo-analyst", maturity.ReturnApproved},
	{"gloucestershire-trusts", "RTQ", "demo-analyst", maturity.ReturnPublished},
}

// returns brings the newest quarter's returns where invented says. What somebody has begun is left.
func (o Options) returns(ctx context.Context) error {
	for _, r := range invented {
		c, known := o.Catalogue.Collection(r.collection)
		periods := collection.Periods(c, period.DayOf(o.Now().In(o.Location)))
		body, err := o.Body(ctx, r.code)
		if !known || len(periods) == 0 || maturity.CodeOf(err) == maturity.NotFound {
			continue // before the first quarter, or with other files
		}
		if err != nil {
			return err
		}
		key := maturity.ReturnKey{Collection: c.ID, Organisation: body.ID, Period: periods[0]}
		o.Say("Filling in the return of %s", body.Name)
		if err := o.bring(ctx, c, key, r.by, r.state); err != nil {
			return fmt.Errorf("the return of %s: %w", r.code, err)
		}
	}
	return nil
}

// bring takes one return to a state, in the names of the demonstration's accounts.
func (o Options) bring(ctx context.Context, c maturity.Collection, key maturity.ReturnKey, by string, to maturity.ReturnState) error {
	who, err := o.actor(ctx, by)
	if err != nil {
		return err
	}
	view, err := o.Returns.View(ctx, who, key)
	if err != nil || view.Begun {
		return err
	}
	var values []returns.Saving
	for i, id := range c.Measures {
		if to == maturity.ReturnDraft && i%2 == 1 {
			continue // half filled in
		}
		values = append(values, o.invent(view, id, i))
	}
	file, _, err := o.Returns.Save(ctx, who, key, values)
	if err != nil || to == maturity.ReturnDraft {
		return err
	}
	if file, err = o.Returns.Submit(ctx, who, key, file.Version); err != nil || to == maturity.ReturnSubmitted {
		return err
	}
	first, err := o.actor(ctx, "demo-approver")
	if err != nil {
		return err
	}
	if to == maturity.ReturnChangesRequested {
		_, err = o.Returns.RequestChanges(ctx, first, key, file.Version, "Please count the two new teams as well, and say in a comment from when.")
		return err
	}
	return o.approve(ctx, c, key, file, to)
}

// approve has as many approve the return as its collection asks for, and publishes it where it is to be.
func (o Options) approve(ctx context.Context, c maturity.Collection, key maturity.ReturnKey, file maturity.ReturnFile, to maturity.ReturnState) error {
	for _, login := range []string{"demo-approver", "demo-approver-2"}[:min(2, c.Approvals)] {
		who, err := o.actor(ctx, login)
		if err != nil {
			return err
		}
		if file, err = o.Returns.Approve(ctx, who, key, file.Version); err != nil {
			return err
		}
	}
	if to != maturity.ReturnPublished {
		return nil
	}
	who, err := o.actor(ctx, "demo-analyst")
	if err != nil {
		return err
	}
	_, err = o.Returns.Publish(ctx, who, key, file.Version)
	return err
}

func (o Options) actor(ctx context.Context, login string) (returns.Actor, error) {
	account, err := o.Account(ctx, login)
	return returns.Actor{Account: account, RequestID: "demonstration", Arrived: time.Time{}}, err
}

// invent makes a figure up: a little above the newest one that is known, or one of a plain series.
func (o Options) invent(view returns.View, measure string, i int) returns.Saving {
	m, _ := o.Catalogue.Measure(measure)
	value := float64(48 + 7*i%40)
	if past := view.Past[measure]; len(past) > 0 && past[len(past)-1].HasValue() {
		value = math.Round(past[len(past)-1].Value) + 2
	}
	if past := view.Past[measure]; len(past) > 0 && past[len(past)-1].State == maturity.NotApplicable {
		return returns.Saving{ReturnValue: maturity.ReturnValue{Measure: measure, State: maturity.NotApplicable, Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN()}}
	}
	value = math.Min(math.Max(value, m.Low), m.High)
	return returns.Saving{ReturnValue: maturity.ReturnValue{Measure: measure, State: maturity.Reported, Value: value, Numerator: math.NaN(), Denominator: math.NaN(),
		Comment: "Invented for the demonstration"}}
}
