package page_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

const discharged = "discharge.within-24-hours"

// inRound is a site in the weeks in which the quarter's returns are due, with a second submitter and an approver.
func inRound(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	s.clock.Time = time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC)
	s.addRoles()
	s.add("colleague", grant(maturity.RoleSubmitter, "RTE"))
	s.add("approver", grant(maturity.RoleApprover, "glos"))
	return s
}

// typed is the form of one measure, as it was when nothing was in it, with what somebody typed.
func typed(revision, value, numerator, denominator, comment string) url.Values {
	return url.Values{"state." + discharged: {""}, "value." + discharged: {value}, "numerator." + discharged: {numerator}, "denominator." + discharged: {denominator},
		"comment." + discharged: {comment}, "revision." + discharged: {revision}, "was." + discharged: {"||||"}}
}

// hidden is a field of the page that the form sends back.
func hidden(t *testing.T, a answer, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `" value="([^"]*)"`).FindStringSubmatch(a.body)
	if found == nil {
		t.Fatalf("no field %s in %s", name, a.text())
	}
	return found[1]
}

// must ends the test unless the answer has the status and says the words.
func must(t *testing.T, a answer, status int, words ...string) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("%d, want %d: %.600s", a.status, status, a.text())
	}
	for _, w := range words {
		if !strings.Contains(a.text(), w) {
			t.Fatalf("%q is not in %.3000s", w, a.text())
		}
	}
	return a
}

// TestAStaleFigureIsShownBesideTheOther, and whoever typed it chooses; what else was typed is kept.
func TestAStaleFigureIsShownBesideTheOther(t *testing.T) {
	t.Parallel()
	s := inRound(t)
	one, other := s.as("submitter"), s.as("colleague")
	must(t, one.post(oneReturn, oneReturn+"/values", typed("0", "", "80", "100", "counted by hand")), http.StatusSeeOther)
	mine := typed("0", "85", "", "", "from the system")
	mine.Set("state.ers.utilisation", "not_available")
	a := must(t, other.post(oneReturn, oneReturn+"/values", mine), http.StatusConflict, "Theirs: 80% (80 of 100)", "saved by submitter", "Yours: 85%", "counted by hand")
	if !strings.Contains(a.body, `value="85"`) {
		t.Error("what was typed is gone")
	}
	again := typed(hidden(t, a, "revision."+discharged), "85", "", "", "from the system")
	again.Set("choose."+discharged, "mine")
	must(t, other.post(oneReturn, oneReturn+"/values", again), http.StatusSeeOther)
	must(t, one.get(oneReturn), http.StatusOK, "2 of 2 figures", "Discharge", "80% (80 of 100)", "→ 85%", "not available")
}

// TestAFieldIsSavedAsItIsTyped: what the script sends and is told.
func TestAFieldIsSavedAsItIsTyped(t *testing.T) {
	t.Parallel()
	s := inRound(t)
	script := s.as("submitter")
	token := script.token(oneReturn)
	script.header.Set("Accept", "application/json")
	type told struct {
		At     string
		Fields map[string]struct {
			Revision                         int64
			Was, Computed, Fault, Theirs, By string
		}
	}
	send := func(fields url.Values) (status int, out told) {
		t.Helper()
		fields.Set("form_token", token)
		a := script.post("", oneReturn+"/values", fields)
		if a.status == http.StatusOK {
			if err := json.Unmarshal([]byte(a.body), &out); err != nil {
				t.Fatal(err)
			}
		}
		return a.status, out
	}
	_, got := send(typed("0", "", "9", "12", ""))
	f := got.Fields[discharged]
	if got.At != "12:00" || f.Computed != "75%" || f.Was != "reported||9|12|" || f.Revision == 0 || f.Fault != "" {
		t.Errorf("%+v", got)
	}
	_, got = send(typed("0", "80", "", "", ""))
	if f := got.Fields[discharged]; f.Theirs != "75% (9 of 12)" || f.By != "submitter" {
		t.Errorf("a stale figure: %+v", f)
	}
	for value, words := range map[string]string{"12,5": "in figures", "1e9": "in figures", "NaN": "in figures", "<script>": "in figures"} {
		if _, got = send(typed(fmt.Sprint(f.Revision), value, "", "", "")); !strings.Contains(got.Fields[discharged].Fault, words) {
			t.Errorf("%s: %+v", value, got)
		}
	}
	if _, got = send(typed(fmt.Sprint(f.Revision), "80", "9", "12", "")); !strings.Contains(got.Fields[discharged].Fault, "9 of 12 is 75%, not 80%") {
		t.Errorf("%+v", got)
	}
	stranger := typed("0", "", "9", "12", "")
	stranger.Set("form_token", "another")
	if a := script.post("", oneReturn+"/values", stranger); a.status != http.StatusForbidden {
		t.Errorf("without the form's token: %d", a.status)
	}
}

// TestAnOldPageIsToldWhatChanged: the answer to an act on an old version names every step and figure since.
func TestAnOldPageIsToldWhatChanged(t *testing.T) {
	t.Parallel()
	s := inRound(t)
	submitter, approver := s.as("submitter"), s.as("approver")
	must(t, submitter.post(oneReturn, oneReturn+"/values", typed("0", "80", "", "", "")), http.StatusSeeOther)
	must(t, submitter.post(oneReturn, oneReturn+"/submit", url.Values{"version": {submitter.version()}}), http.StatusSeeOther)
	seen := approver.version()
	must(t, submitter.post(oneReturn, oneReturn+"/withdraw", url.Values{"version": {submitter.version()}, "why": {"a ward was missing"}}), http.StatusSeeOther)
	revision := hidden(t, submitter.get(oneReturn), "revision."+discharged)
	must(t, submitter.post(oneReturn, oneReturn+"/values", typed(revision, "82", "", "", "")), http.StatusSeeOther)
	must(t, submitter.post(oneReturn, oneReturn+"/submit", url.Values{"version": {submitter.version()}}), http.StatusSeeOther)
	a := must(t, approver.post(oneReturn, oneReturn+"/approve", url.Values{"version": {seen}}), http.StatusConflict,
		"It has changed since you looked", "a ward was missing", "80% → 82%", "Submitted it")
	if strings.Count(strings.Split(a.text(), "Submitted: waiting")[0], "Submitted it") != 1 {
		t.Error("steps that were seen are told as new")
	}
}

// TestAKnownFigureIsConfirmed, not typed again.
func TestAKnownFigureIsConfirmed(t *testing.T) {
	t.Parallel()
	s := inRound(t)
	p := period.Of(period.KindQuarter, period.Date(2026, 7, 1))
	s.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, submission_id, sheet, cell_row, cell_column)
		SELECT o.id, m.id, $1, $2, s.id, $3, 1, 61.2, 1, 0, 1, 1 FROM organisation o, measure m, source s WHERE o.code = 'RTE' AND m.ref = 'ers.utilisation' AND s.ref = 'nhs-digital-ers'`,
		int(p.Kind), p.Start.String(), s.clock.now().Add(-time.Hour))
	v := s.as("submitter")
	must(t, v.get(oneReturn), http.StatusOK, "NHS Digital says 61.2%: use this")
	fields := typed("0", "80", "", "", "") // the button sends the whole form
	fields.Set("state.ers.utilisation", "")
	fields.Set("confirm", "ers.utilisation")
	must(t, v.post(oneReturn, oneReturn+"/values", fields), http.StatusSeeOther)
	must(t, v.get(oneReturn), http.StatusOK, "Confirmed from e-Referral Service utilisation", "2 of 2 figures", "80%")
}

// TestManyReturnsAreDecidedAboutOneByOne: of three that are ticked, the two that are as they were seen are approved.
func TestManyReturnsAreDecidedAboutOneByOne(t *testing.T) {
	t.Parallel()
	s := inRound(t)
	s.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('R1J', 'Gloucestershire Care', 'Gloucestershire Care', 'community'), ('RTQ', '2gether', '2gether', 'mental_health')`)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code IN ('R1J', 'RTQ') AND t.code = 'glos'`)
	s.exec(`UPDATE reference_state SET version = version + 1`)
	analyst, approver := s.as("analyst"), s.as("approver")
	must(t, approver.get("/data/reviews"), http.StatusOK, "Nothing waits for you")
	for _, code := range []string{"RTE", "R1J", "RTQ"} {
		at := "/data/returns/gloucestershire-trusts/Q2026-07/" + code
		must(t, analyst.post(at, at+"/values", typed("0", "80", "", "", "")), http.StatusSeeOther)
		must(t, analyst.post(at, at+"/submit", url.Values{"version": {hidden(t, analyst.get(at), "version")}}), http.StatusSeeOther)
	}
	waiting := must(t, approver.get("/data/reviews"), http.StatusOK, "3 returns wait for your decision")
	var picks []string
	for _, found := range regexp.MustCompile(`name="pick" value="([^"]+)"`).FindAllStringSubmatch(waiting.body, -1) {
		picks = append(picks, found[1])
	}
	must(t, analyst.post(oneReturn, oneReturn+"/withdraw", url.Values{"version": {hidden(t, analyst.get(oneReturn), "version")}}), http.StatusSeeOther)
	must(t, approver.post("/data/reviews", "/data/reviews", url.Values{"act": {"approve"}}), http.StatusUnprocessableEntity, "Tick the returns")
	must(t, approver.post("/data/reviews", "/data/reviews", url.Values{"act": {"approve"}, "pick": {"x/y"}}), http.StatusUnprocessableEntity, "could not be read")
	must(t, approver.post("/data/reviews", "/data/reviews", url.Values{"act": {"approve"}, "pick": picks}), http.StatusOK, "2 returns done, 1 refused", "Gloucestershire Hospitals was left as it is", "2gether is approved")
	const round = "/data/reviews/gloucestershire-trusts/Q2026-07"
	ready := must(t, analyst.get(round), http.StatusOK, "2 returns are ready to be published")
	picks = nil
	for _, found := range regexp.MustCompile(`name="pick" value="([^"]+)"`).FindAllStringSubmatch(ready.body, -1) {
		picks = append(picks, found[1])
	}
	must(t, analyst.post(round, round, url.Values{"act": {"publish"}, "pick": picks, "day": {"2026-11-20"}}), http.StatusUnprocessableEntity, "time of day")
	must(t, analyst.post(round, round, url.Values{"act": {"publish"}, "pick": picks[:1], "day": {"2026-11-20"}, "time": {"09:30"}}), http.StatusOK, "is published on 20 November 2026 at 9:30am")
	must(t, analyst.post(round, round, url.Values{"act": {"publish"}, "pick": picks}), http.StatusOK, "1 return done, 1 refused", "is published")
}

// TestNobodySeesAFigureBeforeItIsPublished walks every page that can be read, as somebody without a right to the draft,
// and looks for the figure, its parts and its comment.
func TestNobodySeesAFigureBeforeItIsPublished(t *testing.T) {
	t.Parallel()
	s := inRound(t)
	s.add("elsewhere", grant(maturity.RoleSubmitter, "RBA"))
	submitter, approver, analyst := s.as("submitter"), s.as("approver"), s.as("analyst")
	readers := map[string]*visitor{"viewer": s.as("viewer"), "elsewhere": s.as("elsewhere"), "nobody": s.visitor()}
	walk := func(when string, public bool) {
		t.Helper()
		told := 0
		for login, v := range readers {
			for _, rule := range s.kit.Rules() {
				if rule.Method != http.MethodGet || rule.Path == "/metrics" || strings.HasPrefix(rule.Path, "/static/") {
					continue
				}
				a := v.get(somewhere(rule))
				for _, trace := range []string{"713131", "713,131", "71.3", "quokka"} {
					if strings.Contains(a.body, trace) {
						told++
						if !public || login == "nobody" {
							t.Errorf("%s: %s reads %q at %s", when, login, trace, somewhere(rule))
						}
					}
				}
			}
		}
		if public && told == 0 {
			t.Errorf("%s: nobody reads it anywhere", when)
		}
	}
	press := func(v *visitor, button string, more url.Values) {
		t.Helper()
		fields := url.Values{"version": {v.version()}}
		for name, values := range more {
			fields[name] = values
		}
		must(t, v.post(oneReturn, oneReturn+"/"+button, fields), http.StatusSeeOther)
	}
	must(t, submitter.post(oneReturn, oneReturn+"/values", typed("0", "", "713131", "1000000", "the quokka ward too")), http.StatusSeeOther)
	walk("as a draft", false)
	press(submitter, "submit", nil)
	press(approver, "approve", nil)
	walk("approved", false)
	press(analyst, "schedule", url.Values{"day": {"2026-11-20"}, "time": {"09:30"}})
	walk("under embargo", false)
	must(t, analyst.post(oneReturn, oneReturn+"/publish", url.Values{"version": {analyst.version()}}), http.StatusConflict, "under embargo until 20 November 2026")
	s.clock.Time = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
	press(analyst, "publish", nil)
	walk("published", true)
	must(t, readers["viewer"].get(oneReturn), http.StatusOK, "71.3%", "the quokka ward too")
	must(t, readers["viewer"].get("/data/where-from?as_at=now&organisation=RTE&period=Q2026-07&measure="+discharged), http.StatusOK, "See the return it was published from")
	round := "/data/returns/gloucestershire-trusts/Q2026-07"
	must(t, analyst.get(round), http.StatusOK, "What was done to the returns", "Return published")
	if a := readers["viewer"].get(round); strings.Contains(a.text(), "Return published") {
		t.Error("a reader sees who did what to the returns")
	}
}

// somewhere is an address of the rule with this return in it.
func somewhere(rule httpkit.Rule) string {
	return strings.NewReplacer(":collection", "gloucestershire-trusts", ":period", "Q2026-07", ":code", "RTE", ":measure", discharged, ":board", "sourcing", ":id", "1", ":number", "1", ":panel", "1",
		":picture", "1", ":file", "x.csv").Replace(rule.Path) + "?organisation=RTE&measure=" + discharged + "&period=Q2026-07&as_at=now&subject=return+gloucestershire-trusts+Q2026-07+2"
}

// TestAnAskedExtensionWaitsForTheApprover, and not for who asked.
func TestAnAskedExtensionWaitsForTheApprover(t *testing.T) {
	t.Parallel()
	s := inRound(t)
	submitter, approver := s.as("submitter"), s.as("approver")
	must(t, submitter.get(oneReturn), http.StatusOK, "Ask for a later deadline")
	s.exec(`INSERT INTO return_extension (collection, organisation_id, period_kind, period_start, until, reason, requested_by, requested_at)
		SELECT 'gloucestershire-trusts', id, $1, '2026-07-01', '2026-12-10', 'The system was down.', 'submitter', $2 FROM organisation WHERE code = 'RTE'`, int(period.KindQuarter), s.clock.now())
	s.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('gloucestershire-ldr', 'Gloucestershire', 'Gloucestershire', 'footprint')`)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code = 'RTE' AND t.code = 'gloucestershire-ldr'`)
	s.exec(`UPDATE reference_state SET version = version + 1`)
	must(t, approver.get("/data/reviews"), http.StatusOK, "1 later deadline is asked for", "asked for by submitter until 10 December 2026; The system was down.")
}
