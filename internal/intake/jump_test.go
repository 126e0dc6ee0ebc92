package intake_test

import (
	"strings"
	"testing"

	"waymark/internal/intake"
	"waymark/internal/maturity"
)

// Many large changes at once are told together, whether the period before is in the file or stored; without five
// organisations to compare nothing can be said.
func TestManyLargeChangesAtOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		stored, sent []string
		want         string
	}{
		{"four of six", []string{"RTE Q1-2018/19 20", "RTQ Q1-2018/19 20", "R1J Q1-2018/19 20", "RYF Q1-2018/19 20"},
			[]string{"RA1 Q1-2018/19 20", "RA2 Q1-2018/19 20", "RA1 Q2-2018/19 80", "RA2 Q2-2018/19 22", "RTE Q2-2018/19 80", "RTQ Q2-2018/19 80", "R1J Q2-2018/19 80", "RYF Q2-2018/19 21"},
			"discharge.within-24-hours, July to September 2018 (Q2 2018 to 2019): 4 of 6 organisations"},
		{"three of six are no more than half", []string{"RTE Q1-2018/19 20", "RTQ Q1-2018/19 20", "R1J Q1-2018/19 20", "RYF Q1-2018/19 20", "RA1 Q1-2018/19 20", "RA2 Q1-2018/19 20"},
			[]string{"RA1 Q2-2018/19 24", "RA2 Q2-2018/19 22", "RTE Q2-2018/19 80", "RTQ Q2-2018/19 80", "R1J Q2-2018/19 80", "RYF Q2-2018/19 21"}, ""},
		{"all four, but four are too few", []string{"RTE Q1-2018/19 20", "RTQ Q1-2018/19 20", "R1J Q1-2018/19 20", "RYF Q1-2018/19 20"},
			[]string{"RA1 Q2-2018/19 80", "RTE Q2-2018/19 80", "RTQ Q2-2018/19 80", "R1J Q2-2018/19 80", "RYF Q2-2018/19 80"}, ""},
		{"six inside one file", nil, []string{"RTE Q1-2018/19 20", "RTQ Q1-2018/19 20", "R1J Q1-2018/19 20", "RYF Q1-2018/19 20", "RA1 Q1-2018/19 20", "RA2 Q1-2018/19 20",
			"RTE Q2-2018/19 80", "RTQ Q2-2018/19 80", "R1J Q2-2018/19 80", "RYF Q2-2018/19 80", "RA1 Q2-2018/19 80", "RA2 Q2-2018/19 80"},
			"discharge.within-24-hours, July to September 2018 (Q2 2018 to 2019): 6 of 6 organisations"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			for _, code := range []string{"RA1", "RA2"} {
				org := maturity.Organisation{Code: code, Name: code, ShortName: code, Kind: "acute"}
				o.scan(&org.ID, `INSERT INTO organisation (code, name, short_name, kind) VALUES ($1, $1, $1, 'acute') RETURNING id`, code)
				o.trust[code] = org
			}
			if len(c.stored) > 0 {
				o.write(long(c.stored...))
			}
			s := o.send(long(c.sent...), intake.Meta{AutoWrite: true, Why: slip})
			got := ""
			for _, i := range s.Report.Issues {
				if i.Rule == "many-large-changes" && len(i.Examples) == int(i.Count) && i.Level == maturity.LevelWarning && strings.Contains(i.Expected, "reason") {
					got += i.Examples[0].Seen
				}
			}
			if got != c.want || s.State != maturity.SubmissionWritten {
				t.Errorf("%s: %q, want %q\n%s", s.State, got, c.want, issueText(s.Report))
			}
		})
	}
}
