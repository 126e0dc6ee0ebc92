package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"waymark/internal/collection"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// CollectionQuery pages through collections.
type CollectionQuery struct {
	Paging
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"500"`
}

// CollectionPath names one collection.
type CollectionPath struct {
	Paging
	AsAt
	ID    string `path:"id" maxLength:"200" doc:"Id of the collection"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

// RoundPath names one period of a collection.
type RoundPath struct {
	AsAt
	ID     string `path:"id" maxLength:"200" doc:"Id of the collection"`
	Period string `path:"period" maxLength:"20" doc:"Code of the period" example:"Q2026-07"`
}

// Collection is a declared round of returns.
type Collection struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Why        string   `json:"why"`
	Frequency  string   `json:"frequency"`
	From       string   `json:"from" doc:"Code of the first period owed"`
	Until      string   `json:"until" doc:"Code of the last period owed; empty while it goes on"`
	Source     string   `json:"source" doc:"Source that published values belong to"`
	Measures   []string `json:"measures" nullable:"false"`
	Optional   []string `json:"optional" nullable:"false" doc:"Measures that may stay empty"`
	Kinds      []string `json:"kinds" nullable:"false" doc:"Kinds of organisation that owe it"`
	Footprints []string `json:"footprints" nullable:"false" doc:"Only organisations under one of them owe it; empty: all"`
	Opens      int      `json:"opens" doc:"Days after the period until a return can be begun"`
	Due        int      `json:"due" doc:"Days after the period until the deadline"`
	Closes     int      `json:"closes" doc:"Days after the period until nothing can be handed in any more"`
	Refresh    int      `json:"refresh" doc:"Days after the period until which a published return may be corrected"`
	Approvals  int      `json:"approvals"`
	Owner      string   `json:"owner" doc:"Role"`
	Contact    string   `json:"contact" doc:"Role at an organisation to be asked for a late return"`
	Template   string   `json:"template" doc:"Version of the form"`
	Definition string   `json:"definition" doc:"Hash of the definition"`
}

// CollectionPeriod is one period of a collection and how complete it is.
type CollectionPeriod struct {
	Period   string `json:"period"`
	Label    string `json:"label"`
	Opens    string `json:"opens" format:"date"`
	Due      string `json:"due" format:"date"`
	Closes   string `json:"closes" format:"date"`
	Expected int    `json:"expected"`
	Received int    `json:"received" doc:"In: on time and late"`
	OnTime   int    `json:"on_time"`
	InLate   int    `json:"in_late" doc:"In, after the deadline"`
	ToCome   int    `json:"to_come" doc:"Not in, before the deadline"`
	Late     int    `json:"late" doc:"Not in after the deadline, and still can be"`
	Missing  int    `json:"missing" doc:"Not in when the collection closed"`
	Sentence string `json:"sentence"`
}

// CollectionRound is a period with every return that is due.
type CollectionRound struct {
	Collection string `json:"collection"`
	CollectionPeriod
	Returns []DueReturn `json:"returns" nullable:"false" doc:"By code of the organisation"`
	Excused []Excused   `json:"excused" nullable:"false" doc:"Organisations without a return of their own, and why"`
}

// DueReturn is one return that is due, and how it stands.
type DueReturn struct {
	Organisation string     `json:"organisation"`
	Name         string     `json:"name"`
	Kind         string     `json:"kind"`
	Footprints   []string   `json:"footprints" nullable:"false"`
	Standing     string     `json:"standing" enum:"not_open,open,extended,on_time,in_late,late,missing"`
	Deadline     string     `json:"deadline" format:"date" doc:"With an extension, the later day"`
	DaysLate     int        `json:"days_late"`
	ReceivedAt   *time.Time `json:"received_at"`
	State        string     `json:"state" doc:"Of the return, where you may see it; empty where nobody has begun one, or it is not yours to see"`
	Includes     []string   `json:"includes" nullable:"false" doc:"Codes of organisations it succeeded in the period"`
	How          string     `json:"how" doc:"What in the period needs saying"`
}

// Excused is an organisation without a return of its own.
type Excused struct {
	Organisation string `json:"organisation"`
	Name         string `json:"name"`
	Why          string `json:"why"`
}

func (a *API) registerCollections() {
	if a.Rounds == nil {
		return
	}
	register(a, operation{method: http.MethodGet, path: "/collections", id: "list-collections", tag: "Returns", right: httpkit.SignedIn, table: true,
		summary: "List collections of returns", words: "In order of id."}, a.collections)
	register(a, operation{method: http.MethodGet, path: "/collections/{id}/periods", id: "list-collection-periods", tag: "Returns", right: httpkit.SignedIn, table: true,
		summary: "How complete and timely the periods of a collection are", words: "The periods that have opened, newest first."}, a.collectionPeriods)
	register(a, operation{method: http.MethodGet, path: "/collections/{id}/periods/{period}", id: "get-collection-period", tag: "Returns", right: httpkit.SignedIn,
		summary: "Who owes a return for a period, and how each stands", words: "Judged from the stored figures as known at the time."}, a.collectionRound)
}

func (a *API) collections(ctx context.Context, q *CollectionQuery) (*Paged[Collection], error) {
	var rows []Collection
	for _, c := range a.Catalogue.Collections {
		if c.ID > q.Cursor {
			rows = append(rows, collectionRow(c))
		}
	}
	slices.SortFunc(rows, func(x, y Collection) int { return strings.Compare(x.ID, y.ID) })
	rows, next := cut(rows, q.Limit, func(c Collection) string { return c.ID })
	return paged(ctx, rows, next), nil
}

func collectionRow(c maturity.Collection) Collection {
	until := ""
	if !c.Until.IsZero() {
		until = c.Until.Code()
	}
	some := func(list []string) []string { return append([]string{}, list...) }
	return Collection{ID: c.ID, Title: c.Title, Why: c.Why, Frequency: c.Frequency.String(), From: c.From.Code(), Until: until, Source: c.Source, Measures: some(c.Measures), Optional: some(c.Optional),
		Kinds: some(c.Kinds), Footprints: some(c.Footprints), Opens: c.Opens, Due: c.Due, Closes: c.Closes, Refresh: c.Refresh, Approvals: c.Approvals, Owner: c.Owner, Contact: c.Contact,
		Template: c.Template, Definition: c.Hash}
}

func (a *API) collection(id string) (maturity.Collection, error) {
	c, ok := a.Catalogue.Collection(id)
	if !ok {
		return c, maturity.Errorf(maturity.NotFound, "There is no collection %q.", id)
	}
	return c, nil
}

func (a *API) collectionPeriods(ctx context.Context, q *CollectionPath) (*Paged[CollectionPeriod], error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, err
	}
	c, err := a.collection(q.ID)
	if err != nil {
		return nil, err
	}
	var before period.Period
	if q.Cursor != "" {
		if before, err = period.FromCode(q.Cursor); err != nil || !collection.Has(c, before) {
			return nil, maturity.Errorf(maturity.Invalid, "The cursor is not one of this list.")
		}
	}
	rounds, more, err := a.Rounds.Before(ctx, c, before, q.Limit, at)
	if err != nil {
		return nil, err
	}
	rows, next := make([]CollectionPeriod, len(rounds)), ""
	for i, r := range rounds {
		rows[i] = collectionPeriod(r)
	}
	if more {
		next = rows[len(rows)-1].Period
	}
	return paged(ctx, rows, next), nil
}

func collectionPeriod(r returns.Round) CollectionPeriod {
	n := r.Counts
	return CollectionPeriod{Period: r.Period.Code(), Label: r.Period.Label(), Opens: r.Opens.String(), Due: r.Due.String(), Closes: r.Closes.String(), Expected: n.Expected, Received: n.Received,
		OnTime: n.OnTime, InLate: n.InLate, ToCome: n.ToCome, Late: n.Late, Missing: n.Missing, Sentence: n.Sentence()}
}

func (a *API) collectionRound(ctx context.Context, q *RoundPath) (*One[CollectionRound], error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, err
	}
	p, err := period.FromCode(q.Period)
	if err != nil {
		return nil, maturity.Errorf(maturity.NotFound, "There is no period %q.", q.Period)
	}
	round, err := a.Rounds.Round(ctx, q.ID, p, at)
	if err != nil {
		return nil, err
	}
	drafts, err := a.Rights.Reach(ctx, account(ctx), maturity.ReadDraft, round.Collection)
	if err != nil {
		return nil, err
	}
	out := CollectionRound{Collection: q.ID, CollectionPeriod: collectionPeriod(round), Returns: []DueReturn{}, Excused: []Excused{}}
	for _, row := range round.Rows {
		out.Returns = append(out.Returns, dueReturn(row, drafts))
	}
	for _, e := range round.Excused {
		out.Excused = append(out.Excused, Excused{e.Code, e.Name, e.How})
	}
	return &One[CollectionRound]{out}, nil
}

func dueReturn(row returns.Row, drafts maturity.Scope) DueReturn {
	out := DueReturn{Organisation: row.Code, Name: row.Name, Kind: row.Kind, Footprints: append([]string{}, row.Footprints...), Standing: string(row.Standing.State),
		Deadline: row.Standing.Deadline.String(), DaysLate: row.Standing.DaysLate, Includes: []string{}, How: row.How}
	for _, o := range row.Includes {
		out.Includes = append(out.Includes, o.Code)
	}
	if received := row.Standing.Received; !received.IsZero() {
		received = received.UTC()
		out.ReceivedAt = &received
	}
	if drafts.May(row.ID) || row.State == maturity.ReturnPublished || row.State == maturity.ReturnCorrected {
		out.State = string(row.State)
	}
	return out
}
