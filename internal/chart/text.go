package chart

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type widthBlock struct {
	first         rune
	regular, bold []uint16
}

// TextWidth is how wide one line of text is in pixels, set in Arial or Liberation Sans of the given size.
// Characters outside the table count as one em when they are ideographs or emoji, as nothing when they only mark the
// letter before or steer direction, and as a typical letter otherwise.
func TextWidth(text string, size float64, bold bool) float64 {
	total := 0
	for _, r := range text {
		total += runeWidth(r, bold)
	}
	return float64(total) * size / 1000
}

func runeWidth(r rune, bold bool) int {
	for i := range widthBlocks {
		b := &widthBlocks[i]
		if at := int(r - b.first); at >= 0 && at < len(b.regular) {
			width := b.regular[at]
			if bold {
				width = b.bold[at]
			}
			if width > 0 {
				return int(width)
			}
		}
	}
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.So):
		return 1000
	}
	return 560
}

// plain makes text from outside fit for one line of a picture: characters that XML cannot hold or that would turn the
// direction of what follows are dropped, and every run of white space is one space. Nothing else is changed.
func plain(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// isolate keeps a right-to-left name from turning the sentence around it. Other names come back as they are.
func isolate(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool {
		return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
	}) {
		return "\u2068" + name + "\u2069"
	}
	return name
}

// fit shortens text with an ellipsis so that it is at most width pixels wide.
func fit(text string, width, size float64, bold bool) string {
	if TextWidth(text, size, bold) <= width {
		return text
	}
	room := width - TextWidth("…", size, bold)
	if room <= 0 {
		return "…"
	}
	short := cut(text, room, size, bold)
	if TextWidth(short, size, bold) > room {
		short = ""
	}
	return strings.TrimRightFunc(short, unicode.IsSpace) + "…"
}

// wrap breaks text into at most lines lines of at most width pixels, between words where it can; what does not fit is
// cut with an ellipsis.
func wrap(text string, width, size float64, bold bool, lines int) []string {
	var out []string
	words := strings.Fields(text)
	for len(words) > 0 {
		if len(out) == lines-1 {
			return append(out, fit(strings.Join(words, " "), width, size, bold))
		}
		n := 1
		for n < len(words) && TextWidth(strings.Join(words[:n+1], " "), size, bold) <= width {
			n++
		}
		line := strings.Join(words[:n], " ")
		words = words[n:]
		if TextWidth(line, size, bold) > width { // one word wider than the line: go on with its rest
			head := cut(line, width, size, bold)
			words = append([]string{line[len(head):]}, words...)
			line = head
		}
		out = append(out, line)
	}
	return out
}

// cut is the longest start of a word that is at most width pixels wide, at least one character.
func cut(word string, width, size float64, bold bool) string {
	end, total := 0, 0.0
	for at, r := range word {
		total += float64(runeWidth(r, bold)) * size / 1000
		if total > width && at > 0 {
			return word[:at]
		}
		end = at + utf8.RuneLen(r)
	}
	return word[:end]
}
