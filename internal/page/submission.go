package page

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// organisationsOnPage is how many organisations of a submission a page shows.
const organisationsOnPage = 100

type submissionPage struct {
	maturity.Submission
	Headline  string
	Sentence  string // below the headline
	Earlier   bool   // the same file was sent before; this is its answer
	MayDecide bool
	Why       correctionForm
	Faults    []FieldFault
	Facts     []Fact
	Counts    []Fact
	Issues    []issueGroup
	Changes   Table // values that are replaced
	Outcomes  Table
	Pager     Pager
	Receipt   bool // there is one
	Trail     Trail
}

// Fact is a line of a summary: what, and its values.
type Fact struct {
	Words  string
	Values []string
	Code   bool // a hash or path, in letters of equal width
}

// issueGroup is the issues of one level.
type issueGroup struct {
	Title, Sentence string
	Issues          []issueView
}

type issueView struct {
	maturity.Issue
	Table Table
	More  int64 // occurrences beyond the examples
}

// submissionInSight reads the submission that the address names, if the visitor may see it; otherwise it does not exist.
func (p *Pages) submissionInSight(c echo.Context) (maturity.Submission, error) {
	unknown := maturity.Errorf(maturity.NotFound, "There is no such submission, or you may not see it.")
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id < 1 {
		return maturity.Submission{}, unknown
	}
	_, filter, err := p.sight(c)
	if err != nil {
		return maturity.Submission{}, err
	}
	filter.ID, filter.Limit = id, 1
	found, err := p.Submissions.Submissions(c.Request().Context(), filter)
	if err != nil {
		return maturity.Submission{}, err
	}
	if len(found) == 0 {
		return maturity.Submission{}, unknown
	}
	return found[0], nil
}

func (p *Pages) submission(c echo.Context) error {
	s, err := p.submissionInSight(c)
	if err != nil {
		return err
	}
	return p.showSubmission(c, http.StatusOK, submissionPage{Submission: s})
}

func (p *Pages) showSubmission(c echo.Context, status int, page submissionPage) (err error) {
	s := page.Submission
	page.Earlier, page.Facts, page.Counts = c.QueryParam("earlier") != "", p.submissionFacts(s), submissionCounts(s)
	page.Why.Fault, page.Why.WordsFault = *fieldFault("reason", page.Faults), *fieldFault("reason_words", page.Faults)
	page.Headline, page.Sentence = headline(s)
	page.Issues, page.Changes = issueGroups(s.Report.Issues), p.changeTable(s)
	if page.MayDecide, err = p.addOutcomes(c, &page); err != nil {
		return err
	}
	page.Receipt = p.Receipts != nil && s.State == maturity.SubmissionWritten
	if page.Trail, err = p.trail(c, maturity.SubmissionSubject(s.ID)); err != nil {
		return err
	}
	shell := p.shell(c, page.Headline).under("/data")
	shell.Fault = len(page.Faults) > 0
	if !s.State.Done() {
		shell.Refresh = 2
	}
	if source, ok := p.Catalogue.Source(s.Source); ok && source.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, status, "submission", shell, page)
}

// writeSubmission and cancelSubmission are the two buttons.
func (p *Pages) writeSubmission(c echo.Context) error {
	return p.decide(c, func(s maturity.Submission, a maturity.Account) (bool, error) {
		page := submissionPage{Submission: s, Why: correctionOf(c)}
		why := page.Why.read(&page.Faults, s.WantsReason())
		if len(page.Faults) > 0 {
			return true, p.showSubmission(c, http.StatusUnprocessableEntity, page)
		}
		_, err := p.Returns.Confirm(c.Request().Context(), s.ID, why, a.Login, httpkit.RequestID(c))
		return false, err
	})
}

func (p *Pages) cancelSubmission(c echo.Context) error {
	return p.decide(c, func(s maturity.Submission, a maturity.Account) (bool, error) {
		_, err := p.Returns.Cancel(c.Request().Context(), s.ID, a.Login, httpkit.RequestID(c))
		return false, err
	})
}

// decide acts on a submission for somebody who may decide about it. act reports whether it has answered itself.
func (p *Pages) decide(c echo.Context, act func(maturity.Submission, maturity.Account) (answered bool, err error)) error {
	s, err := p.submissionInSight(c)
	if err != nil {
		return err
	}
	account, _ := httpkit.AccountOf(c.Request().Context())
	about, err := p.Submissions.SubmissionOutcomes(c.Request().Context(), s.ID)
	if err != nil {
		return err
	}
	if may, err := p.Accounts.MayDecide(c.Request().Context(), account, s, about); err != nil {
		return err
	} else if !may {
		return maturity.Errorf(maturity.Forbidden, "Only who sent a file, an analyst of all its organisations, or an administrator, decides about it.")
	}
	if answered, err := act(s, account); answered || err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, submissionAddress(s.ID))
}

// headline says where the submission stands, with its size, and what that means.
func headline(s maturity.Submission) (title, sentence string) {
	r := s.Report
	change := countWords(r.New, "new value", "new values") + " and " + countWords(r.Changed, "changed value", "changed values")
	if s.Collection != "" {
		if title, sentence, differs := uploadHeadline(s, change); differs {
			return title, sentence
		}
	}
	switch s.State {
	case maturity.SubmissionReceived:
		return "Received: waiting to be read", "Nothing is written yet. You can leave this page and come back."
	case maturity.SubmissionReading:
		return "Reading: " + countWords(s.RowsRead, "row", "rows") + " so far", "Nothing is written yet. You can leave this page and come back."
	case maturity.SubmissionWriting:
		return "Writing " + change, "You can leave this page and come back."
	case maturity.SubmissionChecked:
		return checkedHeadline(s, change)
	case maturity.SubmissionWritten:
		if r.New+r.Changed == 0 && r.Left > 0 {
			return "Nothing to write: the file was sent for " + s.Strategy.Words(), "The file is kept."
		}
		if r.New+r.Changed == 0 {
			return "Nothing to write: every value was known already", "The file is kept."
		}
		return "Written: " + change, "Charts and targets follow within minutes."
	case maturity.SubmissionRefused:
		if !s.Report.Refused() {
			return "Refused: nothing was written", "Every value in the file is held back by what is listed below. Mend it and send the file again."
		}
		return "Refused: nothing was written", "The file as a whole cannot be used. Mend what is listed below and send it again."
	case maturity.SubmissionCancelled:
		return "Cancelled: nothing was written", "The file is kept. Send it again to have it written."
	}
	return "Failed: nothing was written", s.Failure
}

func checkedHeadline(s maturity.Submission, change string) (title, sentence string) {
	r := s.Report
	switch {
	case s.CheckOnly:
		return "Checked: " + change + " in this file", "You asked for a check only: nothing is written. Send the file again without that to have it written."
	case r.New+r.Changed == 0 && r.HeldBack > 0:
		return "Checked: no value can be written", "All values that are new or changed are held back because of the errors below. Nothing is written."
	case r.New+r.Changed == 0 && r.Left > 0:
		return "Checked: nothing to write with this strategy", "The file was sent for " + s.Strategy.Words() + ", and it has none. Nothing is written."
	case r.New+r.Changed == 0:
		return "Checked: every value is known already", "Nothing would change. Nothing is written."
	}
	if s.WantsReason() {
		return "Say why before writing: " + change, "Nothing is written yet. The file replaces published values, and none is replaced without a reason."
	}
	return "Check before writing: " + change, "Nothing is written yet. Look at what would change, then write or cancel."
}

// submissionCounts is what would be or was done; nothing where nothing will be.
func submissionCounts(s maturity.Submission) []Fact {
	r := s.Report
	if r.New+r.Changed+r.Unchanged+r.HeldBack+r.Left == 0 || s.State == maturity.SubmissionRefused {
		return nil
	}
	counts := []Fact{
		{Words: "new", Values: []string{wholeNumber(r.New)}}, {Words: "changed", Values: []string{wholeNumber(r.Changed)}},
		{Words: "unchanged", Values: []string{wholeNumber(r.Unchanged)}}, {Words: "held back", Values: []string{wholeNumber(r.HeldBack)}},
	}
	if r.Left > 0 {
		counts = append(counts, Fact{Words: "left alone", Values: []string{wholeNumber(r.Left)}})
	}
	return counts
}

// submissionFacts is what is known of the file and what was recognised in it.
func (p *Pages) submissionFacts(s maturity.Submission) []Fact {
	facts := []Fact{
		{Words: "File", Values: []string{s.FileName}},
		{Words: "Size", Values: []string{sizeWords(s.Size)}},
		{Words: "Sent", Values: []string{p.momentWords(s.ReceivedAt) + " by " + sentBy(s)}},
	}
	if !s.KnownFrom.Equal(s.ReceivedAt) {
		facts = append(facts, Fact{Words: "Believed from", Values: []string{p.momentWords(s.KnownFrom)}})
	}
	if s.Strategy != maturity.NewAndCorrections {
		facts = append(facts, Fact{Words: "Sent for", Values: []string{s.Strategy.Words()}})
	}
	if s.Reason != "" {
		facts = append(facts, Fact{Words: "Why values are replaced", Values: []string{s.Correction().Says()}})
	}
	if c, ok := p.Catalogue.Collection(s.Collection); ok {
		facts = append(facts, Fact{Words: "For the returns of", Values: []string{c.Title}})
	}
	if s.Layout != "" {
		facts = append(facts, Fact{Words: "Recognised as", Values: []string{p.layoutWords(s.Layout, s.Version)}})
	}
	if source, ok := p.Catalogue.Source(s.Source); ok {
		facts = append(facts, Fact{Words: "Source", Values: []string{source.Title}})
	}
	if len(s.Report.Periods) > 0 {
		facts = append(facts, Fact{Words: "Periods", Values: shortened(s.Report.Periods, 8, periodWords)})
	}
	if len(s.Report.Measures) > 0 {
		facts = append(facts, Fact{Words: "Measures", Values: shortened(s.Report.Measures, 12, p.measureWords)})
	}
	if r := s.Report; r.OrganisationsFound+len(r.OrganisationsUnknown) > 0 {
		values := []string{countWords(r.OrganisationsFound, "organisation recognised", "organisations recognised")}
		if n := len(r.OrganisationsUnknown); n > 0 {
			values = append(values, "Not recognised: "+strings.Join(shortened(r.OrganisationsUnknown, 8, asIs), ", "))
		}
		if r.HeldCount > 0 {
			values = append(values, countWords(r.HeldCount, "organisation held back", "organisations held back"))
		}
		facts = append(facts, Fact{Words: "Organisations", Values: values})
	}
	if s.Report.RowsRead > 0 {
		facts = append(facts, Fact{Words: "Rows read", Values: []string{wholeNumber(s.Report.RowsRead)}})
	}
	return append(facts, Fact{Words: "SHA-256", Values: []string{s.SHA256}, Code: true})
}

func asIs(text string) string { return text }

// shortened is the first few in words and how many more there are.
func shortened(all []string, most int, words func(string) string) []string {
	var out []string
	for i, one := range all {
		if i == most {
			return append(out, "and "+wholeNumber(len(all)-most)+" more")
		}
		out = append(out, words(one))
	}
	return out
}

func periodWords(code string) string {
	if at, err := period.FromCode(code); err == nil {
		return at.Label()
	}
	return code
}

func (p *Pages) measureWords(id string) string {
	if m, ok := p.Catalogue.Measure(id); ok {
		return m.Title
	}
	return id
}

func (p *Pages) layoutWords(id string, version int) string {
	title := id
	if l, ok := p.Catalogue.Layout(id); ok {
		title = l.Title
	}
	return title + ", version " + strconv.Itoa(version)
}

// addOutcomes adds the table of organisations, a page at a time, and tells whether the visitor may decide about the
// submission, which depends on them.
func (p *Pages) addOutcomes(c echo.Context, page *submissionPage) (mayDecide bool, err error) {
	outcomes, err := p.Submissions.SubmissionOutcomes(c.Request().Context(), page.ID)
	if err != nil {
		return false, err
	}
	account, _ := httpkit.AccountOf(c.Request().Context())
	mayDecide, err = p.Accounts.MayDecide(c.Request().Context(), account, page.Submission, outcomes)
	if err != nil || len(outcomes) == 0 || !page.State.Done() || page.State == maturity.SubmissionRefused {
		return mayDecide, err
	}
	from, err := strconv.Atoi(c.QueryParam("from"))
	if err != nil || from < 0 || from >= len(outcomes) {
		from = 0
	}
	to := min(from+organisationsOnPage, len(outcomes))
	address := func(n int) string { return submissionAddress(page.ID) + "?from=" + strconv.Itoa(n) + "#organisations" }
	if from > 0 {
		page.Pager.Previous = address(max(0, from-organisationsOnPage))
	}
	if to < len(outcomes) {
		page.Pager.Next = address(to)
	}
	caption := countWords(len(outcomes), "organisation", "organisations")
	if len(outcomes) > organisationsOnPage {
		caption = "Organisations " + wholeNumber(from+1) + " to " + wholeNumber(to) + " of " + wholeNumber(len(outcomes))
	}
	page.Outcomes = Table{Caption: caption, Size: "s", Columns: []Column{{Words: "Organisation"}, {Words: "New", Number: true}, {Words: "Changed", Number: true}, {Words: "Unchanged", Number: true}, {Words: "Held back", Number: true}}}
	if page.Collection != "" {
		page.Outcomes.Columns = append(page.Outcomes.Columns, Column{Words: "Return"})
		page.Counts = append(page.Counts, returnCounts(outcomes)...)
	}
	for _, o := range outcomes[from:to] {
		cells := []Cell{{Words: o.Organisation.Name, Note: o.Organisation.Code}, {Words: wholeNumber(o.New)}, {Words: wholeNumber(o.Changed)}, {Words: wholeNumber(o.Unchanged)}, {Words: wholeNumber(o.StagingCounts.HeldBack)}}
		if p.kit.Has("/organisations/:code") {
			cells[0].Address = "/organisations/" + url.PathEscape(o.Organisation.Code) + "?as_at=now" // where what was just sent is seen
		}
		if page.Collection != "" {
			cells = append(cells, returnOutcome(page.Submission, o))
		}
		page.Outcomes.Rows = append(page.Outcomes.Rows, cells)
	}
	return mayDecide, nil
}
