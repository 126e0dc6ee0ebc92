package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The detail as PostgreSQL gives it is valid JSON that trajectory_detail.go wrote. A board reads a hundred of them, and
// the general reader takes as long for these as the database for finding them; so the object, its texts and its arrays of
// numbers are cut here, and only what is rare goes to the general reader.

var errDetail = errors.New("the detail of a trajectory is not as it was written")

// readDetail reads a detail.
func readDetail(text []byte) (d trajectoryDetail, err error) {
	text = bytes.TrimSpace(text)
	if len(text) < 2 || text[0] != '{' {
		return d, errDetail
	}
	for text = bytes.TrimLeft(text[1:], " "); len(text) > 0 && text[0] != '}' && err == nil; {
		var name, value []byte
		if name, text, err = nextItem(text); err != nil || len(text) == 0 || text[0] != ':' {
			return d, errDetail
		}
		if value, text, err = nextItem(text[1:]); err != nil {
			return d, err
		}
		if len(text) > 0 && text[0] == ',' {
			text = text[1:]
		}
		text = bytes.TrimLeft(text, " ")
		if string(value) != "null" {
			err = d.set(string(bytes.Trim(name, `"`)), value)
		}
	}
	if err == nil && string(text) != "}" {
		err = errDetail
	}
	return d, err
}

// set reads one member of the object.
func (d *trajectoryDetail) set(name string, value []byte) (err error) {
	switch name {
	case "reason":
		d.Reason, err = readText(value)
	case "arrival":
		d.Arrival, err = readText(value)
	case "not_before":
		d.NotBefore, err = readText(value)
	case "observed":
		d.Observed, err = readText(value)
	case "plan":
		d.Plan, err = readText(value)
	case "required":
		d.Required, err = readText(value)
	case "projected":
		d.Projected, err = readText(value)
	case "chances":
		d.Chances, err = readText(value)
	case "chart":
		d.Control, err = readText(value)
	case "required_per":
		d.RequiredPer, err = readNumber(value)
	case "achieved_per":
		d.AchievedPer, err = readNumber(value)
	case "baseline":
		d.Baseline, err = readPoint(value)
	case "latest":
		d.Latest, err = readPoint(value)
	case "due":
		err = json.Unmarshal(value, &d.Due)
	case "sources":
		err = json.Unmarshal(value, &d.Sources)
	default: // whatever else trajectoryDetail comes to hold
		err = json.Unmarshal(slices.Concat([]byte(`{"`), []byte(name), []byte(`":`), value, []byte{'}'}), d)
	}
	return err
}

// nextItem cuts the next value off: a text, a number or word, or a list or object with all that is in it. rest begins
// with what follows it.
func nextItem(text []byte) (item, rest []byte, err error) {
	text = bytes.TrimLeft(text, " ")
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			end := endOfText(text[i:])
			if end < 0 {
				return nil, nil, errDetail
			}
			i += end
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth == 0 && (i+1 == len(text) || bytes.IndexByte([]byte(",:]} "), text[i+1]) >= 0) {
			return text[:i+1], bytes.TrimLeft(text[i+1:], " "), nil
		}
	}
	return nil, nil, errDetail
}

// endOfText is where the quotation mark is that ends the text that begins with one; -1 where there is none.
func endOfText(text []byte) int {
	for i := 1; i < len(text); i++ {
		step := bytes.IndexAny(text[i:], `"\\`)
		if step < 0 {
			return -1
		}
		if i += step; text[i] == '"' {
			return i
		}
		i++ // what follows a backslash is no mark
	}
	return -1
}

func readText(value []byte) (text string, err error) {
	if len(value) > 1 && value[0] == '"' && bytes.IndexByte(value, '\\') < 0 {
		return string(value[1 : len(value)-1]), nil
	}
	err = json.Unmarshal(value, &text)
	return text, err
}

func readNumber(value []byte) (*float64, error) {
	v, err := strconv.ParseFloat(string(value), 64)
	return &v, err
}

// readPoint reads what pathItem writes: zeros at the end may be missing.
func readPoint(value []byte) (*pathItem, error) {
	if len(value) < 2 || value[0] != '[' {
		return nil, errDetail
	}
	var items [8][]byte
	n := 0
	for rest := bytes.TrimLeft(value[1:], " "); len(rest) > 0 && rest[0] != ']'; n++ {
		var err error
		if n == len(items) {
			return nil, fmt.Errorf("%w: %s", errDetail, value)
		}
		if items[n], rest, err = nextItem(rest); err != nil {
			return nil, err
		}
		rest = bytes.TrimLeft(bytes.TrimPrefix(rest, []byte{','}), " ")
	}
	return pointOf(items, n)
}

func pointOf(items [8][]byte, n int) (*pathItem, error) {
	var p pathItem
	var state, flags, marks int
	var code string
	var err error
	whole := func(at int, into *int) {
		if at < n && err == nil {
			*into, err = strconv.Atoi(string(items[at]))
		}
	}
	if n < 4 {
		return nil, errDetail
	}
	if code, err = readText(items[0]); err != nil {
		return nil, err
	}
	if p.Period, err = period.FromCode(code); err != nil {
		return nil, err
	}
	if p.Value, err = strconv.ParseFloat(string(items[2]), 64); err != nil {
		return nil, err
	}
	if p.Source, err = readText(items[3]); err != nil {
		return nil, err
	}
	whole(1, &state)
	whole(4, &flags)
	whole(5, &marks)
	whole(6, &p.Reporting)
	whole(7, &p.Expected)
	p.State, p.Flags = maturity.State(state), maturity.Flag(flags)
	p.HasValue, p.Provisional, p.Illustrative = marks&markHasValue != 0, marks&markProvisional != 0, marks&markIllustrative != 0
	return &p, err
}

// UnmarshalJSON lets the general reader read points too.
func (p *pathItem) UnmarshalJSON(text []byte) error {
	read, err := readPoint(text)
	if err == nil {
		*p = *read
	}
	return err
}
