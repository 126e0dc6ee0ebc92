package roadmap

import (
	"fmt"
	"math"
	"strings"
)

// slip counts the moves of the dates of one kind of item.
type slip struct {
	one, many     string
	later         int
	days, longest int
	earlier       int
}

// Sentence says what is different since a time, the slips first: "Since 12 June 2018: 3 milestones slipped by 92 days on
// average, the longest by 120; 2 done; 1 added".
func (c Comparison) Sentence(since string) string {
	if len(c.Differences) == 0 {
		return "Nothing changed since " + since + "."
	}
	slips := []slip{{one: "milestone", many: "milestones"}, {one: "go-live", many: "go-lives"}, {one: "other date", many: "other dates"}}
	done, added, removed, rest := 0, 0, 0, 0
	for _, d := range c.Differences {
		switch {
		case d.Kind == DifferenceDate && d.DaysKnown && d.Days != 0:
			slips[slipOf(d.What)].count(d.Days)
		case d.Reached:
			done++
		case d.Kind == DifferenceAdded:
			added++
		case d.Kind == DifferenceRemoved:
			removed++
		default:
			rest++
		}
	}
	var parts []string
	for _, s := range slips {
		parts = append(parts, s.words()...)
	}
	for _, n := range []struct {
		count int
		words string
	}{{done, "done"}, {added, "added"}, {removed, "removed"}} {
		if n.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.count, n.words))
		}
	}
	switch {
	case rest == 1:
		parts = append(parts, "1 other statement changed")
	case rest > 1:
		parts = append(parts, fmt.Sprintf("%d other statements changed", rest))
	}
	return "Since " + since + ": " + strings.Join(parts, "; ") + "."
}

func slipOf(what string) int {
	switch what {
	case "milestone", "stage gate":
		return 0
	case "deployment":
		return 1
	}
	return 2
}

func (s *slip) count(days int) {
	if days < 0 {
		s.earlier++
		return
	}
	s.later++
	s.days += days
	s.longest = max(s.longest, days)
}

func (s slip) words() (out []string) {
	switch {
	case s.later == 1:
		out = append(out, fmt.Sprintf("1 %s slipped by %s", s.one, inDays(s.longest)))
	case s.later > 1 && s.longest*s.later == s.days:
		out = append(out, fmt.Sprintf("%d %s slipped by %s each", s.later, s.many, inDays(s.longest)))
	case s.later > 1:
		out = append(out, fmt.Sprintf("%d %s slipped by %s on average, the longest by %d", s.later, s.many, inDays(int(math.Round(float64(s.days)/float64(s.later)))), s.longest))
	}
	if s.earlier > 0 {
		out = append(out, fmt.Sprintf("%s came forward", counted(s.earlier, s.one, s.many)))
	}
	return out
}

func inDays(n int) string { return counted(n, "day", "days") }
