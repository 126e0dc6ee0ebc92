package meeting

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/pack"
	"waymark/internal/period"
)

// appendix is every panel of the board that stands nowhere else in the paper.
func (p *paper) appendix() (out []pack.Section, err error) {
	summed := false // the summary holds all targets, and the first list of organisations
	for _, v := range p.View.Panels {
		switch {
		case strings.HasPrefix(v.Panel.ID, exceptionPanel), v.Panel.Kind == maturity.PanelHeadline, v.Panel.Kind == maturity.PanelTargets,
			v.Panel.Kind == maturity.PanelChanges, v.Panel.Kind == maturity.PanelDecisions:
			continue
		case v.Panel.ID == p.lead && len(v.Drawings) == 1:
			continue
		case len(v.Organisations) > 0 && !summed:
			summed = true
			continue
		}
		blocks, err := p.blocks(v)
		if err != nil {
			return nil, err
		}
		out = append(out, pack.Section{ID: p.name("panel-" + v.Panel.ID), Kind: pack.Appendix, Title: orElse(v.Panel.Title, v.Measure.Title), Blocks: blocks})
	}
	return out, nil
}

// blocks sets a panel: its words, its pictures, its tables, or why there is nothing.
func (p *paper) blocks(v board.PanelView) (out []pack.Block, err error) {
	for _, text := range []string{v.Panel.Note, v.Text} {
		if text != "" {
			out = append(out, pack.Block{Text: text})
		}
	}
	for i := range v.Drawings {
		if v.Panel.ID == p.lead && i == 0 {
			continue
		}
		blocks, err := p.drawing(v, i)
		if err != nil {
			return nil, err
		}
		out = append(out, blocks...)
	}
	name := p.name(v.Panel.ID + "-table")
	switch {
	case len(v.Targets) > 0:
		out = append(out, pack.Block{Table: p.targets(name, v.Panel.Title, v.Targets)})
	case len(v.Organisations) > 0:
		out = append(out, pack.Block{Table: p.organisations(name, v)})
	case len(v.Falling) > 0:
		v.Organisations = v.Falling
		out = append(out, pack.Block{Table: p.organisations(name, v)})
	case v.Matrix != nil:
		out = append(out, p.matrix(name, v)...)
	case v.Table != nil && len(v.Table.Rows) > 0:
		out = append(out, pack.Block{Table: p.values(name, v)})
	case v.Assurance != nil:
		out = append(out, p.assurance(name, v.Assurance)...)
	case len(v.Milestones) > 0:
		out = append(out, pack.Block{Table: p.milestones(name, v)})
	}
	if v.Empty != "" {
		out = append(out, pack.Block{Text: v.Empty})
	}
	if n, ok := p.narrative("panel:"+v.Panel.ID, ""); ok {
		out = append(out, n)
	}
	if len(out) == 0 {
		out = append(out, pack.Block{Text: "There is nothing to show here."})
	}
	return out, nil
}

// drawing is a picture of a panel with the words beside it.
func (p *paper) drawing(v board.PanelView, i int) ([]pack.Block, error) {
	b, err := p.picture(v, i)
	if err != nil {
		return nil, err
	}
	out := []pack.Block{b}
	if n, ok := p.narrative(PicturePlace(v.Panel.ID, i), ""); ok {
		out = append(out, n)
	}
	return out, nil
}

// PicturePlace is the place of the words beside a picture of a panel.
func PicturePlace(panel string, i int) string { return "picture:" + panel + ":" + strconv.Itoa(i+1) }

func (p *paper) picture(v board.PanelView, i int) (pack.Block, error) {
	f, err := v.Drawings[i].Describe()
	if err != nil {
		return pack.Block{}, err
	}
	name := v.Panel.ID
	if len(v.Drawings) > 1 {
		name += "-" + strconv.Itoa(i+1)
	}
	measure := v.Measure.ID
	if len(v.Panel.Measures) == len(v.Drawings) {
		measure = v.Panel.Measures[i]
	}
	p.note(measure)
	return pack.Block{Picture: &pack.Picture{Name: p.name(slug(name)), Figure: f, Sources: p.sources(f, measure)}}, nil
}

// sources leads from each row of a picture's table to where its number came from: the row names a period, or an
// organisation and the title of the table the period.
func (p *paper) sources(f chart.Figure, measure string) []string {
	if measure == "" {
		return nil
	}
	named := map[string]string{}
	for _, o := range p.Members {
		named[o.Name], named[o.ShortName] = o.Code, o.Code
	}
	var whole period.Period
	if at := strings.LastIndex(f.Table.Caption, ", "); at >= 0 {
		whole, _ = period.Parse(f.Table.Caption[at+2:], period.KindNone, period.DMY)
	}
	out := make([]string, len(f.Table.Rows))
	for i, row := range f.Table.Rows {
		if len(row.Cells) < 2 {
			continue
		}
		if when, err := period.Parse(row.Cells[0], period.KindNone, period.DMY); err == nil && reported(row.Cells[1]) {
			out[i] = p.from(p.View.Subject.Code, measure, when.Code())
		} else if code := named[row.Cells[0]]; code != "" && !whole.IsZero() && reported(row.Cells[1]) {
			out[i] = p.from(code, measure, whole.Code())
		}
	}
	return out
}

// reported tells a figure from the words for a missing one.
func reported(cell string) bool { return strings.ContainsAny(cell, "0123456789") }

// from is the address of where a number came from, as known at the pin.
func (p *paper) from(organisation, measure, period string) string {
	if organisation == "" || measure == "" || period == "" {
		return ""
	}
	return "/data/where-from?" + url.Values{"organisation": {organisation}, "measure": {measure}, "period": {period}, "as_at": {p.Pack.AsAt.UTC().Format(time.RFC3339Nano)}}.Encode()
}

// moment is the as-at time of the pin as addresses carry it.
func (p *paper) moment() string { return url.QueryEscape(p.Pack.AsAt.UTC().Format(time.RFC3339Nano)) }

// name makes a name unique in the document.
func (p *paper) name(wish string) string {
	wish = orElse(slug(wish), "part")
	p.names[wish]++
	if n := p.names[wish]; n > 1 {
		return p.name(wish + "-" + strconv.Itoa(n))
	}
	return wish
}

// note remembers a measure for the last pages.
func (p *paper) note(measure string) {
	if measure != "" && !p.measures[measure] {
		p.measures[measure] = true
		p.order = append(p.order, measure)
	}
}

func (p *paper) definitions() (out []pack.Definition) {
	for _, id := range p.order {
		m, ok := p.Catalogue.Measure(id)
		if !ok {
			continue
		}
		formula := m.Numerator
		if m.Denominator != "" {
			formula += " out of " + m.Denominator
		}
		out = append(out, pack.Definition{ID: m.ID, Title: m.Title, Meaning: orElse(m.Why, "not stated"), Formula: orElse(formula, "as reported"), Unit: orElse(m.UnitWords, string(m.Unit)),
			Polarity: m.Polarity.Words(), Source: orElse(m.SourceWords, "not stated")})
	}
	return out
}
