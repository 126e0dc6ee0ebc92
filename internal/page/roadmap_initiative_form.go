package page

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// initiativeForm is room for the form of an initiative with all its rows, once percent-encoded.
const initiativeForm = 1 << 20

type initiativeFormPage struct {
	Plan     *roadmap.Plan
	Heading  string
	Address  string // where the form goes
	Back     string
	Seen     string // what the initiative was when the visitor began
	New      bool
	Groups   []initiativeFormGroup
	Measures []maturity.Measure
	Items    []draftItem
	Bodies   []maturity.Organisation
	Faults   []FieldFault
	Check    *initiativeCheck // the second page; nil: the form itself
	Theirs   []draftChange    // what somebody else saved meanwhile, against what is typed
	Same     bool             // nothing is changed
	Remove   bool             // the whole initiative is to go
	Reason   string
}

type initiativeFormGroup struct {
	ID, Title, Hint string
	Fields          []formField
	Rows            []formRows
}

// initiativeCheck is what would be saved.
type initiativeCheck struct {
	Changes  []draftChange
	Warnings []string
	Links    []string // of others that lead to what is removed
	Hidden   []hiddenField
}

type hiddenField struct{ Name, Value string }

// roadmapEditor is the roadmap as it is now, for whoever may change it.
func (p *Pages) roadmapEditor(c echo.Context) (*roadmap.Plan, error) {
	plan, err := p.roadmapNow(c)
	if err == nil {
		err = p.mustEditRoadmap(c, plan)
	}
	return plan, err
}

func (p *Pages) newInitiativeForm(c echo.Context) error { return p.editInitiative(c, false) }
func (p *Pages) newInitiative(c echo.Context) error     { return p.editInitiative(c, true) }

func (p *Pages) editInitiativeForm(c echo.Context) error { return p.editInitiative(c, false) }
func (p *Pages) saveInitiative(c echo.Context) error     { return p.editInitiative(c, true) }

// editInitiative shows the form, checks what was typed, shows what it would change, and saves it.
func (p *Pages) editInitiative(c echo.Context, sent bool) error {
	plan, err := p.roadmapEditor(c)
	if err != nil {
		return err
	}
	now, page, err := p.initiativeEdited(c, plan)
	if err != nil {
		return err
	}
	ctx := p.draftContext(plan, now.ID)
	if !sent {
		if page.New {
			p.prefill(c, plan, &now)
		}
		return p.showInitiativeForm(c, http.StatusOK, ctx, page, now, nil)
	}
	form := c.Request().PostForm
	do := form.Get("do")
	page.Reason, page.Remove = field(form, "reason"), form.Get("remove-all") != ""
	if strings.HasPrefix(do, "more ") || do == "back" {
		return p.showInitiativeForm(c, http.StatusOK, ctx, page, now, form)
	}
	typed := now.clone()
	if page.Faults = readDraft(ctx, &typed, form); len(page.Faults) > 0 {
		return p.showInitiativeForm(c, http.StatusUnprocessableEntity, ctx, page, now, form)
	}
	if page.New {
		typed.ID = ctx.newID(typed.Title, "initiative")
	}
	for i := range typed.Deployments {
		typed.Deployments[i].Initiative = typed.ID
	}
	changes := diffDraft(ctx, &now, &typed)
	if seen := form.Get("seen"); seen != page.Seen {
		page.Theirs = changes
		if len(changes) > 0 {
			return p.showInitiativeForm(c, http.StatusConflict, ctx, page, now, form)
		}
	}
	if len(changes) == 0 && !page.Remove {
		page.Same = true
		return p.showInitiativeForm(c, http.StatusOK, ctx, page, now, form)
	}
	edit := initiativeEdit{old: now, new: typed, remove: page.Remove, unlink: form.Get("unlink") != ""}
	if do == "save" && page.Reason == "" {
		page.Faults = []FieldFault{{"reason", "Say why it is changed"}}
	}
	if do != "save" || len(page.Faults) > 0 {
		return p.checkInitiative(c, ctx, page, edit, form, changes)
	}
	_, err = p.Roadmaps.Desk.Save(c.Request().Context(), plannerOf(c), plan.ID, plan.Version, maturity.ChangeByForm, page.Reason, edit.apply)
	switch maturity.CodeOf(err) {
	case "":
		return c.Redirect(http.StatusSeeOther, p.afterEdit(plan, edit))
	case maturity.Invalid:
		page.Faults = []FieldFault{{"", maturity.SentenceOf(err)}}
		return p.showInitiativeForm(c, http.StatusUnprocessableEntity, ctx, page, now, form)
	}
	return err
}

// afterEdit is where a visitor goes after saving: to the initiative as it is now, even where the roadmap opens in the past.
func (p *Pages) afterEdit(plan *roadmap.Plan, edit initiativeEdit) string {
	address := initiativeAddress(plan.ID, edit.new.ID)
	if edit.remove {
		address = roadmapAddress(plan.ID)
	}
	return nowWhere(plan, address)
}

// nowWhere is an address as known now, where the roadmap opens as at an earlier day.
func nowWhere(plan *roadmap.Plan, address string) string {
	if plan.Footprint.ShownAsAt == nil {
		return address
	}
	return address + "?as_at=now"
}

// initiativeEdited is the initiative of the address as it is now, or an empty one for a new one.
func (p *Pages) initiativeEdited(c echo.Context, plan *roadmap.Plan) (initiativeDraft, initiativeFormPage, error) {
	page := initiativeFormPage{Plan: plan, Heading: "Open an initiative", Address: roadmapAddress(plan.ID) + "/initiatives/new", Back: roadmapAddress(plan.ID), New: true}
	id := c.Param("initiative")
	if id == "" {
		return initiativeDraft{}, page, nil
	}
	i := plan.Initiative(id)
	if i == nil {
		return initiativeDraft{}, page, maturity.Errorf(maturity.NotFound, "The roadmap %s has no such initiative now.", plan.Title)
	}
	now := draftOf(plan, i)
	page.New, page.Heading, page.Back, page.Seen = false, "Edit "+i.Title, initiativeAddress(plan.ID, i.ID), now.mark()
	page.Address = page.Back + "/edit"
	return now, page, nil
}

func draftOf(plan *roadmap.Plan, i *maturity.Initiative) initiativeDraft {
	d := initiativeDraft{Initiative: *i}
	for _, one := range plan.DeploymentsOf(i.ID) {
		d.Deployments = append(d.Deployments, *one)
	}
	return d.clone()
}

// clone is a draft whose lists and pilot may be changed without changing those of the plan. Fields of rows are replaced,
// never changed in place.
func (d initiativeDraft) clone() initiativeDraft {
	d.Milestones, d.Phases, d.Gates, d.Waves = slices.Clone(d.Milestones), slices.Clone(d.Phases), slices.Clone(d.Gates), slices.Clone(d.Waves)
	d.Links, d.Drivers, d.Deployments = slices.Clone(d.Links), slices.Clone(d.Drivers), slices.Clone(d.Deployments)
	for i := range d.Deployments {
		d.Deployments[i].Effects = slices.Clone(d.Deployments[i].Effects)
	}
	if d.Pilot != nil {
		pilot := *d.Pilot
		d.Pilot = &pilot
	}
	return d
}

// mark tells one state of an initiative and its deployments from another.
func (d initiativeDraft) mark() string {
	withoutEmptyPilot(&d)
	text, err := json.Marshal(d)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}

// draftContext is what the fields of an initiative of a roadmap are read with.
func (p *Pages) draftContext(plan *roadmap.Plan, id string) *draftContext {
	c := &draftContext{Roadmap: &plan.Roadmap, Catalogue: p.Catalogue, Taken: map[string]bool{}, Prefix: id}
	take := func(id, title string) {
		if id != "" && !c.Taken[id] {
			c.Taken[id] = true
			c.Items = append(c.Items, draftItem{id, cmp.Or(title, id)})
		}
	}
	for _, i := range plan.Initiatives {
		take(i.ID, i.Title)
		for _, v := range i.Phases {
			take(v.ID, v.Title)
		}
		for _, v := range i.Gates {
			take(v.ID, v.Stage)
		}
		for _, v := range i.Waves {
			take(v.ID, v.Title)
		}
		for _, v := range i.Milestones {
			take(v.ID, v.Title)
		}
	}
	for _, d := range plan.Deployments {
		title, _, _, _ := plan.Find(d.ID)
		take(d.ID, title)
	}
	for _, r := range plan.Registers {
		for _, e := range r.Entries {
			take(e.ID, e.Title)
		}
	}
	return c
}

// readDraft takes the form into a draft; each fault is at its field.
func readDraft(c *draftContext, into *initiativeDraft, form url.Values) (faults []FieldFault) {
	for _, g := range initiativeGroups() {
		faults = append(faults, readFields(c, g.Fields, "", form, into)...)
		for _, rows := range g.Rows {
			faults = append(faults, rows.read(c, into, "", form)...)
		}
	}
	withoutEmptyPilot(into)
	if into.Title == "" {
		faults = append([]FieldFault{{"title", "Give the initiative a title"}}, faults...)
	}
	return faults
}

func diffDraft(c *draftContext, from, to *initiativeDraft) (out []draftChange) {
	was, is := from.clone(), to.clone()
	for _, g := range initiativeGroups() {
		out = append(out, diffFields(c, g.Fields, &was, &is, "")...)
		for _, rows := range g.Rows {
			out = append(out, rows.diff(c, &was, &is, "")...)
		}
	}
	return out
}

func (p *Pages) showInitiativeForm(c echo.Context, status int, ctx *draftContext, page initiativeFormPage, of initiativeDraft, form url.Values) error {
	shown := of.clone()
	for _, g := range initiativeGroups() {
		group := initiativeFormGroup{ID: g.ID, Title: g.Title, Hint: g.Hint, Fields: showFields(ctx, g.Fields, &shown, "", form, page.Faults)}
		for _, rows := range g.Rows {
			group.Rows = append(group.Rows, rows.show(ctx, &shown, "", form, page.Faults))
		}
		page.Groups = append(page.Groups, group)
	}
	page.Measures, page.Items = p.Catalogue.Measures, ctx.Items
	for _, o := range page.Plan.Bodies {
		page.Bodies = append(page.Bodies, o)
	}
	slices.SortFunc(page.Bodies, func(a, b maturity.Organisation) int { return cmp.Compare(a.Code, b.Code) })
	page.Bodies = slices.CompactFunc(page.Bodies, func(a, b maturity.Organisation) bool { return a.ID == b.ID })
	return p.showInitiativeEditor(c, status, page)
}

func (p *Pages) showInitiativeEditor(c echo.Context, status int, page initiativeFormPage) error {
	shell := p.roadmapShell(c, page.Plan, page.Heading)
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "roadmap_initiative_form", shell, page)
}

// checkInitiative shows what would be saved, and what is doubtful about it.
func (p *Pages) checkInitiative(c echo.Context, ctx *draftContext, page initiativeFormPage, edit initiativeEdit, form url.Values, changes []draftChange) error {
	faults, warnings, err := p.draftWarnings(c.Request().Context(), page.Plan, edit)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		page.Faults = faults
		return p.showInitiativeForm(c, http.StatusUnprocessableEntity, ctx, page, edit.old, form)
	}
	check := &initiativeCheck{Changes: changes, Warnings: warnings, Links: edit.dangling(page.Plan)}
	if page.Remove {
		check.Changes = []draftChange{{Label: "The whole initiative", From: edit.old.Title, To: "removed, with " + countWords(len(edit.old.Deployments), "deployment", "deployments")}}
	}
	for name, values := range form {
		if name != "do" && name != "form_token" && name != "reason" && name != "unlink" {
			for _, v := range values {
				check.Hidden = append(check.Hidden, hiddenField{name, v})
			}
		}
	}
	slices.SortFunc(check.Hidden, func(a, b hiddenField) int { return cmp.Compare(a.Name, b.Name) })
	page.Check = check
	return p.showInitiativeEditor(c, statusOfForm(page.Faults), page)
}

func statusOfForm(faults []FieldFault) int {
	if len(faults) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// draftWarnings puts the roadmap together as it would be, and says what would stop it and what would be doubtful that is
// not doubtful now.
func (p *Pages) draftWarnings(ctx context.Context, plan *roadmap.Plan, edit initiativeEdit) (faults []FieldFault, warnings []string, err error) {
	r, err := roadmap.Join(roadmap.Items(plan.Roadmap))
	if err != nil {
		return nil, nil, err
	}
	if err := edit.apply(&r); err != nil {
		return nil, nil, err
	}
	bad, doubts, err := p.Roadmaps.Desk.Check(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range bad {
		faults = append(faults, FieldFault{"", f.Words})
	}
	before := map[string]bool{}
	for _, w := range plan.Warnings {
		before[w.Words] = true
	}
	for _, w := range doubts {
		if !before[w.Words] {
			warnings = append(warnings, w.Words)
		}
	}
	return faults, append(warnings, edit.doubts(p.Catalogue)...), nil
}
