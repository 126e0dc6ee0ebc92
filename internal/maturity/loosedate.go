package maturity

import "fmt"

// Words is the date no finer than its source gave it: "March 2020", "the end of 2016 to 2017", "2020".
func (d LooseDate) Words() string {
	latest := d.Latest.Time()
	switch d.Precision {
	case PrecisionDay:
		return d.Latest.Long()
	case PrecisionFinancialYearEnd:
		return fmt.Sprintf("the end of %d to %d", latest.Year()-1, latest.Year())
	case PrecisionFinancialYear:
		return fmt.Sprintf("%d to %d", latest.Year()-1, latest.Year())
	case PrecisionCalendarYear:
		return latest.Format("2006")
	}
	return latest.Format("January 2006")
}
