package page

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/explore"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Found on one page of a search.
const (
	measuresFound      = 15
	organisationsFound = 15
)

// exploreSearch is what was looked for, to be added to a choice, and what was found.
type exploreSearch struct {
	MeasureWords, BodyWords, BodyKind string
	MeasurePage                       int    // from 0
	After                             string // code of the last organisation on the page before
	Measures, Bodies                  []foundToAdd
	MoreMeasures, MoreBodies          string
	MeasureCount                      int
	Kinds                             []maturity.OrganisationKind
	Whole                             *foundToAdd // all of the kind looked for
	Groups                            []foundToAdd
	Looked, LookedBody                bool
}

// foundToAdd is something that can be added to a choice, or has been.
type foundToAdd struct {
	Words, Note string
	Add         string // address of the choice with it; "" when it is chosen already
	Members     string // address of the choice with its members; "" where it has none
	MemberWords string
}

func readSearch(c echo.Context) exploreSearch {
	s := exploreSearch{MeasureWords: strings.TrimSpace(c.QueryParam("mq")), BodyWords: strings.TrimSpace(c.QueryParam("oq")), BodyKind: strings.TrimSpace(c.QueryParam("ok")), After: c.QueryParam("after")}
	s.MeasurePage, _ = strconv.Atoi(c.QueryParam("mp"))
	s.MeasurePage = max(0, min(s.MeasurePage, 1000))
	s.Looked, s.LookedBody = s.MeasureWords != "", s.BodyWords != "" || s.BodyKind != ""
	return s
}

// query is the search as part of an address, in one order.
func (s exploreSearch) query() string {
	var parts []string
	for _, f := range []Field{{"mq", s.MeasureWords}, {"mp", pageNumber(s.MeasurePage)}, {"oq", s.BodyWords}, {"ok", s.BodyKind}, {"after", s.After}} {
		if f.Value != "" {
			parts = append(parts, f.Name+"="+url.QueryEscape(f.Value))
		}
	}
	return strings.Join(parts, "&")
}

func pageNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// exploreSearch looks for what could be added.
func (p *Pages) exploreSearch(c echo.Context, v explore.View, s exploreSearch, day period.Day) (exploreSearch, error) {
	s.Kinds = p.Catalogue.Kinds
	p.findMeasures(v, &s)
	if err := p.findBodies(c, v, &s, day); err != nil {
		return s, err
	}
	if p.Explore.Groups == nil {
		return s, nil
	}
	groups, err := p.groupsFor(c)
	for i, g := range groups {
		pick := explore.Pick{Group: g.ID}
		if i == 50 || slices.Contains(v.Picks, pick) {
			continue
		}
		s.Groups = append(s.Groups, foundToAdd{Words: g.Title, Note: countWords(len(g.Members), "organisation", "organisations"), Add: v.WithPick(pick).Address()})
	}
	return s, err
}

// findMeasures lists the measures that hold every word looked for, in the order of the definitions.
func (p *Pages) findMeasures(v explore.View, s *exploreSearch) {
	if !s.Looked {
		return
	}
	found := p.measuresLike(s.MeasureWords)
	s.MeasureCount = len(found)
	first := min(s.MeasurePage*measuresFound, len(found))
	last := min(first+measuresFound, len(found))
	if last < len(found) {
		next := *s
		next.MeasurePage++
		s.MoreMeasures = withParts(v.Address(), next.query())
	}
	for _, m := range found[first:last] {
		one := foundToAdd{Words: m.Title, Note: m.UnitWords}
		if f, ok := p.Catalogue.Framework(m.Framework); ok {
			one.Note = f.Title
		}
		if !slices.Contains(v.Choice.Measures, m.ID) {
			one.Add = withParts(v.WithMeasure(m.ID).Address(), s.query())
		}
		s.Measures = append(s.Measures, one)
	}
}

// measuresLike finds the measures whose title, id, purpose or framework hold every word.
func (p *Pages) measuresLike(words string) (out []maturity.Measure) {
	wanted := strings.Fields(strings.ToLower(words))
	for _, m := range p.Catalogue.Measures {
		f, _ := p.Catalogue.Framework(m.Framework)
		text := strings.ToLower(strings.Join([]string{m.ID, m.Title, m.Short, m.Why, m.UnitWords, f.Title}, " "))
		if !slices.ContainsFunc(wanted, func(word string) bool { return !strings.Contains(text, word) }) {
			out = append(out, m)
		}
	}
	return out
}

func (p *Pages) findBodies(c echo.Context, v explore.View, s *exploreSearch, day period.Day) error {
	if !s.LookedBody {
		return nil
	}
	q := maturity.OrganisationQuery{Text: s.BodyWords, After: s.After, Limit: organisationsFound}
	if s.BodyKind != "" {
		q.Kinds = []string{s.BodyKind}
	}
	found, after, err := p.Organisations.Organisations(c.Request().Context(), q)
	if err != nil {
		return err
	}
	here := s.query()
	if after != "" {
		next := *s
		next.After = after
		s.MoreBodies = withParts(v.Address(), next.query())
	}
	for _, o := range found {
		one := foundToAdd{Words: o.Name, Note: o.Code + ", " + p.kindWords(o.Kind)}
		if o.Closed != nil {
			one.Note += ", closed " + o.Closed.Long()
		}
		if pick := (explore.Pick{Code: o.Code}); !slices.Contains(v.Picks, pick) {
			one.Add = withParts(v.WithPick(pick).Address(), here)
		}
		if pick := (explore.Pick{Code: o.Code, Members: true}); !slices.Contains(v.Picks, pick) {
			if n := len(v.Directory.Members(o.ID, day)); n > 0 {
				one.Members, one.MemberWords = withParts(v.WithPick(pick).Address(), here), countWords(n, "member", "members")
			}
		}
		s.Bodies = append(s.Bodies, one)
	}
	if kind, ok := p.Catalogue.Kind(s.BodyKind); ok && s.BodyWords == "" {
		if pick := (explore.Pick{Kind: kind.ID}); !slices.Contains(v.Picks, pick) {
			n := len(v.Directory.OfKind(kind.ID, day))
			s.Whole = &foundToAdd{Words: countWords(n, kind.Singular, kind.Plural), Add: withParts(v.WithPick(pick).Address(), here)}
		}
	}
	return nil
}

// explorePeriods is what the form for periods holds.
type explorePeriods struct {
	From, To, Every string
	Keep            []Field
	Kinds           []Field // name: word in addresses, value: words for people
}

func periodsOf(c explore.Choice) explorePeriods {
	out := explorePeriods{Every: c.Every.String(), Keep: choiceFields(c, false),
		Kinds: []Field{{"day", "Single days"}, {"month", "Months"}, {"quarter", "Quarters"}, {"financial_year", "Financial years"}, {"calendar_year", "Calendar years"}}}
	if !c.From.IsZero() {
		out.From = c.From.Short()
	}
	if !c.To.IsZero() {
		out.To = c.To.Short()
	}
	return out
}

// choiceFields are the hidden fields by which a form keeps a choice.
func choiceFields(c explore.Choice, periods bool) []Field {
	query, _ := url.ParseQuery(c.Query())
	var out []Field
	for _, name := range []string{"m", "o", "from", "to", "every", "table", "boundaries", "as_at"} {
		if value := query.Get(name); value != "" && (periods || name != "from" && name != "to" && name != "every") {
			out = append(out, Field{name, value})
		}
	}
	return out
}

// Keep is what the search forms carry along: the whole choice.
func (e explorePage) Keep() []Field { return choiceFields(e.Choice, true) }

// RemoveMeasure is the choice without a measure.
func (e explorePage) RemoveMeasure(id string) string { return e.WithoutMeasure(id).Address() }

// RemovePick is the choice without one of its picks.
func (e explorePage) RemovePick(p explore.Pick) string { return e.WithoutPick(p).Address() }

// signedIn is the visitor's account.
func signedIn(c echo.Context) maturity.Account {
	account, _ := httpkit.AccountOf(c.Request().Context())
	return account
}
