package sheet

import (
	"bytes"
	"math"
	"strconv"
)

// cellMarks are what the tag of a cell says.
type cellMarks struct {
	column int
	kind   string // as in the file: s shared text, str, inlineStr, b, e, d, n or empty
	format cellFormat
}

var cellKinds = []string{"s", "str", "inlineStr", "b", "e", "d", "n"}

func (r *sheetReader) cellMarks() cellMarks {
	m := cellMarks{column: r.column + 1}
	r.x.eachAttr(func(name, value []byte) bool {
		if len(name) != 1 {
			return true
		}
		switch name[0] {
		case 'r':
			if column, _, ok := parseReference(value); ok {
				m.column = column
			}
		case 't':
			for _, kind := range cellKinds {
				if kind == string(value) {
					m.kind = kind
				}
			}
		case 's':
			if i, ok := parseCount(value); ok && i < len(r.w.formats) {
				m.format = r.w.formats[i]
			}
		}
		return true
	})
	r.column = m.column
	return m
}

// readCell reads from a cell's start tag to its end.
func (r *sheetReader) readCell() error {
	marks := r.cellMarks()
	r.value = r.value[:0]
	hasFormula, hasValue, inValue, inAid := false, false, false, false
	for r.x.next() {
		switch r.x.kind {
		case xmlStart:
			switch string(r.x.name) {
			case "v", "t":
				hasValue, inValue = true, !inAid
			case "f":
				hasFormula = true
			case "rPh":
				inAid = true
			}
		case xmlText:
			if inValue && len(r.value) <= 4*r.w.lim.MaxCellChars {
				r.value = r.x.appendText(r.value)
			}
		case xmlEnd:
			switch string(r.x.name) {
			case "v", "t":
				inValue = false
			case "rPh":
				inAid = false
			case "c":
				return r.endCell(marks, hasFormula, hasValue)
			}
		}
	}
	r.x.broken()
	return r.x.err
}

func (r *sheetReader) endCell(m cellMarks, hasFormula, hasValue bool) error {
	if !hasFormula && !hasValue {
		return nil // formatted, but blank
	}
	if m.column > r.w.lim.MaxColumns {
		return tooManyColumns(Address{r.found.sheet, r.row, m.column}, r.w.lim.MaxColumns)
	}
	c := r.cellAt(m.column)
	*c = Cell{Column: m.column, Formula: hasFormula}
	start := len(r.out)
	if err := r.setValue(c, m); err != nil {
		return err
	}
	r.ends = append(r.ends, textSpan{m.column - 1, start, len(r.out)})
	switch {
	case hasFormula && c.Kind == Blank && (!hasValue || m.kind != "str"): // an empty text can be a result
		r.found.add(noteFormulaNoValue, r.row, m.column)
	case hasFormula:
		r.found.add(noteFormula, r.row, m.column)
	}
	if c.Kind == Error {
		r.found.add(noteErrorCell, r.row, m.column)
	}
	return nil
}

// setValue gives the cell its kind and number and adds its text to out.
func (r *sheetReader) setValue(c *Cell, m cellMarks) error {
	value := r.value
	switch m.kind {
	case "s":
		return r.setSharedText(c, value)
	case "str", "inlineStr":
		r.setText(c, unescapeUnits(value))
	case "b":
		c.Kind = Bool
		r.out = append(r.out, map[bool]string{true: "TRUE", false: "FALSE"}[string(value) == "1" || string(value) == "true"]...)
	case "e":
		c.Kind = Error
		r.out = append(r.out, value...)
	case "d":
		r.setISODate(c, value)
	default:
		r.setNumber(c, bytes.TrimSpace(value), m.format)
	}
	return nil
}

func (r *sheetReader) setText(c *Cell, text []byte) {
	if len(text) > 0 {
		c.Kind = Text
		r.out = append(r.out, validUTF8(text)...)
	}
}

func (r *sheetReader) setSharedText(c *Cell, value []byte) error {
	i, ok := parseCount(bytes.TrimSpace(value))
	if ok && r.texts != nil {
		before := len(r.out)
		var err error
		if r.out, ok, err = r.texts.appendTo(r.out, i); err != nil {
			return err
		}
		if len(r.out) > before {
			c.Kind = Text
		}
	}
	if !ok || r.texts == nil {
		return damaged("cell " + Address{r.found.sheet, r.row, c.Column}.String() + " refers to a text that is not there")
	}
	return nil
}

// setNumber keeps a whole number as written and brings others to their shortest exact form: Excel writes 0.29 as
// 0.28999999999999998.
func (r *sheetReader) setNumber(c *Cell, value []byte, format cellFormat) {
	if len(value) == 0 {
		return
	}
	number, plain := plainWhole(value)
	if !plain {
		var err error
		if number, err = strconv.ParseFloat(string(value), 64); err != nil || !isNumber(string(value)) {
			r.setText(c, value)
			return
		}
	}
	c.Kind, c.Number, c.Percent = Number, number, format.percent
	switch {
	case format.date && r.setDate(c, number):
	case plain:
		r.out = append(r.out, value...)
	default:
		r.out = appendNumber(r.out, number)
	}
}

func (r *sheetReader) setDate(c *Cell, serial float64) bool {
	if r.w.date1904 {
		serial += serial1904
	}
	before := len(r.out)
	if r.out = appendSerial(r.out, serial); len(r.out) == before {
		return false
	}
	c.Kind, c.Number = Date, serial
	return true
}

func (r *sheetReader) setISODate(c *Cell, value []byte) {
	serial, ok := serialOfISO(string(bytes.TrimSpace(value)))
	if !ok {
		r.setText(c, value)
		return
	}
	c.Kind, c.Number = Date, serial
	r.out = appendSerial(r.out, serial)
}

// plainWhole reads a whole number that is already in its shortest form.
func plainWhole(value []byte) (float64, bool) {
	digits := bytes.TrimPrefix(value, []byte("-"))
	if len(digits) > 9 || len(digits) == 0 || digits[0] == '0' && len(value) > 1 {
		return 0, false
	}
	n, ok := parseCount(digits)
	if len(digits) != len(value) {
		n = -n
	}
	return float64(n), ok
}

// appendNumber writes the shortest decimal that reads back as the same number.
func appendNumber(dst []byte, number float64) []byte {
	if size := math.Abs(number); size != 0 && (size < 1e-6 || size >= 1e21) {
		return strconv.AppendFloat(dst, number, 'E', -1, 64)
	}
	if number == 0 {
		number = 0 // no minus sign
	}
	return strconv.AppendFloat(dst, number, 'f', -1, 64)
}
