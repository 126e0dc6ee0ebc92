package store

import (
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// writeChances writes the distribution of the date of arrival as "first last never early middle late": codes of periods,
// those at the end left out that are not within the projection. "" for none.
func writeChances(c *maturity.ArrivalChances) string {
	if c == nil {
		return ""
	}
	text := c.First.Code() + " " + c.Last.Code() + " " + strconv.FormatFloat(c.Never, 'g', -1, 64)
	for _, p := range []*period.Period{c.Early, c.Middle, c.Late} {
		if p != nil {
			text += " " + p.Code()
		}
	}
	return text
}

// readChances reads what writeChances wrote; faults are kept in codes.
func readChances(text string, codes *periodCodes) *maturity.ArrivalChances {
	if text == "" {
		return nil
	}
	items := strings.Split(text, " ")
	if len(items) < 3 || len(items) > 6 {
		codes.fault(errDetail)
		return nil
	}
	c := &maturity.ArrivalChances{First: codes.read(items[0]), Last: codes.read(items[1])}
	var err error
	if c.Never, err = strconv.ParseFloat(items[2], 64); err != nil {
		codes.fault(err)
	}
	for i, into := range []**period.Period{&c.Early, &c.Middle, &c.Late} {
		if len(items) > 3+i {
			at := codes.read(items[3+i])
			*into = &at
		}
	}
	return c
}
