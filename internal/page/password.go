package page

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
)

type passwordPage struct {
	Given  bool // somebody else was shown the present one
	Faults []FieldFault
}

// passwordForm is where somebody whose password was made for them chooses another.
func (p *Pages) passwordForm(c echo.Context) error { return p.showPassword(c, http.StatusOK, nil) }

func (p *Pages) showPassword(c echo.Context, status int, faults []FieldFault) error {
	a, _ := httpkit.AccountOf(c.Request().Context())
	shell := p.shell(c, "Choose a password")
	shell.InAccount, shell.Fault = true, len(faults) > 0
	return p.show(c, status, "password", shell, passwordPage{a.Given, faults})
}
