package page

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// registerForm is the form of the items of a register.
type registerForm[T any] struct {
	Area   string // of the address
	Back   string // address of the page that lists them; "": Area
	Anchor string // what stands before the id of an item there
	Param  string // of the path, that names the item; "": item
	One    string // "gap"
	Prefix string // of new ids; "": One
	List   func(*maturity.Roadmap) *[]T
	ID     func(*T) *string
	Title  func(*T) string
	Begin  func(*T)  // what a new one starts with
	Clone  func(T) T // nil: nothing of it is shared with the plan but what is replaced whole
	Finish func(*T)  // tidies what was read
	Check  func(*T) *FieldFault
	// Follows says what else a change does, and With does it: what is of the item and stands elsewhere goes with it.
	Follows func(r *maturity.Roadmap, was, is *T, gone bool) []string
	With    func(r *maturity.Roadmap, was, is *T, gone bool)
	Taken   func(*T) []string // ids that new rows may not have, beside those of the roadmap
	Fields  []fieldSpec[T]
	Rows    []rowsOf[T]
}

type registerFormPage struct {
	Plan     *roadmap.Plan
	Heading  string
	Address  string // where the form goes
	Back     string
	One      string
	Seen     string // what the item was when the visitor began
	New      bool
	Groups   []initiativeFormGroup
	Measures []maturity.Measure
	Bodies   []maturity.Organisation
	Faults   []FieldFault
	Theirs   []draftChange // what somebody else saved meanwhile, against what is typed
	Same     bool
	Set      string // of questions, for the form of answers
	Looked   bool   // it says what would change
	Checked  []string
	Changes  []draftChange
	Remove   bool
	Reason   string
	Lead     []string
	Sections []registerSection // for those who may only read
}

// registerFormRoutes are the form of a register's items, for a new one and for one that is there.
func registerFormRoutes[T any](p *Pages, f registerForm[T]) []httpkit.Route {
	return registerFormRoutesOf(p, f.Area, cmp.Or(f.Param, "item"), func(echo.Context) registerForm[T] { return f })
}

// registerFormRoutesOf are those of a form that depends on the address.
func registerFormRoutesOf[T any](p *Pages, area, param string, form func(echo.Context) registerForm[T]) []httpkit.Route {
	route := func(method, path string, sent bool) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: method, Path: roadmapPath + "/" + area + path, Right: httpkit.SignedIn}, Handle: func(c echo.Context) error { return form(c).edit(p, c, sent) }}
	}
	save, change := route(http.MethodPost, "/new", true), route(http.MethodPost, "/:"+param, true)
	save.Body, change.Body = initiativeForm, initiativeForm
	return []httpkit.Route{route(http.MethodGet, "/new", false), save, route(http.MethodGet, "/:"+param, false), change}
}

// edit shows the form, checks what was typed, says what it would change, and saves it.
func (f registerForm[T]) edit(p *Pages, c echo.Context, sent bool) error {
	plan, err := p.roadmapEditor(c)
	if err != nil {
		return err
	}
	now, page, err := f.begin(plan, c.Param(cmp.Or(f.Param, "item")))
	if err != nil {
		return err
	}
	ctx := p.draftContext(plan, "")
	if !sent {
		return f.show(p, c, http.StatusOK, ctx, page, now, nil)
	}
	form := c.Request().PostForm
	joinChecks(f.Fields, form)
	do := form.Get("do")
	page.Reason, page.Remove = field(form, "reason"), form.Get("remove-all") != "" && !page.New
	if strings.HasPrefix(do, "more ") {
		return f.show(p, c, http.StatusOK, ctx, page, now, form)
	}
	typed := f.clone(now)
	page.Faults = f.read(ctx, &typed, form)
	if do == "save" && page.Reason == "" {
		page.Faults = append(page.Faults, FieldFault{"reason", "Say why it is changed"})
	}
	if len(page.Faults) > 0 {
		return f.show(p, c, http.StatusUnprocessableEntity, ctx, page, now, form)
	}
	changes := f.diff(ctx, &now, &typed)
	switch {
	case form.Get("seen") != page.Seen && len(changes) > 0:
		page.Theirs = changes
		return f.show(p, c, http.StatusConflict, ctx, page, now, form)
	case len(changes) == 0 && !page.Remove:
		page.Same = true
		return f.show(p, c, http.StatusOK, ctx, page, now, form)
	}
	if page.New {
		f.name(plan, ctx, &typed)
	}
	edit := func(r *maturity.Roadmap) error { return f.put(r, now, typed, page.Remove) }
	if do != "save" {
		return f.look(p, c, ctx, page, now, typed, changes, edit)
	}
	_, err = p.Roadmaps.Desk.Save(c.Request().Context(), plannerOf(c), plan.ID, plan.Version, maturity.ChangeByForm, page.Reason, edit)
	switch maturity.CodeOf(err) {
	case "":
		return c.Redirect(http.StatusSeeOther, nowWhere(plan, page.Back)+"#"+url.PathEscape(f.Anchor+*f.ID(&typed)))
	case maturity.Invalid:
		page.Faults = []FieldFault{{"", maturity.SentenceOf(err)}}
		return f.show(p, c, http.StatusUnprocessableEntity, ctx, page, now, form)
	}
	return err
}

// look shows what saving would change, what follows from it, and what would stop it.
func (f registerForm[T]) look(p *Pages, c echo.Context, ctx *draftContext, page registerFormPage, now, typed T, changes []draftChange, edit func(*maturity.Roadmap) error) error {
	faults, doubts, err := p.Roadmaps.Desk.Try(c.Request().Context(), page.Plan, edit)
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	if len(faults) > 0 {
		page.Faults = []FieldFault{{"", strings.ReplaceAll(faults.Error(), "\n", " ")}}
		return f.show(p, c, http.StatusUnprocessableEntity, ctx, page, now, form)
	}
	page.Looked, page.Changes = true, changes
	if page.Remove {
		page.Changes = []draftChange{{"The whole " + f.One, f.Title(&now), "taken out"}}
	}
	if f.Follows != nil {
		page.Checked = f.Follows(&page.Plan.Roadmap, &now, &typed, page.Remove)
	}
	for _, d := range doubts {
		page.Checked = append(page.Checked, "A doubt, which stops nothing: "+d.Words)
	}
	return f.show(p, c, http.StatusOK, ctx, page, now, form)
}

// begin finds the item of the address as it is now, or begins a new one.
func (f registerForm[T]) begin(plan *roadmap.Plan, id string) (now T, page registerFormPage, err error) {
	own := roadmapAddress(plan.ID) + "/" + f.Area
	page = registerFormPage{Plan: plan, Heading: "Add " + withArticle(f.One), Address: own + "/new", Back: roadmapAddress(plan.ID) + "/" + cmp.Or(f.Back, f.Area), One: f.One, New: id == ""}
	list := f.List(&plan.Roadmap)
	if list == nil {
		return now, page, maturity.Errorf(maturity.NotFound, "The roadmap %s has no such list now.", plan.Title)
	}
	if id == "" {
		if f.Begin != nil {
			f.Begin(&now)
		}
		return now, page, nil
	}
	at := slices.IndexFunc(*list, func(t T) bool { return *f.ID(&t) == id })
	if at < 0 {
		return now, page, maturity.Errorf(maturity.NotFound, "The roadmap %s has no such %s now.", plan.Title, f.One)
	}
	now = f.clone((*list)[at])
	page.Heading, page.Address, page.Seen = "Change the "+f.One+" “"+f.Title(&now)+"”", own+"/"+url.PathEscape(id), markOf(now)
	return now, page, nil
}

// withArticle is "a gap" or "an entry".
func withArticle(one string) string {
	if strings.ContainsRune("aeiou", rune(one[0])) {
		return "an " + one
	}
	return "a " + one
}

func (f registerForm[T]) clone(t T) T {
	if f.Clone != nil {
		return f.Clone(t)
	}
	return t
}

// markOf tells one state of an item from another.
func markOf(item any) string {
	text, err := json.Marshal(item)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}

// read takes the form into an item; each fault is at its field.
func (f registerForm[T]) read(ctx *draftContext, into *T, form url.Values) (faults []FieldFault) {
	if f.Taken != nil {
		for _, id := range f.Taken(into) {
			ctx.Taken[id] = true
		}
	}
	faults = readFields(ctx, f.Fields, "", form, into)
	for _, rows := range f.Rows {
		faults = append(faults, rows.read(ctx, into, "", form)...)
	}
	if f.Finish != nil {
		f.Finish(into)
	}
	if f.Title(into) == "" {
		faults = append([]FieldFault{{"title", "Give the " + f.One + " a title"}}, faults...)
	}
	if f.Check != nil && len(faults) == 0 {
		if fault := f.Check(into); fault != nil {
			faults = append(faults, *fault)
		}
	}
	return faults
}

func (f registerForm[T]) diff(ctx *draftContext, from, to *T) (out []draftChange) {
	was, is := f.clone(*from), f.clone(*to)
	out = diffFields(ctx, f.Fields, &was, &is, "")
	for _, rows := range f.Rows {
		out = append(out, rows.diff(ctx, &was, &is, "")...)
	}
	return out
}

// name gives a new item an id that nothing has.
func (f registerForm[T]) name(plan *roadmap.Plan, ctx *draftContext, t *T) {
	for _, other := range *f.List(&plan.Roadmap) {
		ctx.Taken[*f.ID(&other)] = true
	}
	for {
		id := ctx.newID(cmp.Or(f.Prefix, f.One)+" "+f.Title(t), f.One)
		if _, _, _, taken := plan.Find(id); !taken {
			*f.ID(t) = id
			return
		}
	}
}

// put writes the item into a roadmap, or takes it out, with what belongs to it.
func (f registerForm[T]) put(r *maturity.Roadmap, was, item T, remove bool) error {
	list := f.List(r)
	if list == nil {
		return maturity.Errorf(maturity.NotFound, "The list is not there any more.")
	}
	at := slices.IndexFunc(*list, func(t T) bool { return *f.ID(&t) == *f.ID(&item) })
	switch {
	case remove && at >= 0:
		*list = slices.Delete(*list, at, at+1)
	case at >= 0:
		(*list)[at] = item
	case !remove:
		*list = append(*list, item)
	}
	if f.With != nil {
		f.With(r, &was, &item, remove)
	}
	return nil
}

func (f registerForm[T]) show(p *Pages, c echo.Context, status int, ctx *draftContext, page registerFormPage, of T, form url.Values) error {
	shown := f.clone(of)
	group := initiativeFormGroup{ID: "item", Title: upperFirst(f.One), Fields: showFields(ctx, f.Fields, &shown, "", form, page.Faults)}
	tickChecks(ctx, f.Fields, group.Fields)
	for _, rows := range f.Rows {
		group.Rows = append(group.Rows, rows.show(ctx, &shown, "", form, page.Faults))
	}
	page.Groups = []initiativeFormGroup{group}
	return p.showRegisterForm(c, status, page)
}

func (p *Pages) showRegisterForm(c echo.Context, status int, page registerFormPage) error {
	page.Measures = p.Catalogue.Measures
	for _, o := range page.Plan.Bodies {
		page.Bodies = append(page.Bodies, o)
	}
	slices.SortFunc(page.Bodies, func(a, b maturity.Organisation) int { return cmp.Compare(a.Code, b.Code) })
	page.Bodies = slices.CompactFunc(page.Bodies, func(a, b maturity.Organisation) bool { return a.ID == b.ID })
	shell := p.roadmapShell(c, page.Plan, page.Heading)
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "roadmap_register_form", shell, page)
}
