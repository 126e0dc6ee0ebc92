package store_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// facts reads "CODE = Name [kind] opened..closed" and "CODE relation CODE since..until" lines.
func facts(t *testing.T, lines string) iter.Seq2[maturity.Fact, error] {
	t.Helper()
	var all []maturity.Fact
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		words := strings.Fields(line)
		f := maturity.Fact{Origin: "test", Vintage: period.Date(2020, 1, 1), Code: words[0]}
		if from, to, dated := strings.Cut(words[len(words)-1], ".."); dated {
			f.Since, f.Until, f.Detail.Dated = dayOf(t, from), dayOf(t, to), true
			words = words[:len(words)-1]
		}
		if words[1] == "=" {
			rest := strings.Join(words[2:], " ")
			name, kind, _ := strings.Cut(rest, " [")
			f.Name, f.Kind = name, strings.TrimSuffix(kind, "]")
			if first, alias, ok := strings.Cut(name, " alias "); ok {
				f.Name, f.Detail.Aliases = first, []string{alias}
			}
		} else {
			f.Relation, f.Related = words[1], words[2]
		}
		all = append(all, f)
	}
	return func(yield func(maturity.Fact, error) bool) {
		for _, f := range all {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func dayOf(t *testing.T, text string) *period.Day {
	t.Helper()
	if text == "" {
		return nil
	}
	at, err := time.Parse("2006-01-02", text)
	if err != nil {
		t.Fatal(err)
	}
	d := period.DayOf(at)
	return &d
}

const world = `
glos = Gloucestershire Roadmap [footprint]
11M = NHS Gloucestershire CCG [ccg] 2013-04-01..
Y04158 = NHS Gloucestershire CCG [prescribing_centre]
RTE = Gloucestershire Hospitals alias GHFT [acute]
RYF = South Western Ambulance alias SWAST [ambulance]
R1J = Care Services [community] 2013-03-22..2019-09-30
RTQ = 2gether [mental_health]
L84001 = The Surgery [practice]
L84002 = The Surgery [practice] ..2017-03-31
L84003 = High Street Surgery [practice]
A81001 = The Surgery [practice]
QR1 = Gloucestershire ICB [icb]
RTE member_of glos
11M member_of glos
R1J member_of glos
RYF partner_of glos
R1J succeeded_by RTQ 2019-10-01..
L84001 commissioned_by 11M 2013-04-01..
L84002 commissioned_by 11M 2013-04-01..
L84003 commissioned_by 11M 2016-04-01..2018-03-31
Y04158 commissioned_by 11M
11M part_of QR1
`

func directory(t *testing.T) (*store.DB, *store.Directory) {
	t.Helper()
	db := storetest.New(t)
	if _, err := db.LoadFacts(t.Context(), facts(t, world)); err != nil {
		t.Fatal(err)
	}
	d, err := db.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return db, d
}

func TestFind(t *testing.T) {
	t.Parallel()
	_, d := directory(t)
	for _, c := range []struct{ text, kinds, in, want string }{
		{"RTE", "", "Q2018-07", "RTE"},
		{" rte ", "", "Q2018-07", "RTE"}, // code in any letter case
		{"GHFT", "", "", "RTE"},          // alias
		{"gloucestershire  HOSPITALS", "", "", "RTE"},
		{"RTE", "ambulance acute", "", "RTE"},
		{"RTE", "ambulance", "", "unknown: RYF South Western Ambulance"}, // the code is known, but of another kind
		{"NHS Gloucestershire CCG", "", "", "11M"},                       // not its own prescribing centre of that name
		{"NHS Gloucestershire CCG", "prescribing_centre", "", "Y04158"},
		{"R1J", "", "Q2018-07", "R1J"},
		{"R1J", "", "Q2019-07", "R1J"}, // open on some day of the quarter
		{"R1J", "", "Q2019-10", "closed R1J"},
		{"Care Services", "", "FY2020", "closed R1J"},
		{"The Surgery", "", "Q2018-07", "ambiguous: A81001 The Surgery, L84001 The Surgery"},
		{"The Surgery", "", "FY2015", "ambiguous: A81001 The Surgery, L84001 The Surgery, L84002 The Surgery"},
		{"RTEE", "", "", "unknown: RTE Gloucestershire Hospitals, RTQ 2gether, R1J Care Services"},
		{"L84OO1", "practice", "", "unknown: L84001 The Surgery, L84002 The Surgery, L84003 High Street Surgery"},
		{"High Stret Surgery", "", "", "unknown: L84003 High Street Surgery, A81001 The Surgery, L84001 The Surgery"},
		{"", "pcn", "", "unknown: "},
	} {
		var in period.Period
		if c.in != "" {
			var err error
			if in, err = period.FromCode(c.in); err != nil {
				t.Fatal(err)
			}
		}
		if got := say(d.Find(c.text, strings.Fields(c.kinds), in)); got != c.want {
			t.Errorf("Find(%q, %q, %s) = %s, want %s", c.text, c.kinds, c.in, got, c.want)
		}
	}
}

func say(f maturity.Found) string {
	offered := strings.Join(f.Suggestions, ", ")
	switch {
	case f.OK:
		return f.Organisation.Code
	case f.ClosedIn:
		return "closed " + f.Organisation.Code
	case f.Ambiguous:
		return "ambiguous: " + offered
	}
	return "unknown: " + offered
}

func codes(list []maturity.Organisation) string {
	var out []string
	for _, o := range list {
		out = append(out, o.Code)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestMembersOnADay(t *testing.T) {
	t.Parallel()
	_, d := directory(t)
	for _, c := range []struct{ of, day, direct, within string }{
		{"glos", "2016-10-01", "11M R1J RTE", "11M L84001 L84002 L84003 R1J RTE Y04158"},
		{"glos", "2018-11-15", "11M R1J RTE", "11M L84001 R1J RTE Y04158"},
		{"glos", "2020-01-01", "11M RTE", "11M L84001 RTE Y04158"},
		{"glos", "2010-01-01", "RTE", "RTE"},
		{"QR1", "2018-11-15", "11M", "11M L84001 Y04158"},
		{"RTE", "2018-11-15", "", ""},
	} {
		of, _ := d.ByCode(c.of)
		day := *dayOf(t, c.day)
		if direct, within := codes(d.Members(of.ID, day)), codes(d.Within(of.ID, day)); direct != c.direct || within != c.within {
			t.Errorf("%s on %s: %q, %q; want %q, %q", c.of, c.day, direct, within, c.direct, c.within)
		}
	}
	if got := codes(d.OfKind("practice", *dayOf(t, "2018-11-15"))); got != "A81001 L84001 L84003" {
		t.Errorf("practices: %s", got)
	}
	if _, ok := d.ByID(0); ok || d.Members(0, 0) != nil || d.Within(0, 0) != nil {
		t.Error("somebody has the number 0")
	}
}

func TestDirectoryFollowsTheStore(t *testing.T) {
	t.Parallel()
	db, before := directory(t)
	if again, err := db.Directory(t.Context()); err != nil || again != before {
		t.Error("it was read again without need", err)
	}
	if _, err := db.LoadFacts(t.Context(), facts(t, "RX7 = North West Ambulance [ambulance]")); err != nil {
		t.Fatal(err)
	}
	after, err := db.Directory(t.Context())
	if err != nil || after == before {
		t.Fatal("it is still the old one", err)
	}
	if _, ok := after.ByCode("rx7"); !ok {
		t.Error("the new one is missing")
	}
}

func TestOrganisationsList(t *testing.T) {
	t.Parallel()
	db, d := directory(t)
	of := func(code string) maturity.OrganisationID { o, _ := d.ByCode(code); return o.ID }
	in := func(code string) period.Period {
		p, err := period.FromCode(code)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for name, c := range map[string]struct {
		query maturity.OrganisationQuery
		want  string
	}{
		"all":                          {maturity.OrganisationQuery{}, "11M A81001 L84001 L84002 L84003 QR1 R1J RTE RTQ RYF Y04158 glos"},
		"of kinds":                     {maturity.OrganisationQuery{Kinds: []string{"acute", "ccg"}}, "11M RTE"},
		"in a footprint in a period":   {maturity.OrganisationQuery{Within: of("glos"), OpenIn: in("Q2018-07")}, "11M L84001 R1J RTE Y04158"},
		"in a footprint at any time":   {maturity.OrganisationQuery{Within: of("glos")}, "11M L84001 L84002 L84003 R1J RTE Y04158"},
		"open in a period":             {maturity.OrganisationQuery{Kinds: []string{"practice", "community"}, OpenIn: in("FY2020")}, "A81001 L84001 L84003"},
		"by part of a name":            {maturity.OrganisationQuery{Text: "STREET"}, "L84003"},
		"by alias":                     {maturity.OrganisationQuery{Text: "ghf"}, "RTE"},
		"by the start of a code":       {maturity.OrganisationQuery{Text: "l84"}, "L84001 L84002 L84003"},
		"nothing by that name":         {maturity.OrganisationQuery{Text: "%"}, ""},
		"footprint, kind and a period": {maturity.OrganisationQuery{Within: of("glos"), Kinds: []string{"practice"}, OpenIn: in("Q2017-01")}, "L84001 L84002 L84003"},
	} {
		list, next, err := db.Organisations(t.Context(), c.query)
		if got := codes(list); err != nil || got != c.want || next != "" {
			t.Errorf("%s: %q then %q, want %q (%v)", name, got, next, c.want, err)
		}
	}
	var paged []string
	for after := ""; ; {
		list, next, err := db.Organisations(t.Context(), maturity.OrganisationQuery{Limit: 5, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range list {
			paged = append(paged, o.Name+" "+o.Code)
		}
		if after = next; after == "" {
			break
		}
	}
	if len(paged) != 12 || !slices.IsSorted(paged) || len(slices.Compact(paged)) != 12 {
		t.Errorf("paged: %v", paged)
	}
}

func TestOrganisationProfile(t *testing.T) {
	t.Parallel()
	db, _ := directory(t)
	p, err := db.OrganisationProfile(t.Context(), "11m")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, l := range p.Relations {
		line := fmt.Sprint(l.Kind, " ", l.Other.Code, " from ", l.Since)
		if !l.Outward {
			line = fmt.Sprint(l.Other.Code, " ", l.Kind)
		}
		said = append(said, line)
	}
	want := "member_of glos from <nil>; part_of QR1 from 2013-04-01; Y04158 commissioned_by; L84001 commissioned_by; L84003 commissioned_by; L84002 commissioned_by"
	if got := strings.Join(said, "; "); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if p, err := db.OrganisationProfile(t.Context(), "RTE"); err != nil || len(p.Aliases) != 1 || p.Aliases[0] != (maturity.OrganisationAlias{Name: "GHFT", Origin: "test"}) {
		t.Errorf("%+v %v", p.Aliases, err)
	}
	_, err = db.OrganisationProfile(t.Context(), "RTEX")
	if maturity.CodeOf(err) != maturity.NotFound || !strings.Contains(maturity.SentenceOf(err), "RTE Gloucestershire Hospitals") {
		t.Errorf("%v", err)
	}
}
