package pack

import "waymark/internal/maturity"

// AsKnownOn is the name of the fact that stands on every page, sheet and file of a paper.
const AsKnownOn = "As known on"

// Fact is the words of a fact, or "" where the document has none of that name.
func (d Document) Fact(name string) string {
	for _, f := range d.Facts {
		if f.Name == name {
			return f.Words
		}
	}
	return ""
}

// Running is what stands at the foot of every page: the title, and since when its figures are known.
func (d Document) Running() string {
	if at := d.Fact(AsKnownOn); at != "" {
		return d.Title + ". " + AsKnownOn + " " + at + "."
	}
	return d.Title
}

// Origin says whose words a narrative is, so that nobody takes what was generated for a judgement.
func (n Narrative) Origin() string {
	switch {
	case n.Generated:
		return "Generated from the figures"
	case n.At == "":
		return "Words by " + n.By
	}
	return "Words by " + n.By + ", " + n.At
}

var shapes = map[maturity.Status]string{maturity.StatusMet: "✔", maturity.StatusOnTrack: "●", maturity.StatusAtRisk: "◐", maturity.StatusUnlikely: "▲",
	maturity.StatusPastDue: "■", maturity.StatusTooLittle: "○", maturity.StatusNoTarget: "–"}

// Shape is the mark that stands beside the word of a status, so that no colour carries it alone; "" for anything else.
func Shape(status string) string { return shapes[maturity.Status(status)] }
