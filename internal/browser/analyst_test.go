package browser

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What the analyst sends and writes, all of it as hostile as names can be. The numbers are one reported value.
var (
	hostileFile = `</script><script>alert(1)<!-- =cmd| £ – é ` + strings.Repeat("x", 140) + ".csv"
	hostileBody = `</script><script>alert(1)</script> =cmd| £ – é board`
	hostileText = `=cmd|' /C calc'!A0 is what begins the words of an analyst; </script><script>alert(1)</script> £ – é ` + strings.Repeat("goes on and on ", 20) + "to their end."
)

const hostileNumber = "46.3%"

var keptFile = regexp.MustCompile(`href="(/packs/\d+/files/([a-z]+))" download>.*?<span class="wm-code">([0-9a-f]{64})</span>`)

// An analyst sends a file, plans a meeting about its organisation, makes a pack from a board, writes in it, freezes,
// publishes; a member of the board takes every form away.
func (s *site) analystHoldsMeeting(t *testing.T) {
	v := s.signIn(t, "demo-analyst")
	v.sendHostile()

	v.nav("Meetings")
	v.follow("Plan a meeting")
	for field, words := range map[string]string{"#code": "XH8", "#body": hostileBody, "#day": comingDay(), "#agenda": hostileText[:200] + "\nAny other business"} {
		v.do(chromedp.SetValue(field, words, chromedp.ByQuery))
	}
	v.press(`main form button[type=submit]`)
	v.says(hostileBody, spoiled, "There is no pack for this meeting yet")
	v.do(chromedp.Click(`//summary[contains(., "Make a pack")]`, chromedp.BySearch), chromedp.SetValue("#board", "trust", chromedp.ByQuery))
	v.press(`form[action$="/packs"] button`)
	pack, _, _ := strings.Cut(v.address(), "#")
	if heading := v.heading(); heading != "The pack is a draft" {
		t.Fatalf("%s: %s\n%s", pack, heading, v.text())
	}

	v.follow("The first page")
	v.do(chromedp.SetValue("#words", hostileText, chromedp.ByQuery))
	v.press(`form[action$="/words"] button:not([name])`)
	v.says("written by demo-analyst")
	v.quiet("preparing the pack")

	board := s.signIn(t, "demo-board")
	if status := board.open(pack); status != http.StatusNotFound {
		t.Errorf("a draft is open to readers: %d", status)
	}
	board.complaints()
	v.press(`form[action$="/freeze"] button`)
	v.untilFrozen()
	v.press(`form[action$="/publish"] button`)
	v.says("by demo-analyst", "SHA-256 of its bytes")
	v.quiet("publishing")

	board.do(chromedp.EmulateViewport(375, 900))
	board.unharmed(pack, hostileBody, spoiled)
	board.unharmed(pack+"/paper", hostileBody, spoiled, hostileText, hostileNumber)
	if n := board.compareNumbers(pack + "/paper"); n == 0 {
		t.Error("no number of the paper's pictures was compared")
	}
	s.takesAway(t, pack)
}

// sendHostile sends a file whose name could run, and writes its one value.
func (v *visitor) sendHostile() {
	v.t.Helper()
	v.open("/data/upload")
	name, _ := json.Marshal(hostileFile)
	text, _ := json.Marshal(returnHeader + "XH8,Q3 2018/19,discharge.within-24-hours,46.3,\n")
	v.do(chromedp.Evaluate(`{ const all = new DataTransfer(); all.items.add(new File([`+string(text)+`], `+string(name)+`, {type: 'text/csv'})); document.querySelector('input[name=file]').files = all.files; } 0`, nil))
	v.press("main form button[type=submit]")
	v.until("Check", "Refused", "Failed")
	// What a browser gives as a name may have folders, which are left out.
	_, kept, _ := strings.Cut(hostileFile, "/")
	v.says(kept, spoiled)
	v.press(`form[action$="/write"] button`)
	v.until("Written: 1 new value")
	v.quiet("a file with a hostile name")
	v.open("/data/where-from?organisation=XH8&measure=discharge.within-24-hours&period=Q2018-10&as_at=now")
	v.says(kept, spoiled, hostileNumber)
	v.quiet("where a value of it came from")
}

// takesAway downloads every form of a pack: each has the bytes whose hash the page shows, opens as what it is, and says
// what was written and reported.
func (s *site) takesAway(t *testing.T, pack string) {
	t.Helper()
	reader := s.crawler(t, "demo-board")
	forms := map[string]bool{}
	for _, row := range keptFile.FindAllStringSubmatch(reader.get(pack), -1) {
		path, form, hash := row[1], row[2], row[3]
		forms[form] = true
		data := []byte(reader.get(path))
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != hash {
			t.Errorf("%s has not the bytes whose hash is shown", path)
		}
		open := opened[form]
		if open == nil {
			t.Errorf("nobody opens %s here", path)
			continue
		}
		text := squashed(open(t, path, data))
		for _, want := range []string{hostileText, spoiled, hostileNumber} {
			if want = squashed(want); !strings.Contains(text, want) && !(form == "zip" && want == squashed(hostileText)) {
				t.Errorf("%s does not say %s:\n%.3000s", path, want, text)
			}
		}
	}
	if len(forms) != len(opened) {
		t.Errorf("the pack has the forms %v, want %d", forms, len(opened))
	}
}

// squashed is a text without blanks, since papers break lines where they like.
func squashed(text string) string { return strings.Join(strings.Fields(text), "") }
