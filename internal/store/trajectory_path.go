package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// A path is written as its points with ";" between them. A point that follows its predecessor's period leaves its own
// out: "Q2018-04:41;44;Q2019-01:51". What follows the first number depends on the path.

// writeObserved adds to a value, where anything but the value differs from the point before, ",state,source,flags,
// marks,reporting,expected", the source by its number in sources.
func writeObserved(path []maturity.PathPoint) (text string, sources []string) {
	b := make([]byte, 0, 8*len(path))
	for i, p := range path {
		b = appendStep(b, i, p.Period, func() period.Period { return path[i-1].Period })
		b = strconv.AppendFloat(b, p.Value, 'g', -1, 64)
		if i > 0 && alike(p, path[i-1]) {
			continue
		}
		source := slices.Index(sources, p.Source)
		if source < 0 {
			source, sources = len(sources), append(sources, p.Source)
		}
		for _, n := range [...]int{int(p.State), source, int(p.Flags), marksOf(p), p.Reporting, p.Expected} {
			b = strconv.AppendInt(append(b, ','), int64(n), 10)
		}
	}
	return string(b), sources
}

func alike(p, q maturity.PathPoint) bool {
	p.Period, p.Value = q.Period, q.Value
	return p == q
}

func appendStep(b []byte, i int, p period.Period, before func() period.Period) []byte {
	if i > 0 {
		b = append(b, ';')
		if before().Next() == p {
			return b
		}
	}
	return append(append(b, p.Code()...), ':')
}

func readObserved(text string, sources []string) (out []maturity.PathPoint, err error) {
	var last maturity.PathPoint
	out = room[maturity.PathPoint](text)
	err = eachStep(text, func(p period.Period, numbers string) error {
		last.Period = p
		value, marks, more := strings.Cut(numbers, ",")
		if last.Value, err = strconv.ParseFloat(value, 64); err != nil {
			return err
		}
		if more {
			if err := readMarks(&last, marks, sources); err != nil {
				return err
			}
		}
		out = append(out, last)
		return nil
	})
	return out, err
}

func readMarks(p *maturity.PathPoint, numbers string, sources []string) error {
	var n [6]int
	err := eachNumber(numbers, len(n), func(i int, text string) (err error) {
		n[i], err = strconv.Atoi(text)
		return err
	})
	if err != nil {
		return err
	}
	if n[1] < 0 || n[1] >= len(sources) {
		return fmt.Errorf("source %d of %d", n[1], len(sources))
	}
	p.State, p.Source, p.Flags, p.Reporting, p.Expected = maturity.State(n[0]), sources[n[1]], maturity.Flag(n[2]), n[4], n[5]
	p.HasValue, p.Provisional, p.Illustrative = n[3]&markHasValue != 0, n[3]&markProvisional != 0, n[3]&markIllustrative != 0
	return nil
}

// room is an empty path with space for all points of the text.
func room[P any](text string) []P {
	if text == "" {
		return nil
	}
	return make([]P, 0, strings.Count(text, ";")+1)
}

// eachNumber calls yield for the numbers of a point, which must be so many.
func eachNumber(numbers string, count int, yield func(i int, text string) error) error {
	for i, more := 0, true; more; i++ {
		var text string
		if text, numbers, more = strings.Cut(numbers, ","); (i < count-1) != more {
			return fmt.Errorf("a point has not %d numbers", count)
		}
		if err := yield(i, text); err != nil {
			return err
		}
	}
	return nil
}

// eachStep calls yield for every point of a path with its numbers, as they are written.
func eachStep(text string, yield func(at period.Period, numbers string) error) error {
	if text == "" {
		return nil
	}
	var at period.Period
	for step := range strings.SplitSeq(text, ";") {
		code, rest, named := strings.Cut(step, ":")
		if named {
			p, err := period.FromCode(code)
			if err != nil {
				return err
			}
			at = p
		} else {
			at, rest = at.Next(), step
		}
		if err := yield(at, rest); err != nil {
			return err
		}
	}
	return nil
}

func writeValues(path []maturity.RequiredPoint) string {
	b := make([]byte, 0, 8*len(path))
	for i, p := range path {
		b = appendStep(b, i, p.Period, func() period.Period { return path[i-1].Period })
		b = strconv.AppendFloat(b, p.Value, 'g', -1, 64)
	}
	return string(b)
}

func readValues(text string) (out []maturity.RequiredPoint, err error) {
	out = room[maturity.RequiredPoint](text)
	err = eachStep(text, func(p period.Period, numbers string) error {
		v, err := strconv.ParseFloat(numbers, 64)
		out = append(out, maturity.RequiredPoint{Period: p, Value: v})
		return err
	})
	return out, err
}

// writeBands writes seven numbers a point: median, low 50, high 50, low 80, high 80, low 95, high 95.
func writeBands(path []maturity.BandPoint) string {
	b := make([]byte, 0, 48*len(path))
	for i, p := range path {
		b = appendStep(b, i, p.Period, func() period.Period { return path[i-1].Period })
		for j, n := range bandNumbers(p) {
			if j > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendFloat(b, n, 'g', -1, 64)
		}
	}
	return string(b)
}

func readBands(text string) (out []maturity.BandPoint, err error) {
	out = room[maturity.BandPoint](text)
	err = eachStep(text, func(p period.Period, numbers string) error {
		var n [7]float64
		err := eachNumber(numbers, len(n), func(i int, text string) (err error) {
			n[i], err = strconv.ParseFloat(text, 64)
			return err
		})
		out = append(out, bandPoint(p, n))
		return err
	})
	return out, err
}
