package api

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// ReturnBegin names a return that is to be begun.
type ReturnBegin struct {
	Body struct {
		Collection   string `json:"collection" maxLength:"200"`
		Organisation string `json:"organisation" maxLength:"40" doc:"Code"`
		Period       string `json:"period" maxLength:"20" example:"Q2026-07"`
	}
}

// ReturnSaving is values to be saved.
type ReturnSaving struct {
	ReturnPath
	Body struct {
		Values []GivenFigure `json:"values" maxItems:"2000" nullable:"false"`
	}
}

// GivenFigure is a value somebody gives.
type GivenFigure struct {
	Measure     string   `json:"measure" maxLength:"200"`
	State       string   `json:"state,omitempty" enum:"reported,nil_return,not_applicable,not_available" doc:"Without it: reported"`
	Value       *float64 `json:"value,omitempty" doc:"May be left out where numerator and denominator make it"`
	Numerator   *float64 `json:"numerator,omitempty"`
	Denominator *float64 `json:"denominator,omitempty"`
	Comment     string   `json:"comment,omitempty" maxLength:"8000" doc:"At most 2,000 characters"`
	Revision    int64    `json:"revision,omitempty" minimum:"0" doc:"The one you saw; 0 where there was no value"`
	Clear       bool     `json:"clear,omitempty" doc:"Take the value away"`
	Confirm     bool     `json:"confirm,omitempty" doc:"Take the value that a published source has for the period, instead of one given here"`
}

// ReturnAct is a step to be done.
type ReturnAct struct {
	ReturnPath
	Body struct {
		Version   int64      `json:"version" minimum:"1" doc:"Of the return, as you saw it"`
		Why       string     `json:"why,omitempty" maxLength:"8000" doc:"Needed to request changes and to release"`
		Reason    string     `json:"reason,omitempty" enum:"scheduled_revision,method_change,error" doc:"Needed to correct"`
		PublishAt *time.Time `json:"publish_at,omitempty" doc:"To schedule; without it the time is taken back"`
	}
}

// returnSteps are the steps by their address.
var returnSteps = []struct {
	name, summary string
	right         httpkit.Right
	act           func(ctx context.Context, d *returns.Desk, who returns.Actor, key maturity.ReturnKey, in *ReturnAct) error
}{
	{"submit", "Submit a return", httpkit.Send, func(ctx context.Context, d *returns.Desk, who returns.Actor, key maturity.ReturnKey, in *ReturnAct) error {
		_, err := d.Submit(ctx, who, key, in.Body.Version)
		return err
	}},
	{"withdraw", "Take a submitted return back to change it", httpkit.Send, func(ctx context.Context, d *returns.Desk, who returns.Actor, key maturity.ReturnKey, in *ReturnAct) error {
		_, err := d.Withdraw(ctx, who, key, in.Body.Version, in.Body.Why)
		return err
	}},
	{"correct", "Begin the correction of a published return", httpkit.Send, func(ctx context.Context, d *returns.Desk, who returns.Actor, key maturity.ReturnKey, in *ReturnAct) error {
		_, err := d.BeginCorrection(ctx, who, key, in.Body.Version, maturity.Correction{Reason: maturity.CorrectionReason(in.Body.Reason), Words: in.Body.Why})
		return err
	}},
	{"request-changes", "Send a submitted return back", httpkit.Decide, func(ctx context.Context, d *returns.Desk, who returns.Actor, key maturity.ReturnKey, in *ReturnAct) error {
		_, err := d.RequestChanges(ctx, who, key, in.Body.Version, in.Body.Why)
		return err
	}},
	{"approve", "Approve the values as submitted", httpkit.Decide, func(ctx context.Context, d *returns.Desk, who returns.Actor, key maturity.ReturnKey, in *ReturnAct) error {
		_, err := d.Approve(ctx, who, key, in.Body.Version)
		return err
	}},
	{"publish", "Publish an approved return", httpkit.Decide, func(ctx context.Context, d *returns.Desk, who returns.Actor, key maturity.ReturnKey, in *ReturnAct) error {
		_, err := d.Publish(ctx, who, key, in.Body.Version)
		return err
	}},
	{"schedule", "Have an approved return published at a time to come", httpkit.Decide, func(ctx context.Context, d *returns.Desk, who returns.Actor, key maturity.ReturnKey, in *ReturnAct) error {
		var at time.Time
		if in.Body.PublishAt != nil {
			at = *in.Body.PublishAt
		}
		_, err := d.Schedule(ctx, who, key, in.Body.Version, at)
		return err
	}},
	{"release", "Release a return that is held back", httpkit.Decide, func(ctx context.Context, d *returns.Desk, who returns.Actor, key maturity.ReturnKey, in *ReturnAct) error {
		_, err := d.Release(ctx, who, key, in.Body.Version, in.Body.Why)
		return err
	}},
}

// returnBody is room for a return of some hundred values with comments.
const returnBody = 1 << 20

func (a *API) registerReturnActs() {
	register(a, operation{method: http.MethodPost, path: "/returns", id: "begin-return", tag: "Returns", right: httpkit.Send, body: returnBody,
		summary: "Begin a return", words: "One that is begun already is the answer."}, a.beginReturn)
	register(a, operation{method: http.MethodPut, path: "/returns/{id}/values", id: "save-return-values", tag: "Returns", right: httpkit.Send, body: returnBody,
		summary: "Save values of a return", words: "Values that are not named stay. A value that somebody else changed since the revision you saw is not saved: the answer is then 409 and tells theirs; the others are saved. A change of a submitted return makes it a draft and voids its approvals."}, a.saveReturn)
	save := a.huma.OpenAPI().Paths[Base+"/returns/{id}/values"].Put
	save.Responses["409"] = &huma.Response{Description: "Some values were not saved, because somebody else had saved theirs: see clashes", Content: save.Responses["200"].Content}
	for _, s := range returnSteps {
		register(a, operation{method: http.MethodPost, path: "/returns/{id}/steps/" + s.name, id: s.name + "-return", tag: "Returns", right: s.right, body: returnBody,
			summary: s.summary, words: "The version that was seen must be the present one. The same step of the same account on the same version counts once."},
			func(ctx context.Context, in *ReturnAct) (*ReturnAnswer, error) {
				key, err := a.Desk.KeyOf(ctx, in.ID)
				if err != nil {
					return nil, err
				}
				if err := s.act(ctx, a.Desk, a.actor(ctx), key, in); err != nil {
					return nil, err
				}
				return a.returnAnswer(ctx, key, http.StatusOK)
			})
	}
}

func (a *API) beginReturn(ctx context.Context, in *ReturnBegin) (*ReturnAnswer, error) {
	unknown := maturity.Errorf(maturity.NotFound, "There is no such return, or you may not see it.")
	d, err := a.Directory(ctx)
	if err != nil {
		return nil, err
	}
	body, known := d.ByCode(strings.TrimSpace(in.Body.Organisation))
	p, unreadable := period.FromCode(in.Body.Period)
	if !known || unreadable != nil {
		return nil, unknown
	}
	key := maturity.ReturnKey{Collection: in.Body.Collection, Organisation: body.ID, Period: p}
	if _, err := a.Desk.Begin(ctx, a.actor(ctx), key); err != nil {
		return nil, err
	}
	return a.returnAnswer(ctx, key, http.StatusOK)
}

func (a *API) saveReturn(ctx context.Context, in *ReturnSaving) (*ReturnAnswer, error) {
	key, err := a.Desk.KeyOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	view, err := a.Desk.View(ctx, a.actor(ctx), key)
	if err != nil {
		return nil, err
	}
	var savings []returns.Saving
	named := map[string]bool{}
	for _, g := range in.Body.Values {
		if named[g.Measure] {
			return nil, maturity.Errorf(maturity.Invalid, "Name each measure once.")
		}
		named[g.Measure] = true
		s, err := g.saving(view)
		if err != nil {
			return nil, err
		}
		savings = append(savings, s)
	}
	_, clashes, err := a.Desk.Save(ctx, a.actor(ctx), key, savings)
	if err != nil {
		return nil, err
	}
	status := http.StatusOK
	if len(clashes) > 0 {
		status = http.StatusConflict
	}
	out, err := a.returnAnswer(ctx, key, status)
	if err != nil {
		return nil, err
	}
	for _, c := range clashes {
		clash := ReturnClash{Measure: c.Yours.Measure}
		if c.Theirs.State != 0 {
			theirs := returnFigure(c.Theirs)
			clash.Theirs = &theirs
		}
		out.Body.Clashes = append(out.Body.Clashes, clash)
	}
	return out, nil
}

// saving reads a value as it was given.
func (g GivenFigure) saving(v returns.View) (returns.Saving, error) {
	if g.Confirm {
		return v.Confirm(g.Measure, g.Revision, g.Comment)
	}
	s := returns.Saving{Clear: g.Clear, ReturnValue: maturity.ReturnValue{Measure: g.Measure, State: maturity.Reported, Value: orNaN(g.Value), Numerator: orNaN(g.Numerator),
		Denominator: orNaN(g.Denominator), Comment: g.Comment, Revision: g.Revision}}
	if g.State != "" {
		state, known := maturity.ParseState(g.State)
		if !known {
			return s, errors.New("the library lets only known states through")
		}
		s.State = state
	}
	return s, nil
}

func orNaN(n *float64) float64 {
	if n == nil {
		return math.NaN()
	}
	return *n
}
