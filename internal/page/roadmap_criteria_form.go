package page

import (
	"slices"

	"waymark/internal/maturity"
)

// criteriaForm is the form of a set of questions by which initiatives, or applications for money, are put in order.
var criteriaForm = registerForm[maturity.CriteriaSet]{
	Area: "priorities/questions", Back: "priorities", Anchor: "set-", One: "set of questions", Prefix: "questions",
	List: func(r *maturity.Roadmap) *[]maturity.CriteriaSet { return &r.Criteria },
	ID:   func(s *maturity.CriteriaSet) *string { return &s.ID }, Title: func(s *maturity.CriteriaSet) string { return s.Title },
	Clone: func(s maturity.CriteriaSet) maturity.CriteriaSet {
		s.Items = slices.Clone(s.Items)
		return s
	},
	Check: func(s *maturity.CriteriaSet) *FieldFault {
		if s.Low >= s.High && (s.Low != 0 || s.High != 0) {
			return &FieldFault{"high", "The highest answer must be above the lowest. Leave both empty for 0 to 3"}
		}
		return nil
	},
	Taken: func(s *maturity.CriteriaSet) (ids []string) {
		for _, q := range s.Items {
			ids = append(ids, q.ID)
		}
		return ids
	},
	Follows: func(r *maturity.Roadmap, was, is *maturity.CriteriaSet, gone bool) []string {
		lost, asked := 0, questionsOf(is, gone)
		for _, s := range r.Scores {
			if s.Set == was.ID && !asked[s.Criterion] {
				lost++
			}
		}
		if lost == 0 {
			return nil
		}
		return []string{upperFirst(countWords(lost, "answer goes", "answers go")) + " with the questions that are taken out. Earlier versions of the roadmap keep " + itThem(lost) + "."}
	},
	With: func(r *maturity.Roadmap, was, is *maturity.CriteriaSet, gone bool) {
		asked := questionsOf(is, gone)
		r.Scores = slices.DeleteFunc(r.Scores, func(s maturity.PriorityScore) bool { return s.Set == was.ID && !asked[s.Criterion] })
	},
	Fields: []fieldSpec[maturity.CriteriaSet]{
		textOf("title", "Title", func(s *maturity.CriteriaSet) *string { return &s.Title }),
		scaleOf("low", "Lowest answer", func(s *maturity.CriteriaSet) *float64 { return &s.Low }).hint("Leave both ends empty for 0 to 3."),
		scaleOf("high", "Highest answer", func(s *maturity.CriteriaSet) *float64 { return &s.High }),
		fundsOf(func(s *maturity.CriteriaSet) *[]string { return &s.Funds }),
		linesOf("inputs", "What answers rest on", func(s *maturity.CriteriaSet) *[]string { return &s.Inputs }).hint("Such as a workshop or a survey, one a line."),
		linesOf("also", "What is looked at beside the questions", func(s *maturity.CriteriaSet) *[]string { return &s.Also }).hint(oneALine),
		areaOf("note", "Note", func(s *maturity.CriteriaSet) *string { return &s.Note }),
		textOf("place", "Place in the source", func(s *maturity.CriteriaSet) *string { return &s.Place }),
	},
	Rows: []rowsOf[maturity.CriteriaSet]{questionRows},
}

func questionsOf(s *maturity.CriteriaSet, gone bool) map[string]bool {
	out := map[string]bool{}
	if !gone {
		for _, q := range s.Items {
			out[q.ID] = true
		}
	}
	return out
}

var questionRows = rowSpec[maturity.CriteriaSet, maturity.Criterion]{
	Name: "questions", One: "question", Title: "Questions", Of: func(s *maturity.CriteriaSet) *[]maturity.Criterion { return &s.Items },
	ID: func(q *maturity.Criterion) *string { return &q.ID }, Head: func(_ *draftContext, q *maturity.Criterion) string { return titled(q.Title, q.Question) },
	Need: func(_ *draftContext, q *maturity.Criterion) (string, string) {
		if q.Title == "" && q.Question == "" {
			return "question", "Write the question, or tick its box to remove it"
		}
		return "", ""
	},
	Fields: []fieldSpec[maturity.Criterion]{
		textOf("title", "Short title", func(q *maturity.Criterion) *string { return &q.Title }),
		areaOf("question", "Question", func(q *maturity.Criterion) *string { return &q.Question }),
		figureOf("weight", "Weight", 0, func(q *maturity.Criterion) **float64 { return &q.Weight }).hint("Leave it empty where none is stated: without any, all questions weigh the same."),
	},
}

// scaleOf is an end of a set's scale, of which both are nought where none is stated.
func scaleOf(name, label string, of func(*maturity.CriteriaSet) *float64) fieldSpec[maturity.CriteriaSet] {
	return fieldSpec[maturity.CriteriaSet]{Name: name, Label: label, Kind: fieldText, Width: 4, Get: func(s *maturity.CriteriaSet) string {
		if s.Low == 0 && s.High == 0 {
			return ""
		}
		return plainNumber(*of(s))
	}, Set: func(_ *draftContext, s *maturity.CriteriaSet, v string) error {
		n, ok := decimal(v)
		if v != "" && !ok {
			return errField("%s: “%s” is not a number", label, v)
		}
		*of(s) = n
		return nil
	}}
}

// fundsOf chooses the lines of money for which the set judges applications.
func fundsOf(of func(*maturity.CriteriaSet) *[]string) fieldSpec[maturity.CriteriaSet] {
	f := linesOf("funds", "Judges applications for", of)
	f.Kind, f.Hint = fieldChecks, "The initiatives of the chosen lines of money are put in order. None chosen: all initiatives are."
	f.Choices = func(c *draftContext) (out []choice) {
		for _, line := range c.Roadmap.Funding {
			out = append(out, choice{ID: line.ID, Words: line.Title})
		}
		return out
	}
	return f
}
