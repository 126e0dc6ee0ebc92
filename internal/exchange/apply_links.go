package exchange

import "waymark/internal/maturity"

// links takes the prerequisites of a task over; links to what is no task, and the other kinds, stay.
func (a *applier) links(t Task) {
	if !a.holds.Needs {
		return
	}
	of, from := t.Of, t.ID
	if t.Kind == maturity.ItemInitiative || a.initiative(t.ID) != nil {
		of, from = t.ID, ""
	}
	v := a.initiative(of)
	if v == nil {
		if len(t.Needs) > 0 {
			a.warn("%s: what “%s” waits for was left out.", t.Place, shown(t.Title))
		}
		return
	}
	wanted := map[string]Need{}
	for _, n := range t.Needs {
		if id, ok := a.renamed[n.ID]; ok {
			n.ID = id
		}
		switch {
		case !a.known[n.ID]:
			a.warn("%s: “%s” waits for %s, which is no task; that was left out.", t.Place, shown(t.Title), shown(n.ID))
			continue
		case n.Lag < 0:
			a.warn("%s: “%s” may begin before %s has ended; that was read as directly after.", t.Place, shown(t.Title), n.ID)
			n.Lag = 0
		}
		wanted[n.ID] = n
	}
	var kept []maturity.RoadmapLink
	there := map[string]bool{}
	for _, l := range v.Links {
		if l.From == from && l.Kind == maturity.LinkPrerequisite && a.known[l.To] {
			n, ok := wanted[l.To]
			if !ok || n.Loose {
				continue
			}
			l.Lag = n.Lag
			there[l.To] = true
		}
		if n, ok := wanted[l.To]; ok && n.Loose && l.From == from && l.Kind == maturity.LinkConsider {
			there[l.To] = true
		}
		kept = append(kept, l)
	}
	for _, n := range t.Needs {
		if id, ok := a.renamed[n.ID]; ok {
			n.ID = id
		}
		w, ok := wanted[n.ID]
		if !ok || there[n.ID] {
			continue
		}
		there[n.ID] = true
		kind := maturity.LinkPrerequisite
		if w.Loose {
			kind = maturity.LinkConsider
			a.warn("%s: “%s” and %s are tied by their starts or ends; that was read as to be considered with.", t.Place, shown(t.Title), n.ID)
			w.Lag = 0
		}
		kept = append(kept, maturity.RoadmapLink{To: n.ID, From: from, Kind: kind, Lag: w.Lag})
	}
	v.Links = kept
}

// sameWords are a status and the state that says the same of a milestone.
var sameWords = map[string]string{"active": "started", "committed": "planned", "complete": "done"}

func asStatus(word string) maturity.InitiativeStatus {
	for status, state := range sameWords {
		if word == state {
			return maturity.InitiativeStatus(status)
		}
	}
	if word == string(maturity.MilestoneDropped) {
		return ""
	}
	return maturity.InitiativeStatus(word)
}

func asState(word string) maturity.MilestoneState {
	if state, ok := sameWords[word]; ok {
		return maturity.MilestoneState(state)
	}
	if word == string(maturity.InitiativeAspirational) {
		return maturity.MilestonePlanned
	}
	return maturity.MilestoneState(word)
}
