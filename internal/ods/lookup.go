package ods

import (
	"cmp"
	"slices"

	"waymark/internal/maturity"
)

// Look-ups have headings; CCG21CDH is the Organisation Data Service's code of a CCG in 2021, CCG21CD the Office for
// National Statistics' one, CCG21NM the name.
var headed = []headedLayout{
	{family{origin: "ons_ccg", facts: onsLevels("CCG", "STP"), after: england}, []string{"CCG#CDH", "CCG#NM", "STP#CDH", "STP#NM"}},
	{family{origin: "ons_sicbl", facts: onsLevels("SICBL", "ICB"), after: england}, []string{"SICBL#CDH", "SICBL#NM", "ICB#CDH", "ICB#NM"}},
	{family{origin: "practice_map", facts: practiceMap, after: mapped}, []string{"PRACTICE_CODE", "PRACTICE_NAME", "PCN_CODE", "EXTRACT_DATE"}},
	{family{origin: "trust_stp", facts: trustSTP}, []string{"Trust", "code", "STP", "STP_code"}},
	{family{origin: "seed", facts: listed}, []string{"code", "name", "kind"}},
}

// nation is the code of England here, under which national figures are kept.
const nation = "ENG"

// england is the fact that there is such a nation: the look-ups place its regions in it and no published file lists it.
func england(_ *File, yield func(maturity.Fact)) {
	yield(maturity.Fact{Code: nation, Name: "England", Kind: "nation"})
}

// named is the fact about a body that a look-up names, with the second code it has there.
func named(family, roleText, code, second, name string, yield func(maturity.Fact)) {
	if code == "" || name == "" {
		return
	}
	kind, vague := kindOf(family, roleText, name)
	name = Title(name)
	yield(maturity.Fact{Code: code, Name: name, Kind: kind, Detail: maturity.FactDetail{ShortName: Short(name), Vague: vague}})
	if second != "" {
		yield(maturity.Fact{Code: code, Relation: maturity.SameAs, Related: second})
	}
}

// onsLevels reads a look-up of commissioning areas to partnerships to regions.
func onsLevels(area, partnership string) func(*File, []string, func(maturity.Fact)) error {
	roleOf := map[string]string{"CCG": "ccg", "STP": "stp", "SICBL": "sicbl", "ICB": "icb", "NHSER": "nhser"}
	return func(f *File, row []string, yield func(maturity.Fact)) error {
		var codes []string
		for _, level := range []string{area, partnership, "NHSER"} {
			code := f.cell(row, level+"#CDH")
			named("ons", roleOf[level], code, f.cell(row, level+"#CD"), f.cell(row, level+"#NM"), yield)
			codes = append(codes, code)
		}
		part(codes[0], codes[1], yield)
		part(codes[1], codes[2], yield)
		part(codes[2], nation, yield)
		return nil
	}
}

// unallocated is the network code of practices that belong to none.
const unallocated = "U"

// practiceMap reads a row of the map of registered patients: practice, network, CCG, STP and region in one line.
func practiceMap(f *File, row []string, yield func(maturity.Fact)) error {
	get := func(heading string) string { return f.cell(row, heading) }
	named("practice_map", "practice", get("PRACTICE_CODE"), "", get("PRACTICE_NAME"), yield)
	if network := get("PCN_CODE"); network != unallocated {
		named("practice_map", "pcn", network, "", get("PCN_NAME"), yield)
		part(get("PRACTICE_CODE"), network, yield)
	}
	named("practice_map", "ccg", get("CCG_CODE"), get("ONS_CCG_CODE"), get("CCG_NAME"), yield)
	named("practice_map", "stp", get("STP_CODE"), get("ONS_STP_CODE"), get("STP_NAME"), yield)
	named("practice_map", "region", get("COMM_REGION_CODE"), get("ONS_COMM_REGION_CODE"), get("COMM_REGION_NAME"), yield)
	if get("CCG_CODE") != "" {
		yield(maturity.Fact{Code: get("PRACTICE_CODE"), Relation: string(maturity.CommissionedBy), Related: get("CCG_CODE")})
	}
	part(get("CCG_CODE"), get("STP_CODE"), yield)
	part(get("STP_CODE"), get("COMM_REGION_CODE"), yield)
	part(get("COMM_REGION_CODE"), nation, yield)
	return nil
}

// mapped is what the practice map says as a whole.
func mapped(f *File, yield func(maturity.Fact)) {
	networks(f, yield)
	england(f, yield)
}

// networks puts each network into the CCG of most of its practices: a few reach over a border.
func networks(f *File, yield func(maturity.Fact)) {
	type pair struct{ network, area string }
	practices := map[pair]int{}
	for _, row := range f.rows {
		p := pair{f.cell(row, "PCN_CODE"), f.cell(row, "CCG_CODE")}
		if p.network != unallocated && p.network != "" && p.area != "" {
			practices[p]++
		}
	}
	var pairs []pair
	for p := range practices {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.network, b.network), cmp.Compare(practices[b], practices[a]), cmp.Compare(a.area, b.area))
	})
	for i, p := range pairs {
		if i == 0 || pairs[i-1].network != p.network {
			part(p.network, p.area, yield)
		}
	}
}

// trustSTP reads the look-up of acute trusts to partnerships, which gives partnerships by their ONS code.
func trustSTP(f *File, row []string, yield func(maturity.Fact)) error {
	code, partnership := f.cell(row, "code"), f.cell(row, "STP_code")
	named("trust_stp", "trust", code, "", f.cell(row, "Trust"), yield)
	named("trust_stp", "stp", partnership, "", f.cell(row, "STP"), yield)
	part(code, partnership, yield)
	return nil
}
