package meeting

import (
	"slices"

	"waymark/internal/maturity"
)

// Place is where words of an analyst may stand in a paper.
type Place struct {
	Place, Title string
	Generated    string // the words there without an analyst's; "" for none
}

// Places lists the places of a paper, in its order: the first page, the exceptions, then each picture and table.
func Places(m Material) []Place {
	out := []Place{{Place: "answer", Title: "The first page"}}
	for _, place := range m.Pack.Exceptions {
		if i := slices.IndexFunc(m.Candidates, func(c Candidate) bool { return c.Place == place }); i >= 0 {
			out = append(out, Place{place, m.Candidates[i].Title, generated(m.Candidates[i])})
		}
	}
	for _, v := range m.View.Panels {
		title := orElse(v.Panel.Title, v.Measure.Title)
		if v.Panel.ID == "" || len(v.Panel.ID) > len(exceptionPanel) && v.Panel.ID[:len(exceptionPanel)] == exceptionPanel {
			continue
		}
		for i := range v.Drawings {
			name := title
			if len(v.Drawings) > 1 && len(v.Panel.Measures) == len(v.Drawings) {
				if measure, ok := m.Catalogue.Measure(v.Panel.Measures[i]); ok {
					name += ": " + measure.Title
				}
			}
			out = append(out, Place{Place: PicturePlace(v.Panel.ID, i), Title: name})
		}
		if len(v.Drawings) == 0 && v.Panel.Kind != maturity.PanelHeadline && v.Panel.Kind != maturity.PanelTargets && v.Panel.Kind != maturity.PanelChanges && v.Panel.Kind != maturity.PanelDecisions {
			out = append(out, Place{Place: "panel:" + v.Panel.ID, Title: title})
		}
	}
	return out
}
