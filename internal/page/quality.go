package page

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/quality"
)

// Findings reads what the rules found, and the words people left on values.
type Findings interface {
	Findings(ctx context.Context, f maturity.FindingFilter) (page []maturity.Finding, next string, err error)
	Finding(ctx context.Context, id int64) (maturity.Finding, error)
	CountFindings(ctx context.Context, f maturity.FindingFilter) (maturity.FindingCounts, error)
	FindingRules(ctx context.Context) ([]string, error)
	Comments(ctx context.Context, f maturity.CommentFilter) ([]maturity.Comment, error)
}

// Quality is checking: what was found, and the desk where people decide about it.
type Quality struct {
	Findings Findings
	Desk     *quality.Desk
}

func (p *Pages) qualityRoutes() []httpkit.Route {
	if p.Quality == nil {
		return nil
	}
	route := func(method, path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: method, Path: path, Right: right}, Handle: handle}
	}
	return []httpkit.Route{
		route(http.MethodGet, "/data/quality", httpkit.SignedIn, p.qualityList),
		route(http.MethodGet, "/data/quality/findings.csv", httpkit.SignedIn, p.qualityCSV),
		route(http.MethodGet, "/data/quality/findings/:id", httpkit.SignedIn, p.finding),
		route(http.MethodPost, "/data/quality/findings/:id/accept", httpkit.Decide, p.acceptFinding),
		route(http.MethodPost, "/data/quality/questions", httpkit.Decide, p.raiseFlag),
		route(http.MethodGet, "/data/quality/questions/:id", httpkit.SignedIn, p.flag),
		route(http.MethodPost, "/data/quality/questions/:id/reply", httpkit.SignedIn, p.replyFlag),
	}
}

type qualityPage struct {
	Headline, Lead string
	Counts         []countLine
	Open, Accepted Table
	Questions      Table
	AllQuestions   bool // closed ones are among them
	Pager          Pager
	CSV            string
	Choice         qualityChoice
	Rules          []ruleChoice
	Yours          []Link // the same for organisations of the visitor's roles
}

// countLine is one number with its words; the first letter of the words stands for a shape.
type countLine struct {
	Severity maturity.Level
	Number   int
	Words    string
	Address  string
}

// ruleChoice is a rule that has findings.
type ruleChoice struct{ ID, Title string }

// qualityChoice is what the visitor narrowed the list to, as texts.
type qualityChoice struct{ Severity, Rule, Organisation, Measure, After string }

func (q qualityChoice) narrowed() bool {
	return q.Severity+q.Rule+q.Organisation+q.Measure != ""
}

func (q qualityChoice) query(after string) string {
	v := url.Values{}
	for name, value := range map[string]string{"severity": q.Severity, "rule": q.Rule, "organisation": q.Organisation, "measure": q.Measure, "after": after} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// chosenFindings reads the filter of the address. A footprint chooses its members.
func (p *Pages) chosenFindings(c echo.Context) (f maturity.FindingFilter, q qualityChoice, err error) {
	q = qualityChoice{Severity: c.QueryParam("severity"), Rule: c.QueryParam("rule"), Organisation: strings.TrimSpace(c.QueryParam("organisation")),
		Measure: strings.TrimSpace(c.QueryParam("measure")), After: c.QueryParam("after")}
	f = maturity.FindingFilter{Severity: maturity.Level(q.Severity), Rule: q.Rule, Measure: q.Measure, After: q.After, Limit: findingsPerPage}
	if q.Severity != "" && severityWords[f.Severity] == "" {
		return f, q, maturity.Errorf(maturity.Invalid, "The severity is error, warning or info.")
	}
	if _, known := p.Catalogue.Measure(q.Measure); q.Measure != "" && !known {
		return f, q, maturity.Errorf(maturity.NotFound, "There is no measure %s.", q.Measure)
	}
	if q.Organisation == "" {
		return f, q, nil
	}
	o, err := p.Origins.OrganisationByCode(c.Request().Context(), q.Organisation)
	if err != nil {
		return f, q, err
	}
	if o.Kind == maturity.KindFootprint {
		f.Footprint = o.ID
	} else {
		f.Organisations = []maturity.OrganisationID{o.ID}
	}
	return f, q, nil
}

const findingsPerPage = 50

var severityWords = map[maturity.Level]string{maturity.LevelError: "Cannot be", maturity.LevelWarning: "To be looked at", maturity.LevelInfo: "Good to know"}

// qualityList shows what is open, what was accepted and why, and the questions of reviewers.
func (p *Pages) qualityList(c echo.Context) error {
	ctx := c.Request().Context()
	f, choice, err := p.chosenFindings(c)
	if err != nil {
		return err
	}
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return err
	}
	counts, err := p.Quality.Findings.CountFindings(ctx, f)
	if err != nil {
		return err
	}
	open, next, err := p.Quality.Findings.Findings(ctx, f)
	if err != nil {
		return err
	}
	accepted := f
	accepted.State, accepted.After, accepted.Limit = maturity.FindingAccepted, "", 200
	list, _, err := p.Quality.Findings.Findings(ctx, accepted)
	if err != nil {
		return err
	}
	page := qualityPage{Choice: choice, CSV: "/data/quality/findings.csv" + choice.query(""), Counts: countLines(counts, choice)}
	page.Headline, page.Lead = qualityHeadline(counts, choice)
	page.Open = p.findingsTable("Open findings, the gravest first", open, directory, false)
	page.Open.Empty = "Every figure that was looked at agrees with the rules."
	page.Accepted = p.findingsTable("Accepted, with the reason", list, directory, true)
	if next != "" {
		page.Pager.Next = "/data/quality" + choice.query(next)
	}
	if choice.After != "" {
		page.Pager.Previous, page.Pager.PreviousWords = "/data/quality"+choice.query(""), "the first"
	}
	if page.Rules, err = p.ruleChoices(ctx); err != nil {
		return err
	}
	page.Yours = yours(c, choice, directory)
	if err := p.addQuestions(c, &page, directory); err != nil {
		return err
	}
	return p.show(c, http.StatusOK, "quality", p.shell(c, page.Headline).under("/data"), page)
}

// yours leads to what was found for the organisations and footprints that the visitor has a role for.
func yours(c echo.Context, choice qualityChoice, directory Directory) (out []Link) {
	account, _ := httpkit.AccountOf(c.Request().Context())
	for _, g := range account.Grants {
		o, known := directory.ByID(g.Organisation)
		narrow := choice
		narrow.Organisation, narrow.After = o.Code, ""
		link := Link{Words: "Only " + o.ShortName, Address: "/data/quality" + narrow.query("")}
		if known && choice.Organisation != o.Code && !slices.Contains(out, link) {
			out = append(out, link)
		}
	}
	return out
}

func qualityHeadline(n maturity.FindingCounts, q qualityChoice) (title, lead string) {
	lead = "Rules look at every figure when it is stored: whether it can be, agrees with others, and fits the organisation's own history. Nothing is changed or left out because of a finding."
	where := ""
	if q.narrowed() {
		where = " in this selection"
	}
	switch {
	case n.Open() == 0:
		return "Nothing is found in the figures" + where, lead
	case n.Errors > 0:
		return countWords(n.Errors, "figure cannot be right", "figures cannot be right") + ", and " + countWords(n.Warnings, "is", "are") + " to be looked at" + where, lead
	case n.Warnings > 0:
		return countWords(n.Warnings, "figure is to be looked at", "figures are to be looked at") + where, lead
	}
	return "No figure is wrong; " + countWords(n.Infos, "has", "have") + " something to know" + where, lead
}

func countLines(n maturity.FindingCounts, q qualityChoice) []countLine {
	line := func(level maturity.Level, number int) countLine {
		narrow := q
		narrow.Severity = string(level)
		return countLine{level, number, severityWords[level], "/data/quality" + narrow.query("")}
	}
	return []countLine{line(maturity.LevelError, n.Errors), line(maturity.LevelWarning, n.Warnings), line(maturity.LevelInfo, n.Infos)}
}

// ruleTitle is what a rule says must hold.
func (p *Pages) ruleTitle(id string) string {
	if r, ok := p.Catalogue.Rule(id); ok {
		return r.Title
	}
	if words, ok := builtInRules[id]; ok {
		return words
	}
	return id
}

var builtInRules = map[string]string{maturity.RuleRange: "A value is what the measure can be", maturity.RuleRatio: "Numerator and denominator give the value",
	maturity.RuleOutlier: "A value fits the organisation's own history"}

func (p *Pages) ruleChoices(ctx context.Context) (out []ruleChoice, err error) {
	ids, err := p.Quality.Findings.FindingRules(ctx)
	for _, id := range ids {
		out = append(out, ruleChoice{id, p.ruleTitle(id)})
	}
	slices.SortFunc(out, func(a, b ruleChoice) int { return strings.Compare(a.Title, b.Title) })
	return out, err
}

func (p *Pages) findingsTable(caption string, list []maturity.Finding, directory Directory, accepted bool) Table {
	t := Table{Caption: caption, Size: "m", Columns: []Column{{Words: "Figure"}, {Words: "Organisation"}, {Words: "What was found"}}}
	last := "Comes from"
	if accepted {
		last = "Why it stands"
	}
	t.Columns = append(t.Columns, Column{Words: last})
	for _, f := range list {
		o, _ := directory.ByID(f.Organisation)
		m, _ := p.Catalogue.Measure(f.Measure)
		row := []Cell{{Words: m.Title, Address: findingAddress(f.ID), Note: f.Period.Short()}, {Words: o.ShortName, Address: "/organisations/" + url.PathEscape(o.Code)},
			{Words: f.Message, Note: severityWords[f.Severity] + ", since " + p.dayWords(f.FirstSeen)}, {Words: "Its cell", Address: WhereFromAddress(o.Code, f.Measure, f.Period)}}
		if accepted {
			row[3] = Cell{Words: f.Accepted.Comment, Note: f.Accepted.By + ", " + p.dayWords(f.Accepted.At)}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func findingAddress(id int64) string { return "/data/quality/findings/" + strconv.FormatInt(id, 10) }
