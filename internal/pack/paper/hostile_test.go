package paper

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"waymark/internal/chart"
	"waymark/internal/pack"
	"waymark/internal/pack/packtest"
)

// text is what a reader sees of a page: the text of its body, of a drawing what is read out, white space as single blanks. It fails on
// anything that could act.
func text(t interface{ Errorf(string, ...any) }, page []byte) string {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Errorf("%v", err)
		return ""
	}
	var out strings.Builder
	var walk func(n *html.Node, body bool)
	walk = func(n *html.Node, body bool) {
		switch {
		case n.Type == html.TextNode && body:
			out.WriteString(n.Data)
		case n.Type == html.CommentNode:
			t.Errorf("the page holds the comment %q", n.Data)
		case n.Type == html.ElementNode:
			acting(t, n)
			if n.Namespace == "svg" && n.Data == "text" {
				return // the drawing's own letters; its title and description are read out
			}
			body = body || n.Data == "body"
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child, body)
		}
		if n.Type == html.ElementNode {
			out.WriteString(" ")
		}
	}
	walk(root, false)
	return flat(out.String())
}

// acting reports elements and attributes that run, fetch or lead elsewhere.
func acting(t interface{ Errorf(string, ...any) }, n *html.Node) {
	switch n.Data {
	case "script", "iframe", "object", "embed", "link", "form", "base", "img", "foreignobject", "use", "image", "animate", "set":
		t.Errorf("the page holds a %s element", n.Data)
	}
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" || a.Key == "src" {
			t.Errorf("<%s> has the attribute %s", n.Data, a.Key)
		}
		if a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "https://waymark.example/") {
			t.Errorf("<%s> leads to %s", n.Data, a.Val)
		}
	}
}

// flat is text as a reader sees it. HTML takes nought for the sign of a missing character.
func flat(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")), " ")
}

func TestHostileWordsAreOnlyWords(t *testing.T) {
	draw, err := packtest.Renderer()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range packtest.Hostile {
		t.Run(c.Name, func(t *testing.T) {
			d, err := c.Document(t.Context(), draw)
			if err != nil {
				t.Fatal(err)
			}
			page := written(t, d)
			got := text(t, page)
			for _, w := range packtest.Words(d) {
				if !strings.Contains(got, flat(w)) {
					t.Errorf("the page does not say %q", w)
				}
			}
			if n := bytes.Count(page, []byte("<svg ")); n != 1 {
				t.Errorf("%d drawings in the page, want 1", n)
			}
		})
	}
}

// TestEveryWordOfADocumentIsOnThePage sets documents of any shape, with any words.
func TestEveryWordOfADocumentIsOnThePage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := document(t)
		var out bytes.Buffer
		if err := (Writer{}).Write(t.Context(), &out, d); err != nil {
			t.Fatal(err)
		}
		got := text(t, out.Bytes())
		for _, w := range packtest.Words(d) {
			if !strings.Contains(got, flat(w)) {
				t.Fatalf("the page does not say %q", w)
			}
		}
	})
}

func document(t *rapid.T) pack.Document {
	said := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "a\r\n\r\nb", "</p>", "{{.Title}}", "&amp;", "'", `"`, "=1+1"}), rapid.StringMatching(`[<>&"'/{}= a-z\n]{0,40}`))
	word := func(label string) string { return said.Draw(t, label) }
	several := func(label string) []string { return rapid.SliceOfN(said, 0, 3).Draw(t, label) }
	d := pack.Document{Title: word("title"), Subject: word("subject"), Body: word("body"), Day: word("day"), Edition: rapid.IntRange(1, 3).Draw(t, "edition"),
		Verdict: word("verdict"), Figures: word("figures"), Freshness: word("freshness"), Agenda: several("agenda"), Warnings: several("warnings"), Address: word("address")}
	for range rapid.IntRange(0, 2).Draw(t, "facts") {
		d.Facts = append(d.Facts, pack.Fact{Name: word("name"), Words: word("words")})
		d.Measures = append(d.Measures, pack.Definition{ID: word("id"), Title: word("measure"), Meaning: word("meaning"), Formula: word("formula"), Unit: word("unit"), Polarity: word("polarity"), Source: word("source")})
	}
	kinds := []pack.Kind{pack.Answer, pack.Changes, pack.Decisions, pack.Summary, pack.Exceptions, pack.Appendix}
	for i := range rapid.IntRange(0, 4).Draw(t, "sections") {
		s := pack.Section{ID: "section-" + itoa(i), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Title: word("section")}
		for range rapid.IntRange(0, 3).Draw(t, "blocks") {
			s.Blocks = append(s.Blocks, blockOf(t, word))
		}
		d.Sections = append(d.Sections, s)
	}
	return d
}

func blockOf(t *rapid.T, word func(string) string) pack.Block {
	columns := []chart.Column{{Head: word("head")}, {Head: word("head"), Numeric: true}}
	switch rapid.IntRange(0, 3).Draw(t, "block") {
	case 0:
		return pack.Block{Narrative: &pack.Narrative{Words: word("narrative"), By: word("by"), At: word("at"), Generated: rapid.Bool().Draw(t, "generated")}}
	case 1:
		f := chart.Figure{Title: word("title"), Subtitle: word("subtitle"), Reading: word("reading"), Notes: []string{word("note")}, Table: chart.Table{Caption: word("caption"), Columns: columns, Rows: []chart.Row{{Cells: []string{word("cell"), word("cell")}}}}}
		p := &pack.Picture{Figure: f, Sources: []string{word("address")}}
		if rapid.Bool().Draw(t, "drawn") {
			p.SVG = []byte(`<svg width="9" height="9"><path d="M0 0"></path></svg>`)
		}
		return pack.Block{Picture: p}
	case 2:
		return pack.Block{Table: &pack.Table{Caption: word("caption"), Columns: columns, Rows: [][]pack.Cell{{{Words: word("cell"), Address: word("address")}, {Words: word("cell"), Status: word("status")}}}}}
	}
	return pack.Block{Text: word("text")}
}
