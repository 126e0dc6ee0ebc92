package reference_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/reference"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
	"waymark/internal/testfile"
)

// dump is the derived reference data without the database's own numbers, one line per fact, in order.
func dump(t *testing.T, db *store.DB) []string {
	t.Helper()
	rows, err := db.SQL().QueryContext(t.Context(), `
		SELECT concat_ws(' | ', 'organisation', code, name, short_name, kind, coalesce(opened::text, '-'), coalesce(closed::text, '-'), is_group, note, coalesce(shown_as_at::text, '-')) FROM organisation
		UNION ALL SELECT concat_ws(' | ', 'alias', code, alias, origin, printed) FROM organisation_alias JOIN organisation ON id = organisation_id
		UNION ALL SELECT concat_ws(' | ', 'kind', code, k.kind) FROM organisation_was k JOIN organisation ON id = organisation_id
		UNION ALL SELECT concat_ws(' | ', 'relation', a.code, r.kind, b.code, since, until, r.origin) FROM relation r JOIN organisation a ON a.id = from_id JOIN organisation b ON b.id = to_id
		ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func load(t *testing.T, db *store.DB, inputs ...reference.Input) reference.Report {
	t.Helper()
	report, err := reference.Load(t.Context(), db, inputs)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAllRealFilesInAnyOrder(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(testfile.Shared(t, "data", "ods"), "*.csv"))
	if err != nil || len(paths) < 13 {
		t.Fatal(paths, err)
	}
	inputs, err := reference.Files(paths, 0)
	if err != nil {
		t.Fatal(err)
	}
	forward, backward := storetest.New(t), storetest.New(t)
	began := time.Now()
	report := load(t, forward, inputs...)
	took := time.Since(began)
	t.Logf("%d files in %v: %+v", len(inputs), took.Round(time.Millisecond), report.ReferenceCounts)
	if took > time.Minute { // the aim is 30 s on a quiet machine; tests share theirs
		t.Errorf("it took %v", took)
	}
	slices.Reverse(inputs)
	load(t, backward, inputs[:4]...) // and in parts
	load(t, backward, inputs[4:]...)
	want := dump(t, forward)
	if diff := gocmp.Diff(want, dump(t, backward)); diff != "" {
		t.Errorf("the order of the files matters:\n%s", cut(diff, 60))
	}
	askTwoThousandUnknown(t, forward)
}

// askTwoThousandUnknown is what a file of another country costs: each code and name is near to many.
func askTwoThousandUnknown(t *testing.T, db *store.DB) {
	t.Helper()
	began := time.Now()
	d, err := db.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	read := time.Since(began)
	began = time.Now()
	for i := range 1000 {
		for _, text := range []string{fmt.Sprintf("Q%05dX", i), fmt.Sprintf("The %d High Street Medical Centre and Surgery", i)} {
			if found := d.Find(text, []string{"practice"}, period.Period{}); found.OK || len(found.Suggestions) != 3 {
				t.Fatalf("%s: %+v", text, found)
			}
		}
	}
	took := time.Since(began)
	t.Logf("directory read in %v; 2,000 unknown texts in %v", read.Round(time.Millisecond), took.Round(time.Millisecond))
	if took > 15*time.Second {
		t.Errorf("2,000 unknown texts took %v", took)
	}
}

func cut(text string, lines int) string {
	all := strings.Split(text, "\n")
	return strings.Join(all[:min(len(all), lines)], "\n")
}

// mini are small editions of several files that speak of the same bodies at different times.
func mini() []reference.Input {
	wide := func(cells map[int]string) string {
		row := make([]string, 27)
		for column, text := range cells {
			row[column-1] = text
		}
		return `"` + strings.Join(row, `","`) + "\"\n"
	}
	in := func(name string, rows ...string) reference.Input {
		return reference.Input{Name: name, Data: []byte(strings.Join(rows, ""))}
	}
	return []reference.Input{
		in("eccg_2016-02.csv", wide(map[int]string{1: "11M", 2: "NHS GLOUCESTERSHIRE CCG", 3: "Y57", 4: "Q82", 11: "20130401", 14: "C"}),
			wide(map[int]string{1: "00K", 2: "NHS OLD CCG", 4: "Q82", 11: "20130401", 14: "C"})),
		in("eccg_2025-12.csv", wide(map[int]string{1: "11M", 2: "NHS GLOUCESTERSHIRE ICB - 11M", 3: "Y58", 4: "QR1", 11: "20130401", 14: "RO319"}),
			wide(map[int]string{1: "00K", 2: "NHS OLD CCG", 4: "QR1", 11: "20130401", 12: "20200331"})),
		in("eauth_2017.csv", wide(map[int]string{1: "Q82", 2: "NHS ENGLAND SOUTH (SOUTH CENTRAL)", 3: "Y57", 11: "20150401"}),
			wide(map[int]string{1: "Y57", 2: "SOUTH OF ENGLAND COMMISSIONING REGION", 11: "20121001"})),
		in("ons_2021-04.csv", "CCG21CD,CCG21CDH,CCG21NM,STP21CD,STP21CDH,STP21NM,NHSER21CD,NHSER21CDH,NHSER21NM\n",
			"E38000062,11M,NHS Gloucestershire CCG,E54000043,QR1,Gloucestershire,E40000006,Y58,South West\n"),
		in("trust_stp_lookup_2017-18.csv", "Trust,code,STP,STP_code\n", "Gloucestershire Hospitals NHS Foundation Trust,RTE,Gloucestershire,E54000043\n",
			"Somewhere NHS Trust,RZZ,Gone,E54000099\n"),
		in("etr_2025-12.csv", wide(map[int]string{1: "RTE", 2: "GLOUCESTERSHIRE HOSPITALS NHS FOUNDATION TRUST", 4: "QR1", 11: "20020401"}),
			wide(map[int]string{1: "R1J", 2: "GLOUCESTERSHIRE CARE SERVICES NHS TRUST", 4: "QR1", 11: "20130322", 12: "20190930"})),
		in("epraccur_2016-02.csv", wide(map[int]string{1: "L84001", 2: "OLD NAME SURGERY", 11: "19740401", 13: "A", 15: "00K", 16: "20130401", 26: "4"}),
			wide(map[int]string{1: "L84002", 2: "SLEEPY SURGERY", 11: "19740401", 13: "A", 15: "11M", 16: "20130401", 26: "4"})),
		in("epraccur_2024-08.csv", wide(map[int]string{1: "L84001", 2: "NEW NAME SURGERY", 11: "19740401", 13: "A", 15: "11M", 16: "20200401", 26: "4"}),
			wide(map[int]string{1: "L84002", 2: "SLEEPY SURGERY", 11: "19740401", 13: "D", 15: "11M", 16: "20130401", 26: "4"})),
		in("gp-map.csv", "EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PCN_CODE,PCN_NAME,CCG_CODE,CCG_NAME\n", "01Jan2022,L84001,NEW NAME SURGERY,U1,NET PCN,11M,NHS Gloucestershire CCG\n"),
		in("organisations.csv", "code,name,short_name,aliases,kind,footprint,role,succeeded_by,succeeded_on,shown_as_at,as_at\n",
			"glos,Gloucestershire Roadmap,Gloucestershire,,footprint,,,,,2018-11-15,2016-11-01\n",
			"RTE,Gloucestershire Hospitals NHS FT,GHFT,GHT,acute,glos,member,,,,2016-11-01\n",
			"11M,NHS Gloucestershire CCG,GCCG,,ccg,glos,member,,,,2016-11-01\n",
			"RTE,Gloucestershire Hospitals NHS FT,GHFT,GHT,acute,other,partner,,,,2016-11-01\n",
			"R1J,Gloucestershire Care Services NHS Trust,GCS,,community,glos,member,RTE,2019-10-01,,2016-11-01\n"),
	}
}

// wanted says what follows from all of mini, whatever the order.
var wanted = []string{
	"organisation | 00K | NHS Old CCG | Old CCG | ccg | 2013-04-01 | 2020-03-31 | f |  | -",
	"organisation | 11M | NHS Gloucestershire CCG | GCCG | sub_icb | 2013-04-01 | - | f |  | -", // the name kept here, the kind of today
	"organisation | E54000099 | Gone | Gone | stp | - | - | f |  | -",
	"organisation | ENG | England | England | nation | - | - | f |  | -",
	"organisation | L84001 | New Name Surgery | New Name Surgery | practice | 1974-04-01 | - | f |  | -",
	"organisation | L84002 | Sleepy Surgery | Sleepy Surgery | practice | 1974-04-01 | 2024-08-01 | f |  | -", // dormant
	"organisation | Q82 | NHS England South (South Central) | NHS England South (South Central) | area_team | 2015-04-01 | - | f |  | -",
	"organisation | QR1 | Gloucestershire | Gloucestershire | stp | - | - | f |  | -",
	"organisation | R1J | Gloucestershire Care Services NHS Trust | GCS | community | 2013-03-22 | 2019-09-30 | f |  | -",
	"organisation | RTE | Gloucestershire Hospitals NHS FT | GHFT | acute | 2002-04-01 | - | f |  | -",
	"organisation | RZZ | Somewhere NHS Trust | Somewhere | acute | - | - | f |  | -",
	"organisation | U1 | Net PCN | Net PCN | pcn | - | - | f |  | -",
	"organisation | Y57 | South of England Commissioning Region | South of England Commissioning Region | region | 2012-10-01 | - | f |  | -",
	"organisation | Y58 | South West | South West | region | - | - | f |  | -",
	"organisation | glos | Gloucestershire Roadmap | Gloucestershire | footprint | - | - | f |  | 2018-11-15",
	"relation | 00K | part_of | Q82 | 2015-04-01 | 2020-03-31 | eccg",
	"relation | 11M | member_of | glos | -infinity | infinity | seed:organisations",
	"relation | 11M | part_of | Q82 | 2015-04-01 | 2021-03-31 | eccg",
	"relation | 11M | part_of | QR1 | 2021-04-01 | infinity | ons_ccg",
	"relation | L84001 | commissioned_by | 00K | 2013-04-01 | 2020-03-31 | epraccur",
	"relation | L84001 | commissioned_by | 11M | 2020-04-01 | infinity | epraccur",
	"relation | L84001 | part_of | U1 | 1974-04-01 | infinity | practice_map",
	"relation | L84002 | commissioned_by | 11M | 2013-04-01 | 2024-08-01 | epraccur",
	"relation | Q82 | part_of | Y57 | 2015-04-01 | infinity | eccg",
	"relation | QR1 | part_of | Y58 | -infinity | infinity | ons_ccg",
	"relation | R1J | member_of | glos | -infinity | infinity | seed:organisations",
	"relation | R1J | part_of | QR1 | 2013-03-22 | 2019-09-30 | etr",
	"relation | R1J | succeeded_by | RTE | 2019-10-01 | infinity | seed:organisations",
	"relation | RTE | member_of | glos | -infinity | infinity | seed:organisations",
	"relation | RTE | part_of | QR1 | 2002-04-01 | infinity | trust_stp",
	"relation | RZZ | part_of | E54000099 | -infinity | infinity | trust_stp",
	"relation | U1 | part_of | 11M | 2013-04-01 | infinity | practice_map",
	"relation | Y58 | part_of | ENG | -infinity | infinity | ons_ccg",
}

func TestVintagesInAnyOrderTellTheSame(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	var all []string
	if err := flag.Set("rapid.checks", "30"); err != nil { // each is several loads
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		if _, err := db.SQL().Exec(`TRUNCATE reference_fact, organisation, organisation_alias, organisation_was, relation CASCADE`); err != nil {
			r.Fatal(err)
		}
		for rest := rapid.Permutation(mini()).Draw(r, "order"); len(rest) > 0; {
			part := rapid.IntRange(1, len(rest)).Draw(r, "files in this load")
			load(t, db, rest[:part]...)
			rest = rest[part:]
		}
		load(t, db, rapid.SampledFrom(mini()).Draw(r, "a file once more"))
		got := dump(t, db)
		if all == nil {
			all = got
		}
		if diff := gocmp.Diff(all, got); diff != "" {
			r.Fatalf("another order tells something else:\n%s", diff)
		}
	})
	var got []string
	for _, line := range all {
		if strings.HasPrefix(line, "organisation |") || strings.HasPrefix(line, "relation |") {
			got = append(got, line)
		}
	}
	if diff := gocmp.Diff(wanted, got); diff != "" {
		t.Error(diff)
	}
}

func TestAKeptListReplacesItsEarlierEdition(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	edition := func(rows string) reference.Input {
		return reference.Input{Name: "mine.csv", Data: []byte("code,name,kind,footprint,as_at\nglos,Roadmap,footprint,,2016-11-01\n" + rows)}
	}
	load(t, db, edition("RTE,Hospitals,acute,glos,2016-11-01\nR1J,Care,community,glos,2016-11-01\n"))
	load(t, db, edition("RTE,Hospital,acute,glos,2016-11-01\nR1J,Care,community,,2016-11-01\n"))
	text := strings.Join(dump(t, db), "\n")
	for line, want := range map[string]bool{"RTE | Hospital |": true, "RTE | hospitals": false, "RTE | member_of | glos": true, "R1J | member_of": false, "organisation | R1J": true} {
		if strings.Contains(text, line) != want {
			t.Errorf("%q: want %v in\n%s", line, want, text)
		}
	}
}

func TestAFaultRefusesTheWholeLoadAndNamesEveryFile(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	_, err := reference.Load(t.Context(), db, append(mini(),
		reference.Input{Name: "holiday.csv", Data: []byte("a,b\n1,2\n")},
		reference.Input{Name: "mine_2016.csv", Data: []byte("code,name,kind\nRTE,Hospitals,\n")}))
	for _, word := range []string{"holiday.csv is not a reference file", "mine_2016.csv, row 2"} {
		if !strings.Contains(maturity.SentenceOf(err), word) || maturity.CodeOf(err) != maturity.Invalid {
			t.Errorf("%q does not say %q", maturity.SentenceOf(err), word)
		}
	}
	if left := dump(t, db); left != nil {
		t.Errorf("something was kept: %v", left)
	}
}

func TestZipAsPublished(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for _, f := range []struct{ name, content string }{{"epraccur/readme.pdf", "%PDF"}, {"epraccur/etr_2025-12.csv", string(mini()[5].Data)}} {
		w, err := archive.Create(f.name)
		if err == nil {
			_, err = w.Write([]byte(f.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	report := load(t, storetest.New(t), reference.Input{Name: "etr.zip", Data: packed.Bytes()})
	if len(report.Files) != 1 || report.Files[0].Family != "etr" || report.Organisations != 2 {
		t.Errorf("%+v", report)
	}
	_, err := reference.Load(t.Context(), storetest.New(t), []reference.Input{{Name: "etr.zip", Data: packed.Bytes()[:100]}})
	if !strings.Contains(maturity.SentenceOf(err), "damaged") {
		t.Errorf("a torn archive: %v", err)
	}
}

// The seeds that ship, together with the published files that ship, agree on every code.
func TestSeedsMeetPublishedFiles(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join("..", "..", "seeds", "reference", "*.csv"))
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	inputs, err := reference.Files(append(paths, filepath.Join("..", "..", "seeds", "organisations", "organisations.csv")), 0)
	if err != nil {
		t.Fatal(err)
	}
	db := storetest.New(t)
	load(t, db, inputs...)
	d, err := db.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	in2016 := period.Of(period.KindFinancialYear, period.Date(2016, 10, 1))
	for text, code := range map[string]string{"SWAS": "RYF", "SWAST": "RYF", "SWASFT": "RYF", "GHFT": "RTE", "GHT": "RTE", "2Gether": "RTQ", "2G": "RTQ", "GCC": "gcc",
		"Glos CC": "gcc", "Primary care": "glos-gp", "National average": "ENG", "gcs": "R1J", "glos-ccg": "11M", "NHS Gloucestershire CCG": "11M", "Together Trust": "RTQ",
		"Gloucestershire": "gloucestershire-ldr", "Gloucestershire Health and Care NHS Foundation Trust": "RTQ", "e38000062": "11M"} {
		found := d.Find(text, nil, in2016)
		if text == "Gloucestershire" { // the footprint and the later partnership
			if !found.Ambiguous && found.Organisation.Code != code {
				t.Errorf("%s: %+v", text, found)
			}
			continue
		}
		if !found.OK || found.Organisation.Code != code {
			t.Errorf("%s: %+v, want %s", text, found, code)
		}
	}
	kinds := map[string]string{"RTE": "acute", "R1J": "community", "RTQ": "mental_health", "RYF": "ambulance", "11M": "sub_icb", "glos-gp": "gp_practices", "ENG": "nation", "RBS": "acute", "RY1": "community"}
	for code, kind := range kinds {
		if o, ok := d.ByCode(code); !ok || o.Kind != kind {
			t.Errorf("%s is %q, want %q", code, o.Kind, kind)
		}
	}
	footprint, _ := d.ByCode("gloucestershire-ldr")
	if footprint.ShownAsAt == nil || footprint.ShownAsAt.String() != "2018-11-15" {
		t.Errorf("%+v", footprint)
	}
	day := period.Date(2018, 11, 15)
	if members := d.Members(footprint.ID, day); len(members) != 7 {
		t.Errorf("%d members on %v", len(members), day)
	}
	practices := 0
	for _, o := range d.Within(footprint.ID, day) {
		if o.Kind == "practice" {
			practices++
		}
	}
	if practices < 70 || practices > 85 {
		t.Errorf("%d practices in the footprint", practices)
	}
	// Every ODS code of the list is known to a published file.
	rows, err := db.SQL().Query(`SELECT code FROM reference_fact f WHERE origin = 'seed:organisations' AND relation = '' AND code ~ '^[0-9A-Z]{3}$' AND code <> 'ENG'
		AND NOT EXISTS (SELECT 1 FROM reference_fact p WHERE p.code = f.code AND p.relation = '' AND p.origin <> f.origin)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s is in no published file", code)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
