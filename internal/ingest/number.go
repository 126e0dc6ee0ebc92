package ingest

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// number is a cell's text read as a number.
type number struct {
	value    float64
	mantissa uint64 // value is mantissa / 10^decimals, where plain
	plain    bool
	negative bool
	percent  bool // it carried a % sign
	exact    bool // the text is how the value would be written
	decimals int8 // digits after the point
	bound    int8 // -1 for "<20", 1 for ">50", 0 for a point value
	ok       bool
}

// parseNumber reads a number as people and exports write it: 1234, 1,234, 1 234, 12.5, 12%, <5, -3, 1.2E+05. It takes
// no decimal comma: 12,5 may be 12.5 or a slip in 125.
func parseNumber(text string) number {
	if n := parsePlain(text); n.ok {
		return n
	}
	return parseDressed(text)
}

// parsePlain reads digits with at most one point and a minus, without allocation.
func parsePlain(text string) number {
	const most = 15 // digits a float64 always holds exactly
	if text == "" || len(text) > most+2 {
		return number{}
	}
	i, negative := 0, false
	if text[0] == '-' {
		i, negative = 1, true
	}
	var mantissa uint64
	digits, point := 0, -1
	first := i
	for ; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			mantissa = mantissa*10 + uint64(c-'0')
			digits++
		case c == '.' && point < 0:
			point = i
		default:
			return number{}
		}
	}
	if digits == 0 || digits > most {
		return number{}
	}
	n := number{value: float64(mantissa), mantissa: mantissa, negative: negative, plain: true, ok: true}
	if point >= 0 {
		n.decimals = int8(len(text) - point - 1)
		n.value /= tens[n.decimals]
	}
	whole := point
	if whole < 0 {
		whole = len(text)
	}
	n.exact = whole > first && (text[first] != '0' || whole == first+1) && (point < 0 || point < len(text)-1 && text[len(text)-1] != '0')
	if negative {
		n.value = -n.value
		n.exact = n.exact && mantissa != 0
	}
	return n
}

// hundredfold is 100 times the number, rounded once: 0.285 gives 28.5, not 28.499999999999996.
func (n number) hundredfold() float64 {
	if !n.plain {
		return shift(n.value)
	}
	v := float64(n.mantissa)
	if n.decimals >= 2 {
		v /= tens[n.decimals-2]
	} else {
		v *= tens[2-n.decimals]
	}
	if n.negative {
		v = -v
	}
	return v
}

// shift multiplies the shortest decimal form of v by 100.
func shift(v float64) float64 {
	digits, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	e, err := strconv.Atoi(exponent)
	if err != nil {
		return v * 100
	}
	moved, err := strconv.ParseFloat(digits+"e"+strconv.Itoa(e+2), 64)
	if err != nil {
		return v * 100
	}
	return moved
}

var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16}

// parseDressed reads numbers with signs, spaces, grouping, bounds or an exponent.
func parseDressed(text string) number {
	text = trimSpace(text)
	n := number{}
	switch {
	case strings.HasPrefix(text, "<"):
		n.bound, text = -1, trimSpace(strings.TrimPrefix(text[1:], "="))
	case strings.HasPrefix(text, ">"):
		n.bound, text = 1, trimSpace(strings.TrimPrefix(text[1:], "="))
	}
	if rest, found := strings.CutSuffix(text, "%"); found {
		n.percent, text = true, trimSpace(rest)
	}
	if rest, found := strings.CutPrefix(text, "−"); found {
		text = "-" + rest
	}
	text, ok := ungroup(text)
	if !ok || !plainDigits(text) {
		return number{}
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return number{}
	}
	if point := strings.IndexByte(text, '.'); point >= 0 && !strings.ContainsAny(text, "eE") {
		n.decimals = int8(min(len(text)-point-1, len(tens)-1))
	}
	n.value, n.ok = value, true
	return n
}

// ungroup takes out commas or spaces between groups of three digits; ok is false when they stand elsewhere.
func ungroup(text string) (plain string, ok bool) {
	text = strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u2009', '\u202f', '\u2007', '\'', '’':
			return ' '
		}
		return r
	}, text)
	mark := ","
	if strings.Contains(text, " ") {
		mark = " "
	}
	if !strings.Contains(text, mark) {
		return text, true
	}
	whole, fraction, _ := strings.Cut(text, ".")
	groups := strings.Split(whole, mark)
	head := strings.TrimLeft(groups[0], "+-")
	if len(head) < 1 || len(head) > 3 || strings.Contains(fraction, mark) {
		return "", false
	}
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return "", false
		}
	}
	return strings.ReplaceAll(text, mark, ""), true
}

// plainDigits keeps out what strconv reads but people do not write: hexadecimal, Inf, NaN, underscores.
func plainDigits(text string) bool {
	if text == "" {
		return false
	}
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && !strings.ContainsRune(".+-eE", rune(c)) {
			return false
		}
	}
	return text[0] != 'e' && text[0] != 'E'
}

// trimSpace trims all white space, no-break spaces and marks of writing direction included.
func trimSpace(text string) string {
	if text == "" || text[0] > ' ' && text[0] < utf8.RuneSelf && text[len(text)-1] > ' ' && text[len(text)-1] < utf8.RuneSelf {
		return text
	}
	return strings.TrimFunc(text, func(r rune) bool {
		switch {
		case r <= ' ', r == '\u00a0', r >= '\u2000' && r <= '\u200f', r >= '\u202a' && r <= '\u202f', r == '\u2060', r >= '\u2066' && r <= '\u2069', r == '\ufeff', r == '\u3000':
			return true
		}
		return false
	})
}
