package page

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

type flagPage struct {
	maturity.ReviewFlag
	Organisation        maturity.Organisation
	About, Address      string // what it is about, and where that is
	Raised, Closed      string
	Answers             []flagAnswer
	MayAnswer, MayClose bool
	Text                string // as typed
	Trail               Trail
	Faults              []FieldFault
}

type flagAnswer struct{ Who, Text string }

func flagAddress(id int64) string { return "/data/quality/questions/" + strconv.FormatInt(id, 10) }

// flag shows one question with its answers.
func (p *Pages) flag(c echo.Context) error {
	page, err := p.readFlag(c)
	if err != nil {
		return err
	}
	return p.showFlag(c, http.StatusOK, page)
}

func (p *Pages) readFlag(c echo.Context) (page flagPage, err error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return page, maturity.Errorf(maturity.NotFound, "There is no such question, or you may not see it.")
	}
	ctx, who := c.Request().Context(), inspectorOf(c)
	if page.ReviewFlag, err = p.Quality.Desk.Flag(ctx, who, id); err != nil {
		return page, err
	}
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return page, err
	}
	f := page.ReviewFlag
	page.Organisation, _ = directory.ByID(f.Organisation)
	page.About, page.Address = p.flagSubject(f, page.Organisation)
	page.Raised = f.By + ", " + p.momentWords(f.At)
	if page.Trail, err = p.trail(c, maturity.FlagSubject(id)); err != nil {
		return page, err
	}
	for _, r := range f.Replies {
		page.Answers = append(page.Answers, flagAnswer{r.By + ", " + p.momentWords(r.At), r.Text})
	}
	if !f.Open() {
		page.Closed = p.momentWords(f.ClosedAt) + " by " + f.ClosedBy
		return page, nil
	}
	if page.MayAnswer, err = p.Quality.Desk.MayReply(ctx, who, f, false); err == nil {
		page.MayClose, err = p.Quality.Desk.MayReply(ctx, who, f, true)
	}
	return page, err
}

// flagSubject is what a question is about, and where that is.
func (p *Pages) flagSubject(f maturity.ReviewFlag, o maturity.Organisation) (words, address string) {
	m, _ := p.Catalogue.Measure(f.Measure)
	if collection, ok := p.Catalogue.Collection(f.Collection); ok {
		words, address = collection.Title, returnAddress(f.Collection, f.Period, o.Code)
		if m.ID != "" {
			words = m.Title
		}
	} else {
		words, address = m.Title, WhereFromAddress(o.Code, f.Measure, f.Period)
	}
	return words + ", " + f.Period.Short(), address
}

func (p *Pages) showFlag(c echo.Context, status int, page flagPage) error {
	title := "Open question: " + page.About
	if !page.Open() {
		title = "Closed question: " + page.About
	}
	shell := p.shell(c, title).under("/data", Link{Words: "Checking", Address: "/data/quality"})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "question", shell, page)
}

// raiseFlag asks a question about a stored value or a return.
func (p *Pages) raiseFlag(c echo.Context) error {
	f := maturity.ReviewFlag{Collection: c.FormValue("collection"), Measure: c.FormValue("measure"), Source: c.FormValue("source"), Text: c.FormValue("text")}
	var err error
	if f.Period, err = period.FromCode(c.FormValue("period")); err != nil {
		return maturity.Errorf(maturity.Invalid, "The period cannot be read.")
	}
	if err := p.knownFlag(f); err != nil {
		return err
	}
	body, err := p.Origins.OrganisationByCode(c.Request().Context(), c.FormValue("organisation"))
	if err != nil {
		return err
	}
	f.Organisation = body.ID
	id, err := p.Quality.Desk.Raise(c.Request().Context(), inspectorOf(c), f)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, flagAddress(id))
}

// knownFlag fails where what a question names does not exist: it is about a stored value of a source, or about a return
// of a collection.
func (p *Pages) knownFlag(f maturity.ReviewFlag) error {
	_, measure := p.Catalogue.Measure(f.Measure)
	_, source := p.Catalogue.Source(f.Source)
	collection, known := p.Catalogue.Collection(f.Collection)
	switch {
	case f.Collection == "" && measure && source:
		return nil
	case known && f.Source == "" && (f.Measure == "" || collection.Holds(f.Measure)):
		return nil
	}
	return maturity.Errorf(maturity.Invalid, "A question is about a stored value with its source, or about a return.")
}

// replyFlag answers a question, or closes it.
func (p *Pages) replyFlag(c echo.Context) error {
	page, err := p.readFlag(c)
	if err != nil {
		return err
	}
	err = p.Quality.Desk.Reply(c.Request().Context(), inspectorOf(c), page.ID, c.FormValue("text"), c.FormValue("close") != "")
	if code := maturity.CodeOf(err); code == maturity.Invalid || code == maturity.Conflict {
		page.Text, page.Faults = c.FormValue("text"), []FieldFault{{"text", maturity.SentenceOf(err)}}
		return p.showFlag(c, httpkit.StatusOf(code), page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, flagAddress(page.ID))
}

// addQuestions lists the open questions that the visitor may see, the newest first.
func (p *Pages) addQuestions(c echo.Context, page *qualityPage, directory Directory) error {
	filter := maturity.FlagFilter{Limit: 200, Both: c.QueryParam("questions") == "all"}
	list, err := p.Quality.Desk.Flags(c.Request().Context(), inspectorOf(c), filter)
	if err != nil {
		return err
	}
	page.AllQuestions = filter.Both
	page.Questions = Table{Caption: "Questions of reviewers", Size: "m", Empty: "No question is open.",
		Columns: []Column{{Words: "Question"}, {Words: "About"}, {Words: "Organisation"}, {Words: "State"}}}
	for _, f := range list {
		o, _ := directory.ByID(f.Organisation)
		about, address := p.flagSubject(f, o)
		state := stillOpen(f)
		if !f.Open() {
			state = "closed, " + p.dayWords(f.ClosedAt)
		}
		page.Questions.Rows = append(page.Questions.Rows, []Cell{{Words: f.Text, Address: flagAddress(f.ID), Note: f.By + ", " + p.dayWords(f.At)}, {Words: about, Address: address}, {Words: o.ShortName}, {Words: state}})
	}
	return nil
}

// stillOpen is the state of an open question.
func stillOpen(f maturity.ReviewFlag) string {
	if len(f.Replies) == 0 {
		return "open, no answer yet"
	}
	return "open, " + countWords(len(f.Replies), "answer", "answers")
}
