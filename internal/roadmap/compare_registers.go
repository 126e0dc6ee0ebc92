package roadmap

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// eachRegistered visits gaps, risks, benefits, money, scores and registers.
func eachRegistered(r *maturity.Roadmap, titles map[string]string, visit func(told)) {
	named := func(ids []string) []string {
		var out []string
		for _, id := range ids {
			out = append(out, cmp.Or(titles[id], id))
		}
		return out
	}
	for _, g := range r.Gaps {
		visit(told{what: "gap", id: g.ID, title: g.Title, fields: []statement{{name: "state", kind: DifferenceState, words: string(g.State)}, says("domain", g.Domain), saysList("capabilities", g.Capabilities), saysList("initiatives", named(g.Initiatives)), says("note", g.Note)}})
	}
	for _, x := range r.Risks {
		visit(told{what: "risk", id: x.ID, title: x.Title, fields: []statement{{name: "closed", kind: DifferenceState, words: yesNo(x.Closed)}, says("likelihood", days(x.Likelihood)), says("impact", days(x.Impact)),
			says("response", x.Response), says("owner", x.OwnerRole), saysList("initiatives", named(x.Initiatives)), says("note", x.Note)}})
	}
	for _, b := range r.Benefits {
		fields := []statement{says("direction", string(b.Direction)), says("quantity", number(b.Quantity)), says("lowest expected", number(b.Low)), says("highest expected", number(b.High)), says("measured", number(b.Measured)),
			says("unit", b.Unit), says("measure", b.Measure), says("owner", b.OwnerRole), saysList("initiatives", named(b.Initiatives)), saysList("objectives", b.Objectives), says("note", b.Note)}
		var baseline maturity.BenefitBaseline
		if b.Baseline != nil {
			baseline = *b.Baseline
		}
		visit(told{what: "benefit", id: b.ID, title: b.Title, fields: append(fields, saysDate("baseline measured", baseline.Date), says("baseline", number(baseline.Value)))})
	}
	for _, f := range r.Funding {
		var spend []string
		for _, s := range f.Spend {
			spend = append(spend, fmt.Sprintf("%s %s", s.Period.Label(), strconv.FormatFloat(s.Amount, 'f', -1, 64)))
		}
		var path []string
		for _, s := range f.Path {
			path = append(path, joinWords(s.Body, s.Does, s.State.Words(), optionalDate(s.Date)))
		}
		visit(told{what: "money", id: f.ID, title: f.Title, fields: []statement{says("amount", joinWords(string(f.Basis), number(f.Amount))), says("least", number(f.Low)), says("most", number(f.High)), says("source", f.Source), says("category", f.Category),
			says("type", string(f.Type)), says("period", optionalPeriod(f)), saysList("initiatives", named(f.Initiatives)), saysList("decision path", path), saysList("spend", spend), says("note", f.Note)}})
	}
	eachJudged(r, titles, visit)
}

func optionalPeriod(f maturity.RoadmapFunding) string {
	if f.Period.IsZero() {
		return ""
	}
	return f.Period.Label()
}

// eachJudged visits criteria, scores, priorities, frames and registers.
func eachJudged(r *maturity.Roadmap, titles map[string]string, visit func(told)) {
	questions := map[string]string{}
	for _, set := range r.Criteria {
		low, high := set.Range()
		visit(told{what: "questions", id: set.ID, title: set.Title, fields: []statement{says("lowest answer", number(&low)), says("highest answer", number(&high)), saysList("judges applications for", set.Funds),
			saysList("rests on", set.Inputs), saysList("looked at beside", set.Also), says("note", set.Note)}})
		for _, c := range set.Items {
			words := cmp.Or(c.Title, c.Question)
			questions[set.ID+"/"+c.ID] = words
			visit(told{what: "criterion", id: set.ID + "/" + c.ID, title: words, fields: []statement{says("question", c.Question), says("weight", number(c.Weight))}})
		}
	}
	for _, s := range r.Scores {
		title := joinWords(cmp.Or(titles[s.Initiative], s.Initiative), questions[s.Set+"/"+s.Criterion])
		visit(told{what: "score", id: s.Key(), title: title, initiative: s.Initiative, fields: []statement{says("score", number(&s.Score)), says("note", s.Note)}})
	}
	for _, p := range r.Priorities {
		visit(told{what: "priorities", id: p.ID, title: p.Title, fields: []statement{saysList("items", p.Items), saysList("initiatives", p.Initiatives), says("note", p.Note)}})
	}
	for _, f := range r.Frames {
		for _, item := range f.Items {
			visit(told{what: "frame", id: f.ID + "/" + item.ID, title: f.Title + ": " + item.Title, fields: []statement{saysList("words", item.Words), says("cells", fmt.Sprint(item.Cells))}})
		}
	}
	for _, g := range r.Registers {
		visit(told{what: "register", id: g.ID, title: g.Title, fields: []statement{says("kind", g.Kind), says("note", g.Note)}})
		for i, e := range g.Entries {
			t := told{what: kindWords(g.Kind), id: cmp.Or(e.ID, fmt.Sprintf("%s/%d", g.ID, i)), title: e.Title, fields: []statement{{name: "state", kind: DifferenceState, words: e.State}, saysDate("date", e.Date), saysList("initiatives", e.Initiatives)}}
			for _, f := range e.Fields {
				t.fields = append(t.fields, saysList(f.Name, f.Words))
			}
			visit(t)
		}
	}
}

// kindWords is what an entry of a register is called: "achievement", "rate limiting".
func kindWords(kind string) string {
	return strings.TrimSuffix(strings.ReplaceAll(cmp.Or(kind, "entry"), "_", " "), "s")
}
