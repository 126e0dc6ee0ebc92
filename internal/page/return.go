package page

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// returnPage is one return: the form, where it stands, and all that happened to it.
type returnPage struct {
	Form   bool   // it can be downloaded as a workbook
	Upload string // address of the page for sending that back
	returns.View
	Headline, Lead string
	Address        string
	Fields         []returnField
	Figures        Table // the values as they stand, for reading and for paper
	Problems       []FieldFault
	Faults         []FieldFault
	Done           string // what was done a moment ago
	Missed         Table  // what happened since the visitor looked
	Reasons        []maturity.CorrectionReason
	Typed          map[string]string // what was typed into the forms below, to be shown again
	Findings       Table
	Approvals      []approvalLine
	Trail          Table
	Receipt        bool
	Extension      bool             // a later deadline can be asked for
	Questions      *returnQuestions // nil: none are shown
}

type approvalLine struct {
	Words  string
	Voided string // why it does not count any more
}

// may is whether the visitor can do an act now; for the template.
func (p returnPage) Can(act string) bool { return p.Offers(act, p.login()) }

func (p returnPage) login() string { return p.Typed["login"] }

// returnAddress is where a return is.
func returnAddress(collection string, p period.Period, code string) string {
	return "/data/returns/" + url.PathEscape(collection) + "/" + p.Code() + "/" + url.PathEscape(code)
}

// actor is who asks, and when the request arrived.
func (p *Pages) actor(c echo.Context) returns.Actor {
	account, _ := httpkit.AccountOf(c.Request().Context())
	return returns.Actor{Account: account, RequestID: httpkit.RequestID(c), Arrived: p.Now().Add(-httpkit.Underway(c))}
}

// returnKey reads which return the address names.
func (p *Pages) returnKey(c echo.Context) (key maturity.ReturnKey, err error) {
	unknown := maturity.Errorf(maturity.NotFound, "There is no such return, or you may not see it.")
	key.Collection = c.Param("collection")
	if key.Period, err = period.FromCode(c.Param("period")); err != nil {
		return key, unknown
	}
	body, err := p.Origins.OrganisationByCode(c.Request().Context(), c.Param("code"))
	if err != nil {
		if maturity.CodeOf(err) == maturity.NotFound {
			err = unknown
		}
		return key, err
	}
	key.Organisation = body.ID
	return key, nil
}

func (p *Pages) returnForm(c echo.Context) error {
	page, err := p.readReturn(c)
	if err != nil {
		return err
	}
	page.Done = doneWords[c.QueryParam("done")]
	return p.showReturn(c, http.StatusOK, page)
}

var doneWords = map[string]string{
	"saved": "Your figures are saved.", maturity.StepSubmitted: "The return is submitted.", maturity.StepWithdrawn: "The return is a draft again.",
	maturity.StepChangesRequested: "The return was sent back with your words.", maturity.StepApproved: "Your approval is signed and kept.",
	maturity.StepScheduled: "The time of publication is kept.", maturity.StepReleased: "The return may be published.", maturity.StepPublished: "The return is published. Charts and targets follow within minutes.",
	maturity.StepCorrectionBegun: "The return is a draft again. What is published stays until the correction is.",
}

// readReturn reads the return that the address names, as the visitor may see it.
func (p *Pages) readReturn(c echo.Context) (page returnPage, err error) {
	key, err := p.returnKey(c)
	if err != nil {
		return page, err
	}
	who := p.actor(c)
	page.Typed = map[string]string{"login": who.Account.Login}
	if page.View, err = p.Desk.View(c.Request().Context(), who, key); err != nil {
		return page, err
	}
	page.Address = returnAddress(key.Collection, key.Period, page.Body.Code)
	page.Form, page.Upload = p.ReturnForms != nil && page.Today >= page.Opens, uploadAddress(key.Collection, key.Period, page.Body.Code)
	page.Headline, page.Lead = p.returnHeadline(page.View)
	page.Reasons = maturity.Corrections()
	for _, problem := range page.View.Problems {
		page.Problems = append(page.Problems, FieldFault{fieldID(problem.Measure), problem.Sentence})
	}
	for _, id := range page.Collection.Measures {
		page.Fields = append(page.Fields, p.returnField(page.View, id))
	}
	if err := p.printComments(c, &page); err != nil {
		return page, err
	}
	account, _ := httpkit.AccountOf(c.Request().Context())
	files, err := p.Accounts.Sight(c.Request().Context(), account)
	if err != nil {
		return page, err
	}
	page.Figures = p.returnFigures(page, files.May(key.Organisation))
	page.Extension = page.Editable() && page.File.FirstSubmittedAt.IsZero() && p.Follow != nil
	if page.Public {
		return page, nil
	}
	return page, p.addHistory(c, &page)
}

// printComments puts the comments on published values beside them, for who reads only.
func (p *Pages) printComments(c echo.Context, page *returnPage) error {
	if !page.Public {
		return nil
	}
	words, err := p.commentsOn(c, page.Key.Organisation, time.Time{}, page.Collection.Measures...)
	for i, v := range page.File.Values {
		page.File.Values[i].Comment = words.On(v.Measure, page.Key.Period.Code(), page.Collection.Source)
	}
	return err
}

func (p *Pages) addHistory(c echo.Context, page *returnPage) error {
	if !page.Begun {
		return nil
	}
	trail, err := p.Desk.Trail(c.Request().Context(), page.File)
	if err != nil {
		return err
	}
	page.Trail = p.trailTable("Every step, newest first", trail)
	page.Approvals = p.approvalLines(page.File)
	page.Findings = findingTable(page.View)
	page.Receipt = !page.File.FirstSubmittedAt.IsZero() && p.kit.Has("/data/returns/:collection/:period/:code/receipt.pdf")
	page.Questions, err = p.questionsOn(c, page.Key)
	return err
}

func (p *Pages) showReturn(c echo.Context, status int, page returnPage) error {
	shell := p.shell(c, page.Headline).under("/data", Link{Words: "Returns", Address: "/data/returns"},
		Link{Words: page.Collection.Title + ", " + page.Key.Period.Label(), Address: "/data/returns/" + url.PathEscape(page.Collection.ID) + "/" + page.Key.Period.Code()})
	shell.Fault = len(page.Faults) > 0
	if source, ok := p.Catalogue.Source(page.Collection.Source); ok && source.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, status, "return", shell, page)
}

// returnHeadline says where the return stands and what comes next.
func (p *Pages) returnHeadline(v returns.View) (title, lead string) {
	f := v.File
	closing := "The deadline is " + v.Due.Long() + "; the collection closes on " + v.Closes.Long() + "."
	if v.Extended > v.Due {
		closing = "The deadline was moved to " + v.Extended.Long() + "."
	}
	if f.Round > 1 {
		closing = "Corrections are taken until " + v.Refresh.Long() + ". What was published stays until the correction is."
	}
	in := len(v.Collection.Measures)
	for _, id := range v.Collection.Measures {
		if _, there := f.Value(id); !there {
			in--
		}
	}
	figures := strconv.Itoa(in) + " of " + countWords(len(v.Collection.Measures), "figure", "figures")
	switch {
	case !v.Begun && v.Today < v.Opens:
		return "Not open yet: it opens on " + v.Opens.Long(), closing
	case !v.Begun:
		return "Not begun: due by " + max(v.Due, v.Extended).Long(), closing
	}
	switch f.State {
	case maturity.ReturnSubmitted:
		return "Submitted: waiting for " + approvalsWords(v.Collection.Approvals-len(f.Standing())), "Submitted by " + f.SubmittedBy + " on " + p.momentWords(f.SubmittedAt) + "."
	case maturity.ReturnChangesRequested:
		return "Changes requested", requested(f) + "Make the changes and submit the return again. " + closing
	case maturity.ReturnApproved:
		return p.approvedHeadline(f)
	case maturity.ReturnPublished:
		return "Published on " + p.dayWords(f.PublishedAt), "Corrections are taken until " + v.Refresh.Long() + "."
	case maturity.ReturnCorrected:
		return "Corrected on " + p.dayWords(f.PublishedAt), "Corrections are taken until " + v.Refresh.Long() + "."
	}
	if f.Round > 1 {
		return "Correction begun: " + figures + " given", upperFirst(f.Reason.Words()) + ": " + f.ReasonWords + ". " + closing
	}
	return "Draft: " + figures + " given", closing
}

func (p *Pages) approvedHeadline(f maturity.ReturnFile) (title, lead string) {
	switch {
	case f.Held != "":
		return "Approved, but held back", f.Held
	case !f.PublishAt.IsZero():
		return "Approved: to be published on " + p.momentWords(f.PublishAt), "Nobody who reads only sees the figures before."
	}
	return "Approved: ready to be published", "Nobody who reads only sees the figures before they are published."
}

// requested is what the last reviewer asked for.
func requested(f maturity.ReturnFile) string {
	for _, s := range slices.Backward(f.Steps) {
		if s.Action == maturity.StepChangesRequested {
			return s.By + " writes: “" + s.Why + "” "
		}
	}
	return ""
}

func approvalsWords(n int) string { return countWords(max(n, 1), "approval", "approvals") }

// fieldID is the id of the first input of a measure's field.
func fieldID(measure string) string {
	if measure == "" {
		return ""
	}
	return "state." + measure
}

// returnField is the field of one measure, as texts.
type returnField struct {
	Measure                              maturity.Measure
	Required                             bool
	State, Value, Numerator, Denominator string
	Comment                              string
	Was                                  string // all of the above as the page was written: what is unchanged is not saved
	Revision                             int64
	Computed                             string // what numerator and denominator make
	Expected                             string
	Past                                 []Fact
	Elsewhere                            string // what another source says
	Confirmed                            string // title of the source whose value was confirmed
	Saved                                string // by whom and when
	Findings                             []maturity.Finding
	Clash                                *clashView
}

// clashView is the value somebody else saved meanwhile, beside the visitor's own.
type clashView struct{ Theirs, Yours, By string }

// Counted reports whether the measure is asked for as numerator and denominator.
func (f returnField) Counted() bool { return f.Measure.Denominator != "" && f.Measure.Per > 0 }

// States are the choices of the field.
func (f returnField) States() []maturity.State { return returns.States() }

func (p *Pages) returnField(v returns.View, measure string) returnField {
	m, _ := p.Catalogue.Measure(measure)
	f := returnField{Measure: m, Required: slices.Contains(v.Collection.Required(), measure), Expected: expectedWords(m)}
	for _, o := range v.Past[measure] {
		value, state := valueWords(m, o)
		f.Past = append(f.Past, Fact{Words: o.Period.Short(), Values: []string{value + state}})
	}
	value, there := v.File.Value(measure)
	if o, ok := v.Elsewhere[measure]; ok && !(value.Confirmed == o.Source && value.Value == o.Value) {
		source, _ := p.Catalogue.Source(o.Source)
		says, _ := valueWords(m, o)
		f.Elsewhere = source.Publisher + " says " + says
	}
	for _, finding := range v.Findings {
		if finding.Measure == measure {
			f.Findings = append(f.Findings, finding)
		}
	}
	if there {
		f.fill(value)
		f.Saved = "Saved by " + value.By + " on " + p.momentWords(value.At)
		if source, ok := p.Catalogue.Source(value.Confirmed); ok {
			f.Confirmed = source.Title
		}
	}
	f.Was = f.text()
	return f
}

// fill puts a value into the field. Where numerator and denominator make it, it is not typed a third time.
func (f *returnField) fill(v maturity.ReturnValue) {
	f.State, f.Comment, f.Revision = v.State.String(), v.Comment, v.Revision
	f.Value, f.Numerator, f.Denominator = plain(v.Value), plain(v.Numerator), plain(v.Denominator)
	if f.Counted() && f.Numerator != "" && f.Denominator != "" {
		f.Value = ""
		if ratio := f.Measure.Ratio(v.Numerator, v.Denominator); !math.IsNaN(ratio) {
			f.Computed = f.Measure.Format(ratio)
		}
	}
}

// text is everything typed into the field, so that it can be compared.
func (f returnField) text() string {
	return strings.Join([]string{f.State, f.Value, f.Numerator, f.Denominator, strings.ReplaceAll(f.Comment, "\r\n", "\n")}, "|")
}

func plain(n float64) string {
	if math.IsNaN(n) {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

func expectedWords(m maturity.Measure) string {
	switch {
	case !math.IsNaN(m.Low) && !math.IsNaN(m.High):
		return "Expected: " + m.Format(m.Low) + " to " + m.Format(m.High)
	case !math.IsNaN(m.Low):
		return "Expected: " + m.Format(m.Low) + " or more"
	case !math.IsNaN(m.High):
		return "Expected: " + m.Format(m.High) + " or less"
	}
	return ""
}
