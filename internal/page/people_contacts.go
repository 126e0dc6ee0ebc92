package page

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// contact is an account as the export gives it.
type contact struct {
	Login     string    `json:"login"`
	Email     string    `json:"email"`
	Roles     []string  `json:"roles"`
	State     string    `json:"state"`
	CreatedAt time.Time `json:"created_at"`
}

// contacts exports who can be written to, as JSON or CSV by the ending of the address.
func (p *Pages) contacts(c echo.Context) error {
	name := c.Param("file")
	if name != "contacts.json" && name != "contacts.csv" {
		return maturity.Errorf(maturity.NotFound, "There is no such export. There are contacts.json and contacts.csv.")
	}
	a, _ := httpkit.AccountOf(c.Request().Context())
	all, err := p.Accounts.Contacts(c.Request().Context(), a.Login)
	if err != nil {
		return err
	}
	out := make([]contact, len(all))
	for i, one := range all {
		out[i] = contact{one.Login, one.Email, p.shortRoles(one), stateOf(one), one.CreatedAt}
	}
	attach(c, name)
	if name == "contacts.json" {
		return c.JSONPretty(http.StatusOK, out, "  ")
	}
	var file bytes.Buffer
	file.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	err = sheet.WriteCSV(&file, func(yield func([]string) bool) {
		if !yield([]string{"login", "email", "roles", "state", "created_at"}) {
			return
		}
		for _, one := range out {
			if !yield([]string{one.Login, one.Email, strings.Join(one.Roles, "; "), one.State, one.CreatedAt.UTC().Format(time.RFC3339)}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, formMedia["csv"], file.Bytes())
}
