package page

import (
	"cmp"
	"context"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// initiativeLinks are links of one meaning.
type initiativeLinks struct {
	Title string
	Rows  []initiativeLink
}

type initiativeLink struct {
	Title, Address string
	Kind           string // what the other is: initiative, milestone, ...
	Part           string // of this side, where only a part has the link
	Words          string
	Lag            int
}

// initiativeLinksOf lists the links of an initiative in both directions, those of its parts too.
func initiativeLinksOf(plan *roadmap.Plan, i *maturity.Initiative, shell Shell) []initiativeLinks {
	groups := map[string]*initiativeLinks{}
	add := func(title string, l initiativeLink) {
		if groups[title] == nil {
			groups[title] = &initiativeLinks{Title: title}
		}
		groups[title].Rows = append(groups[title].Rows, l)
	}
	partTitle := func(id string) string {
		title, _, _, _ := plan.Find(id)
		return cmp.Or(title, id)
	}
	for _, l := range i.Links {
		shown := linkTo(plan, l.To, shell)
		shown.Words, shown.Lag = l.Words, l.Lag
		if l.From != "" {
			shown.Part = partTitle(l.From)
		}
		add(map[maturity.LinkKind]string{maturity.LinkPrerequisite: "Needs", maturity.LinkConsider: "To be considered with", maturity.LinkPartOf: "Part of"}[l.Kind], shown)
	}
	for k := range plan.Initiatives {
		other := &plan.Initiatives[k]
		if other.ID == i.ID {
			continue
		}
		for _, l := range other.Links {
			_, _, of, ok := plan.Find(l.To)
			if !ok || of != i.ID {
				continue
			}
			shown := linkTo(plan, cmp.Or(l.From, other.ID), shell)
			shown.Words, shown.Lag = l.Words, l.Lag
			if l.To != i.ID {
				shown.Part = partTitle(l.To)
			}
			add(map[maturity.LinkKind]string{maturity.LinkPrerequisite: "Needed by", maturity.LinkConsider: "To be considered with", maturity.LinkPartOf: "Has the parts"}[l.Kind], shown)
		}
	}
	var out []initiativeLinks
	for _, title := range []string{"Needs", "Needed by", "To be considered with", "Part of", "Has the parts"} {
		if groups[title] != nil {
			out = append(out, *groups[title])
		}
	}
	return out
}

// linkTo is the other side of a link; what the roadmap does not hold has no address.
func linkTo(plan *roadmap.Plan, id string, shell Shell) initiativeLink {
	title, kind, of, ok := plan.Find(id)
	out := initiativeLink{Title: cmp.Or(title, id), Kind: kind}
	if !ok {
		out.Kind = "not in this roadmap"
	}
	if of != "" {
		out.Address = shell.Link(initiativeAddress(plan.ID, of))
		if of != id {
			if other := plan.Initiative(of); other != nil {
				out.Kind += " of " + other.Title
			}
		}
	}
	return out
}

type initiativeDeployment struct {
	*maturity.Deployment
	Organisation maturity.Organisation // as far as it is known
	Named        string
	Address      string
	When         string
	Given        string
	Effects      []initiativeEffect
	Invented     bool
	Move         string
}

type initiativeEffect struct {
	Title, Address, Words, Basis string
	Illustrative                 bool
}

func (p *Pages) initiativeDeployments(plan *roadmap.Plan, i *maturity.Initiative, shell Shell) (out []initiativeDeployment) {
	for _, d := range plan.DeploymentsOf(i.ID) {
		row := initiativeDeployment{Deployment: d, Named: d.Organisation, When: "no date given", Invented: d.Illustrative}
		if d.Live == nil && d.Status != maturity.InitiativeComplete {
			row.Move = itemMoveAddress(plan.ID, d.ID)
		}
		if o, ok := plan.Bodies[d.Organisation]; ok {
			row.Organisation, row.Named, row.Address = o, o.ShortName, shell.Link("/organisations/"+url.PathEscape(o.Code))
		}
		if d.GoLive != nil {
			row.When, row.Given = d.GoLive.Words(), asWritten(d.GoLive)
		}
		for _, e := range d.Effects {
			shown := initiativeEffect{Title: e.Measure, Basis: e.Basis, Illustrative: e.Illustrative}
			m, ok := p.Catalogue.Measure(e.Measure)
			if ok {
				shown.Title, shown.Address = m.Title, shell.Link("/measures/"+m.ID)
				if row.Organisation.Code != "" {
					shown.Address = shell.Link(measureAddress(m.ID, row.Organisation.Code))
				}
			}
			shown.Words = effectWords(e, m)
			row.Effects, row.Invented = append(row.Effects, shown), row.Invented || e.Illustrative
		}
		out = append(out, row)
	}
	return out
}

// effectWords says what an effect does: "up 4 points (likely 2 to 6), over 12 months, beginning 3 months after go-live".
func effectWords(e maturity.Effect, m maturity.Measure) string {
	direction, size := "up ", e.Gain
	if e.Gain < 0 {
		direction, size = "down ", -e.Gain
	}
	words := direction + amountOf(m, size)
	if e.Known() {
		words += " (likely " + plainAmount(e.Low) + " to " + plainAmount(e.High) + ")"
	}
	if e.Months > 0 {
		words += ", over " + countWords(e.Months, "month", "months")
	} else {
		words += ", at once"
	}
	if e.Delay > 0 {
		words += ", beginning " + countWords(e.Delay, "month", "months") + " after go-live"
	}
	return words
}

// amountOf is an amount in the unit of a measure; a percentage moves by points.
func amountOf(m maturity.Measure, v float64) string {
	switch {
	case m.ID == "":
		return plainAmount(v)
	case m.Unit == maturity.UnitPercent || m.Unit == maturity.UnitScore:
		return countWords(plainAmount(v), "point", "points")
	}
	return plainAmount(v) + " (" + m.UnitWords + ")"
}

func plainAmount(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

type initiativeMeasure struct {
	Measure  maturity.Measure
	Known    bool
	ID       string
	Rows     []initiativeStanding
	NoTarget bool
}

// initiativeStanding is how a target of a measure stands at an organisation, as computed.
type initiativeStanding struct {
	Organisation maturity.Organisation
	Address      string
	Status       maturity.Status
	Reason       string
	Target       string
}

// initiativeMeasures tells how the targets that the initiative is to help meet stand at its owners.
func (p *Pages) initiativeMeasures(ctx context.Context, plan *roadmap.Plan, i *maturity.Initiative, at asAt, shell Shell) (out []initiativeMeasure, err error) {
	ids := plan.MeasuresOf(i)
	var bodies []maturity.OrganisationID
	known := map[maturity.OrganisationID]maturity.Organisation{}
	add := func(o maturity.Organisation) {
		if _, seen := known[o.ID]; !seen && o.ID != 0 {
			known[o.ID], bodies = o, append(bodies, o.ID)
		}
	}
	for _, o := range plan.Owners(i) {
		add(o)
	}
	for _, d := range plan.DeploymentsOf(i.ID) {
		add(plan.Bodies[d.Organisation])
	}
	if i.WholeSystem || len(bodies) == 0 {
		add(plan.Footprint)
	}
	var standings []maturity.Trajectory
	if len(ids) > 0 && len(bodies) > 0 && p.Roadmaps.Standings != nil {
		when := at.Time
		if when.IsZero() {
			when = p.Now()
		}
		if standings, err = p.Roadmaps.Standings.Summaries(ctx, bodies, ids, when); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		m, ok := p.Catalogue.Measure(id)
		row := initiativeMeasure{Measure: m, Known: ok, ID: id}
		for _, t := range standings {
			if t.Measure != id || t.Target == "" {
				continue
			}
			target, ok := p.Catalogue.Target(t.Target)
			if !ok {
				continue
			}
			o := known[t.Organisation]
			row.Rows = append(row.Rows, initiativeStanding{Organisation: o, Address: shell.Link(measureAddress(id, o.Code)), Status: t.Status, Reason: t.Reason, Target: targetTitle(target)})
		}
		slices.SortStableFunc(row.Rows, func(a, b initiativeStanding) int {
			return cmp.Or(cmp.Compare(slices.Index(bodies, a.Organisation.ID), slices.Index(bodies, b.Organisation.ID)), cmp.Compare(a.Target, b.Target))
		})
		row.NoTarget = len(row.Rows) == 0
		out = append(out, row)
	}
	return out, nil
}

// targetTitle is a target in words, with its date where it has one.
func targetTitle(t maturity.Target) string {
	if t.Title != "" {
		return t.Title
	}
	words := map[maturity.Operator]string{maturity.AtLeast: "at least ", maturity.AtMost: "at most ", maturity.Equal: "exactly "}[t.Operator] + plainAmount(t.Value)
	if t.Due != nil {
		words += " by " + t.Due.Words()
	}
	return words
}

func initiativeReports(plan *roadmap.Plan, id string) (out initiativeState) {
	for _, u := range plan.UpdatesOf(id) {
		r := initiativeReport{PlanUpdate: *u}
		r.Colour, r.Words = plan.Colour(u.State)
		out.Reports = append(out.Reports, r)
	}
	if len(out.Reports) > 0 {
		out.Newest = &out.Reports[0]
	}
	return out
}

func initiativeFacts(p *Pages, plan *roadmap.Plan, i *maturity.Initiative) (out []Fact) {
	add := func(words string, values ...string) {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) > 0 {
			out = append(out, Fact{Words: words, Values: values})
		}
	}
	status := i.Status.Words()
	if i.StatusBasis != "" && i.Status != "" {
		status += ", " + string(i.StatusBasis) + map[bool]string{true: " from the wording of the source", false: " by the source"}[i.StatusBasis == maturity.ByReading]
	}
	if i.StatusWords != "" {
		status += ": “" + i.StatusWords + "”"
	}
	add("Status", status)
	stage := upperFirst(i.Stage)
	if i.StageBasis == maturity.ByReading && stage != "" {
		stage += ", inferred from the wording of the source"
	}
	add("Stage", stage)
	add("When", spanGiven(i.Start, i.End))
	if i.Days > 0 {
		add("Takes", countWords(i.Days, "day", "days"))
	}
	if i.Progress != nil {
		add("Progress", strconv.Itoa(*i.Progress)+"%")
	}
	add("Role of the owner", i.OwnerRole)
	if i.WholeSystem {
		add("Covers", "the whole system")
	}
	for _, w := range plan.Workstreams {
		if w.ID == i.Workstream && w.ID != "" {
			add("Workstream", w.Title+bracketed(i.Confidence))
		}
	}
	add("Programme", i.Programme)
	add("Priority", i.Band)
	if i.Effort != nil {
		add("Effort", plainAmount(*i.Effort)+" of 5")
	}
	if i.Impact != nil {
		add("Impact", plainAmount(*i.Impact)+" of 5")
	}
	add("Capabilities", p.capabilityTitles(i.Capabilities)...)
	add("Groups", frameTitles(plan, i.Frames)...)
	add("Also", i.Tags...)
	add("Other names", i.Aliases...)
	return out
}

func bracketed(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

// spanGiven is when an initiative is planned, with the source's own words where they say it otherwise.
func spanGiven(start, end *maturity.LooseDate) string {
	words := spanWords(start, end)
	var given []string
	for _, d := range []*maturity.LooseDate{start, end} {
		if text := asWritten(d); text != "" {
			given = append(given, "“"+text+"”")
		}
	}
	if len(given) > 0 {
		words += "; in the source " + strings.Join(given, " and ")
	}
	return words
}

// capabilityTitles are capabilities by what they are called: "framework/section" or "framework/group".
func (p *Pages) capabilityTitles(ids []string) (out []string) {
	for _, id := range ids {
		framework, part, _ := strings.Cut(id, "/")
		title := id
		if f, ok := p.Catalogue.Framework(framework); ok {
			for group, section := range f.Sections {
				switch part {
				case section.ID:
					title = section.Title + " (" + f.Title + ")"
				case group.ID:
					title = group.Title + " (" + f.Title + ")"
				}
			}
		}
		out = append(out, title)
	}
	return out
}

func frameTitles(plan *roadmap.Plan, ids []string) (out []string) {
	for _, id := range ids {
		title := id
		for _, f := range plan.Frames {
			for _, item := range f.Items {
				if id == f.ID+"/"+item.ID {
					title = item.Title + " (" + f.Title + ")"
				}
			}
		}
		out = append(out, title)
	}
	return out
}

// initiativeParts are the sections that other rooms fill: what a slip costs, and what came of it.
func (p *Pages) initiativeParts(c echo.Context, plan *roadmap.Plan, i *maturity.Initiative, at asAt, shell Shell) (slip template.HTML, outcomes []outcomeRow, err error) {
	if slip, err = p.roadmapSlip(c, plan, i, at, shell); err != nil {
		return "", nil, err
	}
	outcomes, err = p.initiativeOutcomes(c, shell, plan, i.ID, at)
	return slip, outcomes, err
}
