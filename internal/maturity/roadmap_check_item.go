package maturity

import "fmt"

// initiatives checks what is inside the initiatives, parts first, so that everything that has an id is known.
func (c *roadmapCheck) initiatives() {
	for i := range c.r.Initiatives {
		v, path := &c.r.Initiatives[i], at("initiatives", i)
		c.kind, c.key = ItemInitiative, v.ID
		for j, p := range v.Phases {
			c.part(at(path+".phases", j), v.ID, p.ID, p.Title)
			c.order(at(path+".phases", j), p.Start, p.End)
			c.status(at(path+".phases", j)+".status", p.Status)
		}
		for j, g := range v.Gates {
			c.part(at(path+".gates", j), v.ID, g.ID, g.Stage)
			c.date(at(path+".gates", j)+".date", g.Date)
			c.milestoneState(at(path+".gates", j)+".state", g.State)
		}
		for j, w := range v.Waves {
			c.part(at(path+".waves", j), v.ID, w.ID, w.Title)
			c.order(at(path+".waves", j), w.Start, w.End)
			if w.Sites != nil {
				c.between(at(path+".waves", j)+".sites", float64(*w.Sites), 0, 1e7)
			}
			for k, r := range w.Reports {
				c.between(at(at(path+".waves", j)+".reports", k)+".sites", float64(r.Sites), 0, 1e7)
				if r.Day == 0 {
					c.fault(at(at(path+".waves", j)+".reports", k), "day is missing")
				}
			}
		}
		for j, m := range v.Milestones {
			c.part(at(path+".milestones", j), v.ID, m.ID, m.Title)
			c.date(at(path+".milestones", j)+".date", m.Date)
			c.milestoneState(at(path+".milestones", j)+".state", m.State)
			c.between(at(path+".milestones", j)+".count_to", float64(m.CountTo), 0, 1e9)
			c.between(at(path+".milestones", j)+".within_months", float64(m.WithinMonths), 0, 1200)
		}
	}
	for i := range c.r.Initiatives {
		c.kind, c.key = ItemInitiative, c.r.Initiatives[i].ID
		c.initiative(&c.r.Initiatives[i], at("initiatives", i))
	}
}

func (c *roadmapCheck) initiative(v *Initiative, path string) {
	c.refer(path+".workstream", ItemWorkstream, v.Workstream)
	c.order(path, v.Start, v.End)
	c.status(path+".status", v.Status)
	c.basis(path+".status_basis", v.StatusBasis)
	c.basis(path+".stage_basis", v.StageBasis)
	c.listed(path+".stage", "stages", v.Stage, c.r.Stages)
	c.listed(path+".band", "bands", v.Band, c.r.Bands)
	if v.Progress != nil {
		c.between(path+".progress", float64(*v.Progress), 0, 100)
	}
	if v.Effort != nil {
		c.between(path+".effort", *v.Effort, 1, 5)
	}
	if v.Impact != nil {
		c.between(path+".impact", *v.Impact, 1, 5)
	}
	c.between(path+".days", float64(v.Days), 0, 40_000)
	for j, d := range v.Drivers {
		c.date(at(path+".drivers", j)+".date", d.Date)
	}
	for j, f := range v.Frames {
		if !c.frames[f] {
			c.fault(at(path+".frames", j), "there is no %q (frame/item) in this roadmap", f)
		}
	}
	for j, l := range v.Links {
		if l.To == "" {
			c.fault(at(path+".links", j), "to is missing: the id of what the link leads to")
		}
		if l.From != "" && c.linkable[l.From] != "a part of "+v.ID {
			c.fault(at(path+".links", j)+".from", "%q is no part of this initiative", l.From)
		}
		c.oneOf(at(path+".links", j)+".kind", string(l.Kind), string(LinkPrerequisite), string(LinkConsider), string(LinkPartOf))
		c.between(at(path+".links", j)+".lag", float64(l.Lag), 0, 40_000)
	}
	if v.Pilot != nil {
		c.date(path+".pilot.date", v.Pilot.Date)
	}
}

// listed faults a stage or band that the roadmap's own list does not have.
func (c *roadmapCheck) listed(path, list, word string, of []string) {
	if word == "" || len(of) == 0 {
		return
	}
	for _, w := range of {
		if w == word {
			return
		}
	}
	c.fault(path, "%q is none of this roadmap's %s", word, list)
}

func (c *roadmapCheck) status(path string, s InitiativeStatus) {
	c.oneOf(path, string(s), wordsOf(InitiativeStatuses())...)
}

func (c *roadmapCheck) basis(path string, b Basis) {
	c.oneOf(path, string(b), "", string(BySource), string(ByReading))
}

func (c *roadmapCheck) milestoneState(path string, s MilestoneState) {
	c.oneOf(path, string(s), "", string(MilestonePlanned), string(MilestoneStarted), string(MilestoneDone), string(MilestoneDropped))
}

func (c *roadmapCheck) deployments() {
	waves := map[string]bool{}
	for i := range c.r.Initiatives {
		for _, w := range c.r.Initiatives[i].Waves {
			waves[w.ID] = true
		}
	}
	for i, d := range c.r.Deployments {
		path := at("deployments", i)
		c.kind, c.key = ItemDeployment, d.ID
		if d.Initiative == "" || d.Organisation == "" {
			c.fault(path, "initiative and organisation are needed")
		}
		c.refer(path+".initiative", ItemInitiative, d.Initiative)
		c.status(path+".status", d.Status)
		c.basis(path+".status_basis", d.StatusBasis)
		c.date(path+".go_live", d.GoLive)
		if d.Wave != "" && !waves[d.Wave] {
			c.fault(path+".wave", "there is no wave %q in this roadmap", d.Wave)
		}
		for j, e := range d.Effects {
			part := at(path+".effects", j)
			if e.Measure == "" {
				c.fault(part, "measure is missing")
			}
			c.between(part+".delay", float64(e.Delay), 0, 600)
			c.between(part+".months", float64(e.Months), 0, 600)
			if e.Known() && !(e.Low <= e.Gain && e.Gain <= e.High) {
				c.fault(part, "the gain %g is outside its range %g to %g", e.Gain, e.Low, e.High)
			}
		}
	}
}

func (c *roadmapCheck) registers() {
	for i, g := range c.r.Gaps {
		c.kind, c.key = ItemGap, g.ID
		c.refer(at("gaps", i)+".initiatives", ItemInitiative, g.Initiatives...)
		c.oneOf(at("gaps", i)+".state", string(g.State), "", string(GapOpen), string(GapClosed))
	}
	for i, k := range c.r.Risks {
		c.kind, c.key = ItemRisk, k.ID
		c.refer(at("risks", i)+".initiatives", ItemInitiative, k.Initiatives...)
		c.oneOf(at("risks", i)+".kind", string(k.Kind), "", string(RiskRisk), string(RiskRateLimiting))
		c.between(at("risks", i)+".likelihood", float64(k.Likelihood), 0, 5)
		c.between(at("risks", i)+".impact", float64(k.Impact), 0, 5)
	}
	for i, b := range c.r.Benefits {
		path := at("benefits", i)
		c.kind, c.key = ItemBenefit, b.ID
		c.refer(path+".initiatives", ItemInitiative, b.Initiatives...)
		c.oneOf(path+".direction", string(b.Direction), "", string(DirectionUp), string(DirectionDown))
		if b.Low != nil && b.High != nil && *b.Low > *b.High {
			c.fault(path+".low", "the range %g to %g is upside down", *b.Low, *b.High)
		}
		if b.Baseline != nil {
			c.date(path+".baseline.date", b.Baseline.Date)
		}
	}
	for i, f := range c.r.Funding {
		path := at("funding", i)
		c.kind, c.key = ItemFunding, f.ID
		c.refer(path+".initiatives", ItemInitiative, f.Initiatives...)
		c.oneOf(path+".type", string(f.Type), "", string(MoneyCapital), string(MoneyRevenue))
		c.oneOf(path+".basis", string(f.Basis), string(AmountStated), string(AmountIndicative), string(AmountNotStated))
		if f.Basis == AmountNotStated && f.Amount != nil {
			c.fault(path+".amount", "an amount that is not stated cannot be %g", *f.Amount)
		}
		if f.Low != nil && f.High != nil && *f.Low > *f.High {
			c.fault(path+".low", "the range %g to %g is upside down", *f.Low, *f.High)
		}
		for j, s := range f.Path {
			c.milestoneState(at(path+".path", j)+".state", s.State)
			c.date(at(path+".path", j)+".date", s.Date)
		}
		for j, s := range f.Spend {
			if s.Period.IsZero() {
				c.fault(at(path+".spend", j), "period is missing")
			}
		}
	}
	for i, v := range c.r.Registers {
		c.kind, c.key = ItemRegister, v.ID
		for j, e := range v.Entries {
			c.refer(at(at("registers", i)+".entries", j)+".initiatives", ItemInitiative, e.Initiatives...)
		}
	}
}

func (c *roadmapCheck) priorities() {
	criteria := map[string]CriteriaSet{}
	for i, s := range c.r.Criteria {
		c.kind, c.key = ItemCriteria, s.ID
		c.refer(at("criteria", i)+".funds", ItemFunding, s.Funds...)
		if s.Low > s.High {
			c.fault(at("criteria", i)+".low", "scores from %g to %g are upside down", s.Low, s.High)
		}
		for j, q := range s.Items {
			path := at(at("criteria", i)+".items", j)
			if _, twice := criteria[s.ID+"/"+q.ID]; q.ID == "" || !itemID.MatchString(q.ID) || twice {
				c.fault(path+".id", "id %q of the criterion is missing, badly formed or used twice", q.ID)
			}
			if q.Weight != nil && *q.Weight < 0 {
				c.fault(path+".weight", "a weight is not below nothing")
			}
			criteria[s.ID+"/"+q.ID] = s
		}
	}
	keys := map[string]bool{}
	for i, s := range c.r.Scores {
		path := at("scores", i)
		c.kind, c.key = ItemScore, s.Key()
		c.refer(path+".initiative", ItemInitiative, s.Initiative)
		set, known := criteria[s.Set+"/"+s.Criterion]
		low, high := set.Range()
		switch {
		case !known:
			c.fault(path, "there is no criterion %s/%s in this roadmap", s.Set, s.Criterion)
		case s.Score < low || s.Score > high:
			c.fault(path+".score", "score %g is outside %g to %g", s.Score, low, high)
		}
		for j, e := range s.Evidence {
			c.date(at(path+".evidence", j)+".date", e.Date)
		}
		c.once(path, keys, "score "+s.Key())
	}
	for i, p := range c.r.Priorities {
		c.kind, c.key = ItemPriorities, p.ID
		c.refer(at("priorities", i)+".initiatives", ItemInitiative, p.Initiatives...)
	}
	for i, u := range c.r.Updates {
		path := at("updates", i)
		c.kind, c.key = ItemUpdate, u.Key()
		c.refer(path+".initiative", ItemInitiative, u.Initiative)
		if u.Initiative == "" || u.Month.IsZero() {
			c.fault(path, "initiative and month are needed")
		}
		c.oneOf(path+".state", string(u.State), wordsOf(PlanStates())...)
		if u.Progress != nil {
			c.between(path+".progress", float64(*u.Progress), 0, 100)
		}
		c.once(path, keys, "update "+u.Key())
	}
}

func (c *roadmapCheck) once(path string, keys map[string]bool, name string) {
	if keys[name] {
		c.fault(path, "%s", fmt.Sprintf("%s is there twice", name))
	}
	keys[name] = true
}

// Range is the lowest and the highest score of the set.
func (s CriteriaSet) Range() (low, high float64) {
	if s.Low == 0 && s.High == 0 {
		return 0, 3
	}
	return s.Low, s.High
}
