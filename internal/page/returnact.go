package page

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/returns"
)

// returnAct is a button of a return: it says which version was seen, and does one act.
func (p *Pages) returnAct(action string, act func(ctx context.Context, c echo.Context, who returns.Actor, key maturity.ReturnKey, seen int64) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		key, err := p.returnKey(c)
		if err != nil {
			return err
		}
		seen, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
		if err != nil {
			return maturity.Errorf(maturity.Invalid, "The form does not say which version of the return it is about. Load the page again.")
		}
		if err := act(c.Request().Context(), c, p.actor(c), key, seen); err != nil {
			page, unseen := p.readReturn(c)
			if unseen != nil {
				return unseen
			}
			return p.refuseReturn(c, page, err, seen)
		}
		return c.Redirect(http.StatusSeeOther, returnAddress(key.Collection, key.Period, c.Param("code"))+"?done="+action)
	}
}

// refuseReturn shows the return with why an act was refused: with what has changed since the visitor looked, or at the
// fields it is about.
func (p *Pages) refuseReturn(c echo.Context, page returnPage, err error, seen int64) error {
	code := maturity.CodeOf(err)
	if code != maturity.Conflict && code != maturity.Invalid || c.Request().Header.Get("Accept") == "application/json" {
		return err
	}
	var unready *returns.Unready
	if errors.As(err, &unready) {
		for _, problem := range unready.Problems {
			page.Faults = append(page.Faults, FieldFault{fieldID(problem.Measure), problem.Sentence})
		}
	} else {
		page.Faults = append(page.Faults, FieldFault{"", maturity.SentenceOf(err)})
	}
	for _, name := range []string{"why", "words", "reason", "day", "time"} {
		page.Typed[name] = c.FormValue(name)
	}
	if code == maturity.Conflict && seen > 0 && page.Begun {
		trail, err := p.Desk.Trail(c.Request().Context(), page.File)
		if err != nil {
			return err
		}
		page.Missed = p.trailTable("What happened since you looked", returns.Since(trail, seen))
	}
	return p.showReturn(c, httpkit.StatusOf(code), page)
}

func (p *Pages) submitReturn(ctx context.Context, _ echo.Context, who returns.Actor, key maturity.ReturnKey, seen int64) error {
	_, err := p.Desk.Submit(ctx, who, key, seen)
	return err
}

func (p *Pages) withdrawReturn(ctx context.Context, c echo.Context, who returns.Actor, key maturity.ReturnKey, seen int64) error {
	_, err := p.Desk.Withdraw(ctx, who, key, seen, c.FormValue("why"))
	return err
}

func (p *Pages) requestChanges(ctx context.Context, c echo.Context, who returns.Actor, key maturity.ReturnKey, seen int64) error {
	_, err := p.Desk.RequestChanges(ctx, who, key, seen, c.FormValue("why"))
	return err
}

func (p *Pages) approveReturn(ctx context.Context, _ echo.Context, who returns.Actor, key maturity.ReturnKey, seen int64) error {
	_, err := p.Desk.Approve(ctx, who, key, seen)
	return err
}

func (p *Pages) publishReturn(ctx context.Context, _ echo.Context, who returns.Actor, key maturity.ReturnKey, seen int64) error {
	_, err := p.Desk.Publish(ctx, who, key, seen)
	return err
}

func (p *Pages) scheduleReturn(ctx context.Context, c echo.Context, who returns.Actor, key maturity.ReturnKey, seen int64) error {
	at, err := p.embargoTime(c)
	if err == nil {
		_, err = p.Desk.Schedule(ctx, who, key, seen, at)
	}
	return err
}

// embargoTime reads the day and time of a form, where the readers are; both empty is no time.
func (p *Pages) embargoTime(c echo.Context) (time.Time, error) {
	day, clock := strings.TrimSpace(c.FormValue("day")), strings.TrimSpace(c.FormValue("time"))
	if day == "" && clock == "" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, p.Location)
	if err != nil {
		return at, maturity.Errorf(maturity.Invalid, "Give both a day, such as 2026-11-30, and a time of day, such as 09:30.")
	}
	return at, nil
}

func (p *Pages) releaseReturn(ctx context.Context, c echo.Context, who returns.Actor, key maturity.ReturnKey, seen int64) error {
	_, err := p.Desk.Release(ctx, who, key, seen, c.FormValue("why"))
	return err
}

func (p *Pages) correctReturn(ctx context.Context, c echo.Context, who returns.Actor, key maturity.ReturnKey, seen int64) error {
	_, err := p.Desk.BeginCorrection(ctx, who, key, seen, maturity.Correction{Reason: maturity.CorrectionReason(c.FormValue("reason")), Words: c.FormValue("words")})
	return err
}

// returnReceipt gives the receipt of what was submitted last, to who may see what is not published.
func (p *Pages) returnReceipt(form string) echo.HandlerFunc {
	return func(c echo.Context) error {
		key, err := p.returnKey(c)
		if err != nil {
			return err
		}
		file, _, err := p.Desk.Open(c.Request().Context(), p.actor(c), key)
		if err != nil {
			return err
		}
		number, err := p.Desk.Receipt(c.Request().Context(), file)
		if err != nil {
			return err
		}
		return p.giveReceipt(c, number, form)
	}
}

// returnRoutes are the pages and buttons of a return.
func (p *Pages) returnRoutes() []httpkit.Route {
	if p.Desk == nil {
		return nil
	}
	const one = "/data/returns/:collection/:period/:code"
	route := func(method, path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: method, Path: path, Right: right}, Handle: handle}
	}
	save := route(http.MethodPost, one+"/values", httpkit.Send, p.saveReturn)
	save.Body = 512 << 10
	button := func(name string, right httpkit.Right, action string, act func(context.Context, echo.Context, returns.Actor, maturity.ReturnKey, int64) error) httpkit.Route {
		return route(http.MethodPost, one+"/"+name, right, p.returnAct(action, act))
	}
	out := append(p.reviewRoutes(), p.formRoutes()...)
	if p.Receipts != nil {
		for _, form := range []string{"json", "pdf"} {
			out = append(out, route(http.MethodGet, one+"/receipt."+form, httpkit.SignedIn, p.returnReceipt(form)))
		}
	}
	return append(out,
		route(http.MethodGet, one, httpkit.SignedIn, p.returnForm),
		save,
		button("submit", httpkit.Send, maturity.StepSubmitted, p.submitReturn),
		button("withdraw", httpkit.Send, maturity.StepWithdrawn, p.withdrawReturn),
		button("correct", httpkit.Send, maturity.StepCorrectionBegun, p.correctReturn),
		button("request-changes", httpkit.Decide, maturity.StepChangesRequested, p.requestChanges),
		button("approve", httpkit.Decide, maturity.StepApproved, p.approveReturn),
		button("publish", httpkit.Decide, maturity.StepPublished, p.publishReturn),
		button("schedule", httpkit.Decide, maturity.StepScheduled, p.scheduleReturn),
		button("release", httpkit.Decide, maturity.StepReleased, p.releaseReturn),
	)
}
