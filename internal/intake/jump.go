package intake

import (
	"fmt"

	"waymark/internal/maturity"
	declared "waymark/internal/rule"
)

// jumpShare is the share of organisations above which large changes in one period are too many at once.
const jumpShare = 0.5

// manyIssue warns of measures and periods in which too many organisations change by much at once.
func manyIssue(counts []maturity.JumpCount) maturity.Issue {
	r := rule(ruleMany)
	issue := maturity.Issue{Rule: r.Code, Level: r.Level, Reach: r.Reach, Message: r.Meaning, Expected: r.Remedy}
	for _, c := range counts {
		if !declared.TooMany(c.Jumped, c.Compared, jumpShare) {
			continue
		}
		issue.Count++
		if len(issue.Examples) < maxExamples {
			issue.Examples = append(issue.Examples, maturity.IssueExample{Seen: fmt.Sprintf("%s, %s: %d of %d organisations", c.Measure, c.Period.Label(), c.Jumped, c.Compared)})
		}
	}
	return issue
}
