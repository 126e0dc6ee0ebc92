package ingest

import (
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// organisation is the answer to a code or name: either an organisation, or the rule its rows break.
type organisation struct {
	maturity.Organisation
	problem     string // code of a rule; "" when it may be written
	suggestions []string
	lasting     bool // the answer is the same for every period in which the organisation is open
}

// organisations resolves texts through the directory and remembers the answers. Codes are asked for once; names once
// a period, because names pass from one body to another.
type organisations struct {
	directory Directory
	kinds     []string
	names     map[string]string // folded text -> code, from the layout
	may       func(maturity.OrganisationID) bool
	only      maturity.OrganisationID
	entries   map[string]*organisationEntry
	lastText  string
	last      *organisationEntry
	asked     int // answers kept
}

type organisationEntry struct {
	lasting *organisation
	closed  *organisation // the answer for periods in which the lasting one is not open
	by      map[period.Period]*organisation
}

// mostAnswers bounds the memory of the answers; beyond it they are forgotten and asked again.
const mostAnswers = 200_000

func newOrganisations(in Input, s *maturity.SheetLayout) *organisations {
	o := &organisations{directory: in.Directory, kinds: s.OrganisationKinds, may: in.May, only: in.Only, names: map[string]string{}, entries: map[string]*organisationEntry{}}
	for text, code := range s.OrganisationNames {
		o.names[maturity.FoldName(text)] = code
	}
	return o
}

// find resolves text as at a period.
func (o *organisations) find(text string, p *periodAnswer) *organisation {
	entry := o.last
	if entry == nil || text != o.lastText {
		entry = o.entries[text]
		if entry == nil {
			if o.asked >= mostAnswers {
				clear(o.entries)
				o.asked = 0
			}
			entry = &organisationEntry{}
			text = strings.Clone(text)
			o.entries[text] = entry
			o.asked++
		}
		o.last, o.lastText = entry, text
	}
	if l := entry.lasting; l != nil {
		if openIn(&l.Organisation, p) {
			return l
		}
		if entry.closed == nil {
			closed := *l
			closed.problem, closed.suggestions = OrgClosed, nil
			entry.closed = &closed
		}
		return entry.closed
	}
	if a, ok := entry.by[p.Period]; ok {
		return a
	}
	return o.ask(text, entry, p)
}

func (o *organisations) ask(text string, entry *organisationEntry, p *periodAnswer) *organisation {
	wanted := trimSpace(text)
	kinds := o.kinds
	if code, ok := o.names[maturity.FoldName(wanted)]; ok {
		wanted, kinds = code, nil
	}
	found := o.directory.Find(wanted, kinds, p.Period)
	a := &organisation{Organisation: found.Organisation, suggestions: found.Suggestions}
	switch {
	case found.OK:
		a.lasting = strings.EqualFold(found.Organisation.Code, wanted)
		if o.may != nil && !o.may(found.Organisation.ID) {
			a.problem = OrgNotYours
		} else if o.only != 0 && found.Organisation.ID != o.only {
			a.problem = OrgNotChosen
		}
	case found.ClosedIn:
		a.problem = OrgClosed
	case found.Ambiguous:
		a.problem = OrgAmbiguous
	default:
		a.problem = OrgUnknown
	}
	if a.lasting {
		entry.lasting = a
		return a
	}
	if entry.by == nil {
		entry.by = map[period.Period]*organisation{}
	}
	entry.by[p.Period] = a
	o.asked++
	return a
}

// openIn is Organisation.OpenIn with the end of the period worked out once.
func openIn(o *maturity.Organisation, p *periodAnswer) bool {
	return (o.Opened == nil || *o.Opened <= p.end) && (o.Closed == nil || *o.Closed >= p.Start)
}
