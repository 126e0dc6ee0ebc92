package page

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/priority"
	"waymark/internal/roadmap"
)

// scoreDraft is what the form of the answers of an initiative holds.
type scoreDraft struct {
	Answers        []draftAnswer // in the order of the questions
	Effort, Impact *float64
}

// draftAnswer is the answer to one question; Given is "" where there is none.
type draftAnswer struct {
	Given    string
	Note     string
	Evidence []maturity.Evidence
}

func (d scoreDraft) clone() scoreDraft {
	d.Answers = slices.Clone(d.Answers)
	for i := range d.Answers {
		d.Answers[i].Evidence = slices.Clone(d.Answers[i].Evidence)
	}
	return d
}

func (p *Pages) roadmapScoreRoutes() []httpkit.Route {
	route := func(method string, sent bool) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: method, Path: roadmapPath + "/priorities/:initiative", Right: httpkit.SignedIn}, Handle: func(c echo.Context) error { return p.scoreInitiative(c, sent) }}
	}
	save := route(http.MethodPost, true)
	save.Body = initiativeForm
	return []httpkit.Route{route(http.MethodGet, false), save}
}

// scoreInitiative shows the answers of an initiative, as a form for those who may change them, says what others would
// change, and saves them.
func (p *Pages) scoreInitiative(c echo.Context, sent bool) error {
	if !sent {
		plan, at, i, err := p.initiativeOf(c)
		if err != nil {
			return err
		}
		// Who may change it sees the form of what is true now; an earlier time is for reading.
		if _, chosen, err := p.asAt(c); err != nil {
			return err
		} else if !p.mayEditRoadmap(c, plan) || chosen && !at.Time.IsZero() {
			return p.showScores(c, plan, at, i)
		}
	}
	plan, err := p.roadmapEditor(c)
	if err != nil {
		return err
	}
	i := plan.Initiative(c.Param("initiative"))
	if i == nil {
		return maturity.Errorf(maturity.NotFound, "The roadmap %s has no such initiative now.", plan.Title)
	}
	s := scoring{plan: plan, initiative: i, set: setOf(plan, c.QueryParam("set"))}
	s.now = s.draft()
	s.ctx = p.draftContext(plan, i.ID)
	page := s.page()
	if !sent {
		return p.showScoreForm(c, http.StatusOK, s, page, nil)
	}
	return p.saveScores(c, s, page)
}

func (p *Pages) saveScores(c echo.Context, s scoring, page registerFormPage) error {
	form := c.Request().PostForm
	if set := form.Get("set"); set != "" {
		s.set = setOf(s.plan, set)
		s.now = s.draft()
		page.Seen = markOf(s.now)
	}
	page.Reason = field(form, "reason")
	do := form.Get("do")
	if strings.HasPrefix(do, "more ") {
		return p.showScoreForm(c, http.StatusOK, s, page, form)
	}
	typed := s.now.clone()
	page.Faults = s.read(&typed, form)
	if do == "save" && page.Reason == "" {
		page.Faults = append(page.Faults, FieldFault{"reason", "Say why it is changed"})
	}
	if len(page.Faults) > 0 {
		return p.showScoreForm(c, http.StatusUnprocessableEntity, s, page, form)
	}
	changes := s.diff(typed)
	switch {
	case form.Get("seen") != page.Seen && len(changes) > 0:
		page.Theirs = changes
		return p.showScoreForm(c, http.StatusConflict, s, page, form)
	case len(changes) == 0:
		page.Same = true
		return p.showScoreForm(c, http.StatusOK, s, page, form)
	case do != "save":
		page.Looked, page.Changes, page.Checked = true, changes, s.consequences(typed)
		return p.showScoreForm(c, http.StatusOK, s, page, form)
	}
	_, err := p.Roadmaps.Desk.Save(c.Request().Context(), plannerOf(c), s.plan.ID, s.plan.Version, maturity.ChangeByForm, page.Reason, func(r *maturity.Roadmap) error { return s.apply(r, typed) })
	switch maturity.CodeOf(err) {
	case "":
		return c.Redirect(http.StatusSeeOther, nowWhere(s.plan, page.Back)+"#"+url.PathEscape(s.initiative.ID))
	case maturity.Invalid:
		page.Faults = []FieldFault{{"", maturity.SentenceOf(err)}}
		return p.showScoreForm(c, http.StatusUnprocessableEntity, s, page, form)
	}
	return err
}

// setOf is a criteria set by its id, or the first.
func setOf(plan *roadmap.Plan, id string) (set maturity.CriteriaSet) {
	for i, s := range plan.Criteria {
		if i == 0 || s.ID == id {
			set = s
		}
	}
	return set
}

// scoring is one initiative under one set of questions.
type scoring struct {
	plan       *roadmap.Plan
	initiative *maturity.Initiative
	set        maturity.CriteriaSet
	now        scoreDraft
	ctx        *draftContext
}

func (s scoring) draft() scoreDraft {
	d := scoreDraft{Answers: make([]draftAnswer, len(s.set.Items)), Effort: s.initiative.Effort, Impact: s.initiative.Impact}
	for k, c := range s.set.Items {
		for _, x := range s.plan.Scores {
			if x.Set == s.set.ID && x.Criterion == c.ID && x.Initiative == s.initiative.ID {
				d.Answers[k] = draftAnswer{plainNumber(x.Score), x.Note, slices.Clone(x.Evidence)}
			}
		}
	}
	return d
}

func (s scoring) page() registerFormPage {
	back := roadmapAddress(s.plan.ID) + "/priorities"
	page := registerFormPage{Plan: s.plan, Back: back, Address: back + "/" + url.PathEscape(s.initiative.ID), Seen: markOf(s.now), New: true}
	page.Heading, page.Lead = s.heading()
	return page
}

func (s scoring) result(scores []maturity.PriorityScore) priority.Result {
	return judgeOf(s.plan, s.set, scores)
}

func (s scoring) row(r priority.Result) priority.Ranked {
	for _, row := range r.Rows {
		if row.Initiative == s.initiative.ID {
			return row
		}
	}
	return priority.Ranked{Score: math.NaN()}
}

func (s scoring) heading() (string, []string) {
	if len(s.set.Items) == 0 {
		return s.initiative.Title + ": the roadmap has no questions to answer", nil
	}
	result := s.result(s.plan.Scores)
	row := s.row(result)
	answered := fmt.Sprintf("%s of %s answered", wholeNumber(row.Answered), countWords(row.Of, "question", "questions"))
	if row.Rank == 0 {
		return s.initiative.Title + ": " + answered + ", so it has no rank", nil
	}
	lead := fmt.Sprintf("It scores %.2f and is among the first %d in %s of %s weightings.", row.Score, result.Top, wholePercent(row.TopShare), wholeNumber(result.Draws))
	return fmt.Sprintf("%s: rank %s of %s, with %s", s.initiative.Title, wholeNumber(row.Rank), wholeNumber(result.Count), answered), []string{lead}
}

// groups are the questions as parts of a form.
func (s scoring) groups() []initiativeGroupOf[scoreDraft] {
	type d = scoreDraft
	var out []initiativeGroupOf[d]
	for k, c := range s.set.Items {
		out = append(out, initiativeGroupOf[d]{ID: "q-" + c.ID, Title: c.Title, Hint: c.Question, Fields: []fieldSpec[d]{
			selectOf("score-"+c.ID, "Answer", func(d *d) *string { return &d.Answers[k].Given }, s.answerChoices),
			areaOf("note-"+c.ID, "Note", func(d *d) *string { return &d.Answers[k].Note }),
		}, Rows: []rowsOf[d]{rowSpec[d, maturity.Evidence]{
			Name: "evidence-" + c.ID + "-", One: "piece of evidence", Title: "What it rests on", Of: func(d *d) *[]maturity.Evidence { return &d.Answers[k].Evidence },
			Key: func(e *maturity.Evidence) string { return e.Kind + " " + e.Words }, Head: func(_ *draftContext, e *maturity.Evidence) string { return firstOf(e.Words, e.Kind) },
			Need: func(_ *draftContext, e *maturity.Evidence) (string, string) {
				if e.Words == "" && e.Kind == "" {
					return "words", "Say what it is, or tick its box to remove it"
				}
				return "", ""
			},
			Fields: []fieldSpec[maturity.Evidence]{
				textOf("kind", "Kind", func(e *maturity.Evidence) *string { return &e.Kind }).hint("Such as survey, workshop, inspection or incident.").wide(20),
				textOf("words", "What it says", func(e *maturity.Evidence) *string { return &e.Words }),
				dateOf("date", "Date", func(e *maturity.Evidence) **maturity.LooseDate { return &e.Date }),
			},
		}}})
	}
	return append(out, initiativeGroupOf[d]{ID: "effort-and-impact", Title: "Effort and impact", Fields: []fieldSpec[d]{
		judgedOf("effort", "Effort, from 1 (little) to 5 (very much)", func(d *d) **float64 { return &d.Effort }),
		judgedOf("impact", "Impact, from 1 (little) to 5 (very much)", func(d *d) **float64 { return &d.Impact }),
	}})
}

// initiativeGroupOf is a part of a form of a T.
type initiativeGroupOf[T any] struct {
	ID, Title, Hint string
	Fields          []fieldSpec[T]
	Rows            []rowsOf[T]
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// answerChoices are the whole answers of the scale, or of a long scale its ends and eight between.
func (s scoring) answerChoices(*draftContext) []choice {
	low, high := scoreScale(s.set)
	step := 1.0
	if high-low > 20 {
		step = (high - low) / 10
	}
	out := []choice{{Words: "Not answered"}}
	for v := low; v <= high+1e-9; v += step {
		out = append(out, choice{ID: plainNumber(v), Words: plainNumber(v)})
	}
	for _, a := range s.now.Answers { // what is kept stays possible
		if a.Given != "" && !slices.ContainsFunc(out, func(o choice) bool { return o.ID == a.Given }) {
			out = append(out, choice{ID: a.Given, Words: a.Given})
		}
	}
	return out
}

func (s scoring) read(into *scoreDraft, form url.Values) (faults []FieldFault) {
	for k, g := range s.groups() {
		faults = append(faults, readFields(s.ctx, g.Fields, "", form, into)...)
		for _, rows := range g.Rows {
			faults = append(faults, rows.read(s.ctx, into, "", form)...)
		}
		if k < len(into.Answers) {
			if a := into.Answers[k]; a.Given == "" && (a.Note != "" || len(a.Evidence) > 0) {
				faults = append(faults, FieldFault{"score-" + s.set.Items[k].ID, "Answer the question, or take its note and evidence away"})
			}
		}
	}
	return faults
}

func (s scoring) diff(typed scoreDraft) (out []draftChange) {
	was, is := s.now.clone(), typed.clone()
	for _, g := range s.groups() {
		out = append(out, diffFields(s.ctx, g.Fields, &was, &is, g.Title+": ")...)
		for _, rows := range g.Rows {
			out = append(out, rows.diff(s.ctx, &was, &is, g.Title+": ")...)
		}
	}
	return out
}

// apply puts the answers into a roadmap, in the place of those there were.
func (s scoring) apply(r *maturity.Roadmap, typed scoreDraft) error {
	r.Scores = s.scores(r.Scores, typed)
	for k := range r.Initiatives {
		if r.Initiatives[k].ID == s.initiative.ID {
			r.Initiatives[k].Effort, r.Initiatives[k].Impact = typed.Effort, typed.Impact
		}
	}
	return nil
}

func (s scoring) scores(list []maturity.PriorityScore, typed scoreDraft) []maturity.PriorityScore {
	out := slices.Clone(list)
	for k, c := range s.set.Items {
		own := maturity.PriorityScore{Set: s.set.ID, Criterion: c.ID, Initiative: s.initiative.ID, Note: typed.Answers[k].Note, Evidence: typed.Answers[k].Evidence}
		at := slices.IndexFunc(out, func(x maturity.PriorityScore) bool { return x.Key() == own.Key() })
		n, given := decimal(typed.Answers[k].Given)
		switch {
		case !given && at >= 0:
			out = slices.Delete(out, at, at+1)
		case !given:
		case at < 0:
			own.Score = n
			out = append(out, own)
		case markOf(s.now.Answers[k]) != markOf(typed.Answers[k]): // what somebody answers is not invented any more
			own.Score = n
			out[at] = own
		}
	}
	return out
}

// consequences says what other answers do to the order.
func (s scoring) consequences(typed scoreDraft) []string {
	before, after := s.result(s.plan.Scores), s.result(s.scores(s.plan.Scores, typed))
	was, is := s.row(before), s.row(after)
	rank := func(r priority.Ranked, of priority.Result) string {
		if r.Rank == 0 {
			return "no rank"
		}
		return fmt.Sprintf("rank %s of %s (score %.2f)", wholeNumber(r.Rank), wholeNumber(of.Count), r.Score)
	}
	out := []string{fmt.Sprintf("From %s to %s.", rank(was, before), rank(is, after))}
	if was.Rank == is.Rank && before.Count == after.Count && was.Score == is.Score {
		out = []string{"The rank stays: " + rank(is, after) + "."}
	}
	if is.Rank > 0 {
		words := fmt.Sprintf("It would be among the first %d in %s of weightings", after.Top, wholePercent(is.TopShare))
		if was.Rank > 0 {
			words += ", after " + wholePercent(was.TopShare) + " now"
		}
		out = append(out, words+".")
	}
	if s.initiative.Band != "" && priority.Mandated(s.initiative.Band) {
		out = append(out, "Its band, “"+s.initiative.Band+"”, is decided outside and stays whatever the score.")
	}
	return out
}

func (p *Pages) showScoreForm(c echo.Context, status int, s scoring, page registerFormPage, form url.Values) error {
	shown := s.now.clone()
	for _, g := range s.groups() {
		group := initiativeFormGroup{ID: g.ID, Title: g.Title, Hint: g.Hint, Fields: showFields(s.ctx, g.Fields, &shown, "", form, page.Faults)}
		for _, rows := range g.Rows {
			group.Rows = append(group.Rows, rows.show(s.ctx, &shown, "", form, page.Faults))
		}
		page.Groups = append(page.Groups, group)
	}
	page.Set = s.set.ID
	return p.showRegisterForm(c, status, page)
}

// showScores shows the answers for reading.
func (p *Pages) showScores(c echo.Context, plan *roadmap.Plan, at asAt, i *maturity.Initiative) error {
	s := scoring{plan: plan, initiative: i, set: setOf(plan, c.QueryParam("set"))}
	s.now = s.draft()
	page := s.page()
	table := registerTable{ID: "answers", Caption: "Answers", Columns: []Column{{Words: "Question"}, {Words: "Answer", Number: true}, {Words: "Note"}, {Words: "Rests on"}}, Empty: "There are no questions."}
	for k, criterion := range s.set.Items {
		a := s.now.Answers[k]
		question := said(criterion.Title)
		question.Note = criterion.Question
		table.Rows = append(table.Rows, registerRow{ID: criterion.ID, Cells: []registerCell{question, saidOr(a.Given, "not answered"), saidOr(a.Note, "none"), saidOr(evidenceWords(a.Evidence), "nothing named")}})
	}
	judged := func(v *float64) string {
		if v == nil {
			return "not judged"
		}
		return plainNumber(*v)
	}
	page.Sections = []registerSection{{ID: "answers", Title: "Answers", Table: &table, Words: []string{"Effort: " + judged(i.Effort) + ". Impact: " + judged(i.Impact) + ". Both are judged from 1 (little) to 5 (very much)."}}}
	shell := p.roadmapShell(c, plan, page.Heading).asKnownAt(at)
	page.Back = shell.Link(page.Back)
	for _, x := range plan.Scores {
		if x.Initiative == i.ID && x.Illustrative {
			shell = shell.withIllustrative()
			break
		}
	}
	return p.show(c, http.StatusOK, "roadmap_register_form", shell, page)
}
