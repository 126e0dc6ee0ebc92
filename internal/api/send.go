package api

import (
	"context"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// SendQuery is what is said of a file beside its bytes. The fields of a form with a file may say the same.
type SendQuery struct {
	FileName  string `query:"file_name" maxLength:"300" doc:"Name of the file; the name in a form or in a Content-Disposition header will do as well" example:"returns-q2.csv"`
	Layout    string `query:"layout" maxLength:"200" doc:"Id of a layout; without it the file is recognised by its headings"`
	Period    string `query:"period" maxLength:"40" doc:"For layouts that leave the period to the sender: a code or words" example:"Q2018-07"`
	Check     string `query:"check" enum:"true,false" doc:"true: report only, write nothing (default false)"`
	AutoWrite string `query:"auto_write" enum:"true,false" doc:"false: wait for a confirmation after the check (default true)"`
	Strategy  string `query:"strategy" enum:"new_and_corrections,new_only,corrections_only" doc:"What the file may do (default new_and_corrections)"`
	ReasonQuery
	Collection   string `query:"collection" maxLength:"200" doc:"Id of a collection: the values go into its returns instead of being published. A form says so itself"`
	Organisation string `query:"organisation" maxLength:"40" doc:"Code of the only organisation whose rows are taken into returns; without it all"`
	Submit       string `query:"submit_returns" enum:"true,false" doc:"true: submit the returns that are complete with the values (default true)"`
	KnownFrom    string `query:"known_from" maxLength:"40" doc:"Since when the figures were public, a day or an RFC 3339 time; administrators only"`
}

// ReasonQuery says why published values are replaced.
type ReasonQuery struct {
	Reason      string `query:"reason" enum:"scheduled_revision,method_change,error" doc:"Why published values are replaced: none is without a reason"`
	ReasonWords string `query:"reason_words" maxLength:"1000" doc:"The reason in a few words; goes with reason" example:"Two wards were counted twice in July"`
}

// ConfirmQuery names a submission and says why it may replace published values.
type ConfirmQuery struct {
	SubmissionPath
	ReasonQuery
}

// Sent is the answer to a file.
type Sent struct {
	Status   int
	Location string `header:"Location" doc:"Where the submission is; ask there for its progress"`
	Body     Submission
}

// formRoom is room for the fields beside a file, and how much of a form stays in memory.
const formRoom = 1 << 20

func (a *API) registerSend() {
	register(a, operation{method: http.MethodPost, path: "/submissions", id: "send-file", tag: "Submissions", right: httpkit.Send, status: http.StatusAccepted, slow: true, body: a.MaxUpload + formRoom,
		summary: "Send a file", words: "The bytes are kept and the answer comes at once; reading, checking and writing follow. Send the file as the body, or as the field \"file\" of a form (multipart/form-data). The same file sent again with the same wishes is answered with the earlier submission and status 200."}, a.send)
	register(a, operation{method: http.MethodPost, path: "/submissions/{id}/confirm", id: "confirm-submission", tag: "Submissions", right: httpkit.Send, status: http.StatusAccepted,
		summary: "Have a checked submission written", words: "Only its sender and administrators may. Asking twice is no error. Where wants_reason is true, say reason and reason_words: no published value is replaced without."}, a.confirm)
	register(a, operation{method: http.MethodPost, path: "/submissions/{id}/cancel", id: "cancel-submission", tag: "Submissions", right: httpkit.Send,
		summary: "Withdraw a submission that is not being written yet", words: "Only its sender and administrators may."}, a.cancel)
	send := a.huma.OpenAPI().Paths[Base+"/submissions"].Post
	binary := &huma.Schema{Type: "string", Format: "binary"}
	form := &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{"file": binary}, Required: []string{"file"}}
	for _, p := range send.Parameters {
		if p.Name != "file_name" {
			form.Properties[p.Name] = p.Schema
		}
	}
	send.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: binary}, mediaCSV: {Schema: binary},
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {Schema: binary}, "multipart/form-data": {Schema: form}}}
	send.Responses["200"] = &huma.Response{Description: "The same file was sent before; this is its submission", Headers: send.Responses["202"].Headers, Content: send.Responses["202"].Content}
}

func (a *API) send(ctx context.Context, q *SendQuery) (*Sent, error) {
	c := answerOf(ctx).echo()
	file, fields, err := openUpload(c)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if form := c.Request().MultipartForm; form != nil {
		defer form.RemoveAll()
	}
	meta, err := a.meta(ctx, *q, fields)
	if err != nil {
		return nil, err
	}
	s, earlier, err := a.Returns.Accept(ctx, file, meta)
	if err != nil {
		return nil, err
	}
	out := &Sent{Status: http.StatusAccepted, Location: submissionAddress(s.ID), Body: a.submissionRow(ctx, s)}
	if earlier {
		out.Status, out.Body.Earlier = http.StatusOK, true
	}
	return out, nil
}

// openUpload finds the file in the request: a field of a form, or the body itself. fields are the form's others.
func openUpload(c echo.Context) (io.ReadCloser, url.Values, error) {
	r := c.Request()
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media != "multipart/form-data" {
		_, disposition, _ := mime.ParseMediaType(r.Header.Get("Content-Disposition"))
		return r.Body, url.Values{"file_name": {disposition["filename"]}}, nil
	}
	if err := httpkit.ParseForm(r); err != nil {
		return nil, nil, err
	}
	files := r.MultipartForm.File["file"]
	if len(files) != 1 {
		return nil, nil, maturity.Errorf(maturity.Invalid, "Send exactly one file, in the field named file.")
	}
	file, err := files[0].Open()
	if err != nil {
		return nil, nil, maturity.Wrap(err, maturity.Unavailable, "The file could not be taken in. Try again.")
	}
	fields := url.Values(maps.Clone(r.MultipartForm.Value))
	fields.Set("file_name", files[0].Filename)
	return file, fields, nil
}

// meta reads the wishes: what the address says goes before what the form says.
func (a *API) meta(ctx context.Context, q SendQuery, fields url.Values) (intake.Meta, error) {
	for name, into := range map[string]*string{"file_name": &q.FileName, "layout": &q.Layout, "period": &q.Period, "check": &q.Check, "auto_write": &q.AutoWrite,
		"strategy": &q.Strategy, "collection": &q.Collection, "organisation": &q.Organisation, "submit_returns": &q.Submit, "reason": &q.Reason, "reason_words": &q.ReasonWords, "known_from": &q.KnownFrom} {
		if *into == "" {
			*into = strings.TrimSpace(fields.Get(name))
		}
	}
	who := account(ctx)
	m := intake.Meta{FileName: q.FileName, SubmittedBy: who.Login, Account: who.ID, Via: "api", RequestID: httpkit.RequestID(answerOf(ctx).echo()), LayoutHint: q.Layout}
	if q.FileName == "" {
		return m, maturity.Errorf(maturity.Invalid, "Say the file's name: add ?file_name=returns.csv to the address.")
	}
	if _, known := a.Catalogue.Layout(q.Layout); q.Layout != "" && !known {
		return m, maturity.Errorf(maturity.Invalid, "There is no layout %s. Leave it out to have the file recognised, or use one of: %s.", tame(q.Layout), strings.Join(a.layoutIDs(), ", "))
	}
	var err error
	if m.CheckOnly, err = yesNo("check", q.Check, false); err != nil {
		return m, err
	}
	if m.AutoWrite, err = yesNo("auto_write", q.AutoWrite, true); err != nil {
		return m, err
	}
	var ok bool
	if m.Strategy, ok = maturity.ParseStrategy(q.Strategy); !ok {
		return m, maturity.Errorf(maturity.Invalid, "strategy cannot be read. Write new_and_corrections, new_only or corrections_only.")
	}
	if m.Why, err = maturity.ParseCorrection(q.Reason, q.ReasonWords); err != nil {
		return m, err
	}
	if m.PeriodHint, err = hintedPeriod(q.Period); err != nil {
		return m, err
	}
	if m.KnownFrom, err = a.knownFrom(who, q.KnownFrom); err != nil {
		return m, err
	}
	scope, err := a.intoReturns(ctx, q, &m)
	m.Everywhere, m.May = scope.All, slices.Sorted(maps.Keys(scope.Organisations))
	return m, err
}

func (a *API) layoutIDs() []string {
	var out []string
	for _, l := range a.Catalogue.Layouts {
		out = append(out, l.ID)
	}
	slices.Sort(out)
	return out
}

func yesNo(name, text string, otherwise bool) (bool, error) {
	if text == "" {
		return otherwise, nil
	}
	yes, err := strconv.ParseBool(text)
	if err != nil {
		return false, maturity.Errorf(maturity.Invalid, "%s cannot be read. Write true or false.", name)
	}
	return yes, nil
}

func hintedPeriod(text string) (period.Period, error) {
	if text == "" {
		return period.Period{}, nil
	}
	p, err := period.FromCode(text)
	if err != nil {
		p, err = period.Parse(text, period.KindNone, period.DMY)
	}
	if y := p.Start.Time().Year(); err == nil && (y < earliestYear || y > latestYear) {
		err = maturity.Errorf(maturity.Invalid, "year %d", y)
	}
	if err != nil {
		return p, maturity.Wrap(err, maturity.Invalid, "period cannot be read. Write a code such as Q2018-07 or M2018-07, or words such as July 2018.")
	}
	return p, nil
}

// knownFrom reads an earlier publication time, which only administrators may state.
func (a *API) knownFrom(who maturity.Account, text string) (time.Time, error) {
	if text == "" {
		return noTime, nil
	}
	if !who.Has(maturity.RoleAdmin) {
		return noTime, maturity.Errorf(maturity.Forbidden, "Only administrators may say since when figures are known. Leave known_from out.")
	}
	t, err := time.ParseInLocation("2006-01-02", text, a.Location)
	if err != nil {
		t, err = time.Parse(time.RFC3339, text)
	}
	if err != nil || t.Year() < earliestYear || t.Year() > latestYear {
		return noTime, maturity.Errorf(maturity.Invalid, "known_from cannot be read. Write a day such as 2018-11-15, or a time such as 2018-11-15T12:00:00Z.")
	}
	return t, nil
}

func (a *API) confirm(ctx context.Context, q *ConfirmQuery) (*Sent, error) {
	why, err := maturity.ParseCorrection(q.Reason, q.ReasonWords)
	if err != nil {
		return nil, err
	}
	return a.decide(ctx, q.ID, http.StatusAccepted, func(ctx context.Context, id int64, account, requestID string) (maturity.Submission, error) {
		return a.Returns.Confirm(ctx, id, why, account, requestID)
	})
}

func (a *API) cancel(ctx context.Context, q *SubmissionPath) (*Sent, error) {
	return a.decide(ctx, q.ID, http.StatusOK, a.Returns.Cancel)
}

func (a *API) decide(ctx context.Context, id int64, status int, act func(ctx context.Context, id int64, account, requestID string) (maturity.Submission, error)) (*Sent, error) {
	s, err := a.find(ctx, id)
	if err != nil {
		return nil, err
	}
	about, err := a.Submissions.SubmissionOutcomes(ctx, id)
	if err != nil {
		return nil, err
	}
	who := account(ctx)
	if may, err := a.Scopes.MayDecide(ctx, who, s, about); err != nil {
		return nil, err
	} else if !may {
		return nil, maturity.Errorf(maturity.Forbidden, "Only who sent a file, an analyst of all its organisations, or an administrator, decides about it.")
	}
	if s, err = act(ctx, id, who.Login, httpkit.RequestID(answerOf(ctx).echo())); err != nil {
		return nil, err
	}
	row, err := a.reported(ctx, s)
	return &Sent{Status: status, Location: submissionAddress(id), Body: row}, err
}
