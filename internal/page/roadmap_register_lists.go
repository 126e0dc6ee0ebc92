package page

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// prioritiesForm is the form of the priorities that are named for a time.
var prioritiesForm = registerForm[maturity.PeriodPriorities]{
	Area: "priorities/periods", Back: "priorities", Anchor: "period-", One: "list of priorities", Prefix: "priorities",
	List: func(r *maturity.Roadmap) *[]maturity.PeriodPriorities { return &r.Priorities },
	ID:   func(x *maturity.PeriodPriorities) *string { return &x.ID }, Title: func(x *maturity.PeriodPriorities) string { return x.Title },
	Fields: []fieldSpec[maturity.PeriodPriorities]{
		textOf("title", "The time they are for", func(x *maturity.PeriodPriorities) *string { return &x.Title }).hint("Such as 2017/18, or next two years."),
		linesOf("items", "Priorities", func(x *maturity.PeriodPriorities) *[]string { return &x.Items }).hint(oneALine),
		initiativesOf("Initiatives that serve them", "", func(x *maturity.PeriodPriorities) *[]string { return &x.Initiatives }),
		areaOf("note", "Note", func(x *maturity.PeriodPriorities) *string { return &x.Note }),
		textOf("place", "Place in the source", func(x *maturity.PeriodPriorities) *string { return &x.Place }),
	},
}

// listForm is the form of a register itself: what it is called and where it is from.
var listForm = registerForm[maturity.RoadmapRegister]{
	Area: "registers", Param: "register", Anchor: "register-", One: "register",
	List: func(r *maturity.Roadmap) *[]maturity.RoadmapRegister { return &r.Registers },
	ID:   func(x *maturity.RoadmapRegister) *string { return &x.ID }, Title: func(x *maturity.RoadmapRegister) string { return x.Title },
	Follows: func(_ *maturity.Roadmap, was, _ *maturity.RoadmapRegister, gone bool) []string {
		if !gone || len(was.Entries) == 0 {
			return nil
		}
		return []string{upperFirst(countWords(len(was.Entries), "entry goes", "entries go")) + " with it."}
	},
	Fields: []fieldSpec[maturity.RoadmapRegister]{
		textOf("title", "Title", func(x *maturity.RoadmapRegister) *string { return &x.Title }),
		textOf("kind", "Kind", func(x *maturity.RoadmapRegister) *string { return &x.Kind }).hint("Such as achievements, enablers, uses or governance. Achievements are counted apart from initiatives.").wide(20),
		areaOf("note", "Note", func(x *maturity.RoadmapRegister) *string { return &x.Note }),
		textOf("place", "Place in the source", func(x *maturity.RoadmapRegister) *string { return &x.Place }),
	},
}

// entryForm is the form of the entries of one register.
func entryForm(register string) registerForm[maturity.RegisterEntry] {
	return registerForm[maturity.RegisterEntry]{
		Area: "registers/" + register, Back: "registers", One: "register entry", Prefix: register,
		List: func(r *maturity.Roadmap) *[]maturity.RegisterEntry {
			for i := range r.Registers {
				if r.Registers[i].ID == register {
					return &r.Registers[i].Entries
				}
			}
			return nil
		},
		ID: func(e *maturity.RegisterEntry) *string { return &e.ID }, Title: func(e *maturity.RegisterEntry) string { return e.Title },
		Fields: []fieldSpec[maturity.RegisterEntry]{
			textOf("title", "Entry", func(e *maturity.RegisterEntry) *string { return &e.Title }),
			textOf("state", "State", func(e *maturity.RegisterEntry) *string { return &e.State }).hint("In the words of the source, such as live or planned. What explains it may follow after a colon."),
			dateOf("date", "Date", func(e *maturity.RegisterEntry) **maturity.LooseDate { return &e.Date }),
			initiativesOf("Initiatives it belongs to", "", func(e *maturity.RegisterEntry) *[]string { return &e.Initiatives }),
			saidUnderNames(),
			areaOf("note", "Note", func(e *maturity.RegisterEntry) *string { return &e.Note }),
			textOf("place", "Place in the source", func(e *maturity.RegisterEntry) *string { return &e.Place }),
		},
	}
}

// saidUnderNames are the further statements of an entry, one a line under its name; what has several says its name again.
func saidUnderNames() fieldSpec[maturity.RegisterEntry] {
	return fieldSpec[maturity.RegisterEntry]{Name: "fields", Label: "Further statements", Kind: fieldArea, Hint: "One a line, with its name before a colon, such as “role: oversees the plan”. Each name is a column.",
		Get: func(e *maturity.RegisterEntry) string {
			var lines []string
			for _, f := range e.Fields {
				for _, words := range f.Words {
					lines = append(lines, f.Name+": "+words)
				}
			}
			return strings.Join(lines, "\n")
		},
		Set: func(_ *draftContext, e *maturity.RegisterEntry, v string) error {
			var out []maturity.RegisterField
			for _, line := range strings.Split(v, "\n") {
				if line = strings.TrimSpace(line); line == "" {
					continue
				}
				name, words, named := strings.Cut(line, ":")
				if name, words = strings.TrimSpace(name), strings.TrimSpace(words); !named || name == "" || words == "" {
					return errField("Further statements: “%s” has no name before a colon, or nothing after it", line)
				}
				at := slices.IndexFunc(out, func(f maturity.RegisterField) bool { return f.Name == name })
				if at < 0 {
					at, out = len(out), append(out, maturity.RegisterField{Name: name})
				}
				out[at].Words = append(out[at].Words, words)
			}
			e.Fields = out
			return nil
		}}
}

// listRoutes are the forms of registers and of their entries.
func (p *Pages) listRoutes() []httpkit.Route {
	return append(registerFormRoutes(p, listForm), registerFormRoutesOf(p, "registers/:register", "item", func(c echo.Context) registerForm[maturity.RegisterEntry] { return entryForm(c.Param("register")) })...)
}
