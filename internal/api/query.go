package api

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"waymark/internal/export"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Paging is what all lists understand.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"500" doc:"Where the page before ended: its next_cursor, unchanged"`
	Format string `query:"format" enum:"json,csv" doc:"Form of the answer; goes before the Accept header"`
}

// AsAt is understood wherever there are values.
type AsAt struct {
	AsAt string `query:"as_at" maxLength:"40" doc:"Answer as known at this time: a day (its end, in the time of the place) or an RFC 3339 time. Without it: as known now. Give it to keep all pages of a list at one state" example:"2018-11-15"`
}

// asAt reads the time; zero is now.
func (a *API) asAt(q AsAt) (time.Time, error) { return export.AsAt(q.AsAt, a.Location) }

const earliestYear, latestYear = 1900, 2999

// Span chooses periods.
type Span struct {
	From string `query:"from" maxLength:"20" doc:"Periods that begin in or after this one, a period code or a day" example:"Q2018-01"`
	To   string `query:"to" maxLength:"20" doc:"Periods that begin in or before this one, a period code or a day" example:"2018-12-31"`
}

func (s Span) days() (from, to period.Day, err error) {
	if s.From != "" {
		p, err := periodOf("from", s.From)
		if err != nil {
			return 0, 0, err
		}
		from = p.Start
	}
	if s.To != "" {
		p, err := periodOf("to", s.To)
		if err != nil {
			return 0, 0, err
		}
		to = p.End()
	}
	return from, to, nil
}

// periodOf reads a period code or a day.
func periodOf(name, text string) (period.Period, error) {
	p, err := period.FromCode(text)
	if t, notDay := time.Parse("2006-01-02", text); notDay == nil {
		p, err = period.Of(period.KindDay, period.DayOf(t)), nil
	}
	if err == nil {
		if y := p.Start.Time().Year(); y < earliestYear || y > latestYear {
			err = maturity.Errorf(maturity.Invalid, "year %d", y)
		}
	}
	if err != nil {
		return p, maturity.Wrap(err, maturity.Invalid, name+" cannot be read. Write a period code (M2018-07, Q2018-07, FY2018, CY2018) or a day (2018-07-01).")
	}
	return p, nil
}

// list reads a parameter that may be repeated, with commas, or both. Nothing that could not be an id or code is kept.
func list(values []string) []string {
	var out []string
	for _, v := range values {
		for one := range strings.SplitSeq(v, ",") {
			if one = strings.TrimSpace(one); one != "" && !slices.Contains(out, one) {
				out = append(out, one)
			}
		}
	}
	return out
}

// tame is a text of the visitor that may be repeated in a sentence.
func tame(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	if runes := []rune(text); len(runes) > 60 {
		text = string(runes[:60]) + "…"
	}
	return text
}

// chosen collects what a selection names and what of it nobody knows.
type chosen struct {
	directory Directory
	catalogue *maturity.Catalogue
	notes     []string
	nobody    bool // something was named, and none of it is known: the selection is empty
}

// organisations resolves codes.
func (c *chosen) organisations(values []string) []maturity.OrganisationID {
	codes, out := list(values), []maturity.OrganisationID(nil)
	for _, code := range codes {
		o, ok := c.directory.ByCode(code)
		if !ok {
			c.unknown("organisation with the code", code)
			continue
		}
		out = append(out, o.ID)
	}
	c.nobody = c.nobody || len(codes) > 0 && len(out) == 0
	return out
}

// footprint resolves the code of a footprint.
func (c *chosen) footprint(code string) maturity.OrganisationID {
	if code == "" {
		return 0
	}
	o, ok := c.directory.ByCode(code)
	if !ok {
		c.unknown("footprint with the code", code)
		c.nobody = true
	}
	return o.ID
}

// known keeps the values for which find is true.
func (c *chosen) known(noun string, values []string, find func(string) bool) []string {
	names, out := list(values), []string(nil)
	for _, name := range names {
		if find(name) {
			out = append(out, name)
		} else {
			c.unknown(noun, name)
		}
	}
	c.nobody = c.nobody || len(names) > 0 && len(out) == 0
	return out
}

func (c *chosen) measures(values []string) []string {
	return c.known("measure", values, func(id string) bool { _, ok := c.catalogue.Measure(id); return ok })
}

func (c *chosen) sources(values []string) []string {
	return c.known("source", values, func(id string) bool { _, ok := c.catalogue.Source(id); return ok })
}

func (c *chosen) benchmarks(values []string) []string {
	return c.known("benchmark", values, func(id string) bool { _, ok := c.catalogue.Benchmark(id); return ok })
}

func (c *chosen) targets(values []string) []string {
	return c.known("target", values, func(id string) bool { _, ok := c.catalogue.Target(id); return ok })
}

const mostNotes = 20

func (c *chosen) unknown(noun, name string) {
	if len(c.notes) < mostNotes {
		c.notes = append(c.notes, "There is no "+noun+" "+tame(name)+".")
	}
}
