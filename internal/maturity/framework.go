package maturity

import "strings"

// Framework is a published structure of sections and questions, or of capabilities and aims, with its edition and scale.
type Framework struct {
	ID      string
	Title   string
	Edition string
	Caveat  string
	Source  string // in words: document and place
	Kinds   []string
	// Scale of its scores.
	Low, High float64
	Unit      Unit
	// Window in which it was answered and whether answering was compulsory, in words.
	Window     string
	Compulsory bool
	Groups     []Group
	// Expectations are what the framework expects by when, in words: "2016/17" "clear momentum".
	Expectations []Expectation
	// Terms are words with a meaning of their own in the framework, such as green, amber and red for plans.
	Terms []Term
	// Scales are the answers its questions allow.
	Scales []AnswerScale
	// NotComparable lists ids of frameworks or editions with which scores must never share a trend line.
	NotComparable []string
	Hash          string
	Where         string
}

// Expectation is what a framework expects of a year, in words.
type Expectation struct {
	By   string
	Text string
}

// Term is a word and what the framework means by it.
type Term struct {
	ID      string
	Meaning string
}

// AnswerScale lists the scores that a question's answers can have, lowest first.
type AnswerScale struct {
	ID      string
	Title   string
	Answers []Answer
}

// Answer is one allowed answer and its score on the framework's scale.
type Answer struct {
	Text  string
	Score float64
}

// Group is a set of sections (readiness, capability, infrastructure) or a universal capability with its aims.
type Group struct {
	ID       string
	Title    string
	Sections []Section
}

// Section is a part of a framework that is scored: a section, a question, or an aim.
type Section struct {
	ID      string // unique in the framework
	Title   string
	Measure string   // id of the measure that holds its value
	Aliases []string // other headings it is printed under
	Tags    []string // such as pfpoc for the seven paper-free capabilities
	// Counterpart is "framework/section" of the section of another instrument it stands beside in a matrix;
	// such a comparison is indicative only.
	Counterpart string
	Note        string
	Condition   string // what limits the statement: "subject to availability"
	TimeLimit   string // a limit inside the statement, which is no due date: "within 24 hours"
	// OrganisationSpecific and WholeSystem say what an organisation can do alone and what needs others;
	// Dependency is how strong the need is: strong, partial or limited.
	OrganisationSpecific []string
	WholeSystem          []string
	Dependency           string
	Related              []RelatedFigure
	Scale                string    // id of the answer scale of a question
	Items                []Section // questions or sub-sections
}

// ScopeWords says what an organisation can do alone, what needs others, and how strong the need is: "Depends on the whole
// system: strong. ..." It is "" where the framework says nothing of it.
func (s Section) ScopeWords() string {
	var parts []string
	if s.Dependency != "" {
		parts = append(parts, "Depends on the whole system: "+s.Dependency+".")
	}
	if len(s.OrganisationSpecific) > 0 {
		parts = append(parts, "Within an organisation: "+strings.Join(s.OrganisationSpecific, "; ")+".")
	}
	if len(s.WholeSystem) > 0 {
		parts = append(parts, "Across the system: "+strings.Join(s.WholeSystem, "; ")+".")
	}
	return strings.Join(parts, " ")
}

// RelatedFigure is a number a document prints beside a section under another definition. It is never mixed with the
// section's own values.
type RelatedFigure struct {
	Title string
	Value string // as printed: "<20"
	Unit  string
	Place string
}

// Sections calls yield for every section and item, depth first.
func (f Framework) Sections(yield func(Group, Section) bool) {
	for _, g := range f.Groups {
		for _, s := range g.Sections {
			if !yield(g, s) {
				return
			}
			for _, item := range s.Items {
				if !yield(g, item) {
					return
				}
			}
		}
	}
}
