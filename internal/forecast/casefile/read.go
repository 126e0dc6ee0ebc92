package casefile

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// Origin asks for a forecast: of the first Seen values of a series, for 1 to Steps steps ahead.
type Origin struct {
	Series      string
	Seen, Steps int
}

// Target asks for the chance that the value so many steps ahead is at least Value.
type Target struct {
	Series        string
	Seen, Horizon int
	Value         float64
	Text          string // the value as written
}

// Cases are all questions on a set of series.
type Cases struct {
	Series  map[string][]float64
	Origins []Origin
	Targets []Target
}

// ReadSeries reads a CSV with the columns series_id, period and value: rows in time order, percent, no gaps.
func (c *Cases) ReadSeries(r io.Reader) error {
	c.Series = map[string][]float64{}
	return eachRow(r, []string{"series_id", "value"}, func(row []string) error {
		v, err := strconv.ParseFloat(row[1], 64)
		if err != nil || !(v >= 0 && v <= 100) {
			return fmt.Errorf("%q is not a percentage from 0 to 100", row[1])
		}
		c.Series[row[0]] = append(c.Series[row[0]], v)
		return nil
	})
}

// ReadOrigins reads a CSV with the columns series_id, origin (number of values that may be seen) and h (steps ahead).
func (c *Cases) ReadOrigins(r io.Reader) error {
	return eachRow(r, []string{"series_id", "origin", "h"}, func(row []string) error {
		seen, err1 := strconv.Atoi(row[1])
		steps, err2 := strconv.Atoi(row[2])
		switch known := len(c.Series[row[0]]); {
		case err1 != nil || err2 != nil:
			return errors.New("origin and h must be whole numbers")
		case known == 0:
			return fmt.Errorf("there is no series %q", row[0])
		case seen < 2 || seen > known:
			return fmt.Errorf("%s has %d values; %d of them cannot be seen", row[0], known, seen)
		case steps < 1:
			return fmt.Errorf("%d steps ahead", steps)
		}
		c.Origins = append(c.Origins, Origin{row[0], seen, steps})
		return nil
	})
}

// ReadTargets reads a CSV with the columns series_id, origin, horizon and target (percent). Each must belong to an origin.
func (c *Cases) ReadTargets(r io.Reader) error {
	type key struct {
		series string
		seen   int
	}
	steps := map[key]int{}
	for _, o := range c.Origins {
		steps[key{o.Series, o.Seen}] = o.Steps
	}
	return eachRow(r, []string{"series_id", "origin", "horizon", "target"}, func(row []string) error {
		seen, err1 := strconv.Atoi(row[1])
		horizon, err2 := strconv.Atoi(row[2])
		value, err3 := strconv.ParseFloat(row[3], 64)
		if err := errors.Join(err1, err2, err3); err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
			return errors.New("origin, horizon and target must be numbers")
		}
		if horizon < 1 || horizon > steps[key{row[0], seen}] {
			return fmt.Errorf("no forecast of %s from value %d reaches %d steps ahead", row[0], seen, horizon)
		}
		c.Targets = append(c.Targets, Target{row[0], seen, horizon, value, row[3]})
		return nil
	})
}

// eachRow gives the named columns of each row, in the order asked for; faults name the line.
func eachRow(r io.Reader, columns []string, take func([]string) error) error {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("the file is empty")
	} else if err != nil {
		return err
	}
	at := make([]int, len(columns))
	for i, name := range columns {
		if at[i] = slices.Index(head, name); at[i] < 0 {
			return fmt.Errorf("there is no column %q", name)
		}
	}
	out := make([]string, len(columns))
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for i, from := range at {
			out[i] = row[from]
		}
		if err := take(out); err != nil {
			line, _ := in.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}
