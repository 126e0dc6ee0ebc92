package maturity

import (
	"regexp"
	"strconv"
	"strings"

	"waymark/internal/period"
)

// ParseDate reads a date as roadmaps and people write it: "25 May 2018", "mid May 2018", "March-April 2018", "Q2 18/19"
// (a quarter of the financial year), "by end of 2017/18", "from Feb 2018", "2020", "within 24 months of go-live". The words
// before it that only say how it is meant ("by", "expected") are left out. What has no date in words ("", "TBC") is a date
// of precision none. What may mean two things, or leaves the year out, is an Invalid error whose sentence says so.
func ParseDate(text string) (LooseDate, error) { return parseDate(text, 0) }

// ParseDateIn is ParseDate where the year may be left out: it is then the one given, and the date says that it is inferred.
func ParseDateIn(text string, year int) (LooseDate, error) { return parseDate(text, year) }

// longestDate is more than any date needs, in bytes.
const longestDate = 200

func parseDate(text string, year int) (LooseDate, error) {
	given := strings.TrimSpace(text)
	if len(given) > longestDate {
		return LooseDate{}, Errorf(Invalid, "That is too long for a date: write %s.", dateExamples)
	}
	clean := tidyDate(given)
	d, ok := dateReader{}.read(clean)
	if !ok && year != 0 && !hasYear(clean) {
		if d, ok = (dateReader{year: year}).read(clean); ok {
			d.Inferred = true
		}
	}
	if !ok {
		return LooseDate{}, refuseDate(given, clean)
	}
	d.AsGiven = given
	return d, nil
}

const dateExamples = "25 May 2018, May 2018, March to April 2018, Q2 2018/19, 2017/18, end of 2017/18, 2020 or from May 2018"

// refuseDate says why a text is no date.
func refuseDate(given, clean string) error {
	shown := given
	if runes := []rune(given); len(runes) > 60 {
		shown = string(runes[:60]) + "…"
	}
	if !hasYear(clean) {
		if _, ok := (dateReader{year: 2016}).read(clean); ok {
			return Errorf(Invalid, "“%s” has no year: write %s.", shown, dateExamples)
		}
	}
	if m := quarterOfOneYear.FindStringSubmatch(unprefixed(clean)); m != nil {
		return Errorf(Invalid, "“%s” may mean a quarter of the financial or of the calendar year: write Q2 2018/19, or July to September 2018.", shown)
	}
	if _, _, ok := severalYears(unprefixed(clean)); ok {
		return Errorf(Invalid, "“%s” may mean financial or calendar years: write April 2016 to March 2018, or January 2016 to December 2018.", shown)
	}
	if _, err := period.Parse(unprefixed(clean), period.KindNone, period.DMY); err != nil && strings.Contains(err.Error(), "may mean") {
		return Errorf(Invalid, "%s.", err)
	}
	return Errorf(Invalid, "“%s” is not known as a date: write %s, or nothing where there is none.", shown, dateExamples)
}

// tidyDate brings a text to lower case, plain hyphens, single spaces, and without an explanation in brackets.
func tidyDate(text string) string {
	text = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "−", "-", "’", "", "'", "", ",", " ", " ", " ", "*", "").Replace(strings.ToLower(text))
	text = explanation.ReplaceAllString(text, "")
	return strings.Trim(strings.Join(strings.Fields(text), " "), " .;:")
}

var (
	explanation      = regexp.MustCompile(`\([^()0-9]*\)`)
	aYear            = regexp.MustCompile(`\d{4}|\d\d\s?[-/]\s?\d\d|[a-z]{3,} \d\d$`)
	quarterOfOneYear = regexp.MustCompile(`^(?:q[1-4]|(?:first|second|third|fourth|1st|2nd|3rd|4th) quarter)(?: of)? (?:\d{4}|\d\d)$`)
	meaningWords     = regexp.MustCompile(`^(?:anticipated|expected|estimated|planned|provisionally|operational|complete|completed|delivered|deployed|ready|due|live|for example|eg|e\.g\.?|by|until|till|in|during|on|at|no later than|not later than|to|the) `)
	noDate           = regexp.MustCompile(`^(?:|none|no date|undated|not dated|not stated|not known|unknown|n/a|date tbc|tbc|tba|tbd|date tba|to be (?:confirmed|agreed|decided|announced)|date to be (?:confirmed|agreed|decided|announced)|asap|as soon as possible(?: thereafter)?|ongoing)$`)
	everyYear        = regexp.MustCompile(`^(?:annual|annually|yearly|every year|each year)$`)
	counted          = `(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-four)`
	relativeDate     = regexp.MustCompile(`^(?:(?:with)?in )?(?:the )?(?:(?:first|next) |across |over |up to |after )?` + counted + ` (?:hours?|days?|weeks?|months?|quarters?|years?)(?: (?:of|after|from|before|following|later).*)?$`)
	endOf            = regexp.MustCompile(`^(?:the )?end(?: of)?(?: the)? (.+)$`)
	partOfMonth      = regexp.MustCompile(`^(early|beginning of|start of|mid|middle of|late)[ -](.+)$`)
	calendarQuarter  = regexp.MustCompile(`^(?:calendar q([1-4]) (\d{4})|q([1-4]) (?:of )?(?:the )?calendar(?: year)? (\d{4}))$`)
	shortYears       = regexp.MustCompile(`^(\d\d) ?[-/] ?(\d\d)$`)
	oneYear          = regexp.MustCompile(`^\d{4}$`)
	between          = regexp.MustCompile(` ?(?:-|/| to | and | & ) ?`)
)

func hasYear(clean string) bool { return aYear.MatchString(clean) }

// unprefixed leaves out the words before a date that do not change which days it means.
func unprefixed(clean string) string {
	for {
		m := meaningWords.FindString(clean)
		if m == "" {
			return clean
		}
		clean = clean[len(m):]
	}
}

// severalYears reads "2016-18" and "2012 to 2022": more years than a financial year has.
func severalYears(clean string) (from, to int, ok bool) {
	first, second, found := strings.Cut(strings.ReplaceAll(clean, " to ", "-"), "-")
	from, err := strconv.Atoi(strings.TrimSpace(first))
	to, other := strconv.Atoi(strings.TrimSpace(second))
	if !found || err != nil || other != nil || from < 1900 || from > 2100 {
		return 0, 0, false
	}
	if to < 100 {
		to += from / 100 * 100
	}
	return from, to, to > from+1 && to <= 2100
}
