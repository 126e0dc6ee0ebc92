package ods

import (
	"regexp"

	"waymark/internal/maturity"
)

// The files of the Organisation Data Service have no headings and, but for epcmem, 27 columns: 1 code, 2 name,
// 3 national grouping, 4 high level geography, 11 opened, 12 closed; in epraccur also 13 status, 15 commissioner,
// 16 joined, 17 left, 26 prescribing setting; in eccg 14 the role.
var unheaded = []unheadedLayout{
	{family{origin: "epraccur", facts: practice}, 27, map[int]*regexp.Regexp{
		1: regexp.MustCompile(`^[A-Z][0-9]{5}$`), 13: regexp.MustCompile(`^[ACDP]$`), 26: regexp.MustCompile(`^[0-9]*$`)}},
	{family{origin: "etr", facts: trust("etr")}, 27, map[int]*regexp.Regexp{
		1: regexp.MustCompile(`^(R[0-9A-Z]{2}|[A-Z][0-9A-Z]{4})$`), 2: regexp.MustCompile(`(?i)\bNHS\b|TRUST`), 14: regexp.MustCompile(`^$`)}},
	{family{origin: "ect", facts: trust("ect")}, 27, map[int]*regexp.Regexp{
		1: regexp.MustCompile(`^T[0-9A-Z]{2}$`), 14: regexp.MustCompile(`^T?$`)}},
	{family{origin: "eccg", facts: commissioner}, 27, map[int]*regexp.Regexp{
		1: regexp.MustCompile(`^([0-9]{2}[A-Z]|[0-9A-Z]{5})$`), 14: regexp.MustCompile(`^([CH]|RO[0-9|RO]+)?$`)}},
	{family{origin: "eauth", facts: authority}, 27, map[int]*regexp.Regexp{
		1: regexp.MustCompile(`^([A-Z]|Q[0-9]{2}|Q[0-9A-Z]{2}|Y[0-9]{2}|W[0-9]{2})$`)}},
	{family{origin: "epcmem", facts: membership}, 6, map[int]*regexp.Regexp{
		1: regexp.MustCompile(`^[A-Z][0-9]{5}$`), 3: regexp.MustCompile(`^[A-Z]$`), 4: isDate}},
}

// body is the fact about the organisation of a row of 27 columns.
func body(row []string, family, roleText string) (maturity.Fact, error) {
	kind, vague := kindOf(family, roleText, row[1])
	fact := maturity.Fact{Code: row[0], Name: Title(row[1]), Kind: kind}
	fact.Detail = maturity.FactDetail{ShortName: Short(fact.Name), Dated: true, Vague: vague}
	var err error
	if fact.Since, err = day(row[10]); err != nil {
		return fact, err
	}
	fact.Until, err = day(row[11])
	return fact, err
}

// part states that code belongs to parent, unless either is missing.
func part(code, parent string, yield func(maturity.Fact)) {
	if code != "" && parent != "" && code != parent {
		yield(maturity.Fact{Code: code, Relation: string(maturity.PartOf), Related: parent})
	}
}

func practice(_ *File, row []string, yield func(maturity.Fact)) error {
	fact, err := body(row, "epraccur", row[25])
	if err != nil {
		return err
	}
	fact.Detail.Dormant = row[12] == "D"
	yield(fact)
	if row[14] == "" {
		return nil
	}
	return commissioned(row[0], row[14], row[15], row[16], yield)
}

func commissioned(code, by, joined, left string, yield func(maturity.Fact)) error {
	since, err := day(joined)
	if err != nil {
		return err
	}
	until, err := day(left)
	if err != nil {
		return err
	}
	if since != nil && until != nil && *until < *since {
		return nil // entered by mistake and taken back
	}
	yield(maturity.Fact{Code: code, Relation: string(maturity.CommissionedBy), Related: by, Since: since, Until: until})
	return nil
}

func membership(_ *File, row []string, yield func(maturity.Fact)) error {
	return commissioned(row[0], row[1], row[3], row[4], yield)
}

func trust(origin string) func(*File, []string, func(maturity.Fact)) error {
	return func(_ *File, row []string, yield func(maturity.Fact)) error {
		fact, err := body(row, origin, row[13])
		if err != nil {
			return err
		}
		yield(fact)
		part(row[0], row[3], yield)
		part(row[3], row[2], yield)
		return nil
	}
}

func commissioner(_ *File, row []string, yield func(maturity.Fact)) error {
	fact, err := body(row, "eccg", row[13])
	if err != nil {
		return err
	}
	yield(fact)
	part(row[0], row[3], yield)
	part(row[3], row[2], yield)
	return nil
}

func authority(_ *File, row []string, yield func(maturity.Fact)) error {
	fact, err := body(row, "eauth", row[13])
	if err != nil {
		return err
	}
	yield(fact)
	part(row[0], row[2], yield)
	return nil
}
