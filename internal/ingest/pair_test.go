package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/internal/ingest"
)

const pomiHeader = "report_period_end,region_code,ccg_code,practice_code,field,value"

// Numerator and denominator on rows of their own, in whatever order they come.
func TestFiguresOnRowsOfTheirOwn(t *testing.T) {
	for _, c := range []struct {
		name  string
		rows  []string // field, value of one practice and month
		want  []string
		rules []string
	}{
		{"denominator last", []string{"Total_Pat_Enbld,25", "patient_list_size,100"}, []string{"list-size 100", "enabled 25 = 25/100"}, nil},
		{"denominator first", []string{"patient_list_size,100", "Total_Pat_Enbld,25"}, []string{"list-size 100", "enabled 25 = 25/100"}, nil},
		{"no denominator", []string{"Total_Pat_Enbld,25"}, nil, []string{ingest.NothingRead, ingest.PairIncomplete}},
		{"suppressed", []string{"patient_list_size,100", "Total_Pat_Enbld,*"}, []string{"list-size 100", "enabled = NaN/100 suppressed"}, nil},
		{"above 100 %", []string{"patient_list_size,100", "Total_Pat_Enbld,110"}, []string{"list-size 100", "enabled 110 = 110/100"}, []string{ingest.AboveRangeKept}},
		{"the same row twice", []string{"patient_list_size,100", "patient_list_size,100"}, []string{"list-size 100"}, []string{ingest.DuplicateRows}},
		{"two different values", []string{"patient_list_size,100", "patient_list_size,101"}, []string{"list-size 100"}, []string{ingest.ConflictingRows}},
		{"no number", []string{"patient_list_size,many"}, nil, []string{ingest.NotANumber}},
		{"half a patient", []string{"patient_list_size,99.5"}, nil, []string{ingest.NotWhole}},
		{"less than nobody", []string{"patient_list_size,-1"}, nil, []string{ingest.BelowRange}},
		{"a small number", []string{"patient_list_size,<5"}, []string{"list-size 5 below_bound"}, nil},
		{"a field nobody uses", []string{"patient_list_size,100", "Shoe_Size,9"}, []string{"list-size 100"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := []string{pomiHeader}
			for _, r := range c.rows {
				lines = append(lines, "30SEP2020,Y58,11M,L84001,"+r)
			}
			got := read(t, csvFile(lines...))
			var recorded []string
			for _, line := range got.lines() {
				line = strings.TrimPrefix(strings.Split(line, " @")[0], "L84001 patient-online.")
				recorded = append(recorded, strings.Replace(line, " M2020-09", "", 1))
			}
			if !slices.Equal(recorded, c.want) {
				t.Errorf("recorded %q, want %q", recorded, c.want)
			}
			if rules := rulesOf(got.Report.Issues, e, w); !slices.Equal(rules, c.rules) && len(rules)+len(c.rules) > 0 {
				t.Errorf("rules %v, want %v", rules, c.rules)
			}
		})
	}
}

// A file whose rows lie too far apart to be joined in bounded memory is refused, not read in part.
func TestRowsTooFarApart(t *testing.T) {
	var b strings.Builder
	b.WriteString(pomiHeader + "\n")
	for i := range 200_001 {
		fmt.Fprintf(&b, "30SEP2020,Y58,11M,P%06d,patient_list_size,1\n", i)
	}
	got := read(t, file{"scattered.csv", []byte(b.String())}, with(anyCode{}))
	if !got.Report.Refused() || got.Report.Issues[0].Rule != ingest.RowsScattered || len(got.observations) > 0 {
		t.Errorf("%d observations\n%s", len(got.observations), issuesText(got.Report.Issues))
	}
}
