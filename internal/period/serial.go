package period

import (
	"fmt"
	"math"
)

// serialZero is day 0 of a spreadsheet's count from March 1900 on.
var serialZero = Date(1899, 12, 30)

// FromSerial is the day of a date serial as spreadsheets count them in the 1900 system: 1 is 1 January 1900, 43282 is
// 1 July 2018. The time of day is left out. Spreadsheets believe in a 29 February 1900 (serial 60), which is refused;
// serials before it are one day off the count that follows. Workbooks of the 1904 system are converted by sheet.
func FromSerial(serial float64) (Day, error) {
	whole := math.Floor(serial)
	if !(whole >= 1 && whole <= 73415) || whole == 60 {
		return 0, fmt.Errorf("%v is not the date serial of a day from 1900 to 2100: write a date such as 31/07/2018", serial)
	}
	day := serialZero + Day(whole)
	if whole < 60 {
		day++
	}
	return day, nil
}
