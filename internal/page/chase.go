package page

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
	"waymark/internal/sheet"
)

type chasePage struct {
	Headline string
	For      string // the period and collection it is about; "" for all
	List     Table
	CSV      string
	Letters  []letterView
}

type letterView struct {
	returns.Letter
	ID     string
	MailTo string // address that opens a mail program with the text; "" where it would be too long, or nobody can be written to
}

// wantedReturns reads which returns are asked for.
func (p *Pages) wantedReturns(c echo.Context) (w returns.Wanted, err error) {
	w.Collection = c.QueryParam("collection")
	if text := c.QueryParam("period"); text != "" {
		if w.Period, err = period.FromCode(text); err != nil {
			return w, maturity.Wrap(err, maturity.Invalid, "There is no such period.")
		}
	}
	if _, known := p.Catalogue.Collection(w.Collection); w.Collection != "" && !known {
		return w, maturity.Errorf(maturity.NotFound, "There is no collection %q.", w.Collection)
	}
	return w, nil
}

// chase lists the returns to be asked for, with ready texts.
func (p *Pages) chase(c echo.Context) error {
	w, err := p.wantedReturns(c)
	if err != nil {
		return err
	}
	list, err := p.Follow.Chase.List(c.Request().Context(), p.actor(c), w)
	if err != nil {
		return err
	}
	page := chasePage{List: p.chaseTable(list), CSV: "/data/chase.csv"}
	if query := c.QueryString(); query != "" {
		page.CSV += "?" + c.QueryParams().Encode()
	}
	page.Headline = countWords(len(list), "return is to be asked for", "returns are to be asked for")
	if len(list) == 0 {
		page.Headline = "No return is late"
	}
	if known, ok := p.Catalogue.Collection(w.Collection); ok {
		page.For = known.Title
		if !w.Period.IsZero() {
			page.For += ", " + w.Period.Label()
		}
	}
	for i, l := range returns.Letters(list, p.Follow.BaseURL, p.Follow.Rounds.Today(time.Time{})) {
		page.Letters = append(page.Letters, letterView{l, "letter-" + strconv.Itoa(i+1), mailTo(l)})
	}
	shell := p.shell(c, page.Headline).under("/data", Link{Words: "Returns", Address: "/data/returns"})
	return p.show(c, http.StatusOK, "chase", shell, page)
}

// longestMailTo is what mail programs and browsers are known to take.
const longestMailTo = 1900

// mailTo addresses all in blind copy, so that nobody sees the others.
func mailTo(l returns.Letter) string {
	if len(l.To) == 0 {
		return ""
	}
	escape := func(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
	address := "mailto:?bcc=" + escape(strings.Join(l.To, ",")) + "&subject=" + escape(l.Subject) + "&body=" + escape(strings.ReplaceAll(l.Text, "\n", "\r\n"))
	if len(address) > longestMailTo {
		return ""
	}
	return address
}

func (p *Pages) chaseTable(list []returns.Chased) Table {
	t := Table{Caption: "Late returns, the latest first", Size: "m", Empty: "Every return that was due is in, or the time for it is over. What is missing for good is listed from the page of its period.",
		Columns: []Column{{Words: "Organisation"}, {Words: "Return"}, {Words: "Days late", Number: true}, {Words: "Ask"}, {Words: "Write to"}, {Words: "Last reminder"}}}
	for _, each := range list {
		write := Cell{Words: strings.Join(each.Writable(), ", ")}
		if write.Words == "" {
			write = Cell{Words: "nobody to write to", Missing: true}
		}
		t.Rows = append(t.Rows, []Cell{{Words: each.Name, Address: returnAddress(each.Collection.ID, each.Period, each.Code), Note: each.Code},
			{Words: each.Collection.Title, Note: each.Period.Short()}, {Words: wholeNumber(each.Standing.DaysLate)}, {Words: each.Collection.Contact}, write, lastReminder(each)})
	}
	return t
}

func lastReminder(each returns.Chased) Cell {
	switch {
	case each.Last.Day == 0:
		return Cell{Words: "none", Missing: true}
	case each.Last.SentAt.IsZero():
		return Cell{Words: each.Last.Day.Long(), Note: "not sent"}
	}
	return Cell{Words: each.Last.Day.Long()}
}

// chaseList gives the same as CSV.
func (p *Pages) chaseList(c echo.Context) error {
	w, err := p.wantedReturns(c)
	if err != nil {
		return err
	}
	list, err := p.Follow.Chase.List(c.Request().Context(), p.actor(c), w)
	if err != nil {
		return err
	}
	rows := [][]string{{"organisation", "name", "collection", "period", "deadline", "standing", "days_late", "ask", "write_to", "last_reminder", "last_reminder_sent"}}
	for _, each := range list {
		reminded, sent := "", ""
		if each.Last.Day != 0 {
			reminded, sent = each.Last.Day.String(), "no"
			if !each.Last.SentAt.IsZero() {
				sent = "yes"
			}
		}
		rows = append(rows, []string{each.Code, each.Name, each.Collection.ID, each.Period.Code(), each.Standing.Deadline.String(), string(each.Standing.State),
			strconv.Itoa(each.Standing.DaysLate), each.Collection.Contact, strings.Join(each.Writable(), "; "), reminded, sent})
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	if err := sheet.WriteCSV(&out, slices.Values(rows)); err != nil {
		return err
	}
	attach(c, "late-returns.csv")
	return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
}
