package api

import (
	"context"
	"encoding/base64"
	"math"
	"net/http"
	"strconv"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// ReturnQuery chooses returns.
type ReturnQuery struct {
	Paging
	Limit      int      `query:"limit" minimum:"1" maximum:"1000" default:"200"`
	Collection string   `query:"collection" maxLength:"200" doc:"Id of a collection"`
	Period     string   `query:"period" maxLength:"20" doc:"Code of a period" example:"Q2026-07"`
	State      []string `query:"state,explode" nullable:"false" doc:"Any of draft, submitted, changes_requested, approved, published, corrected"`
}

// ReturnPath names one return.
type ReturnPath struct {
	ID int64 `path:"id" minimum:"1" doc:"Number of the return"`
}

// Return is a return that somebody has begun. Who may not see what is not published sees that it is published, and what.
type Return struct {
	ID           int64      `json:"id"`
	Collection   string     `json:"collection"`
	Organisation string     `json:"organisation"`
	Name         string     `json:"organisation_name"`
	Period       string     `json:"period"`
	State        string     `json:"state" enum:"draft,submitted,changes_requested,approved,published,corrected"`
	Round        int        `json:"round" doc:"1, and one more with each correction"`
	Version      int64      `json:"version" doc:"Changes with every step and every saved value: a step says which one was seen. 0 where you may not see it"`
	SubmittedAt  *time.Time `json:"submitted_at"`
	SubmittedBy  string     `json:"submitted_by"`
	PublishAt    *time.Time `json:"publish_at" doc:"Embargo: not before"`
	PublishedAt  *time.Time `json:"published_at" doc:"The last time"`
	Hash         string     `json:"hash" doc:"SHA-256 of the values as submitted"`
	Held         string     `json:"held" doc:"Why publication is held back"`
	Reason       string     `json:"reason" enum:",scheduled_revision,method_change,error"`
	ReasonWords  string     `json:"reason_words"`
	Approvals    int        `json:"approvals" doc:"Approvals that stand"`
	Illustrative bool       `json:"illustrative"`
	Page         string     `json:"page" doc:"The page for people"`
}

// ReturnDetail is a return with its values and all that happened to it.
type ReturnDetail struct {
	Return
	Values        []ReturnFigure   `json:"values" nullable:"false"`
	Problems      []ReturnProblem  `json:"problems" nullable:"false" doc:"What keeps it from being submitted now"`
	Steps         []ReturnStep     `json:"steps" nullable:"false" doc:"Oldest first"`
	ApprovalsMade []ReturnApproval `json:"approvals_made" nullable:"false" doc:"All, also those that are void"`
	Clashes       []ReturnClash    `json:"clashes,omitempty" nullable:"false" doc:"Values of yours that were not saved, because somebody else had saved theirs since the revision you saw"`
}

// ReturnFigure is one value of a return.
type ReturnFigure struct {
	Measure     string     `json:"measure"`
	State       string     `json:"state" enum:"reported,nil_return,not_applicable,not_available"`
	Value       *float64   `json:"value"`
	Numerator   *float64   `json:"numerator"`
	Denominator *float64   `json:"denominator"`
	Comment     string     `json:"comment"`
	Confirmed   string     `json:"confirmed" doc:"Source whose value was confirmed instead of typed"`
	Revision    int64      `json:"revision" doc:"Of this value: say it when you save another"`
	SavedBy     string     `json:"saved_by"`
	SavedAt     *time.Time `json:"saved_at"`
}

// ReturnProblem is what has to be mended before submitting.
type ReturnProblem struct {
	Measure  string `json:"measure" doc:"Empty for the return as a whole"`
	Sentence string `json:"sentence"`
}

// ReturnStep is one step of a return's way.
type ReturnStep struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Action  string    `json:"action"`
	From    string    `json:"from"`
	To      string    `json:"to"`
	Round   int       `json:"round"`
	Why     string    `json:"why"`
	Hash    string    `json:"hash"`
	Version int64     `json:"version"`
}

// ReturnApproval is a signature over the values' hash.
type ReturnApproval struct {
	By        string     `json:"by"`
	At        time.Time  `json:"at"`
	Round     int        `json:"round"`
	Hash      string     `json:"hash"`
	Key       string     `json:"key" doc:"Fingerprint of the key"`
	Signature string     `json:"signature" doc:"Base64 of an Ed25519 signature over the statement of the approval; see the documentation"`
	VoidedAt  *time.Time `json:"voided_at"`
	VoidedWhy string     `json:"voided_why"`
}

// ReturnClash is a value that was not saved.
type ReturnClash struct {
	Measure string        `json:"measure"`
	Theirs  *ReturnFigure `json:"theirs" doc:"Null: it was taken away"`
}

func (a *API) registerReturns() {
	if a.Desk == nil {
		return
	}
	register(a, operation{method: http.MethodGet, path: "/returns", id: "list-returns", tag: "Returns", right: httpkit.SignedIn, table: true,
		summary: "List returns that somebody has begun", words: "By collection, newest period first. Of organisations whose drafts you may not read, only published ones."}, a.returns)
	register(a, operation{method: http.MethodGet, path: "/returns/{id}", id: "get-return", tag: "Returns", right: httpkit.SignedIn,
		summary: "One return with its values, steps and approvals", words: "Where you may not see what is not published: the values that are."}, a.oneReturn)
	a.registerReturnActs()
}

func (a *API) returns(ctx context.Context, q *ReturnQuery) (*Paged[Return], error) {
	var p period.Period
	if q.Period != "" {
		var err error
		if p, err = period.FromCode(q.Period); err != nil {
			return nil, maturity.Errorf(maturity.Invalid, "The period cannot be read. Write a code such as Q2026-07.")
		}
	}
	var states []maturity.ReturnState
	for _, s := range q.State {
		states = append(states, maturity.ReturnState(s))
	}
	list, err := a.Desk.List(ctx, a.actor(ctx), q.Collection, p, states)
	if err != nil {
		return nil, err
	}
	from := 0
	if q.Cursor != "" {
		if from, err = strconv.Atoi(q.Cursor); err != nil || from < 0 {
			return nil, maturity.Errorf(maturity.Invalid, "The cursor cannot be read. Use the one the page before gave, unchanged.")
		}
	}
	list, next := list[min(from, len(list)):], ""
	if len(list) > q.Limit {
		list, next = list[:q.Limit], strconv.Itoa(from+q.Limit)
	}
	rows := make([]Return, len(list))
	for i, r := range list {
		rows[i] = a.returnRow(r.Return, r.Body, r.Approvals)
	}
	return paged(ctx, rows, next).explain(nil, func() (string, *Exists, error) {
		return "Nobody has begun such a return, or you may not see it.", nil, nil
	})
}

// ReturnAnswer is one return.
type ReturnAnswer struct {
	Status int
	Body   ReturnDetail
}

func (a *API) oneReturn(ctx context.Context, q *ReturnPath) (*ReturnAnswer, error) {
	key, err := a.Desk.KeyOf(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	return a.returnAnswer(ctx, key, http.StatusOK)
}

// returnAnswer reads a return anew, as the account may see it.
func (a *API) returnAnswer(ctx context.Context, key maturity.ReturnKey, status int) (*ReturnAnswer, error) {
	v, err := a.Desk.View(ctx, a.actor(ctx), key)
	if err != nil {
		return nil, err
	}
	f := v.File
	out := ReturnDetail{Return: a.returnRow(f.Return, v.Body, len(f.Standing())), Values: []ReturnFigure{}, Problems: []ReturnProblem{}, Steps: []ReturnStep{}, ApprovalsMade: []ReturnApproval{}}
	for _, value := range f.Values {
		out.Values = append(out.Values, returnFigure(value))
	}
	for _, p := range v.Problems {
		out.Problems = append(out.Problems, ReturnProblem(p))
	}
	for _, s := range f.Steps {
		out.Steps = append(out.Steps, ReturnStep{s.At.UTC(), s.By, s.Action, string(s.From), string(s.To), s.Round, s.Why, s.Hash, s.Version})
	}
	for _, p := range f.Approvals {
		out.ApprovalsMade = append(out.ApprovalsMade, ReturnApproval{p.By, p.At.UTC(), p.Round, p.Hash, p.Key, base64.StdEncoding.EncodeToString(p.Signature), moment(p.VoidedAt), p.VoidedWhy})
	}
	return &ReturnAnswer{Status: status, Body: out}, nil
}

func (a *API) returnRow(r maturity.Return, body maturity.Organisation, approvals int) Return {
	c, _ := a.Catalogue.Collection(r.Collection)
	source, _ := a.Catalogue.Source(c.Source)
	return Return{ID: r.ID, Collection: r.Collection, Organisation: body.Code, Name: body.Name, Period: r.Period.Code(), State: string(r.State), Round: r.Round, Version: r.Version,
		SubmittedAt: moment(r.SubmittedAt), SubmittedBy: r.SubmittedBy, PublishAt: moment(r.PublishAt), PublishedAt: moment(r.PublishedAt), Hash: r.Hash, Held: r.Held,
		Reason: string(r.Reason), ReasonWords: r.ReasonWords, Approvals: approvals, Illustrative: source.Illustrative,
		Page: "/data/returns/" + r.Collection + "/" + r.Period.Code() + "/" + body.Code}
}

func returnFigure(v maturity.ReturnValue) ReturnFigure {
	return ReturnFigure{Measure: v.Measure, State: v.State.String(), Value: given(v.Value), Numerator: given(v.Numerator), Denominator: given(v.Denominator), Comment: v.Comment,
		Confirmed: v.Confirmed, Revision: v.Revision, SavedBy: v.By, SavedAt: moment(v.At)}
}

// given is a number, or null where there is none.
func given(n float64) *float64 {
	if math.IsNaN(n) {
		return nil
	}
	return &n
}

// moment is a time, or null where there is none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// actor is who asks, and when the request arrived.
func (a *API) actor(ctx context.Context) returns.Actor {
	c := answerOf(ctx).echo()
	return returns.Actor{Account: account(ctx), RequestID: httpkit.RequestID(c), Arrived: a.Desk.Clock().Add(-httpkit.Underway(c))}
}
