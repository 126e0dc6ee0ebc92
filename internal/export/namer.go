package export

import (
	"net/url"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Directory knows the organisations by their numbers and codes.
type Directory interface {
	ByID(id maturity.OrganisationID) (maturity.Organisation, bool)
	ByCode(code string) (maturity.Organisation, bool)
}

// Namer makes rows: it knows the names that stored results only have numbers of.
type Namer struct {
	Catalogue *maturity.Catalogue
	Directory Directory
	// AsAt is the time rows are asked for as known at; zero for now. Their links keep it.
	AsAt time.Time
}

// Subject says whose row it is and of what.
type Subject struct {
	Organisation     string `json:"organisation" doc:"Code of the organisation" example:"RTE"`
	OrganisationName string `json:"organisation_name"`
	OrganisationKind string `json:"organisation_kind" doc:"Id of the kind, such as acute, practice, footprint or nation"`
	MeasureSubject
}

// MeasureSubject says which measure a row is about and how to read it.
type MeasureSubject struct {
	Measure      string `json:"measure" doc:"Id of the measure" example:"eps-items"`
	MeasureTitle string `json:"measure_title"`
	Unit         string `json:"unit" doc:"Unit of all values in the row" enum:"percent,score,stage,count,yes_no,rate"`
	Polarity     string `json:"polarity" doc:"Which direction is better; neither means that no direction is" enum:"higher,lower,neither"`
	Caveat       string `json:"caveat" doc:"Sentence to show wherever the value is shown; empty when there is none"`
}

// Provenance says where a row's values came from and on what terms they may be used.
type Provenance struct {
	Sources      []string `json:"sources" nullable:"false" doc:"Ids of the sources of the values"`
	SourceTitles []string `json:"source_titles" nullable:"false"`
	Illustrative bool     `json:"illustrative" doc:"True when at least one value is invented for the demonstration; show that wherever the value is shown"`
	Licences     []string `json:"licences" nullable:"false" doc:"Terms of the sources"`
	Attributions []string `json:"attributions" nullable:"false" doc:"What has to be shown beside the values"`
}

func (n Namer) measure(id string) (maturity.Measure, MeasureSubject) {
	m, ok := n.Catalogue.Measure(id)
	if !ok { // a definition that was taken away since
		m = maturity.Measure{ID: id, Title: id, Unit: maturity.UnitCount, Polarity: maturity.NeitherBetter}
	}
	return m, MeasureSubject{m.ID, m.Title, string(m.Unit), string(m.Polarity), m.Caveat()}
}

func (n Namer) subject(organisation maturity.OrganisationID, measure string) (maturity.Organisation, Subject) {
	o, _ := n.Directory.ByID(organisation)
	_, m := n.measure(measure)
	return o, Subject{o.Code, o.Name, o.Kind, m}
}

// provenance gathers what is to be said of sources, each once, in the catalogue's order.
func (n Namer) provenance(ids ...string) Provenance {
	p := Provenance{Sources: []string{}, SourceTitles: []string{}, Licences: []string{}, Attributions: []string{}}
	for _, s := range n.Catalogue.Sources {
		if !slices.Contains(ids, s.ID) {
			continue
		}
		p.Sources, p.SourceTitles = append(p.Sources, s.ID), append(p.SourceTitles, s.Title)
		p.Illustrative = p.Illustrative || s.Illustrative
		if s.Licence != "" && !slices.Contains(p.Licences, s.Licence) {
			p.Licences = append(p.Licences, s.Licence)
		}
		if s.Attribution != "" && !slices.Contains(p.Attributions, s.Attribution) {
			p.Attributions = append(p.Attributions, s.Attribution)
		}
	}
	return p
}

// whereFrom is the page that traces a value to its cell.
func (n Namer) whereFrom(organisation, measure string, p period.Period) string {
	query := url.Values{"organisation": {organisation}, "measure": {measure}, "period": {p.Code()}}
	if !n.AsAt.IsZero() {
		query.Set("as_at", n.AsAt.UTC().Format(time.RFC3339Nano))
	}
	return "/data/where-from?" + query.Encode()
}

func flagWords(f maturity.Flag) []string {
	out := []string{}
	for _, one := range []struct {
		flag maturity.Flag
		word string
	}{{maturity.Estimated, "estimated"}, {maturity.Inferred, "inferred"}, {maturity.Provisional, "provisional"}} {
		if f&one.flag != 0 {
			out = append(out, one.word)
		}
	}
	return out
}
