package returns

import (
	"regexp"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

var typed = regexp.MustCompile(`^-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$`)

// ParseNumber reads a number as people type it: 1234, 1,234, 61.2, 61.2%. It takes no decimal comma: 12,5 may be 12.5 or
// a slip in 125.
func ParseNumber(text string) (float64, error) {
	tidy := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	if len(tidy) > 40 || !typed.MatchString(tidy) {
		return 0, maturity.Errorf(maturity.Invalid, "Write the number in figures, for example 1,234 or 61.2.")
	}
	return strconv.ParseFloat(strings.ReplaceAll(tidy, ",", ""), 64)
}
