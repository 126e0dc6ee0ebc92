package intake_test

import (
	"strings"
	"testing"
	"time"

	"waymark/internal/intake"
	"waymark/internal/maturity"
)

func TestWhatTheChecksFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		stored []string // written before, one file
		sent   []string
		meta   intake.Meta
		state  maturity.SubmissionState
		counts string
		issues string // "" for none
		after  string // what is stored then
	}{
		{name: "a value twice is a warning and counted once",
			sent:  []string{"RTE Q1-2018/19 41", "RTQ Q1-2018/19 50", "RTE Q1-2018/19 41", "RTE Q1-2018/19 41.0"},
			state: "written", counts: "2 new, 0 changed, 0 unchanged, 0 held back",
			issues: "warning duplicate-rows 2 at D4 and D2 (RTE): discharge.within-24-hours, April to June 2018 (Q1 2018 to 2019): 41\n",
			after:  "RTE Q2018-04 41 reported\nRTQ Q2018-04 50 reported\n"},
		{name: "two values hold the organisation back, the others are written",
			sent:  []string{"RTE Q1-2018/19 41", "RTQ Q1-2018/19 50", "RTE Q2-2018/19 44", "RTE Q1-2018/19 42"},
			state: "written", counts: "1 new, 0 changed, 0 unchanged, 3 held back",
			issues: "error conflicting-rows 1 at D5 and D2 (RTE): discharge.within-24-hours, April to June 2018 (Q1 2018 to 2019): 42, the other row: 41\n",
			after:  "RTQ Q2018-04 50 reported\n"},
		{name: "a state differs from a value",
			sent:  []string{"RTE Q1-2018/19 41", "RTE Q1-2018/19 - suppressed", "RTQ Q1-2018/19 1"},
			state: "written", counts: "1 new, 0 changed, 0 unchanged, 2 held back",
			issues: "error conflicting-rows 1 at E3 and D2 (RTE): discharge.within-24-hours, April to June 2018 (Q1 2018 to 2019): suppressed, the other row: 41\n",
			after:  "RTQ Q2018-04 1 reported\n"},
		{name: "a value that cannot be read is held back with the others of its organisation",
			sent:  []string{"RTE Q1-2018/19 four", "RTE Q2-2018/19 44", "RTE Q3-2018/19 440", "RTQ Q1-2018/19 50"},
			state: "written", counts: "1 new, 0 changed, 0 unchanged, 3 held back",
			issues: "error not-a-number 1 at D2 (RTE): four\nerror above-range 1 at D4 (RTE): 440\n",
			after:  "RTQ Q2018-04 50 reported\n"},
		{name: "the only value cannot be read",
			sent:  []string{"RTE Q1-2018/19 440"},
			state: "refused", counts: "0 new, 0 changed, 0 unchanged, 1 held back",
			issues: "error above-range 1 at D2 (RTE): 440\n"},
		{name: "nothing is left to write",
			sent:  []string{"RTE Q1-2018/19 41", "RTE Q1-2018/19 42"},
			state: "refused", counts: "0 new, 0 changed, 0 unchanged, 2 held back",
			issues: "error conflicting-rows 1 at D3 and D2 (RTE): discharge.within-24-hours, April to June 2018 (Q1 2018 to 2019): 42, the other row: 41\n"},
		{name: "a large change inside the file",
			sent:  []string{"RTE Q2-2018/19 80", "RTE Q1-2018/19 20", "RTE Q4-2018/19 20"},
			state: "written", counts: "3 new, 0 changed, 0 unchanged, 0 held back",
			issues: "warning large-change 1 at D2 and D3 (RTE): discharge.within-24-hours: 80 in July to September 2018 (Q2 2018 to 2019), 20 in April to June 2018 (Q1 2018 to 2019)\n",
			after:  "RTE Q2018-04 20 reported\nRTE Q2018-07 80 reported\nRTE Q2019-01 20 reported\n"},
		{name: "a large change from the stored quarter before",
			stored: []string{"RTE Q1-2018/19 20", "RTQ Q4-2017/18 20"},
			sent:   []string{"RTE Q2-2018/19 80", "RTQ Q2-2018/19 80"},
			state:  "written", counts: "2 new, 0 changed, 0 unchanged, 0 held back",
			issues: "warning large-change 1 at D2 (RTE): discharge.within-24-hours: 80 in July to September 2018 (Q2 2018 to 2019), 20 in April to June 2018 (Q1 2018 to 2019)\n",
			after:  "RTE Q2018-04 20 reported\nRTE Q2018-07 80 reported\nRTQ Q2018-01 20 reported\nRTQ Q2018-07 80 reported\n"},
		{name: "a value becomes a state and a state a value",
			stored: []string{"RTE Q1-2018/19 41", "RTQ Q1-2018/19 - not available"},
			sent:   []string{"RTE Q1-2018/19 - suppressed", "RTQ Q1-2018/19 0"},
			state:  "written", counts: "0 new, 2 changed, 0 unchanged, 0 held back",
			after: "RTE Q2018-04 NaN suppressed\nRTQ Q2018-04 0 reported\n"},
		{name: "a publication time before that of what would be replaced",
			stored: []string{"RTE Q1-2018/19 41", "RTQ Q1-2018/19 50"},
			sent:   []string{"RTE Q1-2018/19 42", "RTQ Q1-2018/19 50", "R1J Q1-2018/19 60"},
			meta:   intake.Meta{KnownFrom: time.Date(2018, 7, 20, 0, 0, 0, 0, time.UTC)},
			state:  "refused", counts: "1 new, 1 changed, 1 unchanged, 0 held back",
			issues: "error known-too-early 1 at D2 (RTE): discharge.within-24-hours, April to June 2018 (Q1 2018 to 2019): 42, stored: 41\n",
			after:  "RTE Q2018-04 41 reported\nRTQ Q2018-04 50 reported\n"},
		{name: "an earlier publication time where nothing contradicts",
			stored: []string{"RTE Q1-2018/19 41"},
			sent:   []string{"RTE Q1-2018/19 41", "RTE Q2-2018/19 42"},
			meta:   intake.Meta{KnownFrom: time.Date(2018, 7, 20, 0, 0, 0, 0, time.UTC)},
			state:  "written", counts: "1 new, 0 changed, 1 unchanged, 0 held back",
			after: "RTE Q2018-04 41 reported\nRTE Q2018-07 42 reported\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			if len(c.stored) > 0 {
				o.write(long(c.stored...))
			}
			c.meta.AutoWrite, c.meta.Why = true, slip
			s := o.send(long(c.sent...), c.meta)
			if s.State != c.state || counts(s.Report) != c.counts {
				t.Errorf("%s, %s; want %s, %s (%s)", s.State, counts(s.Report), c.state, c.counts, s.Failure)
			}
			if got := issueText(s.Report); got != c.issues {
				t.Errorf("issues\n%swant\n%s", got, c.issues)
			}
			if got := o.stored(); got != c.after {
				t.Errorf("stored\n%swant\n%s", got, c.after)
			}
		})
	}
}

func TestOnlyWhatTheSenderMay(t *testing.T) {
	t.Parallel()
	o := open(t)
	own := []maturity.OrganisationID{o.trust["RTE"].ID}
	s := o.send(long("RTE Q1-2018/19 41", "RTQ Q1-2018/19 50"), intake.Meta{Via: "page", FileName: "return.csv", SubmittedBy: "rte", AutoWrite: true, May: own})
	if s.State != maturity.SubmissionWritten || o.stored() != "RTE Q2018-04 41 reported\n" || !strings.Contains(issueText(s.Report), "not-your-organisation 1") {
		t.Errorf("%s\n%s\n%s", s.State, issueText(s.Report), o.stored())
	}
	outcomes, err := o.db.SubmissionOutcomes(t.Context(), s.ID)
	if err != nil || len(outcomes) != 2 || outcomes[0].New != 1 || outcomes[0].HeldBack || !outcomes[1].HeldBack || outcomes[1].New != 0 {
		t.Errorf("%+v %v", outcomes, err)
	}
	for name, c := range map[string]struct {
		filter maturity.SubmissionFilter
		want   int
	}{
		"an administrator":               {maturity.SubmissionFilter{Everywhere: true}, 1},
		"the submitter of RTE":           {maturity.SubmissionFilter{Organisations: own}, 1},
		"the submitter of R1J":           {maturity.SubmissionFilter{Organisations: []maturity.OrganisationID{o.trust["R1J"].ID}}, 0},
		"nobody in particular":           {maturity.SubmissionFilter{}, 0},
		"an administrator, other states": {maturity.SubmissionFilter{Everywhere: true, States: []maturity.SubmissionState{"refused"}}, 0},
		"an administrator, next page":    {maturity.SubmissionFilter{Everywhere: true, Before: s.ID}, 0},
	} {
		list, err := o.db.Submissions(t.Context(), c.filter)
		if err != nil || len(list) != c.want {
			t.Errorf("%s sees %d submissions, want %d (%v)", name, len(list), c.want, err)
		}
	}
}

// Values computed from counts are told with their counts, and without the noise of the division; 407 of 500 is 81.4.
func TestClashesOfComputedValues(t *testing.T) {
	t.Parallel()
	o := open(t)
	const header = "Organisation code,Period,Measure,Numerator,Denominator,Value\n"
	s := o.send(header+"RTE,Q1 2018/19,discharge.within-24-hours,407,500,\nRTE,Q1 2018/19,discharge.within-24-hours,407,500,\n"+
		"RTQ,Q1 2018/19,discharge.within-24-hours,41,123,\nRTQ,Q1 2018/19,discharge.within-24-hours,41,124,\n", intake.Meta{AutoWrite: true})
	const want = `error conflicting-rows 1 at D5 and D4 (RTQ): discharge.within-24-hours, April to June 2018 (Q1 2018 to 2019): 33.0645 (41 of 124), the other row: 33.3333 (41 of 123)
warning duplicate-rows 1 at D3 and D2 (RTE): discharge.within-24-hours, April to June 2018 (Q1 2018 to 2019): 81.4 (407 of 500)
`
	if got := issueText(s.Report); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got := o.stored(); got != "RTE Q2018-04 81.4 reported\n" {
		t.Errorf("stored %s", got)
	}
}

// Nothing can be taken of rows that name no readable period or an organisation that is not the sender's: each value in
// them counts as held back.
func TestEveryValueOfAFailingRowCounts(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.send("Organisation code,Period,discharge.within-24-hours,paper-free.records\nRTE,some time,41,50\nRTE,Q1 2018/19,41,\nRTQ,Q1 2018/19,43,51\n", intake.Meta{AutoWrite: true})
	if got := counts(s.Report); got != "2 new, 0 changed, 0 unchanged, 3 held back" {
		t.Errorf("%s\n%s", got, issueText(s.Report))
	}
	s = o.send("Organisation code,Period,discharge.within-24-hours,paper-free.records\nRTQ,Q2 2018/19,41,50\nRTE,Q2 2018/19,43,51\n", intake.Meta{Via: "api", FileName: "wide.csv", May: []maturity.OrganisationID{o.trust["RTQ"].ID}, AutoWrite: true})
	if got := counts(s.Report); got != "2 new, 0 changed, 0 unchanged, 2 held back" {
		t.Errorf("%s\n%s", got, issueText(s.Report))
	}
}

// Each edition of a statistic restates earlier months. The newest one counts, whatever the order in which they are sent.
func TestAnOlderEditionReplacesNothingOfANewerOne(t *testing.T) {
	t.Parallel()
	edition := func(rows ...string) string {
		return "Month,sub_icb_code,practices,practices_receiving,pct_practices_receiving,patients,patients_covered,pct_patients_covered,submissions\n" + strings.Join(rows, "\n") + "\n"
	}
	march := edition("2025-01,RTE,10,8,,100,80,,700", "2025-02,RTE,10,9,,100,90,,800", "2025-03,RTE,10,9,,100,90,,850")
	april := edition("2025-02,RTE,10,9,,100,90,,820", "2025-03,RTE,10,9,,100,90,,870", "2025-04,RTE,10,10,,100,99,,900")
	const want = "700 820 870 900"
	stored := func(o *office) (text string) {
		o.scan(&text, `SELECT string_agg(value::text, ' ' ORDER BY period_start) FROM observation JOIN measure ON measure.id = measure_id
			WHERE ref = 'online-consultation.submissions' AND known_to = 'infinity'`)
		return text
	}
	o := open(t)
	o.write(march)
	if s := o.write(april); s.Report.Changed == 0 || strings.Contains(issueText(s.Report), "newer-edition-kept") || stored(o) != want {
		t.Errorf("in order: %s, stored %s\n%s", counts(s.Report), stored(o), issueText(s.Report))
	}
	if n := o.count(`SELECT count(*) FROM observation WHERE known_to <> 'infinity'`); n != 4 { // submissions and their rate in two months
		t.Errorf("%d restated values stay readable, want 4", n)
	}
	o = open(t)
	o.write(april)
	s := o.write(march)
	if stored(o) != want || s.Report.Changed != 0 || s.Report.New != 6 || !strings.Contains(issueText(s.Report), "warning newer-edition-kept 4 at I3 (RTE): online-consultation.submissions, February 2025: 800, stored: 820") {
		t.Errorf("the older one later: %s, stored %s\n%s", counts(s.Report), stored(o), issueText(s.Report))
	}
	// Also where the newer one is written while the older one waits to be confirmed.
	o = open(t)
	waiting := o.send(march, intake.Meta{})
	o.write(april)
	if _, err := o.Confirm(t.Context(), waiting.ID, maturity.Correction{}, "analyst", ""); err != nil {
		t.Fatal(err)
	}
	if s, err := o.RunOne(t.Context(), waiting.ID, nil); err != nil || s.State != maturity.SubmissionWritten || stored(o) != want {
		t.Errorf("%s %v: stored %s", s.State, err, stored(o))
	}
	// A correction of the same edition counts.
	if s := o.write(strings.ReplaceAll(april, ",900", ",901")); s.Report.Changed != 2 || stored(o) != "700 820 870 901" {
		t.Errorf("%s, stored %s", counts(s.Report), stored(o))
	}
}
