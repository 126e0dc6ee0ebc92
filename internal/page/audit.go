package page

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// Audit reads the record of who did what, and the keys that sign.
type Audit interface {
	export.AuditLines
	Audit(ctx context.Context, f maturity.AuditFilter) ([]maturity.AuditLine, error)
	AuditTrail(ctx context.Context, subjects []string, limit int) ([]maturity.AuditLine, error)
	AuditHead(ctx context.Context) (maturity.AuditHead, error)
	SigningKeys(ctx context.Context) ([]maturity.SigningKey, error)
}

// Reacher tells for which organisations an account may do something (account.Service).
type Reacher = export.Reacher

// linesOnPage is how many lines of the audit a page shows.
const linesOnPage = 50

// auditPage is the page of the audit: what was asked for, the lines, and what proves them.
type auditPage struct {
	Subject, Person, Action, From, To string
	Faults                            []FieldFault
	Actions                           []string // to choose from
	Everything                        bool     // the visitor sees all
	List                              Table
	Pager                             Pager
	CSV, Lines                        string // addresses of the same selection as a file
	Head                              maturity.AuditHead
	Keys                              Table
}

// auditRoutes are the routes of the audit and of receipts.
func (p *Pages) auditRoutes() []httpkit.Route {
	get := func(path string, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: httpkit.SignedIn}, Handle: handle}
	}
	var routes []httpkit.Route
	if p.Audit != nil {
		csv, lines := get("/data/audit/audit.csv", p.auditFile("csv")), get("/data/audit/audit.jsonl", p.auditFile("jsonl"))
		csv.Slow, lines.Slow = true, true
		routes = append(routes, get("/data/audit", p.audit), csv, lines, get("/data/audit/keys.pem", p.publicKeys))
	}
	if p.Receipts != nil {
		routes = append(routes, get("/data/submissions/:id/receipt.json", p.submissionReceipt("json")), get("/data/submissions/:id/receipt.pdf", p.submissionReceipt("pdf")))
	}
	return routes
}

// actionsShown are the beginnings of actions that the page offers; any other can be written into the address.
var actionsShown = []string{"access", "account", "break", "export", "extension", "finding", "flag", "grant", "invitation", "key", "message", "receipt", "return", "session", "submission", "token"}

func (p *Pages) audit(c echo.Context) error {
	page, filter, err := p.auditAsked(c)
	if err != nil {
		return err
	}
	status := http.StatusOK
	var lines []maturity.AuditLine
	if len(page.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	} else if lines, err = p.Audit.Audit(c.Request().Context(), filter); err != nil {
		return err
	}
	query := c.Request().URL.Query()
	if len(lines) > linesOnPage {
		lines = lines[:linesOnPage]
		query.Set("before", strconv.FormatInt(lines[len(lines)-1].ID, 10))
		page.Pager.Next, page.Pager.NextWords = "/data/audit?"+query.Encode(), "Earlier"
	}
	query.Del("before")
	page.CSV, page.Lines = "/data/audit/audit.csv?"+query.Encode(), "/data/audit/audit.jsonl?"+query.Encode()
	if filter.Before > 0 {
		page.Pager.Previous, page.Pager.PreviousWords = "/data/audit?"+query.Encode(), "Newest"
	}
	if page.List, err = p.auditTable(c, "What was done, newest first", lines); err != nil {
		return err
	}
	page.List.Size, page.List.Empty = "m", "Nothing that you may see fits what you chose."
	if page.Head, err = p.Audit.AuditHead(c.Request().Context()); err != nil {
		return err
	}
	if page.Keys, err = p.keyTable(c); err != nil {
		return err
	}
	shell := p.shell(c, "Audit").under("/data")
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "audit", shell, page)
}

// auditAsked reads what the visitor chose, and narrows it to what the visitor may see.
func (p *Pages) auditAsked(c echo.Context) (page auditPage, f maturity.AuditFilter, err error) {
	word := func(name string) string { return strings.TrimSpace(c.QueryParam(name)) }
	page = auditPage{Subject: word("subject"), Person: word("person"), Action: word("action"), From: word("from"), To: word("to"), Actions: actionsShown}
	if f, err = p.auditSight(c); err != nil {
		return page, f, err
	}
	page.Everything = f.Everywhere
	f.Person, f.Action, f.Limit = strings.ToLower(page.Person), page.Action, linesOnPage+1
	if page.Subject != "" {
		f.Subjects = []string{page.Subject}
	}
	if f.From, err = p.dayOrFault(page.From, "from", &page.Faults); err != nil {
		return page, f, err
	}
	if f.To, err = p.dayOrFault(page.To, "to", &page.Faults); err != nil {
		return page, f, err
	}
	if !f.To.IsZero() {
		f.To = f.To.AddDate(0, 0, 1)
	}
	if text := word("before"); text != "" {
		if f.Before, err = strconv.ParseInt(text, 10, 64); err != nil || f.Before < 1 {
			return page, f, maturity.Errorf(maturity.Invalid, "This page of the list does not exist. Begin again from the first.")
		}
	}
	return page, f, nil
}

// dayOrFault is the beginning of a day where the readers are; "" has none.
func (p *Pages) dayOrFault(text, field string, faults *[]FieldFault) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, p.Location)
	if err != nil || day.Year() < 1900 || day.Year() > 2999 {
		*faults = append(*faults, FieldFault{field, "Write the day as year-month-day, for example 2018-11-15"})
		return time.Time{}, nil
	}
	return day, nil
}

// auditSight is what of the audit a visitor may see: an administrator all; who reviews returns, what is about the
// organisations; everybody what they did themselves or had done to them.
func (p *Pages) auditSight(c echo.Context) (maturity.AuditFilter, error) {
	account, _ := httpkit.AccountOf(c.Request().Context())
	return export.AuditSight(c.Request().Context(), p.Reach, account, p.Catalogue.Collections)
}

// auditFile gives the same selection as a file, as long as it may be.
func (p *Pages) auditFile(form string) echo.HandlerFunc {
	return func(c echo.Context) error {
		page, filter, err := p.auditAsked(c)
		if err != nil {
			return err
		}
		if len(page.Faults) > 0 {
			return maturity.Errorf(maturity.Invalid, "%s.", page.Faults[0].Sentence)
		}
		attach(c, "audit."+form)
		c.Response().Header().Set("Content-Type", map[string]string{"csv": formMedia["csv"], "jsonl": "application/jsonl"}[form])
		c.Response().WriteHeader(http.StatusOK)
		if c.Request().Method == http.MethodHead {
			return nil
		}
		rows := export.AuditRows(c.Request().Context(), p.Audit, filter)
		if form == "csv" {
			err = export.WriteCSV(c.Response(), rows)
		} else {
			err = export.WriteLines(c.Response(), rows)
		}
		if err != nil {
			p.kit.Log.ErrorContext(c.Request().Context(), "an export of the audit broke off", "request_id", httpkit.RequestID(c), "error", err)
			panic(http.ErrAbortHandler) // the connection is cut, so that nobody takes the half for the whole
		}
		return nil
	}
}

// trailAddress leads to everything that was done to something.
func trailAddress(subject string) string { return "/data/audit?subject=" + url.QueryEscape(subject) }
