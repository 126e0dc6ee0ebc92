// Package paper sets a document as one HTML page that needs nothing else: no script, no other file, no network. It is the
// original of a pack: the other forms say the same. It decides nothing about what a paper says.
package paper

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // the page and its style
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"waymark/internal/pack"
)

var (
	//go:embed paper.css
	style string
	//go:embed paper.html
	source string
	//go:embed part.html
	parts string

	page = template.Must(template.Must(template.New("paper").Funcs(template.FuncMap{"shape": pack.Shape, "paragraphs": paragraphs}).Parse(parts)).
		Parse(strings.Replace(source, "</style>", style+"</style>", 1)))
)

// StyleHash is the source expression that allows the style of every paper, and no other: "sha256-...".
func StyleHash() string {
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// Policy is the content security policy of every paper. A paper carries it inside too, for when it is opened as a file.
func Policy() string {
	return "default-src 'none'; style-src '" + StyleHash() + "'; img-src data:"
}

// Writer sets documents as HTML. It needs nothing and keeps nothing.
type Writer struct{}

// Form is HTML.
func (Writer) Form() pack.Form { return pack.HTML }

// Write sets the document. The same document gives the same bytes. The error is that of w or of a cancelled context.
func (Writer) Write(ctx context.Context, w io.Writer, d pack.Document) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := page.Execute(&out, newView(d)); err != nil {
		return fmt.Errorf("paper: %w", err)
	}
	_, err := w.Write(out.Bytes())
	return err
}
