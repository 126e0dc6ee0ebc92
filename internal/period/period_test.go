package period

import "testing"

func TestLabelsAndCodes(t *testing.T) {
	for _, c := range []struct {
		kind               Kind
		day                Day
		code, short, label string
	}{
		{KindQuarter, Date(2018, 8, 6), "Q2018-07", "Q2 2018/19", "July to September 2018 (Q2 2018 to 2019)"},
		{KindQuarter, Date(2019, 2, 1), "Q2019-01", "Q4 2018/19", "January to March 2019 (Q4 2018 to 2019)"},
		{KindQuarter, Date(2018, 4, 1), "Q2018-04", "Q1 2018/19", "April to June 2018 (Q1 2018 to 2019)"},
		{KindQuarter, Date(2018, 12, 31), "Q2018-10", "Q3 2018/19", "October to December 2018 (Q3 2018 to 2019)"},
		{KindMonth, Date(2018, 7, 31), "M2018-07", "Jul 2018", "July 2018"},
		{KindFinancialYear, Date(2019, 3, 31), "FY2018", "2018/19", "2018 to 2019"},
		{KindFinancialYear, Date(1999, 4, 1), "FY1999", "1999/00", "1999 to 2000"},
		{KindCalendarYear, Date(2020, 2, 29), "CY2020", "2020", "2020"},
		{KindDay, Date(2018, 8, 6), "D2018-08-06", "6 Aug 2018", "6 August 2018"},
	} {
		p := Of(c.kind, c.day)
		if p.Code() != c.code || p.Short() != c.short || p.Label() != c.label {
			t.Errorf("%v of %v: %q %q %q, want %q %q %q", c.kind, c.day, p.Code(), p.Short(), p.Label(), c.code, c.short, c.label)
		}
		back, err := FromCode(c.code)
		if err != nil || back != p {
			t.Errorf("FromCode(%q) = %v, %v", c.code, back, err)
		}
		if StepsBetween(p, p.Add(5)) != 5 || StepsBetween(p, p.Add(-7)) != -7 || !p.Contains(c.day) || p.Next().Start != p.End()+1 {
			t.Errorf("%v does not step", p)
		}
	}
	for _, bad := range []string{"", "2018", "Q2018-08", "M2018-13", "FY18"} {
		if p, err := FromCode(bad); err == nil {
			t.Errorf("FromCode(%q) = %v, want an error", bad, p)
		}
	}
}
