package page

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

type extensionPage struct {
	Collection    maturity.Collection
	Period        period.Period
	Row           returns.Row
	Headline      string
	Address       string // of this page
	Until, Reason string // as typed
	Earliest      string // first day that can be asked for
	Last          string
	Faults        []FieldFault
	MayAsk        bool
	MayDecide     bool
	Own           bool // the visitor asked for it
}

// extension shows where an extension of a return stands, and lets it be asked for and decided about.
func (p *Pages) extension(c echo.Context) error {
	page, err := p.readExtension(c)
	if err != nil {
		return err
	}
	return p.showExtension(c, http.StatusOK, page)
}

func (p *Pages) readExtension(c echo.Context) (page extensionPage, err error) {
	key, err := p.returnKey(c)
	if err != nil {
		return page, err
	}
	unknown := maturity.Errorf(maturity.NotFound, "There is no such return, or you may not see it.")
	var known bool
	if page.Collection, known = p.Catalogue.Collection(key.Collection); !known {
		return page, unknown
	}
	ctx, who := c.Request().Context(), p.actor(c)
	may := map[maturity.Permission]bool{}
	for _, what := range []maturity.Permission{maturity.ReadDraft, maturity.EditReturn, maturity.ApproveReturn} {
		scope, err := p.Follow.Rights.Reach(ctx, who.Account, what, page.Collection)
		if err != nil {
			return page, err
		}
		may[what] = scope.May(key.Organisation)
	}
	if !may[maturity.ReadDraft] {
		return page, unknown
	}
	round, err := p.Follow.Rounds.Round(ctx, key.Collection, key.Period, time.Time{})
	if err != nil {
		return page, err
	}
	for _, row := range round.Rows {
		if row.ID == key.Organisation {
			page.Row, known = row, true
		}
	}
	if page.Row.ID == 0 {
		return page, maturity.Errorf(maturity.NotFound, "No return is due from this organisation for %s.", key.Period.Label())
	}
	page.Period, page.Address = key.Period, returnAddress(key.Collection, key.Period, page.Row.Code)+"/extension"
	_, _, _, last := collection.Days(page.Collection, page.Period)
	page.Earliest, page.Last = max(page.Row.Standing.Deadline+1, p.Follow.Rounds.Today(time.Time{})).String(), last.String()
	out := !page.Row.Standing.State.In() && page.Row.Standing.State != collection.NotOpen
	page.MayAsk = may[maturity.EditReturn] && out && page.Row.Asked == nil
	page.Own = page.Row.Asked != nil && page.Row.Asked.RequestedBy == who.Account.Login
	page.MayDecide = may[maturity.ApproveReturn] && page.Row.Asked != nil && (!page.Own || page.Collection.OwnApproval)
	page.Headline = extensionHeadline(page.Row)
	return page, nil
}

func extensionHeadline(r returns.Row) string {
	switch {
	case r.Asked != nil:
		return "An extension to " + r.Asked.Until.Long() + " waits for a decision"
	case r.Standing.State.In():
		return "The return is in: it needs no extension"
	case r.Extension != nil:
		return "The deadline was moved to " + r.Standing.Deadline.Long()
	}
	return "The deadline is " + r.Standing.Deadline.Long()
}

func (p *Pages) showExtension(c echo.Context, status int, page extensionPage) error {
	shell := p.shell(c, page.Headline).under("/data", Link{Words: "Returns", Address: "/data/returns"},
		Link{Words: page.Collection.Title + ", " + page.Period.Label(), Address: roundAddress(page.Collection.ID, page.Period)})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "extension", shell, page)
}

// requestExtension takes the form.
func (p *Pages) requestExtension(c echo.Context) error {
	key, err := p.returnKey(c)
	if err != nil {
		return err
	}
	var until period.Day
	text, reason := c.FormValue("until"), c.FormValue("reason")
	day, err := time.Parse(time.DateOnly, text)
	if err == nil {
		until = period.DayOf(day)
		_, err = p.Follow.Extensions.Request(c.Request().Context(), p.actor(c), key, until, reason)
	} else {
		err = maturity.Errorf(maturity.Invalid, "Give the new deadline as a day.")
	}
	if maturity.CodeOf(err) != maturity.Invalid {
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, c.Request().URL.Path)
	}
	page, unread := p.readExtension(c)
	if unread != nil {
		return unread
	}
	field := "until"
	if letters := utf8.RuneCountInString(strings.TrimSpace(reason)); until != 0 && (letters == 0 || letters > returns.LongestReason) {
		field = "reason"
	}
	page.Until, page.Reason, page.Faults = text, reason, []FieldFault{{field, maturity.SentenceOf(err)}}
	return p.showExtension(c, http.StatusUnprocessableEntity, page)
}

// decideExtension grants or refuses.
func (p *Pages) decideExtension(c echo.Context) error {
	key, err := p.returnKey(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.FormValue("request"), 10, 64)
	decision := c.FormValue("decision")
	if err != nil || decision != "grant" && decision != "refuse" {
		return maturity.Errorf(maturity.Invalid, "Say which request is meant and whether it is granted.")
	}
	if _, err := p.Follow.Extensions.Decide(c.Request().Context(), p.actor(c), key, id, decision == "grant"); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, returnAddress(key.Collection, key.Period, c.Param("code"))+"/extension")
}

// Wanting reports whether the return is not in yet, so that its submitter may ask for more time.
func (p returnPage) Wanting() bool {
	return !p.Public && p.Today >= p.Opens && p.File.FirstSubmittedAt.IsZero() && p.May[maturity.EditReturn]
}
