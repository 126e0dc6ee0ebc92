package account

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed common.txt
var commonText string

// commonHere are words that are likely in this house, and phrases that are known too well.
const commonHere = "waymark nhsengland england hospital health doctor nurse patient surgery practice trust digital maturity roadmap administrator " +
	"admin welcome changeme changeit default temporary winter spring autumn january february august september october november december " +
	"correcthorsebatterystaple thequickbrownfox mypassword newpassword demo demonstration nhs icb"

// walks are rows of keys, which fingers know.
var walks = []string{"qwertyuiopasdfghjklzxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"}

var common = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			words[line] = true
		}
	}
	for _, word := range strings.Fields(commonHere) {
		words[word] = true
	}
	for _, walk := range walks {
		for _, row := range []string{walk, backwards(walk)} {
			for from := range row {
				for to := from + 4; to <= len(row); to++ {
					words[row[from:to]] = true
				}
			}
		}
	}
	return words
})

// What the parts of a password are worth: a common word, a few signs beside it, many. Three words or a word and a long
// number are worth enough.
const (
	worthWord  = 2
	worthFew   = 1 // up to fewSigns
	worthMany  = 4
	fewSigns   = 6
	worthLeast = 6
)

// likeLetters are signs that people put in place of letters.
var likeLetters = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// tooCommon reports whether a password, folded, is a common one, or made of one or two with a few figures or signs, also
// where signs stand for letters.
func tooCommon(folded string) bool {
	return worth(folded, likeLetters.Replace(folded)) < worthLeast
}

// worth is the least that the parts of a text are worth together; worthLeast and more where it holds anything else. letters
// is the same text with letters for signs.
func worth(text, letters string) int {
	least := make([]int, len(text)+1)
	for end := 1; end <= len(text); end++ {
		least[end] = worthLeast
		for start := end - 1; start >= 0; start-- {
			if common()[text[start:end]] || common()[letters[start:end]] {
				least[end] = min(least[end], least[start]+worthWord)
			}
		}
		if run := signsBefore(text, end); run > fewSigns {
			least[end] = min(least[end], least[end-run]+worthMany)
		} else if run > 0 {
			least[end] = min(least[end], least[end-run]+worthFew)
		}
	}
	return least[len(text)]
}

// signsBefore counts the figures and signs that end at end.
func signsBefore(text string, end int) (run int) {
	for run < end {
		if c := text[end-run-1]; c >= 'a' && c <= 'z' || c >= 0x80 {
			break
		}
		run++
	}
	return run
}

func backwards(text string) string {
	out := []byte(text)
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}
