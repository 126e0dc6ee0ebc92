package page

import (
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var deploymentRows = rowSpec[initiativeDraft, maturity.Deployment]{
	Name: "deployments", One: "deployment", Title: "Deployments", Hint: "Its go-live at one organisation, and how that is to move measures there.",
	Of: func(d *initiativeDraft) *[]maturity.Deployment { return &d.Deployments }, ID: func(d *maturity.Deployment) *string { return &d.ID },
	Head: func(_ *draftContext, d *maturity.Deployment) string {
		return strings.TrimPrefix(d.Title+" at "+titled(d.Organisation, "an organisation"), " at ")
	},
	Need: func(_ *draftContext, d *maturity.Deployment) (string, string) {
		if d.Organisation == "" {
			return "organisation", "Say at which organisation it goes live, or tick its box to remove it"
		}
		return "", ""
	},
	Fields: []fieldSpec[maturity.Deployment]{
		textOf("organisation", "Organisation", func(d *maturity.Deployment) *string { return &d.Organisation }).hint("The code, or the name as the source writes it.").list("bodies").wide(20),
		textOf("title", "What is deployed", func(d *maturity.Deployment) *string { return &d.Title }).hint("Leave it empty where it is the initiative itself."),
		dateOf("go-live", "Planned go-live", func(d *maturity.Deployment) **maturity.LooseDate { return &d.GoLive }),
		dayFieldOf("live", "In use since", func(d *maturity.Deployment) **period.Day { return &d.Live }),
		selectOf("status", "Status", func(d *maturity.Deployment) *maturity.InitiativeStatus { return &d.Status }, statusChoices),
		selectOf("status-basis", "The status is", func(d *maturity.Deployment) *maturity.Basis { return &d.StatusBasis }, basisChoices),
		itemOf("wave", "Wave", func(d *maturity.Deployment) *string { return &d.Wave }),
		linesOf("capabilities", "Capabilities", func(d *maturity.Deployment) *[]string { return &d.Capabilities }).hint("One a line: framework/section."),
		linesOf("conditions", "Conditions", func(d *maturity.Deployment) *[]string { return &d.Conditions }).hint("One a line."),
		checkOf("illustrative", "Invented for a demonstration", func(d *maturity.Deployment) *bool { return &d.Illustrative }),
		textOf("place", "Place in the source", func(d *maturity.Deployment) *string { return &d.Place }),
		areaOf("note", "Note", func(d *maturity.Deployment) *string { return &d.Note }),
	},
	Inner: effectRows,
}

var effectRows = rowSpec[maturity.Deployment, maturity.Effect]{
	Name: "effects", One: "effect", Title: "Effects on measures", Of: func(d *maturity.Deployment) *[]maturity.Effect { return &d.Effects },
	Key: func(e *maturity.Effect) string { return e.Measure + " " + e.Aim },
	Head: func(c *draftContext, e *maturity.Effect) string {
		return titled(c.measureTitle(e.Measure), "a measure")
	},
	Need: needEffect,
	Fields: []fieldSpec[maturity.Effect]{
		{Name: "measure", Label: "Measure", Kind: fieldText, List: "known-measures", Hint: "The id or the whole title of the measure.", Get: func(e *maturity.Effect) string { return e.Measure },
			Set: func(c *draftContext, e *maturity.Effect, v string) error {
				id, ok := c.measure(v)
				if !ok && v != "" {
					return errField("Measure: there is no measure “%s”", v)
				}
				e.Measure = id
				return nil
			}, Words: func(c *draftContext, e *maturity.Effect) string { return c.measureTitle(e.Measure) }},
		textOf("aim", "Aim", func(e *maturity.Effect) *string { return &e.Aim }).hint("The section of a framework, where the source names one.").wide(20),
		countOf("delay", "Months from go-live to the first change", 240, func(e *maturity.Effect) *int { return &e.Delay }),
		countOf("months", "Months from there to the full gain", 240, func(e *maturity.Effect) *int { return &e.Months }).hint("Empty: at once."),
		unitsOf("gain", "Full gain, in the unit of the measure", func(e *maturity.Effect) *float64 { return &e.Gain }).hint("Negative where the figure goes down."),
		unitsOf("low", "Lowest likely gain", func(e *maturity.Effect) *float64 { return &e.Low }).hint("The range that holds the gain 8 times of 10. Leave both empty where it is not known."),
		unitsOf("high", "Highest likely gain", func(e *maturity.Effect) *float64 { return &e.High }),
		textOf("basis", "Where the figures are from", func(e *maturity.Effect) *string { return &e.Basis }),
		checkOf("illustrative", "Invented for a demonstration", func(e *maturity.Effect) *bool { return &e.Illustrative }),
	},
}

func needEffect(_ *draftContext, e *maturity.Effect) (field, sentence string) {
	switch {
	case e.Measure == "":
		return "measure", "Say which measure it is to move, or tick its box to remove it"
	case e.Gain == 0 && !e.Known():
		return "gain", "Give the full gain. An effect of nothing is none: tick its box to remove it"
	case e.Known() && (e.Low > e.Gain || e.Gain > e.High):
		return "low", "The gain must lie between the lowest and the highest likely gain"
	}
	return "", ""
}

// unitsOf is a number in the unit of a measure; empty is nought.
func unitsOf[T any](name, label string, of func(*T) *float64) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, Width: 10, Get: func(t *T) string {
		if *of(t) == 0 {
			return ""
		}
		return strconv.FormatFloat(*of(t), 'f', -1, 64)
	}, Set: func(_ *draftContext, t *T, v string) error {
		if *of(t) = 0; v == "" {
			return nil
		}
		n, ok := decimal(v)
		if !ok {
			return errField("%s must be a number, such as 4.5 or -2", label)
		}
		*of(t) = n
		return nil
	}}
}

// measure finds a measure by id or title.
func (c *draftContext) measure(text string) (string, bool) {
	if c.Catalogue == nil {
		return text, true
	}
	if m, ok := c.Catalogue.Measure(text); ok {
		return m.ID, true
	}
	for _, m := range c.Catalogue.Measures {
		if strings.EqualFold(m.Title, text) {
			return m.ID, true
		}
	}
	return "", false
}

func (c *draftContext) measureTitle(id string) string {
	if c.Catalogue != nil {
		if m, ok := c.Catalogue.Measure(id); ok {
			return m.Title
		}
	}
	return id
}
