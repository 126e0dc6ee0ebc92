package paper

import (
	"slices"
	"strings"
	"unicode"
)

// clean keeps what the font and the PDF can take: no control characters, nothing that turns the direction of what is
// around it, nothing beyond the first 65,536 characters.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return ' '
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0xfeff:
			return -1
		case r > 0xffff || unicode.IsControl(r):
			return '\uFFFD'
		}
		return r
	}, text)
}

// lines breaks text into lines of a width, each ready to be drawn from left to right.
func (w *writer) lines(text string, wide float64) []string {
	lines := w.SplitText(joined(clean(text)), wide)
	for i, l := range lines {
		lines[i] = ordered(l)
	}
	if len(lines) == 0 {
		return []string{""}
	}
	return lines
}

// visual is lines for a text that fits on one.
func visual(text string) string { return ordered(joined(clean(text))) }

// ordered puts the characters in the order in which they stand from left to right: stretches of Arabic or Hebrew letters,
// with the blanks and signs between them, are turned round. Numbers and other letters end a stretch. It is less than
// Unicode asks for, and enough for names in lines that run from left to right.
func ordered(text string) string {
	letters := []rune(text)
	for i := 0; i < len(letters); i++ {
		if !rightToLeft(letters[i]) {
			continue
		}
		last := i
		for n := i + 1; n < len(letters); n++ {
			if rightToLeft(letters[n]) {
				last = n
			} else if unicode.IsLetter(letters[n]) || unicode.IsNumber(letters[n]) {
				break
			}
		}
		slices.Reverse(letters[i : last+1])
		i = last
	}
	return string(letters)
}

func rightToLeft(r rune) bool {
	return (r >= 0x590 && r <= 0x8ff || r >= 0xfb1d && r <= 0xfefc) && !unicode.IsNumber(r)
}

// arabic is how many forms each letter from U+0621 on has: alone; at the end; at the beginning; in the middle. The forms
// stand behind one another from U+FE80. Those from U+063B to U+0640 have none there.
const arabic = "1222242424444422224444444400000044444442" + "24"

// forms finds the first form of a letter, and how many it has; 0 for what is no such letter.
func forms(r rune) (first rune, many int) {
	if r < 0x621 || int(r-0x621) >= len(arabic) {
		return 0, 0
	}
	first = 0xfe80
	for _, n := range arabic[:r-0x621] {
		first += n - '0'
	}
	return first, int(arabic[r-0x621] - '0')
}

// lamAlef are the forms in which lam is written with each alef.
var lamAlef = map[rune]rune{0x622: 0xfef5, 0x623: 0xfef7, 0x625: 0xfef9, 0x627: 0xfefb}

// joined writes Arabic letters in the forms that join them to their neighbours; the PDF does not do it by itself.
func joined(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x621 && r <= 0x64a }) {
		return text
	}
	letters, out := []rune(text), []rune{}
	before := false // whether the letter before reaches out to this one
	for i := 0; i < len(letters); i++ {
		r := letters[i]
		if unicode.Is(unicode.Mn, r) { // a mark above or below parts nothing
			out = append(out, r)
			continue
		}
		first, many := forms(r)
		if many == 0 {
			out, before = append(out, r), r == 0x640
			continue
		}
		if i+1 < len(letters) && r == 0x644 && lamAlef[letters[i+1]] != 0 {
			first, many = lamAlef[letters[i+1]], 2
			i++
		}
		after := many == 4 && takes(letters[i+1:])
		form := rune(0)
		if before && many > 1 {
			form++
		}
		if after {
			form += 2
		}
		out, before = append(out, first+form), after
	}
	return string(out)
}

// takes reports whether the next letter can be joined to.
func takes(letters []rune) bool {
	for _, r := range letters {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		_, many := forms(r)
		return many > 1 || r == 0x640
	}
	return false
}
