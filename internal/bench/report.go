package bench

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Figure is one thing that was measured, beside its bare baseline where there is one.
type Figure struct {
	Part     string  `json:"part"`
	What     string  `json:"what"`
	Measured string  `json:"measured"`
	Baseline string  `json:"baseline,omitempty"`
	Ratio    float64 `json:"ratio,omitempty"` // as the aim counts it; 0: none
	Aim      string  `json:"aim,omitempty"`
	Met      bool    `json:"met,omitempty"` // only where there is an aim
}

// Report is all figures of a run.
type Report struct {
	Machine Machine  `json:"machine"`
	Scale   float64  `json:"scale"` // of the full sizes
	Figures []Figure `json:"figures"`
}

func (r *Report) add(f ...Figure) { r.Figures = append(r.Figures, f...) }

// reached is a figure with its verdict.
func (f Figure) reached(met bool) Figure {
	f.Met = met
	return f
}

func (f Figure) ratio() string {
	if f.Ratio == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", f.Ratio)
}

func (f Figure) verdict() string {
	switch {
	case f.Aim == "":
		return ""
	case f.Met:
		return "met"
	}
	return "missed"
}

func (f Figure) cells() []string {
	return []string{f.Part, f.What, f.Measured, f.Baseline, f.ratio(), f.Aim, f.verdict()}
}

var headings = []string{"Part", "What", "Measured", "Bare", "Ratio", "Aim", ""}

// Text writes the figures for a terminal.
func (r Report) Text(w io.Writer) error {
	fmt.Fprintln(w, r.Machine)
	r.scaleNote(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.Join(headings, "\t"))
	for _, f := range r.Figures {
		fmt.Fprintln(table, strings.Join(f.cells(), "\t"))
	}
	return table.Flush()
}

// Markdown writes the figures as a table for a document.
func (r Report) Markdown(w io.Writer) error {
	fmt.Fprintf(w, "%s.\n", r.Machine)
	r.scaleNote(w)
	fmt.Fprintf(w, "\n| %s |\n|%s\n", strings.Join(headings, " | "), strings.Repeat("---|", len(headings)))
	for _, f := range r.Figures {
		if _, err := fmt.Fprintf(w, "| %s |\n", strings.Join(f.cells(), " | ")); err != nil {
			return err
		}
	}
	return nil
}

func (r Report) scaleNote(w io.Writer) {
	if r.Scale != 1 {
		fmt.Fprintf(w, "Sizes are %g of the full ones: the aims are for the full sizes.\n", r.Scale)
	}
}

// thousands writes a whole number with commas.
func thousands[N int | int64 | float64](n N) string {
	text := fmt.Sprintf("%.0f", float64(n))
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
