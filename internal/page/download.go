package page

import (
	"bytes"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// attach makes the browser keep the response as a file of this name instead of showing it. The plain name has what all
// browsers take; the other one, RFC 8187, is the name as it is.
func attach(c echo.Context, name string) {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\/%;`, r) {
			return '_'
		}
		return r
	}, name)
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+plain+`"; filename*=UTF-8''`+strings.ReplaceAll(url.QueryEscape(name), "+", "%20"))
}

// submissionFile gives the file back as it was received. It is never shown by us, whatever it holds.
func (p *Pages) submissionFile(c echo.Context) error {
	s, err := p.submissionInSight(c)
	if err != nil {
		return err
	}
	attach(c, s.FileName)
	h := c.Response().Header()
	h.Set("Content-Security-Policy", httpkit.DownloadPolicy)
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.FormatInt(s.Size, 10))
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return p.Submissions.SubmissionBytes(c.Request().Context(), s.ID, c.Response())
}

// submissionIssues gives the issues as CSV, a line for each example.
func (p *Pages) submissionIssues(c echo.Context) error {
	s, err := p.submissionInSight(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	if err := sheet.WriteCSV(&out, issueRows(s.Report.Issues)); err != nil {
		return err
	}
	attach(c, "issues-of-submission-"+strconv.FormatInt(s.ID, 10)+".csv")
	return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
}

func issueRows(issues []maturity.Issue) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if !yield([]string{"rule", "level", "message", "expected", "occurrences", "sheet", "cell", "heading", "seen", "organisation", "also_at", "suggestions"}) {
			return
		}
		for _, i := range issues {
			examples := i.Examples
			if len(examples) == 0 {
				examples = []maturity.IssueExample{{}}
			}
			for _, e := range examples {
				other := ""
				if e.Other != nil {
					other = e.Other.String()
				}
				row := []string{i.Rule, string(i.Level), i.Message, i.Expected, strconv.FormatInt(i.Count, 10), e.Cell.Sheet, e.Cell.A1(), i.Header, e.Seen,
					e.Organisation, other, strings.Join(e.Suggestions, "; ")}
				if !yield(row) {
					return
				}
			}
		}
	}
}
