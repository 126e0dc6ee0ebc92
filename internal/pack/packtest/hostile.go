package packtest

import (
	"context"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/pack"
)

// Case is a name that somebody could have uploaded, or typed as a narrative.
type Case struct{ Name, Words string }

// Hostile are words that mean something to a browser, a template, a spreadsheet, a shell or the direction of a text. Every
// form must show them as they are.
var Hostile = []Case{
	{"end of a script", `</script><script>document.title="ran"</script>`},
	{"end of a style and a page", `</style></title></body></html><!-- -->`},
	{"event in an attribute", `" onmouseover="alert(1)" x='`},
	{"template", `{{.}} {{template "x"}} ${7*7} <%= 1 %> {a}|{b|x}`},
	{"function of the chart library", `__f__(alert(1))__f__`},
	{"formula that starts a program", `=cmd|' /C calc'!A0`},
	{"formula with an at sign", `@SUM(1+1)*cmd|' /C calc'!A0`},
	{"formula with a plus", `+1+HYPERLINK("http://evil.example","click")`},
	{"300 characters", strings.TrimSpace(strings.Repeat("Gloucestershire and Forest ", 12))[:300]},
	{"300 without a gap", strings.Repeat("Wolverhampton", 24)[:300]},
	{"signs outside ASCII", `£ – é ß “quotes” 中文 🏥`},
	{"right to left", `בית החולים שערי צדק (סניף 2)`},
	{"turned direction", "safe\u202Eexe.fdp\u202C end"},
	{"line ends", "first line\r\nsecond line\nthird line"},
	{"path", `..\..\windows\CON.txt/../../etc/passwd`},
	{"header of a message", "Subject: x\r\nBcc: everybody@example.org"},
	{"fields of a footer", `&P &N &"Wingdings" && &D %d %s \n`},
	{"entities", `&lt;b&gt; &amp;amp; &#60;script&#62;`},
}

// Document is a paper in which every word that comes from outside is the case's.
func (c Case) Document(ctx context.Context, draw Draw) (pack.Document, error) {
	w := c.Words
	f, err := chart.Trajectory(chart.TrajectoryInput{
		Organisation: named(1, w), Measure: percent("eps", w, w), Target: by2020(85), AsAt: asAt, SourceWords: w,
		Trajectory: maturity.Trajectory{Status: maturity.StatusUnlikely, Probability: 0.2, Observed: []maturity.PathPoint{
			{Period: quarter(2018, 4), State: maturity.Reported, Value: 41, HasValue: true}, {Period: quarter(2018, 7), State: maturity.Reported, Value: 44, HasValue: true}}},
	})
	if err != nil {
		return pack.Document{}, err
	}
	f.Notes = append(f.Notes, w)
	d := pack.Document{
		Title: w, Subject: w, Body: w, Day: "14 March 2019", Edition: 1, Verdict: w, Figures: w, Freshness: w, Agenda: []string{w, w}, Warnings: []string{w},
		Facts:    []pack.Fact{{Name: pack.AsKnownOn, Words: "14 March 2019, 09:00"}, {Name: w, Words: w}, {Name: "Sources", Words: w}},
		Measures: []pack.Definition{{ID: "eps", Title: w, Meaning: w, Formula: w, Unit: w, Polarity: w, Source: w}},
		Address:  "https://waymark.example/meetings/12/paper",
		Sections: []pack.Section{
			{ID: "answer", Kind: pack.Answer, Title: w, Blocks: []pack.Block{picture("eps", f, 1, 2), {Text: w}, {Narrative: &pack.Narrative{Words: w, By: w, At: "12 March 2019"}}, {Narrative: &pack.Narrative{Words: w, Generated: true}}}},
			{ID: "summary", Kind: pack.Summary, Title: w, Blocks: []pack.Block{{Table: &pack.Table{Name: "all", Caption: w, Columns: []chart.Column{{Head: w}, {Head: w, Numeric: true}}, Rows: [][]pack.Cell{{{Words: w}, number(41, "41%", w)}, {{Words: w}, {Words: w}}}}}}},
		},
	}
	return d, drawAll(ctx, d, draw)
}

// Words lists every word that a document says, each once: what a form must hold. Numbers of tables are words too.
func Words(d pack.Document) []string {
	var out []string
	seen := map[string]bool{}
	add := func(all ...string) {
		for _, w := range all {
			if w != "" && !seen[w] {
				seen[w] = true
				out = append(out, w)
			}
		}
	}
	add(d.Title, d.Subject, d.Body, d.Day, d.Verdict, d.Figures, d.Freshness)
	add(d.Agenda...)
	add(d.Warnings...)
	for _, f := range d.Facts {
		add(f.Name, f.Words)
	}
	for _, m := range d.Measures {
		add(m.ID, m.Title, m.Meaning, m.Formula, m.Unit, m.Polarity, m.Source)
	}
	for _, s := range d.Sections {
		add(s.Title)
		for _, b := range s.Blocks {
			switch {
			case b.Narrative != nil:
				add(b.Narrative.Words, b.Narrative.Origin())
			case b.Picture != nil:
				add(b.Picture.Figure.Title, b.Picture.Figure.Reading)
				add(b.Picture.Figure.Notes...)
				add(tableWords(b.Picture.Figure.Table)...)
			case b.Table != nil:
				add(b.Table.Caption)
				for _, c := range b.Table.Columns {
					add(c.Head)
				}
				for _, r := range b.Table.Rows {
					for _, c := range r {
						add(c.Words)
					}
				}
			default:
				add(b.Text)
			}
		}
	}
	return out
}

func tableWords(t chart.Table) (out []string) {
	out = append(out, t.Caption)
	for _, c := range t.Columns {
		out = append(out, c.Head)
	}
	for _, r := range t.Rows {
		out = append(out, r.Cells...)
	}
	return out
}
