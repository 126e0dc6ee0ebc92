package explore

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Choice is what somebody wants to see: everything that the address of the page says.
type Choice struct {
	Measures   []string // ids
	Picks      []Pick
	From, To   period.Period // periods that begin and end between them; zero: open
	Every      period.Kind   // only periods of this kind; none: any
	Wide       bool          // a column for each period instead of a row for each figure
	AsAt       string        // as in addresses: a day, a time, now, or ""
	Boundaries string        // "today": members as they are today, whatever AsAt says; "": as they were then
}

// Pick chooses organisations: one, the members of one, all of a kind (perhaps only those within one), or a group's.
type Pick struct {
	Code    string // of the organisation, or of that whose members are meant
	Members bool
	Kind    string // id of a kind; with Code those within it
	Group   int64
}

// String is the pick as addresses write it: RTE, in.RTE, all.acute, all.practice.in.11M, group.12.
func (p Pick) String() string {
	switch {
	case p.Group != 0:
		return "group." + strconv.FormatInt(p.Group, 10)
	case p.Kind != "" && p.Code != "":
		return "all." + p.Kind + ".in." + p.Code
	case p.Kind != "":
		return "all." + p.Kind
	case p.Members:
		return "in." + p.Code
	}
	return p.Code
}

// ParsePick reads what String writes. Anything else is taken for the code of an organisation.
func ParsePick(text string) Pick {
	kind, rest, _ := strings.Cut(text, ".")
	switch kind {
	case "group":
		if id, err := strconv.ParseInt(rest, 10, 64); err == nil && id > 0 {
			return Pick{Group: id}
		}
	case "in":
		if rest != "" {
			return Pick{Code: rest, Members: true}
		}
	case "all":
		if what, of, within := strings.Cut(rest, ".in."); within && what != "" && of != "" {
			return Pick{Kind: what, Code: of}
		}
		if rest != "" {
			return Pick{Kind: rest}
		}
	}
	return Pick{Code: text}
}

// Parse reads a choice from an address. Values may be repeated or have commas between them, so that a form without
// scripts can send what was chosen before and what is added.
func Parse(query url.Values) (Choice, error) {
	c := Choice{Measures: list(query["m"]), Wide: query.Get("table") == "wide", AsAt: strings.TrimSpace(query.Get("as_at"))}
	for _, text := range list(query["o"]) {
		c.Picks = append(c.Picks, ParsePick(text))
	}
	if query.Get("boundaries") == "today" {
		c.Boundaries = "today"
	}
	if len(c.Measures) > MaxMeasures || len(c.Picks) > MaxPicks {
		return c, maturity.Errorf(maturity.Invalid, "At most %d measures and %d organisations or sets of them can be chosen by hand. Choose a kind, the members of a footprint, or a group instead.", MaxMeasures, MaxPicks)
	}
	for _, bound := range []struct {
		name string
		into *period.Period
	}{{"from", &c.From}, {"to", &c.To}} {
		text := strings.TrimSpace(query.Get(bound.name))
		if text == "" {
			continue
		}
		p, err := period.FromCode(text)
		if err != nil {
			if p, err = period.Parse(text, period.KindNone, period.DMY); err != nil {
				return c, maturity.Errorf(maturity.Invalid, "The period %q cannot be read. Write for example April 2017, Q2 2017/18, or 2017/18.", text)
			}
		}
		*bound.into = p
	}
	if !c.From.IsZero() && !c.To.IsZero() && c.From.Start > c.To.End() {
		c.From, c.To = c.To, c.From
	}
	if word := query.Get("every"); word != "" {
		kind, err := period.ParseKind(word)
		if err != nil {
			return c, maturity.Wrap(err, maturity.Invalid, "The kind of period is month, quarter, financial_year or another one that is counted here.")
		}
		c.Every = kind
	}
	return c, nil
}

// list takes repeated values and commas apart, each once, in order.
func list(values []string) (out []string) {
	for _, value := range values {
		for _, text := range strings.Split(value, ",") {
			if text = strings.TrimSpace(text); text != "" && !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	return out
}

// Query is the choice as the query of an address: always the same for the same choice.
func (c Choice) Query() string {
	var parts []string
	add := func(name string, values ...string) {
		for i, v := range values {
			values[i] = url.QueryEscape(v)
		}
		if len(values) > 0 && values[0] != "" {
			parts = append(parts, name+"="+strings.Join(values, ","))
		}
	}
	add("m", slices.Clone(c.Measures)...)
	picks := make([]string, len(c.Picks))
	for i, p := range c.Picks {
		picks[i] = p.String()
	}
	add("o", picks...)
	if !c.From.IsZero() {
		add("from", c.From.Code())
	}
	if !c.To.IsZero() {
		add("to", c.To.Code())
	}
	add("every", c.Every.String())
	if c.Wide {
		add("table", "wide")
	}
	add("boundaries", c.Boundaries)
	add("as_at", c.AsAt)
	return strings.Join(parts, "&")
}

// Address is the page of the choice.
func (c Choice) Address() string {
	if q := c.Query(); q != "" {
		return "/explore?" + q
	}
	return "/explore"
}

// File is the address of the same table as a file: csv, xlsx or json.
func (c Choice) File(media string) string { return "/explore/figures." + media + "?" + c.Query() }

// WithMeasure is the choice with a measure more.
func (c Choice) WithMeasure(id string) Choice {
	c.Measures = append(slices.Clone(c.Measures), id)
	return c
}

// WithoutMeasure is the choice with a measure less.
func (c Choice) WithoutMeasure(id string) Choice {
	c.Measures = slices.DeleteFunc(slices.Clone(c.Measures), func(m string) bool { return m == id })
	return c
}

// WithPick is the choice with organisations more.
func (c Choice) WithPick(p Pick) Choice {
	c.Picks = append(slices.Clone(c.Picks), p)
	return c
}

// WithoutPick is the choice with organisations less.
func (c Choice) WithoutPick(p Pick) Choice {
	c.Picks = slices.DeleteFunc(slices.Clone(c.Picks), func(other Pick) bool { return other == p })
	return c
}

// Shaped is the choice with its table wide or long.
func (c Choice) Shaped(wide bool) Choice {
	c.Wide = wide
	return c
}

// Complete reports whether there is something to show: a measure and an organisation.
func (c Choice) Complete() bool { return len(c.Measures) > 0 && len(c.Picks) > 0 }
