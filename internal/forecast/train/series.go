package train

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Series is one history of a bounded measure, in percent of its range, in time order.
type Series struct {
	ID, Kind, Family string // series of one family are alike; leaving out families shows how well unseen measures go
	PerYear          int    // for the record: learning does not use it
	Values           []float64
}

//go:embed data/series.csv
var shipped []byte

// Shipped are the series the shipped constants were learnt from.
func Shipped() ([]Series, error) { return Read(bytes.NewReader(shipped)) }

// least is the fewest values a series must have to learn from.
const least = 4

// Read reads series: a CSV with the columns series_id, kind, family, per_year, values (percent, parted by blanks).
func Read(r io.Reader) (list []Series, err error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		if i == 0 {
			if got := strings.Join(row, ","); got != "series_id,kind,family,per_year,values" {
				return nil, fmt.Errorf("the columns are %s; they must be series_id,kind,family,per_year,values", got)
			}
			continue
		}
		s := Series{ID: row[0], Kind: row[1], Family: row[2]}
		if s.PerYear, err = strconv.Atoi(row[3]); err != nil {
			return nil, fmt.Errorf("line %d: per_year: %w", i+1, err)
		}
		for _, text := range strings.Fields(row[4]) {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil || !(v >= 0 && v <= 100) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("line %d: %q is not a percentage from 0 to 100", i+1, text)
			}
			s.Values = append(s.Values, v)
		}
		if len(s.Values) < least {
			return nil, fmt.Errorf("line %d: %d values; a series needs %d", i+1, len(s.Values), least)
		}
		list = append(list, s)
	}
	return list, nil
}
