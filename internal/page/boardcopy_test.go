package page_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"waymark/internal/definition"
)

var (
	editInputs   = regexp.MustCompile(`<input[^>]* name="([^"]+)"[^>]*>`)
	inputValue   = regexp.MustCompile(` value="([^"]*)"`)
	editSelects  = regexp.MustCompile(`(?s)<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>`)
	optionChosen = regexp.MustCompile(`<option value="([^"]*)" selected>`)
	optionFirst  = regexp.MustCompile(`<option value="([^"]*)"`)
	editTexts    = regexp.MustCompile(`(?s)<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>`)
)

// fieldsOf is what a browser would send back of the form on a page, without a button.
func fieldsOf(page string) url.Values {
	out := url.Values{}
	page = page[strings.Index(page, "<main"):]
	for _, m := range editInputs.FindAllStringSubmatch(page, -1) {
		value := ""
		if v := inputValue.FindStringSubmatch(m[0]); v != nil {
			value = html.UnescapeString(v[1])
		}
		if !strings.Contains(m[0], `type="checkbox"`) || strings.Contains(m[0], " checked") {
			out.Set(m[1], value)
		}
	}
	for _, m := range editSelects.FindAllStringSubmatch(page, -1) {
		chosen := optionChosen.FindStringSubmatch(m[2])
		if chosen == nil {
			chosen = optionFirst.FindStringSubmatch(m[2])
		}
		out.Set(m[1], html.UnescapeString(chosen[1]))
	}
	for _, m := range editTexts.FindAllStringSubmatch(page, -1) {
		out.Set(m[1], html.UnescapeString(strings.TrimPrefix(m[2], "\n")))
	}
	out.Del("form_token")
	return out
}

const steering = "/boards/ldr-steering-group/glos"

// copied is an analyst with a copy of the steering group's board.
func copied(t *testing.T) (*site, *visitor, string) {
	t.Helper()
	s := newSite(t)
	s.addRoles()
	v := s.as("analyst")
	a := v.post(steering+"/copy", steering+"/copy", url.Values{"do": {"copy"}})
	if a.status != http.StatusSeeOther || !strings.HasSuffix(a.header.Get("Location"), "/glos/edit") {
		t.Fatalf("copying: %d %s %s", a.status, a.header.Get("Location"), a.text())
	}
	return s, v, strings.TrimSuffix(a.header.Get("Location"), "/edit")
}

// An analyst copies a board, edits it in the form, previews, saves, takes it out as YAML and brings that in again: the
// same board to the last panel.
func TestABoardIsCopiedEditedSavedAndBroughtInAgain(t *testing.T) {
	t.Parallel()
	s, v, board := copied(t)
	if a := v.get(board); a.status != http.StatusOK || !strings.Contains(a.body, `id="paper-free"`) {
		t.Fatalf("the copy does not open: %d %s", a.status, a.text())
	}
	form := fieldsOf(v.get(board + "/edit").body)
	form.Set("title", `Our "own" board: £ – é </script>`)
	form.Set("do", "remove 0")
	form = fieldsOf(v.post(board+"/edit", board+"/edit", form).body)
	form.Set("do", "add")
	form.Set("kind", "narrative")
	page := v.post(board+"/edit", board+"/edit", form)
	form = fieldsOf(page.body)
	last := "p" + decremented(form.Get("panels")) + "-"
	if form.Get(last+"kind") != "narrative" || form.Get(last+"id") != "narrative" {
		t.Fatalf("no narrative was added: %v", form)
	}
	form.Set("do", "save")
	if a := v.post(board+"/edit", board+"/edit", form); a.status != http.StatusBadRequest || !strings.Contains(a.text(), "needs a text") {
		t.Fatalf("a narrative without words was saved: %d %s", a.status, a.text())
	}
	form.Set(last+"text", "First, listen.\nThen speak: # no comment, \"quoted\".")
	form.Set("do", "up "+decremented(form.Get("panels")))
	form = fieldsOf(v.post(board+"/edit", board+"/edit", form).body)
	form.Set("do", "preview")
	if a := v.post(board+"/edit", board+"/edit", form); a.status != http.StatusOK || !strings.Contains(a.text(), "Preview for Gloucestershire") || !strings.Contains(a.text(), "First, listen.") {
		t.Fatalf("no preview: %d %s", a.status, a.text())
	}
	if strings.Contains(v.get(board).text(), "First, listen.") {
		t.Error("a preview was saved")
	}
	form.Set("do", "save")
	if a := v.post(board+"/edit", board+"/edit", form); a.status != http.StatusSeeOther || a.header.Get("Location") != board {
		t.Fatalf("saving: %d %s", a.status, a.text())
	}
	if shown := v.get(board); !strings.Contains(shown.text(), "First, listen.") || strings.Contains(shown.body, `id="verdict"`) || strings.Contains(shown.body, "é </script>") {
		t.Errorf("the saved board does not show: %s", shown.text())
	}

	file := v.get(board + "/board.yaml").body
	catalogue, _ := shipped()
	out, err := definition.ReadBoard(catalogue, "board.yaml", []byte(file))
	if err != nil {
		t.Fatalf("what was taken out is refused: %v\n%s", err, file)
	}
	a := v.post(steering+"/copy", steering+"/copy", url.Values{"do": {"import"}, "yaml": {strings.ReplaceAll(file, "\n", "\r\n")}})
	again := strings.TrimSuffix(a.header.Get("Location"), "/edit")
	if a.status != http.StatusSeeOther || again == board {
		t.Fatalf("bringing it in: %d %s", a.status, a.text())
	}
	in, err := definition.ReadBoard(catalogue, "board.yaml", []byte(v.get(again+"/board.yaml").body))
	if err != nil || in.Hash != out.Hash {
		t.Errorf("another board came in: %v", err)
	}
	if x, y := panelsOf(v.get(board).body), panelsOf(v.get(again).body); x != y || len(x) < 100 {
		t.Errorf("the two boards do not show the same:\n%s\n%s", x, y)
	}
	for _, reader := range []string{"viewer", "submitter", "admin"} {
		if text := s.as(reader).get(steering).text(); !strings.Contains(text, `Our "own" board: £ – é </script>`) {
			t.Errorf("%s does not find the copy among the other boards: %s", reader, text)
		}
	}
}

func decremented(n string) string {
	return map[string]string{"13": "12", "14": "13", "15": "14", "16": "15"}[n]
}

// panelsOf is what stands in the panels, without the number of the copy.
func panelsOf(page string) string {
	var out []string
	for _, part := range strings.Split(page, "<section class=\"wm-panel")[1:] {
		part, _, _ = strings.Cut(part, "</section>")
		out = append(out, regexp.MustCompile(`/boards/C[0-9]+/|\?v=[0-9a-f]+`).ReplaceAllString(part, ""))
	}
	return strings.Join(out, "\n")
}

// Earlier versions stay: going back is a new version, and who saved meanwhile is not overwritten unseen.
func TestVersionsOfACopy(t *testing.T) {
	t.Parallel()
	s, v, board := copied(t)
	first := v.get(board + "/board.yaml").body
	form := fieldsOf(v.get(board + "/edit").body)
	form.Set("title", "Second")
	form.Set("do", "save")
	mine := fieldsOf(v.get(board + "/edit").body)
	if a := s.as("admin").post(board+"/edit", board+"/edit", form); a.status != http.StatusSeeOther {
		t.Fatalf("saving: %d %s", a.status, a.text())
	}
	mine.Set("title", "Mine")
	mine.Set("do", "save")
	a := v.post(board+"/edit", board+"/edit", mine)
	if a.status != http.StatusConflict || !strings.Contains(a.text(), "Somebody else saved this board") || !strings.Contains(a.body, "title: Second") || !strings.Contains(a.body, `value="Mine"`) {
		t.Fatalf("saving over another: %d %s", a.status, a.text())
	}
	if strings.Contains(v.get(board+"/board.yaml").body, "Mine") {
		t.Fatal("it was saved nevertheless")
	}
	again := fieldsOf(a.body)
	again.Set("do", "save")
	if a := v.post(board+"/edit", board+"/edit", again); a.status != http.StatusSeeOther {
		t.Fatalf("saving once the other was seen: %d %s", a.status, a.text())
	}
	if text := v.get(board + "/versions").text(); !strings.Contains(text, "3 versions of this board") || !strings.Contains(text, "admin") {
		t.Errorf("versions: %s", text)
	}
	if a := v.post(board+"/versions", board+"/versions", url.Values{"version": {"2"}, "restore": {"1"}}); a.status != http.StatusConflict {
		t.Errorf("going back from a version that is no more the newest: %d", a.status)
	}
	if a := v.post(board+"/versions", board+"/versions", url.Values{"version": {"3"}, "restore": {"1"}}); a.status != http.StatusSeeOther {
		t.Errorf("going back: %d %s", a.status, a.text())
	}
	if now := v.get(board + "/board.yaml").body; now != first {
		t.Errorf("not the first text:\n%s", now)
	}
	if text := v.get(board + "/versions").text(); !strings.Contains(text, "4 versions") || !strings.Contains(text, "version 1 once more") {
		t.Errorf("versions: %s", text)
	}
	var audited int
	if err := s.db.SQL().QueryRow(`SELECT count(*) FROM audit WHERE action IN ('board.copied', 'board.changed', 'board.restored')`).Scan(&audited); err != nil || audited != 4 {
		t.Errorf("%d rows of the audit: %v", audited, err)
	}
}

// What somebody brings is checked before it is kept: every fault with its line, and nothing that keeps the reader busy.
func TestYAMLIsCheckedBeforeItIsKept(t *testing.T) {
	t.Parallel()
	s, v, board := copied(t)
	text := v.get(board + "/board.yaml").body
	for _, tt := range []struct{ name, text, want string }{
		{"unknown measure", strings.Replace(text, "measures: [uc.4d,", "measures: [uc.4x,", 1), `There is no measure "uc.4x"`},
		{"unknown key", text + "colour: red\n", `Unknown key "colour"`},
		{"aliases", "a: &a [x]\nb: [*a, *a]\n", "anchors (&), aliases (*)"},
		{"too long", text + strings.Repeat("# more\n", 12_000), "at most 65536 fit"},
		{"markup", "title: <script>alert(1)</script>\nid: [", "Not readable as YAML"},
	} {
		for _, do := range []string{"check", "save", "preview"} {
			a := v.post(board+"/edit", board+"/edit?as=yaml", url.Values{"as": {"yaml"}, "yaml": {tt.text}, "version": {"1"}, "do": {do}})
			if a.status == http.StatusNotFound || a.status == http.StatusMethodNotAllowed {
				a = v.post(board+"/edit?as=yaml", board+"/edit", url.Values{"as": {"yaml"}, "yaml": {tt.text}, "version": {"1"}, "do": {do}})
			}
			if a.status != http.StatusBadRequest || !strings.Contains(a.text(), tt.want) || !strings.Contains(a.text(), "Line ") || strings.Contains(a.body, "<script>alert") {
				t.Errorf("%s, %s: %d %.400s", tt.name, do, a.status, a.text())
			}
		}
	}
	if a := v.post(board+"/edit", board+"/edit", url.Values{"as": {"yaml"}, "yaml": {text}, "version": {"1"}, "do": {"check"}}); a.status != http.StatusOK || !strings.Contains(a.text(), "The board has no fault.") {
		t.Errorf("a sound board: %d %s", a.status, a.text())
	}
	var versions int
	if err := s.db.SQL().QueryRow(`SELECT count(*) FROM board_copy_version`).Scan(&versions); err != nil || versions != 1 {
		t.Errorf("%d versions: %v", versions, err)
	}
}

// Everyone may read a copy; only who may edit boards of its organisation may change it.
func TestWhoMayEditBoards(t *testing.T) {
	t.Parallel()
	s, v, board := copied(t)
	if text := v.get(steering).text(); !strings.Contains(text, "Copy this board") {
		t.Error("the analyst finds no way to copy")
	}
	for _, login := range []string{"viewer", "submitter"} {
		other := s.as(login)
		if a := other.get(board); a.status != http.StatusOK || strings.Contains(a.text(), "Edit this board") || strings.Contains(a.text(), "Copy this board") {
			t.Errorf("%s: %d %s", login, a.status, a.text())
		}
		for _, path := range []string{board + "/edit", board + "/copy", steering + "/copy"} {
			if a := other.get(path); a.status != http.StatusForbidden {
				t.Errorf("%s gets %s: %d", login, path, a.status)
			}
		}
		if a := other.post("/account", board+"/edit", url.Values{"do": {"save"}, "version": {"1"}}); a.status != http.StatusForbidden {
			t.Errorf("%s saves: %d", login, a.status)
		}
		if a := other.post("/account", board+"/versions", url.Values{"restore": {"1"}, "version": {"1"}}); a.status != http.StatusForbidden {
			t.Errorf("%s goes back: %d", login, a.status)
		}
		if a := other.get(board + "/board.yaml"); a.status != http.StatusOK || !strings.Contains(a.body, "panels:") {
			t.Errorf("%s takes the file: %d", login, a.status)
		}
	}
	for _, path := range []string{"/boards/C999/glos", "/boards/C999/glos/edit", "/boards/C01/glos", "/boards/c1/glos", "/boards/C999/glos/versions", "/boards/ldr-steering-group/glos/edit"} {
		if a := v.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// A board that offers a choice of a group shows the organisations of the chosen one in the place of the members, and
// others as soon as the group changes.
func TestABoardForAGroup(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(set *settings) { set.keep = 1 << 20 })
	s.addRoles()
	s.compute(s.clock.now(), 50)
	v := s.as("analyst")
	if a := v.post("/groups", "/groups", url.Values{"title": {"Two of the west"}, "codes": {"RTE, RBA"}}); a.status != http.StatusSeeOther {
		t.Fatalf("no group: %d %s", a.status, a.text())
	}
	text := `id: of-groups
title: Of groups
audience: Anybody
for: [footprint]
selectors: [{id: group, title: Organisations, of: group}]
panels:
  - {id: two, kind: narrative, title: Two or more, text: There are two or more., when: {members: 2}}
  - {id: any, kind: narrative, title: Any, text: There is anything.}
`
	a := v.post(steering+"/copy", steering+"/copy", url.Values{"do": {"import"}, "yaml": {text}})
	board := strings.TrimSuffix(a.header.Get("Location"), "/edit")
	if a.status != http.StatusSeeOther {
		t.Fatalf("no board: %d %s", a.status, a.text())
	}
	plain, chosen := v.get(board), v.get(board+"?group=1")
	if !strings.Contains(plain.body, `<option value="" selected>The members of Gloucestershire`) || !strings.Contains(plain.text(), "There is anything.") {
		t.Errorf("without a group: %s", plain.text())
	}
	if !strings.Contains(chosen.body, `<option value="1" selected>Two of the west`) || !strings.Contains(chosen.text(), "There are two or more.") {
		t.Errorf("with the group: %s", chosen.text())
	}
	s.exec(`DELETE FROM organisation_group_member WHERE organisation_id = (SELECT id FROM organisation WHERE code = 'RBA')`)
	s.exec(`UPDATE organisation_group SET version = version + 1`)
	if text := v.get(board + "?group=1").text(); strings.Contains(text, "There are two or more.") {
		t.Errorf("the board is shown with who was in the group before: %s", text)
	}
	if a := v.get(board + "?group=77"); a.status != http.StatusNotFound {
		t.Errorf("a group that is none: %d", a.status)
	}
}
