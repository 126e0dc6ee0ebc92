package paper

import (
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/receipt"
)

// heading begins a section, on a new page where little room is left.
func (w *writer) heading(text string) {
	if w.GetY() > 297-margin-30 {
		w.AddPage()
	}
	w.Ln(3)
	w.SetFont(words, "", 12.5)
	w.CellFormat(wide, 7, visual(text), "", 1, "L", false, 0, "")
	w.body()
}

// paragraph writes text over the whole width.
func (w *writer) paragraph(text string, high float64) {
	for _, l := range w.lines(text, wide) {
		w.CellFormat(wide, high, l, "", 1, "L", false, 0, "")
	}
}

// fact is a line of a summary: words at the left, the rest beside.
func (w *writer) fact(name, text string) {
	for i, l := range w.lines(text, wide-hanging) {
		if i > 0 {
			name = ""
		}
		w.CellFormat(hanging, line, name, "", 0, "L", false, 0, "")
		w.CellFormat(wide-hanging, line, l, "", 1, "L", false, 0, "")
	}
}

// code writes a hash or signature in letters of equal width.
func (w *writer) code(name, text string) {
	const perLine = 64
	for i := 0; i < len(text); i += perLine {
		w.body()
		w.CellFormat(hanging, line, name, "", 0, "L", false, 0, "")
		w.SetFont(fixed, "", 9)
		w.CellFormat(wide-hanging, line, text[i:min(len(text), i+perLine)], "", 1, "L", false, 0, "")
		name = ""
	}
	w.body()
}

func (w *writer) summary() {
	r := w.s.Received
	w.heading("What was received")
	if r.Organisation != "" {
		w.fact("Organisation", strings.TrimSpace(r.Organisation+" "+r.Name))
	}
	if r.Collection != "" {
		w.fact("Collection", r.Collection+", "+r.Period)
	}
	if r.Submission != 0 {
		w.fact("Submission", id(r.Submission))
	}
	if f := w.s.File; f != nil {
		w.fact("File", f.Name)
		w.fact("Size", whole(f.Size)+" bytes")
		w.code("SHA-256 of the file", f.SHA256)
	} else {
		w.fact("File", "none: typed into the form")
	}
	if r.Hash != "" {
		w.code("SHA-256 of values", r.Hash)
	}
	w.fact("Received", moment(r.At))
	w.fact("From", fromWords(r.By))
	w.fact("Receipt issued", moment(w.s.Issued))
}

// fromWords is who sent it.
func fromWords(by string) string {
	if by == maturity.ByCommand {
		return "the command line of the instance's administrator"
	}
	return by + " (a pseudonym; the instance knows the name)"
}

func (w *writer) report() {
	r := w.s.Report
	if w.s.Kind == receipt.ForReturn && len(r.Issues) == 0 {
		return // its values are all those that are listed
	}
	w.heading("What came of it")
	w.paragraph(maturity.Count(int(r.Rows), "row", "rows")+" read: "+whole(r.New)+" new, "+whole(r.Changed)+" changed, "+whole(r.Unchanged)+" unchanged, "+whole(r.HeldBack)+" held back.", line)
	for _, i := range r.Issues {
		w.fact(i.Level+", "+maturity.Count(int(i.Count), "time", "times"), i.Message)
	}
}

// columns of the table of values: heading and width.
var columns = []struct {
	heading string
	wide    float64
}{{"Organisation", 24}, {"Measure", 72}, {"Period", 24}, {"Value", wide - 120}}

func (w *writer) values() {
	v := w.s.Values
	w.heading("Values: " + whole(v.Count))
	if !v.Listed {
		w.paragraph("They are too many to be listed. The file's hash stands for them.", line)
		return
	}
	if len(v.Rows) == 0 {
		w.paragraph("No value is new or changed.", line)
		return
	}
	w.columnHeadings()
	for _, row := range v.Rows {
		w.row([]string{row.Organisation, row.Measure, row.Period, ValueWords(row)})
	}
}

func (w *writer) columnHeadings() {
	w.SetFont(words, "", smallSize)
	w.SetFillColor(232, 237, 238)
	for _, c := range columns {
		w.CellFormat(c.wide, line, c.heading, "B", 0, "L", true, 0, "")
	}
	w.Ln(line)
}

// row writes a row of the table, whole on one page.
func (w *writer) row(cells []string) {
	var split [][]string
	most := 1
	for i, text := range cells {
		split = append(split, w.lines(text, columns[i].wide))
		most = max(most, len(split[i]))
	}
	if w.GetY()+float64(most)*small > 297-margin-6 {
		w.AddPage()
		w.columnHeadings()
	}
	for n := range most {
		border := ""
		if n == most-1 {
			border = "B"
		}
		for i, lines := range split {
			text := ""
			if n < len(lines) {
				text = lines[n]
			}
			w.CellFormat(columns[i].wide, small, text, border, 0, "L", false, 0, "")
		}
		w.Ln(small)
	}
}

func (w *writer) proof(signature string) {
	w.body()
	w.heading("What proves it")
	w.code("Signing key", w.s.Key)
	w.code("Signature", signature)
	w.fact("Audit chain", "link "+id(w.s.Audit.Seq))
	w.code("", w.s.Audit.Hash)
	w.heading("How to check it")
	w.paragraph("This PDF carries the signed receipt as the attachment receipt.json. With the program waymark, no server and no account are needed:", line)
	w.Ln(1)
	w.SetFont(fixed, "", 9)
	w.CellFormat(wide, line, "  waymark verify receipt.pdf --file THE-FILE-YOU-SENT --key PUBLIC-KEY.pem", "", 1, "L", false, 0, "")
	w.body()
	w.Ln(1)
	w.paragraph("What the program prints is what was signed; what stands on these pages is not protected by itself. The key's fingerprint is above: compare it with the one that the instance publishes at /api/v1/keys, or was given to you in another way.", line)
}
