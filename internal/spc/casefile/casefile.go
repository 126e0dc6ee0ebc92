// Package casefile reads and answers files of control chart cases in the layout "spc-reference/1", in which results of the
// reference package were written down. It only translates: every number and label comes from package spc.
package casefile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"waymark/internal/spc"
)

// Schema is the layout that is read and written.
const Schema = "spc-reference/1"

// File is one file of cases.
type File struct {
	Schema string `json:"schema"`
	Source string `json:"source"` // what made the expected results
	Family string `json:"family"`
	Cases  []Case `json:"cases"`
}

// Case is one series with its options and results. What is not read is kept as it was.
type Case struct {
	ID         string          `json:"id"`
	SeriesID   string          `json:"series_id"`
	Family     string          `json:"family"`
	Note       json.RawMessage `json:"note"`
	TargetKind json.RawMessage `json:"target_kind"`
	Input      Input           `json:"input"`
	Options    Options         `json:"options"`
	Expected   *Expected       `json:"expected"`
}

// Input is a series in any order.
type Input struct {
	Dates  []string  `json:"dates"` // ISO 8601
	Values []*Number `json:"values"`
}

// Options are the reference's.
type Options struct {
	MissingRows string   `json:"missing_rows"` // passed, dropped
	Direction   string   `json:"improvement_direction"`
	Screen      *bool    `json:"screen_outliers"` // null: yes
	Target      *Number  `json:"target"`
	Rebases     []string `json:"rebase_dates"`
	FixAfter    *int     `json:"fix_after_n_points"`
}

// Number is a float64 written in its shortest exact form, and null where it is not defined.
type Number float64

// MarshalJSON writes null for what is not a number.
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads null as not defined.
func (n *Number) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(text, (*float64)(n))
}

// Read reads a file of cases. Expected results may be missing in it.
func Read(r io.Reader) (File, error) {
	var f File
	decoder := json.NewDecoder(r)
	if err := decoder.Decode(&f); err != nil {
		return f, fmt.Errorf("this is not a file of cases: %w", err)
	}
	if f.Schema != Schema {
		return f, fmt.Errorf("the file's schema is %q; %q is what can be read", f.Schema, Schema)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return f, errors.New("there is more after the end of the cases")
	}
	return f, nil
}

// Answer replaces every expected result by ours.
func (f *File) Answer() {
	f.Source = "Waymark " + spc.Version
	var charter spc.Charter
	for i := range f.Cases {
		f.Cases[i].answer(&charter)
	}
}

// Write writes the file as one line of JSON.
func (f File) Write(w io.Writer) error { return json.NewEncoder(w).Encode(f) }

func (c *Case) answer(charter *spc.Charter) {
	in, err := c.Series()
	if err == nil {
		var r spc.Result
		if r, err = charter.Chart(in); err == nil {
			c.Expected = c.describe(in.Options, r)
			return
		}
	}
	c.Expected = &Expected{Error: true, ErrorText: err.Error()}
}

// Series is the case as package spc takes it.
func (c Case) Series() (in spc.Input, err error) {
	for _, date := range c.Input.Dates {
		at, err := day(date)
		if err != nil {
			return in, err
		}
		in.At = append(in.At, at)
	}
	for _, v := range c.Input.Values {
		if v == nil {
			in.Values = append(in.Values, math.NaN())
		} else {
			in.Values = append(in.Values, float64(*v))
		}
	}
	in.Options, err = c.Options.read()
	return in, err
}

func (o Options) read() (to spc.Options, err error) {
	directions := map[string]spc.Direction{"increase": spc.Increase, "decrease": spc.Decrease, "neutral": spc.Neutral}
	direction, known := directions[o.Direction]
	if !known {
		return to, fmt.Errorf("improvement_direction is %q; increase, decrease or neutral are possible", o.Direction)
	}
	to = spc.Options{Direction: direction, Unscreened: o.Screen != nil && !*o.Screen, Reference: true}
	switch o.MissingRows {
	case "passed", "":
		to.KeepMissing = true
	case "dropped":
	default:
		return to, fmt.Errorf("missing_rows is %q; passed or dropped are possible", o.MissingRows)
	}
	if o.Target != nil {
		to.Target, to.HasTarget = float64(*o.Target), true
	}
	if o.FixAfter != nil {
		if to.FixAfter = *o.FixAfter; to.FixAfter == 0 {
			to.FixAfter = -1 // a number that was given and is too small
		}
	}
	for _, date := range o.Rebases {
		at, err := day(date)
		if err != nil {
			return to, err
		}
		to.Rebases = append(to.Rebases, spc.Rebase{At: at, Reason: "as the case says", Who: "the case"})
	}
	return to, nil
}

// day counts the days since 1 January 1970.
func day(text string) (int, error) {
	t, err := time.Parse("2006-01-02", text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date such as 2020-04-01", text)
	}
	return int(t.Unix() / 86400), nil
}
