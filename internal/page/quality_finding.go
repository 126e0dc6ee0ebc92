package page

import (
	"bytes"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/quality"
	"waymark/internal/sheet"
)

// inspectorOf is who decides, for the audit.
func inspectorOf(c echo.Context) quality.Actor {
	account, _ := httpkit.AccountOf(c.Request().Context())
	return quality.Actor{Account: account, RequestID: httpkit.RequestID(c)}
}

type findingPage struct {
	maturity.Finding
	Organisation maturity.Organisation
	Measure      maturity.Measure
	Severity     string
	Rule         string // what must hold
	Why          string // what it means
	Place        string // of the printed statement
	Facts        []Fact
	Where        string // address of the value
	MayAccept    bool
	Trail        Trail
	Comment      string // as typed
	Faults       []FieldFault
}

// finding shows one finding, and lets who may review accept it.
func (p *Pages) finding(c echo.Context) error {
	page, err := p.readFinding(c)
	if err != nil {
		return err
	}
	return p.showFinding(c, http.StatusOK, page)
}

func (p *Pages) readFinding(c echo.Context) (page findingPage, err error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return page, maturity.Errorf(maturity.NotFound, "There is no such finding.")
	}
	if page.Finding, err = p.Quality.Findings.Finding(c.Request().Context(), id); err != nil {
		return page, err
	}
	f := page.Finding
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return page, err
	}
	page.Organisation, _ = directory.ByID(f.Organisation)
	page.Measure, _ = p.Catalogue.Measure(f.Measure)
	page.Severity, page.Rule, page.Where = severityWords[f.Severity], p.ruleTitle(f.Rule), WhereFromAddress(page.Organisation.Code, f.Measure, f.Period)
	if r, ok := p.Catalogue.Rule(f.Rule); ok {
		page.Why, page.Place = r.Why, r.Place
	}
	page.Facts = p.findingFacts(page)
	if page.Trail, err = p.trail(c, f.FindingKey.String()); err != nil {
		return page, err
	}
	if f.Open() && f.Acceptable {
		page.MayAccept, err = p.Quality.Desk.MayReview(c.Request().Context(), inspectorOf(c), f.Organisation, f.Measure, f.Source)
	}
	return page, err
}

// Headline says what was seen on both sides.
func (f findingPage) Headline() string {
	text := f.Severity + ": " + f.Left
	if f.Right != "" {
		text += " against " + f.Right
	}
	switch f.State() {
	case maturity.FindingAccepted:
		text += ", accepted"
	case maturity.FindingResolved:
		text += ", resolved"
	}
	return text
}

func (p *Pages) findingFacts(page findingPage) []Fact {
	f := page.Finding
	source, _ := p.Catalogue.Source(f.Source)
	facts := []Fact{{Words: "What must hold", Values: []string{page.Rule}}}
	for _, fact := range []Fact{{Words: "What it means", Values: []string{page.Why}}, {Words: "Where it is printed", Values: []string{page.Place}}} {
		if fact.Values[0] != "" {
			facts = append(facts, fact)
		}
	}
	facts = append(facts, Fact{Words: "Source", Values: []string{source.Title}})
	if other, ok := p.Catalogue.Source(f.Other); ok {
		facts = append(facts, Fact{Words: "Held against", Values: []string{other.Title}})
	}
	facts = append(facts, Fact{Words: "First seen", Values: []string{p.momentWords(f.FirstSeen)}})
	switch {
	case !f.ResolvedAt.IsZero():
		facts = append(facts, Fact{Words: "Resolved", Values: []string{p.momentWords(f.ResolvedAt) + ": the rule finds it no longer"}})
	case f.Accepted != nil:
		facts = append(facts, Fact{Words: "Accepted", Values: []string{p.momentWords(f.Accepted.At) + " by " + f.Accepted.By}}, Fact{Words: "Why it stands", Values: []string{f.Accepted.Comment}})
	}
	return facts
}

func (p *Pages) showFinding(c echo.Context, status int, page findingPage) error {
	shell := p.shell(c, page.Headline()).under("/data", Link{Words: "Checking", Address: "/data/quality"})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "finding", shell, page)
}

// acceptFinding lets a finding stand with a comment.
func (p *Pages) acceptFinding(c echo.Context) error {
	page, err := p.readFinding(c)
	if err != nil {
		return err
	}
	seen := maturity.Finding{Left: c.FormValue("left"), Right: c.FormValue("right")}
	err = p.Quality.Desk.Accept(c.Request().Context(), inspectorOf(c), page.ID, seen, c.FormValue("comment"))
	if code := maturity.CodeOf(err); code == maturity.Invalid || code == maturity.Conflict {
		page.Comment, page.Faults = c.FormValue("comment"), []FieldFault{{"comment", maturity.SentenceOf(err)}}
		return p.showFinding(c, httpkit.StatusOf(code), page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, findingAddress(page.ID))
}

// qualityCSV gives the selection as CSV: open findings and accepted ones.
func (p *Pages) qualityCSV(c echo.Context) error {
	f, _, err := p.chosenFindings(c)
	if err != nil {
		return err
	}
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return err
	}
	var failed error
	rows := func(yield func([]string) bool) {
		if !yield([]string{"severity", "rule", "organisation", "organisation_name", "measure", "period", "source", "message", "left", "right", "first_seen", "accepted_by", "accepted_at", "comment", "where_from"}) {
			return
		}
		for finding, err := range p.eachFinding(c, f) {
			if failed = err; err != nil || !yield(p.findingRow(finding, directory)) {
				return
			}
		}
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	if err := errors.Join(sheet.WriteCSV(&out, rows), failed); err != nil {
		return err
	}
	attach(c, "findings.csv")
	return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
}

// eachFinding walks all pages of open and of accepted findings.
func (p *Pages) eachFinding(c echo.Context, f maturity.FindingFilter) iter.Seq2[maturity.Finding, error] {
	return func(yield func(maturity.Finding, error) bool) {
		for _, state := range []maturity.FindingState{maturity.FindingOpen, maturity.FindingAccepted} {
			f.State, f.After, f.Limit = state, "", 1000
			for more := true; more; more = f.After != "" {
				page, next, err := p.Quality.Findings.Findings(c.Request().Context(), f)
				if err != nil {
					yield(maturity.Finding{}, err)
					return
				}
				for _, finding := range page {
					if !yield(finding, nil) {
						return
					}
				}
				f.After = next
			}
		}
	}
}

func (p *Pages) findingRow(f maturity.Finding, directory Directory) []string {
	o, _ := directory.ByID(f.Organisation)
	row := []string{string(f.Severity), f.Rule, o.Code, o.Name, f.Measure, f.Period.Code(), f.Source, f.Message, f.Left, f.Right, f.FirstSeen.UTC().Format(time.RFC3339), "", "", "",
		"/data/where-from?" + url.Values{"organisation": {o.Code}, "measure": {f.Measure}, "period": {f.Period.Code()}}.Encode()}
	if f.Accepted != nil {
		row[11], row[12], row[13] = f.Accepted.By, f.Accepted.At.UTC().Format(time.RFC3339), f.Accepted.Comment
	}
	return row
}
