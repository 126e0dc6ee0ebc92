package page

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// Submissions reads what was sent.
type Submissions interface {
	Submissions(ctx context.Context, f maturity.SubmissionFilter) ([]maturity.Submission, error)
	SubmissionOutcomes(ctx context.Context, id int64) ([]maturity.OrganisationOutcome, error)
	SubmissionBytes(ctx context.Context, id int64, w io.Writer) error
}

// submissionsOnPage is how many a page of the list shows.
const submissionsOnPage = 25

type dataPage struct {
	MaySend   bool
	Everyones bool // the list holds what others sent, too
	List      Table
	Pager     Pager
	Forms     []formLink
	Rooms     []Link // the other pages about data that the visitor may open
}

// dataRooms are the pages about data beside the submissions.
var dataRooms = []Link{{Words: "Explore: figures of measures and organisations that you choose", Address: "/explore"}, {Words: "Groups of organisations", Address: "/groups"}, {Words: "Definitions: what the measures mean", Address: "/definitions"},
	{Words: "Returns: what is due, and what is in", Address: "/data/returns"}, {Words: "Returns that wait for a decision", Address: "/data/reviews"},
	{Words: "Late returns: whom to ask", Address: "/data/chase"}, {Words: "Checking: what was found in the figures", Address: "/data/quality"},
	{Words: "Messages", Address: "/data/outbox"}, {Words: "Audit: who did what", Address: "/data/audit"}}

// roomsFor are the rooms that exist and that the account may open.
func (p *Pages) roomsFor(account maturity.Account) (out []Link) {
	for _, room := range dataRooms {
		if p.kit.Opens(room.Address, account) {
			out = append(out, room)
		}
	}
	return out
}

// data lists the submissions the visitor may see.
func (p *Pages) data(c echo.Context) error {
	account, filter, err := p.sight(c)
	if err != nil {
		return err
	}
	if text := c.QueryParam("before"); text != "" {
		if filter.Before, err = strconv.ParseInt(text, 10, 64); err != nil || filter.Before < 1 {
			return maturity.Errorf(maturity.Invalid, "This page of the list does not exist. Begin again from the first.")
		}
	}
	filter.Limit = submissionsOnPage + 1
	list, err := p.Submissions.Submissions(c.Request().Context(), filter)
	if err != nil {
		return err
	}
	page := dataPage{MaySend: account.MaySend(), Everyones: filter.Everywhere || len(filter.Organisations) > 0, Forms: p.formLinks(), Rooms: p.roomsFor(account)}
	if len(list) > submissionsOnPage {
		list = list[:submissionsOnPage]
		page.Pager.Next = "/data?before=" + strconv.FormatInt(list[len(list)-1].ID, 10)
		page.Pager.NextWords = "Earlier submissions"
	}
	if filter.Before > 0 {
		page.Pager.Previous, page.Pager.PreviousWords = "/data", "Newest submissions"
	}
	page.List = p.submissionTable(list)
	return p.show(c, http.StatusOK, "data", p.shell(c, "Data").under("/data"), page)
}

// sight is who asks and which submissions that visitor may see: the own ones and those about the own organisations.
func (p *Pages) sight(c echo.Context) (maturity.Account, maturity.SubmissionFilter, error) {
	account, _ := httpkit.AccountOf(c.Request().Context())
	scope, err := p.Accounts.Sight(c.Request().Context(), account)
	filter := maturity.SubmissionFilter{Everywhere: scope.All, Account: account.ID}
	for id := range scope.Organisations {
		filter.Organisations = append(filter.Organisations, id)
	}
	return account, filter, err
}

func (p *Pages) submissionTable(list []maturity.Submission) Table {
	table := Table{Caption: "Submissions, newest first", Size: "m", Empty: "Nothing has been sent yet that you may see.",
		Columns: []Column{{Words: "File"}, {Words: "Sent"}, {Words: "By"}, {Words: "State"}, {Words: "New", Number: true}, {Words: "Changed", Number: true}, {Words: "Problems", Number: true}}}
	for _, s := range list {
		errors, _ := problems(s.Report)
		if s.State == maturity.SubmissionRefused {
			s.Report.New, s.Report.Changed = 0, 0
		}
		table.Rows = append(table.Rows, []Cell{
			{Words: s.FileName, Address: submissionAddress(s.ID)},
			{Words: strings.ReplaceAll(p.dayWords(s.ReceivedAt), " ", "\u00a0"), Note: clockWords(s.ReceivedAt.In(p.Location))},
			{Words: sentBy(s)},
			{Words: stateWords(s)},
			{Words: wholeNumber(s.Report.New)}, {Words: wholeNumber(s.Report.Changed)}, {Words: wholeNumber(errors)},
		})
	}
	return table
}

func submissionAddress(id int64) string { return "/data/submissions/" + strconv.FormatInt(id, 10) }

// sentBy is who sent it: a login, or how it came where there is none.
func sentBy(s maturity.Submission) string {
	switch {
	case s.SubmittedBy != "":
		return s.SubmittedBy
	case s.Via == "demonstration":
		return "the demonstration"
	}
	return "the command line"
}

// stateWords is the state for a list.
func stateWords(s maturity.Submission) string {
	switch s.State {
	case maturity.SubmissionReceived:
		return "Waiting to be read"
	case maturity.SubmissionReading:
		return "Being read"
	case maturity.SubmissionChecked:
		if s.CheckOnly {
			return "Checked only"
		}
		return "Checked, waiting for a decision"
	case maturity.SubmissionWriting:
		return "Being written"
	case maturity.SubmissionWritten:
		return "Written"
	case maturity.SubmissionRefused:
		return "Refused"
	case maturity.SubmissionCancelled:
		return "Cancelled"
	}
	return "Failed"
}

// problems counts the occurrences of errors and of warnings.
func problems(r maturity.Report) (errors, warnings int64) {
	for _, i := range r.Issues {
		switch i.Level {
		case maturity.LevelError:
			errors += i.Count
		case maturity.LevelWarning:
			warnings += i.Count
		}
	}
	return errors, warnings
}
