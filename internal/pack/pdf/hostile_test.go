package pdf

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"waymark/internal/pack"
	"waymark/internal/pack/packtest"
)

var anyBlank = regexp.MustCompile(`[\s\x{00AD}\x{200B}]+`)

// TestHostileWordsArePrinted prints every case in one paper and looks for each again. Programs that read a PDF set a text
// from right to left in an order of their own and join lines as they like, so that letters are compared, not places.
func TestHostileWordsArePrinted(t *testing.T) {
	draw, err := packtest.Renderer()
	if err != nil {
		t.Fatal(err)
	}
	d := pack.Document{Title: packtest.Hostile[0].Words, Facts: []pack.Fact{{Name: pack.AsKnownOn, Words: "14 March 2019, 09:00"}}}
	for i, c := range packtest.Hostile {
		one, err := c.Document(t.Context(), draw)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range one.Sections {
			s.ID += "-" + strconv.Itoa(i)
			for _, b := range s.Blocks {
				if b.Picture != nil {
					b.Picture.Name += "-" + strconv.Itoa(i)
				}
			}
			d.Sections = append(d.Sections, s)
		}
	}
	pdf := printed(t, d)
	if bytes.Contains(pdf, []byte("/JavaScript")) || bytes.Contains(pdf, []byte("/Launch")) {
		t.Error("the PDF holds something that acts")
	}
	if !bytes.Contains(pdf, []byte(`/Title (</script><script>document.title="ran"</script>)`)) {
		t.Error("the title is not the one that was given, in its own letters: a script may have run")
	}
	text := anyBlank.ReplaceAllString(read(t, pdf), "")
	for _, c := range packtest.Hostile {
		if c.Name == "right to left" || c.Name == "turned direction" {
			continue // below
		}
		words := strings.TrimSuffix(c.Words, "中文 🏥") // no font of a plain machine has these signs
		if want := anyBlank.ReplaceAllString(words, ""); !strings.Contains(text, want) {
			t.Errorf("%s: %q is not in the PDF", c.Name, c.Words)
		}
	}
	for _, part := range []string{"החולים", "safe"} {
		if !strings.Contains(text, part) && !strings.Contains(text, reversed(part)) {
			t.Errorf("%q is not in the PDF", part)
		}
	}
}

func reversed(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}
