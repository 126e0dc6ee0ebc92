package store

import (
	"fmt"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// A control chart is written as its parts with "," between them: status, count, absent, and for a chart also trial (0 or
// 1), mean, lower and upper limit, variation, assurance and rules. None of them holds a comma. Pages read a hundred at a
// time, and the general reader would take as long for one as for the rest of its row.

// controlParts of a chart; three of them are there where there is none.
const controlParts = 10

func writeControl(c *maturity.Control) string {
	if c == nil {
		return ""
	}
	b := append(append(make([]byte, 0, 96+len(c.Rules)), c.Status...), ',')
	b = append(strconv.AppendInt(b, int64(c.Count), 10), ',')
	b = strconv.AppendInt(b, int64(c.Absent), 10)
	if c.Status != maturity.ControlCharted {
		return string(b)
	}
	trial := byte('0')
	if c.Trial {
		trial = '1'
	}
	b = append(b, ',', trial)
	for _, v := range [...]float64{c.Mean, c.Lower, c.Upper} {
		b = strconv.AppendFloat(append(b, ','), v, 'g', -1, 64)
	}
	for _, text := range [...]string{c.Variation, c.Assurance, c.Rules} {
		b = append(append(b, ','), text...)
	}
	return string(b)
}

func readControl(text string) (*maturity.Control, error) {
	if text == "" {
		return nil, nil
	}
	parts := strings.SplitN(text, ",", controlParts)
	c := &maturity.Control{Status: maturity.ControlStatus(parts[0])}
	charted := c.Status == maturity.ControlCharted
	if charted && len(parts) != controlParts || !charted && len(parts) != 3 {
		return nil, fmt.Errorf("%w: a control chart of %d parts", errDetail, len(parts))
	}
	var err error
	for i, into := range [...]*int{&c.Count, &c.Absent} {
		if *into, err = strconv.Atoi(parts[i+1]); err != nil {
			return nil, err
		}
	}
	if !charted {
		return c, nil
	}
	c.Trial, c.Variation, c.Assurance, c.Rules = parts[3] == "1", parts[7], parts[8], parts[9]
	for i, into := range [...]*float64{&c.Mean, &c.Lower, &c.Upper} {
		if *into, err = strconv.ParseFloat(parts[i+4], 64); err != nil {
			return nil, err
		}
	}
	return c, nil
}
