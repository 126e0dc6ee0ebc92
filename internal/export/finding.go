package export

import (
	"time"

	"waymark/internal/maturity"
)

// Finding is what a rule found in a stored value.
type Finding struct {
	ID int64 `json:"id"`
	Subject
	Period     string     `json:"period" doc:"Code of the period of the value" example:"Q2018-07"`
	Source     string     `json:"source" doc:"Id of the source of the value"`
	Rule       string     `json:"rule" doc:"Id of a declared rule, or range, ratio or outlier"`
	Severity   string     `json:"severity" enum:"error,warning,info" doc:"error: it cannot be; warning: somebody should look; info: good to know"`
	State      string     `json:"state" enum:"open,accepted,resolved"`
	Message    string     `json:"message" doc:"What was found, with the numbers"`
	Left       string     `json:"left" doc:"What was seen, as pages print it"`
	Right      string     `json:"right" doc:"What it was held against; empty where that is no number"`
	Other      string     `json:"other" doc:"Id of the other source it was held against; empty for none"`
	FirstSeen  time.Time  `json:"first_seen"`
	ResolvedAt *time.Time `json:"resolved_at" doc:"Since when the rule finds it no longer; null: it still does"`
	AcceptedBy string     `json:"accepted_by" doc:"Who let it stand; empty for nobody"`
	AcceptedAt *time.Time `json:"accepted_at"`
	Comment    string     `json:"comment" doc:"Why it stands"`
	WhereFrom  string     `json:"where_from" doc:"Page that traces the value to its file"`
}

// Finding makes the row of a finding.
func (n Namer) Finding(f maturity.Finding) Finding {
	organisation, subject := n.subject(f.Organisation, f.Measure)
	row := Finding{ID: f.ID, Subject: subject, Period: f.Period.Code(), Source: f.Source, Rule: f.Rule, Severity: string(f.Severity), State: string(f.State()), Message: f.Message,
		Left: f.Left, Right: f.Right, Other: f.Other, FirstSeen: f.FirstSeen.UTC(), ResolvedAt: instant(f.ResolvedAt), WhereFrom: n.whereFrom(organisation.Code, f.Measure, f.Period)}
	if f.Accepted != nil {
		row.AcceptedBy, row.AcceptedAt, row.Comment = f.Accepted.By, instant(f.Accepted.At), f.Accepted.Comment
	}
	return row
}

// Flag is a question of a reviewer.
type Flag struct {
	ID               int64       `json:"id"`
	Collection       string      `json:"collection" doc:"Id of the collection whose return it is about; empty for a stored value"`
	Organisation     string      `json:"organisation" doc:"Code"`
	OrganisationName string      `json:"organisation_name"`
	Measure          string      `json:"measure" doc:"Id; empty for a return as a whole"`
	Period           string      `json:"period"`
	Source           string      `json:"source" doc:"Id of the source of the stored value; empty for a return"`
	Text             string      `json:"text"`
	By               string      `json:"by" doc:"Login"`
	At               time.Time   `json:"at"`
	ClosedBy         string      `json:"closed_by" doc:"Empty while it is open"`
	ClosedAt         *time.Time  `json:"closed_at"`
	Replies          []FlagReply `json:"replies" nullable:"false"`
}

// FlagReply is an answer to a question.
type FlagReply struct {
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Flag makes the row of a question.
func (n Namer) Flag(f maturity.ReviewFlag) Flag {
	o, _ := n.Directory.ByID(f.Organisation)
	row := Flag{ID: f.ID, Collection: f.Collection, Organisation: o.Code, OrganisationName: o.Name, Measure: f.Measure, Period: f.Period.Code(), Source: f.Source, Text: f.Text,
		By: f.By, At: f.At.UTC(), ClosedBy: f.ClosedBy, ClosedAt: instant(f.ClosedAt), Replies: []FlagReply{}}
	for _, r := range f.Replies {
		row.Replies = append(row.Replies, FlagReply{r.By, r.At.UTC(), r.Text})
	}
	return row
}
