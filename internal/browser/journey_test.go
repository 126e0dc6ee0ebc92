package browser

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

const returnHeader = "Organisation code,Period,Measure,Value,State\n"

// The path of the trust's discharge summaries as known now, and the same before a file of today.
const (
	dischargeNow  = "/measures/discharge.within-24-hours?as_at=now&organisation=RTE"
	dischargeThen = "/measures/discharge.within-24-hours?as_at=2018-11-15&organisation=RTE"
)

// What an analyst, a trust and a steering group do and see, on one running program whose reference data brought
// hostile names.
func TestWaymark(t *testing.T) {
	t.Parallel()
	seed := newSmallSeed(t, few)
	seed.addMembers(hostile)
	seed.addReturn("hostile.csv", "2018-11-05", hostileReturn())
	s := newSite(t, seed.folder, "").serve()
	t.Run("what the browser notices", s.whatIsNoticed)
	t.Run("budgets", s.budgets)
	t.Run("a first visit", s.firstVisit)
	t.Run("what axe notices", s.whatAxeNotices)
	t.Run("what numbers notice", s.whatNumbersNotice)
	t.Run("every page", s.everyPage)
	t.Run("by keyboard", s.byKeyboard)
	t.Run("a board member without a mouse", s.boardMemberByKeyboard)
	t.Run("hostile names", s.hostileNames)
	t.Run("signing in", s.signingIn)
	t.Run("a wrong file", s.wrongFile)
	t.Run("a file that is none", s.notAReturn)
	t.Run("a right file", s.rightFile)
	t.Run("a trust sends for another", s.trustForAnother)
	t.Run("a return of three people", s.returnOfThree)
	t.Run("a steering group reads only", s.boardReadsOnly)
	t.Run("forms without scripts", s.formsWithoutScripts)
	t.Run("a board member reads", s.boardMemberReads)
	t.Run("a trust returns", s.trustReturns)
	t.Run("an analyst holds a meeting", s.analystHoldsMeeting)
	t.Run("an analyst drags dates", s.analystDrags)
	t.Run("a supplier slips three months", s.supplierSlips)
}

func (s *site) signingIn(t *testing.T) {
	v := s.visitor(t)
	if v.open("/organisations/RTE"); !strings.HasPrefix(v.address(), "/sign-in") {
		t.Errorf("a page is open to everybody: %s", v.address())
	}
	v.complaints()
	v.enter("demo-analyst", "not the password")
	v.says("There is a problem")
	if heading := v.heading(); heading != "Sign in" {
		t.Errorf("after a wrong password: %s", heading)
	}
	v.complaints() // the browser notes the status of the answer
	v.enter("demo-analyst", s.passwords["demo-analyst"])
	if at := v.address(); at != "/organisations/RTE" {
		t.Errorf("after signing in at %s, want the page asked for", at)
	}
	v.quiet("after signing in")
	v.press(".wm-header__button")
	if v.open("/"); !strings.HasPrefix(v.address(), "/sign-in") {
		t.Errorf("still signed in after signing out: %s", v.address())
	}
}

func (s *site) wrongFile(t *testing.T) {
	v := s.signIn(t, "demo-analyst")
	v.send("wrong.csv", returnHeader+
		"RTE,Q3 2018/19,discharge.within-24-hours,lots,\n"+
		"RTEE,Q3 2018/19,discharge.within-24-hours,51,\n"+
		"R1J,Q3 2018/19,discharge.within-24-hours,151,\n")
	v.says("D2", "lots", "A3", "RTEE", "D4", "151", "What would be accepted")
	if strings.Contains(v.text(), "Write these values") {
		t.Errorf("a file without one good value can be written: %s", v.text())
	}
	v.quiet("a wrong file")
	v.open("/organisations/RTE?as_at=now")
	if strings.Contains(v.text(), "Q3 2018/19") {
		t.Error("a value of the wrong file is shown")
	}
}

func (s *site) notAReturn(t *testing.T) {
	v := s.signIn(t, "demo-analyst")
	v.send("picture.xlsx", "\x89PNG\r\n\x1a\n not a workbook")
	if heading := v.heading(); heading != "Refused: nothing was written" {
		t.Error(heading)
	}
	v.quiet("no workbook")
}

func (s *site) rightFile(t *testing.T) {
	v := s.signIn(t, "demo-analyst")
	v.open(dischargeNow)
	before := v.picture()
	if strings.Contains(before, "93.7%") {
		t.Fatalf("the value to send is there already: %s", before)
	}
	v.send("october.csv", returnHeader+"RTE,Q3 2018/19,discharge.within-24-hours,93.7,\n")
	if heading := v.heading(); heading != "Check before writing: 1 new value and 0 changed values" {
		t.Fatal(heading, v.text())
	}
	v.says("Nothing is written yet", "october.csv", "October to December 2018", "Gloucestershire Hospitals NHS Foundation Trust")
	v.press(`form[action$="/write"] button`)
	v.until("Written: 1 new value and 0 changed values")
	v.quiet("writing")

	v.follow("Gloucestershire Hospitals NHS Foundation Trust")
	v.until("Gloucestershire Hospitals")
	for deadline := time.Now().Add(time.Minute); !strings.Contains(v.text(), "93.7%"); v.open(v.address()) {
		if time.Now().After(deadline) {
			t.Fatalf("the number does not reach the organisation's page: %s", v.text())
		}
		time.Sleep(100 * time.Millisecond)
	}
	v.follow("93.7%")
	v.says("Where this came from", "october.csv", "D2", "by demo-analyst", "Nothing: it was the first")

	v.open(dischargeNow)
	if after := v.picture(); after == before || !strings.Contains(after, "93.7%") {
		t.Errorf("the chart does not show the new value:\n%s", after)
	}
	v.says("October to December 2018 (Q3 2018 to 2019) 93.7%")
	v.open(dischargeThen)
	v.says("As known on 15 November 2018.")
	if text := v.text() + v.picture(); strings.Contains(text, "93.7%") {
		t.Errorf("a value sent today was known in 2018: %s", text)
	}
	v.quiet("reading")
}

// picture is all text inside the drawings of the page.
func (v *visitor) picture() string {
	v.t.Helper()
	return ask[string](v, `[...document.querySelectorAll('.wm-figure__picture svg')].map(s => s.textContent).join(' | ')`)
}

// A trust without scripts in its browser sends for itself and for its neighbour.
func (s *site) trustForAnother(t *testing.T) {
	v := s.signIn(t, "demo-trust", withoutScripts())
	v.send("both.csv", returnHeader+"RTE,Q3 2018/19,paper-free.records,61,\nR1J,Q3 2018/19,paper-free.records,99,\n")
	v.says("A3", "R1J", "1 new value and 0 changed values")
	v.press(`form[action$="/write"] button`)
	v.until("Written: 1 new value")
	at := v.address()
	for code, want := range map[string]int64{"RTE": http.StatusOK, "R1J": http.StatusNotFound} {
		if status := v.open(fmt.Sprintf("/data/where-from?organisation=%s&measure=paper-free.records&period=Q2018-10", code)); status != want {
			t.Errorf("%s: %d, want %d", code, status, want)
		}
	}
	other := s.signIn(t, "demo-board")
	if status := other.open(at); status != http.StatusNotFound {
		t.Errorf("anybody reads what a trust sent: %d", status)
	}
}

func (s *site) boardReadsOnly(t *testing.T) {
	v := s.signIn(t, "demo-board")
	v.open("/data")
	v.says("Your account reads but does not send returns.")
	if n := ask[int](v, `document.querySelectorAll('main form[method=post], main a[href="/data/upload"]').length`); n != 0 {
		t.Errorf("%d ways to send are shown", n)
	}
	if status := v.open("/data/upload"); status != http.StatusForbidden {
		t.Errorf("the form for sending: %d, want %d", status, http.StatusForbidden)
	}
	v.open("/")
	links := ask[[]string](v, `[...document.querySelectorAll('main a')].map(a => a.getAttribute('href'))`)
	if !slices.Contains(links, "/boards/ldr-steering-group/gloucestershire-ldr") {
		t.Errorf("the board is not one click away: %q", links)
	}
}
