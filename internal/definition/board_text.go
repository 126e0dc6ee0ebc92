package definition

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"

	"waymark/internal/maturity"
)

// Bounds of a board that somebody sends: nobody writes a longer one by hand, and a reader of YAML can be kept busy for
// hours by less than a megabyte.
const (
	MaxBoard    = 64 << 10 // bytes
	mostPanels  = 60
	mostNesting = 12
)

// ReadBoard reads one board that did not come with the program and checks it against the catalogue. Its error is Faults
// with every fault found, and file is how they call it. It takes no anchors and no aliases.
func ReadBoard(catalogue *maturity.Catalogue, file string, text []byte) (maturity.Board, error) {
	r := &reader{documents: map[string][]document{}, broken: map[string]bool{}}
	fail := func(line int, format string, args ...any) (maturity.Board, error) {
		return maturity.Board{}, Faults{{file, line, fmt.Sprintf(format, args...)}}
	}
	if line, sentence := tooMuch(text, MaxBoard); sentence != "" {
		return fail(line, "%s", sentence)
	}
	parsed, line, err := parse(text)
	if err != nil {
		return fail(line, "not readable as YAML: %s", err)
	}
	for _, doc := range parsed.Docs {
		if doc.Body != nil {
			r.documents[groupBoards] = append(r.documents[groupBoards], document{file: file, body: doc.Body})
		}
	}
	s := setOf(catalogue)
	if s.boards = decodeAll[maturity.Board](r, groupBoards); len(r.faults) == 0 && len(s.boards) != 1 {
		return fail(1, "one board is expected, not %d", len(s.boards))
	}
	c := newChecker(s, r)
	checkEach(s.boards, c.board)
	for _, e := range s.boards {
		if n := len(e.value.Panels); n > mostPanels {
			c.fault(e.spot, "panels", "a board has at most %d panels, not %d", mostPanels, n)
		}
	}
	if len(r.faults) > 0 {
		return maturity.Board{}, r.faults.sorted()
	}
	return values(s.boards)[0], nil
}

// tooMuch looks for what would keep the parser busy, before it is asked.
func tooMuch(text []byte, most int) (line int, sentence string) {
	if len(text) > most {
		return 1, fmt.Sprintf("the text has %d bytes; at most %d fit", len(text), most)
	}
	for i, l := range bytes.Split(text, []byte("\n")) {
		inner := bytes.TrimLeft(l, " \t-?:[{")
		if marks := bytes.Count(l[:len(l)-len(inner)], []byte("-")) + bytes.Count(l, []byte("[")) + bytes.Count(l, []byte("{")) +
			bytes.Count(l[:len(l)-len(inner)], []byte("?")); marks > mostPanels {
			return i + 1, "the line is nested too deep"
		}
	}
	depth := 0
	for _, t := range lexer.Tokenize(string(text)) {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return t.Position.Line, "write it out: anchors (&), aliases (*) and << are not read here"
		case token.TagType:
			return t.Position.Line, "tags (!) are not read here"
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		}
		if depth > mostNesting || t.Position != nil && t.Position.IndentNum > 40 {
			return t.Position.Line, "the text is nested too deep"
		}
	}
	return 0, ""
}

// setOf is a catalogue as a set whose definitions were checked already.
func setOf(c *maturity.Catalogue) *set {
	return &set{kinds: entries(c.Kinds), sources: entries(c.Sources), frameworks: entries(c.Frameworks), measures: entries(c.Measures),
		targets: entries(c.Targets), benchmarks: entries(c.Benchmarks), commitments: entries(c.Commitments)}
}

func entries[T any](list []T) []entry[T] {
	out := make([]entry[T], len(list))
	for i, v := range list {
		out[i].value = v
	}
	return out
}

// WriteBoard writes a board as a file of dashboards/ holds it: the same keys, in their declared order, without those
// that say nothing. ReadBoard reads it back as the same board.
func WriteBoard(b maturity.Board) []byte {
	var out bytes.Buffer
	writeFields(&out, reflect.ValueOf(b), "")
	return out.Bytes()
}

// writeFields writes a struct as a block of keys; first stands before the first of them, where that begins a list item.
func writeFields(out *bytes.Buffer, v reflect.Value, indent string) {
	start := out.Len()
	for _, f := range fieldsOf(v.Type()) {
		value := v.Field(f.index)
		if value.IsZero() || value.Kind() == reflect.Slice && value.Len() == 0 {
			continue
		}
		if out.Len() > start {
			out.WriteString(indent)
		}
		out.WriteString(f.key + ":")
		switch {
		case value.Kind() == reflect.Struct:
			out.WriteString(" " + flow(value) + "\n")
		case value.Kind() == reflect.Slice && value.Type().Elem().Kind() == reflect.Struct:
			out.WriteByte('\n')
			for i := range value.Len() {
				out.WriteString(indent + "  - ")
				writeFields(out, value.Index(i), indent+"    ")
			}
		default:
			out.WriteString(" " + flow(value) + "\n")
		}
	}
	if out.Len() == start {
		out.WriteString("{}\n")
	}
}

// flow writes a value on one line.
func flow(v reflect.Value) string {
	switch v.Type() {
	case dayType:
		return strconv.Quote(fmt.Sprint(v))
	case periodType:
		return fmt.Sprint(v)
	}
	switch v.Kind() {
	case reflect.Pointer:
		return flow(v.Elem())
	case reflect.Struct:
		var parts []string
		for _, f := range fieldsOf(v.Type()) {
			if value := v.Field(f.index); !value.IsZero() {
				parts = append(parts, f.key+": "+flow(value))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = flow(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case reflect.String:
		return quoted(v.String())
	}
	return fmt.Sprint(v)
}

// bare is text that YAML takes as it stands, inside a list too. Words with a meaning of their own are not.
var (
	bare     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 ._/()'-]*$|^\$[a-z0-9._-]+$`)
	reserved = map[string]bool{"true": true, "false": true, "null": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true}
)

func quoted(text string) string {
	if bare.MatchString(text) && !reserved[strings.ToLower(text)] && strings.TrimSpace(text) == text {
		return text
	}
	text = strconv.Quote(text)
	if strings.Count(text, "[")+strings.Count(text, "{") > 3 { // a reader counts them to see how deep a line is nested
		text = strings.NewReplacer("[", `\x5b`, "{", `\x7b`).Replace(text)
	}
	if strings.Count(text, ":") > 50 {
		text = strings.ReplaceAll(text, ":", `\x3a`)
	}
	return text
}
