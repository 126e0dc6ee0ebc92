package outcome

import (
	"fmt"

	"waymark/internal/maturity"
)

// Tally counts finished deployments by what can be said of them: each by the best of its measures that can be told.
type Tally struct {
	Finished                               int
	Better, Worse, Moved, Same, CannotTell int
	Waiting                                int // that were to be live by now, and nobody has said so
}

// TallyOf counts the deployments of a list.
func TallyOf(list []maturity.DeploymentOutcome) (t Tally) {
	order := map[maturity.OutcomeVerdict]int{maturity.OutcomeBetter: 5, maturity.OutcomeWorse: 4, maturity.OutcomeMoved: 3, maturity.OutcomeNoChange: 2, maturity.OutcomeCannotTell: 1}
	type key struct{ roadmap, deployment string }
	best := map[key]maturity.OutcomeVerdict{}
	waiting := map[key]bool{}
	for _, o := range list {
		k := key{o.Roadmap, o.Deployment}
		if !o.Finished {
			waiting[k] = true
			continue
		}
		if order[o.Verdict] > order[best[k]] {
			best[k] = o.Verdict
		}
	}
	t.Finished, t.Waiting = len(best), len(waiting)
	for _, v := range best {
		switch v {
		case maturity.OutcomeBetter:
			t.Better++
		case maturity.OutcomeWorse:
			t.Worse++
		case maturity.OutcomeMoved:
			t.Moved++
		case maturity.OutcomeNoChange:
			t.Same++
		default:
			t.CannotTell++
		}
	}
	return t
}

// Headline is the answer in a sentence, without a full stop.
func (t Tally) Headline() string {
	if t.Finished == 0 {
		return "No finished deployment names a measure yet, so nothing can be said of what deployments did"
	}
	of := fmt.Sprintf("of %d finished deployments", t.Finished)
	if t.CannotTell == t.Finished {
		if t.Finished == 1 {
			return "It cannot be told yet what the one finished deployment did"
		}
		return fmt.Sprintf("It cannot be told yet what any of %d finished deployments did", t.Finished)
	}
	text := ""
	switch {
	case t.Finished == 1 && t.Better == 1:
		text = "The one finished deployment moved its measure more than peers did"
	case t.Finished == 1:
		text = "The one finished deployment is not seen to have moved its measure more than peers did"
	case t.Better == 0:
		text = "None " + of + " is seen to have moved its measure more than peers did"
	default:
		text = fmt.Sprintf("%d %s moved their measure more than peers did", t.Better, of)
		if t.Better == 1 {
			text = "1 " + of + " moved its measure more than peers did"
		}
	}
	if t.Moved > 0 {
		text += fmt.Sprintf("; %d moved a measure that has no better side", t.Moved)
	}
	if t.Worse > 0 && t.Finished > 1 {
		text += fmt.Sprintf("; %d moved it the wrong way", t.Worse)
	} else if t.Worse > 0 {
		text += ": it moved the wrong way"
	}
	if t.CannotTell > 0 {
		text += fmt.Sprintf("; for %d it cannot be told", t.CannotTell)
	}
	return text
}
