package page

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
)

// organisationRoutes are the pages of organisations and measures beside their first ones.
func (p *Pages) organisationRoutes() []httpkit.Route {
	get := func(path string, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: httpkit.SignedIn}, Handle: handle}
	}
	return []httpkit.Route{
		get("/organisations/:code/domains", p.domains),
		get("/organisations/:code/domains.csv", p.domainsFile),
		get("/organisations/:code/assurance", p.assurance),
		get("/organisations/:code/pictures/:picture", p.profilePicture),
	}
}
