package explore_test

import (
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/explore"
	"waymark/internal/maturity"
)

// The same choice has one address, however it was sent.
func TestAChoiceHasOneAddress(t *testing.T) {
	for _, c := range []struct{ point, query, want string }{
		{"nothing chosen", "", "/explore"},
		{"as it is written", "m=eps-items,e-referrals&o=RTE,in.glos", "/explore?m=eps-items,e-referrals&o=RTE,in.glos"},
		{"a form sends what was chosen and what is added", "m=eps-items&m=e-referrals&o=RTE&o=in.glos", "/explore?m=eps-items,e-referrals&o=RTE,in.glos"},
		{"each once, in the order chosen", "m=b,a,b&o=RTE,RTE", "/explore?m=b,a&o=RTE"},
		{"what is empty says nothing", "m=&o=&from=&to=&every=&table=&as_at=", "/explore"},
		{"periods in words become their codes", "from=April+2017&to=Q2+2018/19", "/explore?from=M2017-04&to=Q2018-07"},
		{"periods the wrong way round", "from=Q2018-07&to=Q2017-04", "/explore?from=Q2017-04&to=Q2018-07"},
		{"the other parts, in one order", "as_at=2018-11-15&table=wide&every=quarter&boundaries=today&m=a", "/explore?m=a&every=quarter&table=wide&boundaries=today&as_at=2018-11-15"},
		{"all of a kind, all of a kind within, a group", "o=all.acute,all.practice.in.11M,group.12", "/explore?o=all.acute,all.practice.in.11M,group.12"},
		{"hostile text stays text", "m=%3Cscript%3E&o=%22%3E%26x%3D1", "/explore?m=%3Cscript%3E&o=%22%3E%26x%3D1"},
	} {
		query, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		choice, err := explore.Parse(query)
		if err != nil || choice.Address() != c.want {
			t.Errorf("%s: %s, %v; want %s", c.point, choice.Address(), err, c.want)
		}
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"from=soon", `The period "soon" cannot be read. Write for example April 2017, Q2 2017/18, or 2017/18.`},
		{"every=fortnight", "The kind of period is month, quarter, financial_year or another one that is counted here."},
	} {
		query, _ := url.ParseQuery(c.query)
		if _, err := explore.Parse(query); maturity.CodeOf(err) != maturity.Invalid || maturity.SentenceOf(err) != c.want {
			t.Errorf("%s: %v", c.query, err)
		}
	}
}

// Reading an address and writing it again changes nothing.
func TestAnAddressIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[^,\s][^,]{0,8}[^,\s]`)
		values := url.Values{}
		for _, name := range []string{"m", "o"} {
			values[name] = rapid.SliceOfN(text, 0, 4).Draw(t, name)
		}
		values.Set("table", rapid.SampledFrom([]string{"", "wide", "long"}).Draw(t, "table"))
		first, err := explore.Parse(values)
		if err != nil {
			t.Fatal(err)
		}
		again, err := url.ParseQuery(first.Query())
		if err != nil {
			t.Fatalf("%q: %v", first.Query(), err)
		}
		second, err := explore.Parse(again)
		if err != nil || second.Query() != first.Query() {
			t.Fatalf("%q, then %q: %v", first.Query(), second.Query(), err)
		}
	})
}
