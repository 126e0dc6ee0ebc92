package definition_test

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/maturity"
)

func allShipped(t testing.TB) *maturity.Catalogue {
	t.Helper()
	c, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Every board that ships reads back from what is written of it, so a copy begins as the same board.
func TestShippedBoardsReadBack(t *testing.T) {
	c := allShipped(t)
	for _, b := range c.Boards {
		again, err := definition.ReadBoard(c, "board.yaml", definition.WriteBoard(b))
		if err != nil {
			t.Errorf("%s: %v\n%s", b.ID, err, definition.WriteBoard(b))
			continue
		}
		if again.Hash != b.Hash {
			t.Errorf("%s reads back as another board:\n%s", b.ID, definition.WriteBoard(b))
		}
	}
}

// Any board written as YAML reads back equal, whatever its words are.
func TestBoardsReadBack(t *testing.T) {
	c := allShipped(t)
	text := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) string {
			return strings.TrimSpace(rapid.StringMatching(`[ -~£–é«\n\t:#"'\\{}\[\],&*!|>%@`+"`"+`]{1,40}`).Draw(t, "words"))
		}).Filter(func(s string) bool { return s != "" }),
		rapid.SampledFrom([]string{"yes", "null", "~", "1", "1.5", "true", "- a", "a: b", "# not a comment", "</script>", "=cmd|' /C calc'!A0", "\u202eabc", "2016-01-01", "&a", "*a", "<<", "---", "...", "a\nb", "\"", "é – £"}))
	id := rapid.StringMatching(`[a-z0-9]{1,8}(-[a-z0-9]{1,5})?`)
	kinds := []string{maturity.KindFootprint, "acute", "community", maturity.KindNation}
	rapid.Check(t, func(t *rapid.T) {
		b := maturity.Board{ID: id.Draw(t, "id"), Title: text.Draw(t, "title"), Audience: text.Draw(t, "audience"), For: rapid.SliceOfNDistinct(rapid.SampledFrom(kinds), 1, 4, rapid.ID[string]).Draw(t, "for")}
		if rapid.Bool().Draw(t, "noted") {
			b.Note = text.Draw(t, "note")
		}
		chosen := rapid.Bool().Draw(t, "chosen")
		if chosen {
			b.Selectors = []maturity.Selector{{ID: "which", Title: text.Draw(t, "label"), Of: maturity.SelectMeasure, Options: []string{"eps.utilisation", "ers.utilisation"}, Default: rapid.SampledFrom([]string{"", "ers.utilisation"}).Draw(t, "default")}}
		}
		names := rapid.SliceOfNDistinct(id, 1, 6, rapid.ID[string]).Draw(t, "panels")
		for i, name := range names {
			p := maturity.Panel{ID: name, Kind: maturity.PanelTable, Title: text.Draw(t, "heading"), Measures: []string{"eps.utilisation"}, Limit: rapid.IntRange(0, 50).Draw(t, "limit")}
			if chosen && i == 0 {
				p.Measures = []string{"$which"}
			}
			if rapid.Bool().Draw(t, "condition") {
				p.When = maturity.PanelCondition{Subject: b.For[:1], Members: rapid.IntRange(0, 9).Draw(t, "members"), Late: rapid.Bool().Draw(t, "late"), Data: rapid.Bool().Draw(t, "data")}
			}
			if rapid.Bool().Draw(t, "worded") {
				p.Note, p.Text = text.Draw(t, "note of panel"), text.Draw(t, "text")
			}
			b.Panels = append(b.Panels, p)
		}
		written := definition.WriteBoard(b)
		again, err := definition.ReadBoard(c, "board.yaml", written)
		if err != nil {
			t.Fatalf("%v\n%s", err, written)
		}
		again.Hash, again.Where = "", ""
		if !reflect.DeepEqual(b, again) {
			t.Fatalf("wrote\n%#v\nread\n%#v\nas\n%s", b, again, written)
		}
	})
}

// What somebody sends cannot keep the reader busy, and every fault says its line.
func TestReadBoardRefuses(t *testing.T) {
	c := allShipped(t)
	sound := string(definition.WriteBoard(c.Boards[0]))
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "board.yaml:1: one board is expected, not 0"},
		{"two boards", sound + "---\n" + sound, "board.yaml:1: one board is expected, not 2"},
		{"too long", sound + strings.Repeat("# more\n", 10_000), "bytes; at most 65536 fit"},
		{"laughs", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "board.yaml:1: write it out: anchors"},
		{"merged", "<<: {id: x}\n" + sound, "board.yaml:1: write it out"},
		{"tag", "id: !!binary abc\n", "board.yaml:1: tags"},
		{"deep flow", "id: " + strings.Repeat("[", 20_000), "board.yaml:1: the line is nested too deep"},
		{"deep list", strings.Repeat("- ", 20_000) + "x", "board.yaml:1: the line is nested too deep"},
		{"deep over lines", "id: " + strings.Repeat("[\n", 2000), "nested too deep"},
		{"unknown key", sound + "colour: red\n", `unknown key "colour"`},
		{"unknown measure", strings.Replace(sound, "kind: table", "kind: table\n    colour: red", 1), `unknown key "colour"`},
		{"no YAML", "id: [", "not readable as YAML"},
		{"text", "hello", "the definition must be a set of keys"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			begun := time.Now()
			_, err := definition.ReadBoard(c, "board.yaml", []byte(tt.text))
			var faults definition.Faults
			if !errors.As(err, &faults) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %s", err, tt.want)
			}
			if took := time.Since(begun); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func FuzzReadBoard(f *testing.F) {
	c := allShipped(f)
	f.Add([]byte("id: a\ntitle: b\n"))
	for _, b := range c.Boards {
		f.Add(definition.WriteBoard(b))
	}
	if text, err := os.ReadFile("testdata/sound/dashboards/board.yaml"); err == nil {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := definition.ReadBoard(c, "board.yaml", text)
		if err != nil {
			return
		}
		again, err := definition.ReadBoard(c, "board.yaml", definition.WriteBoard(b))
		if err != nil || again.Hash != b.Hash {
			t.Fatalf("%v\n%s", err, definition.WriteBoard(b))
		}
	})
}
