package page

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/returns"
)

// saveReturn takes figures: all fields of the form with its button, or one field from the script, which is answered in
// JSON. What is wrong or was changed by somebody else meanwhile stays in its field; everything else is saved.
func (p *Pages) saveReturn(c echo.Context) error {
	page, err := p.readReturn(c)
	if err != nil {
		return err
	}
	var savings []returns.Saving
	for i := range page.Fields {
		f := &page.Fields[i]
		if _, sent := c.Request().PostForm["state."+f.Measure.ID]; !sent {
			continue
		}
		saving, changed, err := p.readField(c, page.View, f)
		if err != nil {
			page.Faults = append(page.Faults, FieldFault{fieldID(f.Measure.ID), maturity.SentenceOf(err)})
		} else if changed {
			savings = append(savings, saving)
		}
	}
	ctx := c.Request().Context()
	file, clashes, err := p.Desk.Save(ctx, p.actor(c), page.Key, savings)
	if err != nil {
		return p.refuseReturn(c, page, err, 0)
	}
	if c.Request().Header.Get("Accept") == "application/json" {
		return p.answerSave(c, page, file, clashes)
	}
	if len(clashes)+len(page.Faults) == 0 {
		return c.Redirect(http.StatusSeeOther, page.Address+"?done=saved")
	}
	return p.showUnsaved(c, page, clashes)
}

// showUnsaved shows the form again: what was saved as it stands now, and what was not as it was typed.
func (p *Pages) showUnsaved(c echo.Context, typed returnPage, clashes []returns.Clash) error {
	page, err := p.readReturn(c)
	if err != nil {
		return err
	}
	page.Faults = typed.Faults
	status := http.StatusUnprocessableEntity
	for i := range page.Fields {
		f := &page.Fields[i]
		for _, fault := range typed.Faults {
			if fault.Field == fieldID(f.Measure.ID) {
				now := *f
				*f = typed.Fields[i]
				f.Saved, f.Was = now.Saved, now.Was
			}
		}
		for _, clash := range clashes {
			if clash.Yours.Measure == f.Measure.ID {
				status = http.StatusConflict
				f.clash(p, clash, typed.Fields[i])
				page.Faults = append(page.Faults, FieldFault{"choose." + f.Measure.ID, f.Measure.Title + ": " + clash.Theirs.By + " saved another figure meanwhile. Choose one."})
			}
		}
	}
	return p.showReturn(c, status, page)
}

// clash keeps what was typed in the field, and offers what somebody else saved beside it.
func (f *returnField) clash(p *Pages, clash returns.Clash, typed returnField) {
	now := *f
	*f = typed
	f.Was, f.Revision, f.Saved = now.Was, clash.Theirs.Revision, now.Saved
	f.Clash = &clashView{Theirs: figureWords(f.Measure, clash.Theirs), Yours: figureWords(f.Measure, clash.Yours.ReturnValue), By: clash.Theirs.By}
	if !clash.Theirs.At.IsZero() {
		f.Clash.By += " on " + p.momentWords(clash.Theirs.At)
	}
}

// readField reads what was typed into a field, and keeps it there. changed is false where it is as the page was written.
func (p *Pages) readField(c echo.Context, v returns.View, f *returnField) (s returns.Saving, changed bool, err error) {
	id := f.Measure.ID
	form := c.Request().PostForm
	was := strings.ReplaceAll(form.Get("was."+id), "\r\n", "\n")
	f.Revision, _ = strconv.ParseInt(form.Get("revision."+id), 10, 64)
	if form.Get("confirm") == id {
		s, err = v.Confirm(id, f.Revision, strings.TrimSpace(form.Get("comment."+id)))
		return s, true, err
	}
	f.State, f.Value, f.Numerator, f.Denominator = form.Get("state."+id), strings.TrimSpace(form.Get("value."+id)), strings.TrimSpace(form.Get("numerator."+id)), strings.TrimSpace(form.Get("denominator."+id))
	f.Comment = strings.ReplaceAll(form.Get("comment."+id), "\r\n", "\n")
	f.Computed = ""
	if f.text() == was && form.Get("choose."+id) != "mine" || form.Get("choose."+id) == "theirs" {
		return s, false, nil
	}
	s.ReturnValue = maturity.ReturnValue{Measure: id, Revision: f.Revision, Comment: f.Comment}
	if s.Value, s.Numerator, s.Denominator, err = f.numbers(); err != nil {
		return s, true, err
	}
	state, known := maturity.ParseState(f.State)
	switch given := f.Value != "" || f.Numerator != "" || f.Denominator != ""; {
	case known:
		s.State = state
	case given:
		s.State = maturity.Reported
	default:
		s.Clear = true
	}
	s.Seen = f.Value
	return s, true, p.Desk.Judge(v.Collection, &s)
}

// numbers reads the numbers of the field; NaN for an empty one.
func (f *returnField) numbers() (value, numerator, denominator float64, err error) {
	out := [3]float64{}
	for i, text := range []string{f.Value, f.Numerator, f.Denominator} {
		out[i] = math.NaN()
		if text == "" {
			continue
		}
		if out[i], err = returns.ParseNumber(text); err != nil {
			return 0, 0, 0, maturity.Errorf(maturity.Invalid, "%s: %s", f.Measure.Title, maturity.SentenceOf(err))
		}
	}
	return out[0], out[1], out[2], nil
}

// savedField is what the script is told of one field.
type savedField struct {
	Revision int64  `json:"revision"`
	Was      string `json:"was"`
	Computed string `json:"computed"`
	Saved    string `json:"saved"`
	Fault    string `json:"fault,omitempty"`
	Theirs   string `json:"theirs,omitempty"` // somebody else's figure, saved meanwhile
	By       string `json:"by,omitempty"`
}

func (p *Pages) answerSave(c echo.Context, page returnPage, file maturity.ReturnFile, clashes []returns.Clash) error {
	out := struct {
		At      string                `json:"at"`
		Version int64                 `json:"version"`
		Fields  map[string]savedField `json:"fields"`
	}{At: p.Now().In(p.Location).Format("15:04"), Version: file.Version, Fields: map[string]savedField{}}
	page.File = file
	for _, f := range page.Fields {
		if _, sent := c.Request().PostForm["state."+f.Measure.ID]; !sent {
			continue
		}
		now := p.returnField(page.View, f.Measure.ID)
		field := savedField{Revision: now.Revision, Was: now.Was, Computed: now.Computed, Saved: now.Saved}
		for _, fault := range page.Faults {
			if fault.Field == fieldID(f.Measure.ID) {
				field.Fault = fault.Sentence
			}
		}
		for _, clash := range clashes {
			if clash.Yours.Measure == f.Measure.ID {
				field.Theirs, field.By = figureWords(f.Measure, clash.Theirs), clash.Theirs.By
			}
		}
		out.Fields[f.Measure.ID] = field
	}
	return c.JSON(http.StatusOK, out)
}
