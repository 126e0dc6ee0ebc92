package trajectory

import (
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// A date is named as it is, not by the end of the period of the series that holds it.
func TestDatesWithinAPeriod(t *testing.T) {
	const yearly = "FY2012 20, FY2013 26, FY2014 31, FY2015 40, FY2016 46, FY2017 51"
	once := func(m *maturity.Measure) { m.Frequency = period.KindFinancialYear }
	for _, c := range []struct{ today, due, want string }{
		{"2018-12-31", "2018-12-31", "by December 2018"},
		{"2019-01-01", "2018-12-31", "The date, December 2018, has passed"},
		{"2018-11-15", "2019-03-31", "by March 2019"},
	} {
		e := example{"", once, yearly, "", c.today, by(c.due, maturity.AtLeast, 60)}
		got := one(e.input(t), e.aim)
		if !strings.Contains(got.Reason, c.want) || (got.Status == maturity.StatusPastDue) != (c.today > c.due) {
			t.Errorf("on %s, due %s: %s: %s", c.today, c.due, got.Status, got.Reason)
		}
	}
}
