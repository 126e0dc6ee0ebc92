package sheet

import (
	"math"
	"time"
)

// serial1904 is what a date of the 1904 system lacks to be one of the 1900 system.
const serial1904 = 1462

// latestSerial is 31 December 9999.
const latestSerial = 2958465

var serialZero = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// appendSerial writes a date serial of the 1900 system as 2018-07-31, with the time of day where there is one, to the
// second. It writes nothing for a number that is not a date. Excel's 29 February 1900 does not exist: serials before
// 61 are one day later than counting from serialZero would say, and 60 itself is refused.
func appendSerial(dst []byte, serial float64) []byte {
	seconds := math.Round(serial * 86400)
	day := math.Floor(seconds / 86400)
	if !(day >= 1 && day <= latestSerial) || day == 60 {
		return dst
	}
	t := serialZero.AddDate(0, 0, int(day)).Add(time.Duration(seconds-day*86400) * time.Second)
	if day < 60 {
		t = t.AddDate(0, 0, 1)
	}
	layout := time.DateTime
	if seconds == day*86400 {
		layout = time.DateOnly
	}
	return t.AppendFormat(dst, layout)
}

// serialOfISO is the serial of a date as cells of kind d hold it.
func serialOfISO(text string) (float64, bool) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04"} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		days := float64(t.Unix()-serialZero.Unix()) / 86400
		return days, days >= 61 && days < latestSerial+1
	}
	return 0, false
}
