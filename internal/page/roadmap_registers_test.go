package page

import (
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

func float(v float64) *float64 { return &v }

func TestMoneyIsSaidWithWhatIsMissing(t *testing.T) {
	t.Parallel()
	for want, total := range map[string]roadmap.MoneyTotal{
		"No money is written down for this roadmap":                                  {},
		"The amount of none of 3 lines of money is stated":                           {Lines: 3, Missing: 3},
		"£1.5 million for 2 lines of money":                                          {Lines: 2, Told: 2, Low: 1.5e6, High: 1.5e6},
		"£1,000 to £2,000 is told for 1 of 2 lines of money; the others come on top": {Lines: 2, Told: 1, Missing: 1, Low: 1000, High: 2000},
	} {
		if got := moneyHeading(total); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	lead := strings.Join(moneyLead(roadmap.MoneyTotal{Lines: 3, Told: 1, Missing: 2, Low: 10, High: 10, Spent: 7, SpentLines: 2, SpentBeside: 3}), " ")
	for _, part := range []string{"2 amounts are not stated", "No sum counts them as nothing", "£7 is reported as spent, on 2 of 3 lines", "£3 of it on lines whose amount is not stated"} {
		if !strings.Contains(lead, part) {
			t.Errorf("%q is missing in %q", part, lead)
		}
	}
}

func TestWhatCameAgainstWhatWasExpected(t *testing.T) {
	t.Parallel()
	for want, b := range map[string]maturity.RoadmapBenefit{
		"below what was expected": {Measured: float(25), Low: float(26), High: float(40)},
		"as expected":             {Measured: float(26), Low: float(26), High: float(40)},
		"above what was expected": {Measured: float(41), Low: float(26), High: float(40)},
		"no range was expected":   {Measured: float(41)},
	} {
		if got := againstExpected(b); got != want {
			t.Errorf("%v of %v to %v: %q, want %q", *b.Measured, b.Low, b.High, got, want)
		}
	}
	if got := expectedBenefit(maturity.RoadmapBenefit{Low: float(26), High: float(40), Unit: "%"}); got != "26 to 40%" {
		t.Error(got)
	}
	if got := expectedBenefit(maturity.RoadmapBenefit{}); got != "" {
		t.Error(got)
	}
}

func TestNumbersWithUnits(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{"1,234.5 hours": quantityWords(1234.5, "hours"), "0.25": quantityWords(0.25, ""), "10%": quantityWords(10, "%"), "£1,000": quantityWords(1000, "£"), "-2": quantityWords(-2, "")} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSharesAreNeverRoundedToAllOrNone(t *testing.T) {
	t.Parallel()
	for want, share := range map[string]float64{"": math.NaN(), "0%": 0, "100%": 1, "over 99%": 0.9995, "under 1%": 0.0005, "92%": 0.92} {
		if got := wholePercent(share); got != want {
			t.Errorf("%v: %q, want %q", share, got, want)
		}
	}
}

func TestFileOfATableHoldsBareNumbersAndNothingForWhatIsMissing(t *testing.T) {
	t.Parallel()
	table := registerTable{Columns: []Column{{Words: "Money for"}, {Words: "Amount"}, {Words: "Initiatives"}}, Rows: []registerRow{
		{ID: "a", Cells: []registerCell{{Words: "WiFi", Note: "all sites"}, {Words: "£1,000", Raw: "1000"}, {Links: []Link{{Words: "One"}, {Words: "Two"}}}}},
		{ID: "b", Cells: []registerCell{said("Bid"), {Words: "not stated", Missing: true}, {Words: "the whole roadmap", Missing: true}}},
	}}
	var got []string
	for line := range table.rows {
		got = append(got, strings.Join(line, "|"))
	}
	want := []string{"id|Money for|Money for, note|Amount|Initiatives", "a|WiFi|all sites|1000|One; Two", "b|Bid||||"}
	want[2] = "b|Bid|||"
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestFundingFormKeepsWhatItCannotReadAndSaysWhere(t *testing.T) {
	t.Parallel()
	plan := &maturity.Roadmap{Initiatives: []maturity.Initiative{{ID: "wifi", Title: "WiFi"}}}
	ctx := &draftContext{Roadmap: plan, Taken: map[string]bool{}}
	for field, form := range map[string]url.Values{
		"amount":        {"title": {"Bid"}, "basis": {"stated"}, "amount": {"lots"}},
		"high":          {"title": {"Bid"}, "basis": {"indicative"}, "low": {"20"}, "high": {"10"}},
		"title":         {"basis": {"not_stated"}},
		"period":        {"title": {"Bid"}, "basis": {"not_stated"}, "period": {"some time"}},
		"initiatives":   {"title": {"Bid"}, "basis": {"not_stated"}, "initiatives": {"", "nowhere"}},
		"spend0-period": {"title": {"Bid"}, "basis": {"not_stated"}, "spend-rows": {"1"}, "spend0-amount": {"5"}},
		"type":          {"title": {"Bid"}, "basis": {"not_stated"}, "type": {"gold"}},
		"spend0-amount": {"title": {"Bid"}, "basis": {"not_stated"}, "spend-rows": {"1"}, "spend0-period": {"2017/18"}, "spend0-amount": {"much"}},
		"":              {"title": {"Bid"}, "basis": {"indicative"}, "amount": {"£1,000.50"}, "period": {"2017/18"}, "initiatives": {"", "wifi"}, "spend-rows": {"1"}, "spend0-period": {"Q1 2017/18"}, "spend0-amount": {"£400"}},
	} {
		var f maturity.RoadmapFunding
		fundingForm.Begin(&f)
		joinChecks(fundingForm.Fields, form)
		faults := fundingForm.read(ctx, &f, form)
		switch {
		case field == "" && len(faults) > 0:
			t.Errorf("a good form: %v", faults)
		case field == "" && (*f.Amount != 1000.5 || len(f.Spend) != 1 || f.Spend[0].Amount != 400 || !slices.Equal(f.Initiatives, []string{"wifi"})):
			t.Errorf("read as %+v", f)
		case field != "" && (len(faults) != 1 || faults[0].Field != field):
			t.Errorf("%s: %v", field, faults)
		}
	}
	// Nought is an amount; a figure beside "not stated" is a contradiction.
	if checkFunding(&maturity.RoadmapFunding{Basis: maturity.AmountStated, Amount: float(0)}) != nil {
		t.Error("nothing is an amount, too")
	}
	if f := checkFunding(&maturity.RoadmapFunding{Basis: maturity.AmountNotStated, Amount: float(0)}); f == nil || f.Field != "amount" {
		t.Error("an amount that is not stated cannot be nought")
	}
}

func scoringOf(scores ...maturity.PriorityScore) scoring {
	plan := &roadmap.Plan{}
	plan.Initiatives = []maturity.Initiative{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}}
	plan.Criteria = []maturity.CriteriaSet{{ID: "s", Items: []maturity.Criterion{{ID: "c1", Title: "First"}, {ID: "c2", Title: "Second"}}}}
	plan.Scores = scores
	s := scoring{plan: plan, initiative: &plan.Initiatives[0], set: plan.Criteria[0], ctx: &draftContext{Roadmap: &plan.Roadmap, Taken: map[string]bool{}}}
	s.now = s.draft()
	return s
}

func TestAnswersOfAForm(t *testing.T) {
	t.Parallel()
	other := maturity.PriorityScore{Set: "s", Criterion: "c1", Initiative: "b", Score: 2, Illustrative: true}
	invented := maturity.PriorityScore{Set: "s", Criterion: "c1", Initiative: "a", Score: 1, Note: "kept", Illustrative: true}
	s := scoringOf(other, invented)
	typed := s.now.clone()
	faults := s.read(&typed, url.Values{"score-c2": {"3"}, "note-c2": {"asked for"}, "evidence-c2--rows": {"1"}, "evidence-c2-0-kind": {"survey"}, "evidence-c2-0-words": {"81 practices"}, "effort": {"2.5"}})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	list := s.scores(s.plan.Scores, typed)
	if len(list) != 3 || !slices.ContainsFunc(list, func(x maturity.PriorityScore) bool {
		return x.Criterion == "c2" && x.Initiative == "a" && x.Score == 3 && x.Note == "asked for" && len(x.Evidence) == 1 && !x.Illustrative
	}) {
		t.Errorf("answers: %+v", list)
	}
	if !list[0].Illustrative || !list[1].Illustrative || list[1].Note != "kept" {
		t.Errorf("answers that nobody touched changed: %+v", list[:2])
	}
	if *typed.Effort != 2.5 || s.initiative.Effort != nil {
		t.Error("effort is read into the draft, and the plan stays")
	}
	// A note without an answer is a fault at the question; an emptied answer goes.
	typed = s.now.clone()
	if faults = s.read(&typed, url.Values{"score-c1": {""}}); len(faults) != 1 || faults[0].Field != "score-c1" {
		t.Errorf("a note without an answer: %v", faults)
	}
	typed = s.now.clone()
	if faults = s.read(&typed, url.Values{"score-c1": {""}, "note-c1": {""}}); len(faults) > 0 || len(s.scores(s.plan.Scores, typed)) != 1 {
		t.Errorf("an answer taken away: %v, %v", faults, s.scores(s.plan.Scores, typed))
	}
	// What somebody answers anew is not invented any more.
	typed = s.now.clone()
	s.read(&typed, url.Values{"score-c1": {"2"}})
	if list = s.scores(s.plan.Scores, typed); list[1].Score != 2 || list[1].Illustrative {
		t.Errorf("a new answer: %+v", list[1])
	}
	if words := s.consequences(typed); !strings.Contains(strings.Join(words, " "), "From rank 2 of 2 (score 1.00) to rank 1 of 2 (score 2.00)") {
		t.Errorf("consequences: %q", words)
	}
}

func TestColumnsOfWhichTheSourceSaysNothingBecomeASentence(t *testing.T) {
	t.Parallel()
	table := registerTable{Columns: []Column{{Words: "Gap"}, {Words: "Owner"}, {Words: "Closed by"}, {Words: "Place"}}, Rows: []registerRow{
		{ID: "a", Cells: []registerCell{said("A"), saidOr("", "not stated"), saidOr("", "no initiative"), said("Table 1")}},
		{ID: "b", Cells: []registerCell{said("B"), saidOr("", "not stated"), saidOr("", "no initiative"), saidOr("", "not stated")}},
	}}
	s := registerSection{Table: &table}
	s.drop()
	var heads []string
	for _, c := range s.Table.Columns {
		heads = append(heads, c.Words)
	}
	// That nothing closes a gap is the point of the table, and stays.
	if strings.Join(heads, "|") != "Gap|Closed by|Place" || len(s.Table.Rows[1].Cells) != 3 || !slices.Contains(s.Words, "Stated for none of them: owner.") {
		t.Errorf("%v, %v", heads, s.Words)
	}
	if len(table.Columns) != 4 || len(table.Rows[0].Cells) != 4 {
		t.Error("the table of the file lost a column")
	}
}

func TestAnAchievementThatIsAnInitiativeTooCountsOnce(t *testing.T) {
	t.Parallel()
	plan := &roadmap.Plan{}
	plan.Initiatives = []maturity.Initiative{{ID: "a"}, {ID: "b"}}
	plan.Registers = []maturity.RoadmapRegister{{ID: "done", Kind: "achievements", Entries: []maturity.RegisterEntry{{ID: "x", Initiatives: []string{"a"}}, {ID: "y"}, {ID: "z", Initiatives: []string{"gone"}}}}, {ID: "other", Entries: []maturity.RegisterEntry{{ID: "w", Initiatives: []string{"b"}}}}}
	if got := achievementWords(plan); !strings.Contains(got, "1 item is printed as both and counts once: 4 in all") {
		t.Error(got)
	}
}

func TestStatesOfARegisterAreCountedWithoutWhatExplainsThem(t *testing.T) {
	t.Parallel()
	register := func(states ...string) (r maturity.RoadmapRegister) {
		for _, s := range states {
			r.Entries = append(r.Entries, maturity.RegisterEntry{State: s})
		}
		return r
	}
	for want, r := range map[string]maturity.RoadmapRegister{
		"Live: 2; planned: 1; state not stated: 1.": register("live: little used", "Live", "planned", ""),
		"": register("in place", "being examined", ""), // each its own: a count says nothing
	} {
		if got := stateCounts(r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPilotsWithoutAResultAreListed(t *testing.T) {
	t.Parallel()
	page := &registersPage{Plan: &roadmap.Plan{}, may: true}
	page.Plan.ID = "plan"
	page.Plan.Initiatives = []maturity.Initiative{{ID: "none", Title: "No trial"}, {ID: "told", Title: "Told", Organisations: []string{"A trust"}, Pilot: &maturity.Pilot{Result: "used every day", Decision: "to spread it"}}, {ID: "silent", Title: "Silent", Pilot: &maturity.Pilot{Place: "E1.4"}}}
	s := page.pilotSection()
	if len(s.Table.Rows) != 2 || s.Words[0] != "A result is told for 1 of 2 pilots, and a decision for 1." {
		t.Errorf("%q, %d rows", s.Words, len(s.Table.Rows))
	}
	silent := s.Table.Rows[1]
	if !silent.Cells[2].Missing || silent.Cells[5].Words != "E1.4" || silent.Change.Address != "/roadmap/plan/initiatives/silent/edit#part-pilot" {
		t.Errorf("%+v", silent)
	}
}
