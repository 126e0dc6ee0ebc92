package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// SubmissionQuery chooses submissions.
type SubmissionQuery struct {
	Paging
	Limit int      `query:"limit" minimum:"1" maximum:"200" default:"50"`
	State []string `query:"state,explode" nullable:"false" doc:"Any of received, reading, checked, writing, written, refused, cancelled, failed"`
}

// SubmissionPath names one submission.
type SubmissionPath struct {
	ID int64 `path:"id" minimum:"1" doc:"Number of the submission"`
}

// Submission is one file received and its outcome.
type Submission struct {
	ID            int64      `json:"id"`
	State         string     `json:"state" enum:"received,reading,checked,writing,written,refused,cancelled,failed"`
	Done          bool       `json:"done" doc:"The state will not change by itself"`
	Earlier       bool       `json:"earlier" doc:"The same file was sent before with the same wishes; this is its answer"`
	ReceivedAt    time.Time  `json:"received_at"`
	FinishedAt    *time.Time `json:"finished_at"`
	KnownFrom     time.Time  `json:"known_from" doc:"From when its values are believed"`
	SubmittedBy   string     `json:"submitted_by" doc:"Sign-in name; empty for the command line and the demonstration"`
	Via           string     `json:"via" enum:"page,api,command,demonstration"`
	FileName      string     `json:"file_name"`
	Size          int64      `json:"size" doc:"Bytes"`
	SHA256        string     `json:"sha256"`
	CheckOnly     bool       `json:"check_only"`
	AutoWrite     bool       `json:"auto_write" doc:"Written as soon as it is checked"`
	Collection    string     `json:"collection" doc:"Id of the collection whose returns the values go into; empty for values that are published"`
	Strategy      string     `json:"strategy" enum:"new_and_corrections,new_only,corrections_only"`
	WantsReason   bool       `json:"wants_reason" doc:"It would replace published values and waits for a reason: confirm it with reason and reason_words"`
	Reason        string     `json:"reason" doc:"Why published values are replaced; empty for none"`
	ReasonWords   string     `json:"reason_words"`
	Layout        string     `json:"layout" doc:"Id of the layout recognised"`
	LayoutVersion int        `json:"layout_version"`
	Source        string     `json:"source" doc:"Id of the source its values belong to"`
	Illustrative  bool       `json:"illustrative"`
	RowsRead      int64      `json:"rows_read" doc:"So far, while it is being read"`
	Failure       string     `json:"failure" doc:"What went wrong on our side, in state failed"`
	New           int64      `json:"new" doc:"Values that are, or would be, new"`
	Changed       int64      `json:"changed"`
	Unchanged     int64      `json:"unchanged"`
	HeldBack      int64      `json:"held_back" doc:"Values read but held back because of an error"`
	LeftAlone     int64      `json:"left_alone" doc:"Values left as they are because of the strategy"`
	Errors        int64      `json:"errors" doc:"Occurrences of errors"`
	Warnings      int64      `json:"warnings"`
	Report        *Report    `json:"report,omitempty" csv:"-" doc:"Only for a single submission"`
	Links         Links      `json:"links" csv:"-"`
}

// Links are the addresses that belong to a submission.
type Links struct {
	Self    string `json:"self"`
	Issues  string `json:"issues"`
	File    string `json:"file"`
	Confirm string `json:"confirm,omitempty" doc:"POST here to have it written; only while it waits for that"`
	Cancel  string `json:"cancel,omitempty" doc:"POST here to withdraw it; only while that can be done"`
	Page    string `json:"page" doc:"The page for people"`
}

// Report is what was recognised.
type Report struct {
	Periods              []string  `json:"periods" nullable:"false"`
	Measures             []string  `json:"measures" nullable:"false"`
	OrganisationsFound   int       `json:"organisations_found"`
	OrganisationsUnknown []string  `json:"organisations_unknown" nullable:"false" doc:"Texts that resolved to nobody, at most 50"`
	OrganisationsHeld    []string  `json:"organisations_held" nullable:"false" doc:"Codes whose values are held back, at most 1,000"`
	HeldCount            int       `json:"held_count"`
	Outcomes             []Outcome `json:"outcomes" nullable:"false" doc:"What became of each organisation's values"`
	Issues               []Issue   `json:"issues" nullable:"false"`
	Changes              []Changed `json:"changes" nullable:"false" doc:"The first twenty values that are, or would be, replaced"`
}

// Changed is a value that a submission replaces, or would.
type Changed struct {
	Organisation string `json:"organisation"`
	Measure      string `json:"measure"`
	Period       string `json:"period"`
	Cell         string `json:"cell" example:"Return!C14"`
	Old          string `json:"old" doc:"As words"`
	New          string `json:"new"`
}

// Outcome is what a submission did, or would do, to one organisation.
type Outcome struct {
	Organisation string `json:"organisation"`
	Name         string `json:"organisation_name"`
	HeldBack     bool   `json:"held_back"`
	New          int64  `json:"new"`
	Changed      int64  `json:"changed"`
	Unchanged    int64  `json:"unchanged"`
	HeldValues   int64  `json:"held_values"`
	LeftAlone    int64  `json:"left_alone"`
	Return       string `json:"return" enum:",unchanged,saved,submitted,incomplete,not_submitted,held" doc:"What became of its return, where the values go into returns"`
	Why          string `json:"why" doc:"What kept its return from being saved or submitted"`
}

func (a *API) registerSubmissions() {
	register(a, operation{method: http.MethodGet, path: "/submissions", id: "list-submissions", tag: "Submissions", right: httpkit.SignedIn, table: true,
		summary: "List submissions", words: "Newest first: those sent from your account and those about your organisations."}, a.submissions)
	register(a, operation{method: http.MethodGet, path: "/submissions/{id}", id: "get-submission", tag: "Submissions", right: httpkit.SignedIn,
		summary: "One submission with its progress and its report"}, a.submission)
	register(a, operation{method: http.MethodGet, path: "/submissions/{id}/issues", id: "list-issues", tag: "Submissions", right: httpkit.SignedIn, table: true,
		summary: "The issues of a submission", words: "As CSV a row for each example."}, a.issues)
	register(a, operation{method: http.MethodGet, path: "/submissions/{id}/file", id: "get-file", tag: "Submissions", right: httpkit.SignedIn, slow: true, media: "application/octet-stream",
		summary: "The file as it was received"}, a.file)
}

// inSight is the filter of what the account may see: what it sent, and what is about its organisations.
func (a *API) inSight(ctx context.Context) (maturity.SubmissionFilter, error) {
	who := account(ctx)
	scope, err := a.Scopes.Sight(ctx, who)
	f := maturity.SubmissionFilter{Everywhere: scope.All, Account: who.ID}
	for id := range scope.Organisations {
		f.Organisations = append(f.Organisations, id)
	}
	return f, err
}

// find reads a submission that the account may see; any other does not exist for it.
func (a *API) find(ctx context.Context, id int64) (maturity.Submission, error) {
	f, err := a.inSight(ctx)
	if err != nil {
		return maturity.Submission{}, err
	}
	f.ID, f.Limit = id, 1
	found, err := a.Submissions.Submissions(ctx, f)
	if err != nil {
		return maturity.Submission{}, err
	}
	if len(found) == 0 || id < 1 {
		return maturity.Submission{}, maturity.Errorf(maturity.NotFound, "There is no such submission, or you may not see it.")
	}
	return found[0], nil
}

func (a *API) submissions(ctx context.Context, q *SubmissionQuery) (*Paged[Submission], error) {
	f, err := a.inSight(ctx)
	if err != nil {
		return nil, err
	}
	c := chosen{catalogue: a.Catalogue}
	for _, word := range c.known("state", q.State, knownState) {
		f.States = append(f.States, maturity.SubmissionState(word))
	}
	if q.Cursor != "" {
		if f.Before, err = strconv.ParseInt(q.Cursor, 10, 64); err != nil || f.Before < 1 {
			return nil, maturity.Errorf(maturity.Invalid, "The cursor cannot be read. Use the one the page before gave, unchanged.")
		}
	}
	f.Limit = q.Limit + 1
	var list []maturity.Submission
	if !c.nobody {
		if list, err = a.Submissions.Submissions(ctx, f); err != nil {
			return nil, err
		}
	}
	list, next := cut(list, q.Limit, func(s maturity.Submission) string { return strconv.FormatInt(s.ID, 10) })
	rows := make([]Submission, len(list))
	for i, s := range list {
		rows[i] = a.submissionRow(ctx, s)
	}
	return paged(ctx, rows, next).explain(c.notes, func() (string, *Exists, error) {
		return "There is no submission of this kind that you may see.", nil, nil
	})
}

func knownState(word string) bool {
	switch maturity.SubmissionState(word) {
	case maturity.SubmissionReceived, maturity.SubmissionReading, maturity.SubmissionChecked, maturity.SubmissionWriting,
		maturity.SubmissionWritten, maturity.SubmissionRefused, maturity.SubmissionCancelled, maturity.SubmissionFailed:
		return true
	}
	return false
}

func (a *API) submission(ctx context.Context, q *SubmissionPath) (*One[Submission], error) {
	s, err := a.find(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	row, err := a.reported(ctx, s)
	return &One[Submission]{row}, err
}

// reported is a submission with its report.
func (a *API) reported(ctx context.Context, s maturity.Submission) (Submission, error) {
	row := a.submissionRow(ctx, s)
	outcomes, err := a.Submissions.SubmissionOutcomes(ctx, s.ID)
	if err != nil {
		return row, err
	}
	if may, err := a.Scopes.MayDecide(ctx, account(ctx), s, outcomes); err != nil {
		return row, err
	} else if may {
		row.mayBeDecided(s)
	}
	r := s.Report
	row.Report = &Report{Periods: full(r.Periods), Measures: full(r.Measures), OrganisationsFound: r.OrganisationsFound,
		OrganisationsUnknown: full(r.OrganisationsUnknown), OrganisationsHeld: full(r.OrganisationsHeld), HeldCount: r.HeldCount, Outcomes: []Outcome{}, Issues: issuesOf(r.Issues), Changes: []Changed{}}
	for _, c := range r.Changes {
		row.Report.Changes = append(row.Report.Changes, Changed{c.Organisation, c.Measure, c.Period, c.Cell.String(), c.Old, c.New})
	}
	for _, o := range outcomes {
		row.Report.Outcomes = append(row.Report.Outcomes, Outcome{o.Organisation.Code, o.Organisation.Name, o.HeldBack, o.New, o.Changed, o.Unchanged, o.StagingCounts.HeldBack, o.Left, string(o.Outcome), o.Why})
	}
	return row, nil
}

func (a *API) submissionRow(ctx context.Context, s maturity.Submission) Submission {
	source, _ := a.Catalogue.Source(s.Source)
	self := submissionAddress(s.ID)
	row := Submission{ID: s.ID, State: string(s.State), Done: s.State.Done(), ReceivedAt: s.ReceivedAt.UTC(), KnownFrom: s.KnownFrom.UTC(), SubmittedBy: s.SubmittedBy, Via: s.Via,
		FileName: s.FileName, Size: s.Size, SHA256: s.SHA256, CheckOnly: s.CheckOnly, AutoWrite: s.AutoWrite, Layout: s.Layout, LayoutVersion: s.Version, Source: s.Source,
		Illustrative: source.Illustrative, RowsRead: s.RowsRead, Failure: s.Failure, New: s.Report.New, Changed: s.Report.Changed, Unchanged: s.Report.Unchanged, HeldBack: s.Report.HeldBack, LeftAlone: s.Report.Left,
		Collection: s.Collection, Strategy: string(s.Strategy), WantsReason: s.WantsReason(), Reason: string(s.Reason), ReasonWords: s.ReasonWords,
		Links: Links{Self: self, Issues: self + "/issues", File: self + "/file", Page: "/data/submissions/" + strconv.FormatInt(s.ID, 10)}}
	if !s.FinishedAt.IsZero() {
		at := s.FinishedAt.UTC()
		row.FinishedAt = &at
	}
	for _, i := range s.Report.Issues {
		switch i.Level {
		case maturity.LevelError:
			row.Errors += i.Count
		case maturity.LevelWarning:
			row.Warnings += i.Count
		}
	}
	if who := account(ctx); who.Has(maturity.RoleAdmin) || who.MaySend() && s.Account == who.ID {
		row.mayBeDecided(s)
	}
	return row
}

// mayBeDecided adds the links to what can be decided about a submission now.
func (row *Submission) mayBeDecided(s maturity.Submission) {
	switch {
	case s.State == maturity.SubmissionChecked && !s.CheckOnly:
		row.Links.Confirm, row.Links.Cancel = row.Links.Self+"/confirm", row.Links.Self+"/cancel"
	case s.State == maturity.SubmissionReceived || s.State == maturity.SubmissionReading:
		row.Links.Cancel = row.Links.Self + "/cancel"
	}
}

func submissionAddress(id int64) string { return Base + "/submissions/" + strconv.FormatInt(id, 10) }

// file gives the bytes back. A browser keeps them; it never shows them.
func (a *API) file(ctx context.Context, q *SubmissionPath) (*struct{}, error) {
	s, err := a.find(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	answerOf(ctx).stream(func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", httpkit.DownloadPolicy)
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", export.Attachment(s.FileName))
		h.Set("Content-Length", strconv.FormatInt(s.Size, 10))
		if c.Request().Method == http.MethodHead {
			return c.NoContent(http.StatusOK)
		}
		return a.Submissions.SubmissionBytes(ctx, s.ID, c.Response())
	})
	return nil, nil
}
