package roadmap

import (
	"cmp"
	"fmt"
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// GoLive is one mark of the chart of deployments: a deployment, or an initiative of which no deployment is recorded.
type GoLive struct {
	Number       int // beside the mark; 0 for none
	Title        string
	Organisation string
	Code         string // of the organisation, where it is known
	Capability   string
	Status       maturity.InitiativeStatus
	Basis        maturity.Basis
	When         *maturity.LooseDate
	Live         bool // it is in use since then
	Initiative   *maturity.Initiative
	Recorded     bool // as a deployment of its own
	Illustrative bool
	Conditions   []string
	Effects      []maturity.Effect
	Note         string
}

// Certainty is how firm the go-lives of a financial year are.
type Certainty struct {
	Year         string // "2018/19", or "No date"
	All          int
	Complete     int
	Active       int
	Committed    int
	Aspirational int
	NotStated    int
}

// Words is the share that nobody has agreed to yet: "3 of 12 are aspirational".
func (c Certainty) Words() string {
	if c.Aspirational == 0 {
		return "none aspirational"
	}
	return fmt.Sprintf("%d of %d aspirational (%.0f%%)", c.Aspirational, c.All, 100*float64(c.Aspirational)/float64(c.All))
}

// DeploymentChart is what is deployed for which capability when, of the whole system or of one organisation.
type DeploymentChart struct {
	Picture       chart.DeploymentsInput
	Groups        []CapabilityGoLives
	Years         []Certainty
	Organisations []Choice
	All           int // go-lives, each once
	Dated         int
	Without       int // with no capability named; they stand under a heading of their own
	Recorded      bool
}

// CapabilityGoLives is what stands behind the marks of a row.
type CapabilityGoLives struct {
	Capability
	GoLives []GoLive
}

// Deployed puts the chart of deployments together. organisation is a code or a name; "" is the whole system.
func (p *Plan) Deployed(organisation string, today period.Day, asAt string) DeploymentChart {
	capabilities := p.capabilities()
	at := map[string]int{}
	groups := make([]CapabilityGoLives, len(capabilities), len(capabilities)+1)
	for n, c := range capabilities {
		groups[n].Capability, at[c.ID] = c, n
	}
	d := DeploymentChart{Organisations: p.deployingOrganisations(organisation)}
	none := CapabilityGoLives{Capability: Capability{Title: "No capability named"}}
	years := map[string]*Certainty{}
	for _, g := range p.goLives(organisation) {
		d.All++
		if dated(g.GoLive.When) {
			d.Dated++
		}
		d.Recorded = d.Recorded || g.Recorded
		countIn(years, g.GoLive)
		if len(g.capabilities) == 0 {
			none.GoLives = append(none.GoLives, g.GoLive)
			d.Without++
		}
		for _, id := range g.capabilities {
			g.GoLive.Capability = capabilities[at[id]].Title
			groups[at[id]].GoLives = append(groups[at[id]].GoLives, g.GoLive)
		}
	}
	if len(none.GoLives) > 0 {
		groups = append(groups, none)
	}
	d.Years = inOrder(years)
	d.Groups, d.Picture = groups, p.deploymentPicture(groups, organisation, today, asAt)
	d.Picture.Title, d.Picture.GoLives = d.Sentence(), d.All
	return d
}

// deploymentPicture numbers the go-lives as the picture does.
func (p *Plan) deploymentPicture(groups []CapabilityGoLives, organisation string, today period.Day, asAt string) chart.DeploymentsInput {
	in := chart.DeploymentsInput{Subtitle: p.Title + ", whole system, by capability.", Today: today, AsAt: asAt, SourceWords: cmp.Or(p.Document, p.Title)}
	if organisation != "" {
		in.Subtitle = p.Title + ", " + p.nameOf(organisation) + ", by capability."
	}
	if p.Axis != nil {
		in.From, in.To = p.axisDays()
	}
	n := 0
	for g := range groups {
		row := chart.DeploymentRow{Label: groups[g].Title, Group: groups[g].Framework}
		for k := range groups[g].GoLives {
			one := &groups[g].GoLives[k]
			n++
			one.Number = n
			in.Illustrative = in.Illustrative || one.Illustrative
			row.Marks = append(row.Marks, chart.DeploymentMark{Title: one.Title, Organisation: one.Organisation, Status: one.Status, Basis: one.Basis, When: one.When, Note: one.Note})
		}
		in.Rows = append(in.Rows, row)
	}
	return in
}

func (p *Plan) nameOf(organisation string) string {
	for name, o := range p.Bodies {
		if o.Code == organisation || name == organisation {
			return cmp.Or(o.ShortName, o.Name)
		}
	}
	return organisation
}

type placedGoLive struct {
	GoLive
	capabilities []string
}

// goLives are all deployments, and every initiative of which none is recorded and that names a capability.
func (p *Plan) goLives(organisation string) (out []placedGoLive) {
	for at := range p.Deployments {
		d := &p.Deployments[at]
		if organisation != "" && !p.isAmong([]string{d.Organisation}, organisation) {
			continue
		}
		i := p.Initiative(d.Initiative)
		if i == nil {
			continue
		}
		g := placedGoLive{GoLive{Title: cmp.Or(d.Title, i.Title), Organisation: p.nameOf(d.Organisation), Code: p.Bodies[d.Organisation].Code, Status: d.Status, Basis: d.StatusBasis, When: d.GoLive, Initiative: i,
			Recorded: true, Illustrative: d.Illustrative, Conditions: d.Conditions, Effects: d.Effects, Note: d.Note}, d.Capabilities}
		if d.Live != nil {
			g.Live, g.When = true, &maturity.LooseDate{AsGiven: d.Live.Long(), Precision: maturity.PrecisionDay, Earliest: *d.Live, Latest: *d.Live}
			g.Status = cmp.Or(g.Status, maturity.InitiativeComplete)
		}
		if len(g.capabilities) == 0 {
			g.capabilities = i.Capabilities
		}
		out = append(out, g)
	}
	for at := range p.Initiatives {
		i := &p.Initiatives[at]
		if len(i.Capabilities) == 0 || len(p.index.deployments[i.ID]) > 0 || organisation != "" && !p.isAmong(i.Organisations, organisation) {
			continue
		}
		owner := "Whole system"
		if names := p.ownerNames(i); !i.WholeSystem && len(names) > 0 {
			if owner = names[0]; len(names) > 1 {
				owner = fmt.Sprintf("%s and %d more", names[0], len(names)-1)
			}
		}
		out = append(out, placedGoLive{GoLive{Title: i.Title, Organisation: owner, Status: i.Status, Basis: i.StatusBasis, When: i.End, Initiative: i, Note: "no go-live of its own is recorded: shown at the end of the initiative"}, i.Capabilities})
	}
	return out
}

// countIn counts a go-live in the year of the last day that it may be.
func countIn(years map[string]*Certainty, g GoLive) {
	key := "No date"
	if y, known := yearOf(g.When); known {
		key = y.Short()
	}
	if years[key] == nil {
		years[key] = &Certainty{Year: key}
	}
	c := years[key]
	c.All++
	switch g.Status {
	case maturity.InitiativeComplete:
		c.Complete++
	case maturity.InitiativeActive:
		c.Active++
	case maturity.InitiativeCommitted:
		c.Committed++
	case maturity.InitiativeAspirational:
		c.Aspirational++
	default:
		c.NotStated++
	}
}

// inOrder sorts by year; what has no date comes last.
func inOrder(years map[string]*Certainty) (out []Certainty) {
	for _, c := range years {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Certainty) int { return cmp.Compare(a.Year, b.Year) })
	return out
}

// deployingOrganisations are those with a deployment, or that own an initiative with a capability.
func (p *Plan) deployingOrganisations(chosen string) (out []Choice) {
	at := map[string]int{}
	add := func(name string) {
		c := Choice{Value: name, Words: name}
		if o, known := p.Bodies[name]; known {
			c.Value, c.Words = o.Code, cmp.Or(o.ShortName, o.Name)
		}
		if _, seen := at[c.Value]; !seen && name != "" {
			c.Chosen = c.Value == chosen && chosen != ""
			at[c.Value] = len(out)
			out = append(out, c)
		}
		if k, seen := at[c.Value]; seen {
			out[k].Count++
		}
	}
	for i := range p.Deployments {
		add(p.Deployments[i].Organisation)
	}
	for i := range p.Initiatives {
		one := &p.Initiatives[i]
		if len(one.Capabilities) > 0 && len(p.index.deployments[one.ID]) == 0 {
			for _, n := range one.Organisations {
				add(n)
			}
		}
	}
	slices.SortFunc(out, func(a, b Choice) int { return cmp.Or(cmp.Compare(a.Words, b.Words), cmp.Compare(a.Value, b.Value)) })
	return out
}

// Sentence says how far the go-lives are, and how firm: "13 of 35 go-lives are in use; 2 are aspirational".
func (d DeploymentChart) Sentence() string {
	var all Certainty
	for _, y := range d.Years {
		all.All, all.Aspirational, all.Complete = all.All+y.All, all.Aspirational+y.Aspirational, all.Complete+y.Complete
	}
	if all.All == 0 {
		return "No go-live is planned"
	}
	words := fmt.Sprintf("%d of %s %s in use", all.Complete, counted(all.All, "go-live", "go-lives"), isAre(all.Complete))
	if all.Complete == 0 {
		words = fmt.Sprintf("None of %s is in use yet", counted(all.All, "go-live", "go-lives"))
	}
	if all.Aspirational > 0 {
		words += fmt.Sprintf("; %d %s aspirational", all.Aspirational, isAre(all.Aspirational))
	}
	return words
}
