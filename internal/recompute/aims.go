package recompute

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/trajectory"
)

// aims lists the targets of a measure that apply to an organisation: those of its own scope, those of a footprint it
// is or belongs to, and national ones; of the kinds they name. Kinds do not keep a target from a footprint or the
// nation, which stand for their organisations.
func (r *run) aims(targets []maturity.Target, o maturity.Organisation) (out []trajectory.Aim) {
	whole := o.Kind == maturity.KindFootprint || o.Kind == maturity.KindNation
	for _, t := range targets {
		own := t.Organisation == o.Code || t.Footprint == o.Code && o.Code != ""
		switch {
		case t.Organisation != "" && t.Organisation != o.Code:
			continue
		case t.Footprint != "" && !r.directory.belongs(o, t.Footprint, r.today):
			continue
		case !whole && !own && len(t.Kinds) > 0 && !r.isOfKind(o.Kind, t.Kinds):
			continue
		}
		national := t.Organisation == "" && t.Footprint == "" && o.Kind == maturity.KindNation
		out = append(out, trajectory.Aim{Target: t, OwnBaseline: own || national})
	}
	return out
}

// isOfKind reports whether kinds holds the kind or the wider kind it belongs to.
func (r *run) isOfKind(kind string, kinds []string) bool {
	k, _ := r.catalogue.Kind(kind)
	return slices.Contains(kinds, kind) || k.Group != "" && slices.Contains(kinds, k.Group)
}

// named lists the organisations that a target is set for by name: they have a trajectory even without any value.
func (r *run) named(targets []maturity.Target) (out []maturity.OrganisationID) {
	for _, t := range targets {
		for _, code := range []string{t.Organisation, t.Footprint} {
			if id, known := r.directory.code[code]; known && code != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return out
}

// definitionHash stands for everything declared that the results of a measure follow from, their words included: the
// measure, its targets and benchmarks, those of the section it stands beside, and the sources and kinds. When it changes, the measure's series are stale.
func definitionHash(c *maturity.Catalogue, m maturity.Measure) string {
	h := sha256.New()
	fmt.Fprintln(h, m.ID, m.Hash)
	for _, t := range c.TargetsOf(m.ID) {
		fmt.Fprintln(h, "target", t.ID, t.Hash)
	}
	for _, b := range c.BenchmarksOf(m) {
		fmt.Fprintln(h, "benchmark", b.ID, b.Hash)
	}
	for _, s := range c.Sources {
		fmt.Fprintln(h, "source", s.ID, s.Kind, s.Rank, s.Illustrative)
	}
	for _, k := range c.Kinds {
		fmt.Fprintln(h, "kind", k.ID, k.Group, k.StandsFor)
	}
	if framework, other, ok := counterpartOf(c, m); ok {
		fmt.Fprintln(h, "counterpart", framework.ID, framework.Title, other)
		theirs, _ := c.Measure(other)
		for _, b := range c.BenchmarksOf(theirs) {
			fmt.Fprintln(h, "counterpart benchmark", b.ID, b.Hash)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// counterpartOf finds the measure of another instrument that the measure's section stands beside in a matrix.
func counterpartOf(c *maturity.Catalogue, m maturity.Measure) (framework maturity.Framework, measure string, ok bool) {
	own, known := c.Framework(m.Framework)
	if !known {
		return framework, "", false
	}
	wanted := ""
	own.Sections(func(_ maturity.Group, s maturity.Section) bool {
		if s.Measure == m.ID {
			wanted = s.Counterpart
		}
		return wanted == ""
	})
	if wanted == "" {
		return framework, "", false
	}
	for _, f := range c.Frameworks {
		f.Sections(func(_ maturity.Group, s maturity.Section) bool {
			if f.ID+"/"+s.ID == wanted {
				framework, measure, ok = f, s.Measure, true
			}
			return !ok
		})
	}
	return framework, measure, ok
}
