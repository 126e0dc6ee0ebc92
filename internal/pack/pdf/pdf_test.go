package pdf

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/internal/pack"
	"waymark/internal/pack/packtest"
)

func printed(t *testing.T, d pack.Document) []byte {
	t.Helper()
	temp := t.TempDir()
	var out bytes.Buffer
	if err := New(Options{Temp: temp}).Write(t.Context(), &out, d); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("%s was left behind", left[0].Name())
	}
	return out.Bytes()
}

// read is the text of a PDF with white space as single blanks; each page ends with a form feed.
func read(t *testing.T, pdf []byte) string {
	t.Helper()
	c := exec.Command("pdftotext", "-layout", "-enc", "UTF-8", "-", "-")
	c.Stdin = bytes.NewReader(pdf)
	text, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var blanks = regexp.MustCompile(`[ \n\t]+`)

func flat(text string) string { return strings.TrimSpace(blanks.ReplaceAllString(text, " ")) }

func TestThePaperIsTagged(t *testing.T) {
	draw, err := packtest.Renderer()
	if err != nil {
		t.Fatal(err)
	}
	d, err := packtest.Document(t.Context(), draw)
	if err != nil {
		t.Fatal(err)
	}
	pdf := printed(t, d)
	for _, want := range []string{"/StructTreeRoot", "/MarkInfo", "/Lang (en-GB)", "/Title (" + d.Title + ")", "/Outlines", "/S /H1", "/S /H2", "/S /Table", "/S /TH", "/S /Caption"} {
		if !bytes.Contains(pdf, []byte(want)) {
			t.Errorf("the PDF holds no %s", want)
		}
	}
	drawn := 0
	for _, p := range d.Pictures() {
		if p.SVG == nil {
			continue
		}
		drawn++
		alt := "/Alt (" + strings.NewReplacer("(", `\(`, ")", `\)`).Replace(p.Figure.Title) + ")"
		if !bytes.Contains(pdf, []byte(alt)) {
			t.Errorf("no figure has %s", alt)
		}
	}
	if got := bytes.Count(pdf, []byte("/S /Figure")); got != drawn || bytes.Count(pdf, []byte("/Alt (")) != drawn {
		t.Errorf("%d figures are tagged and %d described, %d are drawn", got, bytes.Count(pdf, []byte("/Alt (")), drawn)
	}
	text := read(t, pdf)
	if pages := strings.Count(text, "\f"); pages != 10 {
		t.Errorf("%d pages, want 10: cover, answer, changes with decisions, summary, two exceptions, appendix, numbers, measures, sources", pages)
	}
	everyRow(t, d, flat(text))
}

// everyRow looks for each row of each table, its cells side by side in order.
func everyRow(t *testing.T, d pack.Document, text string) {
	t.Helper()
	var rows [][]string
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			if b.Table == nil {
				continue
			}
			for _, r := range b.Table.Rows {
				var cells []string
				for _, c := range r {
					cells = append(cells, c.Words)
				}
				rows = append(rows, cells)
			}
		}
	}
	for _, p := range d.Pictures() {
		for _, r := range p.Figure.Table.Rows {
			rows = append(rows, r.Cells)
		}
	}
	if len(rows) < 50 {
		t.Fatalf("only %d rows are looked for", len(rows))
	}
	for _, cells := range rows {
		at, all := 0, text
		for _, c := range cells {
			// A cell may break over lines, which stand among those of its neighbours: its first word stands in order.
			word, _, _ := strings.Cut(flat(c), " ")
			next := strings.Index(all[at:], word)
			if next < 0 {
				t.Errorf("row %q: %q is not in the PDF", cells, word)
				break
			}
			at += next + len(word)
		}
	}
}

func TestWithoutABrowserThePaperIsKeptWithoutPDF(t *testing.T) {
	err := New(Options{Browser: "/nowhere/chromium"}).Write(t.Context(), &bytes.Buffer{}, pack.Document{Title: "x"})
	if !errors.Is(err, pack.ErrUnavailable) {
		t.Errorf("err = %v, want pack.ErrUnavailable", err)
	}
}

// TestABrowserThatFailsIsSaidSo replaces the browser by programs that do what one should not.
func TestABrowserThatFailsIsSaidSo(t *testing.T) {
	for name, does := range map[string]struct{ script, want string }{
		"says no":          {"echo the display is gone >&2; exit 3", "the display is gone"},
		"prints nothing":   {"exit 0", "printed nothing"},
		"prints half":      {`for a; do case $a in --print-to-pdf=*) printf '%%PDF-1.4 half' >"${a#*=}";; esac; done`, "printed nothing"},
		"prints something": {`for a; do case $a in --print-to-pdf=*) echo not found >"${a#*=}";; esac; done`, "printed nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := New(Options{Browser: program(t, does.script), Temp: t.TempDir()}).Write(t.Context(), &out, pack.Document{Title: "x"})
			if err == nil || !strings.Contains(err.Error(), does.want) || out.Len() > 0 {
				t.Errorf("err = %v with %d bytes, want %q and none", err, out.Len(), does.want)
			}
		})
	}
}

// TestNothingOfOurEnvironmentReachesTheBrowser since it holds passwords of the database.
func TestNothingOfOurEnvironmentReachesTheBrowser(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgres://waymark:secret@db/waymark")
	seen := filepath.Join(t.TempDir(), "seen")
	_ = New(Options{Browser: program(t, "env >'"+seen+"'")}).Write(t.Context(), &bytes.Buffer{}, pack.Document{Title: "x"})
	said, err := os.ReadFile(seen)
	if err != nil || len(said) == 0 || bytes.Contains(said, []byte("secret")) {
		t.Errorf("the browser saw %q (%v)", said, err)
	}
}

// TestStoppingKillsWhatTheBrowserStarted stops a browser whose child would live on for a minute.
func TestStoppingKillsWhatTheBrowserStarted(t *testing.T) {
	mark, temp := filepath.Join(t.TempDir(), "child"), t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for {
			if said, err := os.ReadFile(mark); err == nil && len(said) > 0 {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		cancel()
	}()
	began := time.Now()
	err := New(Options{Temp: temp, Browser: program(t, "sleep 60 & echo $! >'"+mark+"'; wait")}).Write(ctx, &bytes.Buffer{}, pack.Document{Title: "x"})
	if !errors.Is(err, context.Canceled) || time.Since(began) > 20*time.Second {
		t.Errorf("err = %v after %s", err, time.Since(began))
	}
	pid, _ := os.ReadFile(mark)
	for range 100 {
		state, err := os.ReadFile("/proc/" + strings.TrimSpace(string(pid)) + "/stat")
		if err != nil || strings.Contains(string(state), ") Z ") {
			if left, _ := os.ReadDir(temp); len(left) > 0 {
				t.Errorf("%s was left behind", left[0].Name())
			}
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("child %s still runs", pid)
}

// TestThePageReachesNobody prints a page without a policy that asks a server of this machine for a picture.
func TestThePageReachesNobody(t *testing.T) {
	asked := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.URL.Path }))
	defer server.Close()
	page := `<!doctype html><title>Reach</title><p>Whether anybody is asked</p><img alt="" src="` + server.URL + `/picture.png"><link rel="stylesheet" href="` + server.URL + `/style.css">`
	deep := filepath.Join(t.TempDir(), "a folder with spaces, 100%", strings.Repeat("deep", 20)) // too deep for a socket
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := New(Options{Temp: deep}).Print(t.Context(), &out, []byte(page)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(read(t, out.Bytes()), "Whether anybody is asked") {
		t.Error("the page was not printed")
	}
	select {
	case path := <-asked:
		t.Errorf("the browser asked for %s", path)
	default:
	}
}

// program is a shell script to be started in place of a browser.
func program(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}
