package ods

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// wide is a row of 27 columns from the ones that matter: "1 A81001; 2 NAME".
func wide(cells string) string {
	row := make([]string, 27)
	for cell := range strings.SplitSeq(cells, "; ") {
		var column int
		fmt.Sscan(cell, &column)
		_, row[column-1], _ = strings.Cut(cell, " ")
	}
	return `"` + strings.Join(row, `","`) + `"`
}

func lines(rows ...string) string { return strings.Join(rows, "\r\n") + "\r\n" }

// told writes the facts of a file, one a line, as a person would read them.
func told(t *testing.T, name, content string) []string {
	t.Helper()
	f, err := Parse(name, []byte(content), 0)
	if err != nil {
		t.Fatal(err)
	}
	said := []string{fmt.Sprintf("%s %s by %s", f.Origin, f.Vintage, f.VintageFrom)}
	for fact, err := range f.Facts() {
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, tell(fact))
	}
	return said
}

func tell(f maturity.Fact) string {
	span := ""
	if f.Since != nil || f.Until != nil {
		span = " " + text(f.Since) + ".." + text(f.Until)
	}
	if f.Relation != "" {
		return f.Code + " " + f.Relation + " " + f.Related + span
	}
	marks := ""
	for mark, set := range map[string]bool{" dormant": f.Detail.Dormant, " vague": f.Detail.Vague, " group": f.Detail.Group} {
		if set {
			marks += mark
		}
	}
	return f.Code + " = " + f.Name + " [" + f.Kind + marks + "]" + span
}

func text(d *period.Day) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func TestPublishedFiles(t *testing.T) {
	for name, c := range map[string]struct {
		file, content string
		want          []string
	}{
		"practices and cost centres": {"epraccur_2016-02.csv", lines(
			wide("1 A81001; 2 THE DENSHAM SURGERY; 11 19740401; 13 A; 15 00K; 16 20130401; 26 4"),
			wide("1 A81003; 2 VICTORIA MEDICAL PRACTICE; 11 19740401; 12 20171031; 13 C; 15 00K; 16 20130401; 17 20171031; 26 4"),
			wide("1 Y05205; 2 ADDACTION - HEREFORDSHIRE; 11 20151201; 13 D; 26 8")),
			[]string{"epraccur 2016-02-01 by name",
				"A81001 = The Densham Surgery [practice] 1974-04-01..", "A81001 commissioned_by 00K 2013-04-01..",
				"A81003 = Victoria Medical Practice [practice] 1974-04-01..2017-10-31", "A81003 commissioned_by 00K 2013-04-01..2017-10-31",
				"Y05205 = Addaction - Herefordshire [prescribing_centre dormant] 2015-12-01.."}},
		"trusts": {"etr.csv", lines(
			wide("1 RTE; 2 GLOUCESTERSHIRE HOSPITALS NHS FOUNDATION TRUST; 3 Y58; 4 QR1; 11 20020401; 22 0; 24 K"),
			wide("1 G6V2S; 2 NORTH LONDON NHS FOUNDATION TRUST; 3 Y56; 4 QMJ; 11 20241101"),
			wide("1 RYF; 2 SOUTH WESTERN AMBULANCE SERVICE NHS FOUNDATION TRUST; 11 20060701")),
			[]string{"etr 2024-11-01 by dates",
				"RTE = Gloucestershire Hospitals NHS Foundation Trust [trust vague] 2002-04-01..", "RTE part_of QR1", "QR1 part_of Y58",
				"G6V2S = North London NHS Foundation Trust [trust vague] 2024-11-01..", "G6V2S part_of QMJ", "QMJ part_of Y56",
				"RYF = South Western Ambulance Service NHS Foundation Trust [ambulance] 2006-07-01.."}},
		"care trusts": {"ect_2023.csv", lines(wide("1 TAF; 2 CAMDEN AND ISLINGTON NHS FOUNDATION TRUST; 11 20020401; 14 T")),
			[]string{"ect 2023-01-01 by name", "TAF = Camden and Islington NHS Foundation Trust [care_trust] 2002-04-01.."}},
		"commissioners of 2016": {"eccg_2016-02.csv", lines(
			wide("1 00C; 2 NHS DARLINGTON CCG; 3 Y54; 4 Q74; 11 20130401; 14 C"), wide("1 13N; 2 WESSEX COMMISSIONING HUB; 11 20130401; 14 H")),
			[]string{"eccg 2016-02-01 by name", "00C = NHS Darlington CCG [ccg] 2013-04-01..", "00C part_of Q74", "Q74 part_of Y54",
				"13N = Wessex Commissioning Hub [other] 2013-04-01.."}},
		"commissioners of 2025, closed ones without role": {"eccg_dse_2025-12.csv", lines(
			wide("1 00C; 2 NHS DARLINGTON CCG; 11 20130401; 12 20200331"), wide("1 11M; 2 NHS GLOUCESTERSHIRE ICB - 11M; 4 QR1; 11 20130401; 14 RO319"),
			wide("1 72Q; 2 NHS SOUTH EAST LONDON ICB - 72Q; 11 20200401; 14 RO319|RO326"), wide("1 A4R1E; 2 NEWHAM - SUB-ICB REPORTING ENTITY; 11 20240401; 14 RO327")),
			[]string{"eccg 2025-12-01 by name", "00C = NHS Darlington CCG [ccg] 2013-04-01..2020-03-31",
				"11M = NHS Gloucestershire ICB - 11M [sub_icb] 2013-04-01..", "11M part_of QR1",
				"72Q = NHS South East London ICB - 72Q [sub_icb] 2020-04-01..", "A4R1E = Newham - Sub-ICB Reporting Entity [other] 2024-04-01.."}},
		"authorities": {"eauth_2017.csv", lines(wide("1 Q70; 2 NHS ENGLAND SOUTH (WESSEX); 3 Y57; 11 20121001"), wide("1 Y57; 2 SOUTH OF ENGLAND COMMISSIONING REGION; 11 20121001")),
			[]string{"eauth 2017-01-01 by name", "Q70 = NHS England South (Wessex) [area_team] 2012-10-01..", "Q70 part_of Y57",
				"Y57 = South of England Commissioning Region [region] 2012-10-01.."}},
		"memberships, not in order; one entered by mistake": {"epcmem_2019-10.csv", lines(
			`"A81001","00K","W","20130401","","0"`, `"A81001","5E1","W","20010401","20130331","0"`, `"A81002","5E1","W","20130401","20130331","0"`),
			[]string{"epcmem 2019-10-01 by name", "A81001 commissioned_by 00K 2013-04-01..", "A81001 commissioned_by 5E1 2001-04-01..2013-03-31"}},
		"ONS look-up with a byte order mark": {"ons_2021-04.csv", "\ufeff" + lines("FID,CCG21CD,CCG21CDH,CCG21NM,STP21CD,STP21CDH,STP21NM,NHSER21CD,NHSER21CDH,NHSER21NM",
			"76,E38000062,11M,NHS Gloucestershire CCG,E54000043,QR1,Gloucestershire,E40000006,Y58,South West"),
			[]string{"ons_ccg 2021-04-01 by name", "11M = NHS Gloucestershire CCG [ccg]", "11M same_as E38000062", "QR1 = Gloucestershire [stp]", "QR1 same_as E54000043",
				"Y58 = South West [region]", "Y58 same_as E40000006", "11M part_of QR1", "QR1 part_of Y58", "Y58 part_of ENG", "ENG = England [nation]"}},
		"practice map; the network goes to the CCG of most of its practices": {"gp-reg-pat-prac-map.csv", lines("PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PCN_CODE,PCN_NAME,CCG_CODE,CCG_NAME",
			"GP,01Jan2022,A1,ONE,U1,NET,01T,CCG T", "GP,01Jan2022,A2,TWO,U1,NET,01V,CCG V", "GP,01Jan2022,A3,THREE,U1,NET,01V,CCG V", "GP,01Jan2022,A4,FOUR,U,Unallocated,01V,CCG V"),
			[]string{"practice_map 2022-01-01 by content", "A1 = One [practice]", "U1 = Net [pcn]", "A1 part_of U1", "01T = CCG T [ccg]", "A1 commissioned_by 01T",
				"A2 = Two [practice]", "A2 part_of U1", "01V = CCG V [ccg]", "A2 commissioned_by 01V", "A3 = Three [practice]", "A3 part_of U1", "A3 commissioned_by 01V",
				"A4 = Four [practice]", "A4 commissioned_by 01V", "U1 part_of 01V", "ENG = England [nation]"}},
		"trusts to partnerships, financial year in the name": {"trust_stp_lookup_2017-18.csv", lines("NHS England Region,Trust,code,STP,STP_code",
			"South,Gloucestershire Hospitals NHS Foundation Trust,RTE,Gloucestershire ,E54000043"),
			[]string{"trust_stp 2017-04-01 by name", "RTE = Gloucestershire Hospitals NHS Foundation Trust [acute]", "E54000043 = Gloucestershire [stp]", "RTE part_of E54000043"}},
		"a list kept here": {"mine.csv", lines("code,name,kind,group,aliases,footprint,role,succeeded_by,succeeded_on,closed,as_at",
			"glos-gp,General practices,gp_practices,yes,GPs;Primary care,glos,,,,,2016-11-01", "R1J,Care Services,community,,,glos,partner,RTQ,01/10/2019,2019-09-30,2016-11-01"),
			[]string{"seed:mine 2016-11-01 by content", "glos-gp = General practices [gp_practices group]", "glos-gp member_of glos",
				"R1J = Care Services [community] ..2019-09-30", "R1J partner_of glos", "R1J succeeded_by RTQ 2019-10-01.."}},
	} {
		got := told(t, c.file, c.content)
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestWhatIsNotAReferenceFile(t *testing.T) {
	for name, c := range map[string]struct{ file, content, want string }{
		"empty":              {"a.csv", "", "empty"},
		"another table":      {"a.csv", "month,value\n2024-01,3\n", "not a reference file"},
		"no vintage":         {"map.csv", "Trust,code,STP,STP_code\nA,RTE,B,E54000043\n", "--vintage"},
		"not a date":         {"epcmem_2019.csv", "\"A81001\",\"5E1\",\"W\",\"20010401\",\"next May\",\"0\"\n", `row 1: "next May" is not a date`},
		"list without kind":  {"mine_2016.csv", "code,name,kind\nRTE,Hospitals,\n", "row 2: code, name and kind must be filled"},
		"list, unknown role": {"mine_2016.csv", "code,name,kind,footprint,role\nRTE,Hospitals,acute,glos,friend\n", `"friend" is not a role`},
		"list, bad date":     {"mine_2016.csv", "code,name,kind,closed\nRTE,Hospitals,acute,soon\n", `closed "soon" is not a date`},
	} {
		f, err := Parse(c.file, []byte(c.content), 0)
		if err == nil {
			for _, fault := range f.Facts() {
				if fault != nil {
					err = fault
				}
			}
		}
		if maturity.CodeOf(err) != maturity.Invalid || !strings.Contains(maturity.SentenceOf(err), c.want) {
			t.Errorf("%s: %q, want %q (%v)", name, maturity.SentenceOf(err), c.want, err)
		}
	}
}

func TestVintage(t *testing.T) {
	for name, want := range map[string]string{
		"epraccur_2016-02.csv": "2016-02-01", "eccg_dse_2025-12.csv": "2025-12-01", "ons_2023-04.csv": "2023-04-01", "ect_2023.csv": "2023-01-01",
		"lookup_2017-18.csv": "2017-04-01", "lookup_2011-12.csv": "2011-12-01", "etr-20240831.csv": "2024-08-31", "etr 2024-08-31.csv": "2024-08-31",
		"epraccur.csv": "", "lookup_2017-19.csv": "2017-01-01",
	} {
		day, ok := nameDate(name)
		if got := day.String(); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s %v, want %s", name, got, ok, want)
		}
	}
	f, err := Parse("ect_2023.csv", []byte(wide("1 TAF; 2 CAMDEN NHS TRUST; 11 20020401; 14 T")), period.Date(2024, 5, 6))
	if err != nil || f.Vintage.String() != "2024-05-06" || f.VintageFrom != "given" {
		t.Errorf("%+v %v", f, err)
	}
}

func TestNamesForPeople(t *testing.T) {
	for in, want := range map[string][2]string{
		"THE DENSHAM SURGERY":                                 {"The Densham Surgery", "The Densham Surgery"},
		"DR MCINTOSH & O'BRIEN":                               {"Dr McIntosh & O'Brien", "Dr McIntosh & O'Brien"},
		"ALDER HEY CHILDREN'S NHS FOUNDATION TRUST":           {"Alder Hey Children's NHS Foundation Trust", "Alder Hey Children's"},
		"NHS BRISTOL, NORTH SOMERSET AND ST. PAULS ICB - 15C": {"NHS Bristol, North Somerset and St. Pauls ICB - 15C", "Bristol, North Somerset and St. Pauls ICB - 15C"},
		"NHS Gloucestershire Integrated Care Board":           {"NHS Gloucestershire Integrated Care Board", "Gloucestershire ICB"},
		"STOCKTON-ON-TEES  PCN":                               {"Stockton-on-Tees PCN", "Stockton-on-Tees PCN"},
		"2gether NHS Foundation Trust":                        {"2gether NHS Foundation Trust", "2gether"},
		"NHS Trust":                                           {"NHS Trust", "NHS Trust"},
		"L'ARCHE":                                             {"L'arche", "L'arche"},
		"مستشفى":                                              {"مستشفى", "مستشفى"},
	} {
		if title := Title(in); title != want[0] || Short(title) != want[1] {
			t.Errorf("%q becomes %q, short %q; want %q", in, title, Short(title), want)
		}
	}
	if got := decode([]byte("ST JOHN\x92S CAF\xc9")); got != "ST JOHN’S CAFÉ" {
		t.Errorf("Windows-1252: %q", got)
	}
}

// Every kind that roles.csv names is declared, so that pages have words for it.
func TestKindsAreDeclared(t *testing.T) {
	declared, err := os.ReadFile(filepath.Join("..", "..", "capabilities", "kinds.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range roles() {
		if !strings.Contains(string(declared), "id: "+r.kind+",") {
			t.Errorf("roles.csv: the kind %q is not declared in capabilities/kinds.yaml", r.kind)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("epcmem_2019-10.csv", []byte(`"A81001","00K","W","20130401","","0"`))
	f.Add("mine_2016.csv", []byte("code,name,kind,aliases\nRTE,Hospitals,acute,a;b\n"))
	f.Add("x.csv", []byte("\xff\xfe\"a"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		file, err := Parse(name, data, 0)
		if err != nil {
			if maturity.CodeOf(err) == maturity.Internal {
				t.Errorf("no sentence for %v", err)
			}
			return
		}
		for fact, err := range file.Facts() {
			if err == nil && (fact.Origin == "" || fact.Vintage == 0 && file.Vintage != 0) {
				t.Errorf("a fact without origin or vintage: %+v", fact)
			}
		}
	})
}
