// Package paper makes a PDF of a receipt that people can read, and that carries the receipt itself as an attachment. The
// same receipt gives the same bytes. It states only what the receipt says and decides nothing.
package paper

import (
	"bytes"
	_ "embed" // the font
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"waymark/internal/maturity"
	"waymark/internal/receipt"
)

// font is DejaVu Sans Condensed 2.37, free to embed; only the glyphs in use go into a PDF. See LICENCE-DejaVu.txt.
//
//go:embed DejaVuSansCondensed.ttf
var font []byte

// Measures of the page in millimetres and points.
const (
	margin, wide         = 18.0, 210 - 2*18.0
	line, small, hanging = 5.0, 4.2, 38.0
	bodySize, smallSize  = 9.5, 8.0
)

const words, fixed = "DejaVu", "Courier"

// writer is one document being made.
type writer struct {
	*fpdf.Fpdf
	s receipt.Statement
}

// Write makes the PDF of a receipt. It fails on one whose signature does not hold.
func Write(document []byte) ([]byte, error) {
	s, err := receipt.Verify(document, nil)
	if err != nil {
		return nil, maturity.Wrap(err, maturity.Internal, "The receipt that is kept does not hold. Tell your administrator.")
	}
	w := &writer{fpdf.New("P", "mm", "A4", ""), s}
	w.begin()
	w.summary()
	w.report()
	w.values()
	w.proof(signatureOf(document))
	w.SetAttachments([]fpdf.Attachment{{Content: document, Filename: "receipt.json", Description: "The signed receipt"}})
	var out bytes.Buffer
	if err := w.Output(&out); err != nil {
		return nil, maturity.Wrap(err, maturity.Internal, "The receipt could not be printed.")
	}
	return out.Bytes(), nil
}

func signatureOf(document []byte) string {
	var d struct {
		Signature struct {
			Value []byte `json:"value"`
		} `json:"signature"`
	}
	if json.Unmarshal(document, &d) != nil {
		return ""
	}
	return base64.StdEncoding.EncodeToString(d.Signature.Value)
}

// begin sets everything that would differ from one making to the next.
func (w *writer) begin() {
	title := "Receipt " + id(w.s.Number) + " for " + Subject(w.s)
	w.AddUTF8FontFromBytes(words, "", font)
	w.SetCatalogSort(true)
	w.SetCreationDate(w.s.Issued)
	w.SetModificationDate(w.s.Issued)
	w.SetProducer("Waymark", true)
	w.SetCreator(clean(w.s.Product), true)
	w.SetTitle(clean(title), true)
	w.SetLang("en-GB")
	w.SetMargins(margin, margin, margin)
	w.SetAutoPageBreak(true, margin+4)
	w.SetLineWidth(0.1)
	w.AliasNbPages("{pages}")
	w.SetFooterFunc(func() {
		w.SetY(-margin)
		w.SetFont(words, "", smallSize)
		w.SetTextColor(80, 80, 80)
		w.CellFormat(wide-30, small, visual("Receipt "+id(w.s.Number)+", key "+short(w.s.Key)), "", 0, "L", false, 0, "")
		w.CellFormat(30, small, "page "+whole(int64(w.PageNo()))+" of {pages}", "", 0, "R", false, 0, "")
		w.SetTextColor(0, 0, 0)
	})
	w.AddPage()
	w.SetFont(words, "", 18)
	w.paragraph(title, 8.5)
	w.body()
	w.Ln(1)
	w.paragraph("Received on "+moment(w.s.Received.At)+".", line)
	w.Ln(2)
}

func (w *writer) body() { w.SetFont(words, "", bodySize) }

// Subject is what a receipt is for, in words.
func Subject(s receipt.Statement) string {
	r := s.Received
	if s.Kind == receipt.ForSubmission {
		return "submission " + id(r.Submission)
	}
	text := "the return " + r.Collection + " of " + r.Organisation
	if r.Name != "" {
		text += " (" + r.Name + ")"
	}
	text += " for " + r.Period
	if r.Round > 1 {
		text += ", round " + whole(int64(r.Round))
	}
	return text
}

// ValueWords is a figure with what it was computed from, or its state where there is none.
func ValueWords(v receipt.Value) string {
	text := v.Value
	if text == "" || v.State != maturity.Reported.String() {
		text = strings.TrimSpace(strings.ReplaceAll(v.State, "_", " ") + " " + text)
	}
	if v.Numerator != "" || v.Denominator != "" {
		text += " (" + or(v.Numerator, "?") + " of " + or(v.Denominator, "?") + ")"
	}
	return text
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

func whole(n int64) string { return maturity.Number(float64(n), 0) }

func short(hash string) string { return hash[:min(len(hash), 16)] + "…" }

func moment(t time.Time) string { return t.UTC().Format("2 January 2006 at 15:04:05 UTC") }
