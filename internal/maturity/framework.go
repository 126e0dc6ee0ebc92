package maturity

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
	// NotComparable lists ids of frameworks or editions with which scores must never share a trend line.
	NotComparable []string
	Where         string
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
	Items       []Section // questions or sub-sections
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
