package page

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Shell is the frame around every page.
type Shell struct {
	Product   string
	Title     string
	Path      string
	Account   *maturity.Account // nil when nobody is signed in
	FormToken string            // for forms; "" when nobody is signed in, except on the sign-in page
	Nav       []Link
	Crumbs    []Link
	Local     []Link // pages beside this one, of the same roadmap
	Of        string // title of that roadmap; "" for pages of none
	Refresh   int    // seconds after which the page loads itself again; 0 for never
	Fault     bool
	// AsAt is set when the page shows what was known on an earlier day.
	AsAt         *AsAt
	AtQuery      string // value of as_at that links keep: of AsAt, or "now" where the visitor chose now
	Boundaries   *Boundaries
	kept         compared
	Illustrative string // sentence about invented figures; "" when there are none
	InAccount    bool
	InPeople     bool
	InSignIn     bool
}

// Link is an address with the words it goes under.
type Link struct {
	Words, Address string
	Current        bool
}

// AsAt is a time in the past at which a page looks.
type AsAt struct {
	Words      string // 15 November 2018
	Query      string // value of as_at in addresses
	NowAddress string // the same page as known now
}

// nav lists the sections in order. One whose route does not exist yet is left out, so that no link is dead.
var nav = []Link{{Words: "Overview", Address: "/"}, {Words: "Organisations", Address: "/organisations"}, {Words: "Measures", Address: "/measures"}, {Words: "Roadmap", Address: "/roadmap"},
	{Words: "Meetings", Address: "/meetings"}, {Words: "Data", Address: "/data"}}

// shell begins the frame of a page with its title.
func (p *Pages) shell(c echo.Context, title string) Shell {
	s := Shell{Product: p.Product, Title: title, Path: c.Request().URL.Path}
	s.InPeople = strings.HasPrefix(s.Path, peoplePath)
	if account, ok := httpkit.AccountOf(c.Request().Context()); ok {
		s.Account, s.FormToken = &account, p.kit.FormToken(c)
		for _, item := range nav {
			if p.kit.Has(item.Address) {
				item.Current = item.Address == s.Path
				s.Nav = append(s.Nav, item)
			}
		}
	}
	return s
}

// under marks the section of the navigation the page belongs to and begins the breadcrumbs with it. Further crumbs are the
// pages between; the page itself is not one.
func (s Shell) under(section string, between ...Link) Shell {
	nav := make([]Link, len(s.Nav))
	copy(nav, s.Nav)
	for i := range nav {
		if nav[i].Address == section {
			if s.Path != section {
				s.Crumbs = append([]Link{nav[i]}, between...)
			}
			nav[i].Current = true
		}
	}
	s.Nav = nav
	return s
}

// asKnownAt puts the banner of an earlier time on the page, and keeps its links at that time. Now has no banner.
func (s Shell) asKnownAt(at asAt) Shell {
	s.AtQuery, s.kept, s.Boundaries = at.Query, at.compared, at.banner
	if at.Time.IsZero() {
		return s
	}
	s.AsAt = &AsAt{Words: at.Words, Query: at.Query, NowAddress: at.now}
	return s
}

// withIllustrative says that the page shows invented figures.
func (s Shell) withIllustrative() Shell {
	s.Illustrative = "Some of the figures on this page were invented for the demonstration. No organisation reported them."
	return s
}

// Link is an address inside Waymark that stays at the as-at time, the boundaries and the earlier time of the page. A
// fragment stays at its end.
func (s Shell) Link(address string) string {
	address, fragment, marked := strings.Cut(address, "#")
	address = s.kept.keep(s.at(address, s.AtQuery))
	if marked {
		address += "#" + fragment
	}
	return address
}

// LinkThen is an address as known at the earlier time that the page is compared with: a day, where it is the end of one.
func (s Shell) LinkThen(address string, since board.Since) string {
	if since.At.Add(time.Microsecond).Format(time.TimeOnly) == "00:00:00" {
		return s.at(address, since.At.Format(time.DateOnly))
	}
	return s.at(address, since.At.UTC().Format(time.RFC3339Nano))
}

func (s Shell) at(address, query string) string {
	if query == "" {
		return address
	}
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	return address + separator + "as_at=" + url.QueryEscape(query)
}

// asAt is the time a page is asked to look at; the zero value is now.
type asAt struct {
	Time  time.Time
	Words string
	Query string
	now   string
	compared
}

// asAt reads ?as_at=: a day (its end, in the place of the readers) or an RFC 3339 time. "now", which overrides a
// footprint's own day, and an empty value give the zero value; chosen says that the visitor wrote one.
func (p *Pages) asAt(c echo.Context) (at asAt, chosen bool, err error) {
	text := strings.TrimSpace(c.QueryParam("as_at"))
	if text == "" || text == "now" {
		return asAt{Query: text}, text == "now", nil
	}
	t, err := time.ParseInLocation("2006-01-02", text, p.Location)
	if err == nil {
		return p.asAtDay(c, period.DayOf(t)), true, nil
	}
	if t, err = time.Parse(time.RFC3339, text); err != nil {
		return asAt{}, true, maturity.Errorf(maturity.Invalid, "The as-at date cannot be read. Write it as year-month-day, for example 2018-11-15.")
	}
	return asAt{Time: t, Words: momentWords(t.In(p.Location)), Query: text, now: nowAddress(c)}, true, nil
}

// asAtDay is the end of a day, for pages that open at a day of their own.
func (p *Pages) asAtDay(c echo.Context, day period.Day) asAt {
	return asAt{Time: p.endOf(day), Words: day.Long(), Query: day.String(), now: nowAddress(c)}
}

func nowAddress(c echo.Context) string {
	query := c.Request().URL.Query()
	query.Set("as_at", "now")
	return c.Request().URL.EscapedPath() + "?" + query.Encode()
}

// show answers with a page.
func (p *Pages) show(c echo.Context, status int, template string, shell Shell, page any) error {
	return p.renderer.render(template, view{shell, page}, func(html []byte) error {
		if c.Request().Method == http.MethodHead {
			return c.NoContent(status)
		}
		return c.HTMLBlob(status, html)
	})
}
