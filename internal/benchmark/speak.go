package benchmark

import "waymark/internal/maturity"

// Branch is a body of a footprint in a period, with the bodies it contains.
type Branch struct {
	Member
	Asked  bool // it is of a kind that the measure is rolled up from
	Listed bool // it is itself a member of the footprint, not only part of one
	Ever   bool // it gave the measure in some period, not only in this one
	Below  []Branch
}

// Speaking chooses who of a footprint's bodies speak for it in a period, so that nothing is counted twice: never a body
// together with one that it contains. Of a body and those below it, in this order:
//
//  1. those below, where every one of them reports: the finest level that is complete;
//  2. the body itself, where it reports;
//  3. those below, where some report: the others are missing;
//  4. where nobody reports, the body itself is missing, or those below where only they ever gave a value.
func Speaking(method maturity.RollUp, branches []Branch) (out []Member) {
	for _, b := range branches {
		speaking, _ := b.speaking(method)
		out = append(out, speaking...)
	}
	return out
}

// level is how much the bodies of a level report.
type level int

const (
	silent  level = iota // nobody, nor did any of them ever
	quiet                // nobody, but at least one did in another period
	partial              // some
	whole                // every one, apart from those it does not apply to
)

func (b Branch) speaking(method maturity.RollUp) ([]Member, level) {
	var below, listed []Member
	found := silent
	for _, child := range b.Below {
		members, reports := child.speaking(method)
		below, found = append(below, members...), max(found, reports)
		if child.Listed {
			listed = append(listed, members...)
		}
	}
	if found == whole && !complete(method, below) {
		found = partial
	}
	own := b.level(method)
	switch {
	case found == whole, found == partial && own != whole:
		return below, found
	case !b.Asked && found == silent:
		return listed, found // of those that only belong to a member nothing is expected before one of them reports
	case !b.Asked:
		return below, found
	case found == quiet && own == silent:
		return below, found
	}
	return []Member{b.Member}, own
}

// level is what the body itself does.
func (b Branch) level(method maturity.RollUp) level {
	switch {
	case !b.Asked:
		return silent
	case usable(method, b.Member):
		return whole
	case b.Ever:
		return quiet
	}
	return silent
}

func complete(method maturity.RollUp, members []Member) bool {
	for _, m := range members {
		if m.State != maturity.NotApplicable && !usable(method, m) {
			return false
		}
	}
	return true
}
