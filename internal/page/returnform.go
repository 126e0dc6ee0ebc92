package page

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// oneForm downloads the form of a return.
func (p *Pages) oneForm(c echo.Context) error {
	key, err := p.returnKey(c)
	if err != nil {
		return err
	}
	return p.writeForm(c, key)
}

// allForms downloads one form for all organisations that owe the return and that the visitor may fill in.
func (p *Pages) allForms(c echo.Context) error {
	at, err := period.FromCode(c.Param("period"))
	if err != nil {
		return maturity.Errorf(maturity.NotFound, "There is no such return, or you may not see it.")
	}
	return p.writeForm(c, maturity.ReturnKey{Collection: c.Param("collection"), Period: at})
}

func (p *Pages) writeForm(c echo.Context, key maturity.ReturnKey) error {
	form, err := p.ReturnForms.Form(c.Request().Context(), p.actor(c), key.Collection, key.Period, key.Organisation)
	if err != nil {
		return err
	}
	attach(c, form.Name())
	h := c.Response().Header()
	h.Set("Content-Type", formMedia["xlsx"])
	h.Set("Content-Security-Policy", httpkit.DownloadPolicy)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return form.Write(c.Response())
}

// formRoutes are the downloads of forms of returns.
func (p *Pages) formRoutes() []httpkit.Route {
	if p.ReturnForms == nil {
		return nil
	}
	one := httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: "/data/returns/:collection/:period/:code/form.xlsx", Right: httpkit.SignedIn}, Handle: p.oneForm}
	all := httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: "/data/returns/:collection/:period/forms.xlsx", Right: httpkit.Send, Slow: true}, Handle: p.allForms}
	return []httpkit.Route{one, all}
}

// uploadAddress is the page for sending files for returns: of a round, or of one organisation where code is not "".
func uploadAddress(collection string, at period.Period, code string) string {
	query := url.Values{"collection": {collection}, "period": {at.Code()}}
	if code != "" {
		query.Set("organisation", code)
	}
	return "/data/upload?" + query.Encode()
}
