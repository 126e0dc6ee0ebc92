package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/receipt"
)

// Audit reads the record of who did what, and the keys that sign.
type Audit interface {
	Audit(ctx context.Context, f maturity.AuditFilter) ([]maturity.AuditLine, error)
	SigningKeys(ctx context.Context) ([]maturity.SigningKey, error)
}

// Reacher tells for which organisations an account may do something (account.Service).
type Reacher = export.Reacher

// Receipts gives signed receipts (proof.Receipts).
type Receipts interface {
	OfSubmission(ctx context.Context, s maturity.Submission) (number int64, err error)
	JSON(ctx context.Context, number int64) ([]byte, error)
	PDF(ctx context.Context, number int64) ([]byte, error)
}

// AuditQuery chooses lines of the audit.
type AuditQuery struct {
	Paging
	Limit   int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Subject string `query:"subject" maxLength:"300" doc:"What it was done to, exactly" example:"submission 12"`
	Person  string `query:"person" maxLength:"100" doc:"Who did it or to whom: sign-in name or pseudonym"`
	Action  string `query:"action" maxLength:"100" doc:"An action, or the beginning of actions up to a dot" example:"submission"`
	From    string `query:"from" maxLength:"40" doc:"From this day on"`
	To      string `query:"to" maxLength:"40" doc:"To the end of this day"`
}

// Key is the public half of a key that signs receipts and approvals.
type Key struct {
	Fingerprint string    `json:"fingerprint" doc:"Hexadecimal SHA-256 of the key's DER form"`
	FirstUsed   time.Time `json:"first_used"`
	PEM         string    `json:"pem" doc:"For waymark verify --key and for openssl"`
}

// Keys lists public keys, the newest first.
type Keys struct {
	Items []Key `json:"items" nullable:"false"`
}

func (a *API) registerAudit() {
	if a.Audit != nil {
		register(a, operation{method: http.MethodGet, path: "/audit", id: "list-audit", tag: "Audit", right: httpkit.SignedIn, table: true,
			summary: "Who did what", words: "Newest first. Administrators see everything; who reviews returns what is about their organisations; everybody what they did themselves or had done to them."}, a.audit)
		register(a, operation{method: http.MethodGet, path: "/keys", id: "list-keys", tag: "Audit", right: httpkit.SignedIn,
			summary: "The public keys that receipts are checked with", words: "A receipt is checked with the key that was in use when it was issued; keys are never taken away."}, a.keys)
	}
	if a.Receipts != nil {
		register(a, operation{method: http.MethodGet, path: "/submissions/{id}/receipt.json", id: "get-receipt", tag: "Submissions", right: httpkit.SignedIn, media: "application/json",
			summary: "The signed receipt of a submission that was written", words: "The bytes are what is signed: keep them as they are."}, a.receipt("json"))
		register(a, operation{method: http.MethodGet, path: "/submissions/{id}/receipt.pdf", id: "get-receipt-pdf", tag: "Submissions", right: httpkit.SignedIn, media: "application/pdf",
			summary: "The same receipt for people", words: "It carries the signed receipt as an attachment."}, a.receipt("pdf"))
	}
}

func (a *API) audit(ctx context.Context, q *AuditQuery) (*Paged[export.AuditLine], error) {
	f, err := a.auditFilter(ctx, q)
	if err != nil {
		return nil, err
	}
	lines, err := a.Audit.Audit(ctx, f)
	if err != nil {
		return nil, err
	}
	lines, next := cut(lines, q.Limit, func(l maturity.AuditLine) string { return strconv.FormatInt(l.ID, 10) })
	rows := make([]export.AuditLine, len(lines))
	for i, l := range lines {
		rows[i] = export.Audit(l)
	}
	return paged(ctx, rows, next).explain(nil, func() (string, *Exists, error) {
		return "Nothing that you may see fits what you chose.", nil, nil
	})
}

// auditFilter is what was asked for, narrowed to what the account may see.
func (a *API) auditFilter(ctx context.Context, q *AuditQuery) (maturity.AuditFilter, error) {
	who := account(ctx)
	f, err := export.AuditSight(ctx, a.Reach, who, a.Catalogue.Collections)
	if err != nil {
		return f, err
	}
	f.Person, f.Action, f.Limit = strings.ToLower(strings.TrimSpace(q.Person)), q.Action, q.Limit+1
	if q.Subject != "" {
		f.Subjects = []string{q.Subject}
	}
	if q.Cursor != "" {
		if f.Before, err = strconv.ParseInt(q.Cursor, 10, 64); err != nil || f.Before < 1 {
			return f, maturity.Errorf(maturity.Invalid, "The cursor cannot be read. Use the one the page before gave, unchanged.")
		}
	}
	if f.From, err = a.firstMoment(q.From); err != nil {
		return f, err
	}
	if f.To, err = a.firstMoment(q.To); err != nil {
		return f, err
	}
	if !f.To.IsZero() {
		f.To = f.To.AddDate(0, 0, 1)
	}
	return f, nil
}

// firstMoment is the beginning of a day where the readers are; "" has none.
func (a *API) firstMoment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, a.Location)
	if err != nil || day.Year() < 1900 || day.Year() > 2999 {
		return time.Time{}, maturity.Errorf(maturity.Invalid, "The day cannot be read. Write it as 2018-11-15.")
	}
	return day, nil
}

func (a *API) keys(ctx context.Context, _ *struct{}) (*One[Keys], error) {
	found, err := a.Audit.SigningKeys(ctx)
	out := Keys{Items: make([]Key, len(found))}
	for i, k := range found {
		out.Items[i] = Key{k.Fingerprint, k.FirstUsed.UTC(), string(receipt.PublicPEM(k.Public))}
	}
	return &One[Keys]{out}, err
}

// receipt gives the receipt of a submission in one of its forms, byte by byte.
func (a *API) receipt(form string) func(context.Context, *SubmissionPath) (*struct{}, error) {
	return func(ctx context.Context, q *SubmissionPath) (*struct{}, error) {
		s, err := a.find(ctx, q.ID)
		if err != nil {
			return nil, err
		}
		number, err := a.Receipts.OfSubmission(ctx, s)
		if err != nil {
			return nil, err
		}
		media, read := "application/json", a.Receipts.JSON
		if form == "pdf" {
			media, read = "application/pdf", a.Receipts.PDF
		}
		content, err := read(ctx, number)
		if err != nil {
			return nil, err
		}
		answerOf(ctx).stream(func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", httpkit.DownloadPolicy)
			h.Set("Content-Disposition", export.Attachment("receipt-"+strconv.FormatInt(number, 10)+"."+form))
			if c.Request().Method == http.MethodHead {
				h.Set("Content-Type", media)
				return c.NoContent(http.StatusOK)
			}
			return c.Blob(http.StatusOK, media, content)
		})
		return nil, nil
	}
}
