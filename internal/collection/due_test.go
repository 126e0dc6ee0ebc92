package collection_test

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// world is a list of organisations as an analyst would note them, one a line:
//
//	CODE kind opened closed footprint[since..until] [> SUCCESSOR day]
func world(t *testing.T, text string) (out []collection.Body) {
	t.Helper()
	ids := map[string]maturity.OrganisationID{}
	id := func(code string) maturity.OrganisationID {
		if ids[code] == 0 {
			ids[code] = maturity.OrganisationID(len(ids) + 1)
		}
		return ids[code]
	}
	for scan := bufio.NewScanner(strings.NewReader(text)); scan.Scan(); {
		f := strings.Fields(scan.Text())
		if len(f) == 0 {
			continue
		}
		b := collection.Body{Organisation: maturity.Organisation{ID: id(f[0]), Code: f[0], Name: "Body " + f[0], Kind: f[1], Opened: day(t, f[2]), Closed: day(t, f[3])}}
		rest := f[4:]
		if at := slices.Index(f, ">"); at > 0 {
			b.Successor, b.Succeeded = id(f[at+1]), day(t, f[at+2])
			rest = f[4:at]
		}
		for _, m := range rest {
			code, span, _ := strings.Cut(m, "[")
			since, until, _ := strings.Cut(strings.TrimSuffix(span, "]"), "..")
			b.Memberships = append(b.Memberships, collection.Membership{Footprint: code, Since: day(t, since), Until: day(t, until)})
		}
		out = append(out, b)
	}
	return out
}

func day(t *testing.T, text string) *period.Day {
	t.Helper()
	if text == "-" || text == "" {
		return nil
	}
	p, err := period.FromCode("D" + text)
	if err != nil {
		t.Fatal(err)
	}
	return &p.Start
}

func code(t testing.TB, text string) period.Period {
	t.Helper()
	p, err := period.FromCode(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func quarterly(opened, closed, merged maturity.Treatment) maturity.Collection {
	return maturity.Collection{ID: "q", Kinds: []string{"acute", "community", "mental_health", "practice"}, Footprints: []string{"glos"}, Frequency: period.KindQuarter,
		From: period.Of(period.KindQuarter, period.Date(2015, 4, 1)), Opens: 1, Due: 35, Closes: 75, OpenedIn: opened, ClosedIn: closed, MergedIn: merged}
}

// said writes who owes and who is excused, a line each.
func said(c maturity.Collection, bodies []collection.Body, p period.Period) string {
	var b strings.Builder
	owed, excused := collection.Judged(c, bodies, p)
	for _, o := range owed {
		fmt.Fprintf(&b, "%s owes, under %s. %s\n", o.Code, strings.Join(o.Footprints, "+"), o.How)
	}
	for _, e := range excused {
		fmt.Fprintf(&b, "%s owes nothing. %s\n", e.Code, e.How)
	}
	return strings.ReplaceAll(b.String(), " \n", "\n")
}

// The trusts of Gloucestershire as the trust file and the succession have them: Gloucestershire Care Services (R1J) closed
// on 30 September 2019, and 2gether (RTQ) has stood in its place since 1 October, as Gloucestershire Health and Care.
const trusts = `
RTE acute         2002-04-01 -          glos
R1J community     2013-03-22 2019-09-30 glos > RTQ 2019-10-01
RTQ mental_health 2002-04-01 -          glos
RYF ambulance     2006-07-01 -          glos
RTH acute         2002-04-01 -          oxon
`

// Practices that closed in the county, some into another, one that opened, and one that came from elsewhere.
const practices = `
L84057 practice 1974-04-01 2019-04-30 glos[2013-04-01..2019-04-30]
L84002 practice 1974-04-01 2019-07-31 glos[2013-04-01..2019-07-31] > L84040 2019-08-01
L84013 practice 1974-04-01 2019-07-31 glos[2013-04-01..2019-07-31] > L84040 2019-08-01
L84040 practice 1974-04-01 -          glos[2013-04-01..]
Y05212 practice 2015-12-01 -          glos[2015-12-01..]
M81008 practice 1974-04-01 -          here[2013-04-01..2019-08-14] glos[2019-08-15..]
`

func TestDue(t *testing.T) {
	for _, c := range []struct {
		name, world, period      string
		opened, closed, inMerger maturity.Treatment
		want                     string
	}{
		{"the quarter before the merger: each trust for itself", trusts, "Q2019-04", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
R1J owes, under glos.
RTE owes, under glos.
RTQ owes, under glos.
`},
		{"the quarter on whose last day it closed: the successor answers for both", trusts, "Q2019-07", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
RTE owes, under glos.
RTQ owes, under glos. Includes the figures of Body R1J (R1J), which it succeeded in the period.
R1J owes nothing. Closed on 30 September 2019 and was succeeded by Body RTQ (RTQ), whose return includes it.
`},
		{"the same where each still owes its own", trusts, "Q2019-07", maturity.Owed, maturity.NotOwed, maturity.Owed, `
R1J owes, under glos. Closed on 30 September 2019, succeeded by Body RTQ (RTQ), and still owes its own return for the period.
RTE owes, under glos.
RTQ owes, under glos.
`},
		{"the same where nobody answers for it", trusts, "Q2019-07", maturity.Owed, maturity.NotOwed, maturity.NotOwed, `
RTE owes, under glos.
RTQ owes, under glos.
R1J owes nothing. Closed on 30 September 2019, succeeded by Body RTQ (RTQ): no return is owed for the period.
`},
		{"the quarter after: there is one trust", trusts, "Q2019-10", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
RTE owes, under glos.
RTQ owes, under glos.
`},
		{"the financial year of the merger, by quarters' rule: the successor answers", trusts, "FY2019", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
RTE owes, under glos.
RTQ owes, under glos. Includes the figures of Body R1J (R1J), which it succeeded in the period.
R1J owes nothing. Closed on 30 September 2019 and was succeeded by Body RTQ (RTQ), whose return includes it.
`},
		{"a practice closes without a successor: not owed", practices, "Q2019-04", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
L84002 owes, under glos.
L84013 owes, under glos.
L84040 owes, under glos.
Y05212 owes, under glos.
L84057 owes nothing. Closed on 30 April 2019 without a successor: no return is owed.
`},
		{"a practice closes without a successor: owed all the same", practices, "Q2019-04", maturity.Owed, maturity.Owed, maturity.BySuccessor, `
L84002 owes, under glos.
L84013 owes, under glos.
L84040 owes, under glos.
L84057 owes, under glos. Closed on 30 April 2019 and still owes the return for the period.
Y05212 owes, under glos.
`},
		{"two practices merge into a third, and one comes from another county: the last day decides", practices, "Q2019-07", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
L84040 owes, under glos. Includes the figures of Body L84002 (L84002) and Body L84013 (L84013), which it succeeded in the period.
M81008 owes, under glos.
Y05212 owes, under glos.
L84002 owes nothing. Closed on 31 July 2019 and was succeeded by Body L84040 (L84040), whose return includes it.
L84013 owes nothing. Closed on 31 July 2019 and was succeeded by Body L84040 (L84040), whose return includes it.
`},
		{"a practice opens in mid-quarter: owed", practices, "Q2015-10", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
L84002 owes, under glos.
L84013 owes, under glos.
L84040 owes, under glos.
L84057 owes, under glos.
Y05212 owes, under glos. Opened on 1 December 2015, in the period, and owes the return for the part of it since.
`},
		{"a practice opens in mid-quarter: from the next one on", practices, "Q2015-10", maturity.NotOwed, maturity.NotOwed, maturity.BySuccessor, `
L84002 owes, under glos.
L84013 owes, under glos.
L84040 owes, under glos.
L84057 owes, under glos.
Y05212 owes nothing. Opened on 1 December 2015, in the period: its first return is for the next one.
`},
		{"a quarter before it opened: not a word of it", practices, "Q2015-07", maturity.NotOwed, maturity.NotOwed, maturity.BySuccessor, `
L84002 owes, under glos.
L84013 owes, under glos.
L84040 owes, under glos.
L84057 owes, under glos.
`},
		{"opened on the first day of the period: a whole one", "A practice 2019-07-01 - glos", "Q2019-07", maturity.NotOwed, maturity.NotOwed, maturity.NotOwed, `
A owes, under glos.
`},
		{"a successor of another kind, opened after the period, answers for what it took over", `
A community 2010-04-01 2019-09-30 glos > N 2019-10-01
N care_trust 2019-10-01 - glos[2019-10-01..]
`, "Q2019-07", maturity.NotOwed, maturity.NotOwed, maturity.BySuccessor, `
N owes, under glos. Includes the figures of Body A (A), which it succeeded in the period.
A owes nothing. Closed on 30 September 2019 and was succeeded by Body N (N), whose return includes it.
`},
		{"a chain of mergers in one period ends with the body that is there at its end", `
A practice 2010-04-01 2019-07-31 glos > B 2019-08-01
B practice 2010-04-01 2019-08-31 glos > C 2019-09-01
C practice 2010-04-01 - glos
`, "Q2019-07", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
C owes, under glos. Includes the figures of Body A (A) and Body B (B), which it succeeded in the period.
A owes nothing. Closed on 31 July 2019 and was succeeded by Body C (C), whose return includes it.
B owes nothing. Closed on 31 August 2019 and was succeeded by Body C (C), whose return includes it.
`},
		{"two bodies that name each other as successor have none", `
A practice 2010-04-01 2019-07-31 glos > B 2019-08-01
B practice 2010-04-01 2019-08-31 glos > A 2019-09-01
`, "Q2019-07", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
A owes nothing. Closed on 31 July 2019 without a successor: no return is owed.
B owes nothing. Closed on 31 August 2019 without a successor: no return is owed.
`},
		{"only the day of succession is known: it closed the day before", "A practice - - glos > B 2019-08-01\nB practice - - glos", "Q2019-07", maturity.Owed, maturity.NotOwed, maturity.BySuccessor, `
B owes, under glos. Includes the figures of Body A (A), which it succeeded in the period.
A owes nothing. Closed on 31 July 2019 and was succeeded by Body B (B), whose return includes it.
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := said(quarterly(c.opened, c.closed, c.inMerger), world(t, c.world), code(t, c.period))
			if want := strings.TrimPrefix(c.want, "\n"); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// Without footprints every organisation of the kinds owes it, and is counted under all that hold it.
func TestDueEverywhere(t *testing.T) {
	c := quarterly(maturity.Owed, maturity.NotOwed, maturity.BySuccessor)
	c.Footprints = nil
	want := "R1J owes, under glos.\nRTE owes, under glos.\nRTH owes, under oxon.\nRTQ owes, under glos.\n"
	if got := said(c, world(t, trusts), code(t, "Q2018-07")); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestPeriodsAndDays(t *testing.T) {
	c := quarterly(maturity.Owed, maturity.NotOwed, maturity.BySuccessor)
	c.Until = code(t, "Q2015-10")
	for _, each := range []struct{ today, want string }{
		{"2015-06-30", ""}, // opens on the day after the quarter
		{"2015-07-01", "Q2015-04"},
		{"2015-12-31", "Q2015-07 Q2015-04"},
		{"2026-11-22", "Q2015-10 Q2015-07 Q2015-04"},
	} {
		var got []string
		for _, p := range collection.Periods(c, *day(t, each.today)) {
			got = append(got, p.Code())
		}
		if strings.Join(got, " ") != each.want {
			t.Errorf("on %s: %v, want %s", each.today, got, each.want)
		}
	}
	opens, due, closes, _ := collection.Days(c, code(t, "Q2015-04"))
	if opens.String() != "2015-07-01" || due.String() != "2015-08-04" || closes.String() != "2015-09-13" {
		t.Errorf("opens %s, due %s, closes %s", opens, due, closes)
	}
	if collection.Has(c, code(t, "Q2016-01")) || collection.Has(c, code(t, "M2015-07")) || !collection.Has(c, code(t, "Q2015-10")) {
		t.Error("the periods of the collection are from April 2015 to December 2015, by quarter")
	}
}
